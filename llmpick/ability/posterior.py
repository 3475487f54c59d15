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
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid, ShortInts

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
    every pair of those factors in the plan's pairs, its length for a pair no benchmark loads on;
    `target` the places of their covariance, flat, in that of all models and factors. Both are as
    many as the covariances, so that they are kept short.
    """

    models: Ints
    factors: Ints
    pairs: ShortInts
    target: ShortInts


class Twins(NamedTuple):
    """
    Cells of two efforts of a model on one benchmark, for models of one number of efforts.

    `models` are places among the siblings of that number, `first` and `second` the places of the
    two efforts, `rows` and `others` their rows, `columns` the benchmarks.
    """

    models: Ints
    first: Ints
    second: Ints
    rows: Ints
    others: Ints
    columns: Ints


class FitPlan(NamedTuple):
    """
    What does not change between the iterations of a fit.

    `pairs` is how many pairs of factors some benchmark loads on together, `places` (benchmarks x
    slots x slots) which of them two slots of a benchmark are (`pairs` where one is empty), `cells`
    the rows and columns of the cells in use, `batches` the models and `twins` their cells by
    number of efforts.
    """

    pairs: int
    places: Ints
    cells: tuple[Ints, Ints]
    batches: dict[int, list[Batch]]
    twins: dict[int, Twins]


def plan_of(grid: ScoreGrid) -> FitPlan:
    """Pairs of factors, cells and batches of a grid, by its mask."""
    on, size = loaded(grid), len(grid.factors)
    together = on.T.astype(np.float64) @ on > 0.0
    first, second = np.nonzero(together)
    place = np.full((size + 1, size + 1), len(first), dtype=np.int64)
    place[first, second] = np.arange(len(first))
    told = grid.mask.astype(np.float64) @ on > 0.0
    batches = {
        n: batches_of(np.asarray(told[index].any(axis=1)), place, n)
        for n, index in grid.siblings.items()
    }
    slots = np.where(grid.support < 0, size, grid.support)
    places = place[slots[:, :, None], slots[:, None, :]]
    rows, columns = np.nonzero(grid.mask)
    twins = {n: twins_of(grid, index) for n, index in grid.siblings.items() if n > 1}
    return FitPlan(len(first), places, (rows, columns), batches, twins)


def twins_of(grid: ScoreGrid, index: Ints) -> Twins:
    """The twins of the models of *index* (models x efforts: rows)."""
    found = []
    for r, s in combinations(range(index.shape[1]), 2):
        models, columns = np.nonzero(grid.mask[index[:, r]] & grid.mask[index[:, s]])
        one, other = np.full(len(models), r), np.full(len(models), s)
        found.append((models, one, other, index[models, r], index[models, s], columns))
    return Twins(*(np.concatenate(part) for part in zip(*found, strict=True)))


def loaded(grid: ScoreGrid) -> Bools:
    """Which factor (second axis) a benchmark loads on."""
    out = np.zeros((len(grid.benchmarks), len(grid.factors)), dtype=bool)
    rows, slots = np.nonzero(grid.support >= 0)
    out[rows, grid.support[rows, slots]] = True
    return out


def batches_of(told: Bools, place: Ints, n: int) -> list[Batch]:
    """Models (rows of *told*: which factors their cells tell of) in batches of equal width."""
    every, efforts = told.shape[1], np.arange(n)
    wanted = -(-told.sum(1) // WIDTH_STEP) * WIDTH_STEP
    width = np.minimum(np.maximum(wanted, WIDTH_STEP), told.shape[1])
    order = np.argsort(~told, axis=1, kind="stable")
    out = []
    for size in np.unique(width):
        models = np.flatnonzero(width == size)
        factors = np.sort(order[models, :size], axis=1)
        flat = (efforts[None, :, None] * every + factors[:, None, :]).reshape(len(models), -1)
        target = (models[:, None, None] * n * every + flat[:, :, None]) * n * every
        pairs = place[factors[:, :, None], factors[:, None, :]]
        places = target + flat[:, None, :]
        out.append(Batch(models, factors, pairs.astype(np.int32), places.astype(np.int32)))
    return out


def slot_loadings(grid: ScoreGrid, p: FitParameters) -> Floats:
    """Loadings of every benchmark in the order of its slots, 0 in an empty one."""
    held = np.take_along_axis(p.loadings, np.maximum(grid.support, 0), 1)
    return np.asarray(held * (grid.support >= 0))


def informed(
    at: Ints, columns: Ints, weights: Floats, n: int, products: Floats, plan: FitPlan
) -> Floats:
    """
    Sum of weighted products of loadings by pair of factors, *n* x pairs and a last one of 0.

    Args:
        at: Which of the *n* each cell is added to.
        columns: The benchmark of each cell.
        weights: The weight of each cell.
        n: Length of the outcome.
        products: Of the loadings of each benchmark, benchmarks x slots x slots.
        plan: Places of the pairs.
    """
    place = at[:, None, None] * (plan.pairs + 1) + plan.places[columns]
    added = weights[:, None, None] * products[columns]
    total = np.bincount(place.ravel(), added.ravel(), n * (plan.pairs + 1))
    return np.asarray(total.reshape(n, plan.pairs + 1))


def offset_of(grid: ScoreGrid, p: FitParameters) -> Floats:
    """Offset of every cell in logits: developer rows only, by whether the harness decides."""
    return np.where(grid.source_class == 1, p.offset[grid.harness.astype(np.int64)][None, :], 0.0)


class CellPrecision(NamedTuple):
    """
    CellPrecision of the cells of one benchmark across the efforts of a model.

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
    return p.tau2[factor_kinds(grid)]


