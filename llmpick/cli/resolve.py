"""`llmpick resolve`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("resolve")


@app.command()
def resolve(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME...]", help="Spellings; without any, or with -, from stdin."),
    ] = None,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    The canonical id of any spelling of a model's name; on stdin one a line.

    Exit codes: 0 all were found, 2 one is unknown or fits several models.
    """
    from llmpick.cli import out, stdin
    from llmpick.errors import EXIT_ANSWER, EXIT_NONE
    from llmpick.inputs.names import resolve as resolved
    from llmpick.render.answers import listing as render

    chosen = out.check_format(form, as_json)
    asked = names if names and names != ["-"] else stdin.lines()
    found = options.open_catalog(catalog, as_of)
    rows = resolved(found, asked)
    answer = render.answer("resolve", "names", rows, options.about(found))
    answer = answer._replace(
        code=EXIT_ANSWER if all(row["id"] for row in rows) else EXIT_NONE,
        blocks=render.resolved(rows),
    )
    return options.emit(answer, chosen, found, render.unresolved(rows))
