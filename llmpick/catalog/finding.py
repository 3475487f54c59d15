"""What a check finds wrong, and how it is said."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Finding(NamedTuple):
    """What is wrong, where, and how to mend it; *level* is error or warning."""

    level: str
    file: str
    line: int
    fact: str
    message: str
    tip: str


def error(file: str, fact: str, message: str, tip: str, line: int = 0) -> Finding:
    """What keeps the catalog from being used."""
    return Finding("error", file, line, fact, message, tip)


def warning(file: str, fact: str, message: str, tip: str) -> Finding:
    """What is worth a look."""
    return Finding("warning", file, 0, fact, message, tip)


def order_findings(path: str, fact: str, values: list[Mapping[str, Any]]) -> Iterator[Finding]:
    """Values of one fact whose days do not ascend, or fall on one."""
    since = [
        value.get("since") or datetime.date.min for value in values if not value.get("disputed")
    ]
    if since != sorted(since):
        yield error(path, fact, "its days of `since` do not ascend", "put the oldest first")
    if len(set(since)) != len(since):
        yield error(
            path, fact, "two values are in force from the same day", "mark one `disputed = true`"
        )
