"""`llmpick compare`"""

from typing import Annotated

import typer

from llmpick.cli import need_command
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("compare")


@app.command()
@need_command.takes_need(NEED)
def compare(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Two models or plans, or more.")
    ],
    effort: Annotated[
        str | None,
        typer.Option(
            "--effort",
            metavar="EFFORT",
            help="Of all that name none: low, high ...; default: each at its best for the need.",
        ),
    ] = None,
    how: AnswerOptions,
) -> int:
    """
    Models, or plans by the seat, side by side: quality for the task, cost, privacy, terms.

    Exit codes: 0 answered, 2 a name that nothing or several models have.
    """
    from llmpick.api import decisions
    from llmpick.cli import out, query
    from llmpick.core.need.need import EFFORTS
    from llmpick.errors import UnknownName, UserError
    from llmpick.inputs import values
    from llmpick.inputs.names import plans_named
    from llmpick.inputs.need import search_task
    from llmpick.render.answers import comparison as render

    chosen = out.check_format(how.form, how.as_json)
    if len(names) < 2:
        raise UserError(
            "one model cannot be compared",
            hint="name two or more; or `llmpick show`, or `llmpick selfhost MODEL --break-even` "
            "for ways to run it",
        )
    if (task := search_task(need)) is not None:
        from llmpick.cli import embeddings

        return embeddings.compare(
            task, names, need, hosting, how, chosen, others={"--effort": effort}
        )
    effort = None if effort is None else values.one_of("effort", effort, EFFORTS)
    found = query.opened(need, hosting, how)
    if plans := plans_named(found.catalog, names):
        from llmpick.cli import compare_plans

        return compare_plans.compare(found.catalog, plans, need, how, chosen)
    own = found.deployments
    try:
        made = decisions.compare(found.catalog, found.need, names, found.adjust, own, effort)
    except UnknownName:
        from llmpick.cli import embeddings

        task = embeddings.task_of(found.catalog, names)
        if task is None or need.job.task is not None:
            raise
        others = {"--effort": effort}
        return embeddings.compare(task, names, need, hosting, how, chosen, others)
    answer = render.answer(
        made,
        found.about,
        support=found.catalog.support,
        spoken=decisions.spoken_labels(found.catalog, found.need, found.adjust),
        own=own.ways if own else None,
    )
    return found.emit(answer, chosen)
