"""How sure an order is: probabilities that one value is above another, and above all others."""

from __future__ import annotations

from collections.abc import Sequence
from math import erf, exp, pi, prod, sqrt

CAP = 0.95
"""No probability is shown above this: errors of the model itself are not in it."""

LEAST_DEVIATION = 0.004
_POINTS = 81
_REACH = 4.0


def beats(mean: float, deviation: float, other: float, other_deviation: float) -> float:
    """P(a normal value is above another, independent one)."""
    spread = sqrt(deviation**2 + other_deviation**2)
    if spread == 0:
        return 0.5 if mean == other else float(mean > other)
    return _below((mean - other) / spread)


def capped(probability: float) -> float:
    """*probability* as it may be shown."""
    return min(CAP, max(1 - CAP, probability))


def best_of(means: Sequence[float], deviations: Sequence[float]) -> list[float]:
    """
    P(each value is the highest), for independent normal values; they add to 1.

    By the trapezoid rule over the common range; no random numbers.
    """
    if not means:
        return []
    spreads = [max(deviation, LEAST_DEVIATION) for deviation in deviations]
    top = max(mean + _REACH * spread for mean, spread in zip(means, spreads, strict=True))
    low = max(mean - _REACH * spread for mean, spread in zip(means, spreads, strict=True))
    step = (top - low) / (_POINTS - 1)
    totals = [0.0] * len(means)
    for point in range(_POINTS):
        x = low + point * step
        scores = [(x - mean) / spread for mean, spread in zip(means, spreads, strict=True)]
        below = [max(_below(score), 1e-300) for score in scores]
        everyone = prod(below)
        for position, score in enumerate(scores):
            density = exp(-0.5 * score * score) / (spreads[position] * sqrt(2 * pi))
            totals[position] += density * everyone / below[position] * step
    whole = sum(totals)
    return [total / whole for total in totals] if whole else [1 / len(means)] * len(means)


def _below(score: float) -> float:
    return 0.5 * (1.0 + erf(score / sqrt(2.0)))
