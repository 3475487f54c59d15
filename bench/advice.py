"""
The back-test of the advice: answers from a fit that has not seen a source, judged by that source.

    python bench/advice.py [--cache FOLDER] [--only NAME ...] [--labels] [--point SHARE]
        [--jobs 2] [--json FILE]

Each independent source with a test of 20 or more models on sale is hidden in turn (`hidden.py`),
the product answers a grid of needs, and the hidden scores judge its picks. A need is a task that
fits the hidden test x privacy x budget, asked under the weights `quality` and with a cost of a
failed request. A fit takes half a minute and is kept in FOLDER by the hash of what it hangs on, so
that a change of the ranking is measured in two minutes. Losses, each 0 where nothing is lost:

- points: best hidden score among the routes that meet need and budget, less that of the pick, less
  two standard errors of that difference. Points are of 100, on the hidden test's own scale.
- money: bill + requests x (1 - hidden score) x cost of a failure, of the pick by that of the best
  route, less 1.

- linked money: the same with hidden scores on the scale of the expected ones (same mean and spread
  of their log-odds), so that a test that all have nearly solved judges the order alone.

What is chosen by losses is chosen on half of the sources and confirmed on the other (`halves`);
`--point` asks with another number of failures in a hundred requests for a point.

Only models at efforts with a hidden score can be judged: where the pick has none, the highest of
its ranking that has one stands for it (`own` says how often it is the pick itself). An answer
counts where five models or more can be judged. Beside the product's answers stand three advisers
who see the same routes:

- `board`: the best of the visible leaderboard of the task's heaviest domain, the one with the most
  models on sale;
- `flagship`: of OpenAI, Anthropic and Google the dearest model of the last half year, at its
  dearest price;
- `floor`: the cheapest that is expected above the floor of its task.

`highest` is the highest expected score whatever it costs: what it loses is lost by the estimates,
and what the product loses beyond that by its weights. `perfect` is what someone loses who knows the
true scores: hidden scores are shrunk to their mean by their own error, and drawn anew around that.
Summaries over all sources weigh each pair of a source and a domain alike.

*near* is whether the pick lies within 3 points of the best, beyond two standard errors; `p_near` is
what the estimates alone say of that, by 2,000 draws in which half of an error is common to the
efforts of a model: among the routes that can be judged, and `p_near_of_all` among all that fit.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise, product
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from hidden import Hidden, Judge, Key, Measured, blind, hidden_sources, measured, records_of

from llmpick.ability.data import LANGUAGE_DOMAIN, PublishedScore
from llmpick.api.facts import rated
from llmpick.catalog import evidence
from llmpick.catalog.contents import Catalog
from llmpick.catalog.load import CHECKOUT, load
from llmpick.core.answers.decide import decide_in
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Z80
from llmpick.core.need.need import Need
from llmpick.core.ranking.field import Field, field
from llmpick.core.ranking.filter import Scored, order
from llmpick.core.ranking.score import Scorer, floor_score
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options

PRIVACY = ("public", "internal", "confidential")
BUDGETS_USD = (None, 30.0, 300.0, 3000.0)
FAILURE_USD = (0.001, 0.01, 0.1, 1.0, 10.0)
NEAR_POINTS, SLACK = 3.0, 2.0
MIN_JUDGED, MIN_BOARD = 5, 20
LARGEST = ("openai", "anthropic", "google")
RECENT_DAYS = 183
DRAWS, NOISE_DRAWS, SEED = 2000, 40, 14
CENT = 0.01
LEAST = 0.005
"""The least share that has log-odds; the fit clips there too."""
GOALS = {"points": (1.0, 6.0), "money": (0.05, 0.20)}
ADVISERS = ("board", "flagship", "floor")
HIGHEST = "highest"
CHANCES = ("p_near", "p_near_of_all")
BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)

Floats = np.ndarray[Any, np.dtype[np.float64]]
Record = dict[str, Any]
Ranking = Sequence[Scored]


class Ask(NamedTuple):
    """A need, apart from what matters how much."""

    task: str
    language: str | None
    privacy: str
    budget_usd: float | None


class Draws:
    """Abilities drawn from the estimates alone, points of 100; half an error is of the model."""

    def __init__(self, rows: Ranking) -> None:
        estimates = {key_of(row): row.route.estimate for row in rows if row.route.estimate}
        self.column = {key: number for number, key in enumerate(estimates)}
        model = {name: number for number, name in enumerate(sorted({m for m, _ in estimates}))}
        draw = np.random.default_rng(SEED)
        common = draw.standard_normal((DRAWS, len(model)))[:, [model[m] for m, _ in estimates]]
        off = (common + draw.standard_normal(common.shape)) * math.sqrt(0.5)
        errors = np.array([error_points(one) for one in estimates.values()])
        mean = np.array([100.0 * one.score for one in estimates.values()])
        self.points = mean + errors * off

    def near(self, key: Key, among: Iterable[Key] | None = None) -> float:
        """P(within 3 points of the best of all, or of those *among* which it stands)."""
        columns = [self.column[one] for one in (self.column if among is None else among)]
        best = self.points[:, columns].max(axis=1)
        return float((self.points[:, self.column[key]] >= best - NEAR_POINTS).mean())


class Grid(NamedTuple):
    """The answer to one need: rankings by who gives them, first choice first."""

    ask: Ask
    field: Field
    quality: Ranking
    by_failure: Mapping[float, Ranking]
    advisers: Mapping[str, Ranking]
    board: str
    cheapest: Mapping[Key, Scored]
    draws: Draws
    label: str | None


class World(NamedTuple):
    """The catalog with the tables that a fit reads, and the scores that leaderboards show."""

    catalog: Catalog
    tables: evidence.Tables
    hidden: dict[str, Hidden]
    boards: Mapping[tuple[str, str], Mapping[Key, Measured]]
    domain: Mapping[str, str]


def by_failure_cost(need: Need, facts: Facts, rows: Iterable[Scored], usd: float) -> Ranking:
    """*rows*, which fit, as the product ranks them where a failed request costs so much."""
    scorer = Scorer(need._replace(failure_cost_usd=usd), facts)
    return sorted(
        (row._replace(score=scorer.score(row.route, row.cost)) for row in rows), key=order
    )


def cheapest_of(rows: Iterable[Scored]) -> dict[Key, Scored]:
    """The cheapest route of each model and effort."""
    found: dict[Key, Scored] = {}
    for row in rows:
        key = key_of(row)
        if key not in found or row.cost < found[key].cost:
            found[key] = row
    return found


def expected(row: Scored) -> float:
    """The expected score of a route, 0 to 1."""
    return row.route.estimate.score if row.route.estimate else 0.0


def spent(need: Need, bill: float, points: float, usd: float) -> float:
    """A month's *bill* and its failures at *usd* each, USD; a point is a request of a hundred."""
    return bill + need.workload.requests_per_month * (1.0 - points / 100.0) * usd


