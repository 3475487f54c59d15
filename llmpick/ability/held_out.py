"""Scores hidden from the fit, and what it expects of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmpick.ability import factor, posterior
from llmpick.ability.grid import MIN_MODELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from llmpick.ability.data import FitBenchmark
    from llmpick.ability.fit import Fitted
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid
    from llmpick.ability.posterior import FitParameters, Posterior

    Strings = npt.NDArray[np.str_]
FOLDS = 10
FOLD_ITERATIONS = 60


class HeldOut(NamedTuple):
    """
    Cells predicted from others: indices, truth, prediction and its variance (logits).

    `left` is how many cells their model kept, `left_row` how many their row did.
    """

    rows: Ints
    columns: Ints
    z: Floats
    mean: Floats
    variance: Floats
    baseline: Floats
    left: Ints
    left_row: Ints


def bucket(text: str, n: int) -> int:
    """A number below *n* that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % n


def cell_folds(grid: ScoreGrid, benchmarks: Mapping[str, FitBenchmark], *, by_board: bool) -> Ints:
    """
    Fold of every cell; all efforts of a model fall together.

    By board, its scores on sister benchmarks fall with them: the harder question.
    """
    folds = np.full(grid.mask.shape, -1, dtype=np.int64)
    for r, (model, _) in enumerate(grid.rows):
        for j in np.flatnonzero(grid.mask[r]):
            name = grid.benchmarks[j]
            folds[r, j] = bucket(f"{model}|{benchmarks[name].board if by_board else name}", FOLDS)
    return folds


def additive_logit(grid: ScoreGrid, at: tuple[Ints, Ints]) -> Floats:
    """Baseline: row plus column effects in logits, with a small ridge."""
    mask, z = grid.mask, grid.z
    overall = float(z[mask].mean())
    column = np.where(mask.any(0), (z * mask).sum(0) / np.maximum(mask.sum(0), 1), overall)
    row = np.zeros(len(grid.rows))
    for _ in range(100):
        row = ((z - column) * mask).sum(1) / (mask.sum(1) + 1.0)
        column = (((z - row[:, None]) * mask).sum(0) + 0.1 * overall) / (mask.sum(0) + 0.1)
    return np.asarray(row[at[0]] + column[at[1]])


def predicted(
    grid: ScoreGrid, p: FitParameters, q: Posterior, at: tuple[Ints, Ints]
) -> tuple[Floats, Floats]:
    """Prediction of published cells: offset, measurement and source variance included."""
    mean, variance = posterior.predict(grid, p, q, at)
    extra = grid.v[at] + p.eta[grid.source_class[at]]
    return mean + posterior.offset_of(grid, p)[at], variance + extra


def predictable(grid: ScoreGrid, hidden: Bools) -> tuple[ScoreGrid, tuple[Ints, Ints]]:
    """The grid without the hidden cells, and those whose model and benchmark are still known."""
    rest = grid._replace(mask=grid.mask & ~hidden)
    of_model = posterior.over_siblings(rest, rest.mask.sum(1, keepdims=True).astype(np.float64))
    ok = hidden & (of_model >= 1.0) & (rest.mask.sum(0) >= MIN_MODELS)[None, :]
    rows, columns = np.nonzero(ok)
    return rest, (rows, columns)


def hold_out(
    fitted: Fitted,
    benchmarks: Mapping[str, FitBenchmark],
    *,
    by_board: bool,
    progress: Callable[[str, int, int], None] | None = None,
) -> HeldOut:
    """Predict every cell from a fit that has not seen its fold."""
    grid, prior = fitted.grid, fitted.prior
    folds = cell_folds(grid, benchmarks, by_board=by_board)
    parts = []
    for fold in range(FOLDS):
        rest, at = predictable(grid, folds == fold)
        p, q, _ = factor.run(rest, prior, max_iterations=FOLD_ITERATIONS)
        mean, variance = predicted(grid, p, q, at)
        row = rest.mask.sum(1, keepdims=True).astype(np.float64)
        left = posterior.over_siblings(rest, row)[at[0], 0].astype(np.int64)
        kept = row[at[0], 0].astype(np.int64)
        parts.append((*at, grid.z[at], mean, variance, additive_logit(rest, at), left, kept))
        if progress is not None:
            progress("held-out cells by board" if by_board else "held-out cells", fold + 1, FOLDS)
    return HeldOut(*(np.concatenate(column) for column in zip(*parts, strict=True)))
