"""All records of a catalog as files again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from llmpick.catalog import read
from llmpick.catalog.contents import Catalog
from llmpick.catalog.write import dated, table
from llmpick.errors import CatalogError, shown
from llmpick.files import write

EVERY = (*read.KINDS, *read.SINGLE)


def export(catalog: Catalog, target: str, kinds: Iterable[str] = EVERY) -> int:
    """
    Write the records of *catalog* below the new folder *target*, all or none; how many.

    Args:
        catalog: What is written.
        target: The new folder.
        kinds: Those of these kinds alone.

    Raises:
        UserError: the folder exists, or does not take the files.
    """
    taken = CatalogError(f"`{shown(target)}` exists already", hint="name a new folder")
    found = 0
    with write.new_folder(target, taken=taken) as folder:
        for kind in kinds:
            for name in catalog.ids(kind):
                path, data = record_file(kind, name, catalog.record(kind, name))
                write.fill(os.path.join(folder, path), data)
                found += 1
        write.fill(os.path.join(folder, "VERSION"), f"{catalog.meta.version}\n".encode())
    return found


def record_file(kind: str, name: str, record: Mapping[str, Any]) -> tuple[str, bytes]:
    """The path of a record below the catalog's folder, and what stands there."""
    if "rows" in record and kind == "derived":
        return f"{kind}/{name}.csv", table(record["rows"])
    path = f"{kind}.toml" if kind in read.SINGLE else f"{kind}/{name}.toml"
    return path, write.toml(dated(record))
