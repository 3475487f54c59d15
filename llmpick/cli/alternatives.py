"""`llmpick alternatives`"""

from typing import Annotated

import typer

from llmpick.cli import need_command
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NEED, NeedOptions

app = command("alternatives")


@app.command()
@need_command.takes_need(NEED)
def alternatives(
    need: NeedOptions,
    *,
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
    any_of: Annotated[
        list[str] | None,
        typer.Option(
            "--any",
            metavar="WHAT",
            help="Need not be as it is in use: privacy, region, modality, tools or context.",
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 10,
    how: AnswerOptions,
) -> int:
    """
    Replacements for a model in use: what differs, and how much.

    Exit codes: 0 there is one, 1 there is none, 2 the question was wrong.
    """
    from llmpick.api import replacements
    from llmpick.cli import out, query
    from llmpick.core.answers.replacements import INHERITED, ReplacementNeed
    from llmpick.errors import UserError
    from llmpick.inputs import values
    from llmpick.inputs.names import plan_named
    from llmpick.render.answers import alternatives as render

    chosen = out.check_format(how.form, how.as_json)
    query.check_top(top)
    if still_supported is not None and not 0 <= still_supported <= 36_500:
        raise UserError(f"--still-supported {still_supported} is none", hint="days, 0 or more")
    stated = {
        "privacy": need.job.privacy,
        "region": need.job.region or need.privacy.processing_regions,
        "modality": need.limits.modalities,
        "context": need.limits.min_context,
    }
    free = {values.one_of("property", name, INHERITED) for name in any_of or ()}
    free |= {name for name, value in stated.items() if value}
    found = query.opened(need, None, how)
    if plan := plan_named(found.catalog, name):
        raise UserError(
            f"{plan} is a plan by the seat",
            hint="llmpick recommend --seats N ranks what could replace it; compare PLAN PLAN",
        )
    wanted = ReplacementNeed(
        other_developer=other_developer,
        still_supported_days=still_supported,
        cheaper=cheaper,
        inherits=tuple(name for name in INHERITED if name not in free),
    )
    answer = replacements.alternatives(
        found.catalog, found.need, name, wanted, top=top, adjust=found.adjust
    )
    return found.emit(render.answer(answer, found.about, found.catalog.support), chosen)
