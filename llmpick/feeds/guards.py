"""What stops a value of a feed until a person says that it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.catalog.price_lists import Terms
from llmpick.feeds.rows import FeedPrices

MAX_MOVE = 5.0
SAME_UNIT = 1.2
SAME_UNIT_SHARE = 0.9
FEWEST_FOR_UNIT = 10
SHRINK_SHARE = 0.1
SHRINK_FEW = 2

GUARDS = {
    "five-fold": "an input or output price that moves more than five-fold",
    "zero": "a price of 0",
    "shrink": "a provider of which a tenth of the offerings is named no more",
    "listing-day": "the day on which the feed first had a price, as its first day",
    "cache-equals-input": "a cache-read price that is the input price",
    "currency": "US dollars where the list is in another currency",
    "terms": "a new base price without the lists for batch, hours or lengths that the old one had",
    "listed-after": "an end before the last day on which the provider listed it",
    "unlisted": "a new offering from a feed whose entries are no proof of sale",
}
"""By the name that `--accept` takes."""


class Stop(NamedTuple):
    """A guard, and what it found."""

    guard: str
    why: str


def of_list(given: FeedPrices, held: Mapping[str, Any] | None, *, converted: bool) -> list[Stop]:
    """What stands against a price list by itself, and against the currency of the one *held*."""
    found = []
    if 0 in (given.amounts.get("input_per_mtok"), given.amounts.get("output_per_mtok")):
        found.append(Stop("zero", "a 0 is no price: free, a preview, or not known"))
    currency = (held or {}).get("currency", "USD")
    if converted or currency != "USD":
        listed = "another currency" if currency == "USD" else currency
        found.append(Stop("currency", f"the provider's list is in {listed}, the feed has USD"))
    return found


def of_move(given: FeedPrices, old: Mapping[str, float], lacking: Sequence[Terms]) -> list[Stop]:
    """What stands against putting *given* in the place of the *old* amounts."""
    found = [Stop("five-fold", line) for line in jumps(given.amounts, old)]
    found += of_cache(given)
    if given.since and given.listed:
        found.append(Stop("listing-day", f"{given.since} is when the feed first had it"))
    if lacking:
        named = ", ".join(said(terms) for terms in lacking)
        found.append(Stop("terms", f"the feed has no list for {named}"))
    return found


def of_cache(given: FeedPrices) -> list[Stop]:
    """A cache price that is only the input price said again."""
    read = given.amounts.get("cache_read_per_mtok")
    if read is not None and read == given.amounts.get("input_per_mtok"):
        return [Stop("cache-equals-input", f"reading the cache costs {read:g} like any input")]
    return []


def jumps(new: Mapping[str, float], old: Mapping[str, float]) -> list[str]:
    """Input and output prices that move too far, in words."""
    return [
        f"{name.partition('_')[0]} moves from {old[name]:g} to {new[name]:g}"
        for name in ("input_per_mtok", "output_per_mtok")
        if new.get(name) and old.get(name)
        if max(new[name] / old[name], old[name] / new[name]) > MAX_MOVE
    ]


def said(terms: Terms) -> str:
    """Terms of a price list in words."""
    service, window, over = terms
    parts = [
        *([service] if service != "standard" else []),
        *([f"{window} hours"] if window else []),
        *([f"over {over:,} tokens"] if over else []),
    ]
    return " ".join(parts) or "the base"


def is_other_unit(pairs: Sequence[tuple[float, float]]) -> bool:
    """Whether most prices (the catalog's and the feed's) lie apart: another unit, another form."""
    if len(pairs) < FEWEST_FOR_UNIT:
        return False
    alike = sum(max(one / other, other / one) <= SAME_UNIT for one, other in pairs)
    return alike < SAME_UNIT_SHARE * len(pairs)


def is_shrunk(before: int, lost: int) -> bool:
    """Whether a provider lost too many of the offerings that the feed named."""
    return lost >= (before * SHRINK_SHARE if before >= 1 / SHRINK_SHARE else SHRINK_FEW)
