"""What a person looks for first in what differs between two states of a catalog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from llmpick.catalog.diff import FactChange, Moved

ENDED = frozenset({"deprecated", "retired", "removed-from-first-party"})
"""States of a model that are news."""


class Counts(NamedTuple):
    """Of one kind of record: records, values in force, and values that were only read again."""

    kind: str
    records: Mapping[str, int]
    facts: Mapping[str, int]
    read_again: int


class Highlights(NamedTuple):
    """The largest first, or by name; see `highlights`."""

    price_moves: list[FactChange]
    ends: list[FactChange]
    new_models: list[FactChange]
    gone_routes: list[FactChange]
    terms: list[FactChange]


def highlights(moved: Iterable[Moved], day: str) -> Highlights:
    """
    Prices that moved, ends, new models, routes that went, terms that changed.

    An end is a new or another day of retirement, or a state that says so; those from *day* on stand
    first, the next one before all. New models are those
    with a record, by the day of their release; a route went where its record or its listing did.
    """
    found = Highlights([], [], [], [], [])
    for one in moved:
        for change in one.changes:
            _sort_in(found, one, change)
    found.price_moves.sort(key=lambda one: (-abs(log(one.price_factor or 1)), one.record))
    found.ends.sort(key=lambda one: (one.new < day, one.new, one.record))
    return found


def _sort_in(found: Highlights, one: Moved, change: FactChange) -> None:
    kind, fact, what = change.kind, change.fact, change.what
    if change.price_factor is not None:
        found.price_moves.append(change)
    elif _is_end(change):
        found.ends.append(change)
    elif kind == "models" and fact == "name" and one.what == "new":
        found.new_models.append(change)
    elif kind == "offerings" and fact == "listing" and change.old == "current":
        if change.new != "current":
            found.gone_routes.append(change)
    elif kind == "providers" and what == "changed" and change.source:
        found.terms.append(change)


def _is_end(change: FactChange) -> bool:
    if change.what not in ("new", "changed") or change.old == change.new:
        return False
    if change.fact == "status" and change.kind == "models":
        return change.new in ENDED
    return change.fact == "retires_on" and change.kind in ("models", "offerings")


def counts(moved: Iterable[Moved]) -> list[Counts]:
    """How much is new, gone and changed, by kind of record."""
    records: dict[str, Counter[str]] = {}
    facts: dict[str, Counter[str]] = {}
    again: Counter[str] = Counter()
    for one in moved:
        records.setdefault(one.kind, Counter())[one.what] += 1
        facts.setdefault(one.kind, Counter()).update(change.what for change in one.changes)
        again[one.kind] += one.read_again
    return [Counts(kind, records[kind], facts[kind], again[kind]) for kind in sorted(records)]


def by_name(changes: Sequence[FactChange], of: str) -> list[tuple[str, Mapping[str, int]]]:
    """Changes counted by *of*, `model` or `provider`, the most first."""
    found: dict[str, Counter[str]] = {}
    for change in changes:
        name = change.model if of == "model" else change.provider
        if name:
            found.setdefault(name, Counter())[change.what] += 1
    return sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))
