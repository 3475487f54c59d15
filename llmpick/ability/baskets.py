"""Baskets of benchmarks: what the ability for a task is made of, as an exact linear contrast."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from llmpick.ability.data import DOMAINS, LANGUAGE_DOMAIN, RESIDUAL
from llmpick.ability.transform import sigmoid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.ability.data import FitBenchmark, TaskDomains
    from llmpick.ability.grid import Floats, ScoreGrid
    from llmpick.ability.posterior import FitParameters

Label = Literal["direct", "some", "general only", "thin"]

MIN_LIVE_MODELS = 8
MIN_LIVE_MAKERS = 3
MIN_TOP_TEN_SPREAD = 0.05
# Best model of a live benchmark, in sd of models below the best of all.
MAX_FRONTIER_GAP = 1.2
RECENT_YEARS = 2.0
MIN_RECENT_MODELS = 5
MAX_SHARE = 0.35
# Whose differences a benchmark is weighed by: the best rows of the last year.
FRONTIER_YEARS, FRONTIER_ROWS = 1.0, 30
OWN_DOMAIN_SHARE = 0.30
LANGUAGE_SHARE = 0.35
DIRECT_SCORES, DIRECT_SE = 3, 0.35
# Independent scores a model needs before its own maker's numbers stop widening the interval.
MIN_INDEPENDENT, SELF_REPORT_VARIANCE = 2, 0.15**2


class Item(NamedTuple):
    """One part of a basket: its domain, share, difficulty, and loadings on every factor."""

    domain: str
    share: float
    benchmark: str | None
    mu: float
    loadings: Floats


class Basket(NamedTuple):
    """A task's items (shares add to 1) and its own domains, those of share .30 or more."""

    id: str
    items: tuple[Item, ...]
    own_domains: frozenset[str]

    @property
    def offset(self) -> float:
        """Constant of the contrast, logits."""
        return float(sum(item.share * item.mu for item in self.items))

    @property
    def contrast(self) -> Floats:
        """Weights of the factors in the contrast, logits per unit."""
        return np.asarray(sum(item.share * item.loadings for item in self.items))

    @property
    def by_domain(self) -> dict[str, Floats]:
        """The part of the contrast that each domain has in it."""
        parts: dict[str, Floats] = {}
        for item in self.items:
            parts[item.domain] = parts.get(item.domain, 0.0) + item.share * item.loadings
        return parts


class Widening(NamedTuple):
    """
    Factors on the error of what is carried over (see ability/carried.py).

    By domain: *domains* where the model has no score of it, *efforts* where the effort has no score
    at all. Models of the year *since* or later have factors of their own, *newest*, in that order.
    """

    domains: Mapping[str, float] = MappingProxyType({})
    efforts: Mapping[str, float] = MappingProxyType({})
    since: float = inf
    newest: tuple[Mapping[str, float], Mapping[str, float]] = (MappingProxyType({}),) * 2

    def of(self, domain: str, year: float, *, model_measured: bool, effort_measured: bool) -> float:
        """The factor of a domain for a model of a *year*; 1 where both were measured."""
        found = self.newest if year >= self.since else (self.domains, self.efforts)
        known = (model_measured, effort_measured)
        factors = [
            by_domain.get(domain, 1.0)
            for by_domain, measured in zip(found, known, strict=True)
            if not measured
        ]
        return max(factors, default=1.0)


AS_FITTED = Widening()
NOTHING_NEAR: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class TaskAbility(NamedTuple):
    """
    Ability for a task: *theta* and *se* in logits, shares 0 to 1 with an 80 % interval.

    *n_direct* independent scores are of the task's own domains, *n_near* of those near them alone.
    """

    theta: float
    se: float
    share: float
    low: float
    high: float
    n_direct: int
    n_near: int
    label: Label


