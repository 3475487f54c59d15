"""`llmpick compare`"""

from typing import Annotated, Any

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("compare")


@app.command()
@need_command.takes_need(
    need_options.JOB,
    need_options.WEIGHTS,
    need_options.WORK,
    need_options.PRIVACY,
    need_options.LIMITS,
    need_options.BILLED,
)
@need_command.takes_hosting
def compare(
    asked: Wish,
    hosting: dict[str, Any],
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Two models or more.")],
    self_host: options.SelfHost = None,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    Models side by side: quality for the task, cost, privacy, licence, limits, lifecycle.

    Exit codes: 0 answered, 2 a name that nothing or several models have.
    """
    from llmpick.api import decisions
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import comparison as render

    chosen = out.check_format(form, as_json)
    if len(names) < 2:
        raise UserError(
            "one model cannot be compared",
            hint="name two or more; or `llmpick show`, or `llmpick selfhost MODEL --break-even` "
            "for ways to run it",
        )
    found = options.open_catalog(catalog, as_of)
    need = need_of(found, asked)
    own = options.own_results(found, no_evidence)
    adjust = own.adjust if own else None
    routes = options.own_routes(found, need, self_host, hosting, adjust)
    answer = render.answer(
        decisions.compare(found, need, names, adjust, routes),
        options.about(found, own),
        support=found.support,
        spoken=decisions.spoken_labels(found, need, adjust),
        own=routes.ways if routes else None,
    )
    notes = [*options.notes(found), *options.own_route_notes(routes, hosting)]
    return out.emit(answer, chosen, notes)
