"""`llmpick show`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("show")


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model, route, provider, plan, benchmark, licence, regulation, task, feed, GPU, "
            "format, embedding model or reranker.",
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="What it is, where several have the name."),
    ] = None,
    with_evidence: Annotated[
        bool,
        typer.Option(
            "--evidence",
            help="A model's scores and your own results, each against what the fit expects of it.",
        ),
    ] = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    All that is known of one record, each value with its source and date.

    Exit codes: 0 answered, 2 no such name, or several.
    """
    from llmpick.api import records
    from llmpick.cli import out
    from llmpick.render.answers import record as render

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of)
    shown = records.show(found, name, kind)
    about_model = about_benchmark = None
    if with_evidence or shown.kind == "benchmarks":
        from llmpick.evidence import files
        from llmpick.evidence.shown import of_record

        own = files.sources(options.evidence_folder()) if with_evidence else ()
        about_model, about_benchmark = of_record(found, shown.kind, shown.id, shown.effort, own)
    answer = render.answer(
        shown.kind,
        shown.id,
        shown.record,
        options.about(found),
        estimates=shown.estimates,
        offerings=shown.offerings,
        hosted_tuning=shown.hosted_tuning,
        libraries=shown.libraries,
        note=shown.note,
        model_evidence=about_model,
        benchmark_evidence=about_benchmark,
    )
    return options.emit(answer, chosen, found)
