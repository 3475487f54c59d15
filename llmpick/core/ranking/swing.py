"""The ends of each criterion for one need, in natural units: what a swing of it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Estimate
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking.score import Scorer
from llmpick.core.terms import privacy


class CriterionEnds(NamedTuple):
    """
    The values of a criterion that are worth 0 and 1.

    Performance: expected score in points of 100, and the models that stand for the ends; cost: USD
    a month; privacy: grades, P0 to P5; customisability: points of 100.
    """

    criterion: str
    worst: float | str
    best: float | str
    worst_model: str | None = None
    best_model: str | None = None


def anchors(need: Need, facts: Facts) -> list[CriterionEnds]:
    """The ends of the criteria that can differ for *need*, in the order of `CRITERIA`."""
    ends = facts.anchors
    worst_cost, best_cost = Scorer(need, facts).ends
    least = privacy.LEVEL_GRADE[need.privacy_level]
    grades = facts.scale.privacy_grades
    most = max(grades, key=lambda name: grades[name])
    found = {
        "performance": CriterionEnds(
            "performance",
            _points(ends.low, facts.estimates),
            _points(ends.high, facts.estimates),
            ends.low_model,
            ends.high_model,
        ),
        "cost": CriterionEnds("cost", worst_cost, best_cost),
        "privacy": CriterionEnds("privacy", least, most),
        "customisability": CriterionEnds("customisability", 0.0, 100.0),
    }
    return [found[name] for name in CRITERIA if found[name].worst != found[name].best]


def _points(theta: float, estimates: Sequence[Estimate]) -> float:
    """The expected score at *theta*, points, on the line between the two nearest estimates."""
    # beyond the lowest and highest estimate theirs stand: nothing is extrapolated
    rows = sorted((row.theta, row.score) for row in estimates)
    if not rows or theta <= rows[0][0]:
        return rows[0][1] * 100 if rows else 0.0
    for (low, below), (high, above) in pairwise(rows):
        if theta <= high:
            share = (theta - low) / (high - low) if high > low else 1.0
            return (below + share * (above - below)) * 100
    return rows[-1][1] * 100
