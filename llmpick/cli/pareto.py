"""`llmpick pareto`"""

from typing import Annotated

import typer

from llmpick.cli import need_command
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions, By
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("pareto")


@app.command()
@need_command.takes_need(NEED)
def pareto(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    on: Annotated[
        str, typer.Option("--on", metavar="CRITERIA", help="Two or more, with commas between.")
    ] = "performance,cost",
    by: By = "route",
    how: AnswerOptions,
) -> int:
    """
    The routes that no other one beats on every criterion, and what a step between them costs.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import robustness
    from llmpick.cli import out, query
    from llmpick.errors import UserError, shown
    from llmpick.inputs.need import criteria_of
    from llmpick.render.answers import pareto as render

    chosen = out.check_format(how.form, how.as_json)
    by_route = query.is_by_route(by)
    criteria = criteria_of(on)
    if len(criteria) < 2:
        raise UserError(f"--on `{shown(on)}` is one criterion", hint="--on performance,cost")
    found = query.opened(need, hosting, how)
    field, front = robustness.pareto(
        found.catalog,
        found.need,
        criteria,
        by_route=by_route,
        adjust=found.adjust,
        own=found.deployments,
    )
    return found.emit(render.answer(field, front, found.about), chosen)
