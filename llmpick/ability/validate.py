"""The acceptance report: how well the fit predicts scores that it has not seen."""

from __future__ import annotations

import hashlib
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from llmpick.ability import factor, posterior
from llmpick.ability.fit import fit_factors
from llmpick.ability.grid import MIN_MODELS
from llmpick.core.facts.records import Z80 as NORMAL_Z80
from llmpick.errors import TooFewScores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from llmpick.ability.data import FitBenchmark, PublishedScore
    from llmpick.ability.fit import Fitted
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid
    from llmpick.ability.posterior import FitParameters, Posterior

    Strings = npt.NDArray[np.str_]

FOLDS = 10
FOLD_ITERATIONS = 60
MIN_RANKED = 10
# For how many cells the scatter of all domains counts in that of each.
COMMON_CELLS = 30.0
FEW_SCORES, THIN_SCORES, MIN_DOMAIN_CELLS, MIN_SOURCE_MODELS = 2, 8, 100, 30
# Half widths, in standard deviations, of the intervals of a score: of a t law with six degrees of
# freedom and variance 1, as scores scatter with heavier tails than the normal law's.
Z80, Z95 = 1.175588, 1.997899
COLD_STARTS = (1, 2, 3, 5, 8)
PAIR_BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)


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


def shares(z: Floats) -> Floats:
    """Logits to shares."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(z, -50.0, 50.0))))


def ranks(values: Floats) -> Floats:
    """Ranks from the lowest, ties share their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2.0)[inverse], dtype=np.float64)


def spearman(a: Floats, b: Floats) -> float:
    """Rank correlation; nan under three pairs or without spread."""
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


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


def coverage(residual: Floats, c: float = 1.0) -> dict[str, float]:
    """Share of standardised residuals inside the 80 and 95 % intervals, widened by c."""
    size = np.abs(residual)
    return {"80": float((size <= Z80 * c).mean()), "95": float((size <= Z95 * c).mean())}


def calibration_factor(residual: Floats) -> float:
    """c = max(1, q80(|r|) / 1.2816), for the normal intervals of abilities."""
    return max(1.0, float(np.quantile(np.abs(residual), 0.8)) / NORMAL_Z80)


def accuracy(held: HeldOut, keep: Bools) -> dict[str, object]:
    """Errors in points of 100 against the baseline, and coverage before and after c."""
    z, residual = held.z[keep], (held.z - held.mean)[keep] / np.sqrt(held.variance[keep])
    error = 100.0 * (shares(held.mean[keep]) - shares(z))
    base = 100.0 * (shares(held.baseline[keep]) - shares(z))
    if not keep.any():
        return {"cells": 0}
    c = calibration_factor(residual)
    return {
        "cells": int(keep.sum()),
        "rmse_pp": float(np.sqrt((error**2).mean())),
        "medae_pp": float(np.median(np.abs(error))),
        "baseline_rmse_pp": float(np.sqrt((base**2).mean())),
        "baseline_medae_pp": float(np.median(np.abs(base))),
        "coverage": coverage(residual),
        "calibration_c": c,
        "coverage_after_c": coverage(residual, c),
    }


def clustered(inside: Bools, models: Sequence[str]) -> float:
    """Standard error of a share whose cases of one model are alike (cluster-robust)."""
    share = float(inside.mean())
    sums: dict[str, float] = {}
    for hit, model in zip(inside.tolist(), models, strict=True):
        sums[model] = sums.get(model, 0.0) + hit - share
    return math.sqrt(math.fsum(value**2 for value in sums.values())) / len(models)


def cell_domains(held: HeldOut, fitted: Fitted, benchmarks: Mapping[str, FitBenchmark]) -> Strings:
    """The domain of each hidden cell."""
    return np.array([benchmarks[fitted.grid.benchmarks[j]].domain for j in held.columns])


def errors_off(held: HeldOut) -> Floats:
    """How many standard errors each hidden cell lies from what was expected, either way."""
    return np.asarray(np.abs(held.z - held.mean) / np.sqrt(held.variance))


