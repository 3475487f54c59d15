"""
A catalog with the user's own layers over it: compiled where that is as new as both, else made.

The compiled form lies in the user's cache folder, one a catalog and set of layers. No query writes
it: `llmpick overlay check`, `overlay init` and `catalog refresh --mine` do.
"""

from __future__ import annotations

from collections.abc import Sequence

from llmpick.catalog import load as catalogs
from llmpick.catalog.container import Container, Damaged
from llmpick.catalog.contents import Catalog
from llmpick.errors import CatalogError, shown
from llmpick.overlay.places import LayerPlace, cache_path, stamp


def laid_over(
    base: Catalog, places: Sequence[LayerPlace], as_of: str | None, *, earliest: bool = False
) -> Catalog:
    """
    The catalog *base* with the layers at *places* over it.

    Args:
        base: On its own day, so that nothing of it was decoded in vain.
        places: The lowest first.
        as_of: ISO day; None for the catalog's own.
        earliest: Take the catalog's own day where *as_of* lies before it.

    Raises:
        CatalogError: a layer is broken; the first fault is named.
    """
    found = catalogs.opened(cache_path(base, places))
    if found is not None and _is_fresh(found, base, places):
        if found.section("meta")["own_layer"] is None:
            return _again(base, as_of, earliest)

        def rescued() -> Catalog:
            return _made(base, places, as_of, earliest)

        return catalogs.of_container(found, base.meta.folder, as_of, earliest, rescued)
    return _made(base, places, as_of, earliest)


def _again(base: Catalog, as_of: str | None, earliest: bool) -> Catalog:
    return catalogs.load(base.meta.folder, as_of, earliest=earliest)


def _made(
    base: Catalog, places: Sequence[LayerPlace], as_of: str | None, earliest: bool
) -> Catalog:
    from llmpick.overlay.build import read

    found = read(places, base)
    for finding in found.findings if found else ():
        where = f"{finding.file}:{finding.line}" if finding.line else finding.file
        raise CatalogError(
            f"your own layer: {shown(where, 200)}: {finding.fact}: {shown(finding.message, 200)}",
            hint=finding.tip,
        )
    if found is None:
        return _again(base, as_of, earliest)
    return catalogs.under_layers(base.meta, found.tables, found.layer, as_of, earliest)


def _is_fresh(found: Container, base: Catalog, places: Sequence[LayerPlace]) -> bool:
    try:
        folders: Sequence[str] = found.section("layer_folders")
        return bool(found.section("fingerprint") == stamp(base, places, folders))
    except (Damaged, KeyError):
        return False
