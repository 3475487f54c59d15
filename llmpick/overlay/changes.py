"""Every fact that the user's layers change, with its value in the catalog and its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.catalog.contents import Catalog
from llmpick.catalog.in_force import Table, in_force
from llmpick.overlay.check import route_of
from llmpick.overlay.lay import source_words
from llmpick.overlay.layer import KINDS
from llmpick.overlay.merge import terms_of

AMOUNTS = ("_per_mtok", "per_request", "per_image")
HIDDEN = ("sources", "facts", "own_terms", "prices")


class LayerChange(NamedTuple):
    """One fact of a record, by the name of its kind and its own; None: there was none."""

    kind: str
    name: str
    fact: str
    before: object
    after: object
    because: str


def changes(below: Catalog, above: Catalog) -> list[LayerChange]:
    """What is other in the catalog *above* than in the one *below*, on the day of *above*."""
    day = above.meta.day
    found: list[LayerChange] = []
    for kind in KINDS:
        held = set(below.ids(kind))
        for name in above.ids(kind):
            before = below.record(kind, name) if name in held else {}
            after = above.record(kind, name)
            if before != after:
                shown = route_of(name) if kind == "offerings" else name
                found += _of_record(kind.rstrip("s"), shown, before, after, day)
    return found


def of_name(rows: Iterable[LayerChange], names: Iterable[str]) -> list[LayerChange]:
    """The *rows* of records called by one of *names*, and of routes of these."""
    wanted = set(names)
    return [row for row in rows if wanted & {row.name, *_parts(row.name)}]


def _parts(route: str) -> tuple[str, ...]:
    model, at, place = route.partition("@")
    return (model, place.partition("/")[0]) if at else ()


def _of_record(
    kind: str, name: str, before: Table, after: Table, day: str
) -> Iterator[LayerChange]:
    sources: Mapping[str, Table] = after.get("sources") or {}
    for fact, old, new in _facts(before, after, day):
        value = new["value"] if new else None
        was = old["value"] if old else None
        if value != was and new is not None:
            why = source_words(sources[new["source"]])
            note = f"{why}: {new['note']}" if new.get("note") else why
            yield LayerChange(kind, name, fact, was, value, note)
    yield from _prices(kind, name, before, after, day)
    for key in after:
        if key not in HIDDEN and before.get(key) != after[key] and not _is_list(after[key]):
            yield LayerChange(kind, name, key, before.get(key), after[key], "its file")


def _is_list(value: object) -> bool:
    """Whether *value* is a list of tables, which no line shows."""
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _facts(
    before: Table, after: Table, day: str
) -> Iterator[tuple[str, Table | None, Table | None]]:
    """Each fact with its entries in force, of the record and of terms for single models."""
    yield from _in_force(before.get("facts") or {}, after.get("facts") or {}, day, "")
    held: Mapping[str, Table] = before.get("own_terms") or {}
    for model, terms in (after.get("own_terms") or {}).items():
        yield from _in_force(held.get(model) or {}, terms, day, f"{model}: ")


def _in_force(
    before: Table, after: Table, day: str, start: str
) -> Iterator[tuple[str, Table | None, Table | None]]:
    for fact in after:
        yield f"{start}{fact}", in_force(before.get(fact), day), in_force(after[fact], day)


def _prices(kind: str, name: str, before: Table, after: Table, day: str) -> Iterator[LayerChange]:
    old, new = _lists(before, day), _lists(after, day)
    for terms, price in new.items():
        was = old.get(terms) or {}
        for amount in price:
            value = price[amount]
            if amount.endswith(AMOUNTS) and value != was.get(amount):
                why = source_words(after["sources"][price["source"]])
                note = str(price.get("note") or "")
                _, after_word, rest = note.rpartition("after discount")
                why = f"{after_word}{rest}" if after_word else why
                yield LayerChange(kind, name, _fact(terms, amount), was.get(amount), value, why)


def _lists(record: Table, day: str) -> dict[tuple[str, str, int], Table]:
    """The price lists in force, by their terms."""
    prices = record.get("prices") or ()
    found = {}
    for terms in dict.fromkeys(map(terms_of, prices)):
        price = in_force([one for one in prices if terms_of(one) == terms], day)
        if price is not None:
            found[terms] = price
    return found


def _fact(terms: tuple[str, str, int], amount: str) -> str:
    service, window, length = terms
    words: list[Any] = [service if service != "standard" else "", window]
    words.append(f"over {length:,} tokens" if length else "")
    of = ", ".join(filter(None, words))
    return f"{amount} ({of})" if of else amount
