"""What a user's own layers change of the catalog, as answers say it."""

from __future__ import annotations

from typing import NamedTuple


class LayerFiles(NamedTuple):
    """One layer: its *name*, the folder or file that it is in, how many files, and their hash."""

    name: str
    place: str
    files: int
    sha256: str


class Mark(NamedTuple):
    """
    What of some routes a layer states, and on which ground.

    A route is meant that fits all of *provider*, *model* and *offering* that are not None. *what*
    is the part of it, such as prices; *facts* its facts, by name. In force from *since* up to and
    with *until*, ISO days.
    """

    what: str
    why: str
    provider: str | None = None
    model: str | None = None
    offering: str | None = None
    facts: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def holds(self, day: str) -> bool:
        """Whether it is in force on the ISO *day*."""
        return (self.since or "") <= day and (self.until is None or day <= self.until)

    def is_of(self, offering: str) -> bool:
        """Whether the route MODEL@PROVIDER[/VARIANT] is meant."""
        model, _, place = offering.partition("@")
        provider = place.partition("/")[0]
        pairs = ((self.provider, provider), (self.model, model), (self.offering, offering))
        return all(wanted is None or wanted == own for wanted, own in pairs)


class OwnLayer(NamedTuple):
    """All layers that lie over a catalog; *forbidden* are models that may not be run at all."""

    sha256: str
    layers: tuple[LayerFiles, ...]
    marks: tuple[Mark, ...]
    forbidden: tuple[str, ...]
