"""What an entry under [[prices]] is the price of, its amounts, and whether two of them agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Terms = tuple[str, str | None, int | None]
BASE: Terms = ("standard", None, None)
PRICE_TOLERANCE = 0.011
CACHE_TOLERANCE = 0.06
AMOUNTS = (
    *("input_per_mtok", "output_per_mtok", "output_thinking_per_mtok"),
    *("cache_read_per_mtok", "cache_write_per_mtok", "cache_write_1h_per_mtok"),
    *("input_audio_per_mtok", "output_audio_per_mtok"),
)


def terms_of(price: Mapping[str, Any]) -> Terms:
    """What an entry of the catalog is the price of: service, hours, length."""
    return price.get("service", "standard"), price.get("window"), price.get("over_input_tokens")


def amounts_of(price: Mapping[str, Any]) -> dict[str, float]:
    """Its amounts per million tokens."""
    return {name: price[name] for name in AMOUNTS if name in price}


def named(entry: Mapping[str, Any]) -> list[str]:
    """The sources of an entry: the one that gives it, and those that agree."""
    return [entry["source"], *(entry.get("agreeing") or ())]


def agrees(
    price: Mapping[str, Any], amounts: Mapping[str, float], *, lists_differ: bool = False
) -> bool:
    """
    Whether input and output are within 1.1 %, and the cache prices that both have within 6 %.

    With *lists_differ* only what both state is compared.
    """
    for name in ("input_per_mtok", "output_per_mtok"):
        if lists_differ and (name not in price or name not in amounts):
            continue
        if not near(price.get(name), amounts.get(name), PRICE_TOLERANCE):
            return False
    return all(
        near(price[name], amounts[name], CACHE_TOLERANCE)
        for name in ("cache_read_per_mtok", "cache_write_per_mtok")
        if name in price and name in amounts
    )


def near(one: float | None, other: float | None, tolerance: float) -> bool:
    """Whether two amounts differ by at most *tolerance*, a share of the larger."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance * max(one, other)
