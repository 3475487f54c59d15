"""Who is dominated by whom."""

import json
from pathlib import Path
from random import Random

import pytest

from llmpick.core.ranking.dominance import dominates, undominated

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "pareto.json"
CASES = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference(case):
    """As good on all and better on one, without tolerance."""
    types = case["input"]["types"]
    rows = [
        [kind * value for kind, value in zip(types, row, strict=True)]
        for row in case["input"]["matrix"]
    ]
    found = [
        [place for place, other in enumerate(rows) if dominates(other, row, 0.0)] for row in rows
    ]
    assert found == case["expected"]["dominators"]
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
    assert dominates(other, [0.50, 0.50]) is dominated


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
