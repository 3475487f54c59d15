"""Which files a catalog has, and a stamp that changes when one of them does."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

from llmpick.errors import CatalogError, shown

KINDS = (
    "architectures",
    "benchmarks",
    "derived",
    "developers",
    "electricity",
    "embedding_boards",
    "embeddings",
    "ended",
    "engines",
    "feeds",
    "formats",
    "hardware",
    "libraries",
    "licences",
    "measurements",
    "media",
    "models",
    "offerings",
    "parameters",
    "plans",
    "providers",
    "rates",
    "regulations",
    "scores",
    "tasks",
    "thinking",
    "tokenizers",
    "tuning",
)
SINGLE = ("domains", "scale", "seats")
ENDINGS = (".toml", ".csv")
DEEPEST = 6
"""Folders below the catalog's own; no record lies deeper than three."""


def files(folder: str) -> list[str]:
    """Paths of all files with facts of the catalog, relative to *folder*, with `/`, sorted."""
    found = [f"{name}.toml" for name in SINGLE]
    found = [name for name in found if os.path.lexists(os.path.join(folder, name))]
    for kind in KINDS:
        found.extend(_below(os.path.join(folder, kind), kind))
    return sorted(found)


def is_file(path: str) -> bool:
    """Whether *path*, relative to a catalog and with `/`, is one of its files."""
    kind, _, rest = path.partition("/")
    if not rest:
        return path == "VERSION" or path in {f"{name}.toml" for name in SINGLE}
    hidden = any(part.startswith(".") for part in rest.split("/"))
    return kind in KINDS and rest.endswith(ENDINGS) and not hidden


def _below(folder: str, prefix: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CatalogError(
            f"`{shown(folder)}` cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    if prefix.count("/") > DEEPEST:
        raise CatalogError(f"`{shown(prefix, 60)}` lies too deep", hint="models/LAB/MODEL.toml")
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{prefix}/{entry.name}")
        elif entry.name.endswith(ENDINGS):
            yield f"{prefix}/{entry.name}"


def fingerprint(folder: str) -> tuple[int, int, int]:
    """Count, newest time in ns, checksum of names, sizes, times and places of files of *folder*."""
    newest = check = 0
    paths = ["VERSION", *files(folder)]
    for path in paths:
        info = os.stat(os.path.join(folder, path), follow_symlinks=False)
        newest = max(newest, info.st_mtime_ns)
        line = f"{path}\0{info.st_size}\0{info.st_mtime_ns}\0{info.st_ino}\0{info.st_ctime_ns}\n"
        check = zlib.crc32(line.encode("utf-8", "surrogateescape"), check)
    return len(paths), newest, check
