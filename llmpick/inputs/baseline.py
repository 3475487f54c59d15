"""Baselines: the findings that were there before, so that a check tells of new ones alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from llmpick.errors import UserError, shown
from llmpick.files.read import TooDeep, json_of, read_text

SCHEMA = "llmpick-baseline-1"
MOST_BYTES = 20_000_000
HINT = "--write-baseline FILE makes one"


def read(path: str) -> frozenset[str]:
    """
    The fingerprints in the baseline at *path*.

    Raises:
        UserError: it cannot be read, or is no baseline.
    """
    text = read_text(path, "baseline", MOST_BYTES)
    try:
        table = json_of(text)
    except (TooDeep, ValueError):
        table = None
    rows = table.get("findings") if isinstance(table, dict) else None
    if not isinstance(rows, list) or table.get("schema") != SCHEMA:
        raise UserError(f"`{shown(path, 200)}` is no baseline of llmpick", hint=HINT)
    found = [row["fingerprint"] for row in rows if _is_whole(row)]
    if len(found) < len(rows):
        raise UserError(f"`{shown(path, 200)}` has a finding without fingerprint", hint=HINT)
    return frozenset(found)


def _is_whole(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("fingerprint"), str)


def document(rows: Iterable[Mapping[str, object]]) -> bytes:
    """The baseline of findings *rows*, each with file, name, rule and fingerprint; sorted."""
    keys = ("file", "name", "rule", "fingerprint")
    kept = sorted(
        ({key: row[key] for key in keys} for row in rows), key=lambda row: str([*row.values()])
    )
    return (json.dumps({"schema": SCHEMA, "findings": kept}, indent=1) + "\n").encode()
