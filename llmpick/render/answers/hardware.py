"""What is shown of a record of hardware or of a format beside its facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llmpick.render import words
from llmpick.render.blocks import Grid

Record = Mapping[str, Any]


def rentals(record: Record) -> Grid:
    """What was asked for an hour: prices in force first, the cheapest above."""
    rows = sorted(record["rentals"], key=lambda rate: (_state(rate), rate["usd_per_gpu_hour"]))
    return Grid(
        ("rental", ">USD per hour of one", "terms", "where", ">machine of", "source", "of", "note"),
        tuple(_rate(record, rate) for rate in rows),
        title="Rental",
    )


def _rate(record: Record, rate: Mapping[str, Any]) -> tuple[str, ...]:
    source = record["sources"][rate["source"]]
    notes = (_state(rate), rate.get("note"))
    return (
        rate["provider"],
        words.price(rate["usd_per_gpu_hour"]),
        rate["terms"],
        rate.get("region") or "anywhere",
        str(rate["gpus"]),
        str(source.get("feed") or source.get("url") or rate["source"]),
        str(source.get("text_date") or source["read"]),
        "; ".join(filter(None, notes)),
    )


def _state(rate: Mapping[str, Any]) -> str:
    """Why a price is not in force; empty where it is."""
    if rate.get("disputed"):
        return "disputed, not in force"
    return "for the trend, not in force" if rate.get("trend_only") else ""


def losses(record: Record) -> Grid:
    """Benchmarks before and after a model was brought into the format."""
    return Grid(
        ("benchmark", "model", ">before", ">after", "unit", "source", "note"),
        tuple(
            (
                row["benchmark"],
                row["model"],
                f"{row['before']:g}",
                f"{row['after']:g}",
                row["unit"],
                str(record["sources"][row["source"]].get("url") or row["source"]),
                row.get("note") or "",
            )
            for row in record["losses"]
        ),
        title="Quality before and after",
    )
