"""A command loads what it needs, opens no socket, and writes nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import own_layer
import pytest

from llmpick.catalog import compile
from llmpick.version import __version__

PROBE = """
import json, os, sys
opened = []
def hook(event, args):
    if event.startswith("socket.") or event == "urllib.Request":
        opened.append(event)
    if event == "open" and isinstance(args[0], str) and args[2] & (os.O_WRONLY | os.O_RDWR):
        opened.append(f"write {args[0]}")
    if event in ("os.mkdir", "os.rename", "os.remove", "subprocess.Popen", "os.system"):
        opened.append(event)
sys.addaudithook(hook)
sys.dont_write_bytecode = True
before = set(sys.modules)
from llmpick.__main__ import run
import io
out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
code = run(sys.argv[1:])
sys.stdout = out
print(json.dumps([code, sorted(set(sys.modules) - before), opened]))
"""

HEAVY = {"rich", "pydantic", "pydantic_core", "numpy", "tomli_w", "tomllib", "asyncio", "ssl"}
LATE = {"socket", "urllib.request", "http.client", "sqlite3", "importlib.metadata", "decimal"}


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """The checkout's catalog is compiled, as an editable install leaves it."""
    from llmpick.catalog.load import CHECKOUT, load

    if not load(CHECKOUT).meta.compiled:
        subprocess.run([sys.executable, "-m", "llmpick", "catalog", "build"], check=True)


def probe(*arguments: str) -> tuple[int, set[str], list[str]]:
    """Exit code, modules that were loaded, and what was opened to write or to talk."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True
    )
    code, modules, opened = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules), opened


def tops(modules: set[str]) -> set[str]:
    """The packages that modules belong to."""
    return {name.partition(".")[0] for name in modules}


def test_version_loads_nothing():
    """`--version` answers before the parser: nothing but llmpick itself is loaded."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; before = set(sys.modules); sys.argv[1:] = ['--version']\n"
            "from llmpick.__main__ import main\n"
            "try: main()\nexcept SystemExit: pass\n"
            "print(sorted(set(sys.modules) - before))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[1] == "['llmpick', 'llmpick.__main__', 'llmpick.version']"


KEY_PRESS = """
import sys
before = set(sys.modules)
sys.argv[1:] = ["__complete", "words", *sys.argv[1:]]
from llmpick.__main__ import main
try: main()
except SystemExit: pass
print(sorted(set(sys.modules) - before))
"""


def test_a_key_press_loads_next_to_nothing():
    """Completion: no parser, no facts, and of Python's own modules zlib alone."""
    for _ in range(2):  # of a checkout the table is made when first asked for
        done = subprocess.run(
            [sys.executable, "-c", KEY_PRESS, "show", "gpt-5"],
            capture_output=True,
            text=True,
            check=True,
        )
    *words, loaded = done.stdout.splitlines()
    assert "gpt-5\topenai/gpt-5" in words
    ours = ("catalog", "catalog.container", "cli", "cli.complete", "cli.complete_stored")
    assert {*eval(loaded)} <= {
        *("llmpick", "llmpick.__main__", "llmpick.version", "llmpick.cli.places", "zlib"),
        *(f"llmpick.{name}" for name in ours),
    }


def modules(rooms: dict[str, str]) -> set[str]:
    """Each package with the modules of it that are named, and the packages above it."""
    found = {
        f"{room}.{name}".lstrip(".") for room, names in rooms.items() for name in names.split()
    }
    return found | {room for room in rooms if room} | {room.split(".")[0] for room in rooms if room}


