"""Scores by each method: as other libraries find them, and as the properties of the design ask."""

import json
from math import sqrt
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.ranking.methods import (
    METHODS,
    ON_ITS_OWN,
    additive,
    kendall,
    net_flows,
    order,
    picks,
    product,
    promethee,
    topsis,
)

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def cases(name):
    """The cases of one file, each under its own name."""
    found = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in found]


def upwards(case):
    """The columns of a case, costs turned round."""
    rows, types = case["input"]["matrix"], case["input"]["types"]
    return [
        [kind * value for value in column]
        for column, kind in zip(zip(*rows, strict=True), types, strict=True)
    ]


def minmax(column):
    """0 for the worst of the list, 1 for the best; alike are worth 0."""
    low, high = min(column), max(column)
    return [(value - low) / (high - low) if high > low else 0.0 for value in column]


def ratio(column):
    """A share of the best, where a cost has been turned round."""
    if min(column) < 0:
        return [max(column) / value for value in column]
    return [value / max(column) for value in column]


def vector(column):
    """Divided by the length of the column; a cost is what is left of 1."""
    length = sqrt(sum(value * value for value in column))
    scaled = [value / length for value in column]
    return [1 + value for value in scaled] if min(column) < 0 else scaled


def shared(column):
    """A share of the sum; a cost by its inverse."""
    raw = [-1 / value for value in column] if min(column) < 0 else column
    return [value / sum(raw) for value in raw]


NORMALISATIONS = {"minmax": minmax, "linear_ratio": ratio, "vector": vector, "sum": shared}


def normalised(case):
    """The rows of a case, each column by the case's own normalisation."""
    change = NORMALISATIONS[case["input"]["normalization"]]
    return [list(row) for row in zip(*map(change, upwards(case)), strict=True)]


@pytest.mark.parametrize("case", cases("wsm"))
def test_additive_reference(case):
    """The weighted sum is that of the libraries, on what each of them weighs."""
    found = additive(normalised(case), case["input"]["weights"])
    assert found == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize("case", cases("wpm"))
def test_product_reference(case):
    """The weighted product is that of the libraries."""
    found = product(normalised(case), case["input"]["weights"], floor=1e-12)
    assert found == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize("case", cases("topsis"))
def test_topsis_reference(case):
    """
    Between ideals of the list too: a column from its worst to its best is one from 0 to 1, and
    its span goes into the weight.
    """
    weights, columns = [], []
    for column, weight in zip(upwards(case), case["input"]["weights"], strict=True):
        span = 1.0
        if case["input"]["normalization"] == "vector":
            length = sqrt(sum(value * value for value in column))
            span = (max(column) - min(column)) / length
        columns.append(minmax(column))
        weights.append(weight * span)
    rows = [list(row) for row in zip(*columns, strict=True)]
    assert topsis(rows, weights) == pytest.approx(case["expected"], abs=case["tol"])


LINEAR = [
    case for case in cases("promethee_ii") if case.values[0]["input"]["preference"] in ("linear",)
]
V_SHAPED = [
    case for case in cases("promethee_ii") if case.values[0]["input"]["preference"] == "vshape"
]


@pytest.mark.parametrize("case", LINEAR + V_SHAPED)
def test_promethee_reference(case):
    """Net flows by linear preference; a V is one without indifference."""
    given_, rows = case["input"], [list(row) for row in zip(*upwards(case), strict=True)]
    low = given_["q"] if given_["preference"] == "linear" else [0.0] * len(given_["q"])
    found = promethee(rows, given_["weights"], indifference=low, preference=given_["p"])
    assert found == pytest.approx(case["expected"], abs=case["tol"])


@pytest.mark.parametrize("case", cases("rank_correlation"))
def test_kendall_reference(case):
    """Agreement of two orders."""
    found = kendall(case["input"]["x"], case["input"]["y"])
    assert found == pytest.approx(case["expected"]["kendall_tau"], abs=case["tol"])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([0.5, 0.45], 0.0, id="indifferent"),
        pytest.param([0.5, 0.375], 0.5, id="half way"),
        pytest.param([0.5, 0.3], 1.0, id="preferred in full"),
        pytest.param([1.0, 0.0], 1.0, id="and no more than that"),
    ],
)
def test_preference(values, expected):
    """A difference of .05 counts for nothing, one of .20 in full."""
    assert net_flows([[value] for value in values])[0][0] == pytest.approx(expected)


