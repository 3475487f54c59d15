"""
General and domain factors in logit space, by expectation-maximisation (numpy).

    z = mu_b + delta + sum_k L_bk f_k + e,   e ~ N(0, v + psi_b + eta_class)

Each benchmark loads on the general factor, its domain, and its board. Efforts of one
model are siblings: their factors share a part of variance 1 - tau2 and differ by tau2,
and on one benchmark they share a part of psi_b, so that five efforts are not five votes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from llmpick.ability.data import RESIDUAL
from llmpick.ability.grid import WIDTH, trained_part
from llmpick.ability.posterior import (
    CellPrecision,
    FitParameters,
    FitPlan,
    Posterior,
    Twins,
    expect,
    factor_kinds,
    factor_tau2,
    offset_of,
    over_siblings,
    plan_of,
    precision_of,
    slot_loadings,
    vagueness,
    weighted,
)
from llmpick.ability.prior import slopes

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmpick.ability.grid import Floats, Ints, ScoreGrid
    from llmpick.ability.prior import Prior

# Prior of the loadings by kind: general, domain, board, parent domain, residual; then "no factor".
LOADING_MEAN = np.array([1.5, 0.5, 0.3, 0.5, 0.0, 0.0])
LOADING_SD = np.array([0.8, 0.5, 0.4, 0.5, 0.15, 1.0])
SIGNED = 4
# Rounds before the residual factors start, and pairs of models that a covariance is shrunk by.
RESIDUAL_START, RESIDUAL_PAIRS = 12, 30.0
MU_SD = 2.0
PSI_PRIOR_N, PSI_PRIOR, PSI_MIN = 4.0, 0.10, 0.01
# For so many rounds no benchmark's own variance passes this: one that is distrusted before the
# factors are known would stay so, and its models with it.
PSI_TRUSTED, PSI_TRUSTED_MAX = 30, 0.2
# How many benchmarks the prior of that prior counts for; the rest is learnt from all of them.
PSI_HYPER_N = 50.0
# Share of a benchmark's own variance that all efforts of a model have in common.
SHARED_PRIOR_N, SHARED_PRIOR, SHARED_MAX = 20.0, 0.5, 0.95
TAU_PRIOR_N, TAU_PRIOR, TAU_MIN = 10.0, 0.10, 0.01
# Offset of developer rows (logits): benchmarks in general, then those where the harness decides.
OFFSET_PRIOR, OFFSET_PRIOR_SD = np.array([0.13, 0.40]), 0.15
ETA_PRIOR_N, ETA_PRIOR = 20.0, np.array([0.0, 0.05, 0.10])
MAX_ITERATIONS = 100
# Length of a step, in steps of EM.
STEP = 1.6
TOLERANCE = 4e-3


def start(grid: ScoreGrid, columns: int = 0) -> FitParameters:
    """Deterministic start: column means, prior loadings; *columns* are those of the prior."""
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
        np.zeros((columns, len(grid.factors))),
        np.zeros((width, WIDTH + 1, WIDTH + 1)),
    )


def by_column(columns: Ints, values: Floats, width: int) -> Floats:
    """Sums of *values* (cells x slots x slots) by column."""
    each = values.reshape(len(columns), int(np.prod(values.shape[1:])))
    sums = [np.bincount(columns, each[:, i], width) for i in range(each.shape[1])]
    total: Floats = np.stack(sums, axis=1).astype(np.float64)
    return total.reshape(width, *values.shape[1:])


def second_moments(grid: ScoreGrid, w: CellPrecision, q: Posterior, plan: FitPlan) -> Floats:
    """Sum over cells of W_rs E[f_r f_s'] for every benchmark and pair of its slots."""
    width, slots = len(grid.benchmarks), np.maximum(grid.support, 0)
    rows, columns = plan.cells
    held = slots[columns]
    mean = np.take_along_axis(q.mean[rows], held, 1)
    moment = q.cov[rows[:, None, None], held[:, :, None], held[:, None, :]]
    moment += mean[:, :, None] * mean[:, None, :]
    total = by_column(columns, w.diagonal[plan.cells][:, None, None] * moment, width)
    for n, twins in plan.twins.items():
        held = slots[twins.columns]
        moment = twin_covariance(q.joint[n], twins, held)
        one = np.take_along_axis(q.mean[twins.rows], held, 1)
        other = np.take_along_axis(q.mean[twins.others], held, 1)
        moment += one[:, :, None] * other[:, None, :]
        cells = twins.rows, twins.columns
        weight = w.own[cells] * w.link[cells] * w.own[twins.others, twins.columns]
        moment = weight[:, None, None] * (moment + moment.transpose(0, 2, 1))
        total -= by_column(twins.columns, moment, width)
    on = grid.support >= 0
    return np.asarray(total * (on[:, :, None] & on[:, None, :]))


def twin_covariance(joint: Floats, twins: Twins, held: Ints) -> Floats:
    """Covariance of the factors (*held*: twins x slots) of one effort with those of the other."""
    first, second = twins.first[:, None, None], twins.second[:, None, None]
    at = twins.models[:, None, None]
    return np.asarray(joint[at, first, held[:, :, None], second, held[:, None, :]])


def solve_columns(
    grid: ScoreGrid, w: CellPrecision, target: Floats, q: Posterior, plan: FitPlan, centre: float
) -> tuple[Floats, Floats, Floats]:
    """M-step of difficulty and loadings of every benchmark; their covariance as third."""
    width, size = len(grid.benchmarks), len(grid.factors)
    ones = weighted(grid, w, (w.own > 0.0).astype(np.float64))
    right_side = weighted(grid, w, target)
    slots = np.where(grid.support < 0, size, grid.support)
    kinds = np.where(grid.kind < 0, len(LOADING_MEAN) - 1, grid.kind)
    column = np.arange(width)[:, None]
    system = np.zeros((width, WIDTH + 1, WIDTH + 1))
    system[:, 1:, 1:] = second_moments(grid, w, q, plan)
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
    slopes = solved[:, 1:]
    loadings[column, slots] = np.where(kinds == SIGNED, slopes, np.maximum(slopes, 0.0))
    covariance: Floats = np.asarray(np.linalg.inv(system), dtype=np.float64)
    return np.asarray(solved[:, 0], dtype=np.float64), loadings[:, :size], covariance


def squares(
    grid: ScoreGrid, p: FitParameters, residual: Floats, q: Posterior, plan: FitPlan
) -> Floats:
    """Expectation of the squared residual of every cell in use, the benchmark's own part too."""
    rows, columns = plan.cells
    slots = np.maximum(grid.support, 0)[columns]
    load = slot_loadings(grid, p)[columns]
    cov = q.cov[rows[:, None, None], slots[:, :, None], slots[:, None, :]]
    spread = np.einsum("ia,iab,ib->i", load, cov, load)
    return np.asarray(residual[plan.cells] ** 2 + spread)


def between_efforts(grid: ScoreGrid, q: Posterior, prior_mean: Floats) -> Floats:
    """
    M-step of tau2: variance between siblings, pooled over general, domain, board factors.

    What the curve of effort (in *prior_mean*, rows x factors) expects of them is no variance.
    """
    size, kinds = len(grid.factors), factor_kinds(grid)
    total, count = np.full(3, TAU_PRIOR_N * TAU_PRIOR), np.full(3, TAU_PRIOR_N)
    for n, index in grid.siblings.items():
        if n < 2:
            continue
        means = (q.mean - prior_mean)[index]
        within = ((means - means.mean(1, keepdims=True)) ** 2).sum((0, 1))
        blocks = np.einsum("mrksk->rsk", q.joint[n])
        within += np.einsum("rrk->k", blocks) - blocks.sum((0, 1)) / n
        total += np.bincount(kinds, within, 3)
        count += np.bincount(kinds, np.full(size, float(len(index) * (n - 1))), 3)
    return np.asarray(np.clip(total / count, TAU_MIN, 0.9))


def shared_between_efforts(
    grid: ScoreGrid, p: FitParameters, residual: Floats, q: Posterior, plan: FitPlan
) -> float:
    """M-step of the share of psi that efforts of a model have in common on a benchmark."""
    load, total, weight = slot_loadings(grid, p), SHARED_PRIOR_N * SHARED_PRIOR, SHARED_PRIOR_N
    for n, twins in plan.twins.items():
        held = load[twins.columns]
        covariance = twin_covariance(q.joint[n], twins, np.maximum(grid.support, 0)[twins.columns])
        spread = np.einsum("ia,iab,ib->i", held, covariance, held)
        product = residual[twins.rows, twins.columns] * residual[twins.others, twins.columns]
        ratio = (product + spread) / p.psi[twins.columns]
        total += float(np.clip(ratio, -3.0, 3.0).sum()) / (n - 1)
        weight += len(ratio) / (n - 1)
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
    grid: ScoreGrid, p: FitParameters, q: Posterior, prior: Prior, plan: FitPlan
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
        expected = ETA_PRIOR_N * ETA_PRIOR[source_class]
        eta[source_class] = max(0.0, (expected + part.sum()) / (ETA_PRIOR_N + len(part)))
    offset = offsets(grid, w.own, residual, p.offset)
    new = new._replace(psi=psi, offset=offset, eta=eta)
    trend = slopes(grid, q.mean, prior, factor_tau2(grid, p))
    return new._replace(
        tau2=between_efforts(grid, q, prior.x @ trend),
        shared=shared_between_efforts(grid, new, residual, q, plan),
        trend=trend,
    )


def with_residual(grid: ScoreGrid, p: FitParameters, q: Posterior) -> FitParameters:
    """
    Start the residual factors where the named ones leave most in common.

    Loadings of 0 would stay 0. The leading eigenvectors of the covariance between benchmarks of
    what is left, each shrunk by RESIDUAL_PAIRS models (`minres` start of exploratory factor
    analysis; Harman and Jones 1966).
    """
    columns = [grid.factors.index(name) for name in RESIDUAL if name in grid.factors]
    if not columns:
        return p
    mask = grid.mask.astype(np.float64)
    left = (grid.z - offset_of(grid, p) - p.mu[None, :] - q.mean @ p.loadings.T) * mask
    share = 1.0 / over_siblings(grid, np.ones((len(grid.rows), 1)))
    covariance = left.T @ (share * left) / (mask.T @ (share * mask) + RESIDUAL_PAIRS)
    np.fill_diagonal(covariance, 0.0)
    values, vectors = np.linalg.eigh(covariance)
    loadings = p.loadings.copy()
    for place, k in enumerate(columns, 1):
        vector = vectors[:, -place]
        sign = 1.0 if vector[np.abs(vector).argmax()] > 0.0 else -1.0
        loadings[:, k] = sign * vector * np.sqrt(max(0.0, float(values[-place])))
    return p._replace(loadings=loadings)


def standardised(grid: ScoreGrid, p: FitParameters, q: Posterior, known: Floats) -> FitParameters:
    """
    Move location and scale of the factors into the benchmarks (parameter-expanded EM).

    Every factor keeps mean 0 and variance 1 over the models that take part. Without
    this step the scale drifts for hundreds of iterations.
    """
    share = 1.0 / over_siblings(grid, np.ones((len(grid.rows), 1)))[:, 0]
    share = share / share.sum()
    deviation = q.mean - known @ p.trend
    location = share @ deviation
    square = np.einsum("nkk->nk", q.cov) + deviation**2
    scale = np.sqrt(share @ square - location**2)
    mu = p.mu + p.loadings @ location
    return p._replace(mu=mu, loadings=p.loadings * scale[None, :], trend=p.trend / scale[None, :])


def one_round(grid: ScoreGrid, p: FitParameters, prior: Prior, plan: FitPlan) -> FitParameters:
    """Parameters after an E-step and an M-step; the posterior, which is large, is let go."""
    q = expect(grid, p, prior.x, plan)
    return standardised(grid, maximise(grid, p, q, prior, plan), q, prior.x)


def further(old: FitParameters, new: FitParameters, grid: ScoreGrid) -> FitParameters:
    """
    A step of EM made longer by STEP, which EM's slow last rounds bear.

    Over-relaxed EM (Salakhutdinov and Roweis, *Adaptive overrelaxed bound optimization methods*,
    2003) has the same fixed points; steps under twice the length converge where EM does.
    """
    free = (grid.kind == SIGNED).astype(np.float64)
    signed = np.zeros_like(new.loadings, dtype=bool)
    rows, slots = np.nonzero(free)
    signed[rows, grid.support[rows, slots]] = True
    loadings = old.loadings + STEP * (new.loadings - old.loadings)
    return new._replace(
        mu=old.mu + STEP * (new.mu - old.mu),
        loadings=np.where(signed, loadings, np.maximum(loadings, 0.0)),
        psi=np.maximum(PSI_MIN, old.psi + STEP * (new.psi - old.psi)),
        trend=old.trend + STEP * (new.trend - old.trend),
    )


def run(
    grid: ScoreGrid,
    prior: Prior,
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
        prior: What is known of every row before its scores.
        initial: FitParameters to start from, the deterministic start if absent.
        max_iterations: Most iterations.
        tolerance: Largest change that ends the fit, logits.
        progress: Called with iteration and largest change.

    Returns:
        FitParameters, posterior of every row under them, iterations used.
    """
    p, part = initial or start(grid, len(prior.columns)), trained_part(grid)
    part_prior, plan, iteration = prior.of(grid.trained), plan_of(part), 0
    for iteration in range(1, max_iterations + 1):
        if iteration == RESIDUAL_START:
            p = with_residual(part, p, expect(part, p, part_prior.x, plan))
        new = one_round(part, p, part_prior, plan)
        change = max(
            float(np.abs(new.mu - p.mu).max()), float(np.abs(new.loadings - p.loadings).max())
        )
        p = further(p, new, part) if iteration > RESIDUAL_START else new
        if iteration <= PSI_TRUSTED:
            p = p._replace(psi=np.minimum(p.psi, PSI_TRUSTED_MAX))
        if progress is not None:
            progress(iteration, change)
        if change < tolerance and iteration > max(RESIDUAL_START, PSI_TRUSTED):
            break
    del part, plan  # as large as the last posterior, that of all rows
    return p, expect(grid, p, prior.x, plan_of(grid)), iteration
