"""From raw values to utilities, 0 to 1, on fixed ends: no candidate moves another."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple


class QualityScale(NamedTuple):
    """
    What an expected score is worth: straight from 0, *span* under the *frontier*, to 1 at it.

    Both are shares of 1. A route beyond the frontier is worth no more than one at it.
    """

    frontier: float
    span: float

    def utility(self, score: float) -> float:
        """The worth of an expected *score*, 0 to 1."""
        return min(1.0, max(0.0, 1.0 - (self.frontier - score) / self.span))

    def score_at(self, utility: float) -> float:
        """The expected score that is worth *utility*: the inverse of `utility` between the ends."""
        return self.frontier - (1.0 - utility) * self.span


POINTS = QualityScale(1.0, 1.0)
"""Every point counts the same, up to 100 of 100."""


class CostScale(NamedTuple):
    """
    What a monthly cost is worth, in USD.

    Half at the *reference*, and ever less beyond it: ``1 / (1 + cost / reference)``. Where it is
    *straight*, money counts as money: 1 for nothing, 0 at the reference.
    """

    reference: float
    straight: bool = False

    def utility(self, cost: float) -> float:
        """The worth of a monthly *cost*, 0 to 1."""
        if self.straight:
            return max(0.0, 1.0 - cost / self.reference)
        return self.reference / (self.reference + cost)

    def steepness(self, cost: float) -> float:
        """How fast the worth of a *cost* falls, by its logarithm."""
        if self.straight:
            return cost / self.reference
        worth = self.utility(cost)
        return worth * (1.0 - worth)

    def cost_at(self, utility: float) -> float | None:
        """The monthly cost that is worth *utility*: the inverse; None where none is."""
        if self.straight:
            return (1.0 - utility) * self.reference if utility <= 1 else None
        return self.reference * (1.0 / utility - 1.0) if 0 < utility <= 1 else None


total = fsum
"""
The score that contributions, weight times utility each, add up to.

Rounded once, so that it has the same bits in whatever order they come.
"""
