"""What would change the first choice, and that it does change there."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from examples import examples
from hypothesis import assume, given
from hypothesis import strategies as st

from llmpick.core.ranking.methods import METHODS, additive, order, topsis
from llmpick.core.robustness.stability import (
    WeightInterval,
    curves,
    moved,
    stability_intervals,
    value_needed,
)

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "sensitivity.json"
CASES = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference(case):
    """Scores, intervals and the values that tie."""
    values, weights = case["input"]["values"], case["input"]["weights"]
    expected, first = case["expected"], case["expected"]["top"]
    assert additive(values, weights) == pytest.approx(expected["scores"], abs=case["tol"])
    intervals = stability_intervals(values, weights, first)
    for found, ends in zip(intervals, expected["stability_intervals"], strict=True):
        assert (found.low, found.high) == pytest.approx(tuple(ends), abs=case["tol"])
    for rival, row in enumerate(expected["value_needed_to_tie"]):
        if rival != first:
            found = [
                value_needed(values, weights, first, rival, place) for place in range(len(weights))
            ]
            assert found == pytest.approx(row, abs=case["tol"])


def test_moved():
    """The others keep their proportions; where they have none they are alike."""
    assert moved([0.5, 0.3, 0.2], 0, 0.0) == pytest.approx([0.0, 0.6, 0.4])
    assert moved([0.5, 0.3, 0.2], 2, 0.6) == pytest.approx([0.25, 0.15, 0.6])
    assert moved([1.0, 0.0, 0.0], 0, 0.5) == pytest.approx([0.5, 0.25, 0.25])
    assert moved([1.0], 0, 1.0) == [1.0]


def test_one_criterion():
    """There is nothing to move."""
    assert stability_intervals([[0.5], [0.4]], [1.0], 0) == [WeightInterval(1.0, 0.0, 1.0)]


def test_equals_do_not_unseat():
    """A copy of the first ties at every weight."""
    values = [[0.6, 0.4], [0.6, 0.4]]
    for method in METHODS:
        found = stability_intervals(values, [0.5, 0.5], 0, method)
        assert [(one.low, one.high) for one in found] == [(0.0, 1.0)] * 2


def test_a_tie_at_the_given_weight():
    """Ahead by its name alone: one way the first stays, the other way it goes."""
    values = [[0.6, 0.4], [0.4, 0.6]]
    for method in METHODS:
        performance, cost = stability_intervals(values, [0.5, 0.5], 0, method)
        assert (performance.low, performance.high) == (0.5, 1.0)
        assert (cost.low, cost.high) == (0.0, 0.5)
        assert performance.margin == 0.0


def test_margin():
    """The nearer end counts, and an end of the scale is none."""
    assert WeightInterval(0.4, 0.37, 0.9).margin == pytest.approx(0.03)
    assert WeightInterval(0.4, 0.0, 0.9).margin == pytest.approx(0.5)
    assert WeightInterval(0.4, 0.0, 1.0).margin == float("inf")


UTILITY = st.integers(0, 100).map(lambda part: part / 100)
ROWS = st.lists(st.lists(UTILITY, min_size=3, max_size=3), min_size=2, max_size=6)
WEIGHTS = st.lists(st.integers(1, 50), min_size=3, max_size=3).map(
    lambda points: [point / sum(points) for point in points]
)
JUST = 1e-6


def first_of(values, weights, method):
    """Who is first, without rounding."""
    scores = [round(score, 13) for score in METHODS[method](values, weights)]
    return order(scores, [1.0] * len(values), [str(place) for place in range(len(values))])[0]


@pytest.mark.parametrize("method", METHODS)
@given(ROWS, WEIGHTS, st.integers(0, 2), st.floats(0.0, 1.0))
@examples(120)
def test_inside_and_outside(method, values, weights, criterion, share):
    """S6: inside the interval nobody is ahead of the first; just outside somebody is."""
    first = first_of(values, weights, method)
    interval = stability_intervals(values, weights, first, method)[criterion]
    assert interval.low <= interval.given <= interval.high
    score = METHODS[method]

    def lead(weight):
        scores = score(values, moved(weights, criterion, weight))
        return max(scores) - scores[first]

    inside = interval.low + share * (interval.high - interval.low)
    assert lead(inside) <= 1e-9
    for outside in (interval.low - JUST, interval.high + JUST):
        if 0 <= outside <= 1:
            assert lead(outside) > 0


@pytest.mark.parametrize("method", METHODS)
@given(ROWS, WEIGHTS, st.integers(0, 2))
@examples(120)
def test_break_even_ties(method, values, weights, criterion):
    """S5: at the value needed the two scores tie to 1e-9, where it can be had at all."""
    first = first_of(values, weights, method)
    rival = (first + 1) % len(values)
    needed = value_needed(values, weights, first, rival, criterion, method)
    if needed is None:
        best = [list(row) for row in values]
        best[rival][criterion] = 1.0
        scores = METHODS[method](best, weights)
        assert scores[rival] < scores[first]
        return
    assert needed >= values[rival][criterion] - 1e-9
    if needed > 1:
        return
    assume(not (method == "product" and needed < 0.02))
    changed = [list(row) for row in values]
    changed[rival][criterion] = needed
    scores = METHODS[method](changed, weights)
    assert scores[rival] == pytest.approx(scores[first], abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(ROWS, WEIGHTS, st.integers(0, 2))
@examples(60)
def test_who_wins_where(method, values, weights, criterion):
    """The stretches cover 0 to 1, and inside each its winner is ahead."""
    count = len(values)
    ids = [str(place) for place in range(count)]
    found = curves(values, weights, criterion, [1.0] * count, ids, method=method, steps=4)
    assert found.points == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert [len(row) for row in found.scores] == [5] * count
    assert found.winners[0][1] == 0.0
    assert found.winners[-1][2] == 1.0
    for (one, _, end), (other, start, _) in pairwise(found.winners):
        assert end == start
        assert one != other
    for winner, start, end in found.winners:
        scores = METHODS[method](values, moved(weights, criterion, (start + end) / 2))
        assert scores[winner] == pytest.approx(max(scores), abs=1e-9)


def test_topsis_may_win_twice():
    """A quadratic crosses twice: the interval ends at the nearer crossing."""
    values, weights = [[0.7, 0.25, 0.5], [0.3, 0.75, 0.9]], [0.5, 0.25, 0.25]
    found = stability_intervals(values, weights, 0, "topsis")[0]
    scores = topsis(values, moved(weights, 0, found.low))
    assert scores[0] == pytest.approx(scores[1], abs=1e-12)


def test_what_cannot_be_had():
    """A criterion without weight, and one too weak to make up for the gap."""
    values = [[0.9, 0.9], [0.5, 0.5]]
    assert value_needed(values, [1.0, 0.0], 0, 1, 1) is None
    assert value_needed(values, [0.9, 0.1], 0, 1, 1) > 1
    assert value_needed(values, [0.9, 0.1], 0, 1, 1, "topsis") is None
