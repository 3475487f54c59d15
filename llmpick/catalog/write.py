"""TOML in the canonical form, whole files or none."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Any

from llmpick.catalog import read
from llmpick.errors import CatalogError, shown


def canonical(folder: str, *, dry: bool) -> list[str]:
    """
    Rewrite the TOML files of *folder* that are not as tomli-w writes them; their paths.

    Raises:
        CatalogError: a file cannot be read or written; no further file is touched.
    """
    import tomli_w

    read.version(folder)
    changed: dict[str, str] = {}
    for path in read.files(folder):
        if not path.endswith(".toml"):
            continue
        record = read.parse(folder, path)
        if isinstance(record, read.Fault):
            raise CatalogError(f"{shown(path, 200)}: {record.message}", hint=record.hint)
        text = tomli_w.dumps(record.data)
        if text != record.text:
            changed[path] = text
    if not dry:
        for path, text in changed.items():
            replace(os.path.join(folder, path), text.encode())
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


def toml(table: Mapping[str, Any]) -> bytes:
    """*table* as a canonical file."""
    import tomli_w

    return tomli_w.dumps(table).encode()


def replace(path: str, data: bytes) -> None:
    """
    Put *data* into the file *path*, whole or not at all.

    Raises:
        CatalogError: the disk or the folder does not take it.
    """
    partial = f"{path}.{os.getpid()}.partial"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(partial, "wb") as file:
            file.write(data)
        os.replace(partial, path)
    except OSError as error:
        raise CatalogError(
            f"`{shown(path, 200)}` cannot be written: {error.strerror}",
            hint="check the folder and the disk",
        ) from None
    finally:
        if os.path.exists(partial):
            os.unlink(partial)
