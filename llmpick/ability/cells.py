"""Scores to cells: one measurement per (model, effort, benchmark), from the best source class."""

from __future__ import annotations

from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from llmpick.ability.data import SOURCE_CLASSES, SourceClass
from llmpick.ability.transform import measure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from llmpick.ability.data import FitBenchmark, PublishedScore


class Cell(NamedTuple):
    """What the fit sees of one (model, effort, benchmark): logits *z*, variance *v*."""

    model: str
    effort: str | None
    benchmark: str
    z: float
    v: float
    source_class: SourceClass
    rows: int


def sort_key(score: PublishedScore) -> tuple[object, ...]:
    """Total order of scores, so that the order of rows in a file says nothing."""
    return (
        score.model,
        score.effort or "",
        score.benchmark,
        SOURCE_CLASSES.index(score.source_class),
        score.source,
        score.date,
        score.value,
        score.mode or "",
        score.items or 0,
        score.stderr or 0.0,
        score.interval or (0.0, 0.0),
    )


def usable(
    scores: Iterable[PublishedScore],
    benchmarks: Mapping[str, FitBenchmark],
    *,
    exclude_sources: Collection[str] = (),
    exclude_benchmarks: Collection[str] = (),
    as_of: str | None = None,
) -> list[PublishedScore]:
    """
    The scores that the fit may read, sorted.

    *as_of* leaves out what was not known on that day: a date of a year or a month was known at its
    end, a benchmark from the day (or the start of the month or year) of its publication.
    """
    return sorted(
        (
            score
            for score in scores
            if score.benchmark in benchmarks
            and benchmarks[score.benchmark].in_fit
            and benchmarks[score.benchmark].link != "none"
            and score.source not in exclude_sources
            and score.benchmark not in exclude_benchmarks
            and (as_of is None or known_on(score, benchmarks[score.benchmark], as_of))
        ),
        key=sort_key,
    )


def known_on(score: PublishedScore, benchmark: FitBenchmark, day: str) -> bool:
    """Whether a score, and its benchmark, were known on an ISO day."""
    whole = len("2026-11-30")
    return score.date + "-99" * ((whole - len(score.date)) // 3) <= day >= benchmark.published


def merge(rows: list[PublishedScore], benchmark: FitBenchmark) -> Cell:
    """One cell of several rows: the best class alone, equal values once, the median of the rest."""
    best = rows[0].source_class
    kept: dict[float, float] = {}
    for row in rows:
        if row.source_class == best:
            measured = measure(row, benchmark)
            kept[measured.z] = min(measured.v, kept.get(measured.z, measured.v))
    first = rows[0]
    z, v = median(kept), median(kept.values())
    return Cell(first.model, first.effort, first.benchmark, z, v, best, len(rows))


def cells_of(scores: list[PublishedScore], benchmarks: Mapping[str, FitBenchmark]) -> list[Cell]:
    """The cells of sorted scores, in order of model, effort and benchmark."""
    groups = groupby(scores, key=lambda score: (score.model, score.effort or "", score.benchmark))
    return [merge(list(rows), benchmarks[key[2]]) for key, rows in groups]
