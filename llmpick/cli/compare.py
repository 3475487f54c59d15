"""`llmpick compare`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("compare")


@app.command()
@need_command.takes_need(NEED)
def compare(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Two models or plans, or more.")
    ],
    effort: Annotated[
        str | None,
        typer.Option(
            "--effort",
            metavar="EFFORT",
            help="Of all that name none: low, high ...; default: each at its best for the need.",
        ),
    ] = None,
    how: AnswerOptions,
) -> int:
    """
    Models, or plans by the seat, side by side: quality for the task, cost, privacy, terms.

    Exit codes: 0 answered, 2 a name that nothing or several models have.
    """
    from llmpick.asking import compare as asking
    from llmpick.cli import out

    chosen = out.check_format(how.form, how.as_json)
    catalog = options.open_catalog(how.catalog, how.as_of)
    results = options.own_results(catalog, how.no_evidence)
    others = {"--no-evidence": how.no_evidence}
    made = asking.compare(catalog, names, need, hosting, results, effort=effort, others=others)
    return options.emit_answered(made, chosen, catalog)
