"""A catalog made with the user's layers over it, and its compiled form."""

from __future__ import annotations

import os
from collections.abc import Sequence

from llmpick.catalog import compile, words
from llmpick.catalog.container import Nested, dumps
from llmpick.catalog.contents import Catalog
from llmpick.catalog.finding import Finding
from llmpick.catalog.load import FORM
from llmpick.core.facts.own_layer import OwnLayer
from llmpick.files.write import private_folder, replace
from llmpick.overlay.lay import Laid, lay, records_of
from llmpick.overlay.layer import Layer, of_folder, of_project
from llmpick.overlay.places import LayerPlace, cache_path, stamp
from llmpick.overlay.refreshed import layer_of


def opened(place: LayerPlace, version: str) -> tuple[Layer, list[Finding]]:
    """The layer at *place* for the catalog of a *version*, and what is wrong with its files."""
    if place.name == "refreshed":
        return layer_of(place, version)
    return of_project(place) if place.name == "project" else of_folder(place)


def read(places: Sequence[LayerPlace], base: Catalog) -> Laid | None:
    """The catalog *base* under the layers at *places*; None where these state nothing."""
    layers: list[Layer] = []
    findings = []
    for place in places:
        layer, found = opened(place, base.meta.version)
        layers.append(layer)
        findings += found
    stating = [layer for layer in layers if layer.states]
    if not stating and not findings:
        return None
    laid = lay(records_of(base), stating, base.meta.own_day)
    return laid._replace(findings=sorted({*findings, *laid.findings}), folders=folders(layers))


def folders(layers: Sequence[Layer]) -> tuple[str, ...]:
    """The folders that files of *layers* name."""
    return tuple(layer.folder for layer in layers if layer.folder is not None)


def write(places: Sequence[LayerPlace], base: Catalog) -> Laid | None:
    """
    Compile *base* under the layers at *places* into the user's cache, unless one is broken.

    Raises:
        UserError: the cache folder does not take the file.
    """
    laid = read(places, base)
    if laid is not None and laid.findings:
        return laid
    meta = base.meta
    mark = stamp(base, places, laid.folders if laid else ())
    sections: dict[str, object] = {
        "fingerprint": mark,
        "layer_folders": laid.folders if laid else (),
        "meta": {"form": FORM, "own_layer": None},
    }
    if laid is not None:
        parts = compile.sections(laid.tables, meta.version, meta.sha256, meta.own_day)
        head = {**parts["meta"], "own_layer": laid.layer.sha256}  # type: ignore[dict-item]
        blobs = {
            f"{kind}/{name}": table
            for kind, found in laid.tables.items()
            for name, table in found.items()
        }
        sections |= {**parts, "meta": head, "own_layer": _plain(laid.layer)}
        sections["words"] = words.section(laid.tables, parts, None)
        sections["records"] = Nested(dumps(blobs))
    path = cache_path(base, places)
    private_folder(os.path.dirname(path))
    replace(path, dumps(sections), mode=0o600)
    return laid


def _plain(layer: OwnLayer) -> tuple[object, ...]:
    """*layer* as plain tuples, which marshal takes."""
    files, marks = tuple(map(tuple, layer.layers)), tuple(map(tuple, layer.marks))
    return (layer.sha256, files, marks, layer.forbidden)
