"""The whole fit: scores in, abilities with errors out. Pure: the caller reads and writes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from llmpick.ability import baskets, factor, grid, prior
from llmpick.ability.cells import Cell, cells_of, usable
from llmpick.ability.data import DOMAINS, LANGUAGE_DOMAIN
from llmpick.core.facts.records import Z80
from llmpick.errors import TooFewScores

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from llmpick.ability.baskets import Basket, TaskAbility, Widening
    from llmpick.ability.data import FitBenchmark, PublishedScore, TaskDomains, Traits
    from llmpick.ability.grid import Floats, ScoreGrid
    from llmpick.ability.posterior import FitParameters, Posterior
    from llmpick.ability.prior import Prior

Item = TypeVar("Item")

CODE_VERSION = "4"
PEER_YEARS = 0.75
USUAL_SHARE = 0.30
MIN_PEER_SCORES = 8
FEW_CELLS, ENOUGH_CELLS = 2, 8


class Fitted(NamedTuple):
    """A converged fit with all that the summary and the checks need."""

    scores: list[PublishedScore]
    cells: list[Cell]
    grid: ScoreGrid
    parameters: FitParameters
    posterior: Posterior
    years: Floats
    prior: Prior
    iterations: int


class Evidence(NamedTuple):
    """
    What one (model, effort) row rests on; `n_model` counts over all efforts of its model.

    *direct* are the row's independently measured benchmarks that tell of each domain, *told* the
    measurements of all efforts of its model that do.
    """

    n_scores: int
    n_independent: int
    n_benchmarks: int
    n_model: int
    n_model_independent: int
    direct: Mapping[str, frozenset[str]]
    told: Mapping[str, frozenset[tuple[str | None, str]]]

    def direct_of(self, domains: Collection[str]) -> int:
        """How many independently measured benchmarks tell of any of *domains*."""
        return len(frozenset().union(*(self.direct.get(d, frozenset()) for d in domains)))

    def told_of(self, domains: Collection[str]) -> int:
        """How many measurements of any effort tell of any of *domains*."""
        return len(frozenset().union(*(self.told.get(d, frozenset()) for d in domains)))


def year_of(day: str | None) -> float:
    """Year with fraction of an ISO day that may lack day or month; nan if unknown."""
    if not day or not day[:4].isdigit():
        return float("nan")
    month = int(day[5:7]) if len(day) >= 7 else 7
    date = int(day[8:10]) if len(day) >= 10 else 15
    return int(day[:4]) + (month - 1) / 12.0 + (date - 1) / 365.0


def row_years(layout: ScoreGrid, releases: Mapping[str, str]) -> Floats:
    """Release of each row's model in years, nan where unknown."""
    return np.array([year_of(releases.get(model)) for model, _ in layout.rows])


def fit_factors(
    scores: Sequence[PublishedScore],
    benchmarks: Mapping[str, FitBenchmark],
    releases: Mapping[str, str],
    *,
    exclude_sources: Collection[str] = (),
    exclude_benchmarks: Collection[str] = (),
    as_of: str | None = None,
    traits: Mapping[str, Traits] | None = None,
    efforts: Mapping[str, Collection[str]] | None = None,
    with_prior: bool = True,
    max_iterations: int = factor.MAX_ITERATIONS,
    tolerance: float = factor.TOLERANCE,
    progress: Callable[[int, float], None] | None = None,
) -> Fitted:
    """
    Select scores, lay them out and run the EM.

    Args:
        scores: The published scores.
        benchmarks: The registry.
        releases: ISO days of release (or months, or years) by model.
        exclude_sources: Sources whose scores are left out.
        exclude_benchmarks: Benchmarks that are left out.
        as_of: Day after which no score, model or benchmark is known.
        traits: Family and size by model.
        efforts: Efforts by model that get an estimate though nothing was measured at them.
        with_prior: Expect a model by its date, size and family before its scores.
        max_iterations: Most rounds.
        tolerance: Largest change that ends the fit, logits.
        progress: Called with round and largest change.

    Raises:
        TooFewScores: no benchmark is left with enough models.
    """
    kept = usable(
        scores,
        benchmarks,
        exclude_sources=exclude_sources,
        exclude_benchmarks=exclude_benchmarks,
        as_of=as_of,
    )
    if as_of is not None:
        kept = [score for score in kept if (releases.get(score.model) or "") <= as_of]
    cells = cells_of(kept, benchmarks)
    layout = grid.build(cells, benchmarks, efforts)
    if not layout.benchmarks:
        raise TooFewScores(grid.MIN_MODELS, grid.MIN_CELLS)
    years = row_years(layout, releases)
    known = prior.build(layout.rows, years, traits or {}, of_models=with_prior)
    p, q, iterations = factor.run(
        layout,
        known,
        max_iterations=max_iterations,
        tolerance=tolerance,
        progress=progress,
    )
    q = steadied(layout, q, known.x @ p.trend)
    return Fitted(kept, cells, layout, p, q, years, known, iterations)


