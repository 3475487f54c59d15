"""
A user's own results, taken into stored posteriors exactly (standard library only).

A test of the catalog has known difficulty and loadings. A user's own test has loadings by
assumption and an unknown difficulty, which all the models that took it share; it is integrated
out, so that the outcome is the Gaussian conditional on all results, whatever their order. The
efforts of a model are taken as one state (`stacked`), so that a result at one moves them all.

Results see a state through their loadings alone, and there are few of those: one an effort and
kind of test. So a state is first reduced to what they see (`_View`). Then z = u + mu + noise for
every result, and of abilities u and difficulties mu the more numerous are integrated out one by
one, the others solved for at once. The cost is linear in the results, and cubic only in the
smaller of the two numbers.
"""

from __future__ import annotations

from itertools import pairwise
from math import fsum, sqrt
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from llmpick.ability.update import Observation, State, dot, observed, spread_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.ability.update import Matrix, Vector

DIRECT_SCORES, DIRECT_STDERR = 3, 0.35
"""As for the labels of the fit (ability/baskets.py, which needs numpy)."""
ROUNDING = 1e-12
"""A variance smaller than this share of what it was is none, but rounding."""


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
    """Inverse of a positive definite matrix, by Cholesky."""
    size, factor = len(matrix), _cholesky(matrix)
    columns: Matrix = []  # of the factor's inverse, each from its diagonal down
    for i, row in enumerate(factor):
        for j, column in enumerate(columns):
            column.append(-fsum(map(mul, row[j:i], column)) / row[i])
        columns.append([1.0 / row[i]])
    found = [[0.0] * size for _ in range(size)]
    for i, one in enumerate(columns):
        for j in range(i, size):
            found[i][j] = found[j][i] = fsum(map(mul, one[j - i :], columns[j]))
    return found


def _cholesky(matrix: Matrix) -> Matrix:
    """
    Rows of the lower factor of a positive matrix, each up to its diagonal.

    A row that depends on those above it has a diagonal of 0, and so have its multiples below.
    """
    factor: Matrix = []
    for i, values in enumerate(matrix):
        row: Vector = []
        for above in factor:
            # `row` ends where the sum does: map stops with the shorter one
            rest = values[len(row)] - fsum(map(mul, row, above))
            row.append(rest / above[-1] if above[-1] else 0.0)
        rest = values[i] - fsum(map(mul, row, row))
        row.append(sqrt(rest) if rest > ROUNDING * values[i] else 0.0)
        factor.append(row)
    return factor


class _View(NamedTuple):
    """
    What a model's results see of its state: abilities u = mean + root . x, x standard normal.

    *root* is lower triangular; *gain* is the covariance of x with the factors, a row an x.
    """

    mean: Vector
    root: Matrix
    gain: Matrix


def _view(state: State, loadings: Sequence[Vector]) -> _View:
    """The abilities that *loadings* see, one each."""
    spreads = [spread_of(state, line) for line in loadings]
    root = _cholesky([[dot(line, spread) for spread in spreads] for line in loadings])
    gain: Matrix = []
    for row, spread in zip(root, spreads, strict=True):
        for weight, before in zip(row[:-1], gain, strict=True):
            spread = _plus(spread, -weight, before)
        gain.append([value / row[-1] if row[-1] else 0.0 for value in spread])
    square = [[*row, *[0.0] * (len(root) - len(row))] for row in root]
    return _View([dot(line, state.mean) for line in loadings], square, gain)


def _plus(one: Vector, weight: float, other: Vector) -> Vector:
    return [a + weight * b for a, b in zip(one, other, strict=True)]


class _Cell(NamedTuple):
    """All results of an ability on a test: their precision, and precision x surprise."""

    ability: int
    test: int
    weight: float
    told: float


class _Seen(NamedTuple):
    """A model's view, and its results; abilities are numbered within the model."""

    view: _View
    cells: list[_Cell]


def _seen(state: State, results: Sequence[OwnResult], tests: Mapping[str, int]) -> _Seen:
    lines = sorted({tuple(result.loadings) for result in results})
    numbers = {line: number for number, line in enumerate(lines)}
    view = _view(state, [list(line) for line in lines])
    groups: dict[tuple[int, int], list[OwnResult]] = {}
    for result in results:
        place = numbers[tuple(result.loadings)], tests[result.test]
        groups.setdefault(place, []).append(result)
    cells = [
        _Cell(
            *place,
            fsum(1.0 / result.v for result in group),
            fsum((result.z - view.mean[place[0]]) / result.v for result in group),
        )
        for place, group in sorted(groups.items())
    ]
    return _Seen(view, cells)


class _Gaussian(NamedTuple):
    """Mean and covariance."""

    mean: Vector
    cov: Matrix


def _reduced(roots: Sequence[Matrix], matrix: Matrix) -> Matrix:
    """R' . *matrix*, R the block diagonal matrix of *roots*."""
    found, start = [], 0
    for root in roots:
        for j in range(len(root)):
            line = [root[j][j] * value for value in matrix[start + j]]
            for k in range(j + 1, len(root)):
                line = _plus(line, root[k][j], matrix[start + k])
            found.append(line)
        start += len(root)
    return found


