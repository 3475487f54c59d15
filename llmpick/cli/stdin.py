"""Names on standard input, one a line."""

from __future__ import annotations

import sys

from llmpick.errors import UserError
from llmpick.lang.said import said

MAX_LINES = 100_000
MAX_BYTES = 20_000_000


def lines(command: str = "resolve") -> list[str]:
    """
    The lines of stdin that are not blank, for a *command* that takes names too.

    Raises:
        UserError: stdin is a terminal, closed, empty, not text, or without end.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise UserError(
            said("no name was given"),
            hint=said("llmpick {command} NAME, or names on stdin", command=command),
        )
    try:
        # bytes: what Python takes for the encoding of a pipe is on Windows that of the country
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        text = "" if len(data) > MAX_BYTES else data.decode("utf-8-sig")
    except (OSError, ValueError):
        raise UserError(
            said("stdin cannot be read as text"), hint=said("one name a line, in UTF-8")
        ) from None
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(data) > MAX_BYTES or len(found) > MAX_LINES:
        raise UserError(
            said("too many names on stdin"),
            hint=said("at most {MAX_LINES:,} at a time", MAX_LINES=MAX_LINES),
        )
    if not found:
        raise UserError(
            said("no name was given"),
            hint=said("llmpick {command} NAME, or names on stdin", command=command),
        )
    return found
