"""`llmpick evidence …`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("evidence")


@app.callback()
def main() -> None:
    """Your own evaluation results, taken into the quality estimates."""


@app.command(name="import")
def import_results(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="CSV or JSON lines of model, score, n [, effort, benchmark]; or a result file of "
            "lm-evaluation-harness, inspect_ai (.json, .eval) or promptfoo.",
        ),
    ],
    task: Annotated[
        str | None,
        typer.Option("--task", "-t", metavar="TASK", help="The task that your test measures."),
    ] = None,
    domain: Annotated[
        str | None,
        typer.Option("--domain", metavar="ID", help="The one domain that it measures."),
    ] = None,
    benchmark: Annotated[
        str | None,
        typer.Option("--benchmark", metavar="ID", help="The catalog's benchmark that it is."),
    ] = None,
    trust: Annotated[
        float,
        typer.Option("--trust", metavar="SHARE", help="Weight beside public scores, to 1."),
    ] = 1.0,
    effort: Annotated[
        str | None,
        typer.Option("--effort", metavar="LEVEL", help="Reasoning effort where a row has none."),
    ] = None,
    full_marks: Annotated[
        float | None,
        typer.Option(
            "--full-marks", metavar="N", help="What is all solved: 1 or 100. Default: by the rows."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Default: the file's name.")
    ] = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Take a file of your own results in, whole or not at all.

    Exit codes: 0 imported, 2 nothing was: each row that cannot be taken is named with its reason.
    """
    from llmpick.cli import out
    from llmpick.evidence import files, formats, importing
    from llmpick.files.read import read_bytes
    from llmpick.inputs.need import task_of
    from llmpick.render.answers import evidence as render

    chosen = out.check_format(form, as_json)
    data = read_bytes(file, "file", formats.MAX_BYTES, hint="give the summary, not the samples")
    parsed = formats.parse(file, data)
    found = options.open_catalog(catalog, None)
    wanted = importing.ImportOptions(
        name=files.name_of(name or importing.default_name(file)),
        trust=trust,
        task=task_of(found, task).id if task else None,
        domain=domain,
        benchmark=benchmark,
        effort=effort,
        full_marks=full_marks,
    )
    source = importing.accepted(found, parsed, wanted, file, data)
    with out.interruptible():
        path = files.add(options.evidence_folder(), source)
    return out.emit(render.imported(source, path), chosen, options.notes(found))


@app.command(name="list")
def list_sources(form: options.Format = None, as_json: options.AsJson = False) -> int:
    """Your own results, one line a source."""
    from llmpick.cli import out
    from llmpick.evidence import files
    from llmpick.render.answers import evidence as render

    chosen = out.check_format(form, as_json)
    folder = options.evidence_folder()
    return out.emit(render.sources(files.sources(folder), folder), chosen)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `llmpick evidence list` says.")],
) -> int:
    """Forget a source of your own results."""
    from llmpick.cli import out
    from llmpick.evidence import files

    out.complain(f"removed {files.remove(options.evidence_folder(), name)}")
    return 0
