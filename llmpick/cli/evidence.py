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
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="CSV or JSON lines of model, score, n [, effort, benchmark], of grades (item, "
            "model, grade) or of preferences (a, b, winner); or a result file of "
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
        float | None,
        typer.Option(
            "--trust", metavar="SHARE", help="Weight beside public scores, to 1. Default: 1."
        ),
    ] = None,
    effort: Annotated[
        list[str] | None,
        typer.Option(
            "--effort",
            metavar="[MODEL=]LEVEL",
            help="Reasoning effort where a row has none: of a model, or of all others. Repeatable.",
        ),
    ] = None,
    full_marks: Annotated[
        float | None,
        typer.Option(
            "--full-marks", metavar="N", help="What is all solved: 1 or 100. Default: by the rows."
        ),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAME",
            help="Metric to take: METRIC, FILTER or METRIC,FILTER; or a reducer. Repeatable.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="TASK", help="Take this task of the file. Repeatable."),
    ] = None,
    scale: Annotated[
        str | None,
        typer.Option("--scale", metavar="WORST:BEST", help="Scale of grades, such as 1:5."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Default: the first file's name.")
    ] = None,
    append: Annotated[
        str | None,
        typer.Option("--append", metavar="NAME", help="Add to the results of that name."),
    ] = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Take files of your own results in, whole or not at all; compare load tests with estimates.

    Exit codes: 0 imported, 2 nothing was: each row that cannot be taken is named with its reason.
    """
    from llmpick.cli import out
    from llmpick.evidence import files, importing, moved
    from llmpick.files.read import read_bytes
    from llmpick.inputs import load_tests
    from llmpick.inputs.job import task_of
    from llmpick.render.answers import evidence as render

    chosen = out.check_format(form, as_json)
    choice = importing.choice_of(metric or (), only or (), scale)
    hint = "give the summary, not the samples"
    held = [(path, read_bytes(path, "file", files.MAX_BYTES, hint=hint)) for path in paths]
    found, folder = options.open_catalog(catalog, None), options.evidence_folder()
    tests = load_tests.of_all(held)
    if tests:
        from llmpick.asking import selfhost

        return options.emit_answered(selfhost.of_load_tests(found, tests), chosen, found)
    given = [importing.result_file(path, data, choice) for path, data in held]
    onto = files.read(folder, files.name_of(append)) if append else None
    wanted = importing.onto(
        onto,
        importing.ImportOptions(
            name=files.name_of(name or append or importing.default_name(paths[0])),
            trust=trust,
            task=task_of(found, task).id if task else None,
            domain=domain,
            benchmark=benchmark,
            efforts=importing.efforts_of(found, effort or ()),
            full_marks=full_marks,
            choice=choice,
        ),
    )
    known = files.sources(folder)
    taken = importing.accepted(found, given, wanted, onto)
    with out.interruptible():
        path = files.add(folder, taken.source, onto)
    answer = render.imported(
        taken.source,
        path,
        taken.notes,
        moved.moves(found, taken.source, known),
        importing.models_by_test(taken.source, known),
    )
    return out.emit(answer, chosen, options.notes(found))


@app.command(name="list")
def list_sources(form: options.Format = None, as_json: options.AsJson = False) -> int:
    """Your own results, one line a source."""
    from llmpick.cli import out
    from llmpick.evidence import files
    from llmpick.render.answers import evidence as render

    chosen = out.check_format(form, as_json)
    folder = options.evidence_folder()
    found, faults = files.readable(folder)
    return out.emit(render.sources(found, folder), chosen, [f"left out: {one}" for one in faults])


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `llmpick evidence list` says.")],
) -> int:
    """Forget a source of your own results."""
    from llmpick.cli import out
    from llmpick.evidence import files

    out.complain(f"removed {files.remove(options.evidence_folder(), name)}")
    return 0
