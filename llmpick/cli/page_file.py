"""Where a page goes: the file that is named, or one by its subject and day; then a browser."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog

OUT = ("--out", "-o")
Open = Annotated[bool, typer.Option("--open", help="Show it in the browser once it is written.")]


def language(catalog: Catalog) -> AbstractContextManager[None]:
    """
    The language of a page or record: that of --lang or LLMPICK_LANG, whatever the locale is.

    Args:
        catalog: Its rate turns dollars into yen.
    """
    from llmpick.cli import out
    from llmpick.lang import choice
    from llmpick.render.page.tongue import language_of

    named = choice.asked_for and choice.language != "en"
    return language_of(out.speaker(lambda: catalog.rates) if named else None)


def checked(target: str) -> str:
    """
    *target* where a file can be of that name.

    Raises:
        UserError: it cannot.
    """
    import os

    from llmpick.errors import UserError, shown

    if not os.path.basename(target) or "\0" in target or os.path.isdir(target):
        raise UserError(f"`{shown(target, 200)}` is no file", hint="as --out report.html")
    return target


def refuse_format(form: str | None, *, as_json: bool) -> None:
    """
    A page has one form.

    Raises:
        UserError: another one is asked for beside it.
    """
    from llmpick.errors import UserError

    if as_json or form is not None:
        raise UserError(
            "--out and --format cannot stand together",
            hint="--out writes a page; leave one of both out",
        )


def refuse_open() -> None:
    """
    There is no page to open.

    Raises:
        UserError: always.
    """
    from llmpick.errors import UserError

    raise UserError("--open without --out", hint="--out FILE says where the page goes")


def free_name(subject: str, day: str, ending: str) -> str:
    """A name that is not taken in this folder: `llmpick-coding-2026-11-23.html`, then `...-2`."""
    import os

    stem = f"llmpick-{subject}-{day}"
    name, number = f"{stem}.{ending}", 1
    while os.path.lexists(name):
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name


def written(target: str, text: str) -> None:
    """
    Write the page or the record *text*, and say what was written.

    Raises:
        UserError: the disk or the folder takes none.
    """
    from llmpick.cli import out
    from llmpick.files import write

    data = text.encode("utf-8", "replace")
    with out.interruptible():
        write.replace(target, data)
    line = f"{target}: {len(data) / 1000:,.0f} kB"
    if write.is_stream(target):  # which may be stdout, and that holds the page
        out.complain(line)
    else:
        out.write(f"{line}\n")


def shown_in_browser(target: str) -> None:
    """Open what was written in the user's browser; where there is none, say so."""
    import webbrowser
    from pathlib import Path

    from llmpick.cli import out
    from llmpick.files import write

    if write.is_stream(target) or not webbrowser.open(Path(target).resolve().as_uri()):
        out.complain(f"no browser opened {target}")
