"""Models, plans by the seat, or embedding models, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from llmpick.asking import query
from llmpick.errors import UnknownName, UserError
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.asking.query import Answered
    from llmpick.catalog.contents import Catalog
    from llmpick.evidence.own import OwnResults
    from llmpick.inputs.options import HostingOptions, NeedOptions


def compare(
    catalog: Catalog,
    names: Sequence[str],
    need: NeedOptions,
    hosting: HostingOptions,
    results: OwnResults | None = None,
    *,
    effort: str | None = None,
    others: Mapping[str, object] = {},
) -> Answered:
    """
    What *names* are side by side for *need*.

    Args:
        catalog: The facts.
        names: Two or more, all of models, of plans, or of embedding models.
        need: What is stated of the need.
        hosting: What is stated of own hardware.
        results: The user's own, if any.
        effort: Of all that name none; by default each stands at its best for the need.
        others: What else is stated, by option: refused where embedding models are named.

    Raises:
        UserError: one name alone, one that nothing or several have, or a value that is off.
    """
    from llmpick.api import decisions
    from llmpick.core.need.need import EFFORTS
    from llmpick.inputs import values
    from llmpick.inputs.job import search_task
    from llmpick.inputs.names import plans_named
    from llmpick.render.answers import comparison as render

    if len(names) < 2:
        raise UserError(
            said("one model cannot be compared"),
            hint=said(
                "name two or more; or `llmpick show`, or `llmpick selfhost MODEL --break-even` for "
                "ways to run it"
            ),
        )
    if (task := search_task(need)) is not None:
        from llmpick.asking import embeddings

        embeddings.refuse(task, {"--effort": effort, **others})
        return embeddings.compare(catalog, task, names, need, hosting)
    effort = None if effort is None else values.one_of("effort", effort, EFFORTS)
    found = query.asked(catalog, need, hosting, results)
    if plans := plans_named(catalog, names):
        return _plans(catalog, plans, need, results)
    own = found.deployments
    try:
        made = decisions.compare(catalog, found.need, names, found.adjust, own, effort)
    except UnknownName:
        from llmpick.asking import embeddings

        task = embeddings.task_of(catalog, names)
        if task is None or need.job.task is not None:
            raise
        embeddings.refuse(task, {"--effort": effort, **others})
        return embeddings.compare(catalog, task, names, need, hosting)
    answer = render.answer(
        made,
        found.about,
        support=catalog.support,
        spoken=decisions.spoken_labels(catalog, found.need, found.adjust),
        own=own.ways if own else None,
    )
    return query.answered(answer, catalog, found.notes)


def _plans(
    catalog: Catalog, plans: Sequence[str], need: NeedOptions, results: OwnResults | None
) -> Answered:
    from llmpick.api import seats
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import plan_sides

    wanted = need_of(catalog, seats.about_people(catalog, need, plans))
    found = query.of_need(catalog, wanted, None, results)
    sides = seats.compare(catalog, wanted, plans, found.adjust)
    return query.answered(plan_sides.answer(sides, wanted, found.about), catalog)
