"""Separated values and Markdown."""

from __future__ import annotations

import csv
import io

import pytest


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "  =", "＝", "＠", "\n="])
def test_every_lead_of_a_formula(lead):
    """Blanks, tabs, line ends and wide signs before a formula do not hide it."""
    from llmpick.render.formats.tabular import separated

    text = separated([{"name": f"{lead}1+1", "number": -1.5, "wide": "ｱ"}], ",")
    found = next(row for row in list(csv.reader(io.StringIO(text)))[1:])
    assert found[0].startswith("'")
    assert found[1:] == ["-1.5", "ｱ"]
