"""How sure an order is: probabilities that agree with each other and with brute force."""

import random
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmpick.core.robust import CAP, beats, best_of, capped

MEANS = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(MEANS, st.data())
@settings(max_examples=60)
def test_chances_add_to_one(means, data):
    """Somebody is the best."""
    spreads = [data.draw(st.floats(0, 0.5)) for _ in means]
    chances = best_of(means, spreads)
    assert sum(chances) == pytest.approx(1.0)
    assert all(0 <= chance <= 1 for chance in chances)


@given(MEANS, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_question_does_not_matter(means, chooser):
    """Each keeps its chance wherever it stands in the list."""
    spreads = [0.05 + 0.01 * position for position in range(len(means))]
    order = list(range(len(means)))
    chooser.shuffle(order)
    straight = best_of(means, spreads)
    mixed = best_of([means[i] for i in order], [spreads[i] for i in order])
    assert mixed == pytest.approx([straight[i] for i in order], abs=1e-9)


def test_equals_have_equal_chances():
    """Four of a kind share."""
    assert best_of([0.3] * 4, [0.1] * 4) == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(
    ("means", "spreads"),
    [
        pytest.param([0.60, 0.55, 0.50], [0.05, 0.05, 0.05], id="alike errors"),
        pytest.param([0.60, 0.58, 0.40, 0.10], [0.02, 0.10, 0.20, 0.01], id="unlike errors"),
        pytest.param([0.5, 0.9], [0.3, 0.05], id="a clear lead"),
    ],
)
def test_brute_force_agrees(means, spreads):
    """A hundred thousand draws find the same chances to one in a hundred."""
    dice, count = random.Random(7), 40_000
    wins = [0] * len(means)
    laws = [NormalDist(mean, spread) for mean, spread in zip(means, spreads, strict=True)]
    for _ in range(count):
        drawn = [law.inv_cdf(dice.random() or 0.5) for law in laws]
        wins[drawn.index(max(drawn))] += 1
    expected = [won / count for won in wins]
    assert best_of(means, spreads) == pytest.approx(expected, abs=0.012)


@given(st.floats(0.3, 0.7), st.floats(0.01, 0.3), st.floats(0.3, 0.7), st.floats(0.01, 0.3))
@settings(max_examples=60)
def test_of_two_the_best_is_the_one_that_beats(mean, spread, other, its):
    """P(best of two) is P(one beats the other)."""
    assert best_of([mean, other], [spread, its])[0] == pytest.approx(
        beats(mean, spread, other, its), abs=0.01
    )


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


@given(st.integers(2, 12), st.floats(0.001, 0.3))
@settings(max_examples=40)
def test_raising_one_raises_its_chance(count, rise):
    """A better value never lowers its own chance."""
    means, spreads = [0.5] * count, [0.1] * count
    before = best_of(means, spreads)[0]
    after = best_of([0.5 + rise, *means[1:]], spreads)[0]
    assert after >= before - 1e-12


def test_far_apart_and_sharp_values_do_not_break_it():
    """Forty candidates with errors of next to nothing still add to one."""
    chances = best_of([1 - 0.02 * place for place in range(40)], [0.0] * 40)
    assert sum(chances) == pytest.approx(1.0)
    assert chances[0] == pytest.approx(1.0, abs=0.01)


def test_one_and_none():
    """One is the best of one; of none there is none."""
    assert best_of([0.2], [0.1]) == [1.0]
    assert best_of([], []) == []


@pytest.mark.parametrize(("chance", "expected"), [(0.999, CAP), (0.001, 1 - CAP), (0.5, 0.5)])
def test_no_certainty_is_shown(chance, expected):
    """Errors of the model itself are not in the number: .95 is the most that is said."""
    assert capped(chance) == pytest.approx(expected)