def key_of(row: Scored) -> Key:
    """What a hidden score belongs to."""
    return row.route.model.id, row.route.effort


@cache
def world() -> World:
    """The shipped catalog; once a process."""
    catalog = load(CHECKOUT)
    tables = records_of(catalog)
    inputs = evidence.inputs(tables)
    sold = sold_by(catalog)
    rows: dict[tuple[str, str], list[PublishedScore]] = defaultdict(list)
    for score in inputs.scores:
        if score.source_class == "independent" and inputs.benchmarks[score.benchmark].in_fit:
            rows[score.source, score.benchmark].append(score)
    boards = {
        (source, name): measured(scores, inputs.benchmarks[name])
        for (source, name), scores in sorted(rows.items())
        if len({score.model for score in scores} & sold) >= MIN_BOARD
    }
    hidden = {one.name: one for one in hidden_sources(catalog, tables)}
    domain = {name: one.domain for name, one in inputs.benchmarks.items()}
    return World(catalog, tables, hidden, boards, domain)


def sold_by(catalog: Catalog) -> set[str]:
    """Models that are on sale."""
    return {item.model for item in catalog.offerings if item.is_on_sale(catalog.meta.day)}


def leaderboard(
    known: World, hidden: Hidden, need: Need, sold: set[str]
) -> tuple[str, Mapping[Key, Measured]]:
    """The visible leaderboard that somebody with this task would open."""
    seen = {
        (source, name): scores
        for (source, name), scores in known.boards.items()
        if source != hidden.source and name not in hidden.benchmarks
    }
    shares = need.task.domains or {"chat_pref": 1.0}
    domains = sorted(shares, key=lambda domain: (-shares[domain], domain))
    if need.language in LANGUAGE_DOMAIN:
        domains.insert(0, LANGUAGE_DOMAIN[need.language])
    for domain in (*domains, "chat_pref", "knowledge"):
        of_domain = {
            len({model for model, _ in scores} & sold): (f"{source}: {name}", scores)
            for (source, name), scores in seen.items()
            if known.domain[name] == domain
        }
        if of_domain:
            return of_domain[max(of_domain)]
    raise AssertionError("no leaderboard is left")


