"""
The compiled catalog on disk: named sections, each behind a checksum, read only when asked for.

A checksum finds accidents, not attackers, and marshal is for files that one trusts: so the file is
read only where it belongs to the user, to root or to the owner of the program, and where nobody
else may write it. A section holds plain values in marshal's second format, which every supported
Python reads alike and which writes the same bytes for the same values.
"""

import marshal
import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:  # at run time these, and __future__, take as long as loading the catalog
    from collections.abc import Callable, Mapping
    from typing import Any

HERE = os.path.dirname(__file__)
MAGIC = b"LLMPICK\x02"
_HEAD = len(MAGIC) + 8
_FORMAT = 2


class Damaged(Exception):
    """The file is not a compiled catalog of this form, or not whole."""


class Nested(bytes):
    """A container as a section of another: kept as it is, so that it can be read in place."""


def dumps(sections: "Mapping[str, Any]") -> bytes:
    """The container that holds *sections*, in their order."""
    index: dict[str, tuple[int, int, int]] = {}
    blobs: list[bytes] = []
    offset = 0
    for name, value in sections.items():
        blob = bytes(value) if isinstance(value, Nested) else marshal.dumps(value, _FORMAT)
        index[name] = (offset, len(blob), zlib.crc32(blob))
        blobs.append(blob)
        offset += len(blob)
    head = marshal.dumps(index, _FORMAT)
    sizes = len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little")
    return b"".join([MAGIC, sizes, head, *blobs])


def _is_trusted(about: os.stat_result) -> bool:
    """Whether only those could write the file who could write the program itself."""
    if not hasattr(os, "geteuid"):
        return True
    trusted = about.st_uid in (0, os.geteuid()) or about.st_uid == os.stat(HERE).st_uid
    return trusted and not about.st_mode & 0o002


class _Descriptor:
    """An open file that is closed when nobody reads it any more."""

    def __init__(self, path: str) -> None:
        try:
            # without O_BINARY a 0x1A ends the file on Windows, and lines end otherwise
            flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            self.number = os.open(path, flags)
        except OSError as error:
            raise Damaged(path) from error
        about = os.fstat(self.number)
        if about.st_mode & 0o170000 != 0o100000 or not _is_trusted(about):
            raise Damaged(path)

    # bound here: when an interpreter ends, the module's own names are gone before its objects
    def __del__(self, close: "Callable[[int], None]" = os.close) -> None:
        if hasattr(self, "number"):
            close(self.number)


class Container:
    """A compiled catalog, open for reading."""

    def __init__(self, file: _Descriptor, base: int = 0) -> None:
        """
        Read the index of the container that begins at byte *base* of *file*.

        Raises:
            Damaged: of another form, or cut off.
        """
        self._file = file
        try:
            head = self._read(base, _HEAD)
            length = int.from_bytes(head[-8:-4], "little")
            if not head.startswith(MAGIC) or length > os.fstat(file.number).st_size:
                raise Damaged("form")
            check = int.from_bytes(head[-4:], "little")
            self._index = _load(self._read(base + _HEAD, length), check)
        except OSError as error:
            raise Damaged("form") from error
        self._start = base + _HEAD + length

    def _read(self, offset: int, length: int) -> bytes:
        os.lseek(self._file.number, offset, os.SEEK_SET)
        parts = []
        while length > 0:
            part = os.read(self._file.number, length)
            if not part:
                break
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

    def names(self) -> list[str]:
        """The names of all sections."""
        return list(self._index)

    def section(self, name: str) -> "Any":
        """
        The value of one section.

        Raises:
            KeyError: no such section.
            Damaged: its bytes are not those that were written.
        """
        offset, length, check = self._index[name]
        try:
            return _load(self._read(self._start + offset, length), check)
        except OSError as error:
            raise Damaged("unreadable") from error

    def nested(self, name: str) -> "Container":
        """
        The container that was put in as the section *name*.

        Raises:
            Damaged: it is not whole.
        """
        return Container(self._file, self._start + self._index[name][0])


def open_container(path: str) -> Container:
    """
    Open the compiled catalog at *path*.

    Raises:
        Damaged: missing, no ordinary file, of another form, or cut off.
    """
    return Container(_Descriptor(path))


def _load(blob: bytes, check: int) -> "Any":
    if zlib.crc32(blob) != check:
        raise Damaged("checksum")
    try:
        return marshal.loads(blob)
    except (ValueError, TypeError, EOFError) as error:
        raise Damaged("form") from error
