"""The files of a package: a wheel or another zip, a tgz, or a file by itself."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from llmpick.feeds.rows import OtherForm

MAX_PACKAGE_BYTES = 200_000_000
MAX_FILE_BYTES = 40_000_000
MAX_FILES = 1_000
ZIP = b"PK\x03\x04"
GZIP = b"\x1f\x8b"


def files(name: str, data: bytes, pattern: str) -> dict[str, bytes]:
    """
    The files in *data* whose path fits *pattern*; *data* itself where it is no package.

    Nothing is written and no path is followed: a package is read in memory, each file to a limit.

    Raises:
        OtherForm: no such package, none of its files fits, or one is too large.
    """
    if not data.strip():
        raise OtherForm("it is empty")
    if not data.startswith((ZIP, GZIP)):
        if len(data) > MAX_FILE_BYTES:
            raise OtherForm(f"it is larger than {MAX_FILE_BYTES:,} bytes")
        return {name: data}
    opened = _zipped(data, pattern) if data.startswith(ZIP) else _tarred(data, pattern)
    found: dict[str, bytes] = {}
    try:
        for path, content in opened:
            found[path] = content
            if len(found) > MAX_FILES or sum(map(len, found.values())) > MAX_FILE_BYTES:
                raise OtherForm(f"its files are more than {MAX_FILE_BYTES:,} bytes")
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise OtherForm(f"the package is broken: {str(error)[:100]}") from None
    except (NotImplementedError, RuntimeError):  # a way of packing, or a password
        raise OtherForm("the package is packed in a way that cannot be read") from None
    if not found:
        raise OtherForm("the package has no such file")
    return found


def _zipped(data: bytes, pattern: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            if re.fullmatch(pattern, entry.filename):
                with package.open(entry) as file:
                    yield entry.filename, _bounded(file.read(MAX_FILE_BYTES + 1))


def _tarred(data: bytes, pattern: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r|gz") as package:
        read = 0
        for entry in package:
            read += entry.size
            if read > MAX_PACKAGE_BYTES:
                raise OtherForm(f"the package unpacks to more than {MAX_PACKAGE_BYTES:,} bytes")
            file = package.extractfile(entry) if entry.isfile() else None
            if file and re.fullmatch(pattern, entry.name):
                yield entry.name, _bounded(file.read(MAX_FILE_BYTES + 1))


def _bounded(data: bytes) -> bytes:
    if len(data) > MAX_FILE_BYTES:
        raise OtherForm(f"a file of it is larger than {MAX_FILE_BYTES:,} bytes")
    return data
