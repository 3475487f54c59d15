"""
What to use, and the steps from it: what is better for more money, what is cheaper for less.

Of routes alike in privacy and customisability none of the three is beaten in both quality and bill:
each step goes to the end of the steepest slope from where the first stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import erf, inf, sqrt
from typing import NamedTuple

from llmpick.core.facts.estimates import Estimate
from llmpick.core.ranking.field import Field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.score import (
    GENERAL_SHARE,
    Candidate,
    Scorer,
    counted,
    failures,
    floor_score,
)

BETTER_POINTS = 3.0
"""So many points of quality, at least, is a step up better."""
BETTER_CHANCE = 0.75
"""So likely, at least, it is better at all."""
SAVES_SHARE = 0.4
SAVES_USD = 5.0
"""So much of the bill, and so many US dollars a month, a step down saves at least."""
DOUBLE = 2.0
"""A bill of more than so many times the first's is no equal of it."""
SAME_SCORE = 0.01
"""Another host of the first's model whose score is so near is the same choice."""


class Step(NamedTuple):
    """
    A route beside the first: *points* of quality more, *usd* more a month, either may be below 0.

    *break_even_usd* is the cost of one failed request from which the dearer of the two pays; None
    where the dearer one is no better. *over_budget*: it is beyond what may be spent.
    """

    candidate: Candidate
    points: float
    usd: float
    break_even_usd: float | None
    over_budget: bool


class Picks(NamedTuple):
    """
    What to use, and the steps from it; None where none is worth taking.

    *equal* are what cannot be told from *use*: other models, and other hosts of its own.
    """

    use: Candidate
    better: Step | None
    cheaper: Step | None
    equal: tuple[Candidate, ...]


def picks(found: Field, use: Scored, toss_up: Sequence[str] = ()) -> Picks:
    """
    What *use*, the first of *found*, may be exchanged for.

    Args:
        found: What meets the need; what only its budget stops counts as better too.
        use: The first.
        toss_up: Routes that cannot be told from it, by the draws.
    """
    scorer = found.scorer
    dear = found.filtered.over_budget
    up = _better(use, [*found.fitting, *dear])
    down = _cheaper(use, found.fitting, floor_score(found.need, scorer.facts))
    named = {row.route.id: row for row in found.shown}
    taken = {step.route.id for step in (use, up, down) if step}
    rivals = [
        row
        for name in toss_up
        if name not in taken and (row := named.get(name)) and _alike(row, use)
    ]
    return Picks(
        scorer.candidate(use.route),
        up and _step(scorer, use, up),
        down and _step(scorer, use, down),
        tuple(scorer.candidate(row.route) for row in [*_hosts(found, use, taken), *rivals]),
    )


def _better(use: Scored, rows: Iterable[Scored]) -> Scored | None:
    """Of the routes that are clearly better, the one whose further point costs least."""
    best: Scored | None = None
    least = (inf, 0.0, 0.0, "")
    own = use.route.estimate
    for row in rows:
        other = row.route.estimate
        if own is None or other is None:
            continue
        points = (counted(other) - own.score) * 100
        if points < BETTER_POINTS or chance_better(other, own) < BETTER_CHANCE:
            continue
        # a point for less than nothing is no better a bargain the fewer points there are
        key = (max(0.0, row.cost - use.cost) / points, -points, row.cost, row.route.id)
        if key < least:
            best, least = row, key
    return best


def _cheaper(use: Scored, rows: Iterable[Scored], floor: float) -> Scored | None:
    """Of the routes that save much and are still of use, the one that loses least for a dollar."""
    best: Scored | None = None
    least = (inf, 0.0, 0.0, "")
    own = use.route.estimate
    most = min((1 - SAVES_SHARE) * use.cost, use.cost - SAVES_USD)
    for row in rows:
        other = row.route.estimate
        if own is None or other is None or row.cost > most or counted(other) < floor:
            continue
        lost = (own.score - counted(other)) * 100
        key = (max(0.0, lost) / (use.cost - row.cost), row.cost, lost, row.route.id)
        if key < least:
            best, least = row, key
    return best


def _step(scorer: Scorer, use: Scored, to: Scored) -> Step:
    one, two = use.route.estimate, to.route.estimate
    assert one is not None
    assert two is not None
    points, usd = (two.score - one.score) * 100, to.cost - use.cost
    budget = scorer.need.budget_usd_per_month
    pays = usd / failures(scorer.need.workload, points) if usd * points > 0 else None
    over = budget is not None and to.cost > budget
    return Step(scorer.candidate(to.route), points, usd, pays, over)


def _alike(row: Scored, use: Scored) -> bool:
    """Whether neither is clearly the better one, and the bills are of one size."""
    one, other = row.route.estimate, use.route.estimate
    if one is None or other is None or row.cost > DOUBLE * use.cost:
        return False
    return 1 - BETTER_CHANCE < chance_better(one, other) < BETTER_CHANCE


def _hosts(found: Field, use: Scored, taken: Collection[str]) -> list[Scored]:
    """Other hosts of its model and effort that are as good, the best first, without *taken*."""
    return [
        row
        for row in found.fitting
        if row.route.model.id == use.route.model.id
        and row.route.effort == use.route.effort
        and row.route.offering.provider != use.route.offering.provider
        and row.route.id not in taken
        and use.score - row.score <= SAME_SCORE
    ]


def chance_better(one: Estimate, other: Estimate) -> float:
    """P(*one* is the abler of the two); efforts of a model share the general part of the error."""
    shared = GENERAL_SHARE if one.model == other.model else 0.0
    spread = sqrt((1 - shared) * (one.spread**2 + other.spread**2))
    gap = one.score - other.score
    if not spread:
        return 0.5 if not gap else float(gap > 0)
    return 0.5 * (1 + erf(gap / spread / sqrt(2)))
