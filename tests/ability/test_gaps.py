"""What one more score would tell."""

import pytest

from llmpick.ability.gaps import error_after
from llmpick.ability.update import Observation, State, contrast, observed


@pytest.mark.parametrize(
    ("loading", "noise", "expected"),
    [
        pytest.param(1.0, 1.0, 0.5**0.5, id="as noisy as what is unknown: half the variance"),
        pytest.param(0.0, 1.0, 1.0, id="a test of something else tells nothing"),
        pytest.param(1.0, 0.0, 0.0, id="without noise all is known"),
    ],
)
def test_error_after(loading, noise, expected):
    """The error that a score would leave."""
    state = State([0.0], [[1.0]])
    assert error_after(state, [1.0], [loading], noise) == pytest.approx((1.0, expected))


def test_error_after_is_that_of_the_update():
    """Whatever the score turns out to be."""
    state = State([0.3, -0.2], [[0.5, 0.1], [0.1, 0.4]])
    wanted, loadings = [1.0, 0.5], [0.8, 0.3]
    for z in (-3.0, 2.0):
        after = observed(state, [Observation(z, 0.2, 0.1, loadings)])
        error = contrast(after, 0.0, wanted)[1] ** 0.5
        assert error_after(state, wanted, loadings, 0.2)[1] == pytest.approx(error)
