"""The ends of each criterion for one need, in natural units: what a swing of it is worth."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.core.facts.facts import Facts
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking.score import Scorer


class CriterionEnds(NamedTuple):
    """
    The values of a criterion that are worth 0 and 1.

    Performance: expected score in points of 100, and the model that stands for the best;
    cost: USD a month; privacy: levels; customisability: points of 100.
    """

    criterion: str
    worst: float | str
    best: float | str
    best_model: str | None = None


def anchors(need: Need, facts: Facts) -> list[CriterionEnds]:
    """The ends of the criteria that can differ for *need*, in the order of `CRITERIA`."""
    scorer = Scorer(need, facts)
    quality, reference = scorer.quality_scale, scorer.cost_scale.reference
    levels = facts.scale.privacy_levels
    least, most = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    found = {
        "performance": CriterionEnds(
            "performance",
            max(0.0, quality.score_at(0.0)) * 100,
            quality.frontier * 100,
            facts.frontier.model,
        ),
        # a scale without a worst end: at so much, a tenth is left
        "cost": CriterionEnds("cost", 9 * reference, 0.0),
        "privacy": CriterionEnds("privacy", least, most),
        "customisability": CriterionEnds("customisability", 0.0, 100.0),
    }
    return [found[name] for name in CRITERIA if found[name].worst != found[name].best]
