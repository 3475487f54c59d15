"""
Ways to make one score of several utilities, and the order that follows.

Every function takes rows of utilities, 0 to 1, one row an alternative and one column a criterion,
and the weights of the columns. Utilities stand on fixed ends, so that additive, product and
topsis give an alternative a score of its own; promethee compares it with the others in the list.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import exp, log, sqrt
from operator import mul
from typing import NamedTuple, TypeAlias

from llmpick.core.ranking.values import total

Row: TypeAlias = Sequence[float]
Rows: TypeAlias = Sequence[Row]

FLOOR = 0.02
"""The least utility that `product` multiplies: a single 0 would make every other one void."""
INDIFFERENCE = 0.05
PREFERENCE = 0.20
"""Differences of utility that `promethee` takes for none, and for a full preference."""


class MethodPick(NamedTuple):
    """The first of a method's order; *tau* is Kendall's, of that order with the additive one."""

    method: str
    id: str
    score: float
    tau: float


def dot(row: Row, weights: Row) -> float:
    """The weighted sum of *row*."""
    return total(map(mul, row, weights))


def additive(values: Rows, weights: Row) -> list[float]:
    """
    The weighted sum of each row: multi-attribute value theory.

    Source: Keeney and Raiffa, Decisions with Multiple Objectives, 1976. Not to be used where a
    strength must not pay for a weakness: that is what hard limits are for.

    Args:
        values: Utilities, 0 to 1, one row an alternative.
        weights: Adding to 1.

    Returns:
        One score a row, 0 to 1, more is better.
    """
    return [dot(row, weights) for row in values]


def product(values: Rows, weights: Row, *, floor: float = FLOOR) -> list[float]:
    """
    The weighted product of each row: one bad criterion hurts more than in a sum.

    Source: the weighted product model, Miller and Starr, Executive Decisions and Operations
    Research, 1969.

    Args:
        values: Utilities, 0 to 1, one row an alternative.
        weights: Adding to 1; they are the exponents.
        floor: What a lower utility counts as.

    Returns:
        One score a row, *floor* to 1, more is better.
    """
    return [exp(total) for total in additive(logarithms(values, floor), weights)]


def logarithms(values: Rows, floor: float = FLOOR) -> list[list[float]]:
    """What `product` adds up: the logarithm of each utility, *floor* at the least."""
    return [[log(max(value, floor)) for value in row] for row in values]


def topsis(values: Rows, weights: Row) -> list[float]:
    """
    How near each row is to all ones, seen from all zeros, 0 to 1.

    Source: Hwang and Yoon, Multiple Attribute Decision Making, 1981; fixed ideals instead of the
    best and worst of the list, so that no other alternative changes a score.

    Args:
        values: Utilities, 0 to 1, one row an alternative.
        weights: 0 or more; they need not add to 1.

    Returns:
        One closeness a row, 0 to 1, more is better; 0 for all where no criterion has a weight.
    """
    return [_closeness(row, weights) for row in values]


def _closeness(row: Row, weights: Row) -> float:
    short = far = 0.0
    for value, weight in zip(row, weights, strict=True):
        short += (weight * (1 - value)) * (weight * (1 - value))
        far += (weight * value) * (weight * value)
    both = sqrt(short) + sqrt(far)
    return sqrt(far) / both if both else 0.0


def promethee(
    values: Rows,
    weights: Row,
    *,
    indifference: Row | float = INDIFFERENCE,
    preference: Row | float = PREFERENCE,
) -> list[float]:
    """
    The net flow of each row, -1 to 1: by how much it is preferred to the others.

    Source: PROMETHEE II, Brans and Vincke, Management Science 31, 1985, linear preference. It
    depends on what else is in the list: a cross-check, never the only method.

    Args:
        values: Rows of utilities.
        weights: Adding to 1.
        indifference: Difference that counts for nothing, one for all or one a criterion.
        preference: Difference that counts in full, more than *indifference*.

    Returns:
        One net flow a row; they add up to 0.
    """
    return additive(net_flows(values, indifference, preference), weights)


def net_flows(
    values: Rows,
    indifference: Row | float = INDIFFERENCE,
    preference: Row | float = PREFERENCE,
) -> list[list[float]]:
    """
    What `promethee` adds up: the net flow of each row on each criterion alone.

    Args:
        values: Utilities, one row an alternative.
        indifference: Difference that counts for nothing, one for all or one a criterion.
        preference: Difference that counts in full, more than *indifference*.

    Returns:
        One row an alternative and one column a criterion, -1 to 1.
    """
    if not values:
        return []
    count = len(values[0])
    low = [indifference] * count if isinstance(indifference, float | int) else indifference
    high = [preference] * count if isinstance(preference, float | int) else preference
    columns = list(map(_flows, zip(*values, strict=True), low, high))
    return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in values]


def _flows(column: Sequence[float], indifference: float, preference: float) -> list[float]:
    """One criterion's net flows; sorted once, so that many rows cost little."""
    others = len(column) - 1
    if others < 1:
        return [0.0] * len(column)
    # below[i] is the sum of the i lowest values: preferences grow in a straight line, so that those
    # over a whole stretch of the sorted list add up in one step instead of one a pair
    ranked = sorted(column)
    below = [0.0]
    for value in ranked:
        below.append(below[-1] + value)
    width = preference - indifference

    # the first *sure* lie beyond full preference and count as 1; those from there to *some* lie
    # between indifference and preference and count for a part
    def gains(value: float) -> float:
        sure = bisect_right(ranked, value - preference)
        some = max(sure, bisect_left(ranked, value - indifference))
        part = (some - sure) * (value - indifference) - (below[some] - below[sure])
        return sure + part / width

    def losses(value: float) -> float:
        sure = bisect_left(ranked, value + preference)
        some = min(sure, bisect_right(ranked, value + indifference))
        part = (below[sure] - below[some]) - (sure - some) * (value + indifference)
        return len(ranked) - sure + part / width

    found = {value: (gains(value) - losses(value)) / others for value in set(column)}
    return [found[value] for value in column]


