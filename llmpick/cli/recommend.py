"""`llmpick recommend`"""

from typing import TYPE_CHECKING, Annotated, cast

import typer

from llmpick.cli import need_command, options
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions, By
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

if TYPE_CHECKING:
    from llmpick.render.wording.heard import Heard

app = command("recommend")

USUAL_TOP = 10
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
@need_command.takes_need(NEED, stated_by={"decision": ()}, plain_words="words")
def recommend(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...", help="The need in plain words, English or Japanese; options win."
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option("--top", "-n", metavar="N", help="How many. Default: 10, 5 of them shown."),
    ] = None,
    by: By = "model",
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
    how: AnswerOptions,
) -> int:
    """
    What to use for a job, ranked, with reasons and with what was left out.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import decisions
    from llmpick.cli import out, query
    from llmpick.errors import UserError
    from llmpick.inputs.need import search_task
    from llmpick.render.answers import decision as render

    chosen = out.check_format(how.form, how.as_json)
    by_route = query.is_by_route(by)
    check_method(method)
    shown, top = top or render.SHOWN, USUAL_TOP if top is None else top
    query.check_top(top)
    if decision is not None and words:
        raise UserError("--decision is a need of its own", hint="leave the words out")
    if (task := search_task(need)) is not None:
        from llmpick.cli import embeddings

        return embeddings.recommend(
            task,
            need,
            hosting,
            how,
            chosen,
            top=top,
            shown=shown,
            by_route=by_route,
            explain=explain,
            others={"--save": save, "--decision": decision, "--method": method != "additive"},
            heard=cast("Heard | None", words),
        )
    if decision is not None:
        from llmpick.cli import decided

        others = {"top": top, "by": by, "no_evidence": how.no_evidence, "method": method}
        saved = decided.opened(decision, need, hosting, options.typed(context, others))
        need, hosting, kept = saved.need, saved.hosting, saved.options
        top, by_route = kept.top, kept.by == "route"
        how = how._replace(no_evidence=kept.no_evidence, bare=list(kept.bare))
    if save is not None and method != "additive":
        raise UserError(
            f"a decision on file is by the additive method, not {method}", hint="leave out --method"
        )
    wanted = explain or chosen in ("json", "jsonl")
    found = query.opened(need, hosting, how) if decision is None else decided.query_of(saved, how)
    made = decisions.recommend(
        found.catalog,
        found.need,
        top=top,
        by_route=by_route,
        adjust=found.adjust,
        robust=chosen != "ids",
        whole=wanted or save is not None,
        method=method,
        own=found.deployments,
    )
    plans = None
    if found.need.seats is not None:
        from llmpick.api import seats

        plans = seats.rank(found.catalog, found.need, found.adjust)
    answer = render.answer(
        made,
        found.about,
        bare=tuple(how.bare or ()),
        explain=explain,
        support=found.catalog.support if wanted else {},
        spoken=decisions.spoken_labels(found.catalog, found.need, found.adjust) if wanted else {},
        flags=decisions.flags(found.catalog, found.need, made),
        shown=shown,
        seats=plans,
        heard=cast("Heard | None", words),
    )
    if save is not None:
        from llmpick.cli import decided

        asked = decided.options_of(found, top, by_route, how)
        decided.keep(save, found, need, hosting, asked, made)
    return found.emit(answer, chosen)
