"""Charts that are drawn once: what stands where, by the numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from llmpick.render.page import svg


def drawn(figure: str) -> ElementTree.Element:
    """The chart of a figure."""
    found = ElementTree.fromstring(figure)
    return found.findall("svg")[-1]


def test_bars_are_as_long_as_their_values():
    """Twice the value, twice the bar; what is not known has none, and says so."""
    rows = [
        svg.ChartRow("one", (100.0, 50.0), ("100", "50")),
        svg.ChartRow("a & b", (25.0, None), ("25", "unknown")),
    ]
    chart = drawn(svg.bars("k", "Title <x>", "USD", rows, ("now", "then")))
    bars = [float(bar.get("width", "0")) for bar in chart.findall("rect")]
    assert bars[0] == pytest.approx(2 * bars[1], abs=0.2)
    assert bars[0] == pytest.approx(4 * bars[2], abs=0.2)
    assert bars[3] == 0
    assert chart.get("aria-label") == "Title <x>"
    said = [part.text for part in chart.iter("text")]
    assert {"one", "a & b", "100", "unknown", "USD"} <= set(said)
    fills = [bar.get("fill", "") for bar in chart.findall("rect")]
    assert [fill.startswith("url(#k-hatch)") for fill in fills] == [False, True, False, True]


def test_dots_lie_in_their_intervals():
    """A dot between the ends of its line, all of it within the chart."""
    rows = [
        svg.ChartRow("one", (76.0,), ("76",), 74.0, 78.0),
        svg.ChartRow("two", (None,), ("unknown",)),
    ]
    chart = drawn(svg.intervals("q", "Quality", "of 100", rows))
    [dot] = chart.findall("circle")
    line = next(one for one in chart.findall("line") if one.get("stroke-width") == "3")
    ends = float(line.get("x1", "0")), float(line.get("x2", "0"))
    assert 0 < ends[0] < float(dot.get("cx", "0")) < ends[1] < svg.WIDTH
    ticks = re.findall(r">(\d+)</text>", ElementTree.tostring(chart, encoding="unicode"))
    assert {"70", "80"} <= set(ticks)


def test_without_a_value_there_is_no_chart():
    """Nothing known of anybody: no empty frame."""
    row = svg.ChartRow("one", (None,), ("unknown",))
    assert svg.intervals("q", "t", "a", [row]) == ""
    assert svg.bars("q", "t", "a", [row]) == ""
