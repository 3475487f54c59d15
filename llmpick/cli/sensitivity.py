"""`llmpick sensitivity`"""

from typing import Annotated, Any

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.cli.recommend import Method, check_method
from llmpick.core.need.need import Wish

app = command("sensitivity")


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
def sensitivity(
    asked: Wish,
    hosting: dict[str, Any],
    method: Method = "additive",
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="model (its best route) or route (all).")
    ] = "model",
    self_host: options.SelfHost = None,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    What would change the answer: weights moved from 0 to 1, draws, break-evens.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import robustness
    from llmpick.cli import out
    from llmpick.errors import UserError, shown
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import sensitivity as render

    chosen = out.check_format(form, as_json)
    check_method(method)
    if by not in ("model", "route"):
        raise UserError(f"--by `{shown(by)}` is none", hint="model or route")
    found = options.open_catalog(catalog, as_of)
    need = need_of(found, asked)
    own = options.own_results(found, no_evidence)
    adjust = own.adjust if own else None
    routes = options.own_routes(found, need, self_host, hosting, adjust)
    field, answer = robustness.sensitivity(
        found, need, method=method, by_route=by == "route", adjust=adjust, own=routes
    )
    notes = [*options.notes(found), *options.own_route_notes(routes, hosting)]
    return out.emit(render.answer(field, answer, options.about(found, own)), chosen, notes)
