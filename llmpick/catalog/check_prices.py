"""Findings about prices: by themselves, over time, beside those of others, and their age."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import median
from typing import Any

from llmpick.catalog.finding import Finding, error, order_findings, warning
from llmpick.catalog.read import Record

STALE_WARNING_DAYS = 90
STALE_ERROR_DAYS = 365
MAX_MOVE = 5.0
MAX_OUTPUT_TO_INPUT = 20.0
MAX_USD_PER_MTOK = 1000.0
MAX_BELOW_OTHERS = 20.0
MIN_OTHERS = 2
_AMOUNTS = (
    "input_per_mtok",
    "output_per_mtok",
    "output_thinking_per_mtok",
    "cache_read_per_mtok",
    "cache_write_per_mtok",
    "cache_write_1h_per_mtok",
)


def price_findings(path: str, data: Mapping[str, Any], day: str) -> Iterator[Finding]:
    """The price lists of one offering."""
    prices = data.get("prices") or []
    reviewed = {entry["rule"] for entry in data.get("reviewed") or ()}
    lists: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for position, price in enumerate(prices):
        where = f"prices.{position}"
        key = _terms_of(price)
        if not price.get("disputed"):
            lists.setdefault(key, []).append(price)
            yield from _one_price(path, where, price, reviewed)
    for key, group in lists.items():
        yield from order_findings(path, f"prices {key}", group)
        if "price-move" not in reviewed:
            yield from _moves(path, group)
    yield from _review_findings(path, data, day, lists)
    if ("standard", None, None) not in lists:
        yield error(path, "prices", "no base price list", "add one, or remove the offering")


def _terms_of(price: Mapping[str, Any]) -> tuple[Any, ...]:
    return price.get("service", "standard"), price.get("window"), price.get("over_input_tokens")


def _review_findings(
    path: str,
    data: Mapping[str, Any],
    day: str,
    lists: Mapping[tuple[Any, ...], list[Mapping[str, Any]]],
) -> Iterator[Finding]:
    """Reviews that have expired, and reviews of a rule that nothing breaks."""
    broken = set()
    for group in lists.values():
        if any(_moves(path, group)):
            broken.add("price-move")
        for price in group:
            into, out = price.get("input_per_mtok"), price.get("output_per_mtok")
            read = price.get("cache_read_per_mtok")
            if into is not None and read is not None and read > into:
                broken.add("cache-above-input")
            if into and out and out / into > MAX_OUTPUT_TO_INPUT:
                broken.add("output-ratio")
    for position, entry in enumerate(data.get("reviewed") or ()):
        where = f"reviewed.{position}"
        if "until" in entry and entry["until"].isoformat() < day:
            yield error(path, where, f"ended {entry['until']}", "review again, or take it out")
        elif entry["rule"] not in broken:
            yield error(path, where, f"nothing breaks `{entry['rule']}`", "take it out")


def _one_price(
    path: str, where: str, price: Mapping[str, Any], reviewed: set[str]
) -> Iterator[Finding]:
    into, out = price.get("input_per_mtok"), price.get("output_per_mtok")
    read = price.get("cache_read_per_mtok")
    usd = price.get("currency", "USD") == "USD"
    for name in _AMOUNTS:
        if usd and (price.get(name) or 0) > MAX_USD_PER_MTOK:
            yield error(
                path, f"{where}.{name}", f"over {MAX_USD_PER_MTOK:g} USD per Mtok", "check the unit"
            )
    if (
        into is not None
        and read is not None
        and read > into
        and "cache-above-input" not in reviewed
    ):
        yield warning(
            path,
            f"{where}.cache_read_per_mtok",
            f"reading the cache ({read:g}) costs more than input ({into:g})",
            "check the source, or add it to `reviewed` with its reason",
        )
    if into == 0 or out == 0:
        yield warning(
            path, where, "a price of 0", "a free tier is no price: leave it out, or say why"
        )
    if into and out and out / into > MAX_OUTPUT_TO_INPUT and "output-ratio" not in reviewed:
        yield warning(
            path,
            where,
            f"output costs {out / into:.0f} times input",
            "check the source, or add it to `reviewed` with its reason",
        )


def _moves(path: str, group: list[Mapping[str, Any]]) -> Iterator[Finding]:
    for before, after in pairwise(group):
        for name in ("input_per_mtok", "output_per_mtok"):
            old, new = before.get(name), after.get(name)
            if old and new and max(old / new, new / old) > MAX_MOVE:
                yield error(
                    path,
                    f"prices.{name}",
                    f"moves more than {MAX_MOVE:g}-fold, {old:g} to {new:g}, on {after['since']}",
                    "check the source, or add it to `reviewed` with its reason",
                )


def _base_lists(data: Mapping[str, Any], day: str) -> list[Mapping[str, Any]]:
    """The base price lists of an offering up to *day*, the one in force last."""
    return [
        price
        for price in data.get("prices") or ()
        if not price.get("disputed")
        and _terms_of(price) == ("standard", None, None)
        and (not price.get("since") or price["since"].isoformat() <= day)
    ]


def outlier_findings(records: Mapping[str, Record], day: str) -> Iterator[Finding]:
    """Prices far below what others take for the same model: a wrong unit, or a mistake."""
    sold: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for record in records.values():
        facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
        base = _base_lists(record.data, day)
        own = any(entry["value"] is True for entry in facts.get("other_terms") or ())
        if facts["listing"][-1]["value"] != "current" or own or not base:
            continue
        if base[-1].get("currency", "USD") == "USD":
            model = record.id.partition("/")[2].partition("@")[0]
            sold.setdefault(model, []).append((record.path, base[-1]))
    for offerings in sold.values():
        for name in ("input_per_mtok", "output_per_mtok"):
            amounts = [(path, price[name]) for path, price in offerings if price.get(name)]
            for path, amount in amounts:
                others = [other for where, other in amounts if where != path]
                if len(others) < MIN_OTHERS or median(others) <= amount * MAX_BELOW_OTHERS:
                    continue
                yield warning(
                    path,
                    f"prices.{name}",
                    f"{amount:g} is {median(others) / amount:.0f} times less than the "
                    f"{median(others):g} of {len(others)} others that sell the model",
                    "check the source and its unit; mark a wrong price `disputed = true`",
                )


def freshness_findings(path: str, data: Mapping[str, Any], day: str) -> Iterator[Finding]:
    """A price in force that was read long ago."""
    listing = data["facts"]["listing"][-1]["value"]
    if listing != "current":
        return
    base = _base_lists(data, day)
    if not base or base[-1]["source"] not in data["sources"]:
        return
    read_on = data["sources"][base[-1]["source"]]["read"]
    age = (datetime.date.fromisoformat(day) - read_on).days
    if age > STALE_WARNING_DAYS:
        level = error if age > STALE_ERROR_DAYS else warning
        yield level(path, "prices", f"read {age} days ago", "read the price again")
