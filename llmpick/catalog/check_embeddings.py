"""Findings about embedding models and the boards they are compared on, taken together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog.check_hardware import Slip
from llmpick.catalog.read import Record

Records = Mapping[str, Mapping[str, Record]]


def slips(records: Records) -> Iterator[Slip]:
    """Names of providers, boards and licences that are not there, and results given twice."""
    for record in records["embeddings"].values():
        offerings, results = _rows(record, "offerings"), _rows(record, "results")
        for position, row in enumerate(offerings):
            where = f"offerings.{position}.provider"
            yield from _known(records, record, where, "providers", row["provider"])
        seen: set[str] = set()
        for position, row in enumerate(results):
            where = f"results.{position}.board"
            yield from _known(records, record, where, "embedding_boards", row["board"])
            if row["board"] in seen:
                yield Slip(record.path, where, f"{row['board']} stands twice", "take one out")
            seen.add(row["board"])
        facts: Mapping[str, Any] = record.data["facts"]  # type: ignore[assignment]
        for value in facts.get("licence") or ():
            yield from _known(records, record, "facts.licence", "licences", value["value"])
    for record in records["embedding_boards"].values():
        held: list[str] = record.data.get("holds") or []  # type: ignore[assignment]
        for name in held:
            yield from _known(records, record, "holds", "embedding_boards", name)


def sellers(records: Records) -> set[str]:
    """The providers that sell embedding models or rerankers."""
    return {
        row["provider"]
        for record in records["embeddings"].values()
        for row in _rows(record, "offerings")
    }


def _rows(record: Record, key: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = record.data.get(key) or []  # type: ignore[assignment]
    return found


def _known(records: Records, record: Record, fact: str, kind: str, name: str) -> Iterator[Slip]:
    if name not in records[kind]:
        yield Slip(record.path, fact, f"no record {kind}/{name}", f"add {kind}/{name}.toml")