def scatter(size: Floats, domain: Strings, these: Bools) -> dict[str, float]:
    """
    How far the scores of each domain scatter about what is expected, in stated errors.

    The factor with which four residuals of five (*size*, absolute) lie inside the 80 % interval,
    drawn to that of all domains as if COMMON_CELLS more had shown it.
    """
    if not these.any():
        return {}
    common = float(np.quantile(size[these], 0.8)) / Z80
    found = {}
    for name in sorted(set(domain[these].tolist())):
        own = size[these & (domain == name)]
        share = len(own) / (len(own) + COMMON_CELLS)
        found[name] = share * float(np.quantile(own, 0.8)) / Z80 + (1.0 - share) * common
    return found


def scattered(size: Floats, domain: Strings, names: Strings, these: Bools) -> Floats:
    """*size* by the scatter of its domain, which is learnt from other models (*names*)."""
    folds = np.array([bucket(name, FOLDS) for name in names.tolist()])
    out = size.copy()
    for fold in range(FOLDS):
        found = scatter(size, domain, these & (folds != fold))
        here = folds == fold
        out[here] /= np.array([found.get(name, 1.0) for name in domain[here].tolist()])
    return out


def apart(
    held: HeldOut, fitted: Fitted, benchmarks: Mapping[str, FitBenchmark], keep: Bools
) -> dict[str, object]:
    """
    Errors and coverage of parts of the hidden cells, each with the standard error of its coverage.

    Rows with one or two scores are those whose model keeps no more; efforts of them, those that
    keep one or two (or none) where the model keeps more. Of domains those with 100 cells.
    Intervals are those of each domain's own scatter, as learnt from other models; *as fitted* they
    have one for all.
    """
    names = np.array([fitted.grid.rows[r][0] for r in held.rows])
    domain = cell_domains(held, fitted, benchmarks)
    years, newest = fitted.years[held.rows], math.floor(np.nanmax([*fitted.years, -np.inf]))
    many = held.left > FEW_SCORES
    parts = {
        "all": keep,
        f"released {newest}": years >= newest,
        f"released {newest}, second half": years >= newest + 0.5,
        "under eight scores": held.left < THIN_SCORES,
        "one or two scores": ~many,
        "effort with one or two scores": many & (held.left_row <= FEW_SCORES) & (held.left_row > 0),
        "effort without a score": many & (held.left_row == 0),
    } | {f"domain {d}": domain == d for d in sorted(set(domain[keep].tolist()))}
    size = errors_off(held)
    own = scattered(size, domain, names, keep)
    out: dict[str, object] = {}
    for name, part in parts.items():
        these = part & keep
        if these.sum() < (MIN_DOMAIN_CELLS if name.startswith("domain") else 1):
            continue
        error = 100.0 * (shares(held.mean[these]) - shares(held.z[these]))
        fitting, inside = size[these] <= Z80, own[these] <= Z80
        out[name] = {
            "cells": int(these.sum()),
            "models": len(set(names[these].tolist())),
            "rmse_pp": float(np.sqrt((error**2).mean())),
            "medae_pp": float(np.median(np.abs(error))),
            "coverage_80_as_fitted": float(fitting.mean()),
            "coverage_80_as_fitted_stderr": clustered(fitting, names[these].tolist()),
            "coverage": coverage(own[these]),
            "coverage_80_stderr": clustered(inside, names[these].tolist()),
        }
    return out


def elo_columns(grid: ScoreGrid, benchmarks: Mapping[str, FitBenchmark]) -> Bools:
    """Which columns are arenas."""
    return np.array([benchmarks[name].link == "elo" for name in grid.benchmarks], dtype=bool)


def raw_means(grid: ScoreGrid, benchmarks: Mapping[str, FitBenchmark]) -> Floats:
    """Mean of a row's own scores as shares: what an average of published scores would say."""
    mask = grid.mask & ~elo_columns(grid, benchmarks)[None, :]
    total = (shares(grid.z) * mask).sum(1)
    return np.where(mask.any(1), total / np.maximum(mask.sum(1), 1), np.nan)


