"""What is expected of an embedding model, out of its means on boards."""

from __future__ import annotations

from math import sqrt

import pytest

from llmpick.core.embeddings.expected import (
    LEAST_MODELS,
    boards_of,
    chance_better,
    expected,
    task_spread,
)
from llmpick.core.embeddings.records import Board, EmbeddingModel
from llmpick.core.facts.records import Z80


def board(name: str, tasks: int, of: str = "en", **more: object) -> Board:
    """A board of retrieval."""
    plain = Board(name, name, of, "retrieval", tasks, (), "https://example.org", None)
    return plain._replace(**more)


def model(name: str, **results: float) -> EmbeddingModel:
    """A model with *results*, and nothing else known."""
    blank = EmbeddingModel._make([None] * len(EmbeddingModel._fields))
    return blank._replace(
        id=f"lab/{name}", kind="embedding", offerings=(), dimensions_selectable=(), results=results
    )


ONE, TWO = board("one", 4), board("two", 12)


def test_a_mean_of_one_board_stands_as_it_is():
    """With one board the expected points are the mean, and the error falls with its tasks."""
    found = expected([model("a", one=60.0)], [ONE], task_spread=10.0)["lab/a"]
    assert found.points == 60.0
    assert found.stderr == 5.0
    assert found.interval == pytest.approx((60 - Z80 * 5, 60 + Z80 * 5))
    assert found.tasks == 4


def test_means_of_two_boards_count_by_their_tasks_on_the_scale_of_the_first():
    """A board that is ten points stricter costs nobody ten points."""
    both = [model("a", two=70.0, one=60.0), model("b", two=50.0, one=40.0)]
    alone = model("c", one=50.0)
    found = expected([*both, alone], [TWO, ONE], task_spread=8.0)
    assert found["lab/a"].points == pytest.approx(70.0)
    assert found["lab/c"].points == pytest.approx(60.0)
    assert found["lab/a"].stderr == 2.0
    assert found["lab/c"].stderr == 4.0
    uneven = expected(
        [*both, model("d", two=70.0, one=40.0), model("e", two=50.0, one=60.0)],
        [TWO, ONE],
        task_spread=8.0,
    )
    # the shift is 10: (12 * 70 + 4 * 50) / 16
    assert uneven["lab/d"].points == pytest.approx(65.0)


def test_a_model_without_a_mean_has_no_expectation():
    """Nothing is guessed for what was not tested."""
    assert "lab/b" not in expected([model("a", one=1.0), model("b")], [ONE], 1.0)


def test_the_spread_of_a_task_is_what_boards_apart_disagree_by():
    """Differences of -d and d on boards of 4 and 12 tasks: d squared by 1/4 + 1/12, pooled."""
    rows = [
        model(str(number), one=50.0 + (3.0 if number % 2 else -3.0), two=50.0)
        for number in range(LEAST_MODELS + 1)
    ]
    squares, freedom = 9.0 * len(rows), len(rows) - 1
    wanted = sqrt(squares / freedom / (1 / 4 + 1 / 12))
    assert task_spread(rows, [ONE, TWO]) == pytest.approx(wanted)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TWO._replace(holds=("one",)), id="one holds the other"),
        pytest.param(TWO._replace(measures="all"), id="it measures more than retrieval"),
    ],
)
def test_boards_that_share_tasks_say_nothing_of_the_spread(other):
    """Tasks in common would make boards look more alike than tasks are."""
    rows = [model(str(n), one=50.0 + n, two=50.0) for n in range(LEAST_MODELS)]
    assert task_spread(rows, [ONE, other]) == 0.0


def test_a_board_of_few_models_ranks_none():
    """From fifteen models on."""
    few = [model(str(n), one=50.0) for n in range(LEAST_MODELS - 1)]
    assert boards_of([ONE], "en", few) == []
    assert boards_of([ONE, TWO], "en", [*few, model("x", one=1.0)]) == [ONE]
    assert boards_of([ONE], "ja", [*few, model("x", one=1.0)]) == []


def test_who_is_better_is_a_matter_of_both_errors():
    """Even where nothing tells them apart; sure where the gap is large."""
    rows = [model("a", one=60.0), model("b", one=60.0), model("c", one=20.0)]
    found = expected(rows, [ONE], 10.0)
    assert chance_better(found["lab/a"], found["lab/b"]) == 0.5
    assert chance_better(found["lab/a"], found["lab/c"]) > 0.99
    assert chance_better(found["lab/c"], found["lab/a"]) < 0.01
