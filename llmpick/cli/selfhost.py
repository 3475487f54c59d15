"""`llmpick selfhost`"""

from typing import Annotated, Any

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("selfhost")

JOB = {name: need_options.JOB[name] for name in ("task", "language")}
LIMITS = {
    name: need_options.LIMITS[name] for name in ("use", "developers", "no_developers", "tools")
}


@app.command()
@need_command.takes_need(JOB, need_options.WORK, LIMITS)
@need_command.takes_hosting
def selfhost(
    asked: Wish,
    hosting: dict[str, Any],
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="Default: all, for a given --gpu.")
    ] = None,
    context: Annotated[
        int | None,
        typer.Option(
            "--context", metavar="TOKENS", help="Room for each request.", parser=need_options.whole
        ),
    ] = None,
    quantization: Annotated[
        str | None,
        typer.Option("--quantization", metavar="FORMAT", help="fp8, awq-int4, Q4_K_M ..."),
    ] = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="NAME", help="vllm, llama.cpp or ollama.")
    ] = None,
    scale_to_zero: Annotated[
        bool, typer.Option("--scale-to-zero", help="Rented by the time it works, not all hours.")
    ] = False,
    starts: Annotated[
        float | None,
        typer.Option(
            "--starts", metavar="N", help="To zero: a month, of a copy.", parser=need_options.number
        ),
    ] = None,
    cold_start_seconds: Annotated[
        float | None,
        typer.Option("--cold-start-seconds", metavar="S", help="To zero: billed at a start."),
    ] = None,
    idle_minutes: Annotated[
        float | None,
        typer.Option("--idle-minutes", metavar="MIN", help="To zero: billed before a stop."),
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
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="format, hardware or all (of a model).")
    ] = "format",
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 10,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    Hardware for a model, or models for hardware: what fits, how fast, what a month costs.

    Exit codes: 0 something fits, 1 nothing does, 2 the question was wrong.
    """
    from llmpick.api import selfhost as api
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.inputs import values
    from llmpick.inputs.hosting import HostingOptions
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import selfhost as render

    chosen = out.check_format(form, as_json)
    by = values.one_of("order", by, ("format", "hardware", "all"))
    if not 1 <= top <= 10_000:
        raise UserError(f"--top {top} is none", hint="from 1 to 10000")
    found = options.open_catalog(catalog, as_of)
    need = need_of(found, Wish(**asked, open_weights=True))
    own_results = options.own_results(found, no_evidence)
    adjust = own_results.adjust if own_results else None
    said = HostingOptions(
        **hosting,
        context=context,
        quantization=quantization,
        engine=engine,
        scale_to_zero=scale_to_zero,
        starts=starts,
        cold_start_seconds=cold_start_seconds,
        idle_minutes=idle_minutes,
    )
    about = options.about(found, own_results)
    recipe = {
        "tokens": tokens,
        "epochs": epochs,
        "rank": rank,
        "batch": batch,
        "sequence": sequence,
    }
    if fine_tune is not None:
        from llmpick.api import fine_tune as training
        from llmpick.render.answers import fine_tune as told

        if break_even or said.own:
            raise UserError(
                f"--fine-tune and --{'break-even' if break_even else 'own'} do not go together",
                hint="leave one of both out",
            )
        wanted = training.Recipe(fine_tune, tokens, epochs, rank, batch, sequence)
        trained = training.fine_tune(found, wanted, said, model, top=top)
        return out.emit(told.answer(trained, about), chosen, options.notes(found))
    stray = [name for name, value in recipe.items() if value is not None]
    if stray:
        raise UserError(f"--{stray[0]} is said of tuning", hint="add --fine-tune lora")
    if break_even:
        from llmpick.api import break_even as even
        from llmpick.render.answers import break_even as shown

        met = even.break_even(found, need, said, model, top=top, adjust=adjust)
        return out.emit(shown.answer(met, need, about), chosen, options.notes(found))
    if model is None:
        answered = api.of_hardware(found, need, said, top=top, adjust=adjust)
    else:
        answered = api.of_model(found, need, said, model, by=by, top=top, adjust=adjust)
    answer = render.answer(answered, need, about, by_model=model is None)
    return out.emit(answer, chosen, options.notes(found))
