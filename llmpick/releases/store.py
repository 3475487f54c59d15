"""
The catalogs on this machine: one folder a version, which one is in use, whom they are trusted from.

    in-use          the version that answers, what chose it, and by which llmpick
    source          the address of the last update
    trust/          the root of trust and the newest metadata that was seen
    2026.12.01/     a version: its files, and its compiled form

A version's folder is written whole or not at all, and never changed; `in-use` names one that is
there. So a query sees the old catalog or the new one, whenever an update dies.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from llmpick.catalog import compile, read
from llmpick.catalog.container import Damaged, open_container
from llmpick.catalog.load import COMPILED, FORM
from llmpick.errors import CatalogError, UserError, shown
from llmpick.files import write
from llmpick.version import __version__

IN_USE = "in-use"
SOURCE = "source"
TRUST = "trust"
VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}")
PARTIAL = re.compile(r"\.llmpick-[0-9a-f]+\.partial")
GONE = UserError("somebody else put that version there", hint="try again")


class Installed(NamedTuple):
    """A version in its *folder*; its *sha256* is None where it must be compiled again."""

    version: str
    folder: str
    sha256: str | None


class Store:
    """The catalogs below *folder*, which need not exist."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.trust = os.path.join(folder, TRUST)

    @contextmanager
    def changing(self, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """
        Alone in the store, whose files are this user's only; what a killed update left is gone.

        Raises:
            UserError: the folder does not take it.
        """
        before = os.umask(0o077)
        try:
            try:
                os.makedirs(self.folder, mode=0o700, exist_ok=True)
            except OSError as error:
                raise unwritten(error, self.folder) from None
            with write.locked(self.folder, waiting):
                self._tidy()
                yield
        except OSError as error:
            raise unwritten(error, self.folder) from None
        finally:
            os.umask(before)

    def _tidy(self) -> None:
        for name in os.listdir(self.folder):
            if PARTIAL.fullmatch(name):
                path = os.path.join(self.folder, name)
                if os.path.isdir(path):
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    os.unlink(path)

    def versions(self) -> list[Installed]:
        """All versions that are here, oldest first."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        found = (self.version(name) for name in names if VERSION.fullmatch(name))
        return sorted(filter(None, found), key=lambda one: read.day_of(one.version))

    def version(self, name: str) -> Installed | None:
        """The version *name*, None where it is not here."""
        folder = os.path.join(self.folder, name)
        if not VERSION.fullmatch(name) or not os.path.isdir(folder):
            return None
        return Installed(name, folder, _compiled_hash(folder))

    def in_use(self) -> str | None:
        """The version in use, None for the one that comes with llmpick."""
        try:
            with open(os.path.join(self.folder, IN_USE), encoding="ascii") as file:
                return next(iter(file.read(100).split()), None)
        except (OSError, ValueError):
            return None

    def use(self, name: str | None, by: str) -> None:
        """
        Answer from the version *name* from now on; from the one that comes with llmpick: None.

        Raises:
            UserError: it is not here, or the folder does not take the change.
        """
        path = os.path.join(self.folder, IN_USE)
        if name is None:
            if os.path.lexists(path):
                os.unlink(path)
            return
        found = self.version(name)
        if found is None:
            raise not_here(name)
        if found.sha256 is None:
            compile.write(found.folder, portable=True)
        write.replace(path, f"{name} {by} {__version__}\n".encode())

    def put(self, name: str, texts: Mapping[str, str], sha256: str) -> Installed:
        """
        The files *texts* as the version *name*, compiled.

        Raises:
            UserError: their hash is not *sha256*, this llmpick cannot read them, or there is no
                room for them.
        """
        place = os.path.join(self.folder, name)
        with write.new_folder(place, taken=GONE) as folder:
            for path, text in texts.items():
                write.fill(os.path.join(folder, path), text.encode())
            if read.version(folder) != name or compile.content_hash(folder) != sha256:
                raise UserError(
                    f"the files of catalog {name} are not those that its list names",
                    hint="tell whoever publishes it; the old catalog stays",
                )
            try:
                compile.write(folder, portable=True)
            except CatalogError as error:
                raise UserError(
                    f"this llmpick cannot read catalog {name}: {error}",
                    hint="a newer llmpick may; the old catalog stays",
                ) from None
        return Installed(name, place, sha256)

    def remove(self, name: str) -> None:
        """
        Delete the version *name*.

        Raises:
            UserError: it is in use, or not here.
        """
        found = self.version(name)
        if found is None:
            raise not_here(name)
        if name == self.in_use():
            raise UserError(
                f"catalog {name} is in use", hint="first `llmpick catalog use` another one"
            )
        partial = os.path.join(self.folder, f".llmpick-{os.urandom(8).hex()}.partial")
        try:
            os.rename(found.folder, partial)  # nobody sees half of it
        except OSError as error:  # on Windows: another process reads it
            raise unwritten(error, found.folder) from None
        shutil.rmtree(partial, ignore_errors=True)

    def source(self) -> str | None:
        """The address of the last update."""
        try:
            with open(os.path.join(self.folder, SOURCE), encoding="ascii") as file:
                return file.read(4_000).strip() or None
        except (OSError, ValueError):
            return None

    def keep_source(self, address: str) -> None:
        """Remember the *address* for the next update."""
        if address != self.source():
            write.replace(os.path.join(self.folder, SOURCE), f"{address}\n".encode())


def not_here(name: str) -> UserError:
    """That there is no version *name* on this machine."""
    return UserError(
        f"no catalog `{shown(name)}` is on this machine",
        hint="`llmpick catalog versions` lists them, `llmpick catalog update --to VERSION` "
        "fetches one",
    )


def unwritten(error: OSError, folder: str) -> UserError:
    """What the system says of a file, as a sentence."""
    path = error.filename if isinstance(error.filename, str) else folder
    return UserError(
        f"`{shown(path, 200)}` cannot be written: {error.strerror or error}",
        hint="check the folder and the disk; the old catalog stays",
    )


def _compiled_hash(folder: str) -> str | None:
    try:
        meta = open_container(os.path.join(folder, COMPILED)).section("meta")
        return str(meta["sha256"]) if meta["form"] == FORM else None
    except (Damaged, KeyError, TypeError):
        return None
