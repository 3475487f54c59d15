"""CONTRIBUTING.md: the files that its recipes name are there, and so are their commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from llmpick.cli.app import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = PAGE.partition("<!-- recipes -->")[2].partition("<!-- end of recipes -->")[0]
CODE = re.findall(r"`([^`]+)`", RECIPES)
FILES = sorted({word for word in CODE if re.fullmatch(r"[\w./-]+/[\w./-]*|[A-Z]+(\.md)?", word)})
TOLD = (
    "model",
    "price",
    "version of the facts",
    "provider's terms",
    "plan by the seat",
    "benchmark source",
    "option",
    "criterion",
)
NAMES = (*TOLD, "command", "format")


def found(name: str) -> list[Path]:
    """The files that *name* stands for; a part in capitals stands for any name."""
    if (ROOT / name).exists():
        return [ROOT / name]
    pattern = re.sub(r"\b(test_)?[A-Z]+(?=[./]|$)", r"\1*", name)
    return list(ROOT.glob(pattern)) if pattern != name else []


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("CRITERIA", "COMMANDS")])
def test_a_file_of_a_recipe_is_there(name):
    """Who follows a recipe finds each file of it, or others of its kind."""
    if "/" in name or (ROOT / name).suffix or name == "NOTICE":
        assert found(name), f"CONTRIBUTING.md names {name}"


def test_a_file_that_is_gone_is_found():
    """The rule can say no."""
    assert not found("llmpick/core/gone.py")
    assert not found("catalog/nothing/MODEL.toml")


def test_a_recipe_ends_in_a_command_that_is_there():
    """Each recipe has its check: a command of llmpick, or tests that exist."""
    recipes = re.split(r"^### An? ", RECIPES, flags=re.M)[1:]
    assert [text.partition("\n")[0] for text in recipes] == list(NAMES)
    for text in recipes:
        assert re.search(r"^Check: `(llmpick|pytest) ", text, re.M), text
    for code in CODE:
        program, *words = code.split()
        if program == "llmpick":
            assert words[0] in COMMANDS
        if program == "pytest":
            assert all((ROOT / path).exists() for path in words), code


def test_ci_names_tests_that_are_there():
    """A room that is renamed is renamed in .ci/run too: a missing path fails at the very end."""
    named = re.findall(r"\btests/[\w/.]+", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
