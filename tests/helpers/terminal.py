"""A program at a terminal of its own: keys go in, what stands on the screen comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

CONTROL = re.compile(
    r"\x1b\[[0-9;?>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][B0]?|\r|\x0f"
)
SECONDS = 20.0
"""Waited for what never comes; what comes is not waited for."""


class Terminal:
    """A process whose stdin, stdout and stderr are one terminal, which it controls."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path, columns: int = 120
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        # setsid gives it the terminal without a fork of this process, which has threads
        self._process = subprocess.Popen(
            ["setsid", "--ctty", "--wait", *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(env),
            cwd=folder,
        )
        os.close(theirs)
        self.raw = ""

    def send(self, keys: str) -> None:
        """Press *keys*; what was seen before is forgotten."""
        self.raw = ""
        os.write(self._ours, keys.encode())

    @property
    def seen(self) -> str:
        """What was written since the last keys, without control sequences."""
        return CONTROL.sub("", self.raw)

    def wait_for(self, text: str) -> str:
        """
        What was seen once *text* stands in it.

        Raises:
            AssertionError: it does not within some seconds, or the program ended.
        """
        until = time.monotonic() + SECONDS
        while text not in self.seen:
            ready, _, _ = select.select([self._ours], [], [], max(0.0, until - time.monotonic()))
            try:
                part = os.read(self._ours, 65536) if ready else b""
            except OSError:  # how Linux says that the other end is closed
                part = b""
            assert part, f"no `{text}` in: {self.seen!r}"
            self.raw += part.decode("utf-8", "replace")
        return self.seen

    def to_the_end(self) -> str:
        """All that is seen until the program ends."""
        while True:
            try:
                part = os.read(self._ours, 65536)
            except OSError:
                break
            if not part:
                break
            self.raw += part.decode("utf-8", "replace")
        self._process.wait()
        return self.seen

    def close(self) -> None:
        """End it."""
        os.close(self._ours)
        self._process.wait()
