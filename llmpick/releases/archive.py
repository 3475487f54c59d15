"""A repository as one file, for machines without a network: what one version needs of it."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterable, Iterator

from llmpick.errors import UserError, shown
from llmpick.files import write as files
from llmpick.files.fetch import CHUNK_BYTES, Body
from llmpick.releases import forms
from llmpick.releases.packs import check_path
from llmpick.releases.repository import Repository

MAX_MEMBERS = 20_000
MAX_BYTES = 500_000_000
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every member, so that the same files make the same bytes."""


def write(there: Repository, release: forms.Release, packs: Iterable[forms.Pack], to: str) -> None:
    """
    Put what a client reads of *release* into the file *to*.

    Raises:
        UserError: it cannot be written.
    """
    wanted = [(pack.target, pack.sha256) for pack in packs]
    for name in (forms.INDEX, release.target):
        wanted.append((name, there.targets.signed.targets[name].hashes["sha256"]))
    paths = [there.target_path(name, sha256) for name, sha256 in wanted]
    snapshot = f"{there.snapshot.signed.version}.snapshot.json"
    targets = f"{there.targets.signed.version}.targets.json"
    for name in sorted(os.listdir(there.metadata)):
        if name.endswith(".root.json") or name in ("timestamp.json", snapshot, targets):
            paths.append(os.path.join(there.metadata, name))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for path in paths:
            name = os.path.relpath(path, there.folder).replace(os.sep, "/")
            with open(path, "rb") as file:
                zipped.writestr(zipfile.ZipInfo(name, FIRST_DAY), file.read())
    files.replace(to, made.getvalue())


class Archive:
    """An archive, read member by member: none is ever put on the disk under its own name."""

    def __init__(self, path: str) -> None:
        """
        Raises:
            UserError: it is none, or has a member that no repository has.
        """
        self._path = path
        try:
            mode = os.stat(path).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # a pipe would be waited for
                raise self._no_archive()
            self._zipped = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError):
            raise self._no_archive() from None
        except OSError as error:
            raise UserError(
                f"the archive `{shown(path, 200)}` cannot be read: {error.strerror}",
                hint="check its path",
            ) from None
        members = self._zipped.infolist()
        for member in members:
            check_path(member.orig_filename)
        names = {member.filename.casefold() for member in members}
        plain = all(one.compress_type == zipfile.ZIP_STORED for one in members)
        plain = plain and not any(one.flag_bits & 1 for one in members)
        size = sum(member.file_size for member in members)
        twice = len(names) < len(members)
        if not plain or twice or len(members) > MAX_MEMBERS or size > MAX_BYTES:
            raise self._no_archive()
        self.received_bytes = 0
        self.requests = 0
        self.server_date: str | None = None

    def _no_archive(self) -> UserError:
        return UserError(
            f"`{shown(self._path, 200)}` is no archive of published catalogs",
            hint="`llmpick catalog publish --archive FILE` makes one",
        )

    def get(self, address: str) -> Body:
        """The member that *address* names, below the archive's own path; 404: there is none."""
        name = address.removeprefix(f"{self._path}/")
        self.requests += 1
        if name not in self._zipped.namelist():
            return Body(404, iter(()))
        return Body(200, self._parts(name))

    def _parts(self, name: str) -> Iterator[bytes]:
        try:
            with self._zipped.open(name) as member:
                while part := member.read(CHUNK_BYTES):
                    self.received_bytes += len(part)
                    yield part
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
            raise self._no_archive() from None

    def close(self) -> None:
        """Close the file."""
        self._zipped.close()
