"""Rows of result files: what one is, what is wrong with it, and what may be chosen of a file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from llmpick.errors import shown

GRADES, PREFERENCES = "grades", "preferences"
"""Forms of what people say of answers."""
MAX_ROWS = 100_000
MAX_ITEMS = 1_000_000_000
MAX_DIGITS = 400
MAX_CHARACTERS = 1_000
MAX_STDERR = 0.5
"""No mean of shares has a larger standard error."""


class Choice(NamedTuple):
    """
    What of a file is wanted.

    *metrics* as METRIC, FILTER or both with a comma, the first that a task has; *only* these
    tasks; *scale* from the worst to the best of grades. None and nothing: by the file.
    """

    metrics: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    scale: tuple[float, float] | None = None


class ResultRow(NamedTuple):
    """
    One result. *line* is where it stands: a line of the file, or a place such as `results.gsm8k`.

    *score* is as written; *share* says that it is one of 0 to 1 by the tool's own definition.
    *common* is the name of the test where its tool makes it the same in every file.
    """

    line: str
    model: str
    score: float
    items: int | None
    effort: str | None
    test: str | None
    share: bool
    stderr: float | None = None
    common: str | None = None


class RowFault(NamedTuple):
    """A place of a file, and what is to be said of it."""

    line: str
    reason: str


class Parsed(NamedTuple):
    """
    What a file holds; *form* is the name of its format.

    *faults* stop an import, *notes* do not. *tasks* and *metrics* are all that could be chosen.
    """

    form: str
    rows: list[ResultRow]
    faults: list[RowFault]
    notes: tuple[RowFault, ...] = ()
    tasks: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()


def number(value: Any) -> float | None:
    """*value* as a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and (not value.isascii() or "_" in value or len(value) > MAX_DIGITS):
        return None  # Python takes full-width digits and 1_000; no tool writes them
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def text(value: Any) -> str | None:
    """*value* without blanks around it; None where it is no text, empty, or without end."""
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        return None
    return value.strip() or None


def count(value: Any) -> int | None:
    """*value* as a whole number of 1 up to MAX_ITEMS, or None."""
    found = number(value)
    return int(found) if found and 1 <= found <= MAX_ITEMS and found == int(found) else None


def table(value: Any) -> Mapping[str, Any]:
    """*value* where it is a table, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def texts(value: Any) -> list[str]:
    """The texts of a list; none where it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def quoted(value: Any) -> str:
    """A value of a file as it may stand in a message."""
    return f"`{shown(value if isinstance(value, str) else _plain(value), 40)}`"


def _plain(value: Any) -> str:
    # Python refuses to print a number of thousands of digits
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return f"a number of {value.bit_length()} bits"
    return str(value)


def stderr_of(value: Any, where: str, key: str, notes: list[RowFault]) -> float | None:
    """A standard error as a share; None, and a note, where it cannot be one."""
    if value in (None, "N/A", ""):
        return None
    found = number(value)
    if found is None or not 0 <= found <= MAX_STDERR:
        notes.append(
            RowFault(where, f"{key} {quoted(value)} is no standard error of a share: not used")
        )
        return None
    return found or None
