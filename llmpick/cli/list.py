"""`llmpick list`"""

from typing import Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

app = command("list")


@app.command(name="list")
def list_records(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="[KIND]",
            help="models, offerings, providers, benchmarks, licences, regulations, tasks, "
            "hardware, formats, feeds, plans or embeddings.",
        ),
    ] = "models",
    task: Annotated[
        str | None,
        typer.Option("--task", "-t", metavar="TASK", help="Models with their quality for a task."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="CODE", help="And a language: ja, zh, de ..."),
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option("--provider", metavar="ID", help="Offerings of this provider."),
    ] = None,
    developer: Annotated[
        str | None,
        typer.Option("--developer", metavar="ID", help="Models of this developer."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="NAME", help="Offerings of this model."),
    ] = None,
    open_weights: Annotated[
        bool, typer.Option("--open-weights", help="Models with open weights.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Retired and removed offerings too.")
    ] = False,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="FIELD", help="By this field; -FIELD from the highest."),
    ] = None,
    search: Annotated[
        str | None,
        typer.Option("--search", metavar="TEXT", help="Rows that hold these words."),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option("--top", metavar="N", min=1, help="So many rows: the newest on sale."),
    ] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="Every field, where four are shown otherwise.")
    ] = False,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Models, offerings, providers, benchmarks, licences, regulations, tasks, hardware, formats,
    feeds, plans, embedding models and rerankers.

    Exit codes: 0 there are some, 1 none fit, 2 the question was wrong.
    """
    from llmpick.asking import records as asking
    from llmpick.cli import out
    from llmpick.core.answers.listing import Filter

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of)
    wanted = Filter(provider, developer, open_weights, model, everything)
    own = options.own_results(found, no_evidence) if task or language else None
    answer = asking.listing(
        found,
        kind,
        wanted,
        task=task,
        language=language,
        sort=sort,
        results=own,
        search=search,
        top=top,
        wide=wide,
    )
    return options.emit(answer, chosen, found)
