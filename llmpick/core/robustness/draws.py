"""Draws of weights and of uncertain utilities, as columns: one list a criterion or a measure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp, hypot
from typing import NamedTuple, TypeAlias

from llmpick.core.robustness.pool import DRAWS, Pool

SIGMA = 0.25
"""How far given weights are drawn apart: standard deviation of their logarithms."""
_DIGITS = 12
"""
Decimals that logarithms and exponentials are rounded to before anything is compared: mathematical
libraries differ in the last bits, and an order must not hang on those.
"""

Column: TypeAlias = "list[float]"


class Uncertain(NamedTuple):
    """
    A *utility* with a normal error in two independent parts.

    *own* and *shared* name their causes: what names the same cause moves together. Deviations are
    standard deviations, in units of the utility.
    """

    utility: float
    own_deviation: float
    own: str
    shared_deviation: float
    shared: str

    @property
    def deviation(self) -> float:
        """The standard deviation of both parts together."""
        return hypot(self.own_deviation, self.shared_deviation)


Measure: TypeAlias = "float | Uncertain"
"""A plain number is exact."""


def middle(measure: Measure) -> float:
    """The utility at the middle of the errors."""
    return measure.utility if isinstance(measure, Uncertain) else measure


def sample(measure: Measure, pool: Pool) -> Column | float:
    """
    Draw the utility of *measure*.

    Draws may lie beyond 0 and 1: clamped, the error of a route at the frontier would only ever
    count against it, and the mean of the draws would not be the utility.

    Args:
        measure: What is uncertain.
        pool: Where the draws of its causes come from.

    Returns:
        One utility a draw; a single number where it is the same in all draws.
    """
    if not isinstance(measure, Uncertain):
        return measure
    mean, own, shared = measure.utility, measure.own_deviation, measure.shared_deviation
    if own and shared:
        return [
            mean + own * x + shared * y
            for x, y in zip(pool.normal(measure.own), pool.normal(measure.shared), strict=True)
        ]
    if not own and not shared:
        return mean
    cause, spread = (measure.own, own) if own else (measure.shared, shared)
    return [mean + spread * x for x in pool.normal(cause)]


def weights_around(pool: Pool, weights: Sequence[float], sigma: float = SIGMA) -> list[Column]:
    """
    Draws around given *weights*: each times the exponential of a normal error, adding to 1.

    Source: logistic-normal, Aitchison and Shen, Biometrika 67, 1980. A weight of 0 stays 0.

    Args:
        pool: Where the errors come from.
        weights: One a criterion, 0 or more, not all 0.
        sigma: Standard deviation of the logarithm of a weight.

    Returns:
        One column a criterion; in each draw the weights add to 1.
    """
    # the pool's numbers are raised once, and rounded, as mathematical libraries differ
    factors = {z: round(exp(sigma * z), _DIGITS) for z in pool.quantiles}
    raised = [
        [weight * factors[z] for z in pool.normal(f"weight {place}")]
        if weight
        else [0.0] * pool.draws
        for place, weight in enumerate(weights)
    ]
    # one after the other: `sum` of floats is compensated from Python 3.12 on, and would give other
    # last bits there than on 3.11
    totals = [0.0] * pool.draws
    for column in raised:
        totals = [total + one for total, one in zip(totals, column, strict=True)]
    return [[one / total for one, total in zip(column, totals, strict=True)] for column in raised]


def ordered_weights(ranking: Sequence[int], draws: int = DRAWS) -> list[Column]:
    """
    Draws of weights of which only the order is known: even over all that keep it.

    Args:
        ranking: The positions of all criteria, the most important first.
        draws: How many.

    Returns:
        One column a criterion, by its position; in each draw the weights add to 1.
    """
    # even draws over all weights, sorted, are even over the weights in that order: by symmetry
    # every order has the same share of them
    rows = [sorted(row, reverse=True) for row in spacings(len(ranking), draws)]
    columns: list[Column] = [[] for _ in ranking]
    for place, column in zip(ranking, _columns(rows, len(ranking)), strict=True):
        columns[place] = column
    return columns


def spacings(criteria: int, draws: int) -> list[list[float]]:
    """Rows that add to 1: the gaps that criteria - 1 points leave on the line from 0 to 1."""
    steps = _golden_steps(criteria - 1)
    found = []
    for draw in range(1, draws + 1):
        # the fractional parts of multiples of irrational steps fill the unit cube evenly
        points = sorted((0.5 + draw * step) % 1.0 for step in steps)
        ends = [0.0, *points, 1.0]
        found.append([high - low for low, high in pairwise(ends)])
    return found


def _golden_steps(dimensions: int) -> list[float]:
    """Powers of 1/phi, where phi is the positive root of x^(d+1) = x + 1, by Newton's method."""
    if not dimensions:
        return []
    # from 2, which is above the root of a convex function, Newton's method only falls towards it;
    # 60 rounds are far more than a double has bits to gain
    root = 2.0
    for _ in range(60):
        power = 1.0
        for _ in range(dimensions):
            power *= root
        root -= (power * root - root - 1) / ((dimensions + 1) * power - 1)
    steps, step = [], 1.0
    for _ in range(dimensions):
        step /= root
        steps.append(step)
    return steps


def _columns(rows: Sequence[Sequence[float]], count: int) -> list[Column]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * count
