"""Imports point downwards: what each package may import, functions' own imports included."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "llmpick"

LAYERS: dict[str, set[str]] = {
    "__main__": {"cli", "errors", "lang", "render", "version"},
    "cli": {
        "agents",
        *("asking", "api", "inputs", "evidence", "overlay", "releases", "usage_logs", "render"),
        *("trying", "catalog", "core"),
        "files",
        *("errors", "lang", "version"),
    },
    "agents": {
        *("asking", "api", "inputs", "evidence", "render", "catalog", "core"),
        *("errors", "version"),
    },
    "asking": {
        *("api", "inputs", "evidence", "render", "catalog", "core"),
        *("errors", "lang", "version"),
    },
    "python": {"asking", "overlay", "evidence", "inputs", "render", "catalog", "errors"},
    "render": {"core", "errors", "lang", "version"},
    "api": {
        *("inputs", "overlay", "usage_logs", "trying", "feeds", "catalog", "core", "files"),
        *("errors", "lang"),
    },
    "inputs": {"catalog", "core", "files", "errors", "lang", "version"},
    "evidence": {"trying", "ability", "catalog", "core", "files", "errors"},
    "overlay": {"catalog", "core", "files", "errors", "version"},
    "usage_logs": {"core", "errors"},
    "trying": {"core", "files", "errors"},
    "releases": {"catalog", "files", "errors", "version"},
    "feeds": {"catalog", "files", "errors"},
    "catalog": {"core", "files", "errors"},
    "sizing": {"core", "errors"},
    "ability": {"core", "errors"},
    "core": {"errors", "lang"},
    "files": {"errors"},
    "lang": {"errors"},
    "errors": {"lang"},
    "__init__": {"python", "errors", "version"},
    "version": set(),
}
"""What a package may import of llmpick beside itself, from the top floor down."""

CORE: dict[str, set[str]] = {
    "answers": {
        *(
            "robustness",
            "ranking",
            "self_hosting",
            "seats",
            "customisation",
            "embeddings",
            "privacy",
            "legal",
            "cost",
            "names",
        ),
        *("need", "facts"),
    },
    "robustness": {"ranking", "privacy", "need", "facts"},
    "ranking": {"customisation", "privacy", "legal", "cost", "need", "facts"},
    "self_hosting": {"cost", "need", "facts"},
    "connecting": {"privacy", "facts"},
    "seats": {"facts"},
    "customisation": {"facts"},
    "embeddings": {"ranking", "privacy", "need", "facts"},
    "privacy": {"need", "facts"},
    "legal": {"need", "facts"},
    "cost": {"need", "facts"},
    "names": {"need", "facts"},
    "need": {"facts"},
    "facts": set(),
}
"""What a room of core may import of the others, from the top floor down."""

RENDER: dict[str, set[str]] = {
    "export": {"answers"},
    "page": {"answers", "wording", "formats", "blocks", "words"},
    "answers": {"wording", "records", "formats", "blocks", "words"},
    "wording": {"records", "blocks", "words"},
    "formats": {"blocks", "words"},
    "deploy": set(),
    "schemas": {"records"},
    "records": set(),
    "blocks": set(),
    "words": set(),
}
"""What a room of render may import of the others."""

EXCEPTIONS = {
    # the hash of the fit's inputs is over the rows as the fit reads them
    ("catalog/evidence.py", "llmpick.ability.data"),
    # writes what the fit finds as files of the catalog; loaded by `catalog fit` alone
    ("catalog/derive.py", "llmpick.ability"),
    # writes what the fit of speeds finds; loaded by `catalog fit-speed` alone
    ("catalog/derive_speed.py", "llmpick.sizing"),
    # the names of feeds and guards, for completion; loaded when its table is made
    ("cli/complete_values.py", "llmpick.feeds"),
    # types of what it is handed, under TYPE_CHECKING
    ("render/answers/catalog.py", "llmpick.catalog"),
    ("render/answers/catalog.py", "llmpick.evidence.gaps"),
    ("render/answers/code.py", "llmpick.api.code_check"),
    ("render/answers/decisions.py", "llmpick.api.decision_folder"),
    ("render/answers/diff.py", "llmpick.api.catalog_diff"),
    ("render/answers/diff.py", "llmpick.catalog"),
    ("render/answers/drift.py", "llmpick.api.recheck"),
    ("render/answers/evidence.py", "llmpick.evidence"),
    ("render/answers/policy.py", "llmpick.api.policy_check"),
    ("render/answers/record.py", "llmpick.evidence.shown"),
    ("render/answers/refresh.py", "llmpick.api.standing"),
    ("render/answers/refresh.py", "llmpick.feeds"),
    ("render/answers/releases.py", "llmpick.catalog"),
    ("render/answers/releases.py", "llmpick.releases"),
    ("render/answers/trying.py", "llmpick.api.trying"),
    ("render/answers/trying.py", "llmpick.trying"),
    ("render/page/html.py", "llmpick.api.report"),
    ("render/page/madr.py", "llmpick.api.report"),
    ("render/page/report_text.py", "llmpick.api.report"),
    ("render/page/tiles.py", "llmpick.api.report"),
    ("render/wording/standing.py", "llmpick.api.standing"),
}
"""(file, module): each has its reason above it."""

THIRD_PARTY: dict[str, set[str]] = {
    "pydantic": {
        *(f"catalog/{path.name}" for path in PACKAGE.glob("catalog/schema_*.py")),
        "catalog/check.py",
        "render/records/values.py",
        "render/schemas.py",
        "inputs/strict.py",
        "releases/forms.py",
        "agents/schemas.py",
    },
    "pydantic_core": {"inputs/strict.py"},
    "tomli_w": {"files/write.py"},
    "typing_extensions": {
        "render",
        "python/generate.py",
        "agents/records.py",
    },  # types that pydantic can read on Python 3.11
    "rich": {"render/formats/table.py"},
    "typer": {"cli"},
    "numpy": {"ability", "sizing"},
    "babel": {"lang/catalogs.py"},
    "duckdb": {"usage_logs/duck.py"},
    "pyspark": {"usage_logs/spark.py"},
    "sqlglot": {"usage_logs/dialects.py"},
    "scipy": {"ability"},
    "tuf": {"releases"},
    "securesystemslib": {"releases/repository.py"},
    "cryptography": {"releases/repository.py"},
    "backports": {"evidence/inspect_log.py"},
    "mcp": {"agents"},
    "mcp_types": {"agents"},
    "anyio": {"agents", "cli/mcp.py"},
    "uvicorn": {"agents/http.py"},
    "httpx2": {"trying/stream.py"},
    "jsonschema": {"trying/graders.py"},
    "pynvml": {"inputs/detect.py"},
    "psutil": {"inputs/detect.py"},
}
"""Where a package of others may be imported: files, or whole folders."""

FILES = sorted(PACKAGE.rglob("*.py"))


class Source(NamedTuple):
    """What the rules ask of a file."""

    imports: set[str]
    """Every module that it names in an import, at the top or in a function."""
    called: dict[str, int]
    """Plain name that is called → line."""
    attributes: dict[str, int]
    """Attribute that is read → line."""
    catches_all: list[int]
    """Lines of handlers that catch everything."""


@cache
def source(path: Path) -> Source:
    """The file, parsed once for all rules; its tree is not kept, which would slow the collector."""
    found = Source(set(), {}, {}, [])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            found.imports.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.called[node.func.id] = node.lineno
        elif isinstance(node, ast.Attribute):
            found.attributes[node.attr] = node.lineno
        elif isinstance(node, ast.ExceptHandler):
            caught = node.type.id if isinstance(node.type, ast.Name) else None
            if node.type is None or caught in ("Exception", "BaseException"):
                found.catches_all.append(node.lineno)
    return found


def imports(path: Path) -> set[str]:
    """Every module that the file names in an import, at the top or in a function."""
    return source(path).imports


def layer(name: str) -> str:
    """The package of llmpick that a module belongs to: `core` of `llmpick.core.cost.bill`."""
    parts = name.split(".")
    first = parts[1] if len(parts) > 1 else ""
    known = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
    return first if first and known else "__init__"


def own(path: Path) -> str:
    """The layer that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_layer_is_known():
    """A new package needs a line in the table."""
    assert {own(path) for path in FILES} <= set(LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    """No file imports from a layer above it."""
    here = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        if not name.startswith("llmpick"):
            continue
        if any(here == file and name.startswith(module) for file, module in EXCEPTIONS):
            continue
        target = layer(name)
        assert target == own(path) or target in LAYERS[own(path)], f"{here} imports {name}"


@pytest.mark.parametrize(("package", "floors"), [("core", CORE), ("render", RENDER)])
def test_rooms_of_a_package_point_downwards(package, floors):
    """Within core and render too, no room imports from one above it."""
    for path in sorted((PACKAGE / package).rglob("*.py")):
        here = path.relative_to(PACKAGE / package).parts[0].removesuffix(".py")
        if here == "__init__":
            continue
        for name in imports(path):
            if name.startswith(f"llmpick.{package}."):
                room = name.split(".")[2]
                assert room == here or room in floors[here], f"{path} imports {name}"


def cycles(arrows: dict[str, set[str]]) -> list[str]:
    """The modules that reach themselves."""
    found = []
    for start in sorted(arrows):
        seen: set[str] = set()
        ahead = set(arrows[start])
        while ahead:
            one = ahead.pop()
            seen.add(one)
            ahead |= arrows.get(one, set()) - seen
        if start in seen:
            found.append(start)
    return found


def test_no_modules_import_each_other():
    """No circle anywhere, imports inside functions and for types included."""
    modules = {
        ".".join(("llmpick", *path.relative_to(PACKAGE).with_suffix("").parts)): path
        for path in FILES
    }
    arrows = {
        here: {
            name if name in modules else name.rpartition(".")[0]
            for name in imports(path)
            if name.startswith("llmpick")
        }
        - {here}
        for here, path in modules.items()
    }
    assert cycles(arrows) == []


def test_only_the_front_door_stands_loose():
    """At the top there are rooms, the door, the errors and the version, and no other module."""
    found = {path.stem for path in PACKAGE.glob("*.py")}
    assert found == {"__init__", "__main__", "errors", "version"}


def docstring(package: Path) -> list[str]:
    """The paragraphs of what a package says of itself."""
    text = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    return (text or "").replace("\n\n", "\0").replace("\n", " ").split("\0")


@pytest.mark.parametrize(
    "path", [path.parent for path in FILES if path.name == "__init__.py"][1:], ids=str
)
def test_every_package_says_what_lives_there_and_what_does_not(path):
    """Two sentences, one a paragraph."""
    assert len(docstring(path)) == 2, path


def layer_table() -> str:
    """The table of CONTRIBUTING, from the rules above."""
    lines = ["| package | what lives there | may import | packages of others |"]
    lines.append("| --- | --- | --- | --- |")
    others: dict[str, set[str]] = {}
    for library, places in THIRD_PARTY.items():
        for place in places:
            others.setdefault(place.partition("/")[0], set()).add(library)
    rows = [(name, LAYERS[name]) for name in LAYERS if (PACKAGE / name).is_dir()]
    at = [name for name, _ in rows].index("core") + 1
    rows[at:at] = [(f"core/{name}", floors) for name, floors in CORE.items()]
    for name, below in rows:
        what = docstring(PACKAGE / name)[0].removesuffix(".")
        allowed = sorted(below & {key for key in (*LAYERS, *CORE) if key[0] != "_"} - {"errors"})
        used = "" if "/" in name else ", ".join(sorted(others.get(name, ())))
        room = f"`{name}/`"
        lines.append(f"| {room} | {what} | {', '.join(f'`{one}`' for one in allowed)} | {used} |")
    return "\n".join(lines)


def test_contributing_has_the_table_of_layers(request):
    """The page is made from the rules here: `pytest -n 0 --write-snapshots` rewrites it."""
    page = PACKAGE.parent / "CONTRIBUTING.md"
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- layers -->\n")
    _, _, tail = rest.partition("<!-- end of layers -->")
    made = f"{head}<!-- layers -->\n{layer_table()}\n<!-- end of layers -->{tail}"
    if request.config.getoption("--write-snapshots"):
        page.write_text(made, encoding="utf-8")
    assert text == made


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_packages_of_others_stay_where_they_belong(path):
    """Pydantic in the schema, Rich in the table, Typer in the command line, numpy in the fit."""
    here = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        top = name.partition(".")[0]
        if top == "llmpick" or top in sys.stdlib_module_names:
            continue
        places = THIRD_PARTY.get(top, set())
        assert here in places or own(path) in places, f"{here} imports {name}"


def test_the_exceptions_are_needed():
    """An exception that nothing uses is taken out."""
    for file, module in sorted(EXCEPTIONS):
        assert any(name.startswith(module) for name in imports(PACKAGE / file)), file


IMPURE = {"os", "io", "pathlib", "time", "random", "socket", "subprocess", "logging", "sys"}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if own(path) == "core"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_core_is_pure(path):
    """No file, clock, environment, output or random state: what core needs comes in."""
    assert not {name.partition(".")[0] for name in imports(path)} & IMPURE
    found = source(path)
    for name in ("open", "print", "input", "exec", "eval"):
        assert name not in found.called, found.called[name]
    for name in ("today", "now", "utcnow"):
        assert name not in found.attributes, found.attributes[name]


def test_nothing_catches_everything():
    """`except Exception` stands at the front door only; a bug keeps its traceback."""
    for path in FILES:
        assert own(path) == "__main__" or source(path).catches_all == [], path


def test_a_class_name_is_defined_once():
    """One name, one thing; but for the generated answers of `llmpick.python`, named as the JSON."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if place.startswith("python/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(place)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
