"""
What differs between two states of a catalog, fact by fact.

Two values are held against each other as they are in force on one day, so that a change is one of
what is known, not of the calendar. What stands beside the value in force (of other days, disputed)
is compared too, and named apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Any, Literal, NamedTuple, TypeAlias

from llmpick.catalog.in_force import Table, in_force

What: TypeAlias = Literal["new", "gone", "changed", "recorded", "dropped"]
WHAT: tuple[What, ...] = ("new", "gone", "changed", "recorded", "dropped")
Entries: TypeAlias = Sequence[Table]
Key: TypeAlias = tuple[str, str]
"""A fact, and what of it: a model of own terms, a price list, a benchmark; empty: all."""

APART = frozenset({"source", "agreeing", "since", "disputed", "note", "confidence"})
"""What an entry says of its value, beside the value."""
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "prices": ("service", "window", "over_input_tokens"),
    "rentals": ("provider", "region", "terms", "gpus"),
    "scores": ("benchmark", "name", "effort", "mode"),
    "claims": ("benchmark",),
    "losses": ("model", "benchmark"),
    "measurements": ("id",),
    "duties": ("id",),
}
"""What says which entry of a list it is; of other lists, its texts."""
OF_A_SOURCE = frozenset({"scores", "claims", "losses"})
"""Lists in which each source has entries of its own."""
NO_NAMES = APART | {"value"}
USUAL = frozenset({"standard"})
"""Texts that need no saying."""
READINGS = frozenset({"last_listed_on"})
"""Facts that a new reading alone moves."""


class FactChange(NamedTuple):
    """
    One fact that differs: its values in force, *old* and *new*, and where the newer one is from.

    *what*: `recorded` and `dropped` are of values beside the one in force. The source is that of
    the new value; of what is gone or dropped, that of the old.
    """

    what: What
    kind: str
    record: str
    fact: str
    of: str
    old: Any
    new: Any
    old_confidence: str | None
    new_confidence: str | None
    since: str | None
    source: str | None
    source_kind: str | None
    read: str | None

    @property
    def model(self) -> str | None:
        """The model that it is about."""
        if self.kind in ("models", "architectures"):
            return self.record
        if self.kind == "offerings":
            return self.record.partition("/")[2].partition("@")[0]
        return self.of if self.kind == "providers" and "/" in self.of else None

    @property
    def provider(self) -> str | None:
        """The provider that it is about."""
        if self.kind in ("providers", "offerings", "tuning", "parameters"):
            return self.record.partition("/")[0]
        return None

    @property
    def price_factor(self) -> float | None:
        """By how much input or output price moved, whichever moved more; None: not told so."""
        old, new = self.old, self.new
        if self.fact != "prices" or self.what != "changed":
            return None
        if old.get("currency") != new.get("currency"):
            return None
        factors = [
            new[name] / old[name]
            for name in ("input_per_mtok", "output_per_mtok")
            if old.get(name) and new.get(name) and old[name] != new[name]
        ]
        return max(factors, key=lambda factor: abs(log(factor)), default=None)


class Moved(NamedTuple):
    """A file that differs: its record is `new`, `gone` or `changed`."""

    what: What
    kind: str
    record: str
    read_again: int
    changes: list[FactChange]


def moved(
    old: Mapping[str, Table], new: Mapping[str, Table], paths: Iterable[str], day: str
) -> Iterator[Moved]:
    """
    The records at *paths* that differ, in the order of the paths.

    Args:
        old: Records by path, days as ISO texts; those of *paths* that the old state has.
        new: The same of the new state.
        paths: Paths of files that differ.
        day: ISO day on which values are held against each other.
    """
    for path in paths:
        kind, _, rest = path.rpartition(".")[0].partition("/")
        before, after = old.get(path), new.get(path)
        what: What = "changed" if before and after else "gone" if before else "new"
        read_again, changes = _facts(kind, rest or kind, before or {}, after or {}, day)
        yield Moved(what, kind, rest or kind, read_again, changes)


def _facts(
    kind: str, record: str, before: Table, after: Table, day: str
) -> tuple[int, list[FactChange]]:
    """How many values were only read again, and what differs."""
    if kind == "derived":  # numbers made of facts: they have no source
        return 0, []
    one, two = _entries(before), _entries(after)
    read_again, changes = 0, []
    for key in sorted({*one, *two}):
        pair = _Pair(kind, record, key, before.get("sources") or {}, after.get("sources") or {})
        if key[0] in READINGS and key in one and key in two:
            read_again += one[key] != two[key]
            continue
        found = list(_compared(pair, one.get(key) or (), two.get(key) or (), day))
        changes += found
        if not found and key in one and key in two:
            read_again += _said(one[key], pair.old_sources) != _said(two[key], pair.new_sources)
    return read_again, changes


class _Pair(NamedTuple):
    """A fact of a record in both states, and their sources."""

    kind: str
    record: str
    key: Key
    old_sources: Table
    new_sources: Table

    def change(self, what: What, old: Table | None, new: Table | None) -> FactChange:
        entry, sources = (new, self.new_sources) if new else (old, self.old_sources)
        source = sources.get((entry or {}).get("source", ""), {})
        return FactChange(
            what,
            self.kind,
            self.record,
            *self.key,
            old=None if old is None else value_of(old, self.key),
            new=None if new is None else value_of(new, self.key),
            old_confidence=(old or {}).get("confidence"),
            new_confidence=(new or {}).get("confidence"),
            since=(entry or {}).get("since"),
            source=source.get("url") or source.get("title") or source.get("feed"),
            source_kind=source.get("kind"),
            read=source.get("read"),
        )


def _compared(pair: _Pair, old: Entries, new: Entries, day: str) -> Iterator[FactChange]:
    before, after = in_force(old, day), in_force(new, day)
    one, two = _known(before, pair.key), _known(after, pair.key)
    if one != two:
        what: What = "new" if before is None else "changed" if after else "gone"
        yield pair.change(what, before, after)
    was, now = _recorded(old, pair.key), _recorded(new, pair.key)
    for mark, entry in now.items():
        if mark not in was and entry is not after:
            yield pair.change("recorded", None, entry)
    for mark, entry in was.items():
        # what was in force and is the past of a newer value is no loss
        if mark not in now and entry is not before:
            yield pair.change("dropped", entry, None)


def _known(entry: Table | None, key: Key) -> object:
    return None if entry is None else (value_of(entry, key), entry.get("confidence"))


def _recorded(entries: Entries, key: Key) -> dict[str, Table]:
    return {
        json.dumps([value_of(one, key), one.get("since"), one.get("disputed")], sort_keys=True): one
        for one in entries
    }


def _said(entries: Entries, sources: Table) -> list[Table]:
    """The sources that state a fact, whatever they are called in their file."""
    return [sources.get(one.get("source", ""), {}) for one in entries]


def value_of(entry: Table, key: Key) -> Any:
    """What an entry states of its fact: a bare value, or what a list has beside its name."""
    names = _names(key[0], entry) if key[1] or key[0] in NAMED_BY else ()
    found = {name: item for name, item in entry.items() if name not in {*APART, *names}}
    return found["value"] if found.keys() == {"value"} else found


def _entries(table: Table) -> dict[Key, list[Table]]:
    """Every fact of a record with its dated values; what has no source is a value alone."""
    found: dict[Key, list[Table]] = {}
    sources = table.get("sources") or {}
    for name, value in table.items():
        if name == "facts":
            found |= {(fact, ""): list(entries) for fact, entries in value.items()}
        elif name == "own_terms":
            for model, facts in value.items():
                found |= {(fact, model): list(entries) for fact, entries in facts.items()}
        elif name != "sources":
            for key, entry in _of_list(name, value, sources):
                found.setdefault(key, []).append(entry)
    return found


def _of_list(name: str, value: Any, sources: Table) -> Iterator[tuple[Key, Table]]:
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for entry in value:
            yield (name, _called(name, entry, sources)), entry
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _of_list(f"{name}.{key}", item, sources)
    else:
        yield (name, ""), {"value": value}


def _called(name: str, entry: Table, sources: Table) -> str:
    """Which entry of the list *name* it is."""
    texts = [str(entry[key]) for key in _names(name, entry) if key in entry]
    if name in OF_A_SOURCE:
        source = sources.get(entry.get("source", ""), {})
        texts.append(source.get("feed") or source.get("url") or source.get("title") or "")
    return ", ".join(text for text in texts if text not in USUAL)


def _names(name: str, entry: Table) -> Sequence[str]:
    """The keys of *entry* that say which entry of the list *name* it is."""
    if name in NAMED_BY:
        return NAMED_BY[name]
    return [key for key, item in entry.items() if key not in NO_NAMES and _is_text(item)]


def _is_text(item: object) -> bool:
    return isinstance(item, str) and not (len(item) == 10 and item[4] == item[7] == "-")
