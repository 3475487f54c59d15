"""Who leads a benchmark, which score is an outlier, and the order of scores."""

from __future__ import annotations

import pytest

from llmpick.core.facts.evidence import ScoreLine, in_order, leaders


def line(model: str, value: float, source_class: str = "independent", **more) -> ScoreLine:
    """A score."""
    return ScoreLine(
        *(model, more.get("effort"), None, more.get("benchmark", "quiz"), value, "%", "board"),
        *(None, source_class, more.get("date", "2026-10-01"), None, more.get("residual"), None),
    )


def test_leaders_are_models():
    """One line a model, its best; the independent one where two are equal."""
    found = leaders(
        [
            line("a", 70.0),
            line("a", 80.0, "developer"),
            line("a", 80.0, effort="high"),
            line("b", 75.0),
            line("c", 80.0),
            line("d", 10.0),
        ],
        higher_is_better=True,
        count=3,
    )
    assert [(leader.rank, leader.line.model) for leader in found] == [(1, "a"), (1, "c"), (3, "b")]
    assert found[0].line.source_class == "independent"


def test_the_lowest_leads_where_lower_is_better():
    """An error rate is led by the smallest."""
    found = leaders([line("a", 70.0), line("b", 5.0)], higher_is_better=False, count=10)
    assert [leader.line.model for leader in found] == ["b", "a"]


@pytest.mark.parametrize(
    ("residual", "outlier"), [(2.0, False), (2.01, True), (-2.01, True), (None, False)]
)
def test_outlier(residual, outlier):
    """More than two errors off, to either side."""
    assert line("a", 1.0, residual=residual).outlier is outlier


def test_in_order():
    """By benchmark and effort; the newest first."""
    rows = [
        line("a", 1.0, benchmark="z"),
        line("a", 2.0, effort="low", date="2026-01-01"),
        line("a", 3.0, effort="low", date="2026-02-01"),
        line("a", 4.0),
    ]
    assert [row.value for row in in_order(rows)] == [4.0, 3.0, 2.0, 1.0]
