"""docs/embeddings.md: its examples run, and what it says of numbers is what the code has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from llmpick.api.embeddings import facts
from llmpick.catalog.load import CHECKOUT, load
from llmpick.core.answers import embeddings
from llmpick.core.embeddings.expected import LEAST_MODELS, task_spread
from llmpick.core.facts.records import Z80
from llmpick.inputs.embeddings import CHUNK_TOKENS, DOCUMENTS, QUERIES, QUERY_TOKENS
from llmpick.inputs.options import SEARCH

if TYPE_CHECKING:
    from conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "embeddings.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"```console\n\$ llmpick ([^\n]*)\n(.*?)```", re.DOTALL)
EXAMPLES = BLOCK.findall(TEXT)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[one for one, _ in EXAMPLES])
def test_an_example_is_what_the_command_prints(
    run: Run, request: pytest.FixtureRequest, command: str, shown: str
) -> None:
    """On its day; `--write-snapshots` rewrites it."""
    found = run(*shlex.split(command), "--format", "text")
    assert found.code == 0, found.stderr
    if request.config.getoption("--write-snapshots"):
        text = PAGE.read_text(encoding="utf-8")
        before = f"$ llmpick {command}\n{shown}```"
        PAGE.write_text(text.replace(before, f"$ llmpick {command}\n{found.stdout}```"), "utf-8")
        return
    assert found.stdout == shown


def test_the_five_needs_are_there() -> None:
    """English in the EU, Japanese, own hardware, code, law; and rerankers."""
    assert len(EXAMPLES) >= 7
    for word in ("--region EU", "--language ja", "--self-host only", "code", "law", "reranking"):
        assert any(word in command for command, _ in EXAMPLES), word


def test_every_option_of_texts_is_named() -> None:
    """With what is assumed where nothing is said."""
    for one in SEARCH:
        assert f"`{one.option.flag} " in TEXT
    for number in (*DOCUMENTS.values(), QUERIES, CHUNK_TOKENS, QUERY_TOKENS, LEAST_MODELS):
        assert f"{number:,}" in TEXT


def test_the_figures_of_the_page_are_those_of_the_code() -> None:
    """The spread of a task, and what it leaves after 14, 4 and 1 tasks."""
    known = facts(load(CHECKOUT, "2026-11-30"))
    spread = task_spread(list(known.models.values()), list(known.boards.values()))
    assert f"about {spread:.0f} points for a single task" in TEXT
    after = [f"{Z80 * spread / tasks**0.5:.0f}" for tasks in (14, 4, 1)]
    told = re.search(
        r"14 tasks leave (\d+) points either way, 4 tasks (\d+), and 1 task (\d+)", TEXT
    )
    assert told is not None
    assert list(told.groups()) == after
    assert f"at most {embeddings.FLOOR_POINTS:.0f} points under the best" in TEXT
    assert f"{embeddings.REFERENCE_USD_PER_MTOK:.2f} USD a million tokens" in TEXT
    assert f"{embeddings.REFERENCE_WEIGHTS_GB:.0f} GB" in TEXT
