"""The answer of `cost --history`: every price list of a model's routes, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from llmpick.lang.said import said
from llmpick.render import words
from llmpick.render.blocks import Answer, Grid
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.bill import (
        CostHistoryAnswer,
        PriceListRecord,
    )


class Listed(Protocol):
    """A price list of a route with its source."""

    @property
    def route(self) -> str: ...
    @property
    def entry(self) -> Mapping[str, Any]: ...
    @property
    def source(self) -> Mapping[str, Any]: ...


def history(rows: Iterable[Listed], about: About) -> Answer:
    """All forms of the price lists of some routes."""
    records = [_listed(row) for row in rows]
    payload: CostHistoryAnswer = {**about.head("cost"), "price_lists": records}
    return Answer(
        payload=payload,
        records=records,
        ids=list(dict.fromkeys(item["route"] for item in records)),
        blocks=[
            Grid(
                ("route", "since", "list", ">in", ">out", ">cache read", "", "source"),
                tuple(_history_row(item, about.day) for item in records),
                minor=("source", ">cache read"),
            )
        ],
        code=0 if records else 1,
    )


def _listed(row: Listed) -> PriceListRecord:
    entry, source = row.entry, row.source
    return {
        "route": row.route,
        "since": entry.get("since"),
        "service": entry.get("service", "standard"),
        "window": entry.get("window"),
        "over_input_tokens": entry.get("over_input_tokens"),
        "currency": entry.get("currency", "USD"),
        "input_per_mtok": entry.get("input_per_mtok"),
        "output_per_mtok": entry.get("output_per_mtok"),
        "cache_read_per_mtok": entry.get("cache_read_per_mtok"),
        "cache_write_per_mtok": entry.get("cache_write_per_mtok"),
        "cache_write_1h_per_mtok": entry.get("cache_write_1h_per_mtok"),
        "disputed": bool(entry.get("disputed")),
        "source": source.get("url") or source.get("title") or source.get("feed"),
        "source_kind": source.get("kind"),
        "read": source.get("read"),
        "note": entry.get("note"),
    }


def _history_row(item: PriceListRecord, day: str) -> tuple[str, ...]:
    kinds = [item["service"]] if item["service"] != "standard" else []
    if item["window"]:
        kinds.append(item["window"])
    if item["over_input_tokens"]:
        kinds.append(said("over {item}", item=words.short_count(item["over_input_tokens"])))
    ahead = (item["since"] or "") > day
    return (
        item["route"],
        item["since"] or "start",
        " ".join(kinds) or "standard",
        words.price(item["input_per_mtok"]),
        words.price(item["output_per_mtok"]),
        words.price(item["cache_read_per_mtok"]),
        "disputed" if item["disputed"] else "announced" if ahead else item["currency"],
        f"{item['source']}, read {item['read']}",
    )
