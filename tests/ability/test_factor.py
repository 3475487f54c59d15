"""The factor model finds what it was made from, and knows how well."""

import json
from pathlib import Path

import numpy as np
import pytest
from ability_world import World, benchmark

from llmpick.ability import accuracy, factor, fit, grid, held_out, posterior, validate
from llmpick.ability.data import PublishedScore

ORACLE = Path(__file__).parents[1] / "data" / "reference" / "ability_posterior.json"
CASES = json.loads(ORACLE.read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def fitted(world):
    """The world, fitted."""
    return fit.fit_factors(world.scores, world.benchmarks, world.releases)


def lone_grid(case):
    """One model's cells of an oracle case as a grid."""
    width, size = len(case["z"]), len(case["loadings"][0])
    support = np.full((width, grid.WIDTH), -1)
    for j, line in enumerate(case["loadings"]):
        used = [k for k, value in enumerate(line) if value]
        support[j, : len(used)] = used
    return grid.ScoreGrid(
        (("m", None),),
        tuple(f"b{j}" for j in range(width)),
        ("general", *(f"d{k}" for k in range(1, size))),
        np.array([case["z"]]),
        np.array([case["obs_var"]]),
        np.ones((1, width), dtype=bool),
        np.zeros((1, width), dtype=np.int64),
        np.zeros(width, dtype=bool),
        support,
        support * 0,
        {1: np.array([[0]])},
        np.array([True]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_posterior_oracle(case):
    """The E-step is dense Gaussian conditioning."""
    layout = lone_grid(case["input"])
    p = factor.start(layout)._replace(
        mu=np.array(case["input"]["mu"]),
        loadings=np.array(case["input"]["loadings"]),
        psi=np.array(case["input"]["psi"]),
    )
    q = posterior.expect(layout, p, np.zeros((1, 0)), posterior.plan_of(layout))
    assert q.mean[0] == pytest.approx(case["expected"]["mean"], abs=case["tol"])
    assert q.cov[0] == pytest.approx(np.array(case["expected"]["cov"]), abs=case["tol"])


def test_siblings_are_dense_conditioning():
    """Efforts of a model share factors and noise exactly as the covariance says."""
    layout = lone_grid(CASES[3]["input"])
    width, size = len(layout.benchmarks), len(layout.factors)
    double = layout._replace(
        rows=(("m", "high"), ("m", "low")),
        z=np.vstack([layout.z, layout.z - 0.5]),
        v=np.vstack([layout.v] * 2),
        mask=np.vstack([layout.mask] * 2),
        source_class=np.vstack([layout.source_class] * 2),
        siblings={2: np.array([[0, 1]])},
        trained=np.array([True, True]),
    )
    case = CASES[3]["input"]
    p = factor.start(double)._replace(
        mu=np.array(case["mu"]),
        loadings=np.array(case["loadings"]),
        psi=np.array(case["psi"]),
        shared=0.4,
        tau2=np.array([0.2, 0.2, 0.2]),
    )
    q = posterior.expect(double, p, np.zeros((2, 0)), posterior.plan_of(double))
    prior = np.kron([[1.0, 0.8], [0.8, 1.0]], np.eye(size))
    load = np.kron(np.eye(2), p.loadings)
    noise = np.kron([[1.0, 0.4], [0.4, 1.0]], np.diag(p.psi)) + np.diag(double.v.ravel())
    total = load @ prior @ load.T + noise
    residual = (double.z - p.mu).ravel()
    gain = prior @ load.T @ np.linalg.inv(total)
    assert q.mean.ravel() == pytest.approx(gain @ residual, abs=1e-9)
    expected = prior - gain @ load @ prior
    assert q.joint[2][0].reshape(2 * size, 2 * size) == pytest.approx(expected, abs=1e-9)
    assert width == len(case["z"])


def wide_grid(efforts: int, seed: int) -> tuple[grid.ScoreGrid, posterior.FitParameters]:
    """Two models of some efforts on a few of many factors, with holes."""
    draw = np.random.default_rng(seed)
    width, size, n_rows = 4, 24, 2 * efforts
    support = np.stack([draw.permutation(size)[: grid.WIDTH] for _ in range(width)])
    mask = draw.random((n_rows, width)) < 0.7
    layout = grid.ScoreGrid(
        tuple((f"m{r // efforts}", f"e{r % efforts}") for r in range(n_rows)),
        tuple(f"b{j}" for j in range(width)),
        ("general", *(f"d{k}" for k in range(1, size))),
        draw.normal(size=(n_rows, width)),
        draw.uniform(0.05, 0.2, (n_rows, width)),
        mask,
        np.zeros((n_rows, width), dtype=np.int64),
        np.zeros(width, dtype=bool),
        support,
        support * 0,
        {efforts: np.arange(n_rows).reshape(2, efforts)},
        np.ones(n_rows, dtype=bool),
    )
    loadings = np.zeros((width, size))
    np.put_along_axis(loadings, support, draw.uniform(0.2, 1.5, support.shape), axis=1)
    p = factor.start(layout)._replace(
        loadings=loadings, psi=draw.uniform(0.05, 0.4, width), shared=0.4, tau2=np.full(3, 0.3)
    )
    return layout, p


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("efforts", [1, 2, 3])
def test_factors_without_cells_keep_their_prior(efforts, seed):
    """Solving only for what a model's cells tell of is the whole Gaussian conditional."""
    layout, p = wide_grid(efforts, seed)
    q = posterior.expect(layout, p, np.zeros((2 * efforts, 0)), posterior.plan_of(layout))
    size = len(layout.factors)
    alike = np.eye(efforts) * 0.3 + 0.7 if efforts > 1 else np.eye(1)
    prior = np.kron(alike, np.eye(size))
    for model in range(2):
        rows = layout.siblings[efforts][model]
        used = layout.mask[rows].ravel()
        load = np.kron(np.eye(efforts), p.loadings)[used]
        common = np.kron(np.eye(efforts) * 0.6 + 0.4, np.diag(p.psi))[np.ix_(used, used)]
        total = load @ prior @ load.T + common + np.diag(layout.v[rows].ravel()[used])
        gain = prior @ load.T @ np.linalg.inv(total)
        residual = (layout.z[rows] - p.mu).ravel()[used]
        assert q.mean[rows].ravel() == pytest.approx(gain @ residual, abs=1e-9)
        expected = (prior - gain @ load @ prior).reshape(efforts, size, efforts, size)
        assert q.joint[efforts][model] == pytest.approx(expected, abs=1e-9)


def test_recovery(world, fitted):
    """From a fifth of the cells the general factor comes back, with honest errors."""
    truth = np.array([world.general[model] for model, _ in fitted.grid.rows])
    mean, sd = fitted.posterior.mean[:, 0], np.sqrt(fitted.posterior.cov[:, 0, 0])
    assert np.corrcoef(truth, mean)[0, 1] >= 0.95
    scaled = (truth - truth.mean()) / truth.std()
    inside = np.abs(scaled - mean) <= 1.2816 * sd
    assert 0.70 <= inside.mean() <= 0.90


def test_held_out_coverage(world, fitted):
    """
    Intervals hold for hidden cells, and the model beats row and column effects.

    The world's noise is normal, so that its intervals are the normal law's.
    """
    held = held_out.hold_out(fitted, world.benchmarks, by_board=False)
    result = accuracy.accuracy(held, np.ones(len(held.z), dtype=bool))
    inside = np.abs(held.z - held.mean) <= accuracy.NORMAL_Z80 * np.sqrt(held.variance)
    assert 0.75 <= inside.mean() <= 0.85
    assert result["rmse_pp"] < result["baseline_rmse_pp"]


def test_order_of_rows_says_nothing(world, fitted):
    """Shuffled scores give the very same numbers."""
    again = fit.fit_factors(world.scores[::-1], world.benchmarks, world.releases)
    assert np.array_equal(again.posterior.mean, fitted.posterior.mean)
    assert np.array_equal(again.parameters.mu, fitted.parameters.mu)


def board_scores(world, model, level, names):
    """Scores of a model on a list of benchmarks, all at one share."""
    return [
        PublishedScore(model, None, None, name, level, "s", "independent", "2026-06-01", 400)
        for name in names
    ]


def test_one_board_is_not_many_votes():
    """Twelve categories that move together leave a model less sure than twelve boards."""
    world = World(seed=2)
    names = sorted(world.benchmarks)[:12]
    same = {
        name: b._replace(board="one") if name in names else b
        for name, b in world.benchmarks.items()
    }
    draw = np.random.default_rng(3)
    shift = {model: draw.normal(0.0, 0.8) for model in world.general}
    moved = [
        s._replace(
            value=100 / (1 + np.exp(-np.log(s.value / (100.001 - s.value)) - shift[s.model]))
        )
        if s.benchmark in names and 0 < s.value < 100
        else s
        for s in world.scores
    ]
    extra = board_scores(world, "maker1/new", 80.0, names)
    one = fit.fit_factors(moved + extra, same, world.releases)
    many = fit.fit_factors(world.scores + extra, world.benchmarks, world.releases)
    sd = [
        float(np.sqrt(f.posterior.cov[[m for m, _ in f.grid.rows].index("maker1/new"), 0, 0]))
        for f in (one, many)
    ]
    assert sd[0] > 1.5 * sd[1]


def test_single_board_intervals_hold():
    """Models known from one board of correlated rows are predicted with honest intervals."""
    world = World(seed=5, filled=0.35)
    names = sorted(world.benchmarks)[:12]
    marked = {
        name: b._replace(board="one") if name in names else b
        for name, b in world.benchmarks.items()
    }
    draw = np.random.default_rng(7)
    shift = {model: draw.normal(0.0, 0.6) for model in world.general}
    moved = [
        s._replace(
            value=100 / (1 + np.exp(-np.log(s.value / (100.001 - s.value)) - shift[s.model]))
        )
        if s.benchmark in names and 0 < s.value < 100
        else s
        for s in world.scores
    ]
    fitted = fit.fit_factors(moved, marked, world.releases)
    lines = validate.single_board(fitted, marked)
    assert [line["board"] for line in lines] == ["one"]
    assert 0.74 <= lines[0]["coverage"]["80"] <= 0.88


def test_an_effort_borrows_from_its_siblings(world):
    """An effort measured once is close to its siblings, and less sure than they are."""
    scores = [
        s._replace(model="maker0/m000", effort="high") if s.model == "maker1/m001" else s
        for s in world.scores
        if s.model != "maker0/m000"
    ]
    name = next(s.benchmark for s in scores if s.effort == "high")
    value = next(s.value for s in scores if s.effort == "high")
    one = PublishedScore(
        "maker0/m000", "low", None, name, value, "s", "independent", "2026-06-01", 400
    )
    alone = one._replace(model="maker9/alone", effort=None)
    fitted = fit.fit_factors([*scores, one, alone], world.benchmarks, world.releases)
    sd = {
        row: float(np.sqrt(fitted.posterior.cov[r, 0, 0])) for r, row in enumerate(fitted.grid.rows)
    }
    low, high = sd["maker0/m000", "low"], sd["maker0/m000", "high"]
    assert high < low < sd["maker9/alone", None]


def test_developer_offset_is_found():
    """Makers' rows that lie half a logit high are taken down by most of it."""
    world = World(seed=4, filled=0.4)
    draw = np.random.default_rng(1)
    shifted = [
        s._replace(
            value=100 / (1 + np.exp(-np.log(s.value / (100.001 - s.value)) - 0.5)),
            source_class="developer",
        )
        if 0 < s.value < 100 and draw.random() < 0.3
        else s
        for s in world.scores
    ]
    fitted = fit.fit_factors(shifted, world.benchmarks, world.releases)
    assert fitted.parameters.offset == pytest.approx([0.5, 0.5], abs=0.12)


def test_rare_benchmarks_stay_out():
    """A benchmark with four models takes no part; a model with one score is a row all the same."""
    world = World(seed=6)
    rare = {**world.benchmarks, "rare": benchmark("rare", "math")}
    extra = [
        PublishedScore(m, None, None, "rare", 50.0, "s", "independent", "2026-01-01")
        for m in sorted(world.general)[:4]
    ]
    thin = PublishedScore("maker9/thin", None, None, "b00", 50.0, "s", "independent", "2026-01-01")
    fitted = fit.fit_factors([*world.scores, *extra, thin], rare, world.releases)
    assert "rare" not in fitted.grid.benchmarks
    assert ("maker9/thin", None) in fitted.grid.rows
