"""
Robust non-linear least squares with Gaussian priors.

Source: Levenberg-Marquardt (Marquardt, Journal of the SIAM 11, 1963) on residuals with Huber's
weights (Annals of Mathematical Statistics 35, 1964).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

HUBER = 0.3
"""Residual, natural logarithm, beyond which a row pulls no harder."""
STEP = 1e-4
"""Step of the forward differences that slopes are taken from."""
MAX_ROUNDS = 60
MAX_MOVE = 1.0
"""Most that a value moves in a round; values are logarithms, so a factor of e."""
SETTLED = 1e-8
"""Relative gain of a round below which the fit ends."""


class Solution(NamedTuple):
    """The fitted *values* with standard errors: of the rows by their residuals, and the prior."""

    values: Vector
    stderr: Vector


def solve(
    residuals: Callable[[Vector], Vector], prior: Vector, spread: Vector, weights: Vector
) -> Solution:
    """
    The values that make *residuals* small without straying from *prior*.

    Args:
        residuals: Residuals at given values, same length at each.
        prior: Where to begin, and the mean of the priors.
        spread: Standard deviation of each prior.
        weights: Weight of each residual, inverse variance.

    Returns:
        The values with standard errors.
    """
    values, damping = prior.copy(), 1e-2
    found = residuals(values)
    cost = _cost(found, values, prior, spread, weights)
    curvature: Any = np.diag(1 / spread**2)
    for _ in range(MAX_ROUNDS):
        slope = _jacobian(residuals, values, found)
        # beyond HUBER the pull of a row no longer grows: its weight falls as its residual rises
        pulls = weights * np.minimum(1.0, HUBER / np.maximum(np.abs(found), 1e-12))
        gradient = slope.T @ (pulls * found) + (values - prior) / spread**2
        curvature = (slope * pulls[:, None]).T @ slope + np.diag(1 / spread**2)
        # where a step gains nothing, more damping makes it shorter and turns it downhill
        moved = False
        for _ in range(12):
            step = np.linalg.solve(curvature + damping * np.diag(np.diag(curvature)), -gradient)
            trial = values + np.clip(step, -MAX_MOVE, MAX_MOVE)
            other = residuals(trial)
            dearer = _cost(other, trial, prior, spread, weights)
            if dearer < cost:
                moved = True
                break
            damping *= 4
        if not moved:
            break
        settled = cost - dearer < SETTLED * cost
        values, found, cost, damping = trial, other, dearer, max(damping / 4, 1e-7)
        if settled:
            break
    # the scatter of the rows replaces their assumed variance; the priors' variance stays as given
    beyond = np.diag(1 / spread**2)
    scale = float(np.sum(weights * found**2)) / max(1, len(found) - len(values))
    scaled = (curvature - beyond) / max(scale, 1e-6) + beyond
    return Solution(values, np.sqrt(np.diag(np.linalg.inv(scaled))))


def _jacobian(residuals: Callable[[Vector], Vector], values: Vector, at: Vector) -> Vector:
    columns = []
    for position in range(len(values)):
        beside = values.copy()
        beside[position] += STEP
        columns.append((residuals(beside) - at) / STEP)
    return np.stack(columns, axis=1)


def _cost(found: Vector, values: Vector, prior: Vector, spread: Vector, weights: Vector) -> float:
    size = np.abs(found)
    loss = np.where(size < HUBER, 0.5 * found**2, HUBER * (size - HUBER / 2))
    return float(np.sum(weights * loss) + 0.5 * np.sum(((values - prior) / spread) ** 2))
