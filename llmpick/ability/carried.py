"""
Estimates carried over: how far they lie off where a model has no score of a domain, or an effort
none at all, and the factors on their errors that make their intervals hold (numpy).

All that a model has in a domain is hidden, domain by domain, and foretold by a fit that has not
seen it; likewise all that an effort has. Of what was hidden the mean counts, as an estimate is of a
mean and not of one score: what is peculiar to a benchmark mostly averages out, and the rest of it
is set apart from the error of the ability, which alone the factors widen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from llmpick.ability import factor, posterior
from llmpick.ability.accuracy import clustered, shares
from llmpick.ability.baskets import Widening
from llmpick.ability.fit import informed_domains, steadied
from llmpick.ability.held_out import FOLD_ITERATIONS, FOLDS, bucket, predictable
from llmpick.core.facts.records import Z80

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from llmpick.ability.data import FitBenchmark
    from llmpick.ability.fit import Fitted
    from llmpick.ability.grid import Bools, Floats, Ints, ScoreGrid
    from llmpick.ability.posterior import FitParameters, Posterior

    Strings = npt.NDArray[np.str_]

# Models that a domain must have for figures of its own, and a year of it; and for how many models
# the factors of all domains count in those of each.
MIN_CARRIED, MIN_LINE, COMMON_MODELS = 30, 10, 20.0


class Cases(NamedTuple):
    """
    What was hidden of a row in a domain, together: one line each, logits.

    `gap` is the mean of the hidden scores less what was expected of them (each by its precision),
    `ability` the variance of that expectation which is the ability's, `noise` all other variance;
    `points` the same gap in points of 100, `cells` how many scores there were.
    """

    rows: Ints
    domains: Ints
    gap: Floats
    ability: Floats
    noise: Floats
    points: Floats
    cells: Ints


def domain_names(grid: ScoreGrid, benchmarks: Mapping[str, FitBenchmark]) -> list[str]:
    """The domains of the benchmarks of a grid, sorted."""
    return sorted({benchmarks[name].domain for name in grid.benchmarks})


def hidden_domains(
    grid: ScoreGrid, benchmarks: Mapping[str, FitBenchmark]
) -> list[tuple[Bools, Bools]]:
    """
    Cells hidden and cells foretold of each fold; a model's domains fall into folds by turns.

    Hidden is all that tells of a domain (an arena's category tells of its own and of what is
    liked), foretold what is of it.
    """
    own = np.array([benchmarks[name].domain for name in grid.benchmarks])
    informs = informed_domains(grid)
    names = domain_names(grid, benchmarks)
    tells: Bools = np.array(
        [[d in {own[j], *informs[b]} for d in names] for j, b in enumerate(grid.benchmarks)]
    )
    of = np.array([names.index(d) for d in own])
    out = [(np.zeros_like(grid.mask), np.zeros_like(grid.mask)) for _ in range(FOLDS)]
    for index in grid.siblings.values():
        for rows in index:
            mask = grid.mask[rows]
            start = bucket(grid.rows[rows[0]][0], FOLDS)
            for turn, d in enumerate(sorted(set(of[mask.any(axis=0)].tolist()))):
                hidden, foretold = out[(start + turn) % FOLDS]
                hidden[rows] |= mask & tells[:, d]
                foretold[rows] |= mask & (of == d)[None, :]
    return out


def hidden_efforts(grid: ScoreGrid) -> list[tuple[Bools, Bools]]:
    """Cells hidden of each fold: all of an effort, of models that were measured at two or more."""
    out: list[Bools] = [np.zeros(grid.mask.shape, dtype=bool) for _ in range(FOLDS)]
    measured: Bools = np.asarray(grid.mask.any(axis=1))
    for index in grid.siblings.values():
        for rows in index:
            kept = rows[measured[rows]]
            start = bucket(grid.rows[rows[0]][0], FOLDS)
            for turn, r in enumerate(kept if len(kept) > 1 else ()):
                out[(start + turn) % FOLDS][r] = grid.mask[r]
    return [(hidden, hidden) for hidden in out]


def cases_of(
    grid: ScoreGrid,
    p: FitParameters,
    q: Posterior,
    at: tuple[Ints, Ints],
    domains: Ints,
) -> Cases:
    """The cells *at* (row, benchmark) together by row and domain of the benchmark (*domains*)."""
    rows, columns = at
    load = p.loadings[columns]
    noise = p.psi[columns] + grid.v[at] + p.eta[grid.source_class[at]]
    noise = noise + posterior.vagueness(grid, p.covariance, q.mean, at)
    expected = p.mu[columns] + np.einsum("ik,ik->i", load, q.mean[rows])
    expected = expected + posterior.offset_of(grid, p)[at]
    key = rows * (domains.max() + 1) + domains[columns]
    found, group = np.unique(key, return_inverse=True)
    n = len(found)
    weight = 1.0 / noise
    weight = weight / np.bincount(group, weight, n)[group]
    boards = np.array([f.startswith("board:") for f in grid.factors])
    mean = np.zeros((n, len(grid.factors)))
    np.add.at(mean, group, weight[:, None] * load)
    first = np.zeros(n, dtype=np.int64)
    first[group] = rows
    cov = q.cov[first]
    whole = np.einsum("ia,iab,ib->i", mean, cov, mean)
    able = mean * ~boards[None, :]
    ability = np.einsum("ia,iab,ib->i", able, cov, able)
    rest = np.bincount(group, weight**2 * noise, n) + np.maximum(0.0, whole - ability)
    z = grid.z[at]
    points = 100.0 * (shares(z) - shares(expected))
    return Cases(
        first,
        found % (domains.max() + 1),
        np.asarray(np.bincount(group, weight * (z - expected), n), dtype=np.float64),
        ability,
        rest,
        np.bincount(group, points, n) / np.bincount(group, minlength=n),
        np.bincount(group, minlength=n),
    )


def hold_out(
    fitted: Fitted,
    benchmarks: Mapping[str, FitBenchmark],
    parts: Sequence[tuple[Bools, Bools]],
    progress: Callable[[int, int], None] | None = None,
) -> Cases:
    """Foretell what each of *parts* hides from a fit without it."""
    grid, prior = fitted.grid, fitted.prior
    names = domain_names(grid, benchmarks)
    domains = np.array([names.index(benchmarks[name].domain) for name in grid.benchmarks])
    found = []
    for step, (hidden, foretold) in enumerate(parts, 1):
        rest, (rows, columns) = predictable(grid, hidden)
        wanted = foretold[rows, columns]
        p, q, _ = factor.run(rest, prior, max_iterations=FOLD_ITERATIONS)
        q = steadied(rest, q, prior.x @ p.trend)
        found.append(cases_of(grid, p, q, (rows[wanted], columns[wanted]), domains))
        if progress is not None:
            progress(step, len(parts))
    return Cases(*(np.concatenate(column) for column in zip(*found, strict=True)))


class Factors(NamedTuple):
    """
    What makes the intervals of some cases hold: factors on variances, 1 where nothing need change.

    `ability` is that of what is stored; `noise` that of the rest, which is not.
    """

    ability: float
    noise: float


def needed(cases: Cases, these: Bools) -> Factors:
    """
    The factors with which four cases in five lie inside their 80 % interval.

    A hidden mean shows the sum of both variances only. Where it lies too far off, the ability is
    widened; where not far enough, there is less noise. Only what is too wide without any noise is
    narrowed, so that what is stored is never narrower than was seen to hold.
    """
    if not these.any():
        return Factors(1.0, 1.0)
    square = (cases.gap[these] / Z80) ** 2
    ability, noise = cases.ability[these], cases.noise[these]
    least = float(np.quantile((square - noise) / ability, 0.8))
    most = float(np.quantile(square / ability, 0.8))
    factor_of_ability = min(max(1.0, least), most)
    rest = float(np.quantile((square - factor_of_ability * ability) / noise, 0.8))
    return Factors(factor_of_ability, min(1.0, max(0.0, rest)))


def shrunk(own: Factors, common: Factors, models: int) -> Factors:
    """The factors of a part, drawn to those of all as if COMMON_MODELS more had shown these."""
    share = models / (models + COMMON_MODELS)
    return Factors(*(share * a + (1.0 - share) * b for a, b in zip(own, common, strict=True)))


class ByAge(NamedTuple):
    """The factors of a domain: of models before the last year, and of those of it."""

    older: Factors
    newest: Factors


def factors_of(
    cases: Cases, names: Sequence[str], models: Strings, recent: Bools, these: Bools
) -> list[ByAge]:
    """
    The factors of every domain (*names*) from some of the cases.

    Those of a domain are drawn to those of all, and those of its models before the last year and of
    it to those of the domain: what lies far from all that was measured errs by a law of its own,
    which a few models do not tell. *models* and whether they are *recent* by case.
    """

    def drawn(part: Bools, common: Factors) -> Factors:
        n = len(set(models[part].tolist()))
        return shrunk(needed(cases, part), common, n) if n else common

    common, found = needed(cases, these), []
    for number in range(len(names)):
        part = these & (cases.domains == number)
        own = drawn(part, common)
        found.append(ByAge(drawn(part & ~recent, own), drawn(part & recent, own)))
    return found


def inside(cases: Cases, factors: Sequence[ByAge], recent: Bools, these: Bools) -> Bools:
    """Which of some cases lie in their 80 % interval under the factors of their domain and age."""
    of = np.array(factors)[cases.domains[these], recent[these].astype(np.int64)]
    variance = of[:, 0] * cases.ability[these] + of[:, 1] * cases.noise[these]
    return np.asarray(cases.gap[these] ** 2 <= Z80**2 * variance)


def table(
    fitted: Fitted, benchmarks: Mapping[str, FitBenchmark], cases: Cases
) -> dict[str, dict[str, object]]:
    """
    Error and coverage by domain, of all models and of those of the last year alone; the factors.

    Coverage is given with the intervals as fitted and with the factors, those learnt from other
    models than the ones they are tried on.
    """
    names = domain_names(fitted.grid, benchmarks)
    models = np.array([fitted.grid.rows[r][0] for r in cases.rows])
    folds = np.array([bucket(model, FOLDS) for model in models.tolist()])
    every = np.ones(len(models), dtype=bool)
    newest = math.floor(np.nanmax([*fitted.years, -np.inf]))
    recent: Bools = np.asarray(fitted.years[cases.rows] >= newest)
    held = np.zeros_like(every)
    for fold in range(FOLDS):
        here = folds == fold
        taught = factors_of(cases, names, models, recent, ~here)
        held[here] = inside(cases, taught, recent, here)
    same = Factors(1.0, 1.0)
    fitting = inside(cases, [ByAge(same, same)] * len(names), recent, every)
    factors = factors_of(cases, names, models, recent, every)

    def line(these: Bools) -> dict[str, object]:
        clusters = models[these].tolist()
        if len(set(clusters)) < MIN_LINE:
            return {"cases": int(these.sum()), "models": len(set(clusters))}
        return {
            "cases": int(these.sum()),
            "models": len(set(clusters)),
            "scores": int(cases.cells[these].sum()),
            "rmse_pp": float(np.sqrt((cases.points[these] ** 2).mean())),
            "coverage_80_as_fitted": float(fitting[these].mean()),
            "coverage_80_as_fitted_stderr": clustered(fitting[these], clusters),
            "coverage_80": float(held[these].mean()),
            "coverage_80_stderr": clustered(held[these], clusters),
        }

    out = {"all": {**line(every), f"{newest}": line(recent)}}
    for number, name in enumerate(names):
        these = cases.domains == number
        if len(set(models[these].tolist())) >= MIN_CARRIED:
            older, later = map(_stored, factors[number])
            out[name] = {**line(these), f"{newest}": {**line(these & recent), **later}, **older}
    return out


def _stored(factors: Factors) -> dict[str, object]:
    """The factors on errors, not on their squares."""
    return {
        "factor": math.sqrt(factors.ability),
        "factor_of_noise": math.sqrt(factors.noise),
    }


def report(
    fitted: Fitted,
    benchmarks: Mapping[str, FitBenchmark],
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, object]:
    """Both experiments by domain: domains without a score, and efforts without any."""
    experiments = {
        "domains": ("domains hidden", hidden_domains(fitted.grid, benchmarks)),
        "efforts": ("efforts hidden", hidden_efforts(fitted.grid)),
    }
    out: dict[str, object] = {}
    for name, (stage, parts) in experiments.items():
        step = None if progress is None else partial(progress, stage)
        cases = hold_out(fitted, benchmarks, parts, step)
        out[name] = table(fitted, benchmarks, cases) if len(cases.rows) else {}
    return out


def widening(found: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Widening:
    """The factors of a `report`, of this fit or of an earlier one."""
    kinds = [found.get(name, {}) for name in ("domains", "efforts")]
    years = {
        int(name)
        for kind in kinds
        for line in kind.values()
        for name, part in line.items()
        if isinstance(part, Mapping) and "factor" in part
    }
    since = max(years, default=None)
    newest = [
        {domain: line.get(f"{since}", line) for domain, line in kind.items()} for kind in kinds
    ]
    domains, efforts = map(_factors, kinds)
    return Widening(
        domains,
        efforts,
        math.inf if since is None else since,
        (_factors(newest[0]), _factors(newest[1])),
    )


def _factors(lines: Mapping[str, Any]) -> dict[str, float]:
    return {domain: float(line["factor"]) for domain, line in lines.items() if "factor" in line}
