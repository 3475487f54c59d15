"""Where the user's own layers lie, and a stamp that changes when one of them does."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmpick.catalog.stamp import files
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog

FORM = 1
"""Of what a compiled catalog holds of layers; raised where the way of laying them changes."""


class LayerPlace(NamedTuple):
    """Where a layer lies: *name* is refreshed, user or project; *path* its folder or its file."""

    name: str
    path: str


def stamp(
    base: Catalog, places: Sequence[LayerPlace], folders: Sequence[str]
) -> tuple[object, ...]:
    """
    What changes where the catalog, a file of a layer, or the way of laying them does.

    Args:
        base: The catalog.
        places: The layers.
        folders: Those that files of these name, which may change only where the files do.
    """
    found = [(name, *_stamp_of(path)) for name, path in places]
    return (FORM, __version__, base.meta.sha256, *found, *map(_stamp_of, folders))


def _stamp_of(path: str) -> tuple[object, ...]:
    if not os.path.isdir(path):
        return (_mark_of(path),)
    names = ["overlay.toml", *files(path)]
    return tuple(_mark_of(os.path.join(path, name)) for name in names)


def _mark_of(path: str) -> tuple[object, ...]:
    try:
        info = os.lstat(path)
    except OSError:
        return (path,)
    return (path, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)


def cache_path(base: Catalog, places: Sequence[LayerPlace]) -> str:
    """Where the compiled form of *base* under *places* lies."""
    names = [os.path.abspath(base.meta.folder or ""), *(place.path for place in places)]
    key = hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):  # the XDG specification: a relative path is to be ignored
        folder = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(folder, "llmpick", "overlay", f"{key}.bin")
