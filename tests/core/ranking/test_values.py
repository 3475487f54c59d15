"""Utilities stand on fixed ends: straight for quality, by factors for cost, clamped at both."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import ANCHORS, SCALE, workload

from llmpick.core.facts.records import Anchors
from llmpick.core.ranking.values import (
    beyond,
    cost_at,
    cost_ends,
    cost_utility,
    quality_utility,
)

CASES = json.loads(
    (Path(__file__).parents[2] / "data" / "reference" / "value_function.json").read_text(
        encoding="utf-8"
    )
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference(case):
    """Worked values of section 1.3 of the method, for the two forms that llmpick uses."""
    form, xs = case["input"], case["input"]["x"]
    if form["kind"] == "log":
        found = [cost_utility(x, form["worst"], form["best"]) for x in xs]
    elif form["kind"] == "linear" and form["worst"] < form["best"]:
        ends = Anchors(form["worst"], "", (form["worst"] + form["best"]) / 2, "", form["best"], "")
        found = [quality_utility(x, ends, 0.5) for x in xs]
    else:
        pytest.skip(f"not built: {form['kind']} value functions of that form")
    assert found == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize(
    ("theta", "expected"),
    [
        pytest.param(-9.0, 0.0, id="below low is clamped"),
        pytest.param(-2.0, 0.0, id="at low"),
        pytest.param(-0.5, 0.425, id="half way to the knee"),
        pytest.param(1.0, 0.85, id="at the knee"),
        pytest.param(1.5, 0.925, id="half way from the knee"),
        pytest.param(2.0, 1.0, id="at high"),
        pytest.param(9.0, 1.0, id="above high is clamped"),
    ],
)
def test_quality_utility(theta, expected):
    """Quality is worth .85 at the knee and little more above it."""
    assert quality_utility(theta, ANCHORS, 0.85) == pytest.approx(expected)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_better_quality_is_never_worth_less(one, other):
    """Quality utility rises with ability and stays within 0 and 1."""
    low, high = sorted((one, other))
    worths = quality_utility(low, ANCHORS, 0.85), quality_utility(high, ANCHORS, 0.85)
    assert 0 <= worths[0] <= worths[1] <= 1


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(1e-3, 1e6), st.floats(1.001, 1e6))
def test_a_lower_cost_is_never_worth_less(one, other, best, factor):
    """Cost utility falls with cost and stays within 0 and 1."""
    cheap, dear = sorted((one, other))
    worths = cost_utility(cheap, best * factor, best), cost_utility(dear, best * factor, best)
    assert 1 >= worths[0] >= worths[1] >= 0


@given(st.floats(0.001, 0.999), st.floats(1e-3, 1e6), st.floats(1.01, 1e6))
def test_cost_at_is_the_inverse(utility, best, factor):
    """The cost worth a utility is worth that utility."""
    cost = cost_at(utility, best * factor, best)
    assert cost_utility(cost, best * factor, best) == pytest.approx(utility, abs=1e-9)


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        pytest.param(100.0, (100.0, 1.0), id="a budget is worth 0, its hundredth 1"),
        pytest.param(1.0, (1.0, 0.05), id="the floor stands for less than itself"),
        pytest.param(0.01, (0.05, 0.05), id="a budget under the floor ranks nothing"),
        pytest.param(None, (30.0, 0.09), id="without one, the scale prices the work"),
    ],
)
def test_cost_ends(budget, expected):
    """Where the cost scale begins and ends."""
    assert cost_ends(SCALE, workload(), budget) == pytest.approx(expected)


@pytest.mark.parametrize("budget", [None, 1e-9, 1.0, 1e12])
@pytest.mark.parametrize("requests", [1, 10**12])
@pytest.mark.parametrize("tokens", [0, 10**8])
def test_cost_ends_never_meet(budget, requests, tokens):
    """Whatever the work and the budget, the worst cost is above the best: no division by 0."""
    job = workload(requests_per_month=requests, input_tokens=tokens, output_tokens=tokens)
    worst, best = cost_ends(SCALE, job, budget)
    assert worst > best > 0
    assert math.isfinite(cost_utility((worst + best) / 2, worst, best))


@pytest.mark.parametrize(
    ("value", "required", "expected"),
    [
        pytest.param(0.65, 0.0, 0.65, id="nothing required"),
        pytest.param(0.45, 0.45, 0.0, id="just what is required is worth nothing more"),
        pytest.param(0.2, 0.45, 0.0, id="less than required, by another proof"),
        pytest.param(1.0, 0.45, 1.0, id="the most"),
        pytest.param(1.0, 1.0, None, id="where all have the most it ranks nothing"),
    ],
)
def test_beyond(value, required, expected):
    """Only what goes beyond the need counts."""
    assert beyond(value, required) == expected
