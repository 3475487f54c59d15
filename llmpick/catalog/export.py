"""All records of a catalog as files again."""

from __future__ import annotations

import os

from llmpick.catalog import read
from llmpick.catalog.load import Catalog
from llmpick.catalog.write import dated, replace, table, toml
from llmpick.errors import CatalogError, shown


def export(catalog: Catalog, target: str) -> int:
    """
    Write all records of *catalog* below the new folder *target*; how many.

    Raises:
        CatalogError: the folder exists, or does not take the files.
    """
    if os.path.lexists(target):
        raise CatalogError(f"`{shown(target)}` exists already", hint="name a new folder")
    found = 0
    for kind in (*read.KINDS, *read.SINGLE):
        for name in catalog.ids(kind):
            record = catalog.record(kind, name)
            single = kind in read.SINGLE
            path = os.path.join(target, f"{kind}.toml" if single else f"{kind}/{name}")
            if "rows" in record and kind == "derived":
                replace(f"{path}.csv", table(record["rows"]))
            else:
                replace(path if single else f"{path}.toml", toml(dated(record)))
            found += 1
    replace(os.path.join(target, "VERSION"), f"{catalog.meta.version}\n".encode())
    return found