def maker(model: str) -> str:
    """Who made a model: the part before the slash of a canonical id, else the first word."""
    return model.split("/")[0] if "/" in model else model.replace(" ", "-").split("-")[0].lower()


def top_ten_spread(z: Floats) -> float:
    """Best minus tenth best, as shares of solved items."""
    top = np.sort(z)[::-1][:10]
    return sigmoid(float(top[0])) - sigmoid(float(top[-1]))


def is_card(grid: ScoreGrid, column: int) -> bool:
    """Whether only developers report a benchmark, on a board of many: one maker's model cards."""
    rows = grid.mask[:, column]
    has_board = bool((grid.kind[column] == 2).any())
    return has_board and bool((grid.source_class[rows, column] == 1).all())


def is_live(
    grid: ScoreGrid,
    column: int,
    benchmark: FitBenchmark,
    *,
    general: Floats,
    years: Floats,
    current_year: float,
) -> bool:
    """
    Whether a benchmark may stand in a basket.

    It has eight models of three makers, five of them recent (when releases are known),
    one near the frontier, and still tells the top ten apart. An arena has no ceiling, so
    its spread is not asked.
    """
    rows = np.flatnonzero(grid.mask[:, column])
    models = {grid.rows[r][0] for r in rows}
    if len(models) < MIN_LIVE_MODELS or len({maker(m) for m in models}) < MIN_LIVE_MAKERS:
        return False
    recent = {grid.rows[r][0] for r in rows if years[r] > current_year - RECENT_YEARS}
    if np.isfinite(years).any() and len(recent) < MIN_RECENT_MODELS:
        return False
    if is_card(grid, column) or general[rows].max() < general.max() - MAX_FRONTIER_GAP:
        return False
    return benchmark.link == "elo" or top_ten_spread(grid.z[rows, column]) >= MIN_TOP_TEN_SPREAD


def ability_loadings(grid: ScoreGrid, p: FitParameters) -> Floats:
    """Loadings without the boards: what is special to one board is no ability."""
    keep = np.array([not factor.startswith("board:") for factor in grid.factors])
    return np.asarray(p.loadings * keep[None, :])


def generic_item(share: float, domain: str, grid: ScoreGrid, p: FitParameters) -> Item:
    """A benchmark of a domain nobody measured: average difficulty, average loadings."""
    loadings = np.zeros(len(grid.factors))
    loadings[0] = p.loadings[:, 0].mean()
    if domain in grid.factors:
        own = grid.kind == 1
        rows, slots = np.nonzero(own)
        loadings[grid.factors.index(domain)] = p.loadings[rows, grid.support[rows, slots]].mean()
    return Item(domain, share, None, float(p.mu.mean()), loadings)


def parting(grid: ScoreGrid, p: FitParameters, mean: Floats, years: Floats) -> Floats:
    """
    How sharply each benchmark parts the newest models: the slope of its share of solved items.

    In shares a logit, times 4 (1 is a slope of 1 where half is solved): the size of its loadings on
    what is ability, times 4 p (1 - p) for the share p that each of the best models of the last
    year is expected to solve (the slope of a two-parameter logistic item; Birnbaum 1968). A test
    that they all solve parts none of them, however well it once did.

    Args:
        grid: Rows and benchmarks.
        p: FitParameters.
        mean: Posterior mean of the factors, rows x factors.
        years: Release of each row's model in years, nan where unknown.
    """
    loadings = ability_loadings(grid, p)
    dated = np.isfinite(years) & grid.mask.any(axis=1)
    recent = np.flatnonzero(dated & (years > np.max(years[dated], initial=0.0) - FRONTIER_YEARS))
    rows = recent if len(recent) else np.arange(len(grid.rows))
    best = rows[np.argsort(-mean[rows, 0], kind="stable")[:FRONTIER_ROWS]]
    solved = 1.0 / (1.0 + np.exp(-(p.mu[None, :] + mean[best] @ p.loadings.T)))
    named = np.array([factor not in RESIDUAL for factor in grid.factors])
    size = np.sqrt(((loadings * named[None, :]) ** 2).sum(axis=1))
    return np.asarray(size * (4.0 * solved * (1.0 - solved)).mean(axis=0))


