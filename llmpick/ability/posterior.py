"""
What is known of the factors, given parameters and cells: the E-step of the fit (numpy).

Factors that none of a model's benchmarks load on keep their prior, and no other factor learns of
them. So only the others are solved for, in batches of models that are alike in size: few factors
and many models in place of all factors for every model. The outcome is exact.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid

# Batches are of a number of factors that this divides; a few factors too many cost less than
# many batches.
WIDTH_STEP = 4


class FitParameters(NamedTuple):
    """What the EM estimates; `loadings` is benchmarks x factors, variances in squared logits."""

    mu: Floats
    loadings: Floats
    psi: Floats
    offset: Floats
    eta: Floats
    tau2: Floats
    shared: float
    trend: Floats
    covariance: Floats


class Posterior(NamedTuple):
    """Factors of every row: mean (rows x factors), covariance, and that between siblings."""

    mean: Floats
    cov: Floats
    joint: dict[int, Floats]


class Batch(NamedTuple):
    """
    Models of one number of efforts that are solved together.

    `models` are their places among the siblings of that number; `factors` (models x width) what
    their benchmarks load on, filled up with others; `pairs` (models x width x width) the place of
    every pair of those factors in the plan's pairs, its length for a pair no benchmark loads on.
    """

    models: Ints
    factors: Ints
    pairs: Ints


class Plan(NamedTuple):
    """
    What does not change between the iterations of a fit.

    `first` and `second` are the pairs of factors that some benchmark loads on together, `cells`
    the rows and columns of the cells in use, `batches` the models by their number of efforts.
    """

    first: Ints
    second: Ints
    cells: tuple[Ints, Ints]
    batches: dict[int, list[Batch]]


def plan_of(grid: ScoreGrid) -> Plan:
    """Pairs of factors, cells and batches of a grid, by its mask."""
    on = loaded(grid)
    together = on.T.astype(np.float64) @ on > 0.0
    first, second = np.nonzero(together)
    place = np.full(together.shape, len(first), dtype=np.int64)
    place[first, second] = np.arange(len(first))
    told = grid.mask.astype(np.float64) @ on > 0.0
    batches = {
        n: batches_of(np.asarray(told[index].any(axis=1)), place)
        for n, index in grid.siblings.items()
    }
    rows, columns = np.nonzero(grid.mask)
    return Plan(first, second, (rows, columns), batches)


def loaded(grid: ScoreGrid) -> Bools:
    """Which factor (second axis) a benchmark loads on."""
    out = np.zeros((len(grid.benchmarks), len(grid.factors)), dtype=bool)
    rows, slots = np.nonzero(grid.support >= 0)
    out[rows, grid.support[rows, slots]] = True
    return out


def batches_of(told: Bools, place: Ints) -> list[Batch]:
    """Models (rows of *told*: which factors their cells tell of) in batches of equal width."""
    wanted = -(-told.sum(1) // WIDTH_STEP) * WIDTH_STEP
    width = np.minimum(np.maximum(wanted, WIDTH_STEP), told.shape[1])
    order = np.argsort(~told, axis=1, kind="stable")
    out = []
    for size in np.unique(width):
        models = np.flatnonzero(width == size)
        factors = np.sort(order[models, :size], axis=1)
        out.append(Batch(models, factors, place[factors[:, :, None], factors[:, None, :]]))
    return out


def offset_of(grid: ScoreGrid, p: FitParameters) -> Floats:
    """Offset of every cell in logits: developer rows only, by whether the harness decides."""
    return np.where(grid.source_class == 1, p.offset[grid.harness.astype(np.int64)][None, :], 0.0)


class CellPrecision(NamedTuple):
    """
    Precision of the cells of one benchmark across the efforts of a model.

    W_rs = [r = s] own_r - own_r * link * own_s, with `link` repeated for every effort.
    """

    own: Floats
    link: Floats

    @property
    def diagonal(self) -> Floats:
        """W_rr of every cell."""
        return self.own - self.own**2 * self.link


def over_siblings(grid: ScoreGrid, cells: Floats) -> Floats:
    """Sum over the efforts of a model, repeated for each of them."""
    out = cells.copy()
    for n, index in grid.siblings.items():
        if n > 1:
            out[index] = cells[index].sum(axis=1, keepdims=True)
    return out


def precision_of(grid: ScoreGrid, p: FitParameters, used: Floats) -> CellPrecision:
    """Precision of the cells in use, 0 where there is none."""
    own_variance = grid.v + (1.0 - p.shared) * p.psi[None, :] + p.eta[grid.source_class]
    own = used / own_variance
    common = p.shared * p.psi[None, :]
    return CellPrecision(own, common / (1.0 + common * over_siblings(grid, own)))


def weighted(grid: ScoreGrid, w: CellPrecision, cells: Floats) -> Floats:
    """W times a value of every cell."""
    own = w.own * cells
    return np.asarray(own - w.own * w.link * over_siblings(grid, own))


def factor_tau2(grid: ScoreGrid, p: FitParameters) -> Floats:
    """Variance between efforts of each factor: general, domain or board."""
    kinds = [0 if f == "general" else 2 if f.startswith("board:") else 1 for f in grid.factors]
    return p.tau2[kinds]


def prior_between(tau2: Floats, n: int) -> tuple[Floats, Floats]:
    """Prior covariance and precision of *n* siblings, (n, n, factors): factors are independent."""
    same = np.eye(n)[:, :, None]
    covariance = same * tau2 + (1.0 - tau2)
    if n == 1:
        return covariance, np.ones_like(covariance)
    shared = (1.0 - tau2) / (tau2 + n * (1.0 - tau2))
    return covariance, (same - shared) / tau2


def expect(grid: ScoreGrid, p: FitParameters, dates: Floats, plan: Plan) -> Posterior:
    """E-step: Gaussian posterior of the factors, siblings together: P = prior + L'WL."""
    n_rows, size = len(grid.rows), len(grid.factors)
    w = precision_of(grid, p, grid.mask.astype(np.float64))
    products = p.loadings[:, plan.first] * p.loadings[:, plan.second]
    products = np.append(products, np.zeros((len(products), 1)), axis=1)
    diagonal = w.diagonal @ products
    prior_mean = dates @ p.trend
    residual = grid.z - offset_of(grid, p) - p.mu[None, :] - prior_mean @ p.loadings.T
    evidence = weighted(grid, w, residual) @ p.loadings
    mean, cov = np.zeros((n_rows, size)), np.zeros((n_rows, size, size))
    joint: dict[int, Floats] = {}
    tau2, every = factor_tau2(grid, p), np.arange(size)
    for n, index in grid.siblings.items():
        covariance, precision = prior_between(tau2, n)
        information = {(r, r): diagonal[index[:, r]] for r in range(n)} | {
            (r, s): -(w.own * w.link)[index[:, r]] * w.own[index[:, s]] @ products
            for r, s in combinations(range(n), 2)
        }
        joint[n] = np.zeros((len(index), n, size, n, size))
        joint[n][:, :, every, :, every] = covariance.transpose(2, 0, 1)[:, None]
        for batch in plan.batches[n]:
            rows = index[batch.models][:, :, None], batch.factors[:, None, :]
            inverse = np.linalg.inv(batch_precision(batch, n, precision, information))
            inverse = (inverse + inverse.transpose(0, 2, 1)) / 2.0
            told = evidence[rows]
            mean[rows] = (inverse @ told.reshape(*inverse.shape[:2], 1)).reshape(told.shape)
            inverse = inverse.reshape(*told.shape, *told.shape[1:])
            at = batch.models[:, None, None]
            first, second = batch.factors[:, :, None], batch.factors[:, None, :]
            for r, s in product(range(n), repeat=2):
                joint[n][at, r, first, s, second] = inverse[:, r, :, s, :]
        for r in range(n):
            cov[index[:, r]] = joint[n][:, r, :, r, :]
    return Posterior(mean + prior_mean, cov, joint)


