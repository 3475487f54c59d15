"""What is handed to another tool: the pick, what stands in for it, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from llmpick.core.connecting.connection import Connection


class Leg(NamedTuple):
    """
    One route of a plan.

    Prices are of the base list, US dollars per million tokens; None: not known, or of another
    currency. *tools* is the provider's name by tool, *openrouter* the model's identifier there.
    """

    connection: Connection
    model: str
    context_tokens: int | None
    output_tokens: int | None
    input_usd_per_mtok: float | None
    output_usd_per_mtok: float | None
    cache_read_usd_per_mtok: float | None
    price_read: str | None
    tools: Mapping[str, str]
    openrouter: str | None

    @property
    def is_priced(self) -> bool:
        """Whether input and output have a price in US dollars."""
        return self.input_usd_per_mtok is not None and self.output_usd_per_mtok is not None


class RoutePlan(NamedTuple):
    """
    The *legs* in the order of trying: the pick, then its fallbacks.

    *origin* are sentences: which decision, which catalog and day, which prices. *no_training* and
    *no_retention* are what the need requires of privacy.
    """

    legs: tuple[Leg, ...]
    origin: tuple[str, ...]
    no_training: bool = False
    no_retention: bool = False

    @property
    def pick(self) -> Leg:
        """The first."""
        return self.legs[0]
