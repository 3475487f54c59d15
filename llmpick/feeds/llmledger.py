"""llmledger: every change of LiteLLM's map with its day, as its package bundles them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from llmpick.feeds import litellm
from llmpick.feeds.package import GZIP, MAX_FILE_BYTES
from llmpick.feeds.rows import (
    PER_MTOK,
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

FILE = r"(.*/)?snapshot\.json\.gz"
FIELDS = {
    "input_cost_per_token": "input_per_mtok",
    "output_cost_per_token": "output_per_mtok",
}


def rows(files: Mapping[str, bytes]) -> FeedState:
    """
    The runs of equal input and output prices of every text model of the map.

    All are listed: a day here is when the map had a price, mended ones included, and no start.

    Raises:
        OtherForm: not such a file.
    """
    if len(files) != 1:
        raise OtherForm(f"{len(files)} snapshots instead of one")
    (data,) = files.values()
    whole = table(parsed(_unpacked(data)), "the file")
    events = table(whole.get("events"), "`events`")
    found = []
    for value in listing(whole.get("models"), "`models`"):
        model = table(value, "a model")
        key = word(model.get("key"), "`key` of a model")
        if model.get("mode") not in litellm.MODES:
            continue
        provider, name = litellm.named(key, word(model.get("host"), f"`host` of `{key}`"))
        prices = tuple(_runs(key, model, listing(events.get(key) or [], f"events of `{key}`")))
        if prices:
            found.append(FeedRow(key, provider, (name,), prices))
    if not found:
        raise OtherForm("no model of it has a price")
    litellm_state = table(whole.get("litellm"), "`litellm`")
    return FeedState(tuple(found), day(litellm_state.get("changed"), "`changed` of `litellm`"))


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(GZIP):
        return data
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # of a gzip file
    try:
        found = unpack.decompress(data, MAX_FILE_BYTES + 1)
    except zlib.error as error:
        raise OtherForm(f"the snapshot is broken: {str(error)[:100]}") from None
    if len(found) > MAX_FILE_BYTES or not unpack.eof:
        raise OtherForm("the snapshot is too large, or not whole")
    return found


def _runs(key: str, model: Mapping[str, Any], events: list[Any]) -> Iterator[FeedPrices]:
    """What the map had from which day on, oldest first; none where it ends elsewhere than now."""
    where = f"events of `{key}`"
    now: dict[str, float | None] = {
        "input_per_mtok": amount(model.get("input"), where),
        "output_per_mtok": amount(model.get("output"), where),
    }
    if None in now.values():
        return
    # backwards from now: each change has the value before it
    found: list[tuple[date | None, dict[str, float | None]]] = []
    values = now
    for began, changes in reversed(_by_day(events, where)):
        before = dict(values)
        for kind, field, old in changes:
            if kind in ("added", "start"):
                before = dict.fromkeys(now)
            elif kind == "price" and field in FIELDS and values[FIELDS[field]] is not None:
                before[FIELDS[field]] = amount(old, where, PER_MTOK)
        if before != values:
            found.append((began, values))
        values = before
        if None in values.values():
            break
    for began, amounts in reversed(found):
        priced = {name: value for name, value in amounts.items() if value is not None}
        if len(priced) == len(now):
            yield FeedPrices(priced, since=began, listed=True)


def _by_day(events: list[Any], where: str) -> list[tuple[date, list[tuple[str, str, Any]]]]:
    """Days, oldest first, each with its changes: kind, field, and the value before."""
    found: dict[date, list[tuple[str, str, Any]]] = {}
    for value in events:
        event = listing(value, where)
        began = day(event[0], where) if len(event) > 4 else None
        if began is None:
            raise OtherForm(f"{where} are of another form")
        found.setdefault(began, []).append((str(event[1]), str(event[2]), event[3]))
    # what was taken out and put back on one day is the same entry
    return [
        (began, [one for one in found[began] if not (_is_back(found[began]) and one[0] == "added")])
        for began in sorted(found)
    ]


def _is_back(changes: list[tuple[str, str, Any]]) -> bool:
    return any(kind == "removed" for kind, _, _ in changes)
