"""model-prices: USD a million tokens, first-party, each price with the day on which it began."""

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
    page,
    parsed,
    table,
    word,
)

FILE = r"(.*/)?(snapshot|[0-9a-f]{64})\.json"
SERVICES = {"standard": "standard", "batch": "batch", "flex": "flex"}
FIELDS = {
    "input": "input_per_mtok",
    "output": "output_per_mtok",
    "cache_read": "cache_read_per_mtok",
    "cache_write": "cache_write_per_mtok",
}
DOCUMENTED = "documented"


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The models of all providers.

    Raises:
        OtherForm: not such a file.
    """
    if len(files) != 1:
        raise OtherForm(f"{len(files)} snapshots instead of one")
    (data,) = files.values()
    whole = table(parsed(data), "the file")
    found = []
    for provider, models in table(whole.get("prices"), "`prices`").items():
        for model, value in table(models, f"`{provider}`").items():
            key = f"{word(provider, 'a provider')}/{word(model, 'a model')}"
            modes = table(value, f"`{key}`")
            prices = tuple(price for mode in modes for price in _runs(key, mode, modes[mode]))
            if prices:
                found.append(FeedRow(key, provider, (model,), prices, url=_url(modes)))
    if not found:
        raise OtherForm("no model of it has a price")
    return FeedState(tuple(found), day(whole.get("updated_at"), "`updated_at`"))


def _url(modes: Mapping[str, Any]) -> str | None:
    """The page of the last standard entry."""
    entries = [entry.get("rates") for entry in modes.get("standard") or ()]
    return page(entries[-1].get("source")) if entries and entries[-1] else None


def _runs(key: str, mode: str, value: Any) -> Iterator[FeedPrices]:
    """
    The price lists of each run of equal prices of a *mode*, oldest first, since it was last taken
    away; none where it is.

    Equal entries follow one another whenever a page changed: the first of a run has its day.
    """
    if mode not in SERVICES:
        return
    where = f"`{mode}` of `{key}`"
    runs: list[list[Mapping[str, Any]]] = []
    for item in listing(value, f"`{key}`"):
        entry = table(item, where)
        if not entry.get("rates"):
            runs = []
        elif runs and _is_same(runs[-1][-1], entry):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    for run in runs:
        yield from _run(run, SERVICES[mode], where)


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one["rates"].get(name) == other["rates"].get(name) for name in ("input", "output"))


def _run(entries: list[Mapping[str, Any]], service: str, where: str) -> Iterator[FeedPrices]:
    """The lists of a run of equal prices: from the day that is documented, or was first seen."""
    first, last = entries[0], table(entries[-1]["rates"], where)
    start = day(first.get("start"), where)
    listed = start is None or first["rates"].get("valid_from_basis") != DOCUMENTED
    if listed:
        start = day(first["rates"].get("valid_from") or first.get("start"), where)
    touched = tuple(found for entry in entries if (found := day(entry.get("start"), where)))
    yield FeedPrices(_amounts(last, where), service, None, None, start, listed, touched)
    for value in listing(last.get("tiers") or [], where):
        tier = table(value, where)
        over = amount(tier.get("above"), where)
        if over:
            yield FeedPrices(
                _amounts(tier, where), service, None, int(over), start, listed, touched
            )


def _amounts(rates: Mapping[str, Any], where: str) -> dict[str, float]:
    named = {ours: amount(rates.get(theirs), where) for theirs, ours in FIELDS.items()}
    cache = amount(rates.get("cache_write"), where)
    multiple = amount(rates.get("cache_write_1h_multiple"), where)
    if named["input_per_mtok"] and multiple and cache:  # of the input price of an hour's write
        named["cache_write_1h_per_mtok"] = round(named["input_per_mtok"] * multiple, 6)
    return {
        name: value
        for name, value in named.items()
        if value or (value == 0 and name in ("input_per_mtok", "output_per_mtok"))
    }
