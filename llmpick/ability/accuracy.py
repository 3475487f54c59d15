"""How far expected scores are off, and how often their intervals hold."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from llmpick.core.facts.records import Z80 as NORMAL_Z80

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from llmpick.ability.data import FitBenchmark
    from llmpick.ability.fit import Fitted
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid
    from llmpick.ability.posterior import FitParameters, Posterior

    Strings = npt.NDArray[np.str_]
from llmpick.ability.held_out import FOLDS, HeldOut, bucket

# For how many cells the scatter of all domains counts in that of each.
COMMON_CELLS = 30.0
FEW_SCORES, THIN_SCORES, MIN_DOMAIN_CELLS = 2, 8, 100


# Half widths, in standard deviations, of the intervals of a score: of a t law with six degrees of
# freedom and variance 1, as scores scatter with heavier tails than the normal law's.
Z80 = 1.175588
Z95 = 1.997899
PAIR_BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)


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


def weighted_mean(values: Floats, weights: Floats) -> float | None:
    """Weighted mean; None of nothing."""
    return float(np.average(values, weights=weights)) if len(values) else None
