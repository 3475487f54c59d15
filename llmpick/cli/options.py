"""Options that several commands share."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from llmpick.lang.said import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from llmpick.asking.query import Answered
    from llmpick.catalog.load import Catalog
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
        return load(folder, day, earliest=earliest)
    base = load(folder)
    from llmpick.overlay.load import laid_over
    from llmpick.overlay.places import Place

    return laid_over(base, [Place(*one) for one in places], day, earliest=earliest)


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


def evidence_folder() -> str:
    """Where a user's own results lie: LLMPICK_EVIDENCE_DIR, else in their data folder."""
    return _data_folder("evidence", "LLMPICK_EVIDENCE_DIR")


def tries_folder() -> str:
    """Where the journals of `try` lie: LLMPICK_TRIES_DIR, else in the user's data folder."""
    return _data_folder("tries", "LLMPICK_TRIES_DIR")


def catalogs_folder() -> str:
    """Where published catalogs lie: LLMPICK_CATALOGS_DIR, else in the user's data folder."""
    return _data_folder("catalogs", "LLMPICK_CATALOGS_DIR")


def _data_folder(name: str, variable: str) -> str:
    import os

    named = os.environ.get(variable)
    if named:
        return named
    return os.path.join(home_folder("XDG_DATA_HOME", ".local", "share"), name)


def home_folder(variable: str, *usual: str) -> str:
    """A folder of llmpick's own in the user's home: below *variable*, else below *usual*."""
    import os

    base = os.environ.get(variable, "")
    if not os.path.isabs(base):  # the XDG specification: a relative path is to be ignored
        base = os.path.join(os.path.expanduser("~"), *usual)
    return os.path.join(base, "llmpick")


PROJECT = "llmpick.toml"


def project_file() -> str | None:
    """The nearest llmpick.toml, from the working folder upwards."""
    import os

    try:
        folder = os.getcwd()
    except OSError:  # it was removed
        return None
    while True:
        path = os.path.join(folder, PROJECT)
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def layer_folder() -> str:
    """Where the user's own layer lies: LLMPICK_OVERLAY, else in their configuration folder."""
    import os

    named = os.environ.get("LLMPICK_OVERLAY")
    if named:
        return os.path.abspath(named)
    config = os.environ.get("LLMPICK_CONFIG_DIR") or home_folder("XDG_CONFIG_HOME", ".config")
    return os.path.join(config, "overlay")


def refreshed_file() -> str:
    """Where `catalog refresh --mine` keeps what it read."""
    import os

    return os.path.join(home_folder("XDG_DATA_HOME", ".local", "share"), "refreshed.toml")


def own_layers() -> list[tuple[str, str]]:
    """
    Name and place of each layer of the user's own that there is, the lowest first.

    A look at names: nothing is read but whether the project's file speaks of a layer.

    Raises:
        UserError: LLMPICK_OVERLAY names no folder.
    """
    import os

    if os.environ.get("LLMPICK_OVERLAY") == "off":
        return []
    places = [("refreshed", refreshed_file()), ("user", layer_folder())]
    found = [(name, path) for name, path in places if os.path.lexists(path)]
    if os.environ.get("LLMPICK_OVERLAY") and not os.path.isdir(layer_folder()):
        from llmpick.errors import UserError, shown

        raise UserError(
            said(
                "LLMPICK_OVERLAY=`{layer_folder}` is no folder",
                layer_folder=shown(layer_folder(), 200),
            ),
            hint=said("the folder of a layer of your own, or off"),
        )
    project = project_file()
    if project is not None and _speaks_of_a_layer(project):
        found.append(("project", project))
    return found


def _speaks_of_a_layer(path: str) -> bool:
    from llmpick.files.read import bounded

    try:
        return b"overlay" in bounded(path, 100_000)
    except (OSError, ValueError):  # whoever reads the need in it says so
        return False


SHIPPED = "shipped"
"""The name of the catalog that comes with llmpick."""


def chosen(named: str | None) -> str | None:
    """
    The folder of the catalog that is *named*, or in use; None: the one that comes with llmpick.

    A name is a folder, a version that `catalog update` brought, or `shipped`.

    Raises:
        CatalogError: it is not on this machine.
    """
    import os

    if named is None:
        return _in_use()
    if os.path.isdir(named) or not (named == SHIPPED or _is_version(named)):
        return named
    if named == SHIPPED or is_installed(named):
        return None if named == SHIPPED else os.path.join(catalogs_folder(), named)
    from llmpick.catalog.load import load

    if load().meta.version == named:
        return None
    from llmpick.errors import CatalogError

    raise CatalogError(
        said("catalog {named} is not on this machine", named=named),
        hint=said(
            "`llmpick catalog versions` lists those that are, `llmpick catalog update --to "
            "{named}` fetches it",
            named=named,
        ),
    )


def _is_version(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)


def is_installed(version: str) -> bool:
    """Whether `catalog update` brought that *version*, and it is still there."""
    import os

    return _is_version(version) and os.path.isdir(os.path.join(catalogs_folder(), version))


def _in_use() -> str | None:
    """
    The folder of the version in use; releases/store.py says what names it.

    After an upgrade of llmpick an update of before does not hide a newer catalog that came with it.
    """
    import os

    folder = catalogs_folder()
    try:
        with open(os.path.join(folder, "in-use"), encoding="utf-8") as file:
            version, by, tool = file.read(100).split()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        version = by = tool = ""
    if not is_installed(version):
        from llmpick.errors import CatalogError, shown

        raise CatalogError(
            said(
                "the catalog in use, `{version}`, is not in `{folder}`",
                version=shown(version),
                folder=shown(folder, 120),
            ),
            hint=said("llmpick catalog use shipped"),
        )
    from llmpick.version import __version__

    if by == "update" and tool != __version__ and _shipped_is_newer(version):
        return None
    return os.path.join(folder, version)


def _shipped_is_newer(version: str) -> bool:
    from llmpick.catalog.load import load

    return tuple(map(int, load().meta.version.split("."))) > tuple(map(int, version.split(".")))


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
