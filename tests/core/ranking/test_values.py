"""Utilities stand on fixed ends: straight for quality, hyperbolic in money for cost."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import (
    DAY,
    FRONTIER,
    SCALE,
    TASK,
    estimate,
    facts,
    model,
    need,
    offering,
    provider,
    workload,
)

from llmpick.core.cost.bill import route_cost
from llmpick.core.facts.records import Z80
from llmpick.core.ranking import score
from llmpick.core.ranking.score import DEAREST, PRUDENCE, Scorer, counted, reference_bill
from llmpick.core.ranking.values import POINTS, CostScale, QualityScale

CASES = json.loads(
    (Path(__file__).parents[2] / "data" / "reference" / "value_function.json").read_text(
        encoding="utf-8"
    )
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference(case):
    """Worked values of the one form that llmpick uses, straight and clamped: up, and down."""
    form, xs = case["input"], case["input"]["x"]
    if form["kind"] != "linear":
        pytest.skip(f"not built: {form['kind']} value functions")
    if form["worst"] < form["best"]:
        scale = QualityScale(form["best"], form["best"] - form["worst"])
        found = [scale.utility(x) for x in xs]
    else:  # the best cost is nothing here: one beyond it is no better
        scale = CostScale(form["worst"] - form["best"], straight=True)
        found = [scale.utility(max(0.0, x - form["best"])) for x in xs]
    assert found == pytest.approx(case["expected"], abs=case["tol"])


QUALITY = QualityScale(0.8, 0.55)


@pytest.mark.parametrize(
    ("expected_score", "expected"),
    [
        pytest.param(0.0, 0.0, id="far under the frontier is clamped"),
        pytest.param(0.25, 0.0, id="the span under it"),
        pytest.param(0.525, 0.5, id="half of the span"),
        pytest.param(0.7, 1 - 10 / 55, id="ten points under it are ten of fifty-five"),
        pytest.param(0.8, 1.0, id="at it"),
        pytest.param(0.95, 1.0, id="above it is clamped"),
    ],
)
def test_quality_scale(expected_score, expected):
    """Every point counts the same, from the span under the frontier up to it."""
    assert QUALITY.utility(expected_score) == pytest.approx(expected)


def test_points_count_from_nothing_to_all():
    """The scale of failures: a share of requests that succeed is worth itself."""
    assert [POINTS.utility(x / 4) for x in range(5)] == [0.0, 0.25, 0.5, 0.75, 1.0]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 1), st.floats(0.01, 1))
def test_better_quality_is_never_worth_less(one, other, frontier, span):
    """Quality utility rises with the expected score and stays within 0 and 1."""
    scale = QualityScale(frontier, span)
    low, high = sorted((one, other))
    assert 0 <= scale.utility(low) <= scale.utility(high) <= 1


@given(st.floats(0, 1), st.floats(0.05, 1), st.floats(0.01, 1))
def test_score_at_is_the_inverse(utility, frontier, span):
    """The score worth a utility is worth it."""
    scale = QualityScale(frontier, span)
    assert scale.utility(scale.score_at(utility)) == pytest.approx(utility, abs=1e-9)


@pytest.mark.parametrize(
    ("scale", "cost", "expected"),
    [
        pytest.param(CostScale(100.0), 0.0, 1.0, id="nothing is worth all"),
        pytest.param(CostScale(100.0), 25.0, 0.8, id="a quarter of the reference"),
        pytest.param(CostScale(100.0), 100.0, 0.5, id="the reference is worth half"),
        pytest.param(CostScale(100.0), 300.0, 0.25, id="three times as much"),
        pytest.param(CostScale(100.0, straight=True), 0.0, 1.0, id="straight: nothing"),
        pytest.param(CostScale(100.0, straight=True), 25.0, 0.75, id="straight: money as money"),
        pytest.param(CostScale(100.0, straight=True), 100.0, 0.0, id="straight: the reference"),
        pytest.param(CostScale(100.0, straight=True), 300.0, 0.0, id="straight: clamped"),
    ],
)
def test_cost_scale(scale, cost, expected):
    """What a bill is worth beside its reference."""
    assert scale.utility(cost) == pytest.approx(expected)


SCALES = st.builds(CostScale, st.floats(1e-2, 1e12), st.booleans())


@given(st.floats(0, 1e9), st.floats(0, 1e9), SCALES)
def test_a_lower_cost_is_never_worth_less(one, other, scale):
    """Cost utility falls with cost and stays within 0 and 1."""
    cheap, dear = sorted((one, other))
    assert 1 >= scale.utility(cheap) >= scale.utility(dear) >= 0


@given(st.floats(0.01, 0.95), SCALES)
def test_steepness_is_the_slope_by_the_logarithm(utility, scale):
    """What a hundredth of a per cent more takes away."""
    cost, step = scale.cost_at(utility), 1e-4
    fall = (scale.utility(cost * math.exp(-step)) - scale.utility(cost * math.exp(step))) / 2 / step
    assert scale.steepness(cost) == pytest.approx(fall, rel=1e-4, abs=1e-9)


@given(st.floats(0.001, 1), SCALES)
def test_cost_at_is_the_inverse(utility, scale):
    """The cost worth a utility is worth that utility."""
    assert scale.utility(scale.cost_at(utility)) == pytest.approx(utility, abs=1e-9)


@pytest.mark.parametrize(
    ("scale", "utility"),
    [
        (CostScale(100.0), 0.0),
        (CostScale(100.0), 1.1),
        (CostScale(100.0, straight=True), 1.1),
    ],
)
def test_no_cost_is_worth_nothing_or_more_than_all(scale, utility):
    """Where no bill, however large or small, is worth so much."""
    assert scale.cost_at(utility) is None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        # 1,000 requests of 1,000 in at 5, 200 out and 100 thought at 25 USD a million
        pytest.param({}, 5.0 + 5.0 + 2.5, id="a request"),
        pytest.param({"cache_read_share": 0.5}, 2.5 + 0.25 + 5.0 + 2.5, id="half from the cache"),
        pytest.param({"requests_per_month": 2000}, 25.0, id="twice the requests"),
        pytest.param(
            {"requests_per_month": 1, "input_tokens": 0, "output_tokens": 0, "reasoning_tokens": 0},
            0.01,
            id="a cent at least, to be compared with",
        ),
    ],
)
def test_reference_bill(given_, expected):
    """The month at the reference prices, thinking at medium effort."""
    assert reference_bill(workload(**given_), SCALE) == pytest.approx(expected)


@pytest.mark.parametrize("turns", [1, 2, 10])
def test_reference_bill_is_that_of_a_route_at_its_prices(turns):
    """Of single requests and of runs, which read back what was said and think at every turn."""
    work = workload(requests_per_month=50, turns=turns, context_growth_tokens=300)
    sold = offering(input_per_mtok=5.0, output_per_mtok=25.0, cache_read_per_mtok=0.5)
    found = route_cost(sold, work, work.reasoning_tokens, {}, DAY)
    assert reference_bill(work, SCALE) == pytest.approx(found.total)


def scorer(**given_):
    """Scores routes for the made need."""
    return Scorer(need(**given_), facts([model()], [offering()], [estimate()], [provider()]))


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        pytest.param(None, 12.5, id="without one, the reference bill"),
        pytest.param(5.0, 5.0, id="a budget below it"),
        pytest.param(100.0, 12.5, id="a budget above it makes money count no less"),
    ],
)
def test_what_a_cost_is_compared_with(budget, expected):
    """The lower of the budget and the reference bill."""
    found = scorer(budget_usd_per_month=budget)
    assert found.cost_scale == (pytest.approx(expected), False)
    assert found.quality_scale == (FRONTIER.score, SCALE.quality_span)


@pytest.mark.parametrize("budget", [None, 1e-9, 1.0, 1e12])
@pytest.mark.parametrize("requests", [1, 10**12])
@pytest.mark.parametrize("tokens", [0, 10**8])
def test_no_reference_is_nothing(budget, requests, tokens):
    """Whatever the work and the budget, a cost can be compared with it: no division by 0."""
    job = workload(requests_per_month=requests, input_tokens=tokens, output_tokens=tokens)
    scale = scorer(workload=job, budget_usd_per_month=budget).cost_scale
    assert scale.reference > 0
    assert all(math.isfinite(scale.utility(cost)) for cost in (0.0, 1e-9, 1e15))


def test_money_counts_as_money():
    """With a cost of failures the score falls by the same for a dollar billed as for one lost."""
    found = scorer(failure_cost_usd=0.5)
    stake = 0.5 * 1000
    assert found.quality_scale == POINTS
    assert found.cost_scale == (pytest.approx(DEAREST * (12.5 + stake)), True)
    assert math.fsum(found.weights.values()) == pytest.approx(1)
    assert found.weights["privacy"] == found.weights["customisability"] == 0
    point = found.weights["performance"] * 0.01 / (0.01 * stake)
    dollar = found.weights["cost"] / found.cost_scale.reference
    assert point == pytest.approx(dollar)


SPREAD = 0.2 / (2 * Z80)
"""Of the made estimate, .4 to .6."""


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param({"label": "direct"}, 0.5, id="tests of the task"),
        pytest.param({"label": "some", "direct": 0}, 0.5, id="some of it"),
        pytest.param({"direct": 1}, 0.5, id="one test"),
        pytest.param({"direct": 0, "of_task": 2}, 0.5, id="in another language"),
        pytest.param({"direct": 0, "near": 1}, 0.5 - 0.5 * PRUDENCE * SPREAD, id="a test near it"),
        pytest.param({"direct": 0}, 0.5 - PRUDENCE * SPREAD, id="measured elsewhere"),
        pytest.param(
            {"direct": 3, "of_task": 0}, 0.5 - PRUDENCE * SPREAD, id="the language, not the task"
        ),
        pytest.param(
            {"direct": 0, "score": 0.1, "low": 0.0, "high": 0.9}, 0.0, id="no less than nothing"
        ),
    ],
)
def test_what_counts_of_an_estimate(given_, expected):
    """Without evidence of the task or near it the lower part of its range counts."""
    assert counted(estimate(**given_)) == pytest.approx(expected)


def test_a_score_counts_what_counts():
    """The utility, and with it the rank, takes the prudent figure; the record shows the middle."""
    blind = estimate(direct=0)
    found = scorer()
    assert found.quality(blind) < found.quality(estimate())
    assert found.quality(blind) == found.quality_scale.utility(counted(blind))
    assert found.quality(None) == 0.0


def test_the_floor_is_points_under_the_frontier():
    """What is of use for the task, where the need says nothing and asks for it."""
    tables = facts([model()], [offering()], [estimate()], [provider()])
    points = TASK.floor_points
    assert score.floor_score(need(), tables) == pytest.approx(FRONTIER.score - points / 100)
    strict = need(task=TASK._replace(floor_points=20.0), keeps_floor=True)
    assert score.least_score(need(), tables) is None
    assert score.least_score(strict, tables) == pytest.approx(0.6)
    assert score.least_score(need(keeps_floor=True, min_quality=30.0), tables) == 0.3
