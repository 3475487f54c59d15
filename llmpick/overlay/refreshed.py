"""
The layer that `llmpick catalog refresh --mine` writes: whole records, as newer states of feeds have
them, in one file, for the one version of the catalog that they were held against.

It lies under the user's own layers. For another version of the catalog it says nothing: that one
was made from states of its own. To be rid of it, delete the file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from llmpick.catalog import check
from llmpick.catalog.finding import Finding, error
from llmpick.catalog.read import Record
from llmpick.errors import UserError, shown
from llmpick.files import write
from llmpick.files.read import read_bytes, toml_of
from llmpick.overlay.layer import Layer
from llmpick.overlay.places import LayerPlace

MAX_BYTES = 32_000_000
KINDS = ("feeds", "models", "offerings", "providers", "rates")
"""What a feed may change."""

Table = dict[str, Any]


class RefreshedRecords(NamedTuple):
    """The version of the *catalog*, the day of each feed's state, and records by KIND/ID."""

    catalog: str
    feeds: Mapping[str, date]
    records: Mapping[str, Table]


def read(path: str) -> tuple[RefreshedRecords, str]:
    """
    What is in the file *path*, and its hash.

    Raises:
        UserError: it cannot be read, or is of another form.
    """
    data = read_bytes(path, "refreshed layer", MAX_BYTES, hint="delete it, and refresh again")
    unfit = UserError(
        f"the refreshed layer `{shown(path, 200)}` is not what `catalog refresh --mine` wrote",
        hint="delete it, and refresh again",
    )
    try:
        table = toml_of(data.decode("utf-8"))
    except ValueError:  # text that is no UTF-8 is one too
        raise unfit from None
    version, feeds, records = (table.get(key) for key in ("catalog", "feeds", "records"))
    if not (isinstance(version, str) and _is_of(feeds, date) and _is_of(records, dict)):
        raise unfit
    assert isinstance(feeds, dict)
    assert isinstance(records, dict)
    return RefreshedRecords(version, feeds, records), hashlib.sha256(data).hexdigest()


def _is_of(value: object, kind: type) -> bool:
    """Whether *value* is a table of values of one *kind*."""
    return isinstance(value, dict) and all(isinstance(item, kind) for item in value.values())


def keep(path: str, refreshed: RefreshedRecords) -> None:
    """
    Put *refreshed* into the file *path*, whole or not at all.

    Raises:
        UserError: the folder does not take it.
    """
    table = {**refreshed._asdict(), "records": dict(sorted(refreshed.records.items()))}
    write.private_folder(os.path.dirname(path))
    write.replace(path, write.toml(table), mode=0o600)


def layer_of(place: LayerPlace, version: str) -> tuple[Layer, list[Finding]]:
    """The layer at *place* for the catalog of a *version*, and what is wrong with it."""
    empty = Layer(place.name, place.path, {}, {}, place.path, "", 0, whole=True)
    try:
        found, sha256 = read(place.path)
    except UserError as fault:
        return empty, [error(place.path, "file", str(fault), fault.hint or "")]
    states = ", ".join(f"{feed} of {day}" for feed, day in sorted(found.feeds.items()))
    layer = empty._replace(sha256=sha256, files=len(found.records), about=states)
    if found.catalog != version:
        other = f"{states}, for catalog {found.catalog}: refresh again for {version}"
        return layer._replace(about=other), []
    records = {key: _record(key, table, place.path) for key, table in found.records.items()}
    findings = [slip for record in records.values() for slip in _slips(record)]
    return layer._replace(records={} if findings else records), findings


def _record(key: str, table: Table, path: str) -> Record:
    kind, _, name = key.partition("/")
    return Record(kind, name, path, table, "")


def _slips(record: Record) -> list[Finding]:
    if record.kind not in KINDS:
        return [error(record.path, shown(record.kind), "is of no feed", "delete the file")]
    shaped = record._replace(path=f"{record.kind}/{record.id}.toml")
    found = [*check.shape_findings(shaped)] or [*check.missing_sources(shaped.path, record.data)]
    return [one._replace(file=record.path, fact=f"{shown(record.id)}: {one.fact}") for one in found]
