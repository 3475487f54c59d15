"""From a need and the facts to the ranked field: the one pipeline that every answer takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.core.facts.facts import Facts
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking.filter import FilterResult, Scored, filter_routes, order, utilities_of
from llmpick.core.ranking.score import Scorer


class Field(NamedTuple):
    """
    Who is in the running.

    *fitting* are all routes that meet every limit, *shown* those that are ranked, both in order of
    the weighted sum; *filtered* says what became of the others.
    """

    scorer: Scorer
    fitting: list[Scored]
    shown: list[Scored]
    filtered: FilterResult

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
    filtered = filter_routes(scorer)
    fitting = sorted(filtered.fitting, key=order)
    shown = fitting if by_route else best_of_each_model(fitting)
    return Field(scorer, fitting, shown, filtered)


def best_of_each_model(rows: Iterable[Scored]) -> list[Scored]:
    """The first of *rows* of each model."""
    first: dict[str, Scored] = {}
    for row in rows:
        first.setdefault(row.route.model.id, row)
    return list(first.values())