def pair_probability(
    p: FitParameters,
    q: Posterior,
    grid: ScoreGrid,
    rows: tuple[Ints, Ints],
    typical: tuple[Floats, float],
) -> Floats:
    """P(first beats second) on an unseen benchmark with typical loadings and own variance."""
    loadings, psi = typical
    gap = (q.mean[rows[0]] - q.mean[rows[1]]) @ loadings
    spread = [np.einsum("k,nkl,l->n", loadings, q.cov[r], loadings) for r in rows]
    z = gap / np.sqrt(spread[0] + spread[1] + 2.0 * psi)
    return np.asarray(0.5 * (1.0 + np.vectorize(math.erf)(z / np.sqrt(2.0))))


def typical_benchmark(
    grid: ScoreGrid, p: FitParameters, benchmarks: Mapping[str, FitBenchmark], this: FitBenchmark
) -> tuple[Floats, float]:
    """Mean loadings, boards left out, and psi of the benchmarks like *this*."""
    known = [int(j) for j in np.flatnonzero(grid.mask.any(axis=0))]
    alike = [j for j in known if benchmarks[grid.benchmarks[j]].link == this.link] or known
    same = [j for j in alike if benchmarks[grid.benchmarks[j]].domain == this.domain]
    chosen = same if len(same) >= 3 else alike
    keep = np.array([not f.startswith("board:") for f in grid.factors])
    return p.loadings[chosen].mean(0) * keep, float(p.psi[chosen].mean())


