"""`llmpick export`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.inputs.options import HostingOptions, NeedOptions
from llmpick.lang.said import said

app = command("export")


@app.command()
@need_command.takes_need(*need_options.OF_MACHINES, all_hosting=True)
def export(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Whose file; `list` names all.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DECISION|ROUTE|MODEL]...",
            help="A decision on file, or routes: the pick, then its fallbacks. Of vllm, compose, "
            "k8s and what else serves: a model.",
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
    A decision or routes as the file of another tool; a model as what serves it.

    `export compose MODEL` is `selfhost MODEL --emit compose`, with the same options.

    Keys are named by their variables and never read. Exit codes: 0 written, 1 nothing runs the
    model so, 2 it could not be.
    """
    from llmpick.cli import exported, out
    from llmpick.errors import UserError
    from llmpick.inputs.options import stated
    from llmpick.render.deploy.targets import TARGETS as SERVING
    from llmpick.render.export.targets import TARGETS
    from llmpick.render.export.targets import target as target_of

    if target == "list":
        out.write("".join(f"{name}\n" for name in (*TARGETS, *SERVING)), data=True)
        return 0
    how = options.AnswerOptions(as_of=as_of, catalog=catalog)
    if target in SERVING:
        from llmpick.cli import deployed

        if names is None or len(names) != 1:
            raise UserError(
                said("{target} serves one model", target=target),
                hint=said("llmpick export {target} MODEL", target=target),
            )
        if then or region:
            raise UserError(
                said("{target} runs on your own hardware", target=target),
                hint=said("leave --then and --region out"),
            )
        return deployed.write(target, names[0], need, hosting, how, write_to)
    chosen = target_of(target)
    if not names:
        raise UserError("what is to be exported?", hint=f"llmpick export {chosen.name} ROUTE")
    if stated(hosting):
        raise UserError(
            said("own hardware serves no {target}", target=chosen.name),
            hint=said("it is said of {targets}", targets=", ".join(SERVING)),
        )
    text = exported.text(chosen, names, then or [], region or [], how)
    if write_to is None:
        out.write(text, data=True)
    else:
        from llmpick.files import write

        write.replace(write_to, text.encode())
    return 0
