"""`llmpick catalog diff`"""

from typing import Annotated

import typer

from llmpick.cli import options

Answers = Annotated[
    bool,
    typer.Option(
        "--answers/--no-answers", help="Which standing answers change; takes some seconds."
    ),
]


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="shipped, a folder, or a Git revision: HEAD~30.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="[NEW]", help="The same. Default: the catalog in use.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Each fact, not the first of each.")] = False,
    top: Annotated[
        int, typer.Option("--top", "-n", metavar="N", min=1, help="Rows of each table.")
    ] = 10,
    answers: Answers = True,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    What differs between two states of the catalog: facts with source and day, and answers.

    A revision is one of the repository that holds the catalog; REVISION:FOLDER names where it lay.
    """
    from llmpick.api import catalog_diff as api
    from llmpick.cli import out
    from llmpick.render.answers import diff as render

    chosen = out.check_format(form, as_json)
    home = catalog or api.home()
    found = api.diff(old, new or catalog or api.SHIPPED, home, answers=answers)
    short = chosen in ("table", "text") and found.moved and not every
    notes = ["note: --all lists each fact, --top N more rows; --json has all"] if short else []
    return out.emit(render.answer(found, top=top, every=every), chosen, notes)
