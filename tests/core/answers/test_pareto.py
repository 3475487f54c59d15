"""The front in units that people buy in, and the curves of a weight that is moved."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from made import estimate, facts, model, need, offering, provider

from llmpick.core.answers.pareto import FrontStep, front_of, skyline, steps
from llmpick.core.answers.sensitivity import sensitivity
from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.dominance import dominates
from llmpick.core.ranking.field import field
from llmpick.core.robustness.stability import moved

POINT = st.tuples(*[st.integers(0, 4).map(float) for _ in range(3)])


@given(st.lists(POINT, unique=True, max_size=25))
def test_the_skyline_is_what_none_dominates(points):
    """By brute force, in rising order."""
    expected = [
        point for point in sorted(points) if not any(dominates(other, point, 0) for other in points)
    ]
    assert skyline(points) == expected


def test_steps():
    """Ten points more for 20 USD more: 2 USD a point."""
    raw = [[60.0, 30.0], [50.0, 10.0], [70.0, 130.0]]
    assert steps([1, 0, 2], raw) == [
        FrontStep(1, 0, (10.0, 20.0), 2.0),
        FrontStep(0, 2, (10.0, 100.0), 10.0),
    ]
    assert steps([0], raw) == []
    assert steps([0, 1], [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])[0].price is None
    assert steps([0, 1], [[1.0, 1.0], [1.0, 2.0]])[0].price is None


def tables(rows):
    """Models by name: an ability in logits and a price in USD per Mtok."""
    return facts(
        [model(id=name, reasoning=False) for name in rows],
        [
            offering(model=name, input_per_mtok=price, output_per_mtok=price)
            for name, (_, price) in rows.items()
        ],
        [
            estimate(model=name, theta=theta, score=0.5 + theta / 10)
            for name, (theta, _) in rows.items()
        ],
        [provider()],
    )


FIVE = {
    "lab/a": (1.0, 10.0),
    "lab/b": (0.0, 2.0),
    "lab/c": (0.0, 3.0),
    "lab/d": (-1.0, 1.0),
    "lab/twin": (0.0, 2.0),
}


def test_the_front_its_steps_and_whom_it_beats():
    """From d to b 10 points cost 1.20 USD a month; twins stand on one line; c is beaten by both."""
    found = front_of(field(need(), tables(FIVE)), ("performance", "cost"))
    names = [row.candidate.route.model.id for row in found.members]
    assert names == ["lab/d", "lab/b", "lab/a"]
    assert found.members[1].equals == ("lab/twin@host",)
    assert found.beaten == (("lab/c@host", ("lab/b@host",)),)
    assert [row.beats for row in found.members] == [0, 1, 0]
    assert found.steps[0].changes == pytest.approx((10.0, 1.2))
    assert found.steps[0].price == pytest.approx(0.12)


def test_beyond_the_ends_of_the_scale_cheaper_is_still_better():
    """Two costs that are both worth nothing are not the same to a buyer."""
    found = front_of(
        field(need(), tables({"lab/a": (0.0, 900.0), "lab/b": (0.0, 800.0)})),
        ("performance", "cost"),
    )
    assert [row.candidate.route.model.id for row in found.members] == ["lab/b"]


@given(st.sampled_from(CRITERIA), st.floats(0.01, 0.99))
@examples(20)
def test_who_is_said_to_win_at_a_weight_wins_there(criterion, weight):
    """The stretches cover 0 to 1, and inside each its route has the best score."""
    everyone = field(need(), tables(FIVE))
    found = sensitivity(everyone)
    stretches = found.curves[criterion].winners
    assert (stretches[0][1], stretches[-1][2]) == (0.0, 1.0)
    place, start, end = next(one for one in stretches if weight <= one[2])
    if min(abs(weight - start), abs(weight - end)) > 1e-4:
        row = moved(everyone.weights, CRITERIA.index(criterion), weight)
        scores = {
            name: sum(w * x for w, x in zip(row, values, strict=True))
            for name, values in zip(everyone.ids, everyone.utilities, strict=True)
        }
        assert scores[found.routes[place]] == pytest.approx(max(scores.values()))
