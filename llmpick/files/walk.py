"""Files below folders, in order, with bounded memory: links are not followed, so none loops."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from llmpick.errors import UserError, shown

MOST_ENTRIES = 100_000
"""Entries of one folder: a source tree has fewer, and they are sorted in memory."""
DEEPEST = 100
"""Folders in one another."""
SKIPPED = frozenset(
    (
        *(".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", "site-packages"),
        *(".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints"),
        *("bower_components", ".gradle", ".terraform", ".next", ".nuxt", ".idea", ".cache"),
    )
)
"""Folders of tools, and of what others wrote."""


def below(
    folder: str, wanted: Callable[[str], bool], complain: Callable[[str], None]
) -> Iterator[str]:
    """
    The files below *folder* whose name is *wanted*, sorted within each folder.

    Args:
        folder: Where to begin; it may be a link itself.
        wanted: Of a file's or folder's path, whether it is of interest.
        complain: Told, in a sentence, of each folder that is left out.
    """
    waiting = [_entries(folder, complain)]
    while waiting:
        try:
            path, is_folder = next(waiting[-1])
        except StopIteration:
            waiting.pop()
            continue
        if is_folder and os.path.basename(path) in SKIPPED:
            continue
        if not wanted(path) and not is_folder:
            continue
        if not is_folder:
            yield path
        elif len(waiting) >= DEEPEST:
            complain(f"`{shown(path, 200)}` is more than {DEEPEST} folders deep: not read")
        elif wanted(path + os.sep):
            waiting.append(_entries(path, complain))


def _entries(folder: str, complain: Callable[[str], None]) -> Iterator[tuple[str, bool]]:
    """Files and folders of *folder*, sorted; neither links nor devices."""
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(found) >= MOST_ENTRIES:
                    many = f"more than {MOST_ENTRIES:,} entries"
                    complain(f"`{shown(folder, 200)}` has {many}: not read")
                    return
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder or entry.is_file(follow_symlinks=False):
                    found.append((entry.name, is_folder))
    except OSError as error:
        complain(f"`{shown(folder, 200)}` cannot be read: {error.strerror}")
        return
    found.sort()
    for name, is_folder in found:
        yield os.path.join(folder, name), is_folder


def check_exists(path: str) -> None:
    """
    That something is at *path*.

    Raises:
        UserError: nothing is, or a link that leads nowhere or in a circle.
    """
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path"
        if isinstance(error, FileNotFoundError):
            why = "is a link to nothing" if os.path.lexists(path) else "does not exist"
        else:
            why = f"cannot be read: {why}"
        raise UserError(f"`{shown(path, 200)}` {why}", hint="check its path") from None