def factor_kinds(grid: ScoreGrid) -> Ints:
    """Kind of each factor by which efforts differ: 0 general, 1 domain or residual, 2 board."""
    return np.array(
        [0 if f == "general" else 2 if f.startswith("board:") else 1 for f in grid.factors]
    )


def prior_between(tau2: Floats, n: int) -> tuple[Floats, Floats]:
    """Prior covariance and precision of *n* siblings, (n, n, factors): factors are independent."""
    same = np.eye(n)[:, :, None]
    covariance = same * tau2 + (1.0 - tau2)
    if n == 1:
        return covariance, np.ones_like(covariance)
    shared = (1.0 - tau2) / (tau2 + n * (1.0 - tau2))
    return covariance, (same - shared) / tau2


def expect(grid: ScoreGrid, p: FitParameters, known: Floats, plan: FitPlan) -> Posterior:
    """
    E-step: Gaussian posterior of the factors, siblings together: P = prior + L'WL.

    *known* is rows x columns of `FitParameters.trend`: what is known before the scores.
    """
    n_rows, size = len(grid.rows), len(grid.factors)
    w = precision_of(grid, p, grid.mask.astype(np.float64))
    load = slot_loadings(grid, p)
    products = load[:, :, None] * load[:, None, :]
    rows, columns = plan.cells
    diagonal = informed(rows, columns, w.diagonal[plan.cells], n_rows, products, plan)
    prior_mean = known @ p.trend
    residual = grid.z - offset_of(grid, p) - p.mu[None, :] - prior_mean @ p.loadings.T
    evidence = weighted(grid, w, residual) @ p.loadings
    mean, cov = np.zeros((n_rows, size)), np.zeros((n_rows, size, size))
    joint: dict[int, Floats] = {}
    tau2, every = factor_tau2(grid, p), np.arange(size)
    for n, index in grid.siblings.items():
        covariance, precision = prior_between(tau2, n)
        information = {(r, r): diagonal[index[:, r]] for r in range(n)}
        if n > 1:
            information |= between(len(index), w, products, plan, plan.twins[n])
        joint[n] = np.zeros((len(index), n, size, n, size))
        joint[n][:, :, every, :, every] = covariance.transpose(2, 0, 1)[:, None]
        flat = joint[n].reshape(-1)
        for batch in plan.batches[n]:
            at = index[batch.models][:, :, None], batch.factors[:, None, :]
            inverse = np.linalg.inv(batch_precision(batch, n, precision, information))
            inverse = (inverse + inverse.transpose(0, 2, 1)) / 2.0
            told = evidence[at]
            mean[at] = (inverse @ told.reshape(*inverse.shape[:2], 1)).reshape(told.shape)
            flat[batch.target] = inverse
        for r in range(n):
            cov[index[:, r]] = joint[n][:, r, :, r, :]
    return Posterior(mean + prior_mean, cov, joint)


def between(
    models: int, w: CellPrecision, products: Floats, plan: FitPlan, twins: Twins
) -> dict[tuple[int, int], Floats]:
    """What the cells add to the precision between two efforts, by pair of efforts."""
    weights = -(w.own * w.link)[twins.rows, twins.columns] * w.own[twins.others, twins.columns]
    out = {}
    for r, s in sorted(set(zip(twins.first.tolist(), twins.second.tolist(), strict=True))):
        these = (twins.first == r) & (twins.second == s)
        cells = twins.models[these], twins.columns[these], weights[these]
        out[r, s] = informed(*cells, models, products, plan)
    return out


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
