"""Findings about ends: what ended on no day, and makers and sellers whose days differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog.finding import Finding, error, warning
from llmpick.catalog.read import Record

MANY = 6
"""Sellers that a finding names."""


def end_findings(records: Mapping[str, Mapping[str, Record]], day: str) -> Iterator[Finding]:
    """Offerings that ended without a day, and models that end elsewhere on another one."""
    today = datetime.date.fromisoformat(day)
    sold: dict[str, list[Record]] = {}
    for record in records["offerings"].values():
        yield from _without_a_day(record)
        model = record.id.partition("/")[2].partition("@")[0]
        if _listing(record)["value"] == "current":
            sold.setdefault(model, []).append(record)
    for name, model_record in records["models"].items():
        ends = _last(model_record, "retires_on")
        if isinstance(ends, datetime.date) and not _last(model_record, "open_weights"):
            yield from _of_model(model_record, ends, sold.get(name, []), today)


def _without_a_day(record: Record) -> Iterator[Finding]:
    """An offering that is over needs its last day, or one on which it was seen or was gone."""
    listing = _listing(record)
    if listing["value"] == "current" or "since" in listing:
        return
    if _last(record, "retires_on") is None and _last(record, "last_listed_on") is None:
        yield error(
            record.path,
            "facts.listing",
            f"{listing['value']} on no day, so that no past day shows it",
            "add `retires_on`, `since` of the listing, or `last_listed_on`",
        )


def _of_model(
    model: Record, ends: datetime.date, sold: list[Record], today: datetime.date
) -> Iterator[Finding]:
    """Who sells a closed model beyond its maker's end, and who has another day for it."""
    over: list[str] = []
    differing: list[str] = []
    for record in sold:
        own = _last(record, "retires_on")
        name = record.id.partition("/")[0] + _variant(record.id)
        if own is None and ends <= today and record.data["first_party"]:
            yield error(
                record.path,
                "facts.listing",
                f"on sale at the maker, which ended the model on {ends}",
                "add its `retires_on`, or mend the model's",
            )
        elif own is None and ends <= today:
            over.append(name)
        elif own is not None and own != ends and own > today:
            differing.append(f"{name} {own}")
    if over:
        yield warning(
            model.path,
            "facts.retires_on",
            f"ended by its maker on {ends}, and still listed without an end by {_some(over)}",
            "read their pages: who has it from the maker ends with it",
        )
    if differing:
        yield warning(
            model.path,
            "facts.retires_on",
            f"ends on {ends} at its maker, on another day at {_some(differing)}",
            "read both pages; a day before which it will not end is `earliest_retirement_on`",
        )


def _some(names: list[str]) -> str:
    names = sorted(names)
    more = f" and {len(names) - MANY} more" if len(names) > MANY else ""
    return ", ".join(names[:MANY]) + more


def _variant(name: str) -> str:
    _, at, variant = name.partition("@")
    return f"{at}{variant}"


def _listing(record: Record) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
    return facts["listing"][-1]  # type: ignore[no-any-return]


def _last(record: Record, fact: str) -> Any:
    facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
    values = [value["value"] for value in facts.get(fact) or () if not value.get("disputed")]
    return values[-1] if values else None
