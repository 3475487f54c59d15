"""Weights as a user types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import BALANCED

from llmpick.core.need.need import CRITERIA
from llmpick.errors import UserError
from llmpick.inputs.need import weights_of

PRESETS = {"balanced": BALANCED, "quality": {"performance": 7.0, "cost": 3.0}}


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4).filter(any), st.integers(1, 1000))
def test_a_common_factor_changes_nothing(numbers, factor):
    """S2: weights are shares; 4 and 2 are 400 and 200."""

    def typed(scale: int) -> str:
        return ",".join(f"{name}={n * scale}" for name, n in zip(CRITERIA, numbers, strict=True))

    assert weights_of(typed(factor), PRESETS) == pytest.approx(weights_of(typed(1), PRESETS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("balanced", (0.4, 0.25, 0.2, 0.15), id="the balanced preset"),
        pytest.param("quality", (0.7, 0.3, 0.0, 0.0), id="a preset"),
        pytest.param("performance=3,cost=1", (0.75, 0.25, 0.0, 0.0), id="two criteria"),
        pytest.param("perf=1, Cost=1 ,priv=1,custom=1", (0.25,) * 4, id="short names and blanks"),
        pytest.param("privacy=1e-9", (0.0, 0.0, 1.0, 0.0), id="one criterion is all"),
    ],
)
def test_weights(text, expected):
    """Shares in the order of the criteria."""
    found = weights_of(text, PRESETS)
    assert tuple(found) == CRITERIA
    assert tuple(found.values()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("performance=a", "not a number"),
        ("performance=", "not a number"),
        ("performance=nan", "not from 0 up"),
        ("performance=inf", "not from 0 up"),
        ("performance=-1,cost=1", "not from 0 up"),
        ("performance=0,cost=0", "all weights are zero"),
        ("speed=1", "no criterion `speed`"),
        ("p=1", "no criterion `p`"),
        ("=1", "no criterion"),
        ("perf=1,performance=2", "weighed twice"),
        ("qualty", "no weights preset `qualty`"),
        ("", "no weights preset"),
        ("cost=1,,", "no criterion"),
    ],
)
def test_what_are_no_weights(text, message):
    """One sentence and a hint, whatever is typed."""
    with pytest.raises(UserError, match=message) as caught:
        weights_of(text, PRESETS)
    assert caught.value.hint
