"""A long answer, shown page by page on a terminal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

OPTIONS_OF_LESS = "FRX"
"""Leave where all fits on one page, keep colours, leave the text on the screen."""


def command() -> list[str]:
    """LLMPICK_PAGER, else PAGER, else less; nothing where it is empty, `cat`, or not there."""
    from shlex import split

    text = os.environ.get("LLMPICK_PAGER", os.environ.get("PAGER"))
    try:
        words = split("less" if text is None else text)
    except ValueError:
        return []
    found = bool(words) and words[0] != "cat" and shutil.which(words[0])
    return words if found else []


def needed(text: str) -> bool:
    """Whether stdout is a terminal, and *text* has more lines than it."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return text.count("\n") >= shutil.get_terminal_size().lines


def show(raw: bytes) -> bool:
    """Show *raw* by the user's pager until they leave it; False where there is none."""
    words = command()
    if not words:
        return False
    settings = {"LESS": OPTIONS_OF_LESS, **os.environ}
    sys.stdout.flush()
    with _left_to_the_pager():
        try:
            pager = subprocess.Popen(words, stdin=subprocess.PIPE, env=settings)
        except OSError:
            return False
        pager.communicate(raw)
    return True


@contextmanager
def _left_to_the_pager() -> Iterator[None]:
    """Ctrl-C is the pager's, and one that is left early is no fault."""
    names = ("SIGINT", "SIGPIPE")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # a handler that does nothing is not handed down to the pager, as SIG_IGN would be
    before = [(one, signal.signal(one, lambda *_: None)) for one in signals]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)