def _given(roots: Sequence[Matrix], precision: Matrix, told: Vector) -> _Gaussian:
    """x of all *roots*, given what is told of u = root . x: precision, and precision x mean."""
    half = _reduced(roots, precision)
    system = _reduced(roots, [list(column) for column in zip(*half, strict=True)])
    for i, row in enumerate(system):
        row[i] += 1.0
    cov = inverse(system)
    right = [line[0] for line in _reduced(roots, [[value] for value in told])]
    return _Gaussian([dot(row, right) for row in cov], cov)


def _by_abilities(seen: Sequence[_Seen], prior: Difficulty, tests: int) -> list[_Gaussian]:
    """x of every model; difficulties are integrated out one by one."""
    taken: list[list[tuple[int, _Cell]]] = [[] for _ in range(tests)]
    starts = [0]
    for one in seen:
        for cell in one.cells:
            taken[cell.test].append((starts[-1] + cell.ability, cell))
        starts.append(starts[-1] + len(one.view.mean))
    precision = [[0.0] * starts[-1] for _ in range(starts[-1])]
    told = [0.0] * starts[-1]
    for group in taken:
        total = 1.0 / prior.variance + fsum(cell.weight for _, cell in group)
        mean = (prior.mean / prior.variance + fsum(cell.told for _, cell in group)) / total
        for i, cell in group:
            told[i] += cell.told - cell.weight * mean
            precision[i][i] += cell.weight
            row, share = precision[i], cell.weight / total
            for j, other in group:
                row[j] -= share * other.weight
    found = _given([one.view.root for one in seen], precision, told)
    parts = [slice(start, end) for start, end in pairwise(starts)]
    return [_Gaussian(found.mean[part], [row[part] for row in found.cov[part]]) for part in parts]


def _by_tests(seen: Sequence[_Seen], prior: Difficulty, tests: int) -> list[_Gaussian]:
    """x of every model; abilities are integrated out model by model."""
    told = [prior.mean / prior.variance] * tests
    precision = [[0.0] * tests for _ in range(tests)]
    for test, row in enumerate(precision):
        row[test] = 1.0 / prior.variance
    alone = [_alone(one) for one in seen]
    for one, found in zip(seen, alone, strict=True):
        root = one.view.root
        expected = [dot(line, found.mean) for line in root]
        spread = _product(root, _product(found.cov, _transposed(root)))
        for cell in one.cells:
            row, line = precision[cell.test], spread[cell.ability]
            told[cell.test] += cell.told - cell.weight * expected[cell.ability]
            row[cell.test] += cell.weight
            for other in one.cells:
                row[other.test] -= cell.weight * line[other.ability] * other.weight
    covariance = inverse(precision)
    mu = _Gaussian([dot(row, told) for row in covariance], covariance)
    return [_at(one, found, mu) for one, found in zip(seen, alone, strict=True)]


def _alone(one: _Seen) -> _Gaussian:
    """x of a model as if every difficulty were known to be 0."""
    weights, told = [0.0] * len(one.view.mean), [0.0] * len(one.view.mean)
    for cell in one.cells:
        weights[cell.ability] += cell.weight
        told[cell.ability] += cell.told
    size = range(len(weights))
    precision = [[weights[i] if i == j else 0.0 for j in size] for i in size]
    return _given([one.view.root], precision, told)


def _at(one: _Seen, found: _Gaussian, mu: _Gaussian) -> _Gaussian:
    """x of a model at difficulties *mu*, out of what it is at 0."""
    lines: Matrix = [[0.0] * len(mu.mean) for _ in one.view.mean]
    for cell in one.cells:
        lines[cell.ability][cell.test] = cell.weight
    moved = _product(found.cov, _reduced([one.view.root], lines))
    cov = [
        _plus(row, 1.0, more)
        for row, more in zip(
            found.cov, _product(_product(moved, mu.cov), _transposed(moved)), strict=True
        )
    ]
    return _Gaussian(
        [value - dot(line, mu.mean) for value, line in zip(found.mean, moved, strict=True)], cov
    )


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _product(one: Matrix, other: Matrix) -> Matrix:
    columns = list(zip(*other, strict=True))
    return [[fsum(map(mul, row, column)) for column in columns] for row in one]


def _conditioned(state: State, gain: Matrix, found: _Gaussian) -> State:
    """The state once x, standard normal before, is as *found*."""
    mean = state.mean
    for value, line in zip(found.mean, gain, strict=True):
        mean = _plus(mean, value, line)
    learnt = [[(i == j) - value for j, value in enumerate(row)] for i, row in enumerate(found.cov)]
    cov = state.cov
    for line, more in zip(gain, _product(learnt, gain), strict=True):
        cov = [
            _plus(row, -part, more) if part else row for row, part in zip(cov, line, strict=True)
        ]
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
        found[row] = observed(found[row], observations)
    tests = {test: n for n, test in enumerate(sorted({result.test for result in own}))}
    by_row: dict[str, list[OwnResult]] = {}
    for result in sorted(own, key=lambda result: (result.row, result.test)):
        by_row.setdefault(result.row, []).append(result)
    seen = [_seen(found[row], results, tests) for row, results in by_row.items()]
    few_tests = len(tests) < sum(len(one.view.mean) for one in seen)
    solved = (_by_tests if few_tests else _by_abilities)(seen, prior, len(tests))
    for row, one, given in zip(by_row, seen, solved, strict=True):
        found[row] = _conditioned(found[row], one.view.gain, given)
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
