"""
What is expected of an embedding model for a need, out of its means on boards.

A mean is over a few tasks, and none of them is the user's own texts. How far the means of one model
on boards of other tasks go apart says how far the next set of tasks may be from this one: that is
the interval here. It holds nothing of the choice of results by their submitters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import erf, fsum, sqrt
from typing import NamedTuple

from llmpick.core.embeddings.records import Board, EmbeddingModel
from llmpick.core.facts.records import Z80

LEAST_MODELS = 15
"""A board that compares fewer models ranks none."""


class ExpectedPoints(NamedTuple):
    """
    ExpectedPoints points of 100, with the standard error that another set of tasks would have.

    *means* are those it is made of, by board; *tasks* are all tasks of these.
    """

    points: float
    stderr: float
    means: tuple[tuple[Board, float], ...]
    tasks: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 80 % interval, within 0 to 100."""
        return (
            max(0.0, self.points - Z80 * self.stderr),
            min(100.0, self.points + Z80 * self.stderr),
        )


def boards_of(boards: Iterable[Board], of: str, models: Iterable[EmbeddingModel]) -> list[Board]:
    """The boards of retrieval that test *of* on enough *models*, that of most tasks first."""
    rows = list(models)
    found = [
        board
        for board in boards
        if board.of == of
        and board.measures == "retrieval"
        and sum(1 for model in rows if board.id in model.results) >= LEAST_MODELS
    ]
    return sorted(found, key=lambda board: (-board.tasks, board.id))


def expected(
    models: Sequence[EmbeddingModel], boards: Sequence[Board], task_spread: float
) -> dict[str, ExpectedPoints]:
    """
    Model → what is expected of it on the scale of the first of *boards*.

    A mean on another board is moved by what models with both differ in, on average; the means of a
    model then count by the tasks behind them.
    """
    if not boards:
        return {}
    shifts = {board.id: _shift(models, boards[0].id, board.id) for board in boards}
    found = {}
    for model in models:
        means = tuple((one, model.results[one.id]) for one in boards if one.id in model.results)
        tasks = sum(board.tasks for board, _ in means)
        if means:
            total = fsum(board.tasks * (mean + shifts[board.id]) for board, mean in means)
            found[model.id] = ExpectedPoints(total / tasks, task_spread / sqrt(tasks), means, tasks)
    return found


def _shift(models: Iterable[EmbeddingModel], to: str, board: str) -> float:
    """What puts a mean on *board* on the scale of *to*."""
    gaps = [
        model.results[to] - model.results[board]
        for model in models
        if to in model.results and board in model.results
    ]
    return fsum(gaps) / len(gaps) if gaps else 0.0


def task_spread(models: Sequence[EmbeddingModel], boards: Iterable[Board]) -> float:
    """
    How far one task of a model goes from what its others say, a standard deviation in points.

    Of two boards without a task in common, the variance of the difference of their means over
    models is that of a task by the tasks of either, if tasks are alike. Pooled over all such pairs.

    Args:
        models: Models with their means.
        boards: Boards; pairs that fewer than `LEAST_MODELS` share do not count.
    """
    squares = weights = 0.0
    rank = [board for board in boards if board.measures == "retrieval"]
    for one, other in combinations(rank, 2):
        if not _apart(one, other):
            continue
        gaps = [
            model.results[one.id] - model.results[other.id]
            for model in models
            if one.id in model.results and other.id in model.results
        ]
        if len(gaps) < LEAST_MODELS:
            continue
        mean = fsum(gaps) / len(gaps)
        squares += fsum((gap - mean) ** 2 for gap in gaps)
        weights += (len(gaps) - 1) * (1 / one.tasks + 1 / other.tasks)
    return sqrt(squares / weights) if weights else 0.0


def _apart(one: Board, other: Board) -> bool:
    """Whether two boards have no task in common."""
    return not {one.id, *one.holds} & {other.id, *other.holds}


def chance_better(one: ExpectedPoints, other: ExpectedPoints) -> float:
    """P(*one* is the better on another set of tasks)."""
    spread = sqrt(one.stderr**2 + other.stderr**2)
    gap = one.points - other.points
    if not spread:
        return 0.5 if not gap else float(gap > 0)
    return 0.5 * (1 + erf(gap / spread / sqrt(2)))


def all_expected(
    models: Mapping[str, EmbeddingModel], boards: Mapping[str, Board], of: str
) -> tuple[list[Board], dict[str, ExpectedPoints]]:
    """The boards that rank for *of*, and what they let expect of each model that is on them."""
    rows = list(models.values())
    ranking = boards_of(boards.values(), of, rows)
    return ranking, expected(rows, ranking, task_spread(rows, list(boards.values())))