def by_board(found: Field, scores: Mapping[Key, Measured]) -> Ranking:
    """The best on a leaderboard first, each at its cheapest."""
    listed = [row for row in found.fitting if key_of(row) in scores]
    return sorted(listed, key=lambda row: (-scores[key_of(row)].points, row.cost, row.route.id))


def by_flagship(found: Field) -> Ranking:
    """The dearest recent model of the largest developers first, at its dearest."""
    day = datetime.date.fromisoformat(found.need.day) - datetime.timedelta(days=RECENT_DAYS)
    own = [row for row in found.fitting if row.route.model.developer in LARGEST]
    dearest: dict[str, float] = {}
    for row in own:
        name = row.route.model.id
        dearest[name] = max(row.cost, dearest.get(name, 0.0))

    def place(row: Scored) -> tuple[bool, float, str, float, str]:
        model = row.route.model
        old = (model.released or "") < day.isoformat()
        return old, -dearest[model.id], model.id, -row.cost, row.route.id

    return sorted(own, key=place)


def by_floor(found: Field) -> Ranking:
    """The cheapest that is expected above the task's floor first; below that the best."""
    least = floor_score(found.need, found.scorer.facts)

    def place(row: Scored) -> tuple[bool, float, str]:
        score = expected(row)
        return score < least, row.cost if score >= least else -score, row.route.id

    return sorted(found.fitting, key=place)


def error_points(estimate: Estimate) -> float:
    """The calibrated standard error of an expected score, points of 100."""
    return 100.0 * (estimate.high - estimate.low) / (2.0 * Z80)


def answered(
    known: World, hidden: Hidden, seeing: Catalog, ask: Ask, labels: bool, point: float
) -> Grid:
    """All rankings for one need, by the product and by the advisers; *point* is in failures."""
    stated = {
        "task": ask.task,
        "language": ask.language,
        "privacy": ask.privacy,
        "budget": ask.budget_usd,
        "weights": "quality",
    }
    options = need_options({name: value for name, value in stated.items() if value is not None})
    need = need_of(seeing, options)
    facts: Facts = rated(seeing, need)
    found = field(need, facts)
    cheapest = cheapest_of(found.fitting)
    sold = sold_by(seeing)
    name, scores = leaderboard(known, hidden, need, sold)
    advisers = {
        HIGHEST: sorted(cheapest.values(), key=lambda row: (-expected(row), row.cost)),
        "board": by_board(found, scores),
        "flagship": by_flagship(found),
        "floor": by_floor(found),
    }
    return Grid(
        ask,
        found,
        found.fitting,
        {usd: by_failure_cost(need, facts, cheapest.values(), usd * point) for usd in FAILURE_USD},
        advisers,
        name,
        cheapest,
        Draws(found.fitting),
        decide_in(found).confidence if labels else None,
    )


def judged(ranking: Ranking, scores: Mapping[Key, Measured]) -> Scored | None:
    """The highest of *ranking* that the hidden source has a score of."""
    return next((row for row in ranking if key_of(row) in scores), None)


def error_between(one: Measured, other: Measured) -> float:
    """The standard error of a difference of two hidden scores, points."""
    return math.hypot(one.stderr, other.stderr)


def lost_points(best: Measured, own: Measured) -> float:
    """What *own* lies below *best*, beyond two standard errors."""
    slack = 0.0 if best is own else SLACK * error_between(best, own)
    return max(0.0, best.points - own.points - slack)


