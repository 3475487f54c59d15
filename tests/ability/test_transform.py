"""Published scores to logits."""

import math

import pytest

from llmpick.ability.data import FitBenchmark, PublishedScore
from llmpick.ability.transform import (
    elo_to_logit,
    expected_value,
    logit,
    measure,
    sampling_variance,
    share_of_scale,
)

PERCENT = FitBenchmark("b", "math", 0, 100, None, True, "logit", "b", "single", True)


@pytest.mark.parametrize(
    ("value", "changes", "expected"),
    [
        pytest.param(75.0, {}, 0.75, id="percent"),
        pytest.param(75.0, {"chance": 25.0}, 2 / 3, id="four choices: guessing is taken off"),
        pytest.param(20.0, {"chance": 25.0}, -1 / 15, id="below chance is negative"),
        pytest.param(8.0, {"higher_is_better": False}, 0.92, id="hallucination rate is turned"),
        pytest.param(7.5, {"scale_max": 10}, 0.75, id="score out of ten"),
    ],
)
def test_share_of_scale(value, changes, expected):
    """A value lands on 0 to 1, best is 1, blind guessing is 0."""
    assert share_of_scale(value, PERCENT._replace(**changes)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(0.5, 0.0, id="half"),
        pytest.param(1.0, math.log(199), id="all solved is clipped at .995"),
        pytest.param(-0.1, -math.log(199), id="below chance is clipped at .005"),
    ],
)
def test_logit(share, expected):
    """Log-odds, with both ends kept finite."""
    assert logit(share) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        pytest.param(1400.0, 0.0, id="the reference"),
        pytest.param(1800.0, math.log(10), id="400 points are odds of ten"),
        pytest.param(1200.0, -math.log(10) / 2, id="200 below"),
    ],
)
def test_elo(rating, expected):
    """An arena's rating becomes log-odds of winning."""
    assert elo_to_logit(rating) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("share", "items", "expected"),
    [
        pytest.param(0.5, 100, 0.04, id="hundred items at half"),
        pytest.param(0.5, None, 0.02, id="unknown number counts as 200"),
        pytest.param(0.5, 3, 0.2, id="at least 20"),
        pytest.param(1.0, 100, 1 / (100 * 0.02 * 0.98), id="all solved is not exact"),
    ],
)
def test_sampling_variance(share, items, expected):
    """Few items, wide error."""
    assert sampling_variance(share, items) == pytest.approx(expected)


def score(**changes):
    """A score of 50 on a hundred-point scale."""
    base = PublishedScore("m", None, None, "b", 50.0, "s", "independent", "2026-01-01", 100)
    return base._replace(**changes)


def test_published_interval_wins():
    """A published 95 % interval decides the variance, then a stderr, then the items."""
    by_items, by_stderr = measure(score(), PERCENT).v, measure(score(stderr=2.0), PERCENT).v
    by_interval = measure(score(stderr=2.0, interval=(49.0, 51.0)), PERCENT).v
    assert by_items == pytest.approx(0.04)
    assert by_stderr == pytest.approx((0.02 / 0.25) ** 2)
    assert by_interval == pytest.approx((0.01 / 1.959964 / 0.25) ** 2)


def test_votes_are_not_items():
    """An arena's number of votes says nothing without its interval."""
    arena = PERCENT._replace(link="elo")
    assert (
        measure(score(value=1400.0, items=9), arena).v
        == measure(score(value=1400.0, items=9000), arena).v
    )


@pytest.mark.parametrize(
    "benchmark",
    [
        PERCENT._replace(chance=25.0),
        PERCENT._replace(higher_is_better=False),
        PERCENT._replace(scale_max=10),
        PERCENT._replace(link="elo"),
    ],
)
def test_expected_value_inverts_measure(benchmark):
    """Logits go back to the published unit."""
    value = 7.0 if benchmark.scale_max == 10 else 60.0
    assert expected_value(measure(score(value=value), benchmark).z, benchmark) == pytest.approx(
        value
    )
