"""`llmpick recommend`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("recommend")

_List = list[str] | None


@app.command()
def recommend(
    task: options.Task = None,
    language: options.Language = None,
    budget: options.Budget = None,
    privacy: options.Privacy = None,
    region: options.Region = None,
    weights: options.Weights = None,
    requests: options.Requests = None,
    input_tokens: options.InputTokens = None,
    output_tokens: options.OutputTokens = None,
    cache_share: options.CacheShare = None,
    reasoning_tokens: options.ReasoningTokens = None,
    min_context: Annotated[
        int | None,
        typer.Option("--min-context", metavar="TOKENS", help="Least context window."),
    ] = None,
    modality: Annotated[
        _List, typer.Option("--modality", metavar="KIND", help="Reads image, pdf, audio, video.")
    ] = None,
    tools: Annotated[bool, typer.Option("--tools", help="Calls tools.")] = False,
    structured_output: Annotated[
        bool, typer.Option("--structured-output", help="Keeps to a JSON schema.")
    ] = False,
    open_weights: Annotated[
        bool, typer.Option("--open-weights", help="Weights can be downloaded.")
    ] = False,
    use: Annotated[
        str | None,
        typer.Option("--use", metavar="USE", help="commercial, internal or research."),
    ] = None,
    provider: Annotated[
        _List, typer.Option("--provider", metavar="ID", help="Only these; may be repeated.")
    ] = None,
    no_provider: Annotated[
        _List, typer.Option("--no-provider", metavar="ID", help="Not these.")
    ] = None,
    developer: Annotated[
        _List, typer.Option("--developer", metavar="ID", help="Only models made by these.")
    ] = None,
    no_developer: Annotated[
        _List, typer.Option("--no-developer", metavar="ID", help="No models made by these.")
    ] = None,
    exclude_jurisdiction: Annotated[
        _List,
        typer.Option("--exclude-jurisdiction", metavar="CODE", help="Operators not under its law."),
    ] = None,
    have: Annotated[
        _List, typer.Option("--have", metavar="WHAT", help="zdr-approval, opt-out: you hold it.")
    ] = None,
    accept_low_confidence: Annotated[
        bool,
        typer.Option("--accept-low-confidence", help="Facts of low confidence prove privacy too."),
    ] = False,
    allow_unknown: Annotated[
        _List,
        typer.Option("--allow-unknown", metavar="FACT", help="Unknown passes, with a warning."),
    ] = None,
    min_quality: Annotated[
        float | None,
        typer.Option("--min-quality", metavar="POINTS", help="Least expected quality, 0 to 100."),
    ] = None,
    include_unrated: Annotated[
        bool, typer.Option("--include-unrated", help="Rank models with a single score too.")
    ] = False,
    rate: options.Rate = None,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 10,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="model (its best route) or route (all).")
    ] = "model",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show contributions, cost terms and evidence.")
    ] = False,
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
    from llmpick import api
    from llmpick.cli import out
    from llmpick.core.need import Wish
    from llmpick.errors import UserError, shown
    from llmpick.render import decision as render

    chosen = out.check_format(form, as_json)
    if by not in ("model", "route"):
        raise UserError(f"--by `{shown(by)}` is none", hint="model or route")
    if not 1 <= top <= 10_000:
        raise UserError(f"--top {top} is none", hint="from 1 to 10000")
    found = options.open_catalog(catalog, as_of)
    wish = Wish(
        task=task,
        language=language,
        requests=requests,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cache_share=cache_share,
        reasoning_tokens=reasoning_tokens,
        budget=budget,
        privacy=privacy,
        region=region,
        blocked_jurisdictions=tuple(exclude_jurisdiction or ()),
        have=tuple(have or ()),
        accept_low_confidence=accept_low_confidence,
        allow_unknown=tuple(allow_unknown or ()),
        min_context=min_context,
        modalities=tuple(modality or ()),
        tools=tools,
        structured_output=structured_output,
        open_weights=open_weights,
        use=use,
        providers=tuple(provider or ()),
        no_providers=tuple(no_provider or ()),
        developers=tuple(developer or ()),
        no_developers=tuple(no_developer or ()),
        min_quality=min_quality,
        include_unrated=include_unrated,
        weights=weights,
        rates=tuple(rate or ()),
    )
    need = api.need_of(found, wish)
    own = options.own_results(found, no_evidence)
    adjust = own.adjust if own else None
    decision = api.recommend(found, need, top=top, by_route=by == "route", adjust=adjust)
    wanted = explain or chosen in ("json", "jsonl")
    answer = render.answer(
        decision,
        options.about(found, own),
        bare=tuple(bare or ()),
        explain=explain,
        support=found.support if wanted else {},
        spoken=api.spoken_labels(found, need, adjust) if wanted else {},
    )
    return out.emit(answer, chosen, options.notes(found))
