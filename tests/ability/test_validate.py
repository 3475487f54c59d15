"""The acceptance report's own arithmetic."""

import numpy as np
import pytest

from llmpick.ability import accuracy, fit, validate


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param([1, 2, 3, 4], [10, 20, 30, 40], 1.0, id="same order"),
        pytest.param([1, 2, 3, 4], [4, 3, 2, 1], -1.0, id="turned round"),
        pytest.param([1, 2, 2, 3], [1, 2, 3, 4], 0.9486833, id="ties share their rank"),
    ],
)
def test_spearman(a, b, expected):
    """Rank correlation."""
    found = accuracy.spearman(np.array(a, dtype=float), np.array(b, dtype=float))
    assert found == pytest.approx(expected)


def test_pair_table_reads_from_the_favourites_side():
    """A chance of .25 is a favourite at .75; it won in three pairs of four."""
    chance = np.array([0.25, 0.25, 0.75, 0.75])
    outcome = np.array([0.0, 0.0, 1.0, 0.0])
    assert accuracy.pair_table(chance, outcome) == [
        {"predicted": 0.75, "observed": 0.75, "pairs": 4}
    ]


@pytest.mark.parametrize(
    ("residuals", "expected"),
    [
        pytest.param([0.1] * 10, 1.0, id="narrow residuals do not narrow the interval"),
        pytest.param([2.5631031] * 10, 2.0, id="twice too wide doubles it"),
    ],
)
def test_calibration_factor(residuals, expected):
    """c widens and never narrows."""
    assert accuracy.calibration_factor(np.array(residuals)) == pytest.approx(expected)


def test_scatter_is_of_the_domain_and_leans_on_all():
    """A large domain has its own; one cell alone says next to nothing."""
    size = np.concatenate([np.linspace(0.0, 2.0, 1001), np.linspace(0.0, 1.0, 1001), [9.0]])
    domain = np.array(["math"] * 1001 + ["coding_gen"] * 1001 + ["vision"])
    found = accuracy.scatter(size, domain, np.ones(len(size), dtype=bool))
    assert found["math"] == pytest.approx(1.6 / accuracy.Z80, rel=0.03)
    assert found["coding_gen"] == pytest.approx(0.8 / accuracy.Z80, rel=0.05)
    assert 1.0 < found["vision"] < 1.3
    names = np.array([f"m{i}" for i in range(len(size))])
    own = accuracy.scattered(size, domain, names, np.ones(len(size), dtype=bool))
    for name in ("math", "coding_gen"):
        assert (own[domain == name] <= accuracy.Z80).mean() == pytest.approx(0.8, abs=0.03)


def test_report(world):
    """On a made-up world the report shows what was put in."""
    fitted = fit.fit_factors(world.scores, world.benchmarks, world.releases)
    steps = []
    found = validate.report(fitted, world.benchmarks, lambda *step: steps.append(step))
    assert found["held_out"]["rmse_pp"] < found["held_out"]["baseline_rmse_pp"]
    left_out = found["left_out_benchmarks"]
    assert left_out["spearman"] > left_out["raw_mean_spearman"]
    assert left_out["benchmarks"] == 40
    assert len(found["worst_predicted"]) == 10
    assert steps[-1] == ("left-out benchmarks", 10, 10)
    for line in found["pairs"]:
        if line["pairs"] > 500:
            assert line["observed"] == pytest.approx(line["predicted"], abs=0.1)


def test_external_check(world):
    """A board that was left out is ranked by what the others say."""
    arena = {
        name: b._replace(board="arena") if name == "b00" else b
        for name, b in world.benchmarks.items()
    }
    scores = [s._replace(source="arena") if s.benchmark == "b00" else s for s in world.scores]
    found = validate.external_check(
        scores,
        arena,
        world.releases,
        lambda fitted: fitted.posterior.mean[:, 0],
        board_prefix="b00",
        target="b00",
        year="2026",
    )
    assert found["all"]["models"] >= 15
    assert found["all"]["spearman"] > 0.7
