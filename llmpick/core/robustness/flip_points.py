"""What another route needs to become the first, in the units that people buy in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from llmpick.core.need.need import CRITERIA
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
    now, for a level the part of the whole scale; None where nothing does.
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
        return scorer.cost_scale.cost_at(utility)
    if name == "privacy":
        return level_at(utility, scorer.facts.scale.privacy_levels)
    if name == "customisability":
        return utility * 100
    estimate = candidate.route.estimate
    return None if estimate is None else scorer.quality_scale.score_at(utility) * 100


def level_at(utility: float, levels: Mapping[str, float]) -> str | None:
    """
    The lowest level of privacy that is worth *utility*.

    Args:
        utility: 0 to 1.
        levels: What each level is worth, 0 to 1.

    Returns:
        Name of the level; None where none is worth so much.
    """
    # the margin is for rounding: a level that is worth exactly so much is enough
    enough = [(worth, name) for name, worth in levels.items() if worth >= utility - 1e-12]
    return min(enough)[1] if enough else None
