"""Findings about who is said to agree with a price: none that says otherwise elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog.finding import Finding, warning
from llmpick.catalog.price_lists import agrees, amounts_of, named, terms_of

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
