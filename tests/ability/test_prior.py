"""What is expected of a model and of its efforts before their scores."""

import numpy as np
import pytest
from ability_world import World

from llmpick.ability import baskets, fit, prior
from llmpick.ability.data import PublishedScore, Traits

LADDER = ("low", "medium", "high", "xhigh", "max")


@pytest.mark.parametrize(
    ("model", "traits", "expected"),
    [
        pytest.param("acme/big-70b", None, 70.0, id="of the name"),
        pytest.param("acme/mix-8x7b", None, 56.0, id="of a mixture"),
        pytest.param("acme/moe-30b-a3b", None, 30.0, id="in total, not active"),
        pytest.param("acme/big-70b", Traits("big", 72.0), 72.0, id="as recorded"),
        pytest.param("acme/web4", None, None, id="unknown"),
    ],
)
def test_size(model, traits, expected):
    """Billions of parameters, from the record or the name."""
    assert prior.size_of(model, traits) == expected


def test_columns_of_effort():
    """Doublings from medium; `none` is off; a row without effort counts beside a named one only."""
    rows = [("a", None), ("a", "none"), ("a", "max"), ("b", None)]
    columns = prior.effort_columns(rows)
    assert columns["doublings"].tolist() == [0.0, 0.0, 3.0, 0.0]
    assert columns["off"].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert columns["unstated"].tolist() == [1.0, 0.0, 0.0, 0.0]


def test_efforts_without_a_prior():
    """`--no-prior` leaves the curve of effort and nothing else; no column is about price."""
    rows = [("x/a-7b", "low"), ("x/a-7b", "high"), ("x/a-70b", None)]
    years = np.array([2025.0, 2025.0, 2026.0])
    traits = {m: Traits("a", None) for m, _ in rows}
    without = prior.build(rows, years, traits, of_models=False)
    assert without.columns == ("doublings",)
    whole = prior.build(rows, years, traits)
    assert set(whole.columns) == {"year", "size", "family:a", "doublings"}


def raised(share: float, logits: float) -> float:
    """A percentage, moved."""
    share = min(0.99, max(0.01, share / 100.0))
    return 100.0 / (1.0 + (1.0 - share) / share * np.exp(-logits))


def thinking_world(gain: float) -> tuple[World, list[PublishedScore]]:
    """A world whose first sixty models were run at two efforts; a doubling is worth *gain*."""
    world = World(seed=11, filled=0.35)
    chosen = sorted(world.general)[:60]
    scores = []
    for score in world.scores:
        if score.model not in chosen:
            scores.append(score)
            continue
        first = chosen.index(score.model) % 4
        for step in (first, first + 1):
            value = raised(score.value, gain * (step - 1))
            scores.append(score._replace(effort=LADDER[step], value=value))
    return world, scores


@pytest.mark.parametrize("gain", [0.0, 0.3])
def test_efforts_lie_on_a_curve(gain):
    """An effort never measured lies where all models' gain by a doubling puts it, less surely."""
    world, scores = thinking_world(gain)
    model = sorted(world.general)[0]
    fitted = fit.fit_factors(
        scores, world.benchmarks, world.releases, efforts={model: ["low", "max"], "nobody": ["low"]}
    )
    rows = {row: r for r, row in enumerate(fitted.grid.rows)}
    assert ("nobody", "low") not in rows
    low, medium, top = (rows[model, effort] for effort in ("low", "medium", "max"))
    mean, cov = fitted.posterior.mean, fitted.posterior.cov
    load = fitted.parameters.loadings.mean(0)
    steps = mean[[low, medium, top]] @ load
    assert steps[1] - steps[0] == pytest.approx(gain, abs=0.08)
    assert steps[2] - steps[1] == pytest.approx(3.0 * gain, abs=0.15)
    assert load @ cov[top] @ load > load @ cov[medium] @ load
    assert fit.evidence_of(fitted)[top].n_scores == 0


def test_a_family_tells_of_a_thin_model():
    """A model with one score is expected where its family lies, less so without the prior."""
    world = World(seed=3, filled=0.4)
    best = sorted(world.general, key=lambda m: -world.general[m])[:12]
    traits = {m: Traits("stars") for m in best} | {"maker9/new": Traits("stars")}
    one = PublishedScore(
        "maker9/new", None, None, "b00", 50.0, "s", "independent", "2026-06-01", 20
    )
    found = {}
    for switch in (True, False):
        fitted = fit.fit_factors(
            [*world.scores, one], world.benchmarks, world.releases, traits=traits, with_prior=switch
        )
        row = [m for m, _ in fitted.grid.rows].index("maker9/new")
        found[switch] = float(fitted.posterior.mean[row, 0])
    assert found[True] > found[False] + 0.3


