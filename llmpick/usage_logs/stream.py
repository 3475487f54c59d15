"""The objects in the files of a log, one after another; and of each, only what bears on a price."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from llmpick.errors import UserError, shown
from llmpick.usage_logs import registry

LINES = (".jsonl", ".ndjson")
ENDINGS = (*LINES, ".json", ".csv", ".parquet", ".eval")
MAX_CELL_CHARACTERS = 2**31 - 1
"""Cells hold prompts, which are read over."""
MOST_TEXT = 200
"""Characters of a name; longer ones are no names, but texts that a log keeps."""
TEXTS = ("model", "time", "batch", "tier", "provider", "region", "variant", "speed", "cache_hit")
NAMES = {*TEXTS, "id", "host", "status", "window"}
"""Measures whose values are words; of all others only numbers are taken from a nested row."""

Object = dict[str, Any]
Row = dict[str, str]
"""Values by the spelling of the registry."""

BROKEN: Object = {}
"""Stands for what is no object."""


def ending_of(path: str) -> str:
    """The ending of a file's name, in lower case, without `.gz`."""
    return os.path.splitext(path.removesuffix(".gz"))[1].lower()


def files(path: str) -> list[str]:
    """
    The files of the log at *path*: itself, or all in a folder whose ending is that of a log.

    Raises:
        UserError: there is none, it is empty, or a folder mixes tables with other files.
    """
    if os.path.isfile(path):
        if ending_of(path) not in ENDINGS:
            raise UserError(
                f"`{shown(path)}` is no log that can be read",
                hint="a file .csv, .jsonl, .json or .parquet, or a folder of such files",
            )
        if not os.path.getsize(path):
            raise UserError(f"`{shown(path)}` is empty", hint="a log needs a row at least")
        return [path]
    if not os.path.isdir(path):
        raise UserError(f"no file `{shown(path)}`", hint="check the path of --usage")
    found = sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if ending_of(name) in ENDINGS and os.path.getsize(os.path.join(folder, name))
    )
    if not found:
        raise UserError(f"no file of a log in `{shown(path)}`", hint="check the path of --usage")
    kinds = {ending_of(name) for name in found}
    if len(kinds) > 1 and kinds & {".csv", ".parquet"}:
        raise UserError(
            f"`{shown(path)}` holds files of several kinds: {', '.join(sorted(kinds))}",
            hint="give a folder of one kind, or one file",
        )
    return found


def objects(path: str, needles: tuple[bytes, ...] = ()) -> Iterator[Object]:
    """
    The objects in a file, in their order.

    Args:
        path: JSON lines, JSON, CSV or an archive of Inspect.
        needles: Lines without any of them are passed over unread.
    """
    ending = ending_of(path)
    if ending == ".eval":
        yield from _archive(path)
        return
    with _opened(path) as file:
        if ending == ".csv":
            text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
            before = csv.field_size_limit(MAX_CELL_CHARACTERS)  # it holds for the whole process
            try:
                for row in csv.DictReader(text):
                    yield BROKEN if None in row or None in row.values() else row
            finally:
                csv.field_size_limit(before)
        elif ending in LINES:
            yield from _lines(file, needles)
        else:
            yield from _document(file.read())


def _opened(path: str) -> IO[bytes]:
    return gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb")  # type: ignore[return-value]


def _lines(file: Iterable[bytes], needles: tuple[bytes, ...] = ()) -> Iterator[Object]:
    for line in file:
        if needles and not any(needle in line for needle in needles):
            continue
        line = line.strip().removeprefix(b"\xef\xbb\xbf")
        if line:
            yield _parsed(line)


def _parsed(line: bytes) -> Object:
    try:
        found = json.loads(line)
    except ValueError:
        return BROKEN
    return found if isinstance(found, dict) else BROKEN


def _document(text: bytes) -> Iterator[Object]:
    """A whole document: an object, or a list of them; or lines, whatever the name says."""
    try:
        found = json.loads(text)
    except ValueError:
        yield from _lines(text.splitlines())
        return
    for item in found if isinstance(found, list) else [found]:
        yield item if isinstance(item, dict) else BROKEN


def _archive(path: str) -> Iterator[Object]:
    """The header of a log of Inspect, and then its samples."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(archive.namelist(), key=lambda name: (name != "header.json", name))
            for name in names:
                if name == "header.json" or (
                    name.startswith("samples/") and name.endswith(".json")
                ):
                    yield _parsed(archive.read(name))
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise UserError(
            f"`{shown(path)}` cannot be read: {shown(str(error), 80)}",
            hint="write it as JSON: inspect log convert --to json",
        ) from None


def flattened(found: Object, path: str = "") -> Row:
    """
    What of a nested object bears on a price, by the spellings of the registry.

    Of two keys with one spelling the outer one holds. Texts of requests and answers are left out.
    """
    row: Row = {}
    inner: list[tuple[str, Object]] = []
    for key, value in found.items():
        whole = f"{path}{key}"
        if isinstance(value, str) and value[:1] == "{" and key.lower() in HELD_AS_TEXT:
            value = _parsed(value.encode())
        if isinstance(value, dict):
            inner.append((f"{whole}.", value))
            continue
        name = registry.bare(whole)
        text = kept(name, value)
        if text is not None:
            row.setdefault(name, text)
    for prefix, value in inner:
        for name, text in flattened(value, prefix).items():
            row.setdefault(name, text)
    return row


HELD_AS_TEXT = {"usage", "response", "message", "body", "result", "metrics", "usage_details"}


def kept(name: str, value: object) -> str | None:
    """The *value* of a key as a text, where it bears on a price and is no text of a request."""
    measure = registry.KNOWN.get(name)
    if isinstance(value, bool):
        return ("true" if value else "false") if measure else None
    if isinstance(value, int | float):
        return str(value) if measure or registry.bears_on_a_price(name) else None
    if not isinstance(value, str) or measure is None:
        return None
    if measure in NAMES:
        return value if len(value) <= MOST_TEXT else None
    text = value.strip()
    # in many logs these two hold what was asked and answered
    if name in ("input", "output") and not text.isdigit():
        return None
    return text[:40] or None
