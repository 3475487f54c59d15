"""`llmpick recommend`"""

from typing import Annotated, Any

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("recommend")

METHODS = ("additive", "product", "topsis", "promethee")
Method = Annotated[
    str,
    typer.Option(
        "--method", metavar="NAME", help="What ranks: additive, product, topsis, promethee."
    ),
]


def check_method(name: str) -> None:
    """Refuse a method that there is not."""
    from llmpick.errors import UserError, shown

    if name not in METHODS:
        raise UserError(f"--method `{shown(name)}` is none", hint=", ".join(METHODS))


@app.command()
@need_command.takes_need(
    *(
        need_options.JOB,
        need_options.WEIGHTS,
        need_options.WORK,
        need_options.PRIVACY,
        need_options.LIMITS,
        need_options.BILLED,
    ),
    said_by={"decision": ()},
)
@need_command.takes_hosting
def recommend(
    asked: Wish,
    hosting: dict[str, Any],
    context: typer.Context,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 10,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="model (its best route) or route (all).")
    ] = "model",
    method: Method = "additive",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show contributions, cost terms and evidence.")
    ] = False,
    save: Annotated[
        str | None,
        typer.Option("--save", metavar="FILE", help="Keep the decision, for `llmpick check FILE`."),
    ] = None,
    decision: Annotated[
        str | None,
        typer.Option("--decision", metavar="FILE", help="Ask again what a saved decision asked."),
    ] = None,
    self_host: options.SelfHost = None,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    What to use for a job, ranked, with reasons and with what was left out.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import decisions
    from llmpick.cli import out
    from llmpick.errors import UserError, shown
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import decision as render

    chosen = out.check_format(form, as_json)
    if by not in ("model", "route"):
        raise UserError(f"--by `{shown(by)}` is none", hint="model or route")
    check_method(method)
    if not 1 <= top <= 10_000:
        raise UserError(f"--top {top} is none", hint="from 1 to 10000")
    saved = None
    if decision is not None:
        from llmpick.cli import decided

        given = {"top": top, "by": by, "no_evidence": no_evidence, "method": method}
        said = {**hosting, "self_host": self_host}
        saved = decided.opened(decision, asked, said, options.typed(context, given))
        hosting = {**dict.fromkeys(hosting), **saved.hosting}
        top, by, no_evidence, kept_bare, _ = saved.options
        bare = list(kept_bare)
    if save is not None and method != "additive":
        raise UserError(
            f"a decision on file is by the additive method, not {method}", hint="leave out --method"
        )
    found = options.open_catalog(catalog, as_of)
    need = need_of(found, asked) if saved is None else decided.need_for(found, saved)
    own = options.own_results(found, no_evidence)
    adjust = own.adjust if own else None
    if saved is None:
        routes = options.own_routes(found, need, self_host, hosting, adjust)
    else:
        routes = decided.own_for(found, saved, need, adjust)
    made = decisions.recommend(
        found,
        need,
        top=top,
        by_route=by == "route",
        adjust=adjust,
        robust=chosen != "ids",
        method=method,
        own=routes,
    )
    wanted = explain or chosen in ("json", "jsonl")
    answer = render.answer(
        made,
        options.about(found, own),
        bare=tuple(bare or ()),
        explain=explain,
        support=found.support if wanted else {},
        spoken=decisions.spoken_labels(found, need, adjust) if wanted else {},
        flags=decisions.flags(found, need, made),
    )
    notes = [*options.notes(found), *options.own_route_notes(routes, hosting)]
    if saved is not None:
        notes += decided.other_catalog(saved, found)
    if save is not None:
        from llmpick.cli import decided

        how = decided.Options(top, by, no_evidence, tuple(bare or ()), decided.names_of(own))
        need_said = saved.wish if saved else asked
        decided.keep(save, found, need_said, how, made, routes, hosting)
    return out.emit(answer, chosen, notes)
