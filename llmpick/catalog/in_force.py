"""Of a fact's values the one in force: the last that is not disputed and has begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Table = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Table]]
"""kind → id → table"""


def in_force(values: Iterable[Table] | None, day: str) -> Table | None:
    """The entry of a fact that holds on *day*, or None."""
    chosen: Table | None = None
    for entry in values or ():
        if entry.get("disputed"):
            continue
        since = entry.get("since") or ""
        if since <= day and (chosen is None or since >= (chosen.get("since") or "")):
            chosen = entry
    return chosen


def known_from(price: Table, sources: Mapping[str, Table]) -> Any:
    """
    The day before which a price is not known, as its file has days.

    That is its first day in force where a source states one, else the first reading of it.
    """
    stated = price.get("since") or price.get("first_read")
    return stated or first_reading(price, sources)


def first_reading(price: Table, sources: Mapping[str, Table]) -> Any:
    """The earliest state of the *sources* that a price names, by the day that each bears now."""
    return min(sources[name]["read"] for name in (price["source"], *(price.get("agreeing") or ())))


def value_of(facts: Table, name: str, day: str) -> Any:
    """The value of a fact that holds on *day*, or None."""
    entry = in_force(facts.get(name), day)
    return None if entry is None else entry["value"]


def tuple_of(value: list[str] | None) -> tuple[str, ...] | None:
    """A list as a tuple; unknown stays unknown."""
    return None if value is None else tuple(value)


def begun(table: Table, day: str) -> bool:
    """Whether a model was out on *day*, as far as is known."""
    released = value_of(table["facts"], "released", day)
    return released is None or released <= day
