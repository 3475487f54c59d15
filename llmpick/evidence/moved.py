"""What own results moved: estimates before and after, in points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Estimate
from llmpick.core.ranking.blend import PREFIX
from llmpick.evidence.files import OwnSource
from llmpick.evidence.own import own, own_domains

MOST_TASKS = 3
SEEN_POINTS = 0.05
"""What moves by less is shown as no move."""


class EstimateMove(NamedTuple):
    """Expected share of *task* that (model, effort) solves, in points of 100; None: no estimate."""

    task: str
    model: str
    effort: str | None
    before: float | None
    after: float

    @property
    def points(self) -> float | None:
        """By how much it moved."""
        return None if self.before is None else self.after - self.before


def moves(catalog: Catalog, source: OwnSource, known: Iterable[OwnSource]) -> list[EstimateMove]:
    """
    What *source* moves beside the sources *known*, the largest moves first.

    Rows are those of its models that it measured, and every other that it moves; tasks those that
    it bears on.
    """
    others = [each for each in known if each.name != source.name]
    before, after = own(catalog, others), own(catalog, [*others, source])
    if after is None:
        return []
    measured = {(score.model, score.effort) for score in source.scores}
    found = []
    for task in tasks_of(catalog, source):
        stored = catalog.estimates(task)
        old = {_key(row): row for row in (before.adjust(task, stored) if before else stored)}
        for row in after.adjust(task, stored):
            was = old.get(_key(row))
            share = None if was is None else 100.0 * was.score
            move = EstimateMove(task, *_key(row), share, 100.0 * row.score)
            if _key(row) in measured or abs(move.points or 0.0) >= SEEN_POINTS:
                found.append(move)
    return sorted(found, key=lambda m: (m.points is not None, -abs(m.points or 0.0), m[:3]))


def _key(row: Estimate) -> tuple[str, str | None]:
    return row.model, row.effort


def tasks_of(catalog: Catalog, source: OwnSource) -> list[str]:
    """The tasks that a source bears on: its own, else those of the domains that it measures."""
    if source.task:
        return [source.task]
    benchmarks = {score.benchmark for score in source.scores if score.benchmark}
    measured = {
        catalog.benchmarks[name].domain for name in benchmarks if name in catalog.benchmarks
    }
    measured |= {source.domain} if source.domain else set()
    told = {
        task: len(found & measured)
        for task, found in own_domains(catalog).items()
        if not task.startswith(PREFIX)
    }
    near = [task for task in sorted(told, key=lambda task: (-told[task], task)) if told[task]]
    return near[:MOST_TASKS] or [task for task in ("general",) if task in told]
