"""pi-ai's lists of models: USD a million tokens, one file a provider, 0 where it knows nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.feeds.rows import (
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

FILE = r"(.*/)?dist/providers/data/[a-z0-9-]+\.json"
FIELDS = {
    "input": "input_per_mtok",
    "output": "output_per_mtok",
    "cacheRead": "cache_read_per_mtok",
    "cacheWrite": "cache_write_per_mtok",
}
BATCH = ":batch"
ROUTER = -1_000_000
"""What stands for the price of a router, which has none: -1 a token."""


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The chat models of all files.

    Raises:
        OtherForm: not such files.
    """
    found: dict[tuple[str, str], FeedRow] = {}
    for file, data in files.items():
        for api, models in table(parsed(data), f"`{file}`").items():
            for key, value in table(models, f"`{api}` of `{file}`").items():
                entry = table(value, f"`{key}` of `{file}`")
                if entry.get("type", "chat") == "chat":  # releases before 0.99 name no type
                    row = _row(file, key, entry)
                    found.setdefault((row.provider, row.key), row)
    if not found:
        raise OtherForm("it has no model of type chat")
    batch = {key: row for key, row in found.items() if key[1].endswith(BATCH)}
    for (provider, key), row in batch.items():
        del found[provider, key]
        plain = found.get((provider, key.removesuffix(BATCH)))
        if plain and row.base:
            also = (*plain.prices, row.base._replace(service="batch"))
            found[provider, plain.key] = plain._replace(prices=also)
    return FeedState(tuple(found.values()))


def _row(file: str, key: str, entry: Mapping[str, Any]) -> FeedRow:
    model = word(entry.get("id"), f"`id` of `{key}` of `{file}`")
    provider = word(entry.get("provider"), f"`provider` of `{key}` of `{file}`")
    cost = table(entry.get("cost"), f"`cost` of `{key}` of `{file}`")
    where = f"`cost` of `{provider}/{model}`"
    name = entry.get("name")
    return FeedRow(
        key=f"{provider}/{model}",
        provider=provider,
        models=(model,),
        prices=tuple(_prices(cost, where)),
        name=name if isinstance(name, str) and name.isprintable() else None,
        facts=dict(_facts(entry)),
    )


def _facts(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """
    Its output limit and modalities are what pi-ai makes use of, so not the model's.

    Nor is a window that ends where a dearer price begins.
    """
    window = entry.get("contextWindow")
    tiers = (entry.get("cost") or {}).get("tiers") or []
    is_cut = any(tier.get("inputTokensAbove") == window for tier in tiers)
    if isinstance(window, int) and window > 0 and not is_cut:
        yield "context_window_tokens", window
    if isinstance(entry.get("reasoning"), bool):
        yield "reasoning", entry["reasoning"]


def _prices(cost: Mapping[str, Any], where: str) -> Iterator[FeedPrices]:
    if (cost.get("input") or 0) == ROUTER:
        return
    base = _amounts(cost, where)
    if base:
        yield FeedPrices(base)
    for value in listing(cost.get("tiers") or [], where):
        tier = table(value, where)
        over = amount(tier.get("inputTokensAbove"), where)
        amounts = _amounts(tier, where)
        if over and {"input_per_mtok", "output_per_mtok"} <= set(amounts):
            yield FeedPrices(amounts, over_input_tokens=int(over))


def _amounts(cost: Mapping[str, Any], where: str) -> dict[str, float]:
    """A 0 is what it does not know; where input and output are both 0 that stays to be seen."""
    named = {ours: amount(cost.get(theirs), where) for theirs, ours in FIELDS.items()}
    given = {name: value for name, value in named.items() if value}
    if not given and named["input_per_mtok"] == 0:
        return {"input_per_mtok": 0.0, "output_per_mtok": 0.0}
    return given
