"""What an estimate rests on: scores beside the expected ones, and who leads a benchmark."""

from collections.abc import Iterable
from typing import NamedTuple

OUTLIER = 2.0
"""Standard errors off the expectation beyond which a score is marked: one of twenty by chance."""


class ScoreLine(NamedTuple):
    """
    A published score.

    *value* and *expected* are in the benchmark's unit; *residual* says how many errors the value
    lies above what the fit expects. Both are None where the benchmark or the model is not in the
    fit, and *why_not* says so.
    """

    model: str
    effort: str | None
    mode: str | None
    benchmark: str
    value: float
    unit: str
    source: str
    url: str | None
    source_class: str
    date: str
    expected: float | None
    residual: float | None
    why_not: str | None

    @property
    def outlier(self) -> bool:
        """Whether it lies further off than chance explains."""
        return self.residual is not None and abs(self.residual) > OUTLIER


class OwnLine(NamedTuple):
    """
    A result of the user's own, from *source*, which counts by *trust* (above 0, up to 1).

    *value* and *expected* are in *unit*; *residual* says how many errors the value lies above what
    the public scores alone make one expect. Both are None on a test of the user's own, and
    *why_not* says so.
    """

    source: str
    trust: float
    test: str
    effort: str | None
    value: float
    unit: str
    items: int | None
    imported: str
    expected: float | None
    residual: float | None
    why_not: str | None


class Leader(NamedTuple):
    """The best score of one model on a benchmark."""

    rank: int
    line: ScoreLine


def leaders(lines: Iterable[ScoreLine], *, higher_is_better: bool, count: int) -> list[Leader]:
    """
    The best score of each of the best models.

    Args:
        lines: Scores on one benchmark, in one unit.
        higher_is_better: The direction of the benchmark.
        count: How many models.

    Returns:
        Models from the first rank on; equal values share a rank, independent scores first.
    """
    best: dict[str, ScoreLine] = {}
    for line in sorted(lines, key=lambda line: _order(line, higher_is_better)):
        best.setdefault(line.model, line)  # sorted: the first of a model is its best
    found: list[Leader] = []
    for position, line in enumerate(list(best.values())[:count], 1):
        tied = bool(found) and found[-1].line.value == line.value
        found.append(Leader(found[-1].rank if tied else position, line))
    return found


def _order(line: ScoreLine, higher_is_better: bool) -> tuple[float, bool, str, str]:
    value = -line.value if higher_is_better else line.value
    return value, line.source_class != "independent", line.model, line.effort or ""


def in_order(lines: Iterable[ScoreLine]) -> list[ScoreLine]:
    """By benchmark and effort; in a benchmark the newest first."""
    newest = sorted(lines, key=lambda line: line.date, reverse=True)
    return sorted(newest, key=lambda line: (line.benchmark, line.effort or ""))