def shares_of(slopes: Floats) -> Floats:
    """Shares of a domain by slope, each .35 at most; they add to less than 1 where that binds."""
    total = slopes.sum()
    return np.minimum(MAX_SHARE, slopes / total) if total > 0.0 else np.zeros(len(slopes))


def domain_items(
    domain: str,
    share: float,
    live: Sequence[str],
    grid: ScoreGrid,
    p: FitParameters,
    slopes: Floats,
) -> list[Item]:
    """The live benchmarks of a domain by their *slopes* (see `parting`); the rest is generic."""
    loadings = ability_loadings(grid, p)
    columns = [grid.benchmarks.index(name) for name in live]
    parts = shares_of(slopes[columns])
    items = [
        Item(domain, share * float(part), name, float(p.mu[j]), loadings[j])
        for name, j, part in zip(live, columns, parts, strict=True)
    ]
    rest = share * (1.0 - float(parts.sum()))
    return items if rest < 1e-12 else [*items, generic_item(rest, domain, grid, p)]


def live_by_domain(
    live: Mapping[str, bool], benchmarks: Mapping[str, FitBenchmark]
) -> dict[str, list[str]]:
    """Live benchmarks of each domain, sorted."""
    out: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(live):
        if live[name]:
            out[benchmarks[name].domain].append(name)
    return dict(out)


def general_task(task: TaskDomains, by_domain: Mapping[str, list[str]]) -> TaskDomains:
    """The general task spelt out: the same share for every domain that has a live benchmark."""
    domains = [domain for domain in DOMAINS if by_domain.get(domain)]
    return task._replace(domains={domain: 1.0 / len(domains) for domain in domains})


def basket(
    task: TaskDomains,
    by_domain: Mapping[str, list[str]],
    grid: ScoreGrid,
    p: FitParameters,
    slopes: Floats,
) -> Basket:
    """The items of a task; a task without domains is the general one, over all of them."""
    own = frozenset(d for d, share in task.domains.items() if share >= OWN_DOMAIN_SHARE)
    if not task.domains:
        task = general_task(task, by_domain)
        own = frozenset(task.domains)
    items = [
        item
        for domain, share in sorted(task.domains.items())
        for item in domain_items(domain, share, by_domain.get(domain, []), grid, p, slopes)
    ]
    return Basket(task.id, tuple(items), own)


def language_basket(
    language: str,
    by_domain: Mapping[str, list[str]],
    grid: ScoreGrid,
    p: FitParameters,
    slopes: Floats,
) -> Basket:
    """The basket that a language adds to every task."""
    domain = LANGUAGE_DOMAIN[language]
    items = domain_items(domain, 1.0, by_domain.get(domain, []), grid, p, slopes)
    return Basket(f"language:{language}", tuple(items), frozenset({domain}))


def label_of(*, n_direct: int, n_told: int, n_model: int, se: float) -> Label:
    """
    Evidence in one word.

    Args:
        n_direct: Independent scores of this effort in the task's own domains.
        n_told: Scores of the model in them, whatever effort and source.
        n_model: Scores of the model in all domains.
        se: Standard error of theta, logits.
    """
    if n_model < 2:
        return "thin"
    if n_direct >= DIRECT_SCORES and se <= DIRECT_SE:
        return "direct"
    return "some" if n_told else "general only"


def shares_at(parts: Basket, mean: Floats, shift: Floats | float = 0.0) -> Floats:
    """Expected share of a basket's items that each row solves, moved by *shift* logits."""
    total = np.zeros(len(mean))
    for item in parts.items:
        total += item.share / (1.0 + np.exp(-(item.mu + mean @ item.loadings + shift)))
    return total
