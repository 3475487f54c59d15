"""`llmpick compare-methods`"""

from typing import Annotated, Any

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("compare-methods")


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
def compare_methods(
    asked: Wish,
    hosting: dict[str, Any],
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
    What each way of ranking picks for a job: sum, product, topsis, promethee.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import robustness
    from llmpick.cli import out
    from llmpick.errors import UserError, shown
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import methods as render

    chosen = out.check_format(form, as_json)
    if by not in ("model", "route"):
        raise UserError(f"--by `{shown(by)}` is none", hint="model or route")
    found = options.open_catalog(catalog, as_of)
    need = need_of(found, asked)
    own = options.own_results(found, no_evidence)
    adjust = own.adjust if own else None
    routes = options.own_routes(found, need, self_host, hosting, adjust)
    field, picks = robustness.compare_methods(
        found, need, by_route=by == "route", adjust=adjust, own=routes
    )
    notes = [*options.notes(found), *options.own_route_notes(routes, hosting)]
    return out.emit(render.answer(field, picks, options.about(found, own)), chosen, notes)
