"""Cost against volume in letters."""

from __future__ import annotations

from llmpick.render.wording import chart

VOLUMES = [1000.0, 10_000.0, 100_000.0]


def test_lines_stand_where_their_costs_are():
    """A level line is one row; one that rises goes from the bottom to the top."""
    rows = chart.picture(VOLUMES, {"o": [100.0] * 3, "a": [1.0, 100.0, 10_000.0]})
    drawn = [row for _, row in rows[:-1]]
    assert drawn[0] == "··a"
    assert drawn[-1] == "a··"
    assert drawn[len(drawn) // 2] == f"o{chart.BOTH}o"


def test_ends_are_labelled():
    """The dearest and the cheapest have their amounts, the axis its volumes."""
    rows = chart.picture(VOLUMES, {"a": [10.0, 100.0, 1000.0]})
    assert (rows[0][0], rows[-2][0]) == ("1,000 USD", "10 USD")
    assert rows[-1][1].startswith("1k")
    assert rows[-1][1].endswith("100k")


def test_a_level_picture_is_no_division_by_nothing():
    """All costs alike are one row."""
    rows = chart.picture(VOLUMES, {"a": [5.0] * 3})
    assert [row for _, row in rows].count("aaa") == 1