def shrunken(scores: Mapping[Key, Measured]) -> dict[Key, float]:
    """The likeliest true scores: each moved to the mean by the share of its error."""
    points = np.array([one.points for one in scores.values()])
    errors = np.array([one.stderr for one in scores.values()])
    spread = max(0.05 * float(points.var()), float(points.var() - (errors**2).mean()))
    kept = spread / (spread + errors**2)
    true = points.mean() + kept * (points - points.mean())
    return dict(zip(scores, true.tolist(), strict=True))


def linked(scores: Mapping[Key, Measured], rows: Mapping[Key, Scored]) -> Mapping[Key, Measured]:
    """Hidden *scores* of *rows* with the mean and the spread, in log-odds, of what is expected."""
    shares = np.array([[scores[key].points / 100.0, expected(row)] for key, row in rows.items()])
    logits = np.log(np.clip(shares, LEAST, 1.0 - LEAST))
    logits -= np.log1p(-np.clip(shares, LEAST, 1.0 - LEAST))
    (hidden, own), spread = logits.T, logits.std(axis=0)
    slope = spread[1] / spread[0] if spread[0] else 1.0
    points = 100.0 / (1.0 + np.exp(-(own.mean() + slope * (hidden - hidden.mean()))))
    return {key: Measured(float(one), 0.0) for key, one in zip(rows, points, strict=True)}


class Perfect:
    """Someone who knows the true scores of what fits, judged by scores with the source's noise."""

    def __init__(self, judge: Judge, bills: Mapping[Key, float]) -> None:
        true = shrunken(judge.scores)
        self.bills = np.array(list(bills.values()))
        self.true = np.array([true[key] for key in bills])
        self.errors = np.array([judge.scores[key].stderr for key in bills])
        noise = np.random.default_rng(SEED).standard_normal((NOISE_DRAWS, len(bills)))
        self.seen = self.true + noise * self.errors

    def lost_points(self) -> list[float]:
        """Points lost, draw by draw."""
        pick, best = int(self.true.argmax()), self.seen.argmax(axis=1)
        slack = SLACK * np.hypot(self.errors[best], self.errors[pick]) * (best != pick)
        gap = self.seen.max(axis=1) - self.seen[:, pick] - slack
        return [float(value) for value in np.maximum(0.0, gap)]

    def lost_money(self, need: Need, usd: float) -> list[float]:
        """Shares of the least lost, draw by draw."""
        failures = need.workload.requests_per_month * usd / 100.0
        pick = int((self.bills + failures * (100.0 - self.true)).argmin())
        totals = self.bills + failures * (100.0 - np.clip(self.seen, 0.0, 100.0))
        return [float(value) for value in totals[:, pick] / totals.min(axis=1) - 1.0]


def of_judge(hidden: Hidden, judge: Judge, grid: Grid) -> list[Record]:
    """What every ranking of *grid* lost by *judge*; nothing where it can judge too few models."""
    cheapest = {key: row for key, row in grid.cheapest.items() if key in judge.scores}
    if len({model for model, _ in cheapest}) < MIN_JUDGED:
        return []
    need, scores = grid.field.need, judge.scores
    perfect = Perfect(judge, {key: row.cost for key, row in cheapest.items()})
    about = {
        "hidden": hidden.name,
        "benchmark": judge.benchmark,
        "domain": judge.domain,
        **grid.ask._asdict(),
    }
    best = max(cheapest, key=lambda key: (scores[key].points, -cheapest[key].cost))

    def points(row: Scored) -> float:
        return lost_points(scores[best], scores[key_of(row)])

    own = judged(grid.quality, scores)
    assert own is not None
    gap = points(own)
    others = _advisers(grid, scores, points)
    surest = judged(grid.advisers[HIGHEST], scores)
    assert surest is not None
    near = points(surest) <= NEAR_POINTS
    others[HIGHEST] |= {"near": near, "features": _features(grid, cheapest, surest)}
    out = [
        {
            **about,
            "measure": "points",
            "failure_usd": None,
            **_answer(grid.quality, own, scores, gap),
            "best": _said(cheapest[best], scores),
            "advisers": others,
            "board": grid.board,
            "perfect": perfect.lost_points(),
            "near": gap <= NEAR_POINTS,
            "features": {**_features(grid, cheapest, own), "label": grid.label},
        }
    ]
    on_scale = linked(scores, cheapest)
    for usd, ranking in grid.by_failure.items():

        def total(row: Scored, usd: float = usd, of: Mapping[Key, Measured] = scores) -> float:
            return spent(need, row.cost, of[key_of(row)].points, usd)

        frugal = min(cheapest.values(), key=lambda row: (total(row), row.route.id))

        def money(row: Scored, least: float = total(frugal), of: Any = total) -> float:
            return float(of(row)) / max(least, CENT) - 1.0

        def by_scale(row: Scored, total: Any = total) -> float:
            return float(total(row, of=on_scale))

        own = judged(ranking, scores)
        assert own is not None
        out.append(
            {
                **about,
                "measure": "money",
                "failure_usd": usd,
                **_answer(ranking, own, scores, money(own)),
                "loss_linked": money(own, min(map(by_scale, cheapest.values())), by_scale),
                "best": _said(frugal, scores),
                "advisers": _advisers(grid, scores, money),
                "board": grid.board,
                "perfect": perfect.lost_money(need, usd),
            }
        )
    return out


