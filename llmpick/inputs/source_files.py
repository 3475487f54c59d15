"""
Files of source and configuration, read for the identifiers that stand in them.

A file is in memory alone and up to a size; what cannot be read is said in a sentence, and the rest
goes on.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.names.cells import NotANotebook, cells
from llmpick.core.names.comments import FAMILY_OF, comments
from llmpick.core.names.in_code import CodePlace, Tables, line_around, places
from llmpick.errors import shown
from llmpick.files.read import bounded, is_utf16
from llmpick.files.walk import below, check_exists

MOST_BYTES = 4_000_000
IGNORED, IGNORED_FILE = "llmpick: ignore", "llmpick: ignore-file"

Where: TypeAlias = Literal["code", "comment", "lock", "prose"]
"""What a text around an identifier is: only in `code` it is asked for."""

_CONFIGURATION = frozenset(("json", "jsonl", "csproj", "gradle", "plist", "xcconfig"))
_PROSE = frozenset(("md", "mdx", "rst", "txt", "adoc", "org"))
_NAMES = frozenset(
    (
        *("dockerfile", "makefile", "procfile", "jenkinsfile", "justfile", "modelfile"),
        *("pipfile", "gemfile", "rakefile", "vagrantfile", "containerfile", ".env", ".envrc"),
    )
)
_LOCKS = frozenset(
    (
        *("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"),
        *("poetry.lock", "uv.lock", "pdm.lock", "pipfile.lock", "cargo.lock", "composer.lock"),
        *("gemfile.lock", "mix.lock", "flake.lock", "go.sum", "packages.lock.json"),
        *("conda-lock.yml", "pubspec.lock", "deno.lock", "package.resolved"),
    )
)


class SourceText(NamedTuple):
    """A file's text; bytes that are no UTF-8 are kept as surrogates."""

    path: str
    text: str


class Found(NamedTuple):
    """
    An identifier in a file, with line and column from 1; *cell* of a notebook, from 1.

    *start* is its offset in the text, and *is_plain* that it stands there letter for letter.
    """

    place: CodePlace
    where: Where
    line: int
    column: int
    start: int
    is_plain: bool = True
    cell: int | None = None


def sources(
    paths: Iterable[str], excluded: Iterable[str], complain: Callable[[str], None]
) -> Iterator[SourceText]:
    """
    The texts of *paths*, files or folders, each file once.

    Args:
        paths: A file is read whatever its name; of a folder, source, configuration and prose.
        excluded: Patterns of paths or names that are left out.
        complain: Told, in a sentence, of each thing that cannot be read.

    Raises:
        UserError: nothing is at one of *paths*.
    """
    paths, patterns = list(paths), list(excluded)
    for path in paths:
        check_exists(path)

    def wanted(path: str) -> bool:
        return not _is_excluded(path, patterns) and (path.endswith(os.sep) or is_source(path))

    read: set[str] = set()
    for path in dict.fromkeys(paths):
        is_folder = os.path.isdir(path)
        for one in below(path, wanted, complain) if is_folder else (path,):
            name = os.path.normpath(one)
            if name in read or (not is_folder and _is_excluded(one, patterns)):
                continue
            if len(paths) > 1:  # else none can come twice
                read.add(name)
            text = _text(one, complain, quiet=is_folder)
            if text is not None and IGNORED_FILE not in text[:2000]:
                yield SourceText(one, text)


def _is_excluded(path: str, patterns: Iterable[str]) -> bool:
    plain = os.path.normpath(path).replace(os.sep, "/")
    name = plain.rpartition("/")[2]
    return any(
        fnmatch(plain, one) or fnmatch(name, one) or fnmatch(plain, f"*/{one}") for one in patterns
    )


def _text(path: str, complain: Callable[[str], None], *, quiet: bool) -> str | None:
    """The text at *path*; of binary files nothing is said where they only stood in a folder."""
    named = f"`{shown(path, 200)}`"
    try:
        data = bounded(path, MOST_BYTES)
    except OSError as error:
        complain(f"{named} cannot be read: {error.strerror}")
        return None
    except ValueError as error:
        complain(f"{named} is {error}: not read")
        return None
    if b"\0" in data:
        if is_utf16(data):
            complain(f"{named} is UTF-16, not UTF-8: not read")
        elif not quiet:
            complain(f"{named} is binary: not read")
        return None
    return data.decode("utf-8", "surrogateescape")


