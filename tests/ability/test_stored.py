"""Estimates rebuilt at run time from what the catalog stores."""

import pytest

from llmpick.ability.stored import StoredBasket, StoredItem, estimate
from llmpick.ability.update import Observation, State, observed

FACTORS = ("general", "japanese")
TASK = StoredBasket(0.5, {"general": 1.0}, (StoredItem(1.0, 0.5, {"general": 1.0}),))
STATE = State([1.0, -0.5], [[0.04, 0.01], [0.01, 0.25]])


def test_estimate_by_hand():
    """theta = .5 + 1, se = .2, and the share is the sigmoid of theta."""
    found = estimate(STATE, FACTORS, TASK)
    assert found[:3] == pytest.approx((1.5, 0.2, 0.8175745))
    assert found.low < found.share < found.high


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
