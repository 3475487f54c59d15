"""JSON documents hold no NaN, which is no JSON."""

from __future__ import annotations

import json
import math

import pytest

from llmpick.render.formats.documents import document, lines


def test_what_is_not_a_number_is_null() -> None:
    values = {"rate": math.nan, "all": [math.inf, 0.25]}
    assert json.loads(document(values)) == {"rate": None, "all": [None, 0.25]}
    assert json.loads(lines([values])) == {"rate": None, "all": [None, 0.25]}


@pytest.mark.parametrize(
    "sign", ["\x7f", "\x85", "\x9b", "\u202e", "\u2066", "\u200b", "\U000e0041"]
)
def test_what_a_terminal_obeys_is_escaped(sign: str) -> None:
    """C1 controls and marks of direction are the same text to a program, and stand as ASCII."""
    values = {"name": f"日本 {sign}31m", sign: [sign]}
    for text in (document(values), lines([values])):
        assert sign not in text
        assert "日本" in text
        assert json.loads(text) == values