RECOMMEND = modules(
    {
        "": "errors version",
        "api": "decisions facts",
        "asking": "query recommend",
        "catalog": "columns container contents load stamp",
        "cli": "app need_command need_options options out places query recommend",
        "core": "",
        "core.answers": "age decide",
        "core.cost": "bill fees price_lists tokens",
        "core.customisation": "customisability tunable",
        "core.facts": "counting days estimates facts life records",
        "core.need": "need numbers",
        "core.ranking": "dominance field filter limits score values",
        "core.privacy": "levels requirements",
        "inputs": "job need options requirements values weights workload",
        "lang": "choice said",
        "render": "blocks words",
        "render.answers": "decision sentences",
        "render.wording": "about candidates needs picks robustness",
    }
)
ROBUSTNESS = modules(
    {
        "core": "",
        "core.answers": "picks",
        "core.ranking": "methods",
        "core.robustness": "confidence draws flip_points measures pool robust smaa stability",
    }
)
CHECK = (RECOMMEND - {"cli.recommend", "asking.recommend"}) | modules(
    {
        "api": "policy_check",
        "asking": "policy",
        "catalog": "in_force",
        "cli": "check stdin",
        "core": "",
        "core.answers": "life policy",
        "core.facts": "regions",
        "core.names": "finding name_index provider_path resolve spelling",
        "core.legal": "licences regulations",
        "files": "read",
        "inputs": "names policy_file requirements strict",
        "render": "",
        "render.answers": "policy",
        "render.formats": "documents sarif",
    }
)


@pytest.mark.parametrize(
    ("arguments", "ours"),
    [
        (
            ("recommend", "--json"),
            RECOMMEND | ROBUSTNESS | {"render.formats", "render.formats.documents"},
        ),
        (
            ("recommend", "--format", "text"),
            RECOMMEND | ROBUSTNESS | {"render.formats", "render.formats.plain"},
        ),
        (("recommend", "--format", "ids"), RECOMMEND),
    ],
    ids=["json", "text", "ids"],
)
def test_recommend_loads_only_its_own(arguments, ours):
    """Each form of `recommend` loads these modules and no others; names alone draw nothing."""
    code, modules, _ = probe(*arguments)
    assert code == 0
    loaded = {name.removeprefix("llmpick.") for name in modules if name.startswith("llmpick.")}
    assert loaded - {"__main__"} == ours


@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "--json"),
        ("recommend", "--format", "text", "--explain"),
        ("recommend", "--language", "ja"),
        ("compare", "gpt-4o", "llama3-70b"),
        ("show", "gpt-4o"),
        ("show", "gpt-4o", "--evidence"),
        ("show", "gpqa_diamond"),
        ("evidence", "list"),
        ("list", "offerings", "--format", "ids"),
        ("list", "hardware"),
        ("show", "h100"),
        ("selfhost", "gpt-oss-120b"),
        ("selfhost", "--gpu", "2xL40S"),
        ("selfhost", "gpt-oss-120b", "--break-even"),
        ("selfhost", "llama-3.1-8b", "--fine-tune", "lora", "--tokens", "1e7"),
        ("resolve", "gpt-4o"),
        ("--help",),
        ("recommend", "--help"),
    ],
    ids=" ".join,
)
def test_a_query_is_light_and_quiet(arguments):
    """No query loads Rich, pydantic, numpy or a TOML parser, opens a socket or writes a file."""
    _, modules, opened = probe(*arguments)
    assert tops(modules) & HEAVY == set()
    assert modules & LATE == set()
    assert opened == []


def test_a_published_catalog_costs_a_query_nothing(compiled_catalog, tmp_path, monkeypatch):
    """Which one is in use is read from one small file: no module more, no socket, no write."""
    plain = probe("recommend", "--catalog", str(compiled_catalog))
    shutil.copytree(compiled_catalog, tmp_path / "2026.11.20")
    compile.write(str(tmp_path / "2026.11.20"), portable=True)
    (tmp_path / "in-use").write_text(f"2026.11.20 update {__version__}\n", encoding="utf-8")
    monkeypatch.setenv("LLMPICK_CATALOGS_DIR", str(tmp_path))
    code, modules, opened = probe("recommend")
    assert (code, opened) == (0, [])
    assert modules == plain[1] - {"llmpick.catalog.stamp"}  # nobody looks at its files


