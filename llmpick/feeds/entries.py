"""Entries of prices as an offering's file holds them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from llmpick.catalog.price_lists import (
    AMOUNTS,
    named,
)
from llmpick.feeds.records import Table
from llmpick.feeds.rows import FeedPrices


def entry_of(source: str, given: FeedPrices, since: datetime.date | None) -> Table:
    """An entry under [[prices]] for a list that *source* gives."""
    entry: Table = {"source": source, "currency": "USD"}
    entry |= {name: given.amounts[name] for name in AMOUNTS if name in given.amounts}
    if since:
        entry["since"] = since
    if given.service != "standard":
        entry["service"] = given.service
    if given.window:
        entry["window"] = given.window
    if given.over_input_tokens:
        entry["over_input_tokens"] = given.over_input_tokens
    return entry


def set_amounts(entry: Table, amounts: Mapping[str, float]) -> None:
    for name in AMOUNTS:
        entry.pop(name, None)
    entry |= {name: amounts[name] for name in AMOUNTS if name in amounts}


def agree(entry: Table, names: Sequence[str]) -> None:
    entry.pop("agreeing", None)
    found = sorted(set(names) - {entry["source"]})
    if found:
        entry["agreeing"] = found


def ordered(table: Table, names: Sequence[str]) -> Table:
    return {name: table[name] for name in names if name in table} | table


def places(data: Table, fresh: Sequence[Table]) -> Iterator[tuple[Table, str]]:
    """Entries that name a source and do not rest on the new state, with each name."""
    kept = [entry for entry in data.get("prices") or () if not is_in(entry, fresh)]
    facts = [
        entry
        for fact, entries in data["facts"].items()
        if fact not in FOLLOWS_LISTING
        for entry in entries
    ]
    for entry in (*kept, *facts, *(data.get("hours") or ())):
        for name in named(entry):
            yield entry, name


def rename(entry: Table, old: str, new: str) -> None:
    if entry["source"] == old:
        entry["source"] = new
    if old in (entry.get("agreeing") or ()):
        entry["agreeing"] = sorted(new if name == old else name for name in entry["agreeing"])


def is_in(entry: Table, entries: Sequence[Table]) -> bool:
    """Whether *entry* itself is one of *entries*; an equal one is not."""
    return any(entry is one for one in entries)


FOLLOWS_LISTING = ("listing", "last_listed_on", "region")
"""Facts that an entry of a feed shows again by being there."""
