"""`llmpick compare`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("compare")


@app.command()
def compare(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Two models or more.")],
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
    rate: options.Rate = None,
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
    from llmpick import api
    from llmpick.cli import out
    from llmpick.core.need import Wish
    from llmpick.errors import UserError
    from llmpick.render import comparison as render

    chosen = out.check_format(form, as_json)
    if len(names) < 2:
        raise UserError("one model cannot be compared", hint="name two or more; or `llmpick show`")
    found = options.open_catalog(catalog, as_of)
    need = api.need_of(
        found,
        Wish(
            task=task,
            language=language,
            budget=budget,
            privacy=privacy,
            region=region,
            weights=weights,
            requests=requests,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cache_share=cache_share,
            reasoning_tokens=reasoning_tokens,
            rates=tuple(rate or ()),
        ),
    )
    own = options.own_results(found, no_evidence)
    adjust = own.adjust if own else None
    answer = render.answer(
        api.compare(found, need, names, adjust),
        options.about(found, own),
        support=found.support,
        spoken=api.spoken_labels(found, need, adjust),
    )
    return out.emit(answer, chosen, options.notes(found))
