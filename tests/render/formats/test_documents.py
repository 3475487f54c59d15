"""JSON documents hold no NaN, which is no JSON."""

from __future__ import annotations

import json
import math

from llmpick.render.formats.documents import document, lines


def test_what_is_not_a_number_is_null() -> None:
    values = {"rate": math.nan, "all": [math.inf, 0.25]}
    assert json.loads(document(values)) == {"rate": None, "all": [None, 0.25]}
    assert json.loads(lines([values])) == {"rate": None, "all": [None, 0.25]}
