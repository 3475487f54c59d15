"""The acceptance report: how well the fit predicts scores that it has not seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from llmpick.ability import factor, posterior
from llmpick.ability.fit import fit_factors
from llmpick.errors import TooFewScores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from llmpick.ability.data import FitBenchmark, PublishedScore
    from llmpick.ability.fit import Fitted
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid

    Strings = npt.NDArray[np.str_]
from llmpick.ability.accuracy import (
    FEW_SCORES,
    THIN_SCORES,
    accuracy,
    apart,
    cell_domains,
    coverage,
    elo_columns,
    errors_off,
    pair_probability,
    pair_table,
    raw_means,
    scatter,
    shares,
    spearman,
    typical_benchmark,
    weighted_mean,
)
from llmpick.ability.held_out import FOLD_ITERATIONS, FOLDS, bucket, hold_out, predicted

MIN_RANKED = 10
MIN_SOURCE_MODELS = 30
COLD_STARTS = (1, 2, 3, 5, 8)


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
