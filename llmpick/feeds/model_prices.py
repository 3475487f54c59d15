"""model-prices: USD a million tokens, first-party, each price with the day on which it began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.feeds.rows import (
    OtherForm,
    PriceList,
    Row,
    State,
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


def rows(files: Mapping[str, bytes]) -> State:
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
                found.append(Row(key, provider, (model,), prices, url=_url(modes)))
    if not found:
        raise OtherForm("no model of it has a price")
    return State(tuple(found), day(whole.get("updated_at"), "`updated_at`"))


def _url(modes: Mapping[str, Any]) -> str | None:
    """The page of the last standard entry."""
    entries = [entry.get("rates") for entry in modes.get("standard") or ()]
    return page(entries[-1].get("source")) if entries and entries[-1] else None


def _runs(key: str, mode: str, value: Any) -> Iterator[PriceList]:
    """
    The price lists of the last run of equal prices of a *mode*; none where it was taken away.

    Equal entries follow one another whenever a page changed: the first of the run has its day.
    """
    if mode not in SERVICES:
        return
    entries = [table(entry, f"`{mode}` of `{key}`") for entry in listing(value, f"`{key}`")]
    if not entries or not entries[-1].get("rates"):
        return
    where = f"`{mode}` of `{key}`"
    last = table(entries[-1]["rates"], where)
    first = entries[-1]
    for entry in reversed(entries):
        rates = entry.get("rates") or {}
        if (rates.get("input"), rates.get("output")) != (last.get("input"), last.get("output")):
            break
        first = entry
    start = day(first.get("start"), where)
    listed = first["rates"].get("valid_from_basis") != DOCUMENTED
    service = SERVICES[mode]
    yield PriceList(_amounts(last, where), service, None, None, start, listed)
    for value in listing(last.get("tiers") or [], where):
        tier = table(value, where)
        over = amount(tier.get("above"), where)
        if over:
            yield PriceList(_amounts(tier, where), service, None, int(over), start, listed)


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
