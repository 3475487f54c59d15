"""States of a catalog, by what people call them: `shipped`, a folder, a revision of Git."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from llmpick.catalog import read
from llmpick.catalog.load import CHECKOUT, load
from llmpick.errors import CatalogError, shown
from llmpick.files.read import bounded

SHIPPED = "shipped"


class CatalogState(NamedTuple):
    """A catalog as it was: its *version*, that version's ISO *day*, and its *files* by path."""

    name: str
    version: str
    day: str
    files: Mapping[str, bytes]


def state(name: str, home: str) -> CatalogState:
    """
    The state of a catalog that *name* means.

    Args:
        name: `shipped`, a folder, or a Git revision: `HEAD~30`, `v1.0:catalog`.
        home: The folder whose repository has the revisions.

    Raises:
        UserError: nothing is called so, or it cannot be read.
    """
    if name == SHIPPED:
        return _shipped()
    if os.path.isdir(name):
        return _of_folder(name, name)
    from llmpick.catalog import git

    return _of_files(name, git.files_at(name, home))


def _shipped() -> CatalogState:
    """The catalog that comes with llmpick; an installed one has no files, so they are written."""
    catalog = load(None)
    if catalog.meta.folder or os.path.isdir(CHECKOUT):
        return _of_folder(SHIPPED, catalog.meta.folder or CHECKOUT)
    import tempfile

    from llmpick.catalog.export import export

    with tempfile.TemporaryDirectory(prefix="llmpick-") as above:
        folder = os.path.join(above, "catalog")
        export(catalog, folder)
        return _of_folder(SHIPPED, folder)


def _of_folder(name: str, folder: str) -> CatalogState:
    version = read.version(folder)
    files = {}
    for path in read.files(folder):
        try:
            files[path] = bounded(os.path.join(folder, path), read.MAX_FILE_BYTES, follow=False)
        except (OSError, ValueError) as error:
            raise CatalogError(
                f"`{shown(path, 200)}` cannot be read: {shown(str(error), 160)}",
                hint="mend the file",
            ) from None
    return CatalogState(name, version, read.day_of(version), files)


def _of_files(name: str, files: Mapping[str, bytes]) -> CatalogState:
    try:
        version = read.version_of(files["VERSION"])
    except (ValueError, TypeError, OverflowError):
        raise CatalogError(
            f"VERSION of `{shown(name)}` is no date", hint="is it a catalog?"
        ) from None
    rest = {path: content for path, content in files.items() if path != "VERSION"}
    return CatalogState(name, version, read.day_of(version), rest)


def records(found: CatalogState, paths: Iterable[str]) -> dict[str, read.Record]:
    """
    The records at *paths*, by path.

    Raises:
        CatalogError: one is not TOML.
    """
    made = {}
    for path in paths:
        record = read.parsed(path, found.files[path])
        if isinstance(record, read.Fault):
            where = f"{path}:{record.line}" if record.line else path
            raise CatalogError(
                f"{shown(where, 200)} of `{shown(found.name)}`: {record.message}",
                hint=record.hint,
            )
        made[path] = record
    return made


def tables(found: Mapping[str, read.Record]) -> dict[str, dict[str, Any]]:
    """The tables of records, by path, days as ISO texts."""
    return {path: read.plain(record.data) for path, record in found.items()}
