"""Which of a task's metrics is taken: by choice, else the usual one where the others agree."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt
from typing import NamedTuple

DEFAULT_ITEMS = 200
REACH = 1.96
"""Standard errors of a difference up to which two metrics agree."""


class Metric(NamedTuple):
    """
    A metric of a task by its *name*, parts with commas between; *score* and *stderr* as shares.

    *rank* orders the usual ones, the first to prefer; None where it is taken by choice alone.
    """

    name: str
    score: float
    stderr: float | None
    rank: int | None


class Clash(NamedTuple):
    """Metrics that differ by more than their error, of which one must be chosen."""

    first: Metric
    other: Metric


def fits(name: str, wanted: str) -> bool:
    """Whether *wanted*, parts with commas between, names a metric; the filter `none` is none."""
    return {part.strip() for part in wanted.split(",")} - {"none"} <= set(name.split(","))


def chosen(
    found: Sequence[Metric], wanted: Sequence[str], items: int | None
) -> Metric | Clash | None:
    """
    The metric to take out of those *found*.

    Args:
        found: All metrics of a task that are shares.
        wanted: Names of metrics, the first that fits is taken.
        items: Questions asked, for the error of a metric that states none.

    Returns:
        The metric; two that differ by more than their error where nothing says which; None where
        there is none to take.
    """
    return by_name(found, wanted, items) or usual(found, items)


def by_name(
    found: Sequence[Metric], wanted: Sequence[str], items: int | None
) -> Metric | Clash | None:
    """The metric that the first of *wanted* names which names any."""
    for name in wanted:
        fitting = [metric for metric in found if fits(metric.name, name)]
        if fitting:
            return _agreed(fitting, items)
    return None


def usual(found: Sequence[Metric], items: int | None) -> Metric | Clash | None:
    """The usual metric."""
    ranked = sorted((m.rank, place) for place, m in enumerate(found) if m.rank is not None)
    return _agreed([found[place] for _, place in ranked], items) if ranked else None


def _agreed(found: Sequence[Metric], items: int | None) -> Metric | Clash:
    first = found[0]
    far = [
        other
        for other in found[1:]
        if abs(other.score - first.score)
        > REACH * hypot(_error(first, items), _error(other, items))
    ]
    if not far:
        return first
    return Clash(first, max(far, key=lambda other: abs(other.score - first.score)))


def _error(metric: Metric, items: int | None) -> float:
    if metric.stderr is not None:
        return metric.stderr
    return sqrt(metric.score * (1.0 - metric.score) / (items or DEFAULT_ITEMS))


def clash_reason(clash: Clash) -> str:
    """What is wrong, and how to say which is meant."""
    first, other = clash
    return (
        f"{first.name} {first.score:.4g} and {other.name} {other.score:.4g} differ by more than "
        f"their error: say --metric {first.name} or --metric {other.name}, or name other tasks "
        "by --only"
    )
