"""genai-prices: USD a million tokens, with start days and hours, as JSON or as its module."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.feeds.rows import (
    FeedPrices,
    FeedRow,
    FeedState,
    OtherForm,
    amount,
    day,
    listing,
    parsed,
    table,
    word,
)

FILE = r"(.*/)?(genai_prices/data\.py|new_data/v[23]/data\.json)"
FIELDS = {
    "input_mtok": "input_per_mtok",
    "output_mtok": "output_per_mtok",
    "output_reasoning_mtok": "output_thinking_per_mtok",
    "cache_read_mtok": "cache_read_per_mtok",
    "cache_write_mtok": "cache_write_per_mtok",
    "cache_write_1h_mtok": "cache_write_1h_per_mtok",
    "input_audio_mtok": "input_audio_per_mtok",
    "output_audio_mtok": "output_audio_per_mtok",
}
KNOWN = ("_kcount", "_kpages", "image", "video", "audio", "citation", "document")
"""Fees of tools, and prices of what the catalog has no name for."""

SERVICES = {"batch": "batch", "flex": "flex", "priority": "priority"}


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The models of all providers.

    Raises:
        OtherForm: neither the JSON nor the module.
    """
    found: list[FeedRow] = []
    unread: set[str] = set()
    for file, data in files.items():
        whole = _module(data) if file.endswith(".py") else parsed(data)
        providers = whole.get("providers") if isinstance(whole, dict) else whole
        for value in listing(providers, "the list of providers"):
            provider = table(value, "a provider")
            name = word(provider.get("id"), "`id` of a provider")
            for entry in listing(provider.get("models") or [], f"`models` of `{name}`"):
                found.append(_row(name, table(entry, f"a model of `{name}`"), unread))
    priced = tuple(row for row in found if row.prices)
    if not priced:
        raise OtherForm("no model of it has a price")
    return FeedState(priced, unread=tuple(sorted(unread)))


def _row(provider: str, entry: Mapping[str, Any], unread: set[str]) -> FeedRow:
    model = word(entry.get("id"), f"`id` of a model of `{provider}`")
    key = f"{provider}/{model}"
    prices = entry.get("prices")
    conditional = prices if isinstance(prices, list) else [{"prices": prices}]
    found = [*_lists(conditional, "standard", key, unread)]
    variants: dict[str, list[Any]] = {}
    for value in listing(entry.get("price_variants") or [], f"`price_variants` of `{key}`"):
        variant = table(value, f"`price_variants` of `{key}`")
        when = variant.get("when")
        service = SERVICES.get(str(when.get("processing"))) if isinstance(when, dict) else None
        if service and len(table(when, key)) == 1:
            variants.setdefault(service, []).append(variant)
    for service, entries in variants.items():
        found += _lists(entries, service, key, unread)
    # an exact name only: what merely starts like one is priced as its predecessor
    names = dict.fromkeys([model, *_equals(entry.get("match"))])
    title = entry.get("name")
    name = title if isinstance(title, str) and title.isprintable() else None
    return FeedRow(key, provider, tuple(names), tuple(found), name)


def _equals(match: Any) -> Iterator[str]:
    if isinstance(match, dict):
        if isinstance(match.get("equals"), str):
            yield word(match["equals"], "a name to match")
        for part in match.get("or") or ():
            yield from _equals(part)


def _lists(entries: list[Any], service: str, key: str, unread: set[str]) -> Iterator[FeedPrices]:
    """The lists of a service, oldest first; those of hours are the peak where they cost more."""
    where = f"`prices` of `{key}`"
    base: dict[str, float] = {}
    for value in entries:
        entry = table(value, where)
        prices = table(entry.get("prices") or {}, where)
        unread |= {
            name
            for name in prices
            if name not in FIELDS and not any(part in name for part in KNOWN)
        }
        constraint = table(entry.get("constraint") or {}, where)
        since = day(constraint.get("start_date"), where)
        hours = "start_time" in constraint
        by_length = _by_length(prices, where)
        amounts = by_length.get(None) or {}
        if hours and not _dearer(amounts, base):
            continue
        base = base if hours else amounts
        for over, found in by_length.items():
            yield FeedPrices(found, service, "peak" if hours else None, over, since)


def _dearer(amounts: Mapping[str, float], base: Mapping[str, float]) -> bool:
    return amounts.get("input_per_mtok", 0) > base.get("input_per_mtok", 0) > 0


def _by_length(prices: Mapping[str, Any], where: str) -> dict[int | None, dict[str, float]]:
    found: dict[int | None, dict[str, float]] = {}
    for theirs, ours in FIELDS.items():
        value = prices.get(theirs)
        tiers = value if isinstance(value, dict) else {"base": value}
        price = amount(tiers.get("base"), where)
        if price is not None:
            found.setdefault(None, {})[ours] = price
        for item in listing(tiers.get("tiers") or [], where):
            tier = table(item, where)
            over, price = amount(tier.get("start"), where), amount(tier.get("price"), where)
            if over and price is not None:
                found.setdefault(int(over), {})[ours] = price
    return found


def _module(data: bytes) -> Any:
    """What the module assigns to `providers`, read as data: nothing of it is run."""
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise OtherForm(f"no Python module: {str(error)[:100]}") from None
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "providers":
            return _plain(node.value)
    raise OtherForm("it assigns no `providers`")


def _plain(node: ast.expr | None) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List):
        return [_plain(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {
            _plain(key): _plain(value) for key, value in zip(node.keys, node.values, strict=True)
        }
    if isinstance(node, ast.Call):
        return _called(node)
    return None


def _called(node: ast.Call) -> Any:
    """A call as the table of its keywords; a number, a day or an hour as such."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = [_plain(item) for item in node.args]
    if name == "Decimal" and len(given) == 1:
        try:
            return float(given[0])
        except (TypeError, ValueError, OverflowError):
            raise OtherForm("a price of it is no number") from None
    if name in ("date", "time"):
        try:
            made = datetime.date(*given) if name == "date" else datetime.time(*given)
        except (TypeError, ValueError, OverflowError):
            raise OtherForm("a day or an hour of it cannot be used") from None
        return made.isoformat()
    return {(word.arg or "").rstrip("_"): _plain(word.value) for word in node.keywords}
