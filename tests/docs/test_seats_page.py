"""docs/seats.md: its questions are answered as it shows, and its figures are the catalog's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "seats.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"```console\n\$ llmpick ([^\n]*)\n(.*?)```", re.DOTALL)
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
SHOWN = ("Use", "Better", "Cheaper", "Seats", "or", "or API?", "fit too")
"""The lines of an answer that the page shows."""


def answered(text: str) -> str:
    """Those lines of an answer, the labels in a column of their own width."""
    found = []
    for line in text.splitlines():
        label = next((label for label in SHOWN if re.match(rf"{re.escape(label)}  ", line)), None)
        if label:
            found.append((label, line[len(label) :].strip()))
    return "".join(f"{label:8} {rest}\n" for label, rest in found)


@pytest.mark.parametrize("command", [command for command, _ in BLOCK.findall(TEXT)])
def test_a_question_is_answered_as_the_page_shows(
    run: Run, request: pytest.FixtureRequest, command: str
) -> None:
    """Each block is what its command answers; `--write-snapshots` rewrites it."""
    found = run(*command.split(), "--format", "text")
    assert found.code == 0, found.stderr
    now = answered(found.stdout)
    text = PAGE.read_text(encoding="utf-8")
    shown = dict(BLOCK.findall(text))[command]
    if request.config.getoption("--write-snapshots"):
        head = f"```console\n$ llmpick {command}\n"
        PAGE.write_text(text.replace(f"{head}{shown}```", f"{head}{now}```"), encoding="utf-8")
        shown = now
    assert shown == now


def test_there_are_ten_questions() -> None:
    """3, 10 and 50 developers, light and heavy, with and without rules of privacy, and chat."""
    assert len(BLOCK.findall(TEXT)) == 10


def figures(catalog: Any, text: str) -> str:
    """The table of the plans that *text* names in its answers: what was read where."""
    answers = "".join(lines for _, lines in BLOCK.findall(text))
    rows = [
        "| plan | what | value | confidence | read | page |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for plan in sorted(catalog.plans.values(), key=lambda one: one.id):
        if not re.search(rf"{re.escape(plan.name)}[: ]", answers):
            continue
        record = catalog.record("plans", plan.id)
        for fact in ("seat_month", "seat_year", "team_month", "least_seats", "allowance"):
            for entry in record["facts"].get(fact) or ():
                source = record["sources"][entry["source"]]
                unit = entry.get("currency") or entry.get("unit") or ""
                cells = (
                    *(plan.name, fact.replace("_", " "), f"{entry['value']:g} {unit}".strip()),
                    *(entry.get("confidence", ""), source["read"], f"<{source['url']}>"),
                )
                rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def test_the_figures_are_those_of_the_catalog(shipped: Any, request: pytest.FixtureRequest) -> None:
    """Every plan of an answer has its prices with page and day."""
    text = PAGE.read_text(encoding="utf-8")
    now = figures(shipped, text)
    if request.config.getoption("--write-snapshots"):
        PAGE.write_text(FIGURES.sub(lambda _: now, text), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    found = FIGURES.search(text)
    assert found
    assert found.group() == now
