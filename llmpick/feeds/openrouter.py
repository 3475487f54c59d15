"""OpenRouter's list of models: USD a token, as texts."""

from __future__ import annotations

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
    parsed,
    table,
    word,
)

FILE = r"(.*/)?models\.json"
FIELDS = {
    "prompt": "input_per_mtok",
    "completion": "output_per_mtok",
    "internal_reasoning": "output_thinking_per_mtok",
    "input_cache_read": "cache_read_per_mtok",
    "input_cache_write": "cache_write_per_mtok",
}
FEES = {"request", "image", "web_search", "audio", "discount", "image_output", "image_token"}
BATCH = ":batch"


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The models that have a fixed price; what is free, and what only points, is left out.

    Raises:
        OtherForm: not such a list.
    """
    found: dict[str, FeedRow] = {}
    unread: set[str] = set()
    for data in files.values():
        for value in listing(table(parsed(data), "the file").get("data"), "`data`"):
            entry = table(value, "an entry of `data`")
            model = word(entry.get("id"), "`id` of an entry")
            pricing = table(entry.get("pricing"), f"`pricing` of `{model}`")
            if model.startswith("~") or model.endswith(":free") or _floats(pricing.get("prompt")):
                continue
            unread |= set(pricing) - set(FIELDS) - FEES
            prices = tuple(_prices(pricing, model))
            if prices:
                found[model] = FeedRow(f"openrouter/{model}", "openrouter", (model,), prices)
    if not found:
        raise OtherForm("no model of it has a price")
    for model in [name for name in found if name.endswith(BATCH)]:
        batch = found.pop(model).prices[0]._replace(service="batch")
        plain = found.get(model.removesuffix(BATCH))
        if plain:
            found[plain.models[0]] = plain._replace(prices=(*plain.prices, batch))
    return FeedState(tuple(found.values()), unread=tuple(sorted(unread)))


def _floats(value: Any) -> bool:
    """Whether the price is that of whichever model answers."""
    return bool(value == "-1")


def _prices(pricing: Mapping[str, Any], model: str) -> Iterator[FeedPrices]:
    amounts = {}
    for theirs, ours in FIELDS.items():
        price = amount(_number(pricing.get(theirs), model), f"`{theirs}` of `{model}`", PER_MTOK)
        if price or (price == 0 and ours in ("input_per_mtok", "output_per_mtok")):
            amounts[ours] = price
    if amounts:
        yield FeedPrices(amounts)


def _number(value: Any, model: str) -> float | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise OtherForm(f"a price of `{model}` is no text")
    try:
        return float(value)
    except ValueError:
        raise OtherForm(f"a price of `{model}` is no number") from None