def _features(grid: Grid, among: Iterable[Key], row: Scored) -> Record:
    """What is known of *row* when it is advised; *among* are those that can be judged."""
    estimate = row.route.estimate
    assert estimate is not None
    return {
        "p_near": grid.draws.near(key_of(row), among),
        "p_near_of_all": grid.draws.near(key_of(row)),
        "direct": estimate.direct,
        "independent": estimate.independent,
        "scores": estimate.scores,
        "stderr_logits": estimate.stderr * grid.field.scorer.facts.calibration,
        "stderr_points": error_points(estimate),
        "evidence": estimate.label,
    }


def _said(row: Scored, scores: Mapping[Key, Measured]) -> Record:
    """A route, what is expected of it and what was measured."""
    model, effort = key_of(row)
    hidden = scores.get((model, effort))
    return {
        "route": row.route.id,
        "model": model,
        "effort": effort,
        "bill_usd": row.cost,
        "expected": 100.0 * expected(row),
        "error": error_points(row.route.estimate) if row.route.estimate else None,
        "direct": row.route.estimate.direct if row.route.estimate else 0,
        "hidden": hidden.points if hidden else None,
        "stderr": hidden.stderr if hidden else None,
    }


def _answer(ranking: Ranking, own: Scored, scores: Mapping[Key, Measured], loss: float) -> Record:
    above = {row.route.model.id for row in ranking[: ranking.index(own)]}
    return {
        "pick": _said(ranking[0], scores),
        "own": key_of(ranking[0]) == key_of(own),
        "skipped": len(above - {own.route.model.id}),
        "judged": _said(own, scores),
        "loss": loss,
    }


def _advisers(
    grid: Grid, scores: Mapping[Key, Measured], loss: Callable[[Scored], float]
) -> dict[str, Any]:
    found: dict[str, Record | None] = {}
    for name, ranking in grid.advisers.items():
        row = judged(ranking, scores)
        found[name] = None if row is None else {**_said(row, scores), "loss": loss(row)}
    return found


def of_hidden(name: str, cache_folder: str, labels: bool, point: float) -> list[Record]:
    """All answers about one hidden source."""
    known = world()
    hidden = known.hidden[name]
    seeing = blind(known.catalog, known.tables, hidden, cache_folder)
    by_job: dict[tuple[str, str | None], list[Judge]] = defaultdict(list)
    for judge in hidden.judges:
        by_job[judge.task, judge.language].append(judge)
    out = []
    for (task, language), judges in by_job.items():
        for privacy, budget in product(PRIVACY, BUDGETS_USD):
            ask = Ask(task, language, privacy, budget)
            grid = answered(known, hidden, seeing, ask, labels, point)
            out += [row for judge in judges for row in of_judge(hidden, judge, grid)]
    return out


# --- Summaries ---


def quantile(values: Sequence[float], weights: Sequence[float], share: float) -> float:
    """The least value that so large a *share* of the weight does not pass."""
    order = np.argsort(values)
    reached = np.cumsum(np.array(weights)[order])
    at = int(np.searchsorted(reached, share * reached[-1] * (1.0 - 1e-12)))
    return float(np.array(values)[order][min(at, len(values) - 1)])