def batch_precision(
    batch: Batch, n: int, prior: Floats, information: dict[tuple[int, int], Floats]
) -> Floats:
    """
    Posterior precision of the factors of a batch, one square matrix a model, efforts outermost.

    Args:
        batch: Models of *n* efforts.
        n: Number of efforts.
        prior: Prior precision between efforts, one number a factor.
        information: What the cells add, by pair of efforts: models x pairs of factors.
    """
    models, width = batch.factors.shape
    out, each = np.zeros((models, n, width, n, width)), np.arange(width)
    for r, s in product(range(n), repeat=2):
        out[:, r, each, s, each] = prior[r, s][batch.factors]
    for (r, s), found in information.items():
        added = found[batch.models[:, None, None], batch.pairs]
        out[:, r, :, s, :] += added
        if r != s:
            out[:, s, :, r, :] += added
    return out.reshape(models, n * width, n * width)


def vagueness(grid: ScoreGrid, covariance: Floats, mean: Floats, at: tuple[Ints, Ints]) -> Floats:
    """
    Variance of the expectation of cells *at* from what is not known of their benchmarks.

    Without it psi comes out too small for a benchmark with few models.
    """
    rows, columns = at
    slots = grid.support[columns]
    known = np.where(slots < 0, 0.0, np.take_along_axis(mean[rows], np.maximum(slots, 0), 1))
    design = np.concatenate([np.ones((len(rows), 1)), known], axis=1)
    return np.asarray(np.einsum("ia,iab,ib->i", design, covariance[columns], design))


def predict(
    grid: ScoreGrid, p: FitParameters, q: Posterior, at: tuple[Ints, Ints]
) -> tuple[Floats, Floats]:
    """Mean and variance in logits of an independent score at (row, benchmark) index pairs."""
    rows, columns = at
    load = p.loadings[columns]
    mean = p.mu[columns] + np.einsum("ik,ik->i", load, q.mean[rows])
    variance = np.einsum("ia,iab,ib->i", load, q.cov[rows], load) + p.psi[columns]
    return mean, variance + vagueness(grid, p.covariance, q.mean, at)
