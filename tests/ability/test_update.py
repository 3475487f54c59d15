"""The exact update of a stored posterior."""

import json
from pathlib import Path

import numpy as np
import pytest

from llmpick.ability.update import (
    Observation,
    State,
    full_matrix,
    own_benchmark_mu,
    posterior_update,
    upper_triangle,
)

ORACLE = Path(__file__).parents[1] / "data" / "reference" / "ability_posterior.json"
CASES = json.loads(ORACLE.read_text(encoding="utf-8"))["cases"]


def observations(case):
    """The scores of an oracle case."""
    columns = (case[k] for k in ("z", "mu", "psi", "obs_var", "loadings"))
    return [
        Observation(z, psi + v, mu, loadings)
        for z, mu, psi, v, loadings in zip(*columns, strict=True)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_posterior_oracle(case):
    """Score by score from the prior gives the Gaussian that dense conditioning gives."""
    size = len(case["expected"]["mean"])
    prior = State([0.0] * size, np.eye(size).tolist())
    state = posterior_update(prior, observations(case["input"]))
    assert state.mean == pytest.approx(case["expected"]["mean"], abs=case["tol"])
    for row, expected in zip(state.cov, case["expected"]["cov"], strict=True):
        assert row == pytest.approx(expected, abs=case["tol"])


def test_order_does_not_matter():
    """The same scores in another order leave the same estimate."""
    case = CASES[0]["input"]
    size = len(case["loadings"][0])
    prior = State([0.0] * size, np.eye(size).tolist())
    ahead = posterior_update(prior, observations(case))
    back = posterior_update(prior, observations(case)[::-1])
    assert ahead.mean == pytest.approx(back.mean, abs=1e-12)


def test_triangle_round_trip():
    """A stored upper triangle is the matrix again."""
    matrix = [[2.0, 0.5], [0.5, 1.0]]
    assert full_matrix(upper_triangle(matrix), 2) == matrix


def test_own_benchmark_difficulty():
    """A user's own test is as hard as the models that took it show, the sure ones more."""
    sure, vague = State([1.0], [[0.01]]), State([0.0], [[4.0]])
    mu, variance = own_benchmark_mu([sure, vague], [0.5, 3.0], [0.1, 0.1], [1.0])
    weights = 1 / 0.11, 1 / 4.1
    assert mu == pytest.approx((-0.5 * weights[0] + 3.0 * weights[1]) / sum(weights))
    assert variance == pytest.approx(1 / sum(weights))
