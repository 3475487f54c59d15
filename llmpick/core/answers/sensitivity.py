"""All that a ranking hangs on: the draws, and every weight moved from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from llmpick.core.answers.decide import by_method
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.field import Field
from llmpick.core.robustness.robust import Robust, robust
from llmpick.core.robustness.stability import Curves, curves

STEPS = 20
LEADERS = 5
"""So many of the best have their curves shown, beside all that are first somewhere."""


class Sensitivity(NamedTuple):
    """
    What moves the first place.

    *routes* are those whose curves are kept: the best, and all that are first somewhere; the
    positions in *curves*, one a criterion that weighs anything, are those in *routes*.
    """

    method: str
    robustness: Robust
    routes: tuple[str, ...]
    curves: Mapping[str, Curves]


def sensitivity(found: Field, method: str = "additive", *, by_route: bool = False) -> Sensitivity:
    """
    How the ranking of *found*, which holds a route at least, depends on its weights and measures.

    Args:
        found: What meets the need.
        method: What ranks it, one of `methods.METHODS`.
        by_route: Another route of the same model is another choice.
    """
    rows, _ = by_method(found.scorer, found.shown, method)
    ordered = found._replace(shown=list(rows))
    sure = robust(found.scorer, rows, found.fitting, method=method, by_route=by_route, factors=True)
    weights, utilities = ordered.weights, ordered.utilities
    whole = {
        name: curves(
            utilities, weights, place, ordered.costs, ordered.ids, method=method, steps=STEPS
        )
        for place, name in enumerate(CRITERIA)
        if weights[place]
    }
    winners = {place for one in whole.values() for place, _, _ in one.winners}
    kept = sorted({*range(min(LEADERS, len(rows))), *winners})
    return Sensitivity(
        method,
        sure,
        tuple(ordered.ids[place] for place in kept),
        {name: _of(one, kept) for name, one in whole.items()},
    )


def _of(found: Curves, kept: list[int]) -> Curves:
    """The curves of those *kept*, by their positions there."""
    place = {old: new for new, old in enumerate(kept)}
    return Curves(
        found.points,
        tuple(found.scores[old] for old in kept),
        tuple((place[old], start, end) for old, start, end in found.winners),
    )
