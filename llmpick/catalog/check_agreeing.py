"""Findings about who is said to agree with a price, and about two prices of one identifier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog.finding import Finding, error, warning
from llmpick.catalog.price_lists import BASE, agrees, amounts_of, named, terms_of
from llmpick.catalog.read import Record
from llmpick.core.connecting.connection import IDENTIFIER_FORMS

TIP = "read the feed again with `llmpick catalog refresh`, which works out who agrees"


def agreeing_findings(path: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Feeds that agree with a price of an offering, and give another in the same file."""
    prices = data.get("prices") or []
    sources = data["sources"]

    def state(name: str) -> tuple[str, Any]:
        source = sources.get(name) or {}
        return source.get("feed", name), source.get("read")

    for position, price in enumerate(prices):
        first = state(price["source"])[0]
        for name in price.get("agreeing") or ():
            feed, read = state(name)
            where = f"prices.{position}.agreeing"
            if feed == first:
                yield warning(path, where, f"`{name}` is the feed that gives the price", TIP)
            elif any(
                state(other)[0] == feed and read and state(other)[1] >= read
                for rival in _rivals(price, prices)
                for other in named(rival)
            ):
                yield warning(path, where, f"`{name}` gives another price in this file", TIP)


def _rivals(price: Mapping[str, Any], prices: list[Mapping[str, Any]]) -> Iterator[Any]:
    """Entries of the same terms that say otherwise: of two, one is disputed."""
    for other in prices:
        if other is price or terms_of(other) != terms_of(price):
            continue
        one_is_disputed = bool(other.get("disputed")) or bool(price.get("disputed"))
        if one_is_disputed and not agrees(other, amounts_of(price)):
            yield other


def identifier_findings(records: Mapping[str, Record], day: str) -> Iterator[Finding]:
    """Offerings on sale that share a provider's identifier: one identifier has one price."""
    shared: dict[tuple[str, str], list[Record]] = {}
    for record in records.values():
        facts: Any = record.data["facts"]
        if facts["listing"][-1]["value"] == "current":
            yield from _form_findings(record)
            key = record.id.partition("/")[0], str(record.data["api_model"])
            shared.setdefault(key, []).append(record)
    for (_, name), found in shared.items():
        first, *others = sorted(found, key=lambda record: (len(record.id), record.id))
        for other in others:
            one, two = (_base_amounts(record, day) for record in (first, other))
            if agrees(one, two):
                message = f"is `{name}` at the same price as `{first.id}`"
                yield warning(other.path, "api_model", message, "keep one of them")
            elif not _both_placed(first, other):
                message = f"is `{name}` at another price than `{first.id}`"
                tip = "one identifier has one price: mend the identifier, or the price"
                yield warning(other.path, "api_model", message, tip)


def _form_findings(record: Record) -> Iterator[Finding]:
    """An identifier that its provider would not know: a key of the list it was read from."""
    form = IDENTIFIER_FORMS.get(record.id.partition("/")[0])
    name = str(record.data["api_model"])
    if form and not form.fullmatch(name):
        message = f"`{name}` has not the form of an identifier there"
        yield error(record.path, "api_model", message, "find the provider's own, or remove it")


def _both_placed(*records: Record) -> bool:
    """Whether each is bound to a region of its own, so that the endpoint tells them apart."""
    facts: list[Any] = [record.data["facts"] for record in records]
    regions = [(one.get("region") or [{"value": None}])[-1]["value"] for one in facts]
    return None not in regions and len(set(regions)) == len(regions)


def _base_amounts(record: Record, day: str) -> dict[str, float]:
    prices: Any = record.data.get("prices") or ()
    base = [
        amounts_of(price)
        for price in prices
        if terms_of(price) == BASE
        and not price.get("disputed")
        and (not price.get("since") or price["since"].isoformat() <= day)
    ]
    return base[-1] if base else {}
