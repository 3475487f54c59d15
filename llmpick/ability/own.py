"""
A user's own results, taken into stored posteriors exactly (standard library only).

A test of the catalog has known difficulty and loadings. A user's own test has loadings by
assumption and an unknown difficulty, which all the models that took it share; it is integrated
out, so that the outcome is the Gaussian conditional on all results, whatever their order. The
efforts of a model are taken as one state (`stacked`), so that a result at one moves them all.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from llmpick.ability.update import Observation, State, dot, observe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.ability.update import Matrix, Vector

DIRECT_SCORES, DIRECT_STDERR = 3, 0.35
"""As for the labels of the fit (ability/baskets.py, which needs numpy)."""


class OwnResult(NamedTuple):
    """A result on *test* of the state *row*: logits *z*, noise *v*, without difficulty."""

    row: str
    test: str
    z: float
    v: float
    loadings: Vector


class Difficulty(NamedTuple):
    """What is known of a test's difficulty before anybody took it, logits."""

    mean: float
    variance: float


def stacked(states: Sequence[State], between: Mapping[tuple[int, int], Matrix]) -> State:
    """
    The states of a model's efforts as one, effort after effort.

    Args:
        states: One an effort, all of the same factors.
        between: Covariance of the factors of effort i (rows) and of effort j (columns), by (i, j)
            with i before j; efforts of a pair left out are independent.
    """
    size = len(states[0].mean)
    cov = [[0.0] * (size * len(states)) for _ in range(size * len(states))]
    for place, state in enumerate(states):
        for row, values in enumerate(state.cov):
            cov[place * size + row][place * size : (place + 1) * size] = values
    for (i, j), matrix in between.items():
        for row, values in enumerate(matrix):
            cov[i * size + row][j * size : (j + 1) * size] = values
            for column, value in enumerate(values):
                cov[j * size + column][i * size + row] = value
    return State([value for state in states for value in state.mean], cov)


def placed(loadings: Vector, place: int, count: int) -> Vector:
    """Loadings on the factors of one effort, as loadings on the stacked state of *count*."""
    size = len(loadings)
    return [0.0] * (size * place) + loadings + [0.0] * (size * (count - place - 1))


def unstacked(state: State, count: int) -> list[State]:
    """The states of *count* efforts out of a stacked one."""
    size = len(state.mean) // count
    parts = [slice(place * size, (place + 1) * size) for place in range(count)]
    return [State(state.mean[part], [row[part] for row in state.cov[part]]) for part in parts]


def inverse(matrix: Matrix) -> Matrix:
    """Inverse of a small positive definite matrix, by Gauss and Jordan."""
    size = len(matrix)
    work = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for pivot in range(size):
        scale = work[pivot][pivot]
        work[pivot] = [value / scale for value in work[pivot]]
        for other in range(size):
            factor = work[other][pivot]
            if other != pivot and factor:
                work[other] = [
                    a - factor * b for a, b in zip(work[other], work[pivot], strict=True)
                ]
    return [row[size:] for row in work]


class _Taken(NamedTuple):
    """One model's results: tests, V l of each, (S)^-1, and z less what is expected at mu = 0."""

    tests: list[int]
    spreads: Matrix
    weights: Matrix
    gaps: Vector


def _taken(state: State, results: Sequence[OwnResult], numbers: Mapping[str, int]) -> _Taken:
    spreads = [[dot(row, result.loadings) for row in state.cov] for result in results]
    total = [
        [dot(one.loadings, spread) + (one.v if i == j else 0.0) for j, spread in enumerate(spreads)]
        for i, one in enumerate(results)
    ]
    gaps = [result.z - dot(result.loadings, state.mean) for result in results]
    return _Taken([numbers[r.test] for r in results], spreads, inverse(total), gaps)


def _difficulties(taken: Sequence[_Taken], prior: Difficulty, count: int) -> tuple[Vector, Matrix]:
    """Mean and covariance of all tests' difficulties, given every result."""
    precision = [[float(i == j) / prior.variance for j in range(count)] for i in range(count)]
    weighted = [prior.mean / prior.variance] * count
    for one in taken:
        for i, row in zip(one.tests, one.weights, strict=True):
            weighted[i] += dot(row, one.gaps)
            for j, weight in zip(one.tests, row, strict=True):
                precision[i][j] += weight
    covariance = inverse(precision)
    return [dot(row, weighted) for row in covariance], covariance


def _conditioned(state: State, one: _Taken, mu: Vector, covariance: Matrix) -> State:
    """The state given its results, the difficulties integrated out."""
    size, count = len(state.mean), range(len(one.tests))
    gain = [
        [fsum(one.spreads[b][f] * one.weights[b][a] for b in count) for a in count]
        for f in range(size)
    ]
    surprise = [gap - mu[test] for gap, test in zip(one.gaps, one.tests, strict=True)]
    unsure = [[covariance[a][b] for b in one.tests] for a in one.tests]
    mean = [m + dot(row, surprise) for m, row in zip(state.mean, gain, strict=True)]
    told = [
        [spread - dot(line, row) for spread, row in zip(spreads, gain, strict=True)]
        for spreads, line in zip(one.spreads, unsure, strict=True)
    ]
    cov = []
    for before, row in zip(state.cov, gain, strict=True):
        for weight, line in zip(row, told, strict=True):
            before = [value - weight * part for value, part in zip(before, line, strict=True)]
        cov.append(before)
    return State(mean, cov)


def updated(
    states: Mapping[str, State],
    known: Mapping[str, Sequence[Observation]],
    own: Sequence[OwnResult],
    prior: Difficulty,
) -> dict[str, State]:
    """
    The *states* given all results.

    Args:
        states: State of every row that has a result: an effort, or all efforts of a model.
        known: Results on tests whose difficulty is known, by row.
        own: Results on the user's own tests.
        prior: What is known of the difficulty of a test of their own.

    Returns:
        The states of all rows of *states*.
    """
    found = dict(states)
    for row, observations in known.items():
        for observation in observations:
            found[row] = observe(found[row], observation)
    tests = sorted({result.test for result in own})
    numbers = {test: number for number, test in enumerate(tests)}
    by_row: dict[str, list[OwnResult]] = {}
    for result in sorted(own, key=lambda result: (result.row, result.test)):
        by_row.setdefault(result.row, []).append(result)
    taken = {row: _taken(found[row], results, numbers) for row, results in by_row.items()}
    if taken:
        mu, covariance = _difficulties(list(taken.values()), prior, len(tests))
        for row, one in taken.items():
            found[row] = _conditioned(found[row], one, mu, covariance)
    return found


def label_of(before: str | None, *, direct: int, near: bool, scores: int, stderr: float) -> str:
    """
    The evidence for a task in one word, once own results are counted.

    Args:
        before: The label without them; None where there was no estimate.
        direct: Independent scores in the task's own domains, own results included.
        near: Whether there is an own result in them at another effort.
        scores: Scores of the model, own results included.
        stderr: Standard error for the task, logits.
    """
    if scores < 2:
        return "thin"
    if direct >= DIRECT_SCORES and stderr <= DIRECT_STDERR:
        return "direct"
    return "some" if direct or near or before in ("direct", "some") else "general only"
