"""Estimates carried over: what is hidden, what is compared, and the factors that follow."""

import math

import numpy as np
import pytest

from llmpick.ability import baskets, carried, fit, posterior
from llmpick.ability.baskets import Widening
from llmpick.ability.carried import Cases, Factors


@pytest.fixture(scope="module")
def fitted(world):
    """The world, fitted."""
    return fit.fit_factors(world.scores, world.benchmarks, world.releases)


def cases(gap, ability, noise):
    """Cases of one domain, a model each."""
    n = len(gap)
    zero = np.zeros(n, dtype=np.int64)
    return Cases(
        np.arange(n),
        zero,
        np.array(gap),
        np.full(n, ability),
        np.full(n, noise),
        np.zeros(n),
        zero + 1,
    )


def test_a_hidden_domain_leaves_nothing_that_tells_of_it(world, fitted):
    """Every score is foretold once, by a fit that sees none of its model in its domain."""
    grid = fitted.grid
    parts = carried.hidden_domains(grid, world.benchmarks)
    assert (np.sum([foretold for _, foretold in parts], axis=0) == grid.mask).all()
    domain = np.array([world.benchmarks[name].domain for name in grid.benchmarks])
    for hidden, foretold in parts:
        assert (hidden >= foretold).all()
        shown = grid.mask & ~hidden
        for row in range(len(grid.rows)):
            assert not set(domain[foretold[row]]) & set(domain[shown[row]])


def test_votes_of_a_category_are_hidden_with_what_is_liked(world):
    """An arena's category tells of preference too, so that it goes where preference is hidden."""
    names = sorted(world.benchmarks)
    marked = {
        name: b._replace(board="lmarena_text" if b.domain in ("chat_pref", "coding_gen") else name)
        for name, b in world.benchmarks.items()
    }
    grid = fit.fit_factors(world.scores, marked, world.releases, max_iterations=2).grid
    domain = np.array([marked[name].domain for name in names])
    for hidden, foretold in carried.hidden_domains(grid, marked):
        liked = foretold[:, domain == "chat_pref"].any(axis=1)
        assert (hidden == grid.mask)[liked][:, domain == "coding_gen"].all()


def test_hidden_efforts_leave_another(world):
    """Each effort of a model with two is hidden once, never both."""
    half = [
        s._replace(effort="high" if number % 2 else "low") for number, s in enumerate(world.scores)
    ]
    grid = fit.fit_factors(half, world.benchmarks, world.releases, max_iterations=2).grid
    parts = carried.hidden_efforts(grid)
    two = np.zeros_like(grid.mask)
    for index in grid.siblings[2]:
        two[index] = grid.mask[index]
        assert all((grid.mask[index] & ~hidden[index]).any() for hidden, _ in parts)
    assert (np.sum([hidden for hidden, _ in parts], axis=0) == two).all()


def test_one_hidden_score_is_as_predicted(fitted):
    """The mean of one score is it, and both variances add to that of its prediction."""
    grid, p, q = fitted.grid, fitted.parameters, fitted.posterior
    at = tuple(index[:1] for index in np.nonzero(grid.mask))
    found = carried.cases_of(grid, p, q, at, np.zeros(len(grid.benchmarks), dtype=np.int64))
    mean, variance = posterior.predict(grid, p, q, at)
    assert found.gap == pytest.approx(grid.z[at] - mean)
    assert found.ability + found.noise == pytest.approx(variance + grid.v[at])
    assert found.cells.tolist() == [1]


def test_scores_of_a_domain_count_together(fitted):
    """Noise of several scores averages out, the error of the ability does not."""
    grid, p, q = fitted.grid, fitted.parameters, fitted.posterior
    row = int(grid.mask.sum(axis=1).argmax())
    columns = np.flatnonzero(grid.mask[row])
    at = np.full(len(columns), row), columns
    together = carried.cases_of(grid, p, q, at, np.zeros(len(grid.benchmarks), dtype=np.int64))
    apart = carried.cases_of(grid, p, q, at, np.arange(len(grid.benchmarks)))
    assert together.cells.tolist() == [len(columns)]
    assert together.noise[0] < apart.noise.min()
    assert apart.gap.min() < together.gap[0] < apart.gap.max()


GAPS = np.linspace(-1.0, 1.0, 101)
"""Gaps of which four in five are at most .8."""


@pytest.mark.parametrize(
    ("ability", "noise", "widens", "quiets"),
    [
        pytest.param(0.1, 0.1, True, False, id="too narrow"),
        pytest.param(0.1, 0.9, False, True, id="too wide by noise"),
        pytest.param(1.6, 0.1, False, True, id="too wide without noise"),
    ],
)
def test_needed(ability, noise, widens, quiets):
    """Four in five hold; noise gives way first, and the ability only where noise is no excuse."""
    found = carried.needed(cases(GAPS, ability, noise), np.ones(len(GAPS), dtype=bool))
    spread = math.sqrt(found.ability * ability + found.noise * noise)
    assert 1.2815515655446004 * spread == pytest.approx(0.8)
    assert (found.ability > 1.0) == widens
    assert (found.noise < 1.0) == quiets
    assert (found.ability < 1.0) == (found.noise == 0.0)


