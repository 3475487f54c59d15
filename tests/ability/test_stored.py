"""Estimates rebuilt at run time from what the catalog stores."""

import pytest

from llmpick.ability.stored import StoredBasket, StoredItem, estimate, mix
from llmpick.ability.update import Observation, State, observed

FACTORS = ("general", "japanese")
TASK = StoredBasket(0.5, {"general": 1.0}, (StoredItem(1.0, 0.5, {"general": 1.0}),))
JAPANESE = StoredBasket(
    0.0,
    {"general": 1.0, "japanese": 0.4},
    (StoredItem(1.0, 0.0, {"general": 1.0, "japanese": 0.4}),),
)
STATE = State([1.0, -0.5], [[0.04, 0.01], [0.01, 0.25]])


def test_estimate_by_hand():
    """theta = .5 + 1, se = .2, and the share is the sigmoid of theta."""
    found = estimate(STATE, FACTORS, TASK)
    assert found[:3] == pytest.approx((1.5, 0.2, 0.8175745))
    assert found.low < found.share < found.high


def test_mix_moves_a_third_to_the_language():
    """theta is .65 of the task's and .35 of the language's; the error takes both along."""
    found = estimate(STATE, FACTORS, mix(TASK, JAPANESE))
    assert found.theta == pytest.approx(0.65 * 1.5 + 0.35 * 0.8)
    variance = 0.04 + 2 * 0.14 * 0.01 + 0.14**2 * 0.25
    assert found.se == pytest.approx(variance**0.5)


def test_few_independent_scores_widen_the_interval():
    """What the fit adds for self-reported models goes to the error, not to the estimate."""
    plain, widened = (estimate(STATE, FACTORS, TASK, widening=x) for x in (1.0, 1.5))
    assert widened.theta == plain.theta
    assert widened.se == pytest.approx(0.3)
    assert widened.low < plain.low


def test_own_scores_move_the_estimate():
    """A user's own result moves the estimate towards it and narrows the error."""
    better = observed(STATE, [Observation(2.5, 0.04, 0.5, [1.0, 0.0])])
    before, after = estimate(STATE, FACTORS, TASK), estimate(better, FACTORS, TASK)
    assert before.theta < after.theta < 2.5
    assert after.se < before.se
