"""`llmpick catalog publish`, `update`, `install`, `versions` and `use`."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from llmpick.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmpick.releases.client import ReleaseSource
    from llmpick.releases.update import Updated

Root = Annotated[
    str | None,
    typer.Option(
        "--root",
        metavar="FILE",
        help="The publisher's root of trust, needed once. Default: LLMPICK_UPDATE_ROOT.",
    ),
]


def publish(
    target: Annotated[
        str, typer.Option("--out", metavar="DIR", help="The repository: new, or published before.")
    ],
    keys: Annotated[
        str,
        typer.Option(
            "--keys",
            metavar="DIR",
            help="Private keys: root.pem, targets.pem, snapshot.pem, timestamp.pem.",
        ),
    ],
    old_keys: Annotated[
        str | None,
        typer.Option("--old-keys", metavar="DIR", help="The root.pem of before, where it changes."),
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option("--archive", metavar="FILE", help="Also as one file, for `catalog install`."),
    ] = None,
    needs: Annotated[
        str | None,
        typer.Option(
            "--needs", metavar="VERSION", help="The oldest llmpick that reads it. Default: this."
        ),
    ] = None,
    days: Annotated[
        int,
        typer.Option("--days", metavar="N", min=1, max=365, help="Sign it again within so many."),
    ] = 30,
    catalog: options.Folder = None,
) -> int:
    """
    Sign a catalog and put it into a repository that any web server can hand out (extra `update`).

    Without a newer catalog it renews the signatures.
    """
    from llmpick.cli import out

    _needs_extra("catalog publish")
    from llmpick.releases import publish as releases

    folder = options.folder(catalog)
    with out.interruptible():
        done = releases.publish(
            folder, target, keys, old_keys=old_keys, needs=needs, days=days, into=archive
        )
    out.complain(
        f"published catalog {done.version} in {target}: {done.new_packs} of {done.packs} packs "
        f"are new, {done.new_bytes:,} bytes; root {done.root_version}"
    )
    if archive is not None:
        out.complain(f"wrote {archive}")
    return 0


def update(
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="VERSION", help="That one, older ones too. Default: newest."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="URL",
            help="Where catalogs are published. Default: LLMPICK_UPDATE_URL, else as last time.",
        ),
    ] = None,
    root: Root = None,
    timeout: Annotated[
        float,
        typer.Option("--timeout", metavar="SECONDS", help="At most so long in all."),
    ] = 30.0,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Fetch the newest published catalog, check its signatures, and answer from it (extra `update`).

    Exit codes: 0 it is in use, or nothing is newer, 2 it cannot be had, and the old one stays.
    """
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.releases.store import Store

    chosen = out.check_format(form, as_json)
    if not timeout >= 0.1:  # not a number is none either
        raise UserError(f"a time of {timeout} seconds is too short", hint="as --timeout 30")
    kept = Store(options.catalogs_folder()).source()
    address = url or os.environ.get("LLMPICK_UPDATE_URL") or kept
    if not address:
        raise UserError(
            "llmpick knows no address of published catalogs yet",
            hint="name one with --url, and its root of trust with --root; docs/updates.md",
        )
    _needs_extra("catalog update")
    from llmpick.files.fetch import Session

    session = Session(address, total_seconds=timeout)
    return _emit("catalog update", _taken(address, session, root, to, remember=True), chosen)


def install(
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="An archive of `catalog publish --archive`.")
    ],
    root: Root = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Take a catalog from a file, checked like one from the network (extra `update`).

    Exit codes: 0 it is in use, or nothing is newer, 2 it cannot be trusted, and the old one stays.
    """
    from llmpick.cli import out

    chosen = out.check_format(form, as_json)
    _needs_extra("catalog install")
    from llmpick.releases.archive import Archive

    return _emit("catalog install", _taken(path, Archive(path), root, None, remember=False), chosen)


def versions(
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="VERSION", help="Delete that one.")
    ] = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """The catalogs on this machine, and which one answers."""
    from llmpick.catalog.load import load
    from llmpick.cli import out
    from llmpick.releases.store import Store
    from llmpick.render.answers import releases as render

    chosen = out.check_format(form, as_json)
    store = Store(options.catalogs_folder())
    if remove is not None:
        with store.changing(_wait):
            store.remove(remove)
        out.complain(f"removed catalog {remove}")
    used = options.chosen(None)
    answer = render.versions(
        load().meta, store.versions(), os.path.basename(used) if used else None
    )
    return out.emit(answer, chosen)


def use(
    version: Annotated[
        str, typer.Argument(metavar="VERSION", help="One of `catalog versions`, or shipped.")
    ],
) -> int:
    """Answer from another catalog of this machine from now on."""
    from llmpick.cli import out
    from llmpick.releases.store import Store

    store = Store(options.catalogs_folder())
    with out.interruptible(), store.changing(_wait):
        store.use(None if version == options.SHIPPED else version, "choice")
    out.complain(f"using catalog {version}")
    return 0


def _taken(
    address: str, source: "ReleaseSource", root: str | None, to: str | None, *, remember: bool
) -> "Updated":
    from llmpick.cli import out
    from llmpick.releases.store import Store
    from llmpick.releases.update import update as take

    store = Store(options.catalogs_folder())
    try:
        with out.interruptible(), out.progress() as step:
            return take(
                store,
                address,
                source,
                options.open_catalog(None, None),
                root=root or os.environ.get("LLMPICK_UPDATE_ROOT"),
                to=to,
                remember=remember,
                progress=step,
                waiting=_wait,
            )
    finally:
        source.close()


def _emit(command: str, done: "Updated", form: str) -> int:
    from llmpick.cli import out
    from llmpick.render.answers import releases as render

    return out.emit(render.updated(command, done), form)


def _wait() -> None:
    from llmpick.cli import out

    out.complain("waiting for another change of the catalogs to end")


def _needs_extra(what: str) -> None:
    """
    Raises:
        MissingExtra: the reference client of The Update Framework is not installed.
    """
    from importlib.util import find_spec

    from llmpick.errors import MissingExtra

    if not all(map(find_spec, ("tuf", "securesystemslib", "cryptography"))):
        raise MissingExtra(f"`{what}`", "tuf", "update")


COMMANDS: "tuple[Callable[..., int], ...]" = (publish, update, install, versions, use)
