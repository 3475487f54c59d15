"""
What the arithmetic may not use, so that every Python prints the same bytes.

Since Python 3.12 `sum` adds floats with compensation and differs in the last bit from 3.11; streams
of the module `random`, but for `random()` itself, are promised to nobody; `statistics` changed its
sums as well. `math.fsum` and a plain loop are the same everywhere.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "llmpick" / "core"
MODULES = {"random", "statistics", "secrets"}
WHOLE_NUMBERS = {
    ("customisability.py", "points"),
    ("filter.py", "found.count"),
    ("smaa.py", "map(gt, one, other)"),
    ("smaa.py", "map(ge, one, other)"),
    ("expected.py", "board.tasks"),
}
"""What else may be added up by `sum`: points, counts, truth values."""


def counts(argument: ast.expr) -> bool:
    """Whether `sum` adds truth values or ones."""
    element = argument.elt if isinstance(argument, ast.GeneratorExp | ast.ListComp) else argument
    return isinstance(element, ast.Compare) or ast.unparse(element) == "1"


def findings(name: str, text: str) -> list[str]:
    """Every use of what is not to be used."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            found += sorted(f"{name}: {one}" for one in names & MODULES)
        if not isinstance(node, ast.Call) or ast.unparse(node.func) != "sum":
            continue
        argument = node.args[0]
        element = getattr(argument, "elt", argument)
        if not counts(argument) and (name, ast.unparse(element)) not in WHOLE_NUMBERS:
            found.append(f"{name}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize(
    "path", sorted(CORE.rglob("*.py")), ids=lambda path: str(path.relative_to(CORE))
)
def test_the_core_adds_up_alike_everywhere(path):
    """Floats are added by `fsum` or one after the other, and nothing draws by itself."""
    assert findings(path.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "sum(row.usd for row in rows)",
        "sum(weights)",
        "from statistics import fmean",
        "import random",
    ],
)
def test_what_is_found(text):
    """A sum of floats, a mean, a stream."""
    assert findings("some.py", text)


def test_no_exception_is_left_over():
    """Every sum that is let through is there."""
    used = {
        (path.name, ast.unparse(getattr(node.args[0], "elt", node.args[0])))
        for path in CORE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "sum"
    }
    assert used >= WHOLE_NUMBERS