def leave_benchmarks_out(
    fitted: Fitted,
    benchmarks: Mapping[str, FitBenchmark],
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[list[tuple[str, int, float, float]], Floats, Floats]:
    """
    Fit without a tenth of the boards at a time; rank their models by the general factor.

    Stricter than one benchmark at a time: sisters on the same board are gone too.

    Returns:
        (benchmark, models, Spearman of the ability, Spearman of the raw mean), one row
        per model (its best); then predicted and observed outcome of pairs.
    """
    grid, prior = fitted.grid, fitted.prior
    group = np.array([bucket(benchmarks[name].board, FOLDS) for name in grid.benchmarks])
    table, chance, outcome = [], [], []
    for fold in range(FOLDS):
        out = group == fold
        rest = grid._replace(mask=grid.mask & ~out[None, :])
        if not rest.mask.any():
            continue
        p, q, _ = factor.run(rest, prior, max_iterations=FOLD_ITERATIONS)
        raw = raw_means(rest, benchmarks)
        known = posterior.over_siblings(rest, rest.mask.sum(1, keepdims=True).astype(np.float64))
        for j in np.flatnonzero(out):
            rows = np.flatnonzero(grid.mask[:, j] & (known[:, 0] >= 2.0))
            rows = best_rows(grid, rows, int(j))
            if len(rows) < MIN_RANKED:
                continue
            z, both = grid.z[rows, j], rows[np.isfinite(raw[rows])]
            table.append(
                (
                    grid.benchmarks[j],
                    len(rows),
                    spearman(q.mean[rows, 0], z),
                    spearman(raw[both], grid.z[both, j]),
                )
            )
            first, second = np.triu_indices(len(rows), 1)
            differ = z[first] != z[second]
            pair = rows[first[differ]], rows[second[differ]]
            typical = typical_benchmark(rest, p, benchmarks, benchmarks[grid.benchmarks[j]])
            chance.append(pair_probability(p, q, rest, pair, typical))
            outcome.append((grid.z[pair[0], j] > grid.z[pair[1], j]).astype(np.float64))
        if progress is not None:
            progress("left-out benchmarks", fold + 1, FOLDS)
    return sorted(table), np.concatenate([[], *chance]), np.concatenate([[], *outcome])


def best_rows(grid: ScoreGrid, rows: Ints, column: int) -> Ints:
    """The best row of each model on a benchmark."""
    best: dict[str, int] = {}
    for r in rows:
        model = grid.rows[r][0]
        if model not in best or grid.z[r, column] > grid.z[best[model], column]:
            best[model] = int(r)
    return np.array(sorted(best.values()), dtype=np.int64)


def pair_table(chance: Floats, outcome: Floats) -> list[dict[str, float]]:
    """Predicted against observed share of pairs, both read from the favourite's side."""
    favourite = np.maximum(chance, 1.0 - chance)
    hit = np.where(chance >= 0.5, outcome, 1.0 - outcome)
    table = []
    for low, high in pairwise(PAIR_BINS):
        inside = (favourite >= low) & (favourite < high)
        if inside.any():
            table.append(
                {
                    "predicted": float(favourite[inside].mean()),
                    "observed": float(hit[inside].mean()),
                    "pairs": int(inside.sum()),
                }
            )
    return table


def from_few(
    fitted: Fitted, benchmarks: Mapping[str, FitBenchmark], k: int
) -> tuple[Floats, Floats]:
    """
    Predict well-measured models from *k* of their cells, the rest hidden.

    Benchmarks keep the parameters of the full fit. Error in points, standardised residual;
    arenas and the boards of the *k* cells are not predicted.
    """
    grid = fitted.grid
    shown, tested = np.zeros_like(grid.mask), np.zeros_like(grid.mask)
    for r, row in enumerate(grid.rows):
        columns = np.flatnonzero(grid.mask[r])
        if len(columns) < 12:
            continue
        order = sorted(columns, key=lambda j: bucket(f"{row}|{grid.benchmarks[j]}", 2**32))
        boards = {benchmarks[grid.benchmarks[j]].board for j in order[:k]}
        shown[r, order[:k]] = True
        rest = [j for j in order[k:] if benchmarks[grid.benchmarks[j]].board not in boards]
        tested[r, rest] = True
    return _tested(fitted, benchmarks, shown, tested)


def _tested(
    fitted: Fitted, benchmarks: Mapping[str, FitBenchmark], shown: Bools, tested: Bools
) -> tuple[Floats, Floats]:
    grid, p = alone(fitted.grid), fitted.parameters
    known = grid._replace(mask=shown)
    q = posterior.expect(known, p, fitted.prior.x, posterior.plan_of(known))
    rows, columns = np.nonzero(tested & ~elo_columns(grid, benchmarks)[None, :])
    at = rows, columns
    mean, variance = predicted(grid, p, q, at)
    error = 100.0 * (shares(mean) - shares(grid.z[at]))
    return error, (grid.z[at] - mean) / np.sqrt(variance)


def alone(grid: ScoreGrid) -> ScoreGrid:
    """Every row as a model of its own, so that siblings tell nothing."""
    index = np.arange(len(grid.rows), dtype=np.int64)
    return grid._replace(siblings={1: index[:, None]})


def single_board(
    fitted: Fitted, benchmarks: Mapping[str, FitBenchmark], min_cells: int = 100
) -> list[dict[str, object]]:
    """
    Coverage for models known from one board only: all else of them hidden, then predicted.

    One line per board of three benchmarks or more with enough hidden cells.
    """
    grid = fitted.grid
    boards = np.array([benchmarks[name].board for name in grid.benchmarks])
    out: list[dict[str, object]] = []
    for board in sorted(set(boards)):
        columns = boards == board
        if columns.sum() < 3:
            continue
        rows = (grid.mask & columns[None, :]).sum(1) >= 2
        shown = grid.mask & columns[None, :] & rows[:, None]
        tested = grid.mask & ~columns[None, :] & rows[:, None]
        error, residual = _tested(fitted, benchmarks, shown, tested)
        if len(residual) >= min_cells:
            out.append(
                {
                    "board": str(board),
                    "models": int((tested.any(1)).sum()),
                    "cells": len(residual),
                    "rmse_pp": float(np.sqrt((error**2).mean())),
                    "coverage": coverage(residual),
                }
            )
    return out


def main_benchmarks(
    scores: Sequence[PublishedScore], benchmarks: Mapping[str, FitBenchmark]
) -> dict[str, str]:
    """The benchmark that each independent source measured most models on, if 30 or more."""
    seen: dict[tuple[str, str], set[str]] = {}
    for score in scores:
        if score.source_class == "independent" and benchmarks[score.benchmark].in_fit:
            seen.setdefault((score.source, score.benchmark), set()).add(score.model)
    best: dict[str, str] = {}
    for (source, name), models in sorted(seen.items()):
        if len(models) >= MIN_SOURCE_MODELS and len(models) > len(
            seen.get((source, best.get(source, "")), ())
        ):
            best[source] = name
    return best


def leave_sources_out(
    fitted: Fitted,
    scores: Sequence[PublishedScore],
    benchmarks: Mapping[str, FitBenchmark],
    fit_without: Callable[[str], Fitted],
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, object]:
    """
    Fit without each larger independent source; rank its models as it does on its main benchmark.

    The prediction is for a typical benchmark of the domain, the best of a model's efforts against
    the best of its scores; models with fewer than two other scores are left out.

    Args:
        fitted: The fit on all scores, for dates.
        scores: All scores.
        benchmarks: The registry.
        fit_without: Fits without a source.
        progress: Told the stage, the step and the number of steps.
    """
    newest = math.floor(np.nanmax([*fitted.years, -np.inf]))
    release = {m: y for (m, _), y in zip(fitted.grid.rows, fitted.years.tolist(), strict=True)}
    chosen = main_benchmarks(scores, benchmarks)
    out: dict[str, object] = {}
    for step, (source, name) in enumerate(sorted(chosen.items()), 1):
        rest = fit_without(source)
        loadings, _ = typical_benchmark(rest.grid, rest.parameters, benchmarks, benchmarks[name])
        value, cells = best_of_efforts(rest, rest.posterior.mean @ loadings)
        sign = 1.0 if benchmarks[name].higher_is_better else -1.0
        told: dict[str, float] = {}
        for s in scores:
            if s.source == source and s.benchmark == name and cells.get(s.model, 0) >= FEW_SCORES:
                told[s.model] = max(sign * s.value, told.get(s.model, -np.inf))
        out[source] = {
            "benchmark": name,
            "all": ranked(told, value, [*told]),
            f"{newest}": ranked(told, value, [m for m in told if release.get(m, 0.0) >= newest]),
            f"{newest}, second half": ranked(
                told, value, [m for m in told if release.get(m, 0.0) >= newest + 0.5]
            ),
        }
        if progress is not None:
            progress("sources left out", step, len(chosen))
    return out


def best_of_efforts(fitted: Fitted, values: Floats) -> tuple[dict[str, float], dict[str, int]]:
    """The best value of each model's measured efforts, and how many cells the model has."""
    best: dict[str, float] = {}
    cells: dict[str, int] = {}
    for (model, _), value, n in zip(
        fitted.grid.rows, values.tolist(), fitted.grid.mask.sum(1).tolist(), strict=True
    ):
        cells[model] = cells.get(model, 0) + n
        if n:
            best[model] = max(value, best.get(model, -np.inf))
    return best, cells


def ranked(
    told: Mapping[str, float], value: Mapping[str, float], names: Sequence[str]
) -> dict[str, object]:
    """Spearman correlation over *names*, None where there are under eight."""
    models = sorted(names)
    if len(models) < THIN_SCORES:
        return {"models": len(models), "spearman": None}
    found = spearman(np.array([value[m] for m in models]), np.array([told[m] for m in models]))
    return {"models": len(models), "spearman": found if math.isfinite(found) else None}


def external_check(
    scores: Sequence[PublishedScore],
    benchmarks: Mapping[str, FitBenchmark],
    releases: Mapping[str, str],
    ability: Callable[[Fitted], Floats],
    *,
    board_prefix: str,
    target: str,
    year: str,
    **settings: Any,
) -> dict[str, object]:
    """
    Fit without a board's sources, then rank the models of *target* by *ability* (one per row).

    A model's value is the mean over its efforts, its rating the best of its efforts. The Spearman
    correlation is None where there are too few models for one. *settings* are those of the fit.
    """
    outside = {b for b in benchmarks if b.startswith(board_prefix)}
    sources = {
        s.source for s in scores if s.benchmark == target and s.source_class == "independent"
    }
    try:
        fitted = fit_factors(
            scores,
            benchmarks,
            releases,
            exclude_sources=sources,
            exclude_benchmarks=outside,
            **settings,
        )
    except TooFewScores:
        nothing = {"models": 0, "spearman": None}
        return {"all": nothing, year: nothing}
    values = ability(fitted)
    rating: dict[str, float] = {}
    for s in scores:
        if s.benchmark == target and s.source in sources:
            rating[s.model] = max(s.value, rating.get(s.model, -np.inf))
    per_model: dict[str, list[float]] = {}
    cells: dict[str, int] = {}
    for r, (model, _) in enumerate(fitted.grid.rows):
        per_model.setdefault(model, []).append(float(values[r]))
        cells[model] = cells.get(model, 0) + int(fitted.grid.mask[r].sum())
    common = sorted(m for m in rating if cells.get(m, 0) >= 2)

    def line(names: list[str]) -> dict[str, object]:
        a = np.array([np.mean(per_model[m]) for m in names])
        b = np.array([rating[m] for m in names])
        found = spearman(a, b)
        return {"models": len(names), "spearman": found if math.isfinite(found) else None}

    recent = [m for m in common if (releases.get(m) or "").startswith(year)]
    later = [m for m in recent if (releases.get(m) or "") >= f"{year}-07"]
    return {
        "all": line(common),
        year: line(recent),
        f"{year}, second half": line(later),
        f"{year}, eight scores or more": line([m for m in recent if cells[m] >= 8]),
    }


def weighted_mean(values: Floats, weights: Floats) -> float | None:
    """Weighted mean; None of nothing."""
    return float(np.average(values, weights=weights)) if len(values) else None


def report(
    fitted: Fitted,
    benchmarks: Mapping[str, FitBenchmark],
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, object]:
    """The acceptance table of one fit, as plain numbers."""
    grid = fitted.grid
    cells = hold_out(fitted, benchmarks, by_board=False, progress=progress)
    strict = hold_out(fitted, benchmarks, by_board=True, progress=progress)
    elo = elo_columns(grid, benchmarks)
    table, chance, outcome = leave_benchmarks_out(fitted, benchmarks, progress)
    n = np.array([line[1] for line in table], dtype=np.float64)
    ours, raw = np.array([x[2] for x in table]), np.array([x[3] for x in table])
    fine = np.isfinite(ours) & np.isfinite(raw)
    cold = {}
    for k in COLD_STARTS:
        error, residual = from_few(fitted, benchmarks, k)
        if len(error):
            rmse = float(np.sqrt((error**2).mean()))
            cold[str(k)] = {"cells": len(error), "rmse_pp": rmse, "coverage": coverage(residual)}
    p = fitted.parameters
    worst = sorted(
        (line for line in table if math.isfinite(line[2])), key=lambda line: (line[2], line[0])
    )[:10]
    return {
        "held_out": accuracy(cells, ~elo[cells.columns]),
        "held_out_apart": apart(cells, fitted, benchmarks, ~elo[cells.columns]),
        "held_out_by_board": accuracy(strict, ~elo[strict.columns]),
        "held_out_by_board_apart": apart(strict, fitted, benchmarks, ~elo[strict.columns]),
        "scatter": {
            name: scatter(
                errors_off(held), cell_domains(held, fitted, benchmarks), ~elo[held.columns]
            )
            for name, held in (("scores", cells), ("boards", strict))
        },
        "held_out_arenas_by_board": accuracy(strict, elo[strict.columns]),
        "left_out_benchmarks": {
            "benchmarks": int(fine.sum()),
            "spearman": weighted_mean(ours[fine], n[fine]),
            "raw_mean_spearman": weighted_mean(raw[fine], n[fine]),
        },
        "pairs": pair_table(chance, outcome),
        "cold_start": cold,
        "single_board": single_board(fitted, benchmarks),
        "developer_offset": {"general": float(p.offset[0]), "harness": float(p.offset[1])},
        "worst_predicted": [{"benchmark": b, "models": m, "spearman": s} for b, m, s, _ in worst],
    }
