"""
The files of one layer: read, checked by the schema of the catalog, and with a word for every fault.

Nothing outside its folder is read, and no link is followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from llmpick.catalog import read
from llmpick.catalog.finding import Finding, error
from llmpick.catalog.read import Fault, Record
from llmpick.errors import near_names, shown
from llmpick.overlay.places import LayerPlace

TABLE = "overlay.toml"
KINDS = (
    *("architectures", "developers", "electricity", "hardware", "licences"),
    *("models", "offerings", "providers"),
)
"""What a layer may state; scores are brought in by `llmpick evidence import`."""
MOST_FILES = 20_000

Table = Mapping[str, Any]


class Layer(NamedTuple):
    """
    What a layer states, as its files have it.

    *records* by KIND/ID; *whole* where each stands for the catalog's own, not for some of its
    facts; *table* holds discounts and what is forbidden, and stands in *table_path*. *folder* is
    the one that a project's file names, *about* what the layer says of itself.
    """

    name: str
    place: str
    records: dict[str, Record]
    table: Table
    table_path: str
    sha256: str
    files: int
    whole: bool = False
    folder: str | None = None
    about: str = ""

    @property
    def states(self) -> bool:
        """Whether it says anything at all."""
        table = self.table
        return bool(self.records or table.get("discounts") or table.get("forbidden"))


def of_folder(place: LayerPlace) -> tuple[Layer, list[Finding]]:
    """The layer in a folder, and what is wrong with its files."""
    path = os.path.join(place.path, TABLE)
    table: Table = {}
    found: list[Finding] = []
    if os.path.lexists(path):
        record = read.parse(place.path, TABLE)
        if isinstance(record, Fault):
            found.append(_fault(record, path))
        else:
            found += _table_findings(path, record.data)
            if "folder" in record.data:
                tip = "take it out: it is here"
                found.append(error(path, "folder", "is of llmpick.toml alone", tip))
            table = {} if found else record.data
    records, more = _records(place.path)
    return _layer(place, records, table, path), [*found, *more]


def of_project(place: LayerPlace) -> tuple[Layer, list[Finding]]:
    """The layer in [overlay] of llmpick.toml and in the folder it names, and what is wrong."""
    folder, name = os.path.split(os.path.realpath(place.path))
    parsed = read.parse(folder, name)
    if isinstance(parsed, Fault):
        return _empty(place), [_fault(parsed, place.path)]
    table = parsed.data.get("overlay")
    if table is None:
        return _empty(place), []
    if not isinstance(table, Mapping):
        return _empty(place), [error(place.path, "overlay", "is no table", "as [overlay]")]
    found = list(_table_findings(place.path, table, "overlay."))
    records: dict[str, Record] = {}
    if "folder" in table and not found:
        below = os.path.join(folder, table["folder"])
        if not _is_inside(folder, below):
            found.append(
                error(
                    *(place.path, "overlay.folder", "is no folder below that of llmpick.toml"),
                    'as folder = "overlay"',
                )
            )
        else:
            records, more = _records(below)
            layer = _layer(place, records, table, place.path)
            return layer._replace(folder=below), more
    return _layer(place, records, {} if found else table, place.path), found


def _is_inside(folder: str, below: str) -> bool:
    """Whether *below* is a folder under *folder*, links followed."""
    real, top = os.path.realpath(below), os.path.realpath(folder)
    return os.path.isdir(real) and real != top and real.startswith(os.path.join(top, ""))


def _records(folder: str) -> tuple[dict[str, Record], list[Finding]]:
    records: dict[str, Record] = {}
    found = list(_strangers(folder))
    paths = read.files(folder)
    if len(paths) > MOST_FILES:
        return {}, [error(folder, "folder", f"more than {MOST_FILES:,} files", "is it the layer?")]
    for path in paths:
        whole = os.path.join(folder, path)
        kind = path.partition("/")[0].removesuffix(".toml")
        if kind not in KINDS or path.endswith(".csv"):
            tip = f"a layer holds {', '.join(KINDS)}"
            found.append(error(whole, "file", f"`{shown(kind)}` cannot be in a layer", tip))
            continue
        record = read.parse(folder, path)
        if isinstance(record, Fault):
            found.append(_fault(record, whole))
        else:
            records[f"{record.kind}/{record.id}"] = record._replace(path=whole)
    return records, found


def _strangers(folder: str) -> Iterator[Finding]:
    """Folders and files that no layer has: most likely a name that was mistyped."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as fault:
        yield error(folder, "folder", f"cannot be read: {fault.strerror}", "check its permissions")
        return
    for name in names:
        is_file = not os.path.isdir(os.path.join(folder, name))
        known = name == TABLE or name in (*read.KINDS, *(f"{one}.toml" for one in read.SINGLE))
        if known or name.startswith(".") or (is_file and not name.endswith(".toml")):
            continue
        near = near_names(name, [TABLE] if is_file else KINDS, 1)
        tip = f"did you mean `{near[0]}`?" if near else f"a layer holds {', '.join(KINDS)}"
        yield error(os.path.join(folder, name), "file", "is of no kind of record", tip)


def _table_findings(path: str, table: Table, prefix: str = "") -> Iterator[Finding]:
    from llmpick.catalog import check

    record = Record("overlay", "overlay", "overlay.toml", dict(table), "")
    for finding in check.shape_findings(record):
        yield finding._replace(file=path, fact=f"{prefix}{finding.fact}")


def _fault(fault: Fault, path: str) -> Finding:
    return error(path, "file", fault.message, fault.hint, fault.line)


def _layer(place: LayerPlace, records: dict[str, Record], table: Table, path: str) -> Layer:
    import hashlib

    digest = hashlib.sha256()
    texts = {name: record.text for name, record in records.items()}
    for name in sorted(texts):
        digest.update(f"{name}\0{texts[name]}\0".encode())
    digest.update(repr(sorted(table.items(), key=lambda pair: pair[0])).encode())
    return Layer(
        name=place.name,
        place=place.path,
        records=records,
        table=read.plain(table),
        table_path=path,
        sha256=digest.hexdigest(),
        files=len(records) + bool(table),
    )


def _empty(place: LayerPlace) -> Layer:
    return _layer(place, {}, {}, place.path)
