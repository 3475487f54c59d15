"""Weights from an order of importance, or from points."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.need.weights import of_points, of_ranking, rank_order_centroid, rank_sum
from llmpick.errors import UserError

CASES = json.loads(
    (Path(__file__).parents[2] / "data" / "reference" / "rank_weights.json").read_text("utf-8")
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reference(case):
    """Rank-order centroid and rank sum."""
    count, expected = case["input"]["n"], case["expected"]
    assert rank_order_centroid(count) == pytest.approx(expected["roc"], abs=case["tol"])
    assert rank_sum(count) == pytest.approx(expected["rs"], abs=case["tol"])


def test_of_ranking():
    """The first named weighs the most."""
    assert of_ranking(["cost", "privacy"], "roc") == {"cost": 0.75, "privacy": 0.25}
    assert of_ranking(["cost", "privacy"]) == pytest.approx({"cost": 2 / 3, "privacy": 1 / 3})


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any), st.floats(0.01, 1000))
def test_the_scale_of_points_does_not_matter(points, factor):
    """S2: ten times the points are the same weights, and they add to 1."""
    names = {f"c{place}": float(given_) for place, given_ in enumerate(points)}
    found = of_points(names)
    assert sum(found.values()) == pytest.approx(1.0)
    more = of_points({name: factor * given_ for name, given_ in names.items()})
    assert more == pytest.approx(found)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        pytest.param({"cost": 0.0, "privacy": 0.0}, "all weights are 0", id="nothing left"),
        pytest.param({"cost": -1.0, "privacy": 2.0}, "the weight of cost is `-1`", id="negative"),
        pytest.param({"cost": float("nan")}, "the weight of cost is `nan`", id="no number"),
        pytest.param({"cost": float("inf")}, "the weight of cost is `inf`", id="no end"),
    ],
)
def test_no_weights(points, said):
    """What cannot be weighed ends in one sentence."""
    with pytest.raises(UserError, match=said):
        of_points(points)
