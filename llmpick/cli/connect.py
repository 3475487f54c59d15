"""`llmpick connect`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("connect")


@app.command()
def connect(
    name: Annotated[str, typer.Argument(metavar="ROUTE", help="MODEL@PROVIDER, or a model.")],
    region: Annotated[
        list[str] | None,
        typer.Option(
            "--region",
            metavar="CODE",
            help="Only an address that keeps requests there; repeatable.",
        ),
    ] = None,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    How a route is reached: address, model, dialect, variables, a curl line.

    What is the user's own stands in braces. Forms beside the usual ones: env, curl, python.
    Exit codes: 0 there is a connection, 1 none that keeps the region, 2 no such route.
    """
    from llmpick.asking import connect as asking
    from llmpick.cli import out
    from llmpick.render.answers import connection as render

    chosen = out.check_format(form, as_json, render.FORMS)
    found = options.open_catalog(catalog, as_of)
    made, answer = asking.connect(found, name, region or ())
    if chosen in render.FORMS:
        out.write("".join(render.text(made, chosen)), data=True)
        return 0 if any(one.refusal is None for one in made) else 1
    return options.emit(answer, chosen, found)
