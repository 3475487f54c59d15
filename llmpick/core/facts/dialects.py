"""Which wire format a provider's endpoint speaks, and whether two of them speak the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.core.facts.records import Offering

Spoken = tuple[str, ...]
"""Dialects of API, the provider's main one first; only those that a source names."""


class DialectTable:
    """(provider, model or None) → dialects; a model's own ones stand for the provider's."""

    def __init__(self, rows: Iterable[tuple[str, str | None, Spoken]]) -> None:
        self._known = {(provider, model): spoken for provider, model, spoken in rows}

    def of(self, offering: Offering) -> Spoken | None:
        """What an endpoint that serves *offering* speaks, or None where no source says so."""
        own = self._known.get((offering.provider, offering.model))
        return own or self._known.get((offering.provider, None))


class DialectChange(NamedTuple):
    """
    Dialects of what is in use and of its replacement; None where they are not known.

    *shared* are those that both speak, None where one side is not known.
    """

    before: Spoken | None
    after: Spoken | None
    shared: Spoken | None

    @property
    def same(self) -> bool | None:
        """Whether a client of the one can call the other in the format it knows."""
        return None if self.shared is None else bool(self.shared)


def change(before: Spoken | None, after: Spoken | None) -> DialectChange:
    """From one endpoint to another."""
    if before is None or after is None:
        return DialectChange(before, after, None)
    return DialectChange(before, after, tuple(name for name in before if name in after))
