"""
Open a catalog: the compiled form where there is one that is not older than its files, else TOML.

Only what a question needs is decoded.
"""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from llmpick.catalog.container import Container, Damaged, open_container
from llmpick.catalog.contents import Catalog, Meta
from llmpick.errors import CatalogError

if TYPE_CHECKING:
    from llmpick.core.facts.own_layer import OwnLayer

PACKAGED = os.path.join(os.path.dirname(__file__), "catalog.bin")
CHECKOUT = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(__file__))), "catalog")
COMPILED = os.path.join(".compiled", "catalog.bin")
FORM = 25


def load(folder: str | None = None, as_of: str | None = None, *, earliest: bool = False) -> Catalog:
    """
    The catalog in *folder*, or the one that comes with llmpick.

    Args:
        folder: A catalog's folder, or None for the packaged one or that of the checkout.
        as_of: ISO day; None for the catalog's own.
        earliest: Take the catalog's own day where *as_of* lies before it.

    Raises:
        CatalogError: none there, or it is broken.
    """
    if folder is None and os.path.exists(PACKAGED):
        container = opened(PACKAGED)
        if container is None:
            raise CatalogError(DAMAGED, hint="install llmpick again, or use --catalog")
        return of_container(container, None, as_of, earliest)
    folder = folder or CHECKOUT
    container = opened(os.path.join(folder, COMPILED))
    if container is not None and _is_fresh(container, folder):
        return of_container(container, folder, as_of, earliest)
    return _from_toml(folder, as_of, earliest)


def opened(path: str) -> Container | None:
    """The compiled catalog at *path*, None where there is none of this form."""
    try:
        container = open_container(path)
        return container if container.section("meta")["form"] == FORM else None
    except (Damaged, KeyError, TypeError):
        return None


def _is_fresh(container: Container, folder: str) -> bool:
    """Whether its files are those it was compiled from; those of a published version stay so."""
    try:
        mark = container.section("fingerprint")
        if mark is None:
            return True
        from llmpick.catalog.stamp import fingerprint

        return bool(mark == fingerprint(folder))
    except (OSError, Damaged, KeyError):
        return False


def _day(own: str, as_of: str | None, earliest: bool) -> str:
    return own if as_of is None or (earliest and as_of < own) else as_of


def of_container(
    container: Container,
    folder: str | None,
    as_of: str | None,
    earliest: bool,
    rescued: Callable[[], Catalog] | None = None,
) -> Catalog:
    """The catalog in *container*, on a day; *rescued* makes it where its form is damaged."""
    rescued = rescued or (lambda: _rescued(folder, as_of, earliest))
    about = _guarded(container.section, "meta")
    day = _day(about["day"], as_of, earliest)
    own = about.get("own_layer")
    meta = Meta(about["version"], about["sha256"], about["day"], day, folder, True, own)
    if not _covers(about, day):
        try:
            records = container.nested("records")
            found = {name: records.section(name) for name in records.names()}
            layer = container.section("own_layer") if own else None
        except Damaged:
            return rescued()
        return _resolved(meta, found, layer)
    rescue: list[Catalog] = []

    def instead() -> Catalog:
        if not rescue:
            rescue.append(rescued())
        return rescue[0]

    def section(name: str) -> Any:
        try:
            return container.section(name)
        except Damaged:
            return instead().section(name)

    opened: list[Container] = []

    def record(name: str) -> Mapping[str, Any]:
        try:
            if not opened:
                opened.append(container.nested("records"))
            found: Mapping[str, Any] = opened[0].section(name)
            return found
        except Damaged:
            return instead().record(*name.split("/", 1))

    def ids() -> list[str]:
        try:
            return container.nested("records").names()
        except Damaged:
            return instead().paths()

    return Catalog(meta, section, record, ids)


def _rescued(folder: str | None, as_of: str | None, earliest: bool) -> Catalog:
    """The catalog from its TOML, where its compiled form turns out damaged and there is TOML."""
    if folder is None:
        raise CatalogError(DAMAGED, hint="install llmpick again, or use --catalog")
    return _from_toml(folder, as_of, earliest)


DAMAGED = "the compiled catalog is damaged, or others may write it"


def _covers(about: Mapping[str, Any], day: str) -> bool:
    until = about["until"]
    return bool(about["day"] <= day and (until is None or day < until))


def _guarded(read: Callable[[str], Any], name: str) -> Any:
    try:
        return read(name)
    except Damaged:
        raise CatalogError(DAMAGED, hint="install llmpick again, or use --catalog") from None


def under_layers(
    base: Meta,
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]],
    own_layer: "OwnLayer",
    as_of: str | None,
    earliest: bool,
) -> Catalog:
    """The catalog *base* with *tables* as its records, which *own_layer* lies over."""
    day = _day(base.own_day, as_of, earliest)
    meta = base._replace(day=day, compiled=False, own_layer=own_layer.sha256)
    flat = {f"{kind}/{name}": row for kind, rows in tables.items() for name, row in rows.items()}
    return _resolved(meta, flat, own_layer)


def _from_toml(folder: str, as_of: str | None, earliest: bool) -> Catalog:
    from llmpick.catalog import compile, read

    version = read.version(folder)
    found = compile.tables(folder)
    own = read.day_of(version)
    day = _day(own, as_of, earliest)
    meta = Meta(version, compile.content_hash(folder), own, day, folder, False)
    flat = {f"{kind}/{name}": row for kind, rows in found.items() for name, row in rows.items()}
    return _resolved(meta, flat)


def of_records(
    records: Mapping[str, Mapping[str, Any]], version: str, own_day: str, day: str
) -> Catalog:
    """The catalog that *records* make, by KIND/ID, as it stands on *day*; it is nowhere on file."""
    return _resolved(Meta(version, "", own_day, day, None, False), records)


def _resolved(
    meta: Meta, records: Mapping[str, Mapping[str, Any]], own_layer: Any = None
) -> Catalog:
    from llmpick.catalog import compile, read

    kinds = (*read.KINDS, *read.SINGLE)
    tables: dict[str, dict[str, Mapping[str, Any]]] = {kind: {} for kind in kinds}
    for path, record in records.items():
        kind, _, name = path.partition("/")
        tables[kind][name] = record
    sections = compile.sections(tables, meta.version, meta.sha256, meta.day)
    sections["own_layer"] = own_layer
    return Catalog(meta, sections.__getitem__, records.__getitem__, lambda: list(records))
