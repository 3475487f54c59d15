"""docs/comparison.md shows what llmpick answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "comparison.md"
BLOCK = re.compile(r"```console\n\$ llmpick ([^\n]*)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("command", [found[0] for found in BLOCK.findall(PAGE.read_text("utf-8"))])
def test_a_need_is_answered_as_the_page_shows(
    run: Run, request: pytest.FixtureRequest, command: str
) -> None:
    """The first paragraph of each answer; `--write-snapshots` rewrites it."""
    found = run(*command.split(), "--format", "text")
    assert found.code == 0, found.stderr
    now = found.stdout.partition("\n\n")[0] + "\n"
    text = PAGE.read_text("utf-8")
    shown = dict(BLOCK.findall(text))[command]
    if request.config.getoption("--write-snapshots"):
        head = f"```console\n$ llmpick {command}\n"
        PAGE.write_text(text.replace(f"{head}{shown}```", f"{head}{now}```"), encoding="utf-8")
        shown = now
    assert shown == now
