"""Options that several commands share."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from llmpick.cli.places import PROJECT as PROJECT
from llmpick.cli.places import SHIPPED as SHIPPED
from llmpick.cli.places import catalogs_folder as catalogs_folder
from llmpick.cli.places import chosen as chosen
from llmpick.cli.places import evidence_folder as evidence_folder
from llmpick.cli.places import home_folder as home_folder
from llmpick.cli.places import is_installed as is_installed
from llmpick.cli.places import layer_folder as layer_folder
from llmpick.cli.places import own_layers as own_layers
from llmpick.cli.places import project_file as project_file
from llmpick.cli.places import refreshed_file as refreshed_file
from llmpick.cli.places import tries_folder as tries_folder
from llmpick.lang.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from llmpick.asking.query import Answered
    from llmpick.catalog.contents import Catalog
    from llmpick.evidence.own import OwnResults
    from llmpick.render.blocks import Answer
    from llmpick.render.wording.about import About

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORM",
        help="table, text, json, jsonl, csv, tsv, markdown or ids. Default: table on a terminal, "
        "else text.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Folder = Annotated[
    str | None,
    typer.Option(
        "--catalog",
        metavar="DIR",
        help="Another catalog: its folder, an installed version, or shipped.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="Facts in force on that day, as 2026-11-23. Default: today."
    ),
]
NoEvidence = Annotated[
    bool,
    typer.Option("--no-evidence", help="Leave out your own results (`llmpick evidence`)."),
]
Bare = Annotated[
    list[str] | None,
    typer.Option("--bare", hidden=True, help="Options that were given without a value."),
]
By = Annotated[
    str, typer.Option("--by", metavar="WHAT", help="model (its best route) or route (all).")
]


class AnswerOptions(NamedTuple):
    """What every command that answers takes: the facts it is from, and its form."""

    no_evidence: NoEvidence = False
    as_of: AsOf = None
    catalog: Folder = None
    form: Format = None
    as_json: AsJson = False
    bare: Bare = None


def today() -> str:
    """The system's day."""
    from datetime import date

    return date.today().isoformat()


def day_of(text: str | None) -> str | None:
    """
    *text* as an ISO day.

    Raises:
        UserError: it is none.
    """
    from datetime import date

    from llmpick.errors import UserError, shown

    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UserError(
            said("no day `{text}`", text=shown(text)), hint=said("as --as-of 2026-11-23")
        ) from None


def typed(context: typer.Context, given: "Mapping[str, object]") -> dict[str, object]:
    """Those of *given* that stood on the command line, not their defaults."""
    sources = {name: context.get_parameter_source(name) for name in given}
    return {
        name: value
        for name, value in given.items()
        if (source := sources[name]) is not None and source.name == "COMMANDLINE"
    }


def open_catalog(folder: str | None, as_of: str | None, *, layered: bool = True) -> "Catalog":
    """
    The catalog to answer from, on the day asked for, with the user's own layers if *layered*.

    Without a day it is the system's, or the catalog's own where the system's lies before it.
    """
    from llmpick.catalog.load import load

    folder = chosen(folder)
    asked = day_of(as_of)
    day, earliest = (asked, False) if asked is not None else (today(), True)
    places = own_layers() if layered else []
    if not places:
        return _told(load(folder, day, earliest=earliest))
    base = load(folder)
    from llmpick.overlay.load import laid_over
    from llmpick.overlay.places import LayerPlace

    return _told(
        laid_over(base, [LayerPlace(*one) for one in places], day, earliest=earliest), places
    )


def _told(found: "Catalog", places: "Iterable[tuple[str, str]]" = ()) -> "Catalog":
    """*found*; with --verbose stderr says which catalog it is, and what lies over it."""
    from llmpick.cli import out

    if out.level == out.VERBOSE:
        meta = found.meta
        form = "compiled" if meta.compiled else "from its files"
        place = meta.folder or "as it came with llmpick"
        out.detail(f"catalog {meta.version}, {form}, {place}; asked about {meta.day}")
        for name, path in places:
            out.detail(f"{name} layer: {path}")
    return found


def base_catalog(folder: str | None) -> "Catalog":
    """The catalog on its own day, without the user's layers: nothing of it is decoded yet."""
    from llmpick.catalog.load import load

    return load(chosen(folder))


def notes(catalog: "Catalog") -> list[str]:
    """What to say on stderr about how the catalog was read."""
    if catalog.meta.compiled:
        return []
    if catalog.meta.own_layer is not None:
        return [
            "note: reading your own layer from its files, which is slow: `llmpick overlay check`"
        ]
    import os

    folder, version = catalog.meta.folder or "", catalog.meta.version
    fetched = os.path.dirname(folder) == catalogs_folder()
    mend = f"catalog use {version}" if fetched else "catalog build"
    return [f"note: reading the catalog from TOML, which is slow; see `llmpick {mend}`"]


def emit(answer: "Answer", form: str, catalog: "Catalog", more: "Iterable[str]" = ()) -> int:
    """Write *answer*, made from *catalog*, with what of it rests on own layers; *more* notes."""
    from llmpick.asking.query import answered

    return emit_answered(answered(answer, catalog, [*more]), form, catalog)


def emit_answered(made: "Answered", form: str, catalog: "Catalog") -> int:
    """Write the answer that was *made* from *catalog* in *form*; its notes to stderr."""
    from llmpick.cli import out

    said = form in ("json", "table", "text", "markdown")  # the others have no room for it
    lines = () if said else (f"note: {line}" for line in made.own_layer)
    return out.emit(
        made.answer, form, [*notes(catalog), *lines, *made.notes], lambda: catalog.rates
    )


def about(catalog: "Catalog", own: "OwnResults | None" = None) -> "About":
    """What an answer says of the catalog, and of the user's own results, that it was made from."""
    from llmpick.asking import query

    return query.about(catalog, own)


def own_results(catalog: "Catalog", left_out: bool) -> "OwnResults | None":
    """The user's own results, None where there are none or they are to be *left_out*."""
    from llmpick.asking import query

    return None if left_out else query.own_results(catalog, evidence_folder())


def folder(catalog: str | None) -> str:
    """
    The folder whose files a command works on.

    Raises:
        CatalogError: llmpick was installed without the files, and none was named.
    """
    import os

    from llmpick.catalog.load import CHECKOUT
    from llmpick.errors import CatalogError

    if catalog is None and not os.path.isdir(CHECKOUT):
        raise CatalogError(
            said("an installed llmpick holds the compiled catalog only"),
            hint=said("write its files with `llmpick catalog export DIR`, then use --catalog DIR"),
        )
    return catalog or CHECKOUT
