"""All routes that meet a need, as the analyses of a ranking take them: utilities in rows."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.core.answers.decide import best_of_each_model
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking.filter import Scored, filter_routes, order, utilities_of
from llmpick.core.ranking.limits import efforts
from llmpick.core.ranking.score import Facts, Scorer


class Field(NamedTuple):
    """
    Who is in the running.

    *fitting* are all routes that meet every limit, *shown* those that are ranked, both in order of
    the weighted sum; *routes* counts what was looked at.
    """

    scorer: Scorer
    fitting: list[Scored]
    shown: list[Scored]
    routes: int

    @property
    def need(self) -> Need:
        """What is asked."""
        return self.scorer.need

    @property
    def weights(self) -> list[float]:
        """In the order of the criteria."""
        return [self.scorer.weights[name] for name in CRITERIA]

    @property
    def ids(self) -> list[str]:
        """Of the routes that are ranked."""
        return [row.route.id for row in self.shown]

    @property
    def costs(self) -> list[float]:
        """USD a month of the routes that are ranked."""
        return [row.cost for row in self.shown]

    @property
    def utilities(self) -> list[tuple[float, float, float, float]]:
        """Of the routes that are ranked."""
        return [utilities_of(self.scorer, row) for row in self.shown]


def field(need: Need, facts: Facts, *, by_route: bool = False) -> Field:
    """The routes that meet *need*: all of them, or the best one of each model."""
    scorer = Scorer(need, facts)
    filtered = filter_routes(scorer, efforts(facts.estimates))
    fitting = sorted(filtered.fitting, key=order)
    shown = fitting if by_route else best_of_each_model(fitting)
    return Field(scorer, fitting, shown, filtered.routes)
