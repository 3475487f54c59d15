"""What stands at the cursor: the words that are offered, for every kind of place."""

from __future__ import annotations

import os
import shutil
import sys

import own_layer
import pytest

from llmpick.cli.complete import answer, split


@pytest.fixture
def offered(compiled_catalog):
    """The words that may follow a command line on the small catalog: `offered("show gp")`."""

    def call(line: str, catalog=compiled_catalog) -> list[str]:
        head, space, rest = line.partition(" ")
        found = answer(["words", head, "--catalog", str(catalog), *rest.split(" ")])
        return [row.partition("\t")[0] for row in found.splitlines()[1:]] if space else []

    return call


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("recommend --task cod", ["coding"]),
        ("recommend -t cod", ["coding"]),
        ("recommend --task=cod", ["--task=coding"]),
        ("recommend --privacy re", ["regulated"]),
        ("recommend --privacy --no-tr", ["--no-training"]),
        ("recommend --provider acme,bo", ["acme,borealis"]),
        ("recommend --region J", ["JE", "JM", "JO", "JP"]),
        ("recommend --format js", ["json", "jsonl"]),
        ("recommend --weights qu", ["quality"]),
        ("recommend --without exclude-j", ["exclude-jurisdiction"]),
        ("recommend --currency US", ["USD"]),
        ("recommend --budget 30", []),
        ("show acme/atlas-3", ["acme/atlas-3"]),
        ("show atlas-3", ["atlas-3"]),
        ("show ATLAS-3", ["atlas-3"]),
        ("compare acme/atlas-3@r", ["acme/atlas-3@relay"]),
        ("list reg", ["regulations"]),
        ("list -- reg", ["regulations"]),
        ("check --format sa", ["sarif"]),
    ],
)
def test_a_place_takes_its_own_words(offered, line, first):
    """Tasks, levels, providers, places, forms, models by either name, routes behind the @."""
    assert offered(line) == first


def test_commands_and_what_is_below_them():
    """With what they are; `help` takes the same."""
    assert answer(["words", "recom"]).splitlines()[1].startswith("recommend\tWhat to use")
    assert answer(["words", "help", "recom"]).splitlines()[1].startswith("recommend\t")
    assert answer(["words", "catalog", "val"]).startswith("\nvalidate\tEvery finding")
    assert answer(["words", "nonsense", ""]) == "\n"


def test_an_option_is_offered_once_unless_it_repeats(offered):
    """What was given is not offered again, a list may go on."""
    assert "--task" not in offered("recommend --task coding --ta")
    assert "--provider" in offered("recommend --provider acme --provi")


def test_files_are_left_to_the_shell():
    """The first line says what else may stand there."""
    assert answer(["words", "report", "--out", ""]) == "files\n"
    assert answer(["words", "catalog", "export", ""]) == "folders\n"


def test_bash_gets_what_is_behind_its_break(compiled_catalog):
    """It replaces the part of a word behind `@`, `=` or `:`, and no more."""
    line = f"llmpick cost --catalog {compiled_catalog} acme/atlas-3@rel"
    assert answer(["bash", line, " \t\n\"'@><=;|&(:"]) == "\nrelay\t\n"
    assert answer(["bash", "llmpick list --format=cs", " =:"]) == "\ncsv\t\n"


def test_a_line_is_split_as_a_shell_does():
    """Quotes, escapes, and the open word at the end."""
    assert split("llmpick recommend 'two words' a\\ b ") == [
        *("llmpick", "recommend", "two words", "a b", "")
    ]
    assert split('show "gpt') == ["show", "gpt"]


def test_many_names_come_step_by_step(offered, monkeypatch):
    """First the developers, then their models."""
    monkeypatch.setattr("llmpick.cli.complete.MANY", 3)
    assert "acme/" in offered("show ")
    assert "acme/atlas-3" not in offered("show ")
    assert "acme/atlas-3" in offered("show acme/at")


def test_a_count_may_stand_before_a_gpu(part, offered):
    """`2x` and a name, whatever its capitals."""
    assert offered("selfhost --gpu 2xL40S", part) == ["2xl40s"]


def test_a_short_name_means_the_model_that_it_is_offered_for(part, known):
    """Each is what `show` takes it for."""
    from llmpick.core.names.resolve import resolve

    rows = answer(["words", "list", "--catalog", str(part), "--model", ""]).splitlines()[1:]
    short = dict(row.split("\t") for row in rows if "/" not in row.partition("\t")[0])
    assert len(short) > 5
    assert {name: resolve(name, known.names).model for name in short} == short


def test_names_are_never_older_than_the_files(own_catalog, offered):
    """A file that came or went since the catalog was compiled counts at once."""
    from llmpick.catalog import compile

    compile.write(str(own_catalog))
    assert offered("show thin", own_catalog) == ["thin-9"]
    models = own_catalog / "models" / "cedar"
    shutil.copy(models / "thin-9.toml", models / "thin-10.toml")
    assert offered("show thin", own_catalog) == ["thin-10", "thin-9"]
    (models / "thin-9.toml").unlink()
    assert offered("show cedar/thin", own_catalog) == ["cedar/thin-10"]
    shutil.rmtree(own_catalog / ".compiled")
    assert offered("show cedar/thin", own_catalog) == ["cedar/thin-10"]


def test_names_of_a_layer_of_ones_own(compiled_catalog, offered, tmp_path, monkeypatch, run):
    """Before and after it is compiled, and after a change of it."""
    layer = own_layer.write(tmp_path / "layer", {"models/acme/ours.toml": own_layer.TUNED})
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("LLMPICK_OVERLAY", str(layer))
    assert offered("show acme/our") == ["acme/ours"]
    checked = run("overlay", "check", "--catalog", str(compiled_catalog))
    assert checked.code == 0, checked.stderr
    assert offered("show our") == ["ours"]
    (layer / "models" / "acme" / "ours-2.toml").write_text(own_layer.TUNED, encoding="utf-8")
    assert sorted(offered("show acme/our")) == ["acme/ours", "acme/ours-2"]


def test_what_else_is_the_users_own(tmp_path, monkeypatch, offered):
    """Profiles, own results and catalogs of this machine, as they are at that moment."""
    monkeypatch.setenv("LLMPICK_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("LLMPICK_EVIDENCE_DIR", str(tmp_path / "evidence"))
    monkeypatch.setenv("LLMPICK_CATALOGS_DIR", str(tmp_path / "catalogs"))
    assert offered("recommend --profile ") == []
    for name in ("profiles/support-ja.toml", "evidence/ours.toml", "catalogs/2026.11.30/x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert offered("recommend --profile ") == ["support-ja"]
    assert answer(["words", "evidence", "remove", ""]) == "\nours\t\n"
    assert answer(["words", "catalog", "use", "2"]) == "\n2026.11.30\t\n"


def test_the_answer_is_what_the_program_writes(spawn, compiled_catalog):
    """`llmpick __complete`, as a script of a shell asks."""
    done = spawn("__complete", "words", "show", "--catalog", str(compiled_catalog), "atlas-3")
    assert (done.returncode, done.stdout) == (0, b"\natlas-3\tacme/atlas-3\n")
    assert os.path.basename(sys.executable).startswith("python")