def test_days_past_know_what_was_known():
    """As of a day no later score, model or benchmark is read; a month counts from its end."""
    world = World(seed=9)
    late = sorted(world.general)[0]
    benchmarks = {
        n: b._replace(published="2026-07") if n == "b01" else b for n, b in world.benchmarks.items()
    }
    scores = [
        s._replace(date="2026-05") if s.benchmark == "b02" else s._replace(date="2026-05-20")
        for s in world.scores
    ]
    releases = dict.fromkeys(world.general, "2026-01-01") | {late: "2026-06-02"}
    fitted = fit.fit_factors(scores, benchmarks, releases, as_of="2026-05-25")
    assert {"b01", "b02"}.isdisjoint(fitted.grid.benchmarks)
    assert "b00" in fitted.grid.benchmarks
    assert late not in {m for m, _ in fitted.grid.rows}
    assert (
        "b02" in fit.fit_factors(scores, benchmarks, releases, as_of="2026-06-01").grid.benchmarks
    )


def test_a_test_that_all_solve_loses_weight(world):
    """Of two tests as sharp, the one that the newest models all solve gets the smaller share."""
    fitted = fit.fit_factors(world.scores, world.benchmarks, world.releases)
    p = fitted.parameters._replace(mu=fitted.parameters.mu.copy())
    p.loadings[1], p.mu[0], p.mu[1] = p.loadings[0], -1.0, 5.0
    slopes = baskets.parting(fitted.grid, p, fitted.posterior.mean, fitted.years)
    assert slopes[1] < 0.3 * slopes[0]


def test_shares_are_by_slope_and_bounded():
    """Shares go by slope; none passes .35, and what is left is for tests that nobody measured."""
    assert baskets.shares_of(np.array([1.0, 1.0, 2.0, 1.0])) == pytest.approx([0.2, 0.2, 0.35, 0.2])
    assert baskets.shares_of(np.zeros(2)).tolist() == [0.0, 0.0]


def test_votes_alone_leave_the_rest_unsure():
    """A model known by twelve rows of votes is less sure in coding than one known by tests."""
    world = World(seed=7, filled=0.4)
    votes = [n for n, b in sorted(world.benchmarks.items()) if b.domain == "chat_pref"]
    marked = {
        n: b._replace(board="lmarena_text") if n in votes else b
        for n, b in world.benchmarks.items()
    }
    others = [n for n in sorted(world.benchmarks) if n not in votes][: len(votes)]

    def known(model, names):
        return [
            PublishedScore(model, None, None, n, 70.0, "s", "independent", "2026-06-01", 400)
            for n in names
        ]

    scores = [*world.scores, *known("maker8/voted", votes), *known("maker8/tested", others)]
    fitted = fit.fit_factors(scores, marked, world.releases)
    live = fit.live_benchmarks(fitted, marked, 2026.9)
    parts, _ = fit.make_baskets(world.tasks, baskets.live_by_domain(live, marked), fitted)
    contrast = parts["coding"].contrast
    rows = [m for m, _ in fitted.grid.rows]
    voted, tested = (
        float(contrast @ fitted.posterior.cov[rows.index(f"maker8/{n}")] @ contrast)
        for n in ("voted", "tested")
    )
    assert voted > 1.5 * tested


def test_an_effort_measured_once_does_not_jump(world):
    """A lucky score at one effort lifts the whole model a little and that effort no more."""
    model = sorted(world.general)[5]
    scores = [s._replace(effort="high") if s.model == model else s for s in world.scores]
    mine = [s for s in scores if s.model == model]
    extra = [
        PublishedScore(model, "high", None, name, 50.0, "s", "independent", "2026-06-01", 100)
        for name in sorted(world.benchmarks)
        if name not in {s.benchmark for s in mine}
    ]
    lucky = mine[0]._replace(effort="medium", value=99.0)
    fitted = fit.fit_factors([*scores, *extra[:9], lucky], world.benchmarks, world.releases)
    rows = {row: r for r, row in enumerate(fitted.grid.rows)}
    once, often = rows[model, "medium"], rows[model, "high"]
    trend = fitted.prior.x @ fitted.parameters.trend
    gap = fitted.posterior.mean[once] - fitted.posterior.mean[often]
    assert gap == pytest.approx(trend[once] - trend[often])
    assert fitted.posterior.cov[once, 0, 0] > fitted.posterior.cov[often, 0, 0]


def test_one_score_ranks_by_the_lower_end(world):
    """A model with a single score stands one error below its mean, inside its interval."""
    one = PublishedScore(
        "maker9/one", None, None, "b00", 99.0, "s", "independent", "2026-06-01", 400
    )
    fitted = fit.fit_factors([*world.scores, one], world.benchmarks, world.releases)
    live = fit.live_benchmarks(fitted, world.benchmarks, 2026.9)
    by_domain = baskets.live_by_domain(live, world.benchmarks)
    parts = fit.make_baskets(world.tasks, by_domain, fitted)[0]["general"]
    row = [m for m, _ in fitted.grid.rows].index("maker9/one")
    found = fit.estimates(parts, fitted, fit.evidence_of(fitted), 1.0)[row]
    mean = parts.offset + fitted.posterior.mean[row] @ parts.contrast
    assert found.label == "thin"
    assert found.theta == pytest.approx(mean - found.se)
    assert found.low < found.share < found.high