def _ending(path: str) -> tuple[str, str]:
    """A file's name and its ending, lower case; `.env.local` and `Dockerfile.dev` by their kind."""
    name = os.path.basename(path).lower()
    ending = name.rpartition(".")[2]
    if name == ".env" or name.startswith((".env.", ".envrc")):
        ending = "env"
    for special in ("dockerfile", "makefile"):
        if name.startswith(special):
            ending = special
    return name, ending


def is_source(path: str) -> bool:
    """Whether a file of a folder is read, by its name."""
    name, ending = _ending(path)
    known = ending in FAMILY_OF or ending in _CONFIGURATION or ending in _PROSE
    return known or name in _NAMES or name in _LOCKS


def found_in(source: SourceText, known: Tables, complain: Callable[[str], None]) -> Iterator[Found]:
    """
    Every identifier in *source*, in order.

    A line that says `llmpick: ignore` is left out. Of a notebook, only the sources of its cells
    count; one that is broken is said to be, and read as plain text.
    """
    if source.path.lower().endswith(".ipynb"):
        try:
            yield from _in_notebook(source, known)
            return
        except NotANotebook as error:
            named = f"`{shown(source.path, 200)}`"
            complain(f"{named} is no whole notebook ({error}): read as plain text")
    name, ending = _ending(source.path)
    lines = _Lines(source.text)
    outside: Where = "lock" if name in _LOCKS else "prose" if ending in _PROSE else "code"
    spans: list[tuple[int, int]] | None = None
    for place in places(source.text, known):
        line, column = lines.at(place.start)
        if _is_ignored(source.text, place):
            continue
        if spans is None:  # most files name no model: their comments need not be found
            spans = list(comments(source.text, FAMILY_OF.get(ending)))
        where: Where = "comment" if _is_inside(place.start, spans) else outside
        yield Found(place, where if outside == "code" else outside, line, column, place.start)


def _is_ignored(text: str, place: CodePlace) -> bool:
    begin, end = line_around(text, place.start, place.start + len(place.text))
    return text.find(IGNORED, begin, end) >= 0


def _in_notebook(source: SourceText, known: Tables) -> Iterator[Found]:
    lines = _Lines(source.text)
    for cell in cells(source.text):
        spans = list(comments(cell.text, "python")) if cell.is_code else []
        for place in places(cell.text, known):
            start = cell.places[place.start]
            line, column = lines.at(start)
            if _is_ignored(cell.text, place):
                continue
            where: Where = "comment" if _is_inside(place.start, spans) else "code"
            stands = source.text.startswith(place.text, start)
            yield Found(
                place, where if cell.is_code else "prose", line, column, start, stands, cell.cell
            )


def _is_inside(at: int, spans: list[tuple[int, int]]) -> bool:
    number = bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return number >= 0 and spans[number][0] <= at < spans[number][1]


class _Lines:
    """The lines of a text, found when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of *offset*, from 1."""
        if not self._starts:
            self._starts = [0]
            self._starts += [n + 1 for n, sign in enumerate(self._text) if sign == "\n"]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def replaced(source: SourceText, edits: Iterable[tuple[int, int, str]]) -> bytes:
    """The bytes of *source* with each (start, end, text) of *edits* in place; none overlap."""
    parts, at = [], 0
    for start, end, text in sorted(edits):
        parts += [source.text[at:start], text]
        at = end
    return "".join((*parts, source.text[at:])).encode("utf-8", "surrogateescape")


def is_unchanged(source: SourceText) -> bool:
    """Whether the file still holds what was read of it."""
    try:
        data = bounded(source.path, MOST_BYTES)
    except (OSError, ValueError):
        return False
    return data == source.text.encode("utf-8", "surrogateescape")
