"""A feed read into a layer of the user's own, where the catalog itself cannot be written."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.api.refresh import refresh
from llmpick.catalog import read
from llmpick.catalog.contents import Catalog
from llmpick.catalog.export import export
from llmpick.errors import UserError
from llmpick.feeds.proposal import Proposal
from llmpick.overlay import refreshed
from llmpick.overlay.refreshed import KINDS, RefreshedRecords


class Kept(NamedTuple):
    """A proposal, and how many records of the layer it changed."""

    proposal: Proposal
    records: int


def refresh_mine(
    base: Catalog,
    path: str,
    name: str,
    place: str,
    *,
    day: str | None,
    only: Sequence[str] = (),
    accepted: Iterable[str] = (),
    write: bool = True,
) -> Kept:
    """
    Hold the feed *name* against *base* and what was read before; keep what is newer at *path*.

    What a refresh would change of the catalog's files it changes in a copy of them, which is gone
    afterwards: the layer is what differs.

    Args:
        base: The catalog, without layers.
        path: The file of the layer.
        name: A feed.
        place: A file, a package or an https address.
        day: ISO day of the state; None where the file bears it.
        only: Models, providers or offerings to change; none: all.
        accepted: Guards that a person has answered.
        write: Whether to keep it.

    Raises:
        UserError: no such feed, guard or name; a file of another form; a disk that is full.
    """
    before = _before(base, path)
    try:
        with tempfile.TemporaryDirectory(prefix="llmpick-") as room:
            folder = os.path.join(room, "catalog")
            export(_with(base, before), folder, KINDS)
            done = refresh(folder, name, place, day=day, only=only, accepted=accepted, write=True)
            changed = {
                file.removesuffix(".toml"): _table(folder, file)
                for file in done.paths
                if file.endswith(".toml")
            }
    except OSError as error:
        raise UserError(
            f"the folder for temporary files does not take a copy: {error.strerror}",
            hint="make room, or name another one with TMPDIR",
        ) from None
    if changed and write:
        days = {**before.feeds, name: done.proposal.day}
        refreshed.keep(path, RefreshedRecords(before.catalog, days, {**before.records, **changed}))
    return Kept(done.proposal, len(changed))


def _table(folder: str, file: str) -> dict[str, Any]:
    with open(os.path.join(folder, file), "rb") as data:
        return tomllib.load(data)


def _before(base: Catalog, path: str) -> RefreshedRecords:
    """What was read for this version of the catalog; nothing where it was for another."""
    if os.path.lexists(path):
        found, _ = refreshed.read(path)
        if found.catalog == base.meta.version:
            return found
    return RefreshedRecords(base.meta.version, {}, {})


def _with(base: Catalog, before: RefreshedRecords) -> Catalog:
    """The records of *base* with those that were read *before* in their place."""

    def record(path: str) -> Mapping[str, Any]:
        if path in before.records:
            return read.plain(before.records[path])
        return base.record(*path.split("/", 1))

    paths = sorted({*base.paths(), *before.records})
    return Catalog(base.meta, base.section, record, lambda: paths)
