"""models.dev: USD a million tokens, providers with their models."""

from __future__ import annotations

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

FILE = r"(.*/)?api\.json"
FIELDS = {
    "input": "input_per_mtok",
    "output": "output_per_mtok",
    "reasoning": "output_thinking_per_mtok",
    "cache_read": "cache_read_per_mtok",
    "cache_write": "cache_write_per_mtok",
    "input_audio": "input_audio_per_mtok",
    "output_audio": "output_audio_per_mtok",
}
REPEATED = {"tiers", "context_over_200k"}


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The models that have a cost.

    Raises:
        OtherForm: not such a file.
    """
    found, unread = [], set()
    for data in files.values():
        for provider, value in table(parsed(data), "the file").items():
            models = table(table(value, f"`{provider}`").get("models"), f"`{provider}`")
            for model, entry in models.items():
                key = f"{word(provider, 'a provider')}/{word(model, 'a model')}"
                cost = table(table(entry, f"`{key}`").get("cost") or {}, f"`cost` of `{key}`")
                unread |= set(cost) - set(FIELDS) - REPEATED
                prices = tuple(_prices(cost, f"`cost` of `{key}`"))
                facts = dict(_facts(entry, f"`{key}`"))
                if prices:
                    found.append(
                        FeedRow(key, provider, (model,), prices, _name(entry), None, facts)
                    )
    if not found:
        raise OtherForm("no model of it has a cost")
    return FeedState(tuple(found), unread=tuple(sorted(unread)))


def _name(entry: Mapping[str, Any]) -> str | None:
    name = entry.get("name")
    return name if isinstance(name, str) and name.isprintable() else None


def _facts(entry: Mapping[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    """What it says of the model."""
    released = day(entry.get("release_date"), f"`release_date` of {where}", partial=True)
    if released:
        yield "released", released
    limit = table(entry.get("limit") or {}, f"`limit` of {where}")
    for theirs, ours in (("context", "context_window_tokens"), ("output", "max_output_tokens")):
        if isinstance(limit.get(theirs), int) and limit[theirs] > 0:
            yield ours, limit[theirs]
    for theirs, ours in (("reasoning", "reasoning"), ("tool_call", "tool_calling")):
        if isinstance(entry.get(theirs), bool):
            yield ours, entry[theirs]


def _prices(cost: Mapping[str, Any], where: str) -> Iterator[FeedPrices]:
    base = _amounts(cost, where)
    if base:
        yield FeedPrices(base)
    for value in listing(cost.get("tiers") or [], where):
        tier = table(value, where)
        bound = table(tier.get("tier"), where)
        size = amount(bound.get("size"), where)
        if bound.get("type") == "context" and size:
            over = int(size) // 1000 * 1000 if int(size) % 1000 == 1 else int(size)
            yield FeedPrices(_amounts(tier, where), over_input_tokens=over)


def _amounts(cost: Mapping[str, Any], where: str) -> dict[str, float]:
    """Cache prices of 0 are left out: a 0 is never a price."""
    named = {ours: amount(cost.get(theirs), where) for theirs, ours in FIELDS.items()}
    return {
        name: value
        for name, value in named.items()
        if value or (value == 0 and name in ("input_per_mtok", "output_per_mtok"))
    }
