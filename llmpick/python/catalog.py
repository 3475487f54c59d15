"""The facts that questions are asked of."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from llmpick.errors import UserError, shown

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog as Facts
    from llmpick.evidence.own import OwnResults

Path = str | os.PathLike[str]


class Catalog:
    """An opened catalog; `open_catalog` gives one."""

    __slots__ = ("_facts", "_results")
    _facts: Facts
    _results: OwnResults | None

    def __init__(self, facts: Facts, results: OwnResults | None) -> None:
        object.__setattr__(self, "_facts", facts)
        object.__setattr__(self, "_results", results)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Catalog is frozen; open another one", name=name)

    @property
    def version(self) -> str:
        """Version of the catalog, a day with dots: 2026.11.23."""
        return self._facts.meta.version

    @property
    def sha256(self) -> str:
        """SHA-256 over the catalog's files."""
        return self._facts.meta.sha256

    @property
    def as_of(self) -> str:
        """Day that answers stand for, ISO."""
        return self._facts.meta.day

    def __repr__(self) -> str:
        return f"Catalog(version={self.version!r}, as_of={self.as_of!r})"


def open_catalog(
    folder: Path | None = None,
    *,
    as_of: str | date | None = None,
    evidence: Path | None = None,
    overlays: Sequence[Path] = (),
) -> Catalog:
    """
    The catalog to ask.

    Args:
        folder: Another catalog than the one that came with llmpick.
        as_of: Facts in force on that day, as 2026-11-23. Default: the catalog's own day; the
            command line takes today's.
        evidence: Folder of your own evaluation results, as `llmpick evidence import` keeps them.
        overlays: Layers of your own, each a folder of `llmpick overlay init`, the lowest first.

    Raises:
        LlmpickError: there is no such catalog, day or layer, or it is broken.
    """
    from llmpick.asking.query import own_results
    from llmpick.catalog.load import load

    day = _day(as_of)
    place = None if folder is None else os.fspath(folder)
    if overlays:
        from llmpick.overlay.load import laid_over
        from llmpick.overlay.places import LayerPlace

        layers = [LayerPlace("user", os.fspath(layer)) for layer in overlays]
        facts = laid_over(load(place), layers, day or load(place).meta.day)
    else:
        facts = load(place, day) if day else load(place)
    results = None if evidence is None else own_results(facts, os.fspath(evidence))
    return Catalog(facts, results)


def _day(as_of: str | date | None) -> str | None:
    if as_of is None:
        return None
    try:
        return date.fromisoformat(str(as_of).strip()).isoformat()
    except ValueError:
        raise UserError(f"no day `{shown(str(as_of))}`", hint='as_of="2026-11-23"') from None
