"""Who is dominated by whom, and the steps along the front."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.pareto import Step, dominators, front, steps, undominated

REFERENCE = Path(__file__).parents[1] / "data" / "reference" / "pareto.json"
CASES = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference(case):
    """As good on all and better on one, without tolerance."""
    types = case["input"]["types"]
    rows = [
        [kind * value for kind, value in zip(types, row, strict=True)]
        for row in case["input"]["matrix"]
    ]
    found = dominators(rows, 0.0)
    assert [list(row) for row in found] == case["expected"]["dominators"]
    assert [bool(row) for row in found] == case["expected"]["dominated"]


@pytest.mark.parametrize(
    ("other", "dominated"),
    [
        pytest.param([0.50, 0.50], False, id="a copy"),
        pytest.param([0.51, 0.51], False, id="better by no more than .01"),
        pytest.param([0.50, 0.52], True, id="as good, and better somewhere"),
        pytest.param([0.49, 0.99], False, id="worse somewhere"),
    ],
)
def test_tolerance(other, dominated):
    """Better by more than .01 of utility is better."""
    assert bool(dominators([[0.50, 0.50], other])[0]) is dominated


@given(
    st.lists(
        st.lists(st.integers(0, 20).map(lambda part: part / 20), min_size=2, max_size=2),
        min_size=1,
        max_size=12,
    )
)
def test_somebody_stands_on_the_front(values):
    """The front is never empty, rises on the first criterion, and holds nobody dominated."""
    found = front(values)
    assert found
    assert [values[place][0] for place in found] == sorted(values[place][0] for place in found)
    assert all(not dominators(values)[place] for place in found)


def test_steps():
    """Ten points more for 20 USD more: 2 USD a point."""
    raw = [[60.0, 30.0], [50.0, 10.0], [70.0, 130.0]]
    assert steps([1, 0, 2], raw) == [
        Step(1, 0, (10.0, 20.0), 2.0),
        Step(0, 2, (10.0, 100.0), 10.0),
    ]
    assert steps([0], raw) == []
    assert steps([0, 1], [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])[0].price is None
    assert steps([0, 1], [[1.0, 1.0], [1.0, 2.0]])[0].price is None


def test_undominated_holds_the_best_of_any_weights():
    """Against every weight of a grid; a row that another one equals is held once."""
    made = Random(3)
    rows = [[made.random() for _ in range(3)] for _ in range(200)]
    rows += rows[:20]
    kept = undominated(rows)
    assert len({tuple(rows[place]) for place in kept}) == len(kept) < 100
    for a in range(11):
        for b in range(11 - a):
            weights = (a / 10, b / 10, (10 - a - b) / 10)
            scores = [sum(w * v for w, v in zip(weights, row, strict=True)) for row in rows]
            assert max(scores) == max(scores[place] for place in kept)
