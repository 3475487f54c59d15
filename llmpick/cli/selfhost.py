"""`llmpick selfhost`"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import JOB, LIMITS, WORK, HostingOptions, NeedOptions
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.asking.query import Query
    from llmpick.core.self_hosting.measured import LoadTest

app = command("selfhost")

OF_NEED = (
    *("task", "language", "use", "developers", "no_developers", "tools"),
    *("made_in", "not_made_in"),
)
"""What is asked of a need here, beside the work."""


@app.command()
@need_command.takes_need(
    [one for one in JOB if one.field in OF_NEED],
    WORK,
    [one for one in LIMITS if one.field in OF_NEED],
    all_hosting=True,
)
def selfhost(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="Default: all, for a given --gpu.")
    ] = None,
    break_even: Annotated[
        bool, typer.Option("--break-even", help="From which volume it is cheaper than an API.")
    ] = False,
    fine_tune: Annotated[
        str | None,
        typer.Option("--fine-tune", metavar="HOW", help="What tuning takes: lora, qlora, full."),
    ] = None,
    tokens: Annotated[
        float | None,
        typer.Option(
            "--tokens", metavar="N", help="Tuning: tokens of data.", parser=need_options.number
        ),
    ] = None,
    epochs: Annotated[
        float | None, typer.Option("--epochs", metavar="N", help="Tuning: times it is seen.")
    ] = None,
    rank: Annotated[
        int | None, typer.Option("--rank", metavar="N", help="Tuning: rank of the adapters.")
    ] = None,
    batch: Annotated[
        int | None, typer.Option("--batch", metavar="N", help="Tuning: sequences on a GPU.")
    ] = None,
    sequence: Annotated[
        int | None,
        typer.Option(
            "--sequence", metavar="TOKENS", help="Tuning: of a sequence.", parser=need_options.whole
        ),
    ] = None,
    emit: Annotated[
        str | None,
        typer.Option(
            "--emit", metavar="TARGET", help="Start it: vllm, llama.cpp, compose, k8s, systemd ..."
        ),
    ] = None,
    load_test: Annotated[
        str | None,
        typer.Option(
            "--load-test", metavar="FILE", help="A load test's result, beside the estimate."
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="format, hardware or all (of a model).")
    ] = "format",
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 10,
    how: AnswerOptions,
) -> int:
    """
    Hardware for a model, or models for hardware: what fits, how fast, what a month costs.

    Exit codes: 0 something takes the load or may, 1 nothing does, 2 the question was wrong.
    """
    from llmpick.asking import selfhost as asking
    from llmpick.asking.query import check_top
    from llmpick.cli import out, query
    from llmpick.errors import UserError
    from llmpick.inputs import values
    from llmpick.inputs.options import stating

    chosen = out.check_format(how.form, how.as_json)
    by = values.one_of("order", by, asking.ORDERS)
    check_top(top)
    recipe = {
        "tokens": tokens,
        "epochs": epochs,
        "rank": rank,
        "batch": batch,
        "sequence": sequence,
    }
    if fine_tune is not None:
        from llmpick.api import fine_tune as training
        from llmpick.render.answers import fine_tune as tuned

        if break_even or hosting.own:
            raise UserError(
                said(
                    "--fine-tune and --{what} do not go together",
                    what="break-even" if break_even else "own",
                ),
                hint=said("leave one of both out"),
            )
        found = query.opened(stating(need, open_weights=True), None, how)
        wanted = training.Recipe(fine_tune, tokens, epochs, rank, batch, sequence)
        trained = training.fine_tune(found.catalog, wanted, hosting, model, top=top)
        return query.emit(found, tuned.answer(trained, found.about), chosen)
    stray = [name for name, value in recipe.items() if value is not None]
    if stray:
        raise UserError(
            said("--{stray} is said of tuning", stray=stray[0]), hint=said("add --fine-tune lora")
        )
    if break_even:
        from llmpick.api import break_even as even
        from llmpick.render.answers import break_even as shown

        found = query.opened(stating(need, open_weights=True), None, how)
        met = even.break_even(
            found.catalog, found.need, hosting, model, top=top, adjust=found.adjust
        )
        return query.emit(found, shown.answer(met, found.need, found.about), chosen)
    if emit is not None:
        asked = query.opened(stating(need, open_weights=True), None, how)
        return _emit(asked, hosting, model, emit)
    catalog = options.open_catalog(how.catalog, how.as_of)
    results = options.own_results(catalog, how.no_evidence)
    tests: Sequence[LoadTest] = ()
    if load_test is not None:
        from llmpick.inputs import load_tests

        tests = load_tests.read(load_test)
    made = asking.size(catalog, need, hosting, model, results, by=by, top=top, tests=tests)
    return options.emit_answered(made, chosen, catalog)


def _emit(found: "Query", hosting: HostingOptions, model: str | None, target: str) -> int:
    """Write what starts the first way to run *model*; exit 1 where there is none."""
    from llmpick.api import selfhost as api
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.inputs import values
    from llmpick.render.deploy import targets

    target = values.one_of("target", target, targets.TARGETS)
    if model is None:
        raise UserError(
            said("what is to be started is not said"), hint=said("name a model before --emit")
        )
    if target in targets.ENGINES:
        if hosting.engine not in (None, target):
            raise UserError(
                said(
                    "--emit {target} and --engine {engine} contradict each other",
                    target=target,
                    engine=hosting.engine,
                ),
                hint=said("leave one of both out"),
            )
        hosting = hosting._replace(engine=target)
    answered = api.of_model(found.catalog, found.need, hosting, model, top=1, adjust=found.adjust)
    if not answered.rows or answered.rows[0].way.serves is False:
        out.complain(f"nothing runs {model} so: leave out --emit to see why", always=True)
        return 1
    out.write(targets.text(target, answered.rows[0].launch))
    return 0
