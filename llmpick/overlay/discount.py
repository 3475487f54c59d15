"""
Negotiated discounts put into price lists: each price in force while one holds, by its share.

Of several that fit, the one that names most counts alone; of those, the one stated last. Prices
that a user states as own list prices are what was agreed, and none is taken off them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from llmpick.catalog.in_force import Table
from llmpick.core.facts.own_layer import Mark
from llmpick.overlay.merge import terms_of

AMOUNTS = ("_per_mtok", "per_request", "per_image")
"""How the names of what costs money end."""


class Discount(NamedTuple):
    """A *share* that is taken off, what it is of, and the contract that grants it."""

    share: float
    of: Mark
    service: str | None
    contract: str
    signed: str

    @property
    def weight(self) -> int:
        """How much it names: one route counts for a provider and a model."""
        named = (self.of.provider, self.of.model, self.of.offering, self.of.offering, self.service)
        return sum(one is not None for one in named)

    @property
    def words(self) -> str:
        """As answers say it."""
        return f"discount {percent(self.share)}"

    def fits(self, offering: str, price: Table) -> bool:
        """Whether it is of this price list of the route *offering*."""
        service = price.get("service", "standard")
        return self.of.is_of(offering) and self.service in (None, service)


def percent(share: float) -> str:
    """0.15 as 15 %."""
    return f"{share * 100:.4g} %"


def discounts(rows: Sequence[Table]) -> list[Discount]:
    """The discounts of a layer's table, as they are stated; those of nothing left out."""
    return [
        Discount(
            share=float(row["discount"]),
            of=Mark(
                what="prices",
                why="",
                provider=row.get("provider"),
                model=row.get("model"),
                offering=row.get("offering"),
                since=row.get("since") or row["signed"],
                until=row.get("until"),
            ),
            service=row.get("service"),
            contract=row["contract"],
            signed=row["signed"],
        )
        for row in rows
        if row["discount"]
    ]


def discounted(
    offering: str, prices: Sequence[Table], found: Sequence[Discount]
) -> tuple[list[Table], list[Discount]]:
    """
    The price lists of the route *offering* with what is taken off, and the discounts that are in.

    A price that a discount begins or ends in is split there.
    """
    made: list[Table] = []
    used: list[Discount] = []
    for price in prices:
        fitting = [one for one in found if one.fits(offering, price)]
        if not fitting or price.get("disputed") or is_own(price):
            made.append(price)
            continue
        for piece, discount in _pieces(price, _end(price, prices), fitting):
            made.append(piece)
            if discount is not None:
                used.append(discount)
    return made, list(dict.fromkeys(used))


def is_own(price: Table) -> bool:
    """Whether a user's own layer states it."""
    return str(price["source"]).startswith(("own.user.", "own.project."))


def _end(price: Table, prices: Sequence[Table]) -> str | None:
    """The day on which a later list of the same kind takes its place."""
    begins = price.get("since") or ""
    later = [
        one["since"]
        for one in prices
        if terms_of(one) == terms_of(price)
        and not one.get("disputed")
        and (one.get("since") or "") > begins
    ]
    return min(later, default=None)


def _pieces(
    price: Table, end: str | None, found: Sequence[Discount]
) -> Iterator[tuple[Table, Discount | None]]:
    """*price* from each day on which another discount holds, or none."""
    start = price.get("since") or ""
    edges = {edge for one in found for edge in (one.of.since or "", _next(one.of.until))}
    inside = {day for day in edges if day > start and (end is None or day < end)}
    before: Discount | None = None
    for number, day in enumerate([start, *sorted(inside)]):
        holding = [(one.weight, place, one) for place, one in enumerate(found) if one.of.holds(day)]
        discount = max(holding)[2] if holding else None
        if number and discount == before:
            continue
        yield _piece(price, day, discount), discount
        before = discount


def _next(day: str | None) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def _piece(price: Table, since: str, discount: Discount | None) -> Table:
    found: dict[str, Any] = {**price, **({"since": since} if since else {})}
    if discount is None:
        return found
    for name, value in price.items():
        if name.endswith(AMOUNTS):
            found[name] = value * (1 - discount.share)
    of = f"{discount.contract} of {discount.signed}"
    note = f"after {discount.words}: {of}"
    found["note"] = f"{price['note']}; {note}" if price.get("note") else note
    return found
