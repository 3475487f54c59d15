"""
From a folder of TOML files to raw records: bounded, and with a plain word for every fault.

A record is the parsed table of a file. Nothing outside the folder is read.
"""

from __future__ import annotations

import datetime
import os
import tomllib
from typing import NamedTuple, TypeAlias

from llmpick.catalog.stamp import KINDS, SINGLE, files
from llmpick.errors import CatalogError, shown
from llmpick.files.read import TooDeep, bounded, is_utf16, toml_of

__all__ = [
    "KINDS",
    "SINGLE",
    "Fault",
    "Record",
    "day_of",
    "files",
    "parse",
    "parsed",
    "plain",
    "version",
]

Raw: TypeAlias = dict[str, "object"]

MAX_FILE_BYTES = 4_000_000
MAX_LINE_CHARACTERS = 10_000


class Fault(NamedTuple):
    """A file that could not be read, and why; *line* from 1, or 0 where there is none."""

    path: str
    line: int
    message: str
    hint: str


class Record(NamedTuple):
    """One file: *kind* is its folder, *id* its path below it without the ending."""

    kind: str
    id: str
    path: str
    data: Raw
    text: str


def version(folder: str) -> str:
    """
    The dated version of the catalog in *folder*.

    Raises:
        CatalogError: no folder, no VERSION in it, or not a date in it.
    """
    if not os.path.isdir(folder):
        raise CatalogError(f"no catalog folder `{shown(folder)}`", hint="check --catalog")
    try:
        content = bounded(os.path.join(folder, "VERSION"), MAX_FILE_BYTES, follow=False)
        return version_of(content)
    except FileNotFoundError:
        raise CatalogError(
            f"`{shown(folder)}` is not a catalog: it has no file VERSION",
            hint="point --catalog at the folder that holds models/, offerings/ and VERSION",
        ) from None
    except (OSError, ValueError, TypeError, OverflowError) as error:
        raise CatalogError(
            f"VERSION of the catalog `{shown(folder)}` cannot be read: {shown(str(error))}",
            hint="it holds one date such as 2026.11.23",
        ) from None


def version_of(content: bytes) -> str:
    """
    The version that a file VERSION states.

    Raises:
        ValueError, TypeError, OverflowError: it states none.
    """
    text = content[:64].decode("utf-8").strip()
    datetime.date(*map(int, text.split(".")))
    return text


def day_of(catalog_version: str) -> str:
    """The ISO day of a catalog version: 2026.11.23 is 2026-11-23."""
    return datetime.date(*map(int, catalog_version.split("."))).isoformat()


def parse(folder: str, path: str) -> Record | Fault:
    """One file of the catalog in *folder*, or what is wrong with it."""
    try:
        data = bounded(os.path.join(folder, path), MAX_FILE_BYTES, follow=False)
    except OSError as error:
        return Fault(path, 0, f"cannot be read: {error.strerror or error}", "check the file")
    except ValueError as error:
        return Fault(path, 0, shown(str(error), 160), "mend the file")
    return parsed(path, data)


def parsed(path: str, content: bytes) -> Record | Fault:
    """The file at *path* of a catalog by its *content*, or what is wrong with it."""
    try:
        text = _text(content)
        data = _rows(text) if path.endswith(".csv") else toml_of(text)
    except tomllib.TOMLDecodeError as error:
        line = _line_of(str(error), "(at line ", ",")
        return Fault(path, line, f"not TOML: {shown(str(error), 160)}", "mend the syntax there")
    except TooDeep as error:
        return Fault(path, _line_of(str(error), "line ", ":"), str(error), "flatten it")
    except UnicodeDecodeError as error:
        what = "UTF-16, not UTF-8" if is_utf16(content) else f"not UTF-8: byte {error.start}"
        return Fault(path, 0, what, "save the file as UTF-8")
    except ValueError as error:
        return Fault(path, 0, shown(str(error), 160), "mend the value or the file")
    kind, _, rest = os.path.splitext(path)[0].partition("/")
    return Record(kind, rest or kind, path, data, text)


def _rows(text: str) -> Raw:
    """A derived table: a header, then one row a line."""
    import csv

    if "\0" in text:
        raise ValueError("not CSV: it holds a NUL")

    lines = csv.reader(text.split("\n"), strict=True)
    try:
        header = next(lines, [])
        rows = [dict(zip(header, line, strict=True)) for line in lines if line]
    except csv.Error as error:
        raise ValueError(f"not CSV: line {lines.line_num}: {error}") from None
    return {"rows": rows}


def _text(content: bytes) -> str:
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE_CHARACTERS:
            raise ValueError(f"line {number} is longer than {MAX_LINE_CHARACTERS:,} characters")
    return text


def _line_of(message: str, before: str, after: str) -> int:
    number = message.partition(before)[2].partition(after)[0]
    return int(number) if number.isdecimal() and number.isascii() else 0


def plain(value: object) -> Raw:
    """The table *value* with days as ISO texts."""
    table = _plain_value(value)
    assert isinstance(table, dict)
    return table


def _plain_value(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_value(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
