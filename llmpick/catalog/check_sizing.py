"""What the files that speeds rest on refer to, and whether the fit is that of the rows at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog.read import Record
from llmpick.errors import near_names, shown

Slip = tuple[str, str, str, str]
"""File, fact, what is wrong, how to mend it."""

Records = Mapping[str, Mapping[str, Record]]


def slips(records: Records) -> Iterator[Slip]:
    """Rows that name hardware or formats which the catalog lacks; checkpoints described twice."""
    files = records["measurements"]
    known: dict[str, set[str]] = {
        "hardware": set(records["hardware"]),
        "format": set(records["formats"]),
    }
    described: set[str] = set()
    for record in files.values():
        for row in _rows(record, "formats"):
            if row["id"] in known["format"]:
                yield record.path, "formats", f"`{row['id']}` exists already", "take it out"
            known["format"].add(row["id"])
        for row in _rows(record, "architectures"):
            if row["model"] in described:
                yield record.path, "architectures", f"{row['model']} twice", "take one out"
            described.add(row["model"])
    for record in files.values():
        for position, row in enumerate(_rows(record, "measurements")):
            for fact, names in known.items():
                name = row.get(fact)
                if name is not None and name not in names:
                    near = near_names(str(name), names, 1)
                    tip = f"did you mean `{near[0]}`?" if near else f"add its {fact}"
                    where = f"measurements.{position}.{fact}"
                    yield record.path, where, f"no {fact} `{shown(str(name))}`", tip


def _rows(record: Record, part: str) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = record.data.get(part) or []  # type: ignore[assignment]
    return rows


def stale_speed(records: Records) -> str | None:
    """What is wrong with derived/speed.toml, or None; a catalog without rows needs none."""
    if not records["measurements"]:
        return None
    if "speed" not in records["derived"]:
        return "is missing: no speeds"
    from llmpick.catalog import read, sizing

    meta: Mapping[str, Any] = records["derived"]["speed"].data["meta"]  # type: ignore[assignment]
    tables = {
        kind: {name: read.plain(record.data) for name, record in records[kind].items()}
        for kind in ("measurements", "hardware", "formats")
    }
    if meta["inputs_sha256"] == sizing.inputs_hash(tables, str(meta["as_of"])):
        return None
    return "the fit is older than the rows, hardware or formats it was made of"
