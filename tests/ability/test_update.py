"""The exact update of a stored posterior."""

import json
from pathlib import Path

import numpy as np
import pytest

from llmpick.ability.own import Difficulty, OwnResult, updated
from llmpick.ability.update import Observation, State, contrast, full_matrix

ORACLE = Path(__file__).parents[1] / "data" / "reference" / "ability_posterior.json"
CASES = json.loads(ORACLE.read_text(encoding="utf-8"))["cases"]


def observations(case):
    """The scores of an oracle case."""
    columns = (case[k] for k in ("z", "mu", "psi", "obs_var", "loadings"))
    return [
        Observation(z, psi + v, mu, loadings)
        for z, mu, psi, v, loadings in zip(*columns, strict=True)
    ]


def given(prior, scores):
    """The state once these scores on known tests are in it."""
    return updated({"m": prior}, {"m": scores}, [], Difficulty(0.0, 1.0))["m"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_posterior_oracle(case):
    """Score by score from the prior gives the Gaussian that dense conditioning gives."""
    size = len(case["expected"]["mean"])
    prior = State([0.0] * size, np.eye(size).tolist())
    state = given(prior, observations(case["input"]))
    assert state.mean == pytest.approx(case["expected"]["mean"], abs=case["tol"])
    for row, expected in zip(state.cov, case["expected"]["cov"], strict=True):
        assert row == pytest.approx(expected, abs=case["tol"])


def test_order_does_not_matter():
    """The same scores in another order leave the same estimate."""
    case = CASES[0]["input"]
    size = len(case["loadings"][0])
    prior = State([0.0] * size, np.eye(size).tolist())
    ahead = given(prior, observations(case))
    back = given(prior, observations(case)[::-1])
    assert ahead.mean == pytest.approx(back.mean, abs=1e-12)


def test_triangle():
    """A stored upper triangle is the matrix again."""
    assert full_matrix([2.0, 0.5, 1.0], 2) == [[2.0, 0.5], [0.5, 1.0]]


def test_own_benchmark_difficulty():
    """A user's own test is as hard as the models that took it show, the sure ones more."""
    states = {"sure": State([1.0], [[0.01]]), "vague": State([0.0], [[4.0]])}
    results = [OwnResult("sure", "t", 0.5, 0.1, [1.0]), OwnResult("vague", "t", 3.0, 0.1, [1.0])]
    found = updated(states, {}, results, Difficulty(0.0, 1e9))
    easier = 0.5 - 1.0  # what the sure one says of the difficulty, with variance .11
    gain = 4.0 / (4.0 + 0.1 + 0.11)
    assert contrast(found["vague"], 0.0, [1.0])[0] == pytest.approx(gain * (3.0 - easier))
    gain = 0.01 / (0.01 + 0.1 + 4.1)
    assert contrast(found["sure"], 0.0, [1.0])[0] == pytest.approx(1.0 + gain * (0.5 - 3.0 - 1.0))