def alike(rows: Sequence[Record]) -> list[float]:
    """Weights by which each pair of a source and a domain counts as much as another."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        count[row["hidden"], row["domain"]] += 1
    return [1.0 / count[row["hidden"], row["domain"]] for row in rows]


class Spread(NamedTuple):
    """Median, 90 % quantile and mean of losses."""

    median: float
    p90: float
    mean: float


def spread(values: Sequence[float], weights: Sequence[float]) -> Spread:
    """The three of weighted *values*; nan of none."""
    if not values:
        return Spread(math.nan, math.nan, math.nan)
    mean = float(np.average(values, weights=weights))
    return Spread(quantile(values, weights, 0.5), quantile(values, weights, 0.9), mean)


def losses(rows: Sequence[Record], who: str) -> Spread:
    """What *who* lost over *rows*, sources and domains alike."""
    weights = alike(rows)
    if who == "us":
        return spread([row["loss"] for row in rows], weights)
    if who == "perfect":
        found = [
            (loss, weight)
            for row, weight in zip(rows, weights, strict=True)
            for loss in row["perfect"]
        ]
        return spread([loss for loss, _ in found], [weight for _, weight in found])
    of = [(row["advisers"][who], weight) for row, weight in zip(rows, weights, strict=True)]
    kept = [(one["loss"], weight) for one, weight in of if one is not None]
    return spread([loss for loss, _ in kept], [weight for _, weight in kept])


WHO = ("us", "perfect", HIGHEST, *ADVISERS)


def line(name: str, rows: Sequence[Record], scale: float) -> str:
    """One line of the table of losses."""
    own = sum(row["own"] for row in rows) / len(rows)
    parts = "".join(
        f" {one.median * scale:6.1f}{one.p90 * scale:7.1f}{one.mean * scale:7.1f} "
        for one in (losses(rows, who) for who in WHO)
    )
    bills = [row["judged"]["bill_usd"] / max(row["best"]["bill_usd"], 1e-9) for row in rows]
    return f"{name:36}{len(rows):6}{100 * own:5.0f}{parts}{quantile(bills, alike(rows), 0.5):8.2f}"


def head(title: str) -> str:
    """The two lines above `line`."""
    names = "".join(f" {who:^20}" for who in WHO)
    each = "".join(f" {'med':>6}{'p90':>7}{'mean':>7} " for _ in WHO)
    return f"\n{title}\n{'':47}{names}\n{'':36}{'n':>6}{'own':>5}{each}{'bill':>8}"


def grouped(rows: Iterable[Record], *keys: str) -> dict[tuple[Any, ...], list[Record]]:
    """*rows* by their values of *keys*, in the order of first appearance."""
    found: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found


def early(rows: Iterable[Record]) -> list[Record]:
    """Those whose judged route is of one of the first three models of the ranking."""
    return [row for row in rows if row["skipped"] < 3]


def show(rows: Sequence[Record], labels: bool) -> None:
    """The tables."""
    points = [row for row in rows if row["measure"] == "points"]
    money = [row for row in rows if row["measure"] == "money"]
    asks = {tuple(row[name] for name in (*Ask._fields, "failure_usd")) for row in rows}
    sources = {row["hidden"] for row in rows}
    tests = len({row["benchmark"] for row in rows})
    print(f"{len(rows)} answers to {len(asks)} needs, by {tests} tests of {len(sources)} sources")
    print(head("points lost under `quality`; bill: of the judged route by the best one's, median"))
    for (hidden, domain), some in grouped(points, "hidden", "domain").items():
        print(line(hidden if domain in hidden else f"{hidden}, {domain}", some, 1.0))
    print(line("all", points, 1.0))
    parts = {
        "  pick itself judged": [row for row in points if row["own"]],
        "  one of the first three models": early(points),
        "  a later one": [row for row in points if row["skipped"] >= 3],
    }
    for title, some in parts.items():
        if some:
            print(line(title, some, 1.0))
    for (budget,), some in grouped(points, "budget_usd").items():
        print(line(f"  budget {'none' if budget is None else f'{budget:,.0f} USD'}", some, 1.0))
    for (privacy,), some in grouped(points, "privacy").items():
        print(line(f"  {privacy}", some, 1.0))
    print(head("money lost under a cost of failure, per cent of the least"))
    for (hidden, domain), some in grouped(money, "hidden", "domain").items():
        print(line(hidden if domain in hidden else f"{hidden}, {domain}", some, 100.0))
    for (usd,), some in grouped(money, "failure_usd").items():
        print(line(f"  a failure costs {usd:g} USD", some, 100.0))
    print(line("all", money, 100.0))
    halves(points, money)
    goals("all answers", points, money)
    goals("one of the first three models judged", early(points), early(money))
    reliability(points, labels)
    worst(points)


def halves(points: Sequence[Record], money: Sequence[Record]) -> None:
    """Our losses by half of the sources, of which every second one is in each."""
    sources = sorted({row["hidden"].partition(",")[0] for row in points})
    print(f"\nby half of the sources{'':14}{'points':^21}{'money':^21}{'linked money':^21}")
    parts = {"all": sources, "one half": sources[::2], "the other": sources[1::2]}
    for title, half in parts.items():
        told = ""
        for rows, name, scale in (
            (points, "loss", 1.0),
            (money, "loss", 100.0),
            (money, "loss_linked", 100.0),
        ):
            some = [row for row in rows if row["hidden"].partition(",")[0] in half]
            one = spread([row[name] for row in some], alike(some))
            told += f"{one.median * scale:7.1f}{one.p90 * scale:7.1f}{one.mean * scale:7.1f}"
        print(f"  {title:34}{told}")


def goals(title: str, points: Sequence[Record], money: Sequence[Record]) -> None:
    """Which goals hold, and how our loss stands to that of each simple adviser."""
    print(f"\ngoals, {title}")
    for name, rows in (("points", points), ("money", money)):
        ours = losses(rows, "us")
        for what, found, goal in zip(("median", "p90"), ours, GOALS[name], strict=False):
            print(f"{name:7} {what:7} {found:8.3f}  goal {goal:<5} {_held(found <= goal)}")
        for who in ADVISERS:
            both = [row for row in rows if row["advisers"][who] is not None]
            for what, mine, other in zip(
                Spread._fields, losses(both, "us"), losses(both, who), strict=True
            ):
                ratio = f"{mine / other:.2f}" if other else "-"
                said = f"{who} {other:.3f}, ratio {ratio}"
                print(f"{name:7} {what:7} {mine:8.3f}  {said:32} {_held(mine <= 0.5 * other)}")
            bills = [
                row["advisers"][who]["bill_usd"] / max(row["judged"]["bill_usd"], CENT)
                for row in both
            ]
            print(f"{'':25}its bill is {quantile(bills, alike(both), 0.5):.2f} of ours, median")


def _held(held: bool) -> str:
    return "ok" if held else "MISSED"


def distinct(rows: Iterable[Record]) -> list[tuple[Record, float]]:
    """Each pick of a test once: means of P(near) and of what came of its answers."""
    found: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for row in rows:
        own = row["judged"]
        found[row["hidden"], row["benchmark"], own["model"], own["effort"]].append(row)
    out = []
    for some in found.values():
        features = dict(some[0]["features"])
        for name in CHANCES:
            features[name] = float(np.mean([row["features"][name] for row in some]))
        near = float(np.mean([row["near"] for row in some]))
        out.append(({**some[0], "features": features}, near))
    return out


def reliability(rows: Sequence[Record], labels: bool) -> None:
    """What was foretold of being near the best, beside what came."""
    surest = [{**row, "judged": row["advisers"][HIGHEST], **_of_highest(row)} for row in rows]
    for title, some in (
        ("by need", [(row, float(row["near"])) for row in rows]),
        ("by distinct pick", distinct(rows)),
        ("by distinct pick of the first three models", distinct(early(rows))),
        ("the highest expected, by need", [(row, float(row["near"])) for row in surest]),
        ("the highest expected, by distinct pick", distinct(surest)),
    ):
        print(f"\nwithin {NEAR_POINTS:g} points of the best, {title}")
        for name, edges in (
            *((name, BINS) for name in CHANCES),
            ("direct", (0, 1, 2, 3, 5, 8, 99)),
            ("independent", (0, 1, 3, 6, 12, 24, 999)),
            ("stderr_points", (0, 2, 3, 4, 5, 7, 10, 99)),
        ):
            _bins(name, [(row["features"][name], near) for row, near in some], edges)
        for name in ("evidence", *(("label",) if labels else ())):
            by_value: dict[str, list[float]] = defaultdict(list)
            for row, near in some:
                by_value[row["features"][name]].append(near)
            for value, found in sorted(by_value.items()):
                print(f"  {name} {value:18} n {len(found):5}  {np.mean(found):.2f}")
        for name, share in product(CHANCES, (0.9, 0.75)):
            print(f"  {share:.2f} hold where {name} is at least {_threshold(some, name, share)}")


def _of_highest(row: Record) -> Record:
    found = row["advisers"][HIGHEST]
    return {"near": found["near"], "features": {**found["features"], "label": "-"}}


def _bins(name: str, pairs: Sequence[tuple[float, float]], edges: Sequence[float]) -> None:
    for low, high in pairwise(edges):
        inside = [(value, near) for value, near in pairs if low <= value < high]
        if inside:
            mean, held = (float(np.mean(part)) for part in zip(*inside, strict=True))
            span = f"{low:5g} to {high:<5g} mean {mean:6.2f}"
            print(f"  {name:14}{span}  n {len(inside):5}  {held:.2f}")


def _threshold(some: Sequence[tuple[Record, float]], name: str, share: float) -> str:
    """The least chance by which, with all above it, so large a share was near."""
    order = sorted(some, key=lambda pair: -pair[0]["features"][name])
    near = np.cumsum([pair[1] for pair in order]) / np.arange(1, len(order) + 1)
    held = np.flatnonzero(near >= share)
    if not len(held):
        return "none"
    at = int(held[-1])
    return f"{order[at][0]['features'][name]:.2f} (n {at + 1} of {len(order)})"


def worst(rows: Sequence[Record], count: int = 15) -> None:
    """The largest losses of points, one a test and pick."""
    print("\nworst misses: points lost, hidden scores (and what was expected)")
    seen = set()
    for row in sorted(rows, key=lambda row: -row["loss"]):
        own, best = row["judged"], row["best"]
        name = (row["benchmark"], own["model"], own["effort"])
        if name in seen:
            continue
        seen.add(name)
        what = f"{row['hidden']} {row['benchmark']} {row['privacy']} {row['budget_usd'] or 'none'}"
        print(f"{row['loss']:6.1f}  {what}\n        {_told(own)}  against {_told(best)}")
        if len(seen) == count:
            return


def _told(row: Record) -> str:
    name = f"{row['model']}:{row['effort'] or '-'}"
    expected = f"expected {row['expected']:.0f} ± {row['error']:.0f}, {row['direct']} direct"
    return f"{name} {row['hidden']:.0f} ({expected}), {row['bill_usd']:,.0f} USD"


def main() -> int:
    """Fit, ask, judge, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--cache", default=".advice-fits", help="where fits are kept")
    parser.add_argument("--only", action="append", help="a hidden source; may be repeated")
    parser.add_argument("--labels", action="store_true", help="the confidence label too; slower")
    parser.add_argument(
        "--point", type=float, default=1.0, help="failures in a hundred for a point"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", metavar="FILE", help="every answer")
    asked = parser.parse_args()
    names = asked.only or list(world().hidden)
    unknown = sorted(set(names) - world().hidden.keys())
    if unknown:
        parser.error(f"no hidden source {unknown[0]!r}: {'; '.join(world().hidden)}")
    rows: list[Record] = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        many = len(names)
        settings = (asked.cache, asked.labels, asked.point)
        for found in pool.map(of_hidden, names, *([one] * many for one in settings)):
            rows += found
    show(rows, asked.labels)
    if asked.json:
        write(asked.json, rows)
    return 0


def write(path: str, rows: Sequence[Record]) -> None:
    """Every answer, an answer a line, with the losses over all; of `perfect` its mean loss."""
    summary = {
        measure: {who: losses(some, who)._asdict() for who in WHO}
        for (measure,), some in grouped(rows, "measure").items()
    }
    about = {"catalog": world().catalog.meta.version, "summary": summary}
    answers = [{**row, "perfect": float(np.mean(row["perfect"]))} for row in rows]
    lines = ",\n".join(json.dumps(row) for row in answers)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'{json.dumps(about)[:-1]}, "answers": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    sys.exit(main())
