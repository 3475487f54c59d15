"""Files read up to a size: what is too large, no file or no text is a sentence."""

from __future__ import annotations

import codecs
import os
import stat
from typing import Any

from llmpick.errors import UserError, shown

AS_UTF8 = "save it as UTF-8"
RIGHT_FILE = "is it the right file?"


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


def read_text(path: str, what: str, most: int, *, pipes: bool = False) -> str:
    """
    The text of the file *path*, with `\\n` between lines; a byte order mark is left out.

    Raises:
        UserError: it cannot be read, or is not UTF-8.
    """
    data = read_bytes(path, what, most, pipes=pipes)
    named = _named(path, what)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UserError(f"{named} is UTF-16, not UTF-8", hint=AS_UTF8)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{named} is not UTF-8: byte {error.start}", hint=AS_UTF8) from None


def read_toml(path: str, what: str, most: int, *, pipes: bool = False) -> dict[str, Any]:
    """
    The table in the TOML file *path*.

    Raises:
        UserError: it cannot be read, or is not TOML.
    """
    import tomllib

    text = read_text(path, what, most, pipes=pipes)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number without end is a ValueError too
        raise UserError(
            f"{_named(path, what)} is not TOML: {shown(str(error), 160)}", hint="mend it there"
        ) from None


def _named(path: str, what: str) -> str:
    return f"the {what} `{shown(path, 200)}`"
