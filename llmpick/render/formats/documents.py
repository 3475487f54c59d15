"""JSON: every number unrounded to twelve significant digits, one document, the same bytes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any


def document(payload: Mapping[str, object]) -> str:
    """*payload* as one indented JSON document."""
    return dumps(tidy(payload), indent=2) + "\n"


def lines(records: Sequence[Mapping[str, object]]) -> str:
    """*records* as JSON Lines."""
    return "".join(dumps(tidy(record)) + "\n" for record in records)


UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""
What a terminal obeys and does not show: C1 controls, marks of direction, signs of no width.

Listed, as what `str.isprintable` says differs between versions of Python.
"""


def dumps(value: object, **form: Any) -> str:
    """*value* as JSON in which what a terminal obeys is escaped, and other scripts are not."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, **form)
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def tidy(value: Any) -> Any:
    """
    Make a value fit for JSON.

    Args:
        value: Plain data, nested to any depth.

    Returns:
        The same with floats at twelve significant digits, so that the last bits, in which machines
        differ, do not show; null for what is infinite or not a number, which JSON does not have.
    """
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(item) for item in value]
    return value
