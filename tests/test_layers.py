"""Imports point downwards: what each package may import, functions' own imports included."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "llmpick"

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "errors": set(),
    "core": {"errors"},
    "ability": {"core", "errors"},
    "sizing": {"core", "errors"},
    "catalog": {"core", "errors"},
    "overlay": {"errors"},
    "results": {"errors"},
    "evidence": {"ability", "catalog", "core", "overlay", "results", "errors"},
    "api": {"catalog", "core", "errors"},
    "usage": {"core", "errors"},
    "replay": {"api", "usage", "catalog", "core", "errors"},
    "policy": {"api", "catalog", "core", "errors"},
    "checks": {"api", "catalog", "core", "errors", "policy"},
    "needfile": {"core", "errors"},
    "profiles": {"catalog", "core", "errors", "needfile"},
    "settings": {"core", "errors", "needfile", "profiles"},
    "interview": {"api", "catalog", "core", "errors"},
    "decision_file": {"catalog", "core", "errors", "needfile", "__init__"},
    "redecide": {"api", "catalog", "core", "decision_file", "errors", "needfile"},
    "render": {"core", "errors", "__init__"},
    "cli": {
        *("api", "evidence", "overlay", "results", "render", "catalog", "ability", "core"),
        *("usage", "replay", "policy", "checks", "errors", "__init__"),
        *("interview", "needfile", "decision_file", "profiles", "redecide", "settings"),
    },
    "__main__": {"cli", "errors", "render", "__init__"},
}
"""What a package may import of llmpick, beside itself."""

EXCEPTIONS = {
    # the hash of the fit's inputs is over the rows as the fit reads them
    ("catalog/evidence.py", "llmpick.ability.data"),
    # writes what the fit finds as files of the catalog; loaded by `catalog fit` alone
    ("catalog/derive.py", "llmpick.ability"),
    # writes what the fit of speeds finds; loaded by `catalog fit-speed` alone
    ("catalog/derive_speed.py", "llmpick.sizing"),
    # types of what it is handed, under TYPE_CHECKING
    ("render/report.py", "llmpick.catalog"),
    # for types only: the answers that are shown
    ("render/evidence.py", "llmpick.evidence.shown"),
    ("render/findings.py", "llmpick.checks"),
    ("render/drift.py", "llmpick.redecide"),
    ("render/evidence.py", "llmpick.overlay"),
    ("render/handout.py", "llmpick.api"),
    ("render/page.py", "llmpick.api"),
    ("render/madr.py", "llmpick.api"),
    ("render/record.py", "llmpick.evidence.shown"),
}
"""(file, module): each has its reason above it."""

THIRD_PARTY: dict[str, set[str]] = {
    "pydantic": {
        *(f"catalog/{path.name}" for path in PACKAGE.glob("catalog/schema_*.py")),
        "catalog/check.py",
    },
    "tomli_w": {"catalog/check.py", "catalog/write.py", "overlay.py"},
    "rich": {"render/table.py"},
    "typer": {"cli"},
    "numpy": {"ability", "sizing"},
    "duckdb": {"usage/read.py"},
    "pyspark": {"usage/read.py"},
    "sqlglot": {"usage/sql.py"},
    "scipy": {"ability"},
}
"""Where a package of others may be imported: files, or whole folders."""

FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that the file names in an import, at the top or in a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def layer(name: str) -> str:
    """The package of llmpick that a module belongs to: `core` of `llmpick.core.cost`."""
    parts = name.split(".")
    first = parts[1] if len(parts) > 1 else ""
    known = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
    return first if first and known else "__init__"


def own(path: Path) -> str:
    """The layer that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_layer_is_known():
    """A new package needs a line in the table."""
    assert {own(path) for path in FILES} <= set(MAY_IMPORT)


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
        assert target == own(path) or target in MAY_IMPORT[own(path)], f"{here} imports {name}"


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
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input", "exec", "eval"), node.lineno
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "now", "utcnow"), node.lineno


def test_nothing_catches_everything():
    """`except Exception` stands at the front door only; a bug keeps its traceback."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.id if isinstance(node.type, ast.Name) else None
                broad = node.type is None or caught in ("Exception", "BaseException")
                assert not broad or own(path) == "__main__", f"{path}:{node.lineno}"
