"""A catalog as a revision of a Git repository has it: its files, without a work tree."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence

from llmpick.catalog.read import MAX_FILE_BYTES
from llmpick.catalog.stamp import is_file
from llmpick.errors import UserError, shown

MAX_TREE_BYTES = 400_000_000
SECONDS = 60
QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
"""Nothing is locked, asked or fetched: what a partial clone lacks is a sentence."""


def files_at(revision: str, folder: str) -> dict[str, bytes]:
    """
    Every file of the catalog at *revision*, by its path below the catalog's own folder.

    Args:
        revision: `REVISION`, or `REVISION:PATH` where the catalog lay at another path.
        folder: A folder of the repository: the catalog's own, or one that holds it.

    Raises:
        UserError: no Git, no repository, no such revision, no catalog in it, or too much of it.
    """
    name, _, place = revision.partition(":")
    if not name or name.startswith("-") or not revision.isprintable():
        raise UserError(f"no revision `{shown(revision)}`", hint="as HEAD~30, or v1.0:catalog")
    prefix = _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()
    places = [place.strip("/")] if place else [prefix.rstrip("/"), f"{prefix}catalog"]
    commit = _commit(folder, name)
    for path in places:
        entries = dict(_tree(folder, commit, path))
        if "VERSION" in entries:
            return dict(zip(entries, _contents(folder, [*entries.values()]), strict=True))
    raise UserError(
        f"the revision `{shown(name)}` has no catalog at `{shown(places[0] or '.')}`",
        hint="name its folder: REVISION:FOLDER",
    )


def _commit(folder: str, name: str) -> str:
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except UserError as error:
        raise UserError(
            f"no version, folder or revision `{shown(name)}`", hint=error.hint
        ) from None
    return found.decode("ascii").strip()


def _tree(folder: str, commit: str, path: str) -> Iterator[tuple[str, str]]:
    """Path and object of each file of the catalog in the folder *path* of *commit*."""
    start = f"{path}/" if path else ""
    listed = _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", start or ".")
    total = 0
    for line in listed.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        mode, kind, oid, size = head.split()
        below = name.decode("utf-8", "surrogateescape")[len(start) :]
        # links and submodules are no files of a catalog
        if kind != b"blob" or not mode.startswith(b"100") or not is_file(below):
            continue
        total += int(size)
        if int(size) > MAX_FILE_BYTES or total > MAX_TREE_BYTES:
            raise UserError(
                f"`{shown(below)}` of the revision is larger than a catalog's",
                hint="is it a catalog?",
            )
        yield below, oid.decode("ascii")


def _contents(folder: str, objects: Sequence[str]) -> Iterator[bytes]:
    """What the *objects* hold, in their order."""
    found = _git(folder, "cat-file", "--batch", given="\n".join([*objects, ""]).encode("ascii"))
    start = 0
    for oid in objects:
        end = found.index(b"\n", start)
        words = found[start:end].split()
        if len(words) != 3:
            raise UserError(
                f"the repository lacks the object {oid[:12]}", hint="fetch the revision whole"
            )
        start = end + 1 + int(words[2])
        yield found[end + 1 : start]
        start += 1


def _git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """
    What `git` with fixed *arguments* answers in *folder*.

    Raises:
        UserError: there is no Git, or it refuses.
    """
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments],
            input=given,
            capture_output=True,
            env={**os.environ, **QUIET},
            timeout=SECONDS,
            check=False,
        )
    except OSError:
        raise UserError(
            "a revision needs Git, which cannot be run", hint="install Git, or name a folder"
        ) from None
    except subprocess.TimeoutExpired:
        raise UserError(f"Git did not answer in {SECONDS} seconds", hint="try again") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = shown(lines[0].removeprefix("fatal: "), 160) if lines else ""
        raise UserError(
            f"Git cannot read it{': ' if said else ''}{said}",
            hint="name a revision of the repository that holds the catalog, or a folder",
        )
    return done.stdout
