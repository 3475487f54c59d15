"""Records of a catalog in the canonical form."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Any

from llmpick.catalog import read
from llmpick.errors import CatalogError, shown
from llmpick.files import write


def canonical(folder: str, *, dry: bool) -> list[str]:
    """
    Rewrite the TOML files of *folder* that are not as tomli-w writes them; their paths.

    Raises:
        UserError: a file cannot be read or written; none is changed.
    """
    read.version(folder)
    changed: dict[str, bytes] = {}
    for path in read.files(folder):
        if not path.endswith(".toml"):
            continue
        record = read.parse(folder, path)
        if isinstance(record, read.Fault):
            raise CatalogError(f"{shown(path, 200)}: {record.message}", hint=record.hint)
        data = write.toml(record.data)
        if data != record.text.encode():
            changed[path] = data
    if not dry:
        write.replace_all({os.path.join(folder, path): data for path, data in changed.items()})
    return sorted(changed)


def dated(value: Any) -> Any:
    """*value* with ISO texts of whole days as days, as the files have them."""
    if isinstance(value, Mapping):
        return {key: item if key in _TEXTS else dated(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [dated(item) for item in value]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value


_TEXTS = frozenset({"name", "api_model", "other_api_models", "aliases", "rolling_aliases", "note"})


def table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """*rows* as a derived table."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows(row.values() for row in rows)
    return out.getvalue().encode()
