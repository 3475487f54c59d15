"""
The names that a shell completes, kept in the compiled catalog and read without the rest of it.

A kind's words are one text of lines `name<TAB>what it is`. Names in a folder of files change only
where a folder does, so that a look at its folders says whether the words are as new as the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from llmpick.catalog.columns import unpack
from llmpick.catalog.container import Nested, dumps
from llmpick.catalog.in_force import Tables
from llmpick.core.names import gpu_names
from llmpick.core.names.name_index import NameIndex
from llmpick.core.names.resolve import resolve

NAMED = (
    *("models", "providers", "developers", "tasks", "benchmarks", "licences", "regulations"),
    *("hardware", "formats", "feeds", "plans", "embeddings"),
)
"""Kinds whose records are completed by their identifier."""


def section(records: Tables, sections: Mapping[str, Any], folder: str | None) -> Nested:
    """
    The words of the catalog that *records* make, as a section of its compiled form.

    Args:
        records: kind → id → table.
        sections: Its other sections.
        folder: Where its files are, None where they never change.
    """
    index = NameIndex._make(sections["names"])
    offerings = sorted(
        f"{model}@{provider}/{variant}" if variant else f"{model}@{provider}"
        for model, provider, variant, *_ in unpack(sections["offerings"])
    )
    reference = sections["tokens"][0]
    found: dict[str, Iterable[tuple[str, str]]] = {
        **{kind: _named(records[kind]) for kind in NAMED},
        "short": _short(records["models"], index),
        "gpus": _gpus(sections["hardware_names"]),
        "offerings": ((name, "") for name in offerings),
        "currencies": (("USD", ""), *((row[0], "") for row in unpack(sections["rates"]))),
        "presets": ((name, "") for name in records["scale"]["scale"].get("weights") or ()),
        "domains": ((name, "") for name in _domains(records)),
        "contents": ((name.replace("_", "-"), "") for name in (reference[4] if reference else ())),
    }
    return Nested(
        dumps({"mark": _mark(folder), **{kind: _text(rows) for kind, rows in found.items()}})
    )


def _domains(records: Tables) -> Iterable[str]:
    found: Mapping[str, object] = records["domains"].get("domains", {}).get("domains", {})
    return found


def _text(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}\t{told}" for name, told in rows)


def _named(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for name, table in sorted(tables.items()):
        yield name, str(table.get("name") or "")


def _short(models: Mapping[str, Any], index: NameIndex) -> Iterator[tuple[str, str]]:
    """The last part of each model's identifier, where it means that model and no other."""
    for name in sorted(models):
        last = name.rpartition("/")[2]
        if resolve(last, index).model == name:
            yield last, name


def _gpus(names: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Accelerators by their identifier, and by each name of one word that means one of them."""
    for name, others in sorted(names.items()):
        yield name, next(iter(others), "")
        short = dict.fromkeys(other.lower() for other in others if " " not in other)
        for other in short:
            if other != name and gpu_names.matches(other, names) == [name]:
                yield other, name


def _mark(folder: str | None) -> list[tuple[str, int]] | None:
    """The folders of a catalog, relative to it, with the times of their last change, in ns."""
    if folder is None:
        return None
    found = []
    for kind in (*NAMED, "offerings"):
        for path, below, _ in os.walk(os.path.join(folder, kind)):
            below[:] = sorted(name for name in below if not name.startswith("."))
            found.append((os.path.relpath(path, folder), os.stat(path).st_mtime_ns))
    return found
