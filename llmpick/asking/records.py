"""Records of the catalog: one, or all of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.api import records
from llmpick.asking.query import about

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.core.answers.listing import Filter
    from llmpick.evidence.files import OwnSource
    from llmpick.evidence.own import OwnResults
    from llmpick.render.blocks import Answer


def show(
    catalog: Catalog,
    name: str,
    kind: str | None = None,
    *,
    with_evidence: bool = False,
    own: Sequence[OwnSource] = (),
) -> Answer:
    """
    All that is known of what *name* means.

    Args:
        catalog: The facts.
        name: Of a model, a route, or any other record.
        kind: What it is, where several have the name.
        with_evidence: Of a model: its scores against what the fit expects.
        own: The user's own results, to be shown among them.

    Raises:
        UserError: a name that nothing or several have, or no such kind.
    """
    from llmpick.render.answers import record as render

    shown = records.show(catalog, name, kind)
    about_model = about_benchmark = None
    if with_evidence or shown.kind == "benchmarks":
        from llmpick.evidence.shown import of_record

        about_model, about_benchmark = of_record(catalog, shown.kind, shown.id, shown.effort, own)
    return render.answer(
        shown.kind,
        shown.id,
        shown.record,
        about(catalog),
        estimates=shown.estimates,
        offerings=shown.offerings,
        hosted_tuning=shown.hosted_tuning,
        libraries=shown.libraries,
        note=shown.note,
        model_evidence=about_model,
        benchmark_evidence=about_benchmark,
    )


def listing(
    catalog: Catalog,
    kind: str,
    wanted: Filter,
    *,
    task: str | None = None,
    language: str | None = None,
    sort: str | None = None,
    results: OwnResults | None = None,
    search: str | None = None,
    top: int | None = None,
    wide: bool = False,
) -> Answer:
    """
    The records of one kind.

    Args:
        catalog: The facts.
        kind: `models`, `offerings`, `providers` and so on.
        wanted: Which of them.
        task: Of models: with their quality for it.
        language: And in this language.
        sort: By this field; `-FIELD` from the highest.
        results: The user's own, if any.
        search: Words that a record has.
        top: How many at most.
        wide: Show all fields, not the usual four.

    Raises:
        UserError: there is no such kind, name or field.
    """
    from llmpick.render.answers import listing as render

    kind, rows = records.listing(
        catalog,
        kind,
        wanted,
        task=task,
        language=language,
        sort=sort,
        adjust=results.adjust if results else None,
        search=search,
        top=top,
    )
    return render.listed(kind, rows, about(catalog, results), sort=sort, wide=wide)
