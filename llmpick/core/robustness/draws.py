"""Draws of weights and of uncertain utilities, as columns: one list a criterion or a measure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp, inf, log
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


class Curve(NamedTuple):
    """
    A utility that rises in two straight pieces: 0 at *low*, 1 at *high*, clamped.

    One piece where *knee* is *high* and *knee_utility* 1.
    """

    low: float
    knee: float
    high: float
    knee_utility: float


class Normal(NamedTuple):
    """
    A raw value with normal errors, and the curve that makes it a utility.

    *own* and *shared* name the causes of the two independent parts of the error: what names the
    same cause moves together. Deviations are standard deviations, in the unit of *mean*.
    """

    mean: float
    own_deviation: float
    own: str
    shared_deviation: float
    shared: str
    curve: Curve


class Between(NamedTuple):
    """A utility of which only the ends are known: what is proved, and what is possible."""

    low: float
    high: float
    cause: str


Measure: TypeAlias = "float | Normal | Between"
"""A plain number is exact."""


def quality_measure(
    theta: float,
    stderr: float,
    curve: Curve,
    *,
    model: str,
    effort: str | None,
    general_share: float = 0.5,
) -> Normal:
    """
    The utility of an ability.

    Args:
        theta: Logits.
        stderr: Its calibrated standard error, logits.
        curve: The task's ends, logits.
        model: Whose ability: efforts of one model share the general part of the error.
        effort: What is measured; routes with the same model and effort share all of it.
        general_share: How much of the variance is the general part's, 0 to 1.

    Returns:
        The ability with the two independent parts of its error, logits.
    """
    # variances add up, deviations do not: each part has the root of its share
    own, shared = stderr * (1 - general_share) ** 0.5, stderr * general_share**0.5
    cause = f"ability {model}:{effort or ''}"
    return Normal(theta, own, cause, shared, f"ability {model}", curve)


def cost_measure(
    cost: float,
    worst: float,
    best: float,
    *,
    model: str,
    route: str,
    model_deviation: float = 0.0,
    price_deviation: float = 0.0,
) -> Measure:
    """
    The utility of a monthly cost: straight in its logarithm from *worst* (0) to *best* (1).

    Args:
        cost: USD a month. Below the smallest positive number it counts as best.
        worst: USD a month worth 0.
        best: USD a month worth 1, less than *worst*.
        model: Whose tokens are guessed: its routes share that error.
        route: Whose price it is.
        model_deviation: Standard deviation of the logarithm of the cost, from the numbers of
            tokens, those of reasoning among them.
        price_deviation: The same from the price.

    Returns:
        The logarithm of *worst* by the cost, with its errors; 1, exactly, of a cost of nothing.
    """
    if cost <= 0:
        return 1.0
    # counted down from *worst*, so that it rises as the cost falls: 0 there, *high* at *best*
    low, high = 0.0, round(log(worst / best), _DIGITS)
    mean = round(log(worst / cost), _DIGITS)
    return Normal(
        mean,
        price_deviation,
        f"price {route}",
        model_deviation,
        f"tokens {model}",
        Curve(low, high, high, 1.0),
    )


def level_measure(proved: float, possible: float, cause: str) -> Measure:
    """
    The utility of a level of which some facts are unknown; exact where none is.

    Args:
        proved: Utility that the known facts prove, 0 to 1.
        possible: Utility if all unknown facts were at their best, 0 to 1.
        cause: What is unknown; measures with the same cause are drawn together.
    """
    return Between(proved, possible, cause) if possible > proved else proved


def middle(measure: Measure) -> float:
    """The utility that enters a score: at the mean, and of a level what is proved."""
    if isinstance(measure, Normal):
        low, slope = measure.curve.low, _slope(measure.curve)
        return _bent([slope * (measure.mean - low)], measure.curve, -inf, inf)[0]
    return measure.low if isinstance(measure, Between) else measure


def sample(measure: Measure, pool: Pool) -> Column | float:
    """
    Draw the utility of *measure*.

    Args:
        measure: What is uncertain.
        pool: Where the draws of its causes come from.

    Returns:
        One utility a draw, 0 to 1; a single number where it is the same in all draws.
    """
    if isinstance(measure, Between):
        low, width = measure.low, measure.high - measure.low
        return [low + width * u for u in pool.uniform(measure.cause)]
    if not isinstance(measure, Normal):
        return measure
    own, shared = measure.own_deviation, measure.shared_deviation
    if not own and not shared:
        return middle(measure)
    # a line keeps a normal error normal: the three numbers are put on the first piece once, not
    # each of the draws
    slope = _slope(measure.curve)
    start, own, shared = slope * (measure.mean - measure.curve.low), slope * own, slope * shared
    far = pool.reach * (own + shared)  # no draw lies further off
    line = draw_raw(measure._replace(mean=start, own_deviation=own, shared_deviation=shared), pool)
    return _bent(line, measure.curve, start - far, start + far)


def _slope(curve: Curve) -> float:
    return curve.knee_utility / (curve.knee - curve.low)


def _bent(line: Column, curve: Curve, least: float, most: float) -> Column:
    """
    The utilities of points on the *line* of the first piece, which lie from *least* to *most*.

    What no point reaches, the knee or an end, is not looked for.
    """
    _, knee, high, top = curve
    if knee < high and most > top:
        # above the knee the line bends: *more* is the second slope by the first
        more = (1 - top) / (high - knee) / _slope(curve)
        start = top - more * top
        line = [u if u <= top else start + more * u for u in line]
        most = start + more * most
    if least < 0 or most > 1:
        line = [u if 0 < u < 1 else 0.0 if u < 1 else 1.0 for u in line]
    return line


def draw_raw(measure: Normal, pool: Pool) -> Column:
    """
    Draw the raw value of *measure*, in the unit of its mean.

    What names the same cause gets the same errors.
    """
    mean, own, shared = measure.mean, measure.own_deviation, measure.shared_deviation
    if own and shared:
        return [
            mean + own * x + shared * y
            for x, y in zip(pool.normal(measure.own), pool.normal(measure.shared), strict=True)
        ]
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
    raised = [
        [round(weight * exp(sigma * z), _DIGITS) for z in pool.normal(f"weight {place}")]
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


def uniform_weights(criteria: int, draws: int = DRAWS) -> list[Column]:
    """
    Draws of weights of which nothing is known: even over all that add to 1.

    Spacings of a Kronecker sequence whose steps are powers of the generalised golden ratio
    (Roberts, The unreasonable effectiveness of quasirandom sequences, 2018): no random numbers,
    and a smaller error than theirs.

    Args:
        criteria: How many weights.
        draws: How many of each.

    Returns:
        One column a criterion; in each draw the weights add to 1.
    """
    return _columns(_spacings(criteria, draws), criteria)


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
    rows = [sorted(row, reverse=True) for row in _spacings(len(ranking), draws)]
    columns: list[Column] = [[] for _ in ranking]
    for place, column in zip(ranking, _columns(rows, len(ranking)), strict=True):
        columns[place] = column
    return columns


def _spacings(criteria: int, draws: int) -> list[list[float]]:
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
