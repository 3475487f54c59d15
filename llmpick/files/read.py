"""Files read up to a size: what is too large, no file or no text is a sentence."""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections.abc import Iterable
from typing import Any

from llmpick.errors import UserError, shown

AS_UTF8 = "save it as UTF-8"
RIGHT_FILE = "is it the right file?"
DEEPEST = 32
"""Levels of lists and tables in one another."""


def bounded(path: str, most: int, *, follow: bool = True, pipes: bool = False) -> bytes:
    """
    The bytes of the file *path*.

    Args:
        path: The file.
        most: Bytes at most.
        follow: A link leads to its file.
        pipes: A FIFO or a terminal will do as well, and is waited for.

    Raises:
        ValueError: it is no ordinary file, or is larger.
        OSError: it cannot be read.
    """
    if not follow and os.path.islink(path):  # Windows has no O_NOFOLLOW
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    waits = pipes and not stat.S_ISREG(os.stat(path).st_mode)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    flags |= 0 if waits else getattr(os, "O_NONBLOCK", 0)
    flags |= 0 if follow else getattr(os, "O_NOFOLLOW", 0)
    with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
        mode = os.fstat(file.fileno()).st_mode
        ordinary = stat.S_ISREG(mode) or (pipes and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)))
        if not ordinary:
            raise ValueError("no ordinary file")
        data: bytes = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"larger than {most:,} bytes")
    return data


def read_bytes(
    path: str, what: str, most: int, *, pipes: bool = False, hint: str = RIGHT_FILE
) -> bytes:
    """
    The bytes of the file *path*.

    Args:
        path: The file.
        what: What it is, for messages.
        most: Bytes at most.
        pipes: A FIFO or a terminal will do as well, and is waited for.
        hint: What to do where it is larger.

    Raises:
        UserError: it is missing, no ordinary file, too large, or cannot be read.
    """
    named = _named(path, what)
    try:
        return bounded(path, most, pipes=pipes)
    except FileNotFoundError:
        why = "is a link to nothing" if os.path.lexists(path) else "does not exist"
        raise UserError(f"{named} {why}", hint="check its path") from None
    except IsADirectoryError:
        raise UserError(f"{named} is no ordinary file", hint="check its path") from None
    except OSError as error:
        raise UserError(
            f"{named} cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    except ValueError as error:
        raise UserError(f"{named} is {error}", hint=hint) from None


def read_text(
    path: str, what: str, most: int, *, pipes: bool = False, hint: str = RIGHT_FILE
) -> str:
    """
    The text of the file *path*, with `\\n` between lines; a byte order mark is left out.

    Raises:
        UserError: it cannot be read, or is not UTF-8.
    """
    return decoded(read_bytes(path, what, most, pipes=pipes, hint=hint), _named(path, what))


def decoded(data: bytes, named: str) -> str:
    """
    The text in *data*, with `\\n` between lines and without a byte order mark; *named* in messages.

    Raises:
        UserError: it is not UTF-8.
    """
    if is_utf16(data):
        raise UserError(f"{named} is UTF-16, not UTF-8", hint=AS_UTF8)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{named} is not UTF-8: byte {error.start}", hint=AS_UTF8) from None


def is_utf16(data: bytes) -> bool:
    """Whether *data* begins as text in UTF-16 does."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def read_toml(path: str, what: str, most: int, *, pipes: bool = False) -> dict[str, Any]:
    """
    The table in the TOML file *path*.

    Raises:
        UserError: it cannot be read, or is not TOML.
    """
    text = read_text(path, what, most, pipes=pipes)
    try:
        return toml_of(text)
    except ValueError as error:
        raise UserError(
            f"{_named(path, what)} is not TOML: {shown(str(error), 160)}", hint="mend it there"
        ) from None


class TooDeep(ValueError):
    """Tables or arrays in one another, or a number, longer than any file of ours has."""


def toml_of(text: str) -> dict[str, Any]:
    """
    The table that *text* states as TOML.

    Raises:
        TooDeep: a key of more than DEEPEST parts, or values nested deeper: the time that Python's
            reader takes for these grows with their square. Or a number of hundreds of digits,
            which Python may read and not print.
        ValueError: it is not TOML.
    """
    import tomllib

    _check_depth(text)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TooDeep("nested too deeply") from None


def json_of(text: str | bytes, **form: Any) -> Any:
    """
    What *text* states as JSON.

    Raises:
        TooDeep: lists or tables nested deeper than DEEPEST.
        ValueError: it is not JSON, or has a number of thousands of digits.
    """
    import json

    try:
        found = json.loads(text, **form)
    except RecursionError:
        raise TooDeep("nested too deeply") from None
    level, depth = [found], 0
    while level := [item for value in level for item in _items(value)]:
        depth += 1
        if depth > DEEPEST:
            raise TooDeep("nested too deeply")
    return found


def _items(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _check_depth(text: str) -> None:
    import re

    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > DEEPEST and re.search(_KEYS, line):
            raise TooDeep(f"line {number}: a key of more than {DEEPEST} parts")
    depth = 0
    for found in re.finditer(_BRACKETS, text):
        sign = found[0]
        if sign in BRACKETS:
            depth += BRACKETS[sign]
        elif sign[0] not in "#\"'":
            raise TooDeep(f"line {_line(text, found.start())}: a number of more than 1,000 digits")
        if depth > DEEPEST:
            raise TooDeep(f"line {_line(text, found.start())}: nested too deeply")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}
_STRING = r""" "(?:\\.|[^"\\\n])*+" | '[^'\n]*+' """
_KEYS = rf"""(?x) (?: ^ | [{{,\[] ) \s*+ (?: (?: [\w-]++ | {_STRING} ) \s*+ \. \s*+ ){{{DEEPEST}}}
"""
_BRACKETS = rf"""(?xs)
    \#[^\n]*+ | \"{{3}} (?: \\. | [^\\] )*? \"{{3,5}} | '{{3}} .*? '{{3,5}} | {_STRING} | [\[\]{{}}]
    | \b (?: 0[xob][\w]{{1000}} | [\d_]{{1000}} ) \w*+
"""


def _named(path: str, what: str) -> str:
    return f"the {what} `{shown(path, 200)}`"
