"""docs/selfhost.md: its table is what the commands answer, and its examples run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "selfhost.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROW = re.compile(r"^\| `llmpick (selfhost [^`]*)` \|(.*)\|$", re.MULTILINE)
BLOCK = re.compile(r"```console\n\$ llmpick ([^\n]*)\n(.*?)```", re.DOTALL)


def short(number: float | None) -> str:
    """Three significant digits, or never."""
    return "never" if number is None else f"{float(f'{number:.3g}'):,.0f}"


def cells(answer: dict[str, Any]) -> list[str]:
    """A row of the table: the unit, its cost, its room, and where routes are met."""
    unit, way = answer["unit"], answer["way"]
    full = unit["capacity_requests_per_month"]
    same = [row for row in answer["results"] if row["why"] == "same weights"]
    equal = [row for row in answer["results"] if row["why"] == "same quality"]
    met = [row["requests_per_month"] for row in same if row["requests_per_month"]]
    cheapest = same[0]
    return [
        f"{unit['gpus']}x{way['accelerator']}, {way['format']}",
        short(unit["usd_per_month"]),
        short(full),
        short(unit["usd_per_month"] / full * 1e6),
        f"{cheapest['route'].partition('@')[2]}, {short(cheapest['usd_per_million_requests'])}",
        f"{short(cheapest['requests_per_month'])} "
        f"({short(cheapest['requests_per_month_if_fast'])} to "
        f"{short(cheapest['requests_per_month_if_slow'])})",
        f"{len(met)} of {len(same)}",
        short(min(met, default=None)),
        short(equal[0]["requests_per_month"]) if equal else "none known",
    ]


@pytest.mark.parametrize(
    ("command", "shown"), ROW.findall(TEXT), ids=[line for line, _ in ROW.findall(TEXT)]
)
def test_the_table_is_what_the_commands_answer(
    run: Run, request: pytest.FixtureRequest, command: str, shown: str
) -> None:
    """Each row, cell by cell; `--write-snapshots` rewrites it."""
    found = run(*command.split(), "--top", "1000", "--json")
    assert found.code == 0, found.stderr
    written = f" {' | '.join(cells(json.loads(found.stdout)))} "
    if request.config.getoption("--write-snapshots"):
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            text.replace(f"`llmpick {command}` |{shown}|", f"`llmpick {command}` |{written}|")
        )
        return
    assert written == shown


@pytest.mark.parametrize(
    ("command", "shown"), BLOCK.findall(TEXT), ids=[line for line, _ in BLOCK.findall(TEXT)]
)
def test_an_example_prints_what_the_page_shows(
    run: Run, request: pytest.FixtureRequest, command: str, shown: str
) -> None:
    """Word for word."""
    found = run(*command.split())
    assert found.code == 0, found.stderr
    if request.config.getoption("--write-snapshots"):
        text = PAGE.read_text(encoding="utf-8")
        start = f"```console\n$ llmpick {command}\n"
        written = text.replace(f"{start}{shown}```", f"{start}{found.stdout}```")
        PAGE.write_text(written, encoding="utf-8")
        return
    assert found.stdout == shown


def test_the_page_has_them() -> None:
    """Three models on three kinds of hardware, and an example of each question."""
    assert len(ROW.findall(TEXT)) == 9
    assert len(BLOCK.findall(TEXT)) >= 3
