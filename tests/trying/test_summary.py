"""Intervals, quantiles, and who can be told apart."""

from __future__ import annotations

import pytest

from llmpick.trying.journal import CallResult
from llmpick.trying.summary import of_route, pairs, quantiles, sign_test, tokens_per_s, wilson


def results(route, grades):
    """Answered calls with these grades."""
    return [
        CallResult(route, item, None, True, 0.001, 0.01, grade, 10, 5, 20, None, 0.1, 0.5)
        for item, grade in enumerate(grades)
    ]


def test_the_interval_of_a_share():
    """Wilson's, as in the textbook: 44 of 50 is .76 to .94."""
    assert wilson(0.88, 50) == pytest.approx((0.762, 0.944), abs=1e-3)
    assert wilson(1.0, 8)[1] == 1.0


def test_quantiles_lie_between_values():
    """Of one value it is that one; of none there is none."""
    assert quantiles([3.0]) == (3.0, 3.0)
    assert quantiles([1.0, None, 2.0]) == pytest.approx((1.5, 1.95))
    assert quantiles([]) is None


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1.0), (5, 5, 1.0), (6, 0, 0.03125), (0, 5, 0.0625)]
)
def test_the_sign_test(better, worse, p):
    """As of a fair coin, both sides."""
    assert sign_test(better, worse) == pytest.approx(p)


def test_who_can_be_told_apart():
    """Six prompts better and none worse tell two routes apart, five do not."""
    same = [1.0] * 20
    for lead, apart in ((6, True), (5, False)):
        found = pairs(results("a", same) + results("b", [0.0] * lead + same[lead:]))
        assert [one.apart for one in found] == [apart]
        assert found[0].difference == pytest.approx(lead / 20)


def test_a_failure_is_no_wrong_answer():
    """It has no grade, and is counted by why."""
    failed = CallResult("a", 9, "the stream was cut", True, None, 0.01)
    found = of_route("a", [*results("a", [1.0, 0.0]), failed], {12: 0.02})
    assert (found.calls, found.answered, found.graded, found.quality) == (3, 2, 2, 0.5)
    assert found.failures == (("the stream was cut", 1),)
    assert found.most_usd == pytest.approx(0.03)
    assert found.usd_per_call == pytest.approx(0.001)
    assert found.lost == 1


def test_what_is_thought_before_the_first_word_is_in_no_speed():
    """Unless it was shown, and its first token timed."""
    (one,) = results("a", [1.0])
    assert tokens_per_s(one) == pytest.approx(4 / 0.4)
    assert tokens_per_s(one._replace(first_reasoning_s=0.05)) == pytest.approx(24 / 0.45)
    assert tokens_per_s(one._replace(output_tokens=None)) is None