def test_a_small_domain_leans_on_all():
    """With as many models as the common factors count for, half way between."""
    found = carried.shrunk(Factors(3.0, 1.0), Factors(1.0, 0.5), int(carried.COMMON_MODELS))
    assert found == pytest.approx((2.0, 0.75))


def test_report_gives_factors_by_domain(world, fitted):
    """Figures before and after of every domain with thirty models, and a factor to store."""
    made = cases(np.tile(GAPS, 1), 0.1, 0.1)
    found = carried.table(fitted, world.benchmarks, made)
    (name,) = set(found) - {"all"}
    line = found[name]
    assert line["coverage_80_as_fitted"] < 0.7 < line["coverage_80"] < 0.9
    assert line["2026"]["cases"] == line["cases"] == 101
    wide = carried.widening({"domains": found})
    assert (wide.domains, wide.since) == ({name: line["factor"]}, 2026)
    assert wide.newest == ({name: line["2026"]["factor"]}, {})
    assert line["factor"] > 1.2


def test_models_of_the_last_year_have_factors_of_their_own():
    """Where they err by less than older ones they are told apart, as far as there are many."""
    gaps = np.concatenate([2 * GAPS, GAPS])
    made, recent = cases(gaps, 0.1, 0.1), np.arange(len(gaps)) >= len(GAPS)
    every, models = np.ones(len(gaps), dtype=bool), np.arange(len(gaps)).astype(str)
    (found,) = carried.factors_of(made, ["reasoning"], models, recent, every)
    (before,) = carried.factors_of(made, ["reasoning"], models, ~every, every)
    assert found.older.ability > 1.5 * found.newest.ability
    assert before.newest == carried.needed(made, every)
    held = carried.inside(made, [found], recent, every)
    assert held[recent].mean() == pytest.approx(0.8, abs=0.08)
    assert held[~recent].mean() == pytest.approx(0.8, abs=0.08)
    same = carried.inside(made, [before], ~every, every)
    assert same[recent].mean() > 0.95 > 0.7 > same[~recent].mean()


def test_a_report_without_ages_widens_all_alike():
    """One of before: no year has factors of its own."""
    wide = carried.widening({"domains": {"math": {"factor": 1.5, "2026": {"cases": 3}}}})
    for year in (2020.0, 2026.5, math.nan):
        assert wide.of("math", year, model_measured=False, effort_measured=True) == 1.5


WIDENING = Widening(
    {"reasoning": 2.0}, {"reasoning": 1.5, "math": 0.8}, 2026, ({"reasoning": 1.1}, {"math": 3.0})
)


@pytest.mark.parametrize(
    ("domain", "model", "effort", "expected"),
    [
        pytest.param("reasoning", True, True, 1.0, id="both measured"),
        pytest.param("reasoning", False, True, 2.0, id="domain not measured"),
        pytest.param("reasoning", True, False, 1.5, id="effort not measured"),
        pytest.param("reasoning", False, False, 2.0, id="the larger of both"),
        pytest.param("math", True, False, 0.8, id="an effort may be surer than was said"),
        pytest.param("vision", False, False, 1.0, id="no factor"),
    ],
)
def test_widening(domain, model, effort, expected):
    """The factor of a domain, of a model of an earlier year, or of none that is known."""
    for year in (2025.9, math.nan):
        found = WIDENING.of(domain, year, model_measured=model, effort_measured=effort)
        assert found == expected


@pytest.mark.parametrize(
    ("domain", "model", "effort", "expected"),
    [("reasoning", False, True, 1.1), ("math", True, False, 3.0), ("math", True, True, 1.0)],
)
def test_widening_of_the_newest(domain, model, effort, expected):
    """Models of the last year, and of later ones, go by their own factors."""
    for year in (2026.0, 2027.3):
        found = WIDENING.of(domain, year, model_measured=model, effort_measured=effort)
        assert found == expected


def test_only_what_is_carried_over_is_widened(world):
    """The error of a task grows for the models that lack its domain, and for no others."""
    scores = [
        s
        for s in world.scores
        if world.benchmarks[s.benchmark].domain != "japanese" or s.model < "maker3"
    ]
    fitted = fit.fit_factors(scores, world.benchmarks, world.releases)
    live = fit.live_benchmarks(fitted, world.benchmarks, 2026.9)
    by_domain = baskets.live_by_domain(live, world.benchmarks)
    parts = fit.make_baskets({}, by_domain, fitted)[1]["ja"]
    evidence = fit.evidence_of(fitted)
    plain, wide = (
        fit.estimates(parts, fitted, evidence, 1.0, widening)
        for widening in (baskets.AS_FITTED, Widening({"japanese": 2.0}))
    )
    factors = {
        bool(row.told_of({"japanese"})): round(b.se / a.se, 6)
        for row, a, b in zip(evidence, plain, wide, strict=True)
        if row.n_model_independent > 1
    }
    assert factors == {True: 1.0, False: 2.0}
    same = [
        (a.theta, a.share, a.label) == (b.theta, b.share, b.label)
        for a, b in zip(plain, wide, strict=True)
    ]
    assert all(same)