def test_a_zero_does_not_rule_out():
    """The product floors a utility at .02."""
    assert product([[0.0, 1.0]], [0.5, 0.5]) == pytest.approx([sqrt(0.02)])


def test_ties():
    """Higher score, then lower cost, then the name."""
    assert order([0.5, 0.7, 0.5, 0.5], [2, 9, 1, 1], ["a", "b", "d", "c"]) == [1, 3, 2, 0]


def test_picks():
    """One line a method; the cautious ones pass over the lopsided one."""
    values = [[1.0, 0.0], [0.45, 0.5]]
    found = picks(values, [0.5, 0.5], [1.0, 2.0], ["lopsided", "even"])
    assert [(pick.method, pick.id) for pick in found] == [
        ("additive", "lopsided"),
        ("product", "even"),
        ("topsis", "lopsided"),
        ("promethee", "lopsided"),
    ]
    assert [pick.tau for pick in found][:2] == [1.0, -1.0]
    assert picks([], [1.0], [], []) == []


UTILITY = st.integers(0, 1000).map(lambda part: part / 1000)
WEIGHTS = st.lists(st.integers(1, 100), min_size=3, max_size=3).map(
    lambda points: [point / sum(points) for point in points]
)
ROWS = st.lists(st.lists(UTILITY, min_size=3, max_size=3), min_size=2, max_size=8)


@pytest.mark.parametrize("method", ON_ITS_OWN)
@given(ROWS, WEIGHTS, st.data())
@examples(60)
def test_what_else_is_there_does_not_matter(method, rows, weights, data):
    """R1, R2: taking one out, or adding another or a copy, moves no score."""
    score = METHODS[method]
    before = score(rows, weights)
    out = data.draw(st.integers(0, len(rows) - 1))
    assert score(rows[:out] + rows[out + 1 :], weights) == before[:out] + before[out + 1 :]
    copied = score([*rows, rows[out]], weights)
    assert copied == [*before, before[out]]


@pytest.mark.parametrize("method", METHODS)
@given(ROWS, WEIGHTS, st.data())
@examples(60)
def test_improving_never_lowers_the_rank(method, rows, weights, data):
    """M1: a better value on one criterion is never a worse place."""
    score = METHODS[method]
    who = data.draw(st.integers(0, len(rows) - 1))
    what = data.draw(st.integers(0, 2))
    costs, ids = [1.0] * len(rows), [str(place) for place in range(len(rows))]

    def rank(values):
        scores = [round(one, 12) for one in score(values, weights)]
        return order(scores, costs, ids).index(who)

    better = [list(row) for row in rows]
    better[who][what] = data.draw(st.floats(better[who][what], 1.0))
    assert rank(better) <= rank(rows)


@pytest.mark.parametrize("method", METHODS)
@given(ROWS, WEIGHTS, st.data())
@examples(60)
def test_the_dominated_never_outrank(method, rows, weights, data):
    """M2: who is as good everywhere and better somewhere has no lower score."""
    worse = [data.draw(st.integers(0, round(value * 1000))) / 1000 for value in rows[0]]
    scores = METHODS[method]([*rows, worse], weights)
    assert scores[-1] <= scores[0] + 1e-12


@given(ROWS, WEIGHTS)
def test_net_flows_add_to_nothing(rows, weights):
    """What one gains another loses."""
    assert sum(promethee(rows, weights)) == pytest.approx(0.0, abs=1e-9)


@given(ROWS)
def test_net_flows_by_every_pair(rows):
    """The sorted way finds what comparing every pair does."""
    count = len(rows) - 1

    def share(one, other):
        return min(1.0, max(0.0, (one - other - 0.05) / 0.15))

    for row, found in zip(rows, net_flows(rows), strict=True):
        for place, flow in enumerate(found):
            plain = sum(
                share(row[place], other[place]) - share(other[place], row[place]) for other in rows
            )
            assert flow == pytest.approx(plain / count, abs=1e-9)
