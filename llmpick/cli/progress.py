"""
A line on the terminal that says what goes on, from the second second of a long command.

It stands on stderr and is gone before anything else is written. A thread draws it, so that a
command which has no steps to tell shows how long it takes. Loaded where stderr is a terminal.
"""

from __future__ import annotations

import _thread  # `threading` would cost a quick command a millisecond
import os
import time
from typing import TextIO

AFTER_SECONDS = 1.0
EVERY_SECONDS = 0.2
CLEAR = "\r\033[K"


class ProgressLine:
    """The line, begun for what *stage* names; drawn when it has stood for a second."""

    def __init__(self, stream: TextIO, stage: str) -> None:
        self._stream = stream
        self._usual = stage
        self._told: tuple[str, int, int] = (stage, 0, 0)
        self._began = time.monotonic()
        self._lock = _thread.allocate_lock()
        self._over = _thread.allocate_lock()
        self._over.acquire()
        self._is_drawn = False
        _thread.start_new_thread(self._draw, ())

    def step(self, stage: str, done: int, of: int) -> None:
        """*done* of *of* steps of a *stage* are made; 0: how many there are is not known."""
        self._told = (stage, done, of)

    def back(self) -> None:
        """A stage with steps is over."""
        self._told = (self._usual, 0, 0)

    def clear(self) -> None:
        """Take it away, before something else is written; it comes back."""
        with self._lock:
            self._clear()

    def end(self) -> None:
        """Take it away for good."""
        with self._lock:
            self._clear()
            if self._over.locked():
                self._over.release()

    def text(self, seconds: float) -> str:
        """What it says after so many *seconds*."""
        stage, done, of = self._told
        count = f" {done:,} of {of:,}" if of else f" {done:,}" if done else ""
        return f"{stage}{count}, {seconds:.0f} s"

    def _clear(self) -> None:
        if self._is_drawn:
            self._is_drawn = False
            self._put(CLEAR)

    def _draw(self) -> None:
        wait = AFTER_SECONDS
        while not self._over.acquire(timeout=wait):
            wait = EVERY_SECONDS
            with self._lock:
                if not self._over.locked():
                    return
                text = self.text(time.monotonic() - self._began)
                self._is_drawn = True
                self._put(CLEAR + text[: self._columns() - 1])

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _put(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone: nobody looks
            return
