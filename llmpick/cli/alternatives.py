"""`llmpick alternatives`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options
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
    from llmpick.asking import alternatives as asking
    from llmpick.cli import out

    chosen = out.check_format(how.form, how.as_json)
    catalog = options.open_catalog(how.catalog, how.as_of)
    made = asking.alternatives(
        catalog,
        name,
        need,
        options.own_results(catalog, how.no_evidence),
        cheaper=cheaper,
        other_developer=other_developer,
        still_supported=still_supported,
        any_of=any_of or (),
        top=top,
    )
    return options.emit_answered(made, chosen, catalog)
