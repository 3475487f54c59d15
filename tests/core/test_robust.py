"""How sure it is that one value is above another: probabilities that agree with each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.robust import CAP, beats, capped


@given(st.floats(-3, 3), st.floats(0, 1), st.floats(-3, 3), st.floats(0, 1))
def test_beats_is_antisymmetric(mean, spread, other, its):
    """One of two is above the other."""
    assert beats(mean, spread, other, its) + beats(other, its, mean, spread) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("mean", "other", "expected"),
    [(1.0, 1.0, 0.5), (1.1, 1.0, 1.0), (1.0, 1.1, 0.0)],
)
def test_without_errors_the_higher_beats(mean, other, expected):
    """No error, no doubt; equals are a coin's toss."""
    assert beats(mean, 0.0, other, 0.0) == expected


@pytest.mark.parametrize(("chance", "expected"), [(0.999, CAP), (0.001, 1 - CAP), (0.5, 0.5)])
def test_no_certainty_is_shown(chance, expected):
    """Errors of the model itself are not in the number: .95 is the most that is said."""
    assert capped(chance) == pytest.approx(expected)
