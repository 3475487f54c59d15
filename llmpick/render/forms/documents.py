"""JSON: every number unrounded to twelve significant digits, one document, the same bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any


def document(payload: dict[str, Any]) -> str:
    """*payload* as one indented JSON document."""
    return json.dumps(tidy(payload), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def lines(records: Sequence[dict[str, Any]]) -> str:
    """*records* as JSON Lines."""
    return "".join(
        json.dumps(tidy(record), ensure_ascii=False, allow_nan=False) + "\n" for record in records
    )


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
