"""What another route needs to become the first, in the units that people buy in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, fsum, log
from typing import Literal, NamedTuple

from llmpick.core.facts.records import Anchors, Estimate
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking import values
from llmpick.core.ranking.methods import Row, Rows
from llmpick.core.ranking.score import Candidate, Criterion, Scorer
from llmpick.core.robustness.stability import WeightInterval, value_needed

WEIGHT_UNIT = "share of all weights"


class FlipPoint(NamedTuple):
    """
    One factor that alone would make *rival*, a route, tie with the first.

    *kind*: `value` (the rival's own value on the criterion) or `weight` (of the criterion). *now*
    and *needed* are in *unit*; *needed* is None where no value on this criterion alone would do.
    *utility_needed* may be above 1 then, and is None of a weight. *change* is relative to what is
    now, for a grade the part of the whole scale; None where nothing does.
    """

    rival: str
    criterion: str
    kind: Literal["value", "weight"]
    now: float | str | None
    needed: float | str | None
    unit: str
    utility_needed: float | None
    change: float | None


def of_values(
    scorer: Scorer,
    rows: Rows,
    weights: Row,
    candidates: Sequence[Candidate],
    rival: int,
    method: str = "additive",
) -> list[FlipPoint]:
    """
    What *rival* must be worth, criterion by criterion, to tie with the first of *candidates*.

    Args:
        scorer: Holds the need, the ends of the scales and the estimates of the task.
        rows: Utilities of *candidates*.
        weights: Of the criteria.
        candidates: All that are compared, the first choice first.
        rival: Position of the other one.
        method: One of `methods.METHODS`.

    Returns:
        One flip point for each criterion that has a weight.
    """
    return [
        _of_value(
            scorer,
            candidates[rival],
            candidates[rival].criteria[place],
            value_needed(rows, weights, 0, rival, place, method),
        )
        for place in range(len(CRITERIA))
        if weights[place]
    ]


def of_weights(intervals: Mapping[str, WeightInterval], ids: Sequence[str]) -> list[FlipPoint]:
    """The ends of the stretch in which the first stays first, as what its rivals (*ids*) need."""
    found = []
    for name, interval in intervals.items():
        given = interval.given
        for end, rival in ((interval.low, interval.below), (interval.high, interval.above)):
            if rival is not None and given:
                change = abs(end - given) / given  # relative, to be compared with those of values
                rival_id = ids[rival]
                found.append(
                    FlipPoint(rival_id, name, "weight", given, end, WEIGHT_UNIT, None, change)
                )
    return found


def smallest(found: Iterable[FlipPoint], count: int = 2) -> list[FlipPoint]:
    """The *count* smallest relative changes that would do, smallest first."""
    possible = [one for one in found if one.change is not None]
    return sorted(
        possible, key=lambda one: (one.change or 0.0, one.criterion, one.kind, one.rival)
    )[:count]


def _of_value(
    scorer: Scorer, candidate: Candidate, criterion: Criterion, utility: float | None
) -> FlipPoint:
    name, now = criterion.name, criterion.value
    # the first may be level with a rival that is dearer: nothing is needed then
    needed = None if utility is None or utility > 1 else _raw(scorer, candidate, name, utility)
    change: float | None = None
    if needed is not None and utility is not None:
        change = utility - criterion.utility
        if isinstance(needed, float) and isinstance(now, float | int):
            # a change of nothing has no relative size
            change = abs(needed - now) / now if now else None
    return FlipPoint(
        candidate.route.id, name, "value", now, needed, criterion.unit, utility, change
    )


def _raw(scorer: Scorer, candidate: Candidate, name: str, utility: float) -> float | str | None:
    """The raw value worth *utility* to *candidate*; None where no value is."""
    if name == "cost":
        return values.cost_at(utility, *scorer.ends)
    if name == "privacy":
        return grade_at(utility, scorer.facts.scale.privacy_grades, scorer.required)
    if name == "customisability":
        return utility * 100
    estimate = candidate.route.estimate
    if estimate is None:
        return None
    theta = theta_at(utility, scorer.anchors, scorer.facts.scale.knee_utility)
    slope = score_slope(scorer.facts.estimates)
    return score_at(theta, estimate.theta, estimate.score, slope) * 100


def theta_at(utility: float, anchors: Anchors, knee_utility: float) -> float:
    """
    The ability that is worth *utility*: the inverse of `values.quality_utility`.

    Args:
        utility: 0 to 1.
        anchors: The task's ends, logits.
        knee_utility: Utility of the knee, 0 to 1, both ends excluded.

    Returns:
        Ability in the task, logits.
    """
    if utility <= knee_utility:
        return anchors.low + (anchors.knee - anchors.low) * utility / knee_utility
    above = (utility - knee_utility) / (1 - knee_utility)
    return anchors.knee + (anchors.high - anchors.knee) * above


def score_slope(estimates: Sequence[Estimate]) -> float:
    """
    Logits of the expected score for one logit of ability, over a task's estimates.

    By least squares. Benchmarks of a task differ in how sharply they tell models apart, so a logit
    of ability is not one of the score.

    Returns:
        The slope; 1 where fewer than two estimates, or no two different abilities, are there to
        learn it from.
    """
    points = [(row.theta, _logit(row.score)) for row in estimates if 0 < row.score < 1]
    if len(points) < 2:
        return 1.0
    middle = fsum(x for x, _ in points) / len(points)
    across = fsum((x - middle) ** 2 for x, _ in points)
    return fsum((x - middle) * y for x, y in points) / across if across else 1.0


def score_at(theta: float, known: float, score: float, slope: float) -> float:
    """
    The expected score at another ability than the estimated one.

    Args:
        theta: Where the score is wanted, logits.
        known: Ability of which the score is known, logits.
        score: The expected score there, 0 to 1. At 0 or 1 it has no logit and stays as it is.
        slope: Logits of the score for one of ability, by `score_slope`.

    Returns:
        Expected score, 0 to 1.
    """
    if not 0 < score < 1:
        return score
    return 1 / (1 + exp(-(_logit(score) + slope * (theta - known))))


def _logit(share: float) -> float:
    return log(share / (1 - share))


def grade_at(utility: float, grades: Mapping[str, float], required: float) -> str | None:
    """
    The lowest privacy grade that is worth *utility* beyond what is required.

    Args:
        utility: 0 to 1, on the stretch from *required* to 1: the inverse of `values.beyond`.
        grades: What each grade is worth, 0 to 1.
        required: Worth of the grade that the need requires.

    Returns:
        Name of the grade; None where no grade is worth so much.
    """
    least = required + utility * (1 - required)
    # the margin is for rounding: a grade that is worth exactly so much is enough
    enough = [(worth, name) for name, worth in grades.items() if worth >= least - 1e-12]
    return min(enough)[1] if enough else None