def steadied(layout: ScoreGrid, q: Posterior, expected: Floats) -> Posterior:
    """
    Efforts with one or two scores put on their model's curve, where its others have eight.

    Of many efforts measured once, the luckiest would stand for its model. Such a row keeps its
    error, and its scores still tell of the model; its own mean is what the curve of effort
    (*expected*, rows x factors) adds to the mean of the well-measured efforts, by their cells.
    """
    cells, mean = layout.mask.sum(axis=1), q.mean.copy()
    for n, index in layout.siblings.items():
        for rows in index if n > 1 else ():
            firm = rows[cells[rows] > FEW_CELLS]
            few = rows[(cells[rows] <= FEW_CELLS) & (cells[rows] > 0)]
            if len(few) and cells[firm].sum() >= ENOUGH_CELLS:
                above = np.average(q.mean[firm] - expected[firm], axis=0, weights=cells[firm])
                mean[few] = expected[few] + above
    return q._replace(mean=mean)


def informed_domains(layout: ScoreGrid) -> dict[str, list[str]]:
    """Domains that each benchmark tells of: its own, a shared one, the arena's preference."""
    return {
        name: [
            layout.factors[k] for k in layout.support[j] if layout.factors[k] in DOMAINS and k >= 0
        ]
        for j, name in enumerate(layout.benchmarks)
    }


def by_domain(
    items: Iterable[Item], domains_of: Callable[[Item], Iterable[str]]
) -> dict[str, frozenset[Item]]:
    """*items* by the domains that each tells of."""
    found: defaultdict[str, set[Item]] = defaultdict(set)
    for item in items:
        for domain in domains_of(item):
            found[domain].add(item)
    return {domain: frozenset(some) for domain, some in found.items()}


def evidence_of(fitted: Fitted) -> list[Evidence]:
    """Evidence of every row of the grid, in its order."""
    per_row: defaultdict[tuple[str, str | None], list[PublishedScore]] = defaultdict(list)
    per_model: defaultdict[str, set[tuple[str | None, str]]] = defaultdict(set)
    independent_of: defaultdict[str, set[tuple[str | None, str]]] = defaultdict(set)
    told: dict[str, Mapping[str, frozenset[tuple[str | None, str]]]] = {}
    informs = informed_domains(fitted.grid)
    for score in fitted.scores:
        if score.benchmark in informs:
            per_row[score.model, score.effort].append(score)
            per_model[score.model].add((score.effort, score.benchmark))
            if score.source_class == "independent":
                independent_of[score.model].add((score.effort, score.benchmark))
    for model, pairs in per_model.items():
        told[model] = by_domain(pairs, lambda pair: informs[pair[1]])
    out = []
    for row in fitted.grid.rows:
        scores = per_row[row]
        independent = {s.benchmark for s in scores if s.source_class == "independent"}
        direct = by_domain(independent, informs.__getitem__)
        n_benchmarks = len({s.benchmark for s in scores})
        out.append(
            Evidence(
                len(scores),
                len(independent),
                n_benchmarks,
                len(per_model[row[0]]),
                len(independent_of[row[0]]),
                direct,
                told.get(row[0], {}),
            )
        )
    return out


def live_benchmarks(
    fitted: Fitted, benchmarks: Mapping[str, FitBenchmark], current_year: float
) -> dict[str, bool]:
    """Which fitted benchmarks may stand in a basket."""
    layout, q = fitted.grid, fitted.posterior
    general = q.mean[:, 0] - np.sqrt(q.cov[:, 0, 0])
    return {
        name: baskets.is_live(
            layout,
            j,
            benchmarks[name],
            general=general,
            years=fitted.years,
            current_year=current_year,
        )
        for j, name in enumerate(layout.benchmarks)
    }


def usual_reported(fitted: Fitted, live: Mapping[str, bool]) -> list[tuple[int, int]]:
    """
    How many of the usual benchmarks each row's model has: (reported, usual).

    Usual are the live benchmarks that 30 % of the well-measured models released within
    nine months report; without a release, those of all models.
    """
    layout = fitted.grid
    models = sorted({model for model, _ in layout.rows})
    number = {model: i for i, model in enumerate(models)}
    reported = np.zeros((len(models), len(layout.benchmarks)), dtype=bool)
    years = np.full(len(models), np.nan)
    for r, (model, _) in enumerate(layout.rows):
        reported[number[model]] |= layout.mask[r]
        years[number[model]] = fitted.years[r]
    columns = np.array([live[name] for name in layout.benchmarks])
    measured = reported.sum(1) >= MIN_PEER_SCORES
    out = []
    for model, _ in layout.rows:
        i = number[model]
        near = np.abs(years - years[i]) <= PEER_YEARS if np.isfinite(years[i]) else measured
        peers = measured & near
        peers = peers if peers.any() else measured
        if not peers.any():
            out.append((0, 0))
            continue
        usual = (reported[peers].mean(0) >= USUAL_SHARE) & columns
        out.append((int((reported[i] & usual).sum()), int(usual.sum())))
    return out


