"""`llmpick cost`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("cost")

_List = list[str] | None


@app.command()
def cost(
    names: Annotated[
        _List, typer.Argument(metavar="[NAME...]", help="Models or routes. Default: all that fit.")
    ] = None,
    task: options.Task = None,
    language: options.Language = None,
    requests: options.Requests = None,
    input_tokens: options.InputTokens = None,
    output_tokens: options.OutputTokens = None,
    characters: Annotated[
        int | None,
        typer.Option("--characters", metavar="N", help="Characters into a request, for tokens."),
    ] = None,
    output_characters: Annotated[
        int | None,
        typer.Option("--output-characters", metavar="N", help="Characters out of a request."),
    ] = None,
    content: Annotated[
        str | None,
        typer.Option("--content", metavar="WHAT", help="What the text is: en, ja, code_python ..."),
    ] = None,
    billed_tokens: Annotated[
        bool,
        typer.Option("--billed-tokens", help="Tokens are given as each model counts them."),
    ] = False,
    cache_share: options.CacheShare = None,
    cache_write_share: Annotated[
        float | None,
        typer.Option("--cache-write-share", metavar="SHARE", help="Part written to the cache."),
    ] = None,
    cache_write_1h_share: Annotated[
        float | None,
        typer.Option("--cache-write-1h-share", metavar="SHARE", help="Part written for an hour."),
    ] = None,
    reasoning_tokens: Annotated[
        int | None,
        typer.Option("--reasoning-tokens", metavar="N", help="Tokens a request that are thought."),
    ] = None,
    effort: Annotated[
        str | None,
        typer.Option("--effort", metavar="EFFORT", help="none, low, medium, high, xhigh, max."),
    ] = None,
    retries: Annotated[
        float | None,
        typer.Option("--retries", metavar="N", help="Further tries of a request, on average."),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option("--service", metavar="NAME", help="standard, batch, flex or priority."),
    ] = None,
    batch: Annotated[
        float | None,
        typer.Option("--batch", metavar="SHARE", help="Part of the requests sent as a batch."),
    ] = None,
    peak_share: Annotated[
        float | None,
        typer.Option("--peak-share", metavar="SHARE", help="Part of the requests at peak hours."),
    ] = None,
    images: Annotated[
        float | None, typer.Option("--images", metavar="N", help="Images a request, for fees.")
    ] = None,
    turns: Annotated[
        int | None,
        typer.Option("--turns", metavar="N", help="A request is a loop of so many turns."),
    ] = None,
    context_growth: Annotated[
        int | None,
        typer.Option("--context-growth", metavar="N", help="Tokens that each turn adds."),
    ] = None,
    workload: Annotated[
        str | None,
        typer.Option("--workload", metavar="FILE", help="The work, as TOML; options win."),
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="The price lists of the models, with sources.")
    ] = False,
    budget: options.Budget = None,
    privacy: options.Privacy = None,
    region: options.Region = None,
    provider: Annotated[
        _List, typer.Option("--provider", metavar="ID", help="Only these; may be repeated.")
    ] = None,
    developer: Annotated[
        _List, typer.Option("--developer", metavar="ID", help="Only models made by these.")
    ] = None,
    open_weights: Annotated[
        bool, typer.Option("--open-weights", help="Weights can be downloaded.")
    ] = False,
    tools: Annotated[bool, typer.Option("--tools", help="Calls tools.")] = False,
    min_context: Annotated[
        int | None, typer.Option("--min-context", metavar="TOKENS", help="Least context window.")
    ] = None,
    horizon: Annotated[
        int, typer.Option("--horizon", metavar="DAYS", help="Announced prices so far ahead.")
    ] = 90,
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="Of the answer; needs its --rate.")
    ] = "USD",
    rate: options.Rate = None,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 20,
    explain: Annotated[
        bool, typer.Option("--explain", help="Terms and assumptions of every route.")
    ] = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    A month's work priced route by route, term by term, with every assumption named.

    Exit codes: 0 there is a price, 1 nothing fits or has a price, 2 the question was wrong.
    """
    from llmpick import api
    from llmpick.cli import out
    from llmpick.core.need import Wish
    from llmpick.errors import UserError
    from llmpick.render import bill as render

    chosen = out.check_format(form, as_json)
    if not 1 <= top <= 100_000:
        raise UserError(f"--top {top} is none", hint="from 1 to 100000")
    if not 0 <= horizon <= 36_500:
        raise UserError(f"a horizon of {horizon} days is none", hint="from 0 up")
    found = options.open_catalog(catalog, as_of)
    about = options.about(found)
    if history:
        answer = render.history(api.price_history(found, names or ()), about)
        return out.emit(answer, chosen, options.notes(found))
    wish = Wish(
        task=task,
        language=language,
        requests=requests,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        characters=characters,
        output_characters=output_characters,
        content=content,
        billed_tokens=billed_tokens,
        cache_share=cache_share,
        cache_write_share=cache_write_share,
        cache_write_1h_share=cache_write_1h_share,
        reasoning_tokens=reasoning_tokens,
        exact_reasoning=True,
        retries=retries,
        service=service,
        batch_share=batch,
        peak_share=peak_share,
        images=images,
        turns=turns,
        context_growth=context_growth,
        budget=budget,
        privacy=privacy,
        region=region,
        providers=tuple(provider or ()),
        developers=tuple(developer or ()),
        open_weights=open_weights,
        tools=tools,
        min_context=min_context,
        rates=tuple(rate or ()),
    )
    if workload is not None:
        from llmpick.cli import workload as works

        wish = works.filled(wish, works.read(workload))
    need = api.need_of(found, wish)
    money = api.money_of(currency, need.rates)
    bills = api.cost(found, need, names or (), effort=effort, horizon_days=horizon, top=top)
    answer = render.answer(bills, about, money, explain=explain, bare=tuple(bare or ()))
    return out.emit(answer, chosen, options.notes(found))
