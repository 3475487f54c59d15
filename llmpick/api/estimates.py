"""The estimates of a task as a question reads them: with own results, in a language."""

from __future__ import annotations

from collections.abc import Callable

from llmpick.catalog.load import Catalog
from llmpick.core.facts.records import Estimate

Adjust = Callable[[str, list[Estimate]], list[Estimate]]
"""Puts what the catalog does not know into the estimates of a task."""


def estimates_of(
    catalog: Catalog, task: str, language: str | None, adjust: Adjust | None = None
) -> list[Estimate]:
    """The estimates of a task, in a language where the catalog has any for it."""
    rows = catalog.estimates(task)
    rows = adjust(task, rows) if adjust else rows
    if language is None:
        return rows
    from llmpick.core.ranking import blend

    tongue = blend.language_task(language)
    spoken = catalog.estimates(tongue)
    spoken = adjust(tongue, spoken) if adjust and spoken else spoken
    return blend.blend(rows, spoken) if spoken else rows
