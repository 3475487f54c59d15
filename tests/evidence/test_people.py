"""Grades and preferences of people, as rows."""

from __future__ import annotations

import math
import random

import pytest

from llmpick.evidence.formats import parse
from llmpick.evidence.people import quasi_variances
from llmpick.evidence.rows import Choice, RowFault

SCALE = Choice(scale=(1.0, 5.0))


def grades(*rows: str, choice=SCALE):
    """A file of grades."""
    return parse("g.csv", "\n".join(["item,model,grade", *rows]).encode(), choice)


def test_grades_by_hand():
    """The mean over items, each the mean of its graders, as a share of the scale."""
    found = grades("1,a,5", "1,a,3", "2,a,2", "1,b,1")
    rows = {row.model: row for row in found.rows}
    assert (found.form, found.faults) == ("grades", [])
    assert (rows["a"].score, rows["a"].items) == (pytest.approx((0.75 + 0.25) / 2), 2)
    middle = (0.75 + 0.25 + 0.5) / 3
    spread = 2 * 0.25**2 + middle * (1 - middle)
    assert rows["a"].stderr == pytest.approx(math.sqrt(spread) / 2)
    assert (rows["b"].score, rows["b"].stderr) == (0.0, pytest.approx(math.sqrt(0.25 * 0.75)))


def test_the_worst_grade_may_be_the_larger():
    """Schoolmarks: 1 is best."""
    found = grades("1,a,1", "1,b,6", choice=Choice(scale=(6.0, 1.0)))
    assert [row.score for row in found.rows] == [1.0, 0.0]


def test_grades_that_are_none():
    """Off the scale, or no scale: said with the line."""
    assert grades("1,a,9").faults == [RowFault("2", "the grade `9` is not from 1 to 5")]
    assert "--scale WORST:BEST" in grades("1,a,3", choice=Choice()).faults[0].reason


def votes(*rows: str):
    """A file of preferences."""
    return parse("p.csv", "\n".join(["a,b,winner", *rows]).encode())


def test_two_models_by_hand():
    """Of two models the strength is the log of the odds, half a win added each way."""
    found = votes(*["x,y,a"] * 7, *["y,x,b"] * 2, *["x,y,y"] * 3, "x,y,tie")
    rows = {row.model: row for row in found.rows}
    gap = math.log((9.5 + 0.5) / (3.5 + 0.5))
    strength = {name: math.log(row.score / (1 - row.score)) for name, row in rows.items()}
    assert strength["x"] - strength["y"] == pytest.approx(gap)
    share = 10 / 14
    error = {name: row.stderr / (row.score * (1 - row.score)) for name, row in rows.items()}
    assert error["x"] ** 2 + error["y"] ** 2 == pytest.approx(1 / (13 * share * (1 - share)))
    assert rows["x"].items == 13


def test_strengths_are_found_again():
    """Votes drawn from known strengths give them back within their errors."""
    draw, true = random.Random(4), {"w": 0.8, "x": 0.3, "y": -0.2, "z": -0.9}
    rows = []
    for _ in range(4000):
        a, b = draw.sample(sorted(true), 2)
        won = draw.random() < 1 / (1 + math.exp(true[b] - true[a]))
        rows.append(f"{a},{b},{a if won else b}")
    for row in votes(*rows).rows:
        error = row.stderr / (row.score * (1 - row.score))
        found = math.log(row.score / (1 - row.score))
        assert found == pytest.approx(true[row.model], abs=3 * error)
        assert error < 0.05


def test_models_that_nothing_joins_are_on_tests_of_their_own():
    """Who was never compared, by no chain, is not put in order."""
    found = votes("w,x,a", "y,z,b")
    assert {row.model: row.test for row in found.rows} == {
        **{"w": "preferences-1", "x": "preferences-1"},
        **{"y": "preferences-2", "z": "preferences-2"},
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,x,a", "`x` is compared with itself"),
        ("x,y,z", "the winner `z` is neither a, b nor tie"),
        ("x,,a", "no model `b`"),
        ("x,y,", "the winner `` is neither a, b nor tie"),
    ],
)
def test_a_bad_vote(row, reason):
    """It has its line and its reason."""
    assert votes("x,y,a", row).faults == [RowFault("3", reason)]


def test_preferences_as_json_lines():
    """The names of LMArena's columns, and its ties."""
    lines = (
        '{"model_a": "x", "model_b": "y", "winner": "model_a"}\n'
        '{"model_a": "x", "model_b": "y", "winner": "tie (bothbad)"}\n'
    )
    found = parse("p.jsonl", lines.encode())
    assert (found.form, found.faults) == ("preferences", [])
    assert found.rows[0].score > 0.5


def test_quasi_variances():
    """Where one variance a model explains every difference, it is found exactly."""
    true = {"a": 0.1, "b": 0.4, "c": 0.2, "d": 0.9}
    names = sorted(true)
    pairs = {(x, y): true[x] + true[y] for i, x in enumerate(names) for y in names[i + 1 :]}
    assert quasi_variances(names, pairs) == pytest.approx(true, rel=1e-6)


def test_too_many_models_to_compare():
    """The time of their errors grows with the cube of their number: a bound is said at the door."""
    lines = "".join(f"m{n},m{n + 1},a\n" for n in range(300))
    found = parse("p.csv", f"a,b,winner\n{lines}".encode())
    assert [fault.reason for fault in found.faults] == ["more than 200 models are compared"]
