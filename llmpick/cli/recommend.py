"""`llmpick recommend`"""

from typing import TYPE_CHECKING, Annotated, cast

import typer

from llmpick.cli import need_command, options
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions, By
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.render.wording.heard import Heard

app = command("recommend")

Method = Annotated[
    str,
    typer.Option(
        "--method", metavar="NAME", help="What ranks: additive, product, topsis, promethee."
    ),
]


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
            metavar="[WORDS]...",
            help="The need in plain words, English or Japanese; options win. -: needs as JSON "
            "lines on stdin, as `llmpick batch` reads them.",
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
    have_keys: Annotated[
        bool,
        typer.Option(
            "--have-keys",
            help="Only providers that the environment has a key for (`llmpick keys`).",
        ),
    ] = False,
    how: AnswerOptions,
) -> int:
    """
    What to use for a job, ranked, with reasons and with what was left out.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.asking import recommend as asking
    from llmpick.asking.query import check_top, is_by_route
    from llmpick.cli import out, query
    from llmpick.errors import UserError
    from llmpick.inputs.job import search_task
    from llmpick.render.answers.decision import SHOWN

    if words == [need_command.STDIN]:
        from llmpick.cli import batch

        alone = {
            "--save": save,
            "--decision": decision,
            "--explain": explain,
            "--have-keys": have_keys,
        }
        batch.refuse({**alone, "--method": method != "additive"})
        return batch.answer("-", need, hosting, how, top=top or asking.USUAL_TOP, by=by)
    chosen = out.check_format(how.form, how.as_json)
    by_route = is_by_route(by)
    asking.check_method(method)
    shown, top = top or SHOWN, asking.USUAL_TOP if top is None else top
    check_top(top)
    heard = cast("Heard | None", words)
    if have_keys:
        if decision is not None:
            raise UserError("--decision is a need of its own", hint="leave --have-keys out")
        need = query.within_keys(need, how)
    if decision is not None and words:
        raise UserError(said("--decision is a need of its own"), hint=said("leave the words out"))
    if (task := search_task(need)) is not None:
        from llmpick.asking import embeddings

        alien = {"--save": save, "--decision": decision, "--method": method != "additive"}
        embeddings.refuse(task, {**alien, "--no-evidence": how.no_evidence})
        catalog = options.open_catalog(how.catalog, how.as_of)
        bare = tuple(how.bare or ())
        made = embeddings.recommend(
            catalog,
            task,
            need,
            hosting,
            top=top,
            shown=shown,
            by_route=by_route,
            explain=explain,
            bare=bare,
            heard=heard,
        )
        return options.emit_answered(made, chosen, catalog)
    if decision is not None:
        from llmpick.cli import decided

        others = {"top": top, "by": by, "no_evidence": how.no_evidence, "method": method}
        saved = decided.opened(decision, need, hosting, options.typed(context, others))
        need, hosting, kept = saved.need, saved.hosting, saved.options
        top, by_route = kept.top, kept.by == "route"
        how = how._replace(no_evidence=kept.no_evidence, bare=list(kept.bare))
    if save is not None and method != "additive":
        raise UserError(
            said("a decision on file is by the additive method, not {method}", method=method),
            hint=said("leave out --method"),
        )
    evidence = explain or chosen in ("json", "jsonl")
    found = query.opened(need, hosting, how) if decision is None else decided.query_of(saved, how)
    ranked, answer = asking.recommend(
        found,
        top=top,
        shown=shown,
        by_route=by_route,
        method=method,
        explain=explain,
        robust=chosen != "ids",
        evidence=evidence,
        whole=evidence or save is not None,
        bare=tuple(how.bare or ()),
        heard=heard,
    )
    if save is not None:
        from llmpick.cli import decided

        asked = decided.options_of(found, top, by_route, how)
        decided.keep(save, found, need, hosting, asked, ranked)
    return options.emit(answer, chosen, found.catalog, found.notes)