Method: TypeAlias = Callable[[Rows, Row], list[float]]

METHODS: dict[str, Method] = {
    "additive": additive,
    "product": product,
    "topsis": topsis,
    "promethee": promethee,
}
"""By the name that `--method` takes; the first is the default."""

ON_ITS_OWN = ("additive", "product", "topsis")
"""Methods by which no other alternative changes a score."""


def order(scores: Row, costs: Row, ids: Sequence[str]) -> list[int]:
    """
    Rank alternatives: by higher score, then by lower monthly cost, then by identifier.

    Args:
        scores: One an alternative, more is better.
        costs: USD a month.
        ids: Identifiers, each once: they make the order total.

    Returns:
        Positions, the best first.
    """
    return sorted(range(len(scores)), key=lambda place: (-scores[place], costs[place], ids[place]))


def picks(values: Rows, weights: Row, costs: Row, ids: Sequence[str]) -> list[MethodPick]:
    """The first choice of every method, in the order of `METHODS`; none of nothing."""
    if not values:
        return []
    scores = {name: method(values, weights) for name, method in METHODS.items()}
    usual = scores["additive"]
    found = []
    for name, own in scores.items():
        first = order(own, costs, ids)[0]
        found.append(MethodPick(name, ids[first], own[first], kendall(usual, own)))
    return found


def kendall(one: Row, other: Row) -> float:
    """
    Kendall's tau-b of two lists of scores: 1 for the same order, -1 for the opposite one.

    Source: Kendall, Biometrika 33, 1945.

    Args:
        one: Scores.
        other: Scores of the same alternatives.

    Returns:
        -1 to 1; 1 where one list has no order at all, since no pair disagrees then.
    """
    agreed = 0
    pairs_one = pairs_other = 0
    for place in range(len(one)):
        for later in range(place + 1, len(one)):
            # 1, 0 or -1 for above, level or below; tau-b leaves tied pairs out of its denominator
            first = (one[place] > one[later]) - (one[place] < one[later])
            second = (other[place] > other[later]) - (other[place] < other[later])
            agreed += first * second
            pairs_one += first * first
            pairs_other += second * second
    if not pairs_one or not pairs_other:
        return 1.0
    return agreed / sqrt(pairs_one * pairs_other)
