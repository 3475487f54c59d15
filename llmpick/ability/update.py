"""Exact Gaussian update of a stored posterior with new scores (standard library only)."""

from __future__ import annotations

from math import fsum
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
    """Inner product."""
    return fsum(x * y for x, y in zip(a, b, strict=True))


def observe(state: State, new: Observation) -> State:
    """Posterior after one score: the Kalman step for a scalar."""
    spread = [dot(row, new.loadings) for row in state.cov]
    variance = dot(new.loadings, spread) + new.v
    surprise = new.z - new.mu - dot(new.loadings, state.mean)
    mean = [m + s * surprise / variance for m, s in zip(state.mean, spread, strict=True)]
    cov = [
        [c - spread[i] * spread[j] / variance for j, c in enumerate(row)]
        for i, row in enumerate(state.cov)
    ]
    return State(mean, cov)


def contrast(state: State, offset: float, loadings: Sequence[float]) -> tuple[float, float]:
    """Mean and variance of offset + loadings . f, for a task's basket."""
    spread = [dot(row, loadings) for row in state.cov]
    return offset + dot(loadings, state.mean), dot(loadings, spread)
