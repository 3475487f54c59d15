"""`llmpick show`"""

from typing import TYPE_CHECKING, Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmpick.evidence.files import OwnSource

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
    from llmpick.asking import records as asking
    from llmpick.cli import out

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of)
    own: Sequence[OwnSource] = ()
    if with_evidence:
        from llmpick.evidence import files

        own = files.sources(options.evidence_folder())
    answer = asking.show(found, name, kind, with_evidence=with_evidence, own=own)
    return options.emit(answer, chosen, found)
