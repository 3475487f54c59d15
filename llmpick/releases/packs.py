"""
A catalog as packs: a few files of it together, compressed, named by what is in them.

Files that change together lie together, so that a newer version shares most packs with an older.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import zlib
from collections.abc import Mapping

from llmpick.catalog import read
from llmpick.catalog.contents import Catalog
from llmpick.catalog.export import record_file
from llmpick.errors import UserError, shown
from llmpick.files.read import json_of

BUCKETS = 8
"""Folders of developers and of providers share so many packs a kind."""
ALONE_BYTES = 100_000
"""A file of this size has a pack of its own."""
MEMORY_BYTES = 64_000_000
"""What unpacking one may take beside its content."""
MAX_CONTENT_BYTES = 32_000_000
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+~-]{0,127}")
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that are no files on Windows."""

Texts = Mapping[str, str]


def texts_of(folder: str) -> dict[str, str]:
    """
    The text of each file of the catalog in *folder*, by its path.

    Raises:
        OSError, UnicodeDecodeError: one cannot be read.
    """
    found = {}
    for path in ["VERSION", *read.files(folder)]:
        with open(os.path.join(folder, path), encoding="utf-8", newline="") as file:
            found[path] = file.read()
    return found


def texts_in(catalog: Catalog) -> dict[str, str]:
    """The same of an opened catalog, whether its files are at hand or only its compiled form."""
    if catalog.meta.folder is not None:
        return texts_of(catalog.meta.folder)
    found = {"VERSION": f"{catalog.meta.version}\n"}
    for kind in (*read.KINDS, *read.SINGLE):
        for name in catalog.ids(kind):
            path, data = record_file(kind, name, catalog.record(kind, name))
            found[path] = data.decode()
    return found


def packed(texts: Texts) -> dict[str, bytes]:
    """The content of each pack of the files *texts*, by its name: the same bytes for the same."""
    groups: dict[str, dict[str, str]] = {}
    for path in sorted(texts):
        groups.setdefault(_pack_of(path, texts[path]), {})[path] = texts[path]
    return {name: _content(files) for name, files in sorted(groups.items())}


def _content(files: Texts) -> bytes:
    return json.dumps(files, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _pack_of(path: str, text: str) -> str:
    kind, *folders = path.split("/")
    if not folders:
        return "base"
    if len(text) > ALONE_BYTES:
        return path.replace("/", "-").rpartition(".")[0]
    if len(folders) == 1:
        return kind
    return f"{kind}-{zlib.crc32(folders[0].encode()) % BUCKETS}"


def digest(data: bytes) -> str:
    """The SHA-256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def compressed(content: bytes) -> bytes:
    """*content* as it is published."""
    return lzma.compress(content, preset=6)


def expanded(data: bytes, size: int) -> bytes:
    """
    The content of *data*, which must be of *size* bytes.

    Raises:
        UserError: it is not.
    """
    opener = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY_BYTES)
    try:
        content = opener.decompress(data, max_length=size + 1)
    except (lzma.LZMAError, MemoryError):
        content = b""
    if len(content) != size or not opener.eof or opener.unused_data:
        raise UserError(
            "a pack of the published catalog is not what its list says",
            hint="tell whoever publishes it; the old catalog stays",
        )
    return content


def expanded_list(data: bytes) -> bytes:
    """A compressed list, whose size nobody states before it."""
    opener = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY_BYTES)
    try:
        content = opener.decompress(data, max_length=MAX_CONTENT_BYTES)
    except lzma.LZMAError:
        return b""
    return content if opener.eof else b""


def unpacked(content: bytes) -> dict[str, str]:
    """
    The files in the *content* of a pack.

    Raises:
        UserError: it is none, or names a path that is no file of a catalog.
    """
    try:
        found = json_of(content)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise UserError(
            "a pack of the published catalog cannot be used", hint="tell whoever publishes it"
        )
    for path in found:
        check_path(path)
    return found


def check_path(path: str) -> None:
    """
    That *path* is below a folder wherever it is put, on every system.

    Raises:
        UserError: it is absolute, leads upwards, or has a name that is none.
    """
    for part in path.split("/"):
        if not PART.fullmatch(part) or DEVICES.fullmatch(part) or part.endswith("."):
            raise UserError(
                f"the published catalog holds a file `{shown(path, 120)}`, which is no place",
                hint="nothing of it was taken; tell whoever publishes it",
            )