def test_check_reads_its_policy_and_nothing_heavier(tmp_path):
    """A policy is TOML that pydantic checks; Rich and the fit stay out, and nothing is written."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[privacy]\ndpa = true\n", encoding="utf-8")
    arguments = ("check", "gpt-4o", "--policy", str(policy))
    for form in ("json", "text", "sarif", "ids"):
        code, modules, opened = probe(*arguments, "--format", form)
        assert code == 0
        assert tops(modules) & HEAVY == {"pydantic", "pydantic_core", "tomllib"}
        assert opened == []
    loaded = {name.removeprefix("llmpick.") for name in modules if name.startswith("llmpick.")}
    assert loaded - {"__main__"} <= CHECK


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_report_is_light_and_writes_its_file_alone(tmp_path, form):
    """No Rich, pydantic or numpy, no socket; one file is written, by way of a partial one."""
    target = tmp_path / "report"
    code, modules, opened = probe("report", "--format", form, "--out", str(target))
    assert code == 0
    assert tops(modules) & HEAVY == set()
    assert modules & (LATE - {"urllib.request"}) == set()
    partial = [event for event in opened if event.startswith("write ")]
    assert len(partial) == 1
    assert partial[0].startswith(f"write {tmp_path}/.llmpick-")
    assert set(opened) <= {*partial, "os.mkdir", "os.rename", "os.remove"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_without_own_results_nothing_of_them_loads():
    """Who has none waits for none: the modules of own results stay out."""
    for arguments in (
        ("recommend",),
        ("compare", "gpt-4o", "llama3-70b"),
        ("list", "-t", "coding"),
    ):
        _, modules, _ = probe(*arguments)
        assert not {name for name in modules if name.startswith("llmpick.ability")}
        assert {"llmpick.evidence", "llmpick.evidence.files"} & modules == set()


def test_without_a_layer_nothing_of_them_loads(tmp_path, monkeypatch):
    """Who has no layer waits for none, and looks into no file for one."""
    monkeypatch.setenv("LLMPICK_OVERLAY", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for arguments in (("recommend",), ("cost", "gpt-4o"), ("show", "gpt-4o"), ("list",)):
        code, modules, opened = probe(*arguments)
        assert code == 0
        assert not {name for name in modules if name.startswith("llmpick.overlay")}
        assert not {name for name in modules if "own_layer" in name}
        assert opened == []


def test_a_layer_that_is_compiled_is_as_light_as_the_catalog(part, tmp_path, monkeypatch):
    """No pydantic, no TOML parser, and nothing written: its compiled form is read."""
    layer = own_layer.write(
        tmp_path / "layer",
        {
            "overlay.toml": '[[discounts]]\nprovider = "openai"\ndiscount = 0.15\n'
            'contract = "C"\nsigned = 2026-09-01\n'
        },
    )
    monkeypatch.setenv("LLMPICK_OVERLAY", str(layer))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    catalog = ("--catalog", str(part))
    assert probe("overlay", "check", *catalog)[0] == 0
    for arguments in (("recommend",), ("cost", "gpt-4o", "--json"), ("show", "gpt-4o")):
        code, modules, opened = probe(*arguments, *catalog)
        assert code == 0
        assert "llmpick.overlay.load" in modules
        assert tops(modules) & HEAVY == set()
        assert "llmpick.overlay.lay" not in modules
        assert opened == []


def test_a_table_loads_rich_and_nothing_heavier():
    """Tables on a terminal are Rich's; pydantic stays out."""
    _, modules, opened = probe("recommend", "--format", "table")
    assert tops(modules) & HEAVY == {"rich"}
    assert opened == []


def test_every_entry_of_the_command_table_resolves():
    """Each command of the table has its module, and its help is the table's line."""
    from importlib import import_module

    import typer

    from llmpick.cli.app import COMMANDS

    for name, text in COMMANDS.items():
        module = import_module(f"llmpick.cli.{name.replace('-', '_')}")
        assert typer.main.get_command(module.app).help
        assert text == module.app.info.help


def test_settings_load_where_there_are_some(tmp_path, monkeypatch):
    """A profile is TOML: its reader loads with --profile, and not without."""
    monkeypatch.setenv("LLMPICK_CONFIG_DIR", str(tmp_path))
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "p.toml").write_text('task = "coding"\n', encoding="utf-8")
    readers = {
        "llmpick.inputs.settings",
        "llmpick.inputs.profiles",
        "llmpick.inputs.needfile",
        "llmpick.cli.from_settings",
    }
    _, without, _ = probe("recommend", "--json")
    _, modules, opened = probe("recommend", "--json", "--profile", "p")
    assert without & readers == set()
    assert readers <= modules
    assert tops(modules) & HEAVY == {"tomllib"}
    assert opened == []
