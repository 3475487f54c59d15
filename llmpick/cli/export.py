"""`llmpick export`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("export")


@app.command()
def export(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Whose file; `list` names all.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECISION|ROUTE]...",
            help="A decision on file, or routes: the pick, then its fallbacks.",
        ),
    ] = None,
    then: Annotated[
        list[str] | None,
        typer.Option(
            "--then",
            metavar="STEP",
            help="Of a decision also its `cheaper` or `better` as a fallback; repeatable.",
        ),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="CODE", help="Every route must keep requests there."),
    ] = None,
    write_to: Annotated[
        str | None,
        typer.Option("--write", metavar="FILE", help="Write there instead of to stdout."),
    ] = None,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
) -> int:
    """
    A decision or routes as the file of another tool.

    Keys are named by their variables and never read. Exit codes: 0 written, 2 it could not be.
    """
    from llmpick.cli import exported, out
    from llmpick.errors import UserError
    from llmpick.render.export.targets import TARGETS
    from llmpick.render.export.targets import target as target_of

    if target == "list":
        out.write("".join(f"{name}\n" for name in TARGETS), data=True)
        return 0
    chosen = target_of(target)
    if not names:
        raise UserError("what is to be exported?", hint=f"llmpick export {chosen.name} ROUTE")
    text = exported.text(
        chosen, names, then or [], region or [], options.AnswerOptions(as_of=as_of, catalog=catalog)
    )
    if write_to is None:
        out.write(text, data=True)
    else:
        from llmpick.files import write

        write.replace(write_to, text.encode())
    return 0
