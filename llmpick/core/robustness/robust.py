"""How sure a ranking of routes is, and what would change its first place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from llmpick.core.facts import days
from llmpick.core.facts.estimates import Estimate
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.filter import Scored, utilities_of
from llmpick.core.ranking.methods import METHODS, ON_ITS_OWN, order
from llmpick.core.ranking.score import Candidate, Scorer
from llmpick.core.robustness.confidence import (
    NEAR_BEST,
    NEAR_POINTS,
    Confidence,
    Grounds,
    confidence,
)
from llmpick.core.robustness.draws import SIGMA, Column, ordered_weights, weights_around
from llmpick.core.robustness.flip_points import FlipPoint, of_values, of_weights, smallest
from llmpick.core.robustness.measures import alternative
from llmpick.core.robustness.pool import DRAWS, Pool
from llmpick.core.robustness.smaa import Acceptability, Robustness, in_the_running, smaa
from llmpick.core.robustness.stability import WeightInterval, stability_intervals

CONTENDERS = 40
"""How many of the best are looked at for the draws; who is further behind has not won any."""
RIVALS = 6
"""How many of the best, the first among them, are compared for what each needs to be first."""


class Robust(NamedTuple):
    """
    The draws, and what the first place hangs on.

    *sigma* is the standard deviation of the logarithm of a weight, None where only their order is
    known and all weights that keep it are drawn alike. *shares* are those of the *drawn* by route;
    *intervals* how far each weight may move, by criterion, before a route of another model is
    first; *break_evens* all single factors that would make another first, the smallest relative
    change first; *others* is the pick of each other method.
    """

    sigma: float | None
    drawn: Robustness
    shares: Mapping[str, Acceptability]
    intervals: Mapping[str, WeightInterval]
    break_evens: tuple[FlipPoint, ...]
    others: Mapping[str, str]
    confidence: Confidence


def robust(
    scorer: Scorer,
    rows: Sequence[Scored],
    fitting: Sequence[Scored],
    *,
    method: str = "additive",
    by_route: bool = False,
    factors: bool = False,
    whole: bool = True,
) -> Robust:
    """
    How sure it is that the first of *rows* is the best.

    Args:
        scorer: Prices and scores; it holds the need and the catalog's tables.
        rows: What is ranked, the best first: one at least.
        fitting: All routes that meet every limit, those of *rows* among them.
        method: What ranked them, one of `METHODS`.
        by_route: Another route of the same model is another choice.
        factors: Work out confidence factors too, which takes longest.
        whole: Work out what the first place hangs on too; else that is left empty.

    Returns:
        Shares of draws, intervals of weights, flip points and the confidence label.
    """
    weights = [scorer.weights[name] for name in CRITERIA]
    found = draws(scorer, rows[:CONTENDERS], weights, method, factors=factors)
    shares = {row.id: row for row in found.alternatives}
    first = scorer.candidate(rows[0].route)
    sure = confidence(grounds(scorer, first, found))
    sigma = None if scorer.need.rank else SIGMA
    if not whole:
        return Robust(sigma, found, shares, {}, (), {}, sure)
    if method == "additive":
        intervals, rivals = turning(scorer, rows[0], fitting, weights, siblings=by_route)
    else:
        rivals = [row.route.id for row in rows]
        values = [utilities_of(scorer, row) for row in rows]
        stretches = stability_intervals(values, weights, 0, method)
        intervals = dict(zip(CRITERIA, stretches, strict=True))
    candidates = [first, *(scorer.candidate(row.route) for row in rows[1:RIVALS])]
    utilities = [[one.utility for one in row.criteria] for row in candidates]
    needed = of_weights(intervals, rivals)
    # elsewhere a rival's new value would also move the scores of all others
    if method in ON_ITS_OWN:
        for place in range(1, len(candidates)):
            needed += of_values(scorer, utilities, weights, candidates, place, method)
    others = other_picks(scorer, rows, weights, method)
    return Robust(
        sigma=sigma,
        drawn=found,
        shares=shares,
        intervals=intervals,
        break_evens=tuple(smallest(needed, len(needed))),
        others=others,
        confidence=sure,
    )


def draws(
    scorer: Scorer,
    rows: Sequence[Scored],
    weights: Sequence[float],
    method: str = "additive",
    *,
    factors: bool = False,
) -> Robustness:
    """
    The draws of weights and measures over those of *rows* that can beat the first of them.

    Args:
        scorer: Prices and scores; it holds the need and the catalog's tables.
        rows: What is ranked, the best first.
        weights: One a criterion, adding to 1, in the order of `CRITERIA`.
        method: What ranked them, one of `METHODS`.
        factors: Work out confidence factors too.
    """
    everyone = [alternative(scorer, row.route) for row in rows]
    likely = list(range(len(rows)))
    ranked = [name for name in scorer.need.rank if scorer.weights[name]]
    # the rule for leaving out is that of a weighted sum around given weights; elsewhere all stay
    if method == "additive" and not ranked:
        likely = in_the_running(everyone, weights)
    pool = Pool()
    drawn = in_order(ranked) if ranked or not any(weights) else weights_around(pool, weights)
    contenders = [everyone[place] for place in likely]
    near = scorer.weights["performance"] * NEAR_POINTS / 100 / scorer.quality_scale.span
    return smaa(
        contenders, weights, drawn, pool, method=method, first=0, near=near, factors=factors
    )


def in_order(ranking: Sequence[str]) -> list[Column]:
    """
    Draws of weights of which only the order is known.

    Args:
        ranking: Names of criteria, the most important first. Those that are left out weigh 0.

    Returns:
        One column for each of `CRITERIA`, in their order.
    """
    known = ordered_weights(range(len(ranking))) if ranking else []
    columns = dict(zip(ranking, known, strict=True))
    return [columns.get(name) or [0.0] * DRAWS for name in CRITERIA]


def other_picks(
    scorer: Scorer, rows: Sequence[Scored], weights: Sequence[float], method: str
) -> dict[str, str]:
    """What every method but *method* picks of *rows*."""
    utilities = [utilities_of(scorer, row) for row in rows]
    costs, ids = [row.cost for row in rows], [row.route.id for row in rows]
    return {
        name: ids[order(score(utilities, weights), costs, ids)[0]]
        for name, score in METHODS.items()
        if name != method
    }


def turning(
    scorer: Scorer,
    first: Scored,
    fitting: Sequence[Scored],
    weights: Sequence[float],
    *,
    siblings: bool = False,
) -> tuple[dict[str, WeightInterval], list[str]]:
    """
    How far each weight may move before another is first, and the routes that are then.

    Beyond an interval without *siblings*, the first is passed by another model.

    Args:
        scorer: Prices and scores.
        first: The first choice at the given weights.
        fitting: All routes that meet every limit.
        weights: One a criterion, adding to 1, in the order of `CRITERIA`.
        siblings: Whether other routes of the first's own model count as others.

    Returns:
        The interval of each criterion, and the route ids that its positions refer to.
    """
    own = utilities_of(scorer, first)
    rows, ids = [own], [first.route.id]
    seen = {own}
    for row in fitting:
        if row.route.model.id == first.route.model.id and not siblings:
            continue
        found = utilities_of(scorer, row)
        # who is nowhere better is first at no weights; equal utilities need one row
        if found not in seen and any(map(float.__gt__, found, own)):
            seen.add(found)
            rows.append(found)
            ids.append(row.route.id)
    intervals = stability_intervals(rows, weights, 0)
    return dict(zip(CRITERIA, intervals, strict=True)), ids


def _evidence(estimate: Estimate | None) -> str:
    """How well an estimate is founded; of a catalog that words it otherwise, by its tests."""
    if estimate is None:
        return "thin"
    if estimate.label in NEAR_BEST:
        return estimate.label
    return "some" if estimate.task_scores else "general only"


def grounds(scorer: Scorer, first: Candidate, found: Robustness) -> Grounds:
    """What the confidence label rests on."""
    route, need = first.route, scorer.need
    estimate, read = route.estimate, route.offering.price_read
    return Grounds(
        p_near_best=found.regret.p_near,
        evidence=_evidence(estimate),
        tests=min(estimate.direct, estimate.task_scores) if estimate else 0,
        price_age_days=days.between(read, need.day) if read else None,
        language=need.language if estimate and estimate.direct < estimate.task_scores else None,
    )
