"""docs/plain-words.md: what its needs are heard as is what the program hears today."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from llmpick.catalog.load import load
from llmpick.cli.need_options import as_typed
from llmpick.inputs.options import ALL_HOSTING, NEED
from llmpick.inputs.plain_words.read import understood

PAGE = Path(__file__).parents[2] / "docs" / "plain-words.md"
FIELDS = {one.field for one in (*NEED, *ALL_HOSTING)}
MARK = "<!-- needs -->\n"
HEAD = "| need | heard | missed |\n| --- | --- | --- |\n"


def row(text: str, tasks: list[str]) -> str:
    """A need, the options that it is heard as, and what is missed of it."""
    found = understood(text, FIELDS, tasks)
    heard = f"`{shlex.join(as_typed(found.values))}`" if found.values else "nothing"
    missed = [one.words for one in found.missed if not one.why]
    told = [f"{one.words} ({one.why})" for one in found.missed if one.why]
    return f"| {text} | {heard} | {'; '.join([*told, *missed])} |\n"


@pytest.fixture
def tasks() -> list[str]:
    """Tasks of the shipped catalog."""
    return sorted(load(None, "2026-11-30").tasks)


def test_what_is_heard_is_what_the_page_says(tasks, request):
    """Row by row; --write-snapshots renews it."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
    needs = [line.split(" | ")[0].removeprefix("| ") for line in rest.splitlines() if line]
    needs = [need for need in needs if need not in ("need", "---")]
    assert len(needs) == 40
    table = HEAD + "".join(row(need, tasks) for need in needs)
    if request.config.getoption("--write-snapshots"):
        PAGE.write_text(head + MARK + table, encoding="utf-8")
    assert rest == table
