"""`llmpick alternatives`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("alternatives")


@app.command()
@need_command.takes_need(
    need_options.JOB,
    need_options.WEIGHTS,
    need_options.WORK,
    need_options.PRIVACY,
    need_options.LIMITS,
    need_options.BILLED,
)
def alternatives(
    asked: Wish,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The model in use.")],
    cheaper: Annotated[
        bool, typer.Option("--cheaper", help="Costs less a month than the one in use.")
    ] = False,
    other_developer: Annotated[
        bool, typer.Option("--other-developer", help="Made by somebody else.")
    ] = False,
    still_supported: Annotated[
        int | None,
        typer.Option("--still-supported", metavar="DAYS", help="No end announced within so many."),
    ] = None,
    any_context: Annotated[
        bool, typer.Option("--any-context", help="A smaller context than that in use will do.")
    ] = False,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 10,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    Replacements for a model in use: what differs, and how much.

    Exit codes: 0 there is one, 1 there is none, 2 the question was wrong.
    """
    from llmpick.api import replacements
    from llmpick.cli import out
    from llmpick.core.answers.replacements import ReplacementNeed
    from llmpick.errors import UserError
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import alternatives as render

    chosen = out.check_format(form, as_json)
    if not 1 <= top <= 10_000:
        raise UserError(f"--top {top} is none", hint="from 1 to 10000")
    if still_supported is not None and not 0 <= still_supported <= 36_500:
        raise UserError(f"--still-supported {still_supported} is none", hint="days, 0 or more")
    found = options.open_catalog(catalog, as_of)
    need = need_of(found, asked)
    own = options.own_results(found, no_evidence)
    wanted = ReplacementNeed(
        other_developer=other_developer,
        still_supported_days=still_supported,
        cheaper=cheaper,
        same_context=not any_context,
    )
    answer = replacements.alternatives(
        found, need, name, wanted, top=top, adjust=own.adjust if own else None
    )
    about = options.about(found, own)
    return out.emit(render.answer(answer, about, found.support), chosen, options.notes(found))
