"""
General and domain factors in logit space, by expectation-maximisation (numpy).

    z = mu_b + delta + sum_k L_bk f_k + e,   e ~ N(0, v + psi_b + eta_class)

Each benchmark loads on the general factor, its domain, and its board. Efforts of one
model are siblings: their factors share a part of variance 1 - tau2 and differ by tau2,
and on one benchmark they share a part of psi_b, so that five efforts are not five votes.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from llmpick.ability.grid import WIDTH, trained_part
from llmpick.ability.posterior import (
    CellPrecision,
    FitParameters,
    Plan,
    Posterior,
    expect,
    offset_of,
    over_siblings,
    plan_of,
    precision_of,
    vagueness,
    weighted,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmpick.ability.grid import Floats, ScoreGrid

# Prior of the loadings by kind: general, domain, board, parent domain; then "no factor".
LOADING_MEAN = np.array([1.5, 0.5, 0.3, 0.5, 0.0])
LOADING_SD = np.array([0.8, 0.5, 0.4, 0.5, 1.0])
MU_SD = 2.0
PSI_PRIOR_N, PSI_PRIOR, PSI_MIN = 4.0, 0.10, 0.01
# How many benchmarks the prior of that prior counts for; the rest is learnt from all of them.
PSI_HYPER_N = 50.0
# Share of a benchmark's own variance that all efforts of a model have in common.
SHARED_PRIOR_N, SHARED_PRIOR, SHARED_MAX = 20.0, 0.5, 0.95
TAU_PRIOR_N, TAU_PRIOR, TAU_MIN = 10.0, 0.10, 0.01
# Offset of developer rows (logits): benchmarks in general, then those where the harness decides.
OFFSET_PRIOR, OFFSET_PRIOR_SD = np.array([0.13, 0.40]), 0.15
ETA_PRIOR_N, ETA_PRIOR = 20.0, np.array([0.0, 0.05, 0.10])
# Weight of the prior "no growth", in squared years.
TREND_PRIOR_N = 20.0
GROWING = frozenset({"general"})
MAX_ITERATIONS = 150
TOLERANCE = 4e-3


def start(grid: ScoreGrid) -> FitParameters:
    """Deterministic start: column means, prior loadings."""
    n = np.maximum(grid.mask.sum(0), 1)
    mu = (grid.z * grid.mask).sum(0) / n
    loadings = np.zeros((len(grid.benchmarks), len(grid.factors)))
    for slot in range(WIDTH):
        has = np.flatnonzero(grid.support[:, slot] >= 0)
        loadings[has, grid.support[has, slot]] = LOADING_MEAN[grid.kind[has, slot]]
    width = len(grid.benchmarks)
    return FitParameters(
        mu,
        loadings,
        np.full(width, PSI_PRIOR),
        OFFSET_PRIOR.copy(),
        ETA_PRIOR.copy(),
        np.full(3, TAU_PRIOR),
        SHARED_PRIOR,
        np.zeros((2, len(grid.factors))),
        np.zeros((width, WIDTH + 1, WIDTH + 1)),
    )


def second_moments(grid: ScoreGrid, w: CellPrecision, q: Posterior, plan: Plan) -> Floats:
    """Sum over cells of W_rs E[f_r f_s'] for every benchmark and pair of factors."""
    first, second = plan.first, plan.second
    total = w.diagonal.T @ (q.cov[:, first, second] + q.mean[:, first] * q.mean[:, second])
    for n, index in grid.siblings.items():
        for r, s in combinations(range(n), 2):
            at, other = index[:, r], index[:, s]
            moment = q.joint[n][:, r, first, s, second] + q.joint[n][:, r, second, s, first]
            moment += q.mean[at][:, first] * q.mean[other][:, second]
            moment += q.mean[at][:, second] * q.mean[other][:, first]
            total -= (w.own[at] * w.link[at] * w.own[other]).T @ moment
    return np.asarray(total)


def solve_columns(
    grid: ScoreGrid, w: CellPrecision, target: Floats, q: Posterior, plan: Plan, centre: float
) -> tuple[Floats, Floats, Floats]:
    """M-step of difficulty and loadings of every benchmark; their covariance as third."""
    width, size = len(grid.benchmarks), len(grid.factors)
    moments = np.zeros((width, size + 1, size + 1))
    moments[:, plan.first, plan.second] = second_moments(grid, w, q, plan)
    ones = weighted(grid, w, (w.own > 0.0).astype(np.float64))
    right_side = weighted(grid, w, target)
    slots = np.where(grid.support < 0, size, grid.support)
    kinds = np.where(grid.kind < 0, len(LOADING_MEAN) - 1, grid.kind)
    column = np.arange(width)[:, None]
    system = np.zeros((width, WIDTH + 1, WIDTH + 1))
    system[:, 1:, 1:] = moments[column[:, :, None], slots[:, :, None], slots[:, None, :]]
    diagonal = np.arange(1, WIDTH + 1)
    system[:, diagonal, diagonal] += 1.0 / LOADING_SD[kinds] ** 2
    sums = np.concatenate([ones.T @ q.mean, np.zeros((width, 1))], axis=1)
    cross = np.concatenate([right_side.T @ q.mean, np.zeros((width, 1))], axis=1)
    system[:, 0, 0] = ones.sum(0) + 1.0 / MU_SD**2
    system[:, 0, 1:] = system[:, 1:, 0] = sums[column, slots]
    right = np.zeros((width, WIDTH + 1))
    right[:, 0] = right_side.sum(0) + centre / MU_SD**2
    right[:, 1:] = cross[column, slots] + LOADING_MEAN[kinds] / LOADING_SD[kinds] ** 2
    solved = np.linalg.solve(system, right[:, :, None])[:, :, 0]
    loadings = np.zeros((width, size + 1))
    loadings[column, slots] = np.maximum(solved[:, 1:], 0.0)
    covariance: Floats = np.asarray(np.linalg.inv(system), dtype=np.float64)
    return np.asarray(solved[:, 0], dtype=np.float64), loadings[:, :size], covariance


def squares(
    grid: ScoreGrid, p: FitParameters, residual: Floats, q: Posterior, plan: Plan
) -> Floats:
    """Expectation of the squared residual of every cell in use, the benchmark's own part too."""
    rows, columns = plan.cells
    slots = np.maximum(grid.support, 0)[columns]
    load = np.take_along_axis(p.loadings[columns], slots, 1) * (grid.support[columns] >= 0)
    cov = q.cov[rows[:, None, None], slots[:, :, None], slots[:, None, :]]
    spread = np.einsum("ia,iab,ib->i", load, cov, load)
    return np.asarray(residual[plan.cells] ** 2 + spread)


def between_efforts(grid: ScoreGrid, q: Posterior) -> Floats:
    """M-step of tau2: variance between siblings, pooled over general, domain, board factors."""
    size = len(grid.factors)
    kinds = np.array(
        [0 if f == "general" else 2 if f.startswith("board:") else 1 for f in grid.factors]
    )
    total, count = np.full(3, TAU_PRIOR_N * TAU_PRIOR), np.full(3, TAU_PRIOR_N)
    for n, index in grid.siblings.items():
        if n < 2:
            continue
        means = q.mean[index]
        within = ((means - means.mean(1, keepdims=True)) ** 2).sum((0, 1))
        blocks = np.einsum("mrksk->rsk", q.joint[n])
        within += np.einsum("rrk->k", blocks) - blocks.sum((0, 1)) / n
        total += np.bincount(kinds, within, 3)
        count += np.bincount(kinds, np.full(size, float(len(index) * (n - 1))), 3)
    return np.asarray(np.clip(total / count, TAU_MIN, 0.9))


def shared_between_efforts(
    grid: ScoreGrid, p: FitParameters, residual: Floats, q: Posterior, plan: Plan
) -> float:
    """M-step of the share of psi that efforts of a model have in common on a benchmark."""
    products = (p.loadings[:, plan.first] * p.loadings[:, plan.second]).T
    total, weight = SHARED_PRIOR_N * SHARED_PRIOR, SHARED_PRIOR_N
    for n, index in grid.siblings.items():
        for r, s in combinations(range(n), 2):
            at, other = index[:, r], index[:, s]
            both = grid.mask[at] & grid.mask[other]
            spread = q.joint[n][:, r, plan.first, s, plan.second] @ products
            ratio = (residual[at] * residual[other] + spread) / p.psi[None, :]
            total += float((both * np.clip(ratio, -3.0, 3.0)).sum()) / (n - 1)
            weight += float(both.sum()) / (n - 1)
    return min(SHARED_MAX, max(0.0, total / weight))


def shared_columns(grid: ScoreGrid) -> Floats:
    """1 where a cell's benchmark has three rows of developers and three of others, else 0."""
    developer = (grid.mask & (grid.source_class == 1)).sum(0)
    other = (grid.mask & (grid.source_class != 1)).sum(0)
    return np.asarray(((developer >= 3) & (other >= 3)).astype(np.float64))


def offsets(grid: ScoreGrid, w: Floats, residual: Floats, old: Floats) -> Floats:
    """M-step of the developer offset, from benchmarks that both kinds of source report."""
    developer = (grid.source_class == 1) * shared_columns(grid)[None, :] * w
    plain = residual + old[grid.harness.astype(np.int64)][None, :]
    out = np.zeros(2)
    for group in (0, 1):
        part = developer * (grid.harness == bool(group))[None, :]
        prior = 1.0 / OFFSET_PRIOR_SD**2
        out[group] = ((part * plain).sum() + OFFSET_PRIOR[group] * prior) / (part.sum() + prior)
    return out


def usual_psi(psi: Floats) -> float:
    """
    Scale of the prior of psi, from all benchmarks (empirical Bayes).

    The likeliest scale of a scaled inverse chi-squared law is the harmonic mean of its draws.
    """
    certainty = PSI_HYPER_N / PSI_PRIOR + float((1.0 / psi).sum())
    return (PSI_HYPER_N + len(psi)) / certainty


def maximise(
    grid: ScoreGrid, p: FitParameters, q: Posterior, dates: Floats, plan: Plan
) -> FitParameters:
    """One M-step over all parameters; the grid holds only rows that take part."""
    w = precision_of(grid, p, grid.mask.astype(np.float64))
    target = grid.z - offset_of(grid, p)
    centre = float((grid.z * grid.mask).sum() / grid.mask.sum())
    mu, loadings, covariance = solve_columns(grid, w, target, q, plan, centre)
    new = p._replace(mu=mu, loadings=loadings, covariance=covariance)
    residual = target - mu[None, :] - q.mean @ loadings.T
    columns, classes = plan.cells[1], grid.source_class[plan.cells]
    square = squares(grid, new, residual, q, plan) - grid.v[plan.cells]
    excess = square + vagueness(grid, covariance, q.mean, plan.cells) - p.eta[classes]
    total = np.bincount(columns, excess, len(mu)) + PSI_PRIOR_N * usual_psi(p.psi)
    psi = np.maximum(PSI_MIN, total / (PSI_PRIOR_N + np.bincount(columns, minlength=len(mu))))
    eta = ETA_PRIOR.copy()
    scatter = np.clip(square - psi[columns], -1.0, 1.0)
    shared = shared_columns(grid) > 0.0
    for source_class in (1, 2):
        part = scatter[(classes == source_class) & shared[columns]]
        prior = ETA_PRIOR_N * ETA_PRIOR[source_class]
        eta[source_class] = max(0.0, (prior + part.sum()) / (ETA_PRIOR_N + len(part)))
    offset = offsets(grid, w.own, residual, p.offset)
    new = new._replace(psi=psi, offset=offset, eta=eta)
    return new._replace(
        tau2=between_efforts(grid, q),
        shared=shared_between_efforts(grid, new, residual, q, plan),
        trend=slope(grid, q, dates),
    )


def slope(grid: ScoreGrid, q: Posterior, dates: Floats) -> Floats:
    """
    Where a model is expected before its scores: growth per year, and shift if undated.

    Least squares on the factors in GROWING, with a ridge towards 0; others have no trend.
    """
    system = dates.T @ dates + TREND_PRIOR_N * np.eye(dates.shape[1])
    keep = np.array([factor in GROWING for factor in grid.factors])
    return np.asarray(np.linalg.solve(system, dates.T @ q.mean) * keep[None, :])


def standardised(grid: ScoreGrid, p: FitParameters, q: Posterior, dates: Floats) -> FitParameters:
    """
    Move location and scale of the factors into the benchmarks (parameter-expanded EM).

    Every factor keeps mean 0 and variance 1 over the models that take part. Without
    this step the scale drifts for hundreds of iterations.
    """
    share = 1.0 / over_siblings(grid, np.ones((len(grid.rows), 1)))[:, 0]
    share = share / share.sum()
    deviation = q.mean - dates @ p.trend
    location = share @ deviation
    square = np.einsum("nkk->nk", q.cov) + deviation**2
    scale = np.sqrt(share @ square - location**2)
    mu = p.mu + p.loadings @ location
    return p._replace(mu=mu, loadings=p.loadings * scale[None, :], trend=p.trend / scale[None, :])


def run(
    grid: ScoreGrid,
    dates: Floats,
    *,
    initial: FitParameters | None = None,
    max_iterations: int = MAX_ITERATIONS,
    tolerance: float = TOLERANCE,
    progress: Callable[[int, float], None] | None = None,
) -> tuple[FitParameters, Posterior, int]:
    """
    EM until no difficulty or loading moves by more than the tolerance.

    Args:
        grid: Cells as arrays.
        dates: rows x 2: years of release around a centre (0 if unknown), 1 if unknown.
        initial: Parameters to start from, the deterministic start if absent.
        max_iterations: Most iterations.
        tolerance: Largest change that ends the fit, logits.
        progress: Called with iteration and largest change.

    Returns:
        Parameters, posterior of every row under them, iterations used.
    """
    p, part, part_dates = initial or start(grid), trained_part(grid), dates[grid.trained]
    plan, iteration = plan_of(part), 0
    for iteration in range(1, max_iterations + 1):
        q = expect(part, p, part_dates, plan)
        new = standardised(part, maximise(part, p, q, part_dates, plan), q, part_dates)
        change = max(
            float(np.abs(new.mu - p.mu).max()), float(np.abs(new.loadings - p.loadings).max())
        )
        p = new
        if progress is not None:
            progress(iteration, change)
        if change < tolerance:
            break
    return p, expect(grid, p, dates, plan_of(grid)), iteration
