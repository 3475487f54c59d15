"""How sure it is that one value is above another, and how sure may be said."""

from __future__ import annotations

from math import erf, sqrt

CAP = 0.95
"""No probability is shown above this: errors of the model itself are not in it."""


def beats(mean: float, deviation: float, other: float, other_deviation: float) -> float:
    """P(a normal value is above another, independent one)."""
    spread = sqrt(deviation**2 + other_deviation**2)
    if spread == 0:
        return 0.5 if mean == other else float(mean > other)
    return _below((mean - other) / spread)


def capped(probability: float) -> float:
    """*probability* as it may be shown."""
    return min(CAP, max(1 - CAP, probability))


def _below(score: float) -> float:
    return 0.5 * (1.0 + erf(score / sqrt(2.0)))
