"""`llmpick pareto`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options
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
    from llmpick.asking import pareto as asking
    from llmpick.asking.query import is_by_route
    from llmpick.cli import out, query

    chosen = out.check_format(how.form, how.as_json)
    by_route = is_by_route(by)
    found = query.opened(need, hosting, how)
    made = asking.pareto(found, on=on, by_route=by_route)
    return options.emit_answered(made, chosen, found.catalog)