def widened(
    parts: Basket, evidence: Sequence[Evidence], years: Floats, widening: Widening
) -> Floats:
    """
    The contrast of a basket for the error of every row: more of what is carried over.

    *years* are those of release, by row.
    """
    of_domains = parts.by_domain
    factors = [
        [
            widening.of(
                domain,
                year,
                model_measured=row.told_of((domain,)) > 0,
                effort_measured=row.n_scores > 0,
            )
            for domain in of_domains
        ]
        for row, year in zip(evidence, years.tolist(), strict=True)
    ]
    return np.array(factors) @ np.stack([*of_domains.values()])


def near_domains(own: Collection[str], near: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The domains near any of *own*, by the table *near*, those left out."""
    return frozenset().union(*(near.get(domain, ()) for domain in own)) - frozenset(own)


def estimates(
    parts: Basket,
    fitted: Fitted,
    evidence: Sequence[Evidence],
    calibration: float,
    widening: Widening = baskets.AS_FITTED,
    near: Mapping[str, Collection[str]] = baskets.NOTHING_NEAR,
) -> list[TaskAbility]:
    """
    Mean and error of a basket for every row, with label and 80 % interval.

    The error is exact but for the factors of *widening*, which move neither value nor label. A
    model with one score is ranked one error below its mean: of many such models the luckiest would
    top the list. Its error and interval stay what they are.
    """
    mean, contrast = fitted.posterior.mean, parts.contrast
    spread = widened(parts, evidence, fitted.years, widening)
    few = np.array([row.n_model_independent < baskets.MIN_INDEPENDENT for row in evidence])
    added = few * baskets.SELF_REPORT_VARIANCE
    exact = np.sqrt((fitted.posterior.cov @ contrast) @ contrast + added)
    se = np.sqrt(
        np.einsum("rk,rk->r", (fitted.posterior.cov @ spread[:, :, None])[:, :, 0], spread) + added
    )
    theta, caution = parts.offset + mean @ contrast, np.minimum(exact, se)
    reach = Z80 * calibration * se
    shares = [baskets.shares_at(parts, mean, shift) for shift in (0.0, -reach, reach, -caution)]
    numbers = np.stack([theta, se, *shares, exact, caution], axis=1).tolist()
    around = parts.own_domains | near_domains(parts.own_domains, near)
    found = []
    for row, line in zip(evidence, numbers, strict=True):
        value, error, share, low, high, cautious, stated, below = line
        direct, told = row.direct_of(parts.own_domains), row.told_of(parts.own_domains)
        label = baskets.label_of(n_direct=direct, n_told=told, n_model=row.n_model, se=stated)
        beside = row.direct_of(around) - direct
        if label == "thin":
            value, share = value - below, cautious
        found.append(baskets.TaskAbility(value, error, share, low, high, direct, beside, label))
    return found


def input_hash(scores: Sequence[PublishedScore], benchmarks: Mapping[str, FitBenchmark]) -> str:
    """SHA-256 of the sorted scores, their benchmarks and the version of this code."""
    digest = hashlib.sha256(CODE_VERSION.encode())
    for score in scores:
        digest.update(json.dumps(score, ensure_ascii=True).encode())
    for name in sorted({score.benchmark for score in scores}):
        digest.update(json.dumps(benchmarks[name], ensure_ascii=True).encode())
    return digest.hexdigest()


def make_baskets(
    tasks: Mapping[str, TaskDomains], by_domain: Mapping[str, list[str]], fitted: Fitted
) -> tuple[dict[str, Basket], dict[str, Basket]]:
    """Baskets of the tasks and of the languages."""
    layout, p = fitted.grid, fitted.parameters
    slopes = baskets.parting(layout, p, fitted.posterior.mean, fitted.years)
    of_tasks = {
        name: baskets.basket(tasks[name], by_domain, layout, p, slopes) for name in sorted(tasks)
    }
    of_languages = {
        language: baskets.language_basket(language, by_domain, layout, p, slopes)
        for language in LANGUAGE_DOMAIN
    }
    return of_tasks, of_languages
