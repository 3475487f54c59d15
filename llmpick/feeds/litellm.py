"""LiteLLM's map of prices: USD a token, one flat table by key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.feeds.rows import (
    PER_MTOK,
    FeedPrices,
    FeedRow,
    FeedState,
    OtherForm,
    amount,
    listing,
    page,
    parsed,
    table,
    word,
)

FILE = r"(.*/)?model_prices_and_context_window(_backup)?\.json"
"""Its file in a package."""

MODES = ("chat", "responses", "completion")
FIELDS = {
    "input_cost_per_token": "input_per_mtok",
    "output_cost_per_token": "output_per_mtok",
    "output_cost_per_reasoning_token": "output_thinking_per_mtok",
    "cache_read_input_token_cost": "cache_read_per_mtok",
    "cache_creation_input_token_cost": "cache_write_per_mtok",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h_per_mtok",
    "input_cost_per_audio_token": "input_audio_per_mtok",
    "output_cost_per_audio_token": "output_audio_per_mtok",
}
"""A field of the map, without length and service, and the catalog's name for it."""

NAME = re.compile(
    r"(?P<base>.*?)(?:_above_(?P<length>\d+)k_tokens)?(?:_(?P<service>batches|flex|priority))?"
)
SERVICES = {None: "standard", "batches": "batch", "flex": "flex", "priority": "priority"}
NO_CHAT_PRICE = re.compile(
    r".*(image|pixel|second|page|character|video|session|query|credit|_dbu_|12hr|_ultrafast"
    r"|_balanced|_decisions|cache_hit|per_request|_file_|vector|storage|audio|duration|_gb_).*"
)
"""Prices of what the catalog has no name for; copies of others; what is no request."""


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The map's entries for text models.

    Raises:
        OtherForm: not such a map.
    """
    found, unread = [], set()
    for data in files.values():
        for key, value in table(parsed(data), "the file").items():
            entry = table(value, f"`{key}`")
            if key == "sample_spec" or entry.get("mode") not in MODES:
                continue
            unread |= {name for name in entry if _is_unknown(name)}
            found.append(_row(word(key, "a key"), entry))
    if not found:
        raise OtherForm("it has no entry of mode chat")
    return FeedState(tuple(found), unread=tuple(sorted(unread)))


def _is_unknown(name: str) -> bool:
    """Whether a field is a price that nobody has looked at yet."""
    if "cost" not in name or NO_CHAT_PRICE.fullmatch(name):
        return False
    match = NAME.fullmatch(name)
    return match is None or match["base"] not in FIELDS


def _row(key: str, entry: Mapping[str, Any]) -> FeedRow:
    provider, name = named(
        key, word(entry.get("litellm_provider"), f"`litellm_provider` of `{key}`")
    )
    return FeedRow(
        key=key,
        provider=provider,
        models=(name,),
        prices=tuple(_prices(key, entry)),
        url=page(entry.get("source")),
    )


def named(key: str, provider: str) -> tuple[str, str]:
    """The provider and the model that a *key* of the map names."""
    provider = "vertex_ai" if provider.startswith("vertex_ai") else provider
    first, _, rest = key.partition("/")
    ours = (provider, provider.removesuffix("_converse"), provider.removesuffix("_chat"))
    return provider, rest if rest and first in ours else key


def _prices(key: str, entry: Mapping[str, Any]) -> Iterator[FeedPrices]:
    found: dict[tuple[str, int | None], dict[str, float]] = {}
    for name, value in entry.items():
        match = NAME.fullmatch(name)
        if match is None or match["base"] not in FIELDS:
            continue
        price = amount(value, f"`{name}` of `{key}`", PER_MTOK)
        if price is not None:
            length = int(match["length"]) * 1000 if match["length"] else None
            terms = SERVICES[match["service"]], length
            found.setdefault(terms, {})[FIELDS[match["base"]]] = price
    for terms, amounts in _tiers(key, entry):
        found.setdefault(terms, {}).update(amounts)
    low = _plain(table(entry.get("off_peak_pricing") or {}, f"`off_peak_pricing` of `{key}`"), key)
    if low and ("standard", None) in found:  # the top is the peak, the catalog's base is not
        peak = found.pop(("standard", None))
        yield FeedPrices(low)
        yield FeedPrices(peak, window="peak")
    for (service, over), amounts in sorted(found.items(), key=_by_terms):
        yield FeedPrices(amounts, service, None, over)


def _by_terms(item: tuple[tuple[str, int | None], object]) -> tuple[str, int]:
    (service, over), _ = item
    return service, over or 0


def _tiers(
    key: str, entry: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, int | None], dict[str, float]]]:
    """Lists by length of input; the first is the base."""
    where = f"`tiered_pricing` of `{key}`"
    for value in listing(entry.get("tiered_pricing") or [], where):
        tier = table(value, where)
        span = listing(tier.get("range") or [0], where)
        start = amount(span[0], where)
        yield ("standard", int(start) if start else None), _plain(tier, key)


def _plain(part: Mapping[str, Any], key: str) -> dict[str, float]:
    named = {
        ours: amount(part.get(theirs), f"`{theirs}` of `{key}`", PER_MTOK)
        for theirs, ours in FIELDS.items()
    }
    return {name: value for name, value in named.items() if value is not None}
