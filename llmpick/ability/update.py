"""Exact Gaussian update of a stored posterior with new scores (standard library only)."""

from __future__ import annotations

from math import fsum
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Vector = list[float]
Matrix = list[list[float]]


class State(NamedTuple):
    """Factors of one (model, effort): mean and covariance, in the order of the stored factors."""

    mean: Vector
    cov: Matrix


class Observation(NamedTuple):
    """A new score: logits *z* with variance *v* (all noise), expected as mu + loadings . f."""

    z: float
    v: float
    mu: float
    loadings: Vector


def full_matrix(upper: Sequence[float], size: int) -> Matrix:
    """Symmetric matrix of its upper triangle, row by row with the diagonal."""
    out = [[0.0] * size for _ in range(size)]
    values = iter(upper)
    for i in range(size):
        for j in range(i, size):
            out[i][j] = out[j][i] = next(values)
    return out


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """Inner product, of the first numbers where one is longer."""
    return fsum(map(mul, a, b))


def spread_of(state: State, loadings: Sequence[float]) -> Vector:
    """Covariance of every factor with loadings . f."""
    found = [0.0] * len(state.mean)
    for load, row in zip(loadings, state.cov, strict=True):
        if load:  # most are 0
            found = [value + load * other for value, other in zip(found, row, strict=True)]
    return found


def observed(state: State, scores: Sequence[Observation]) -> State:
    """Posterior after *scores*, one at a time: the Kalman step for a scalar."""
    mean = state.mean
    below = [row[: place + 1] for place, row in enumerate(state.cov)]  # half of it is enough
    for new in scores:
        spread = [0.0] * len(mean)
        for place, load in enumerate(new.loadings):
            if load:
                column = [*below[place], *(row[place] for row in below[place + 1 :])]
                spread = [value + load * other for value, other in zip(spread, column, strict=True)]
        variance = dot(new.loadings, spread) + new.v
        surprise = (new.z - new.mu - dot(new.loadings, mean)) / variance
        mean = [m + s * surprise for m, s in zip(mean, spread, strict=True)]
        for place, part in enumerate(spread):
            if part:  # a factor apart from the others learns nothing
                gain = part / variance
                below[place] = [
                    c - gain * other for c, other in zip(below[place], spread, strict=False)
                ]
    size = range(len(mean))
    return State(mean, [[below[max(i, j)][min(i, j)] for j in size] for i in size])


def contrast(state: State, offset: float, loadings: Sequence[float]) -> tuple[float, float]:
    """Mean and variance of offset + loadings . f, for a task's basket."""
    return offset + dot(loadings, state.mean), dot(loadings, spread_of(state, loadings))
