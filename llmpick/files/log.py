"""Files that grow a line at a time, each line safe on the disk before the next step is taken."""

from __future__ import annotations

import os

from llmpick.errors import UserError, shown
from llmpick.files.write import lock

GROWS = os.O_RDWR | os.O_CREAT | os.O_APPEND
GROWS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class AppendedFile:
    """A file of its owner alone, which one process at a time adds to."""

    def __init__(self, path: str) -> None:
        """
        Open the file at *path*, made where it is not there.

        A last line that was cut off is closed, so that what is added stands on lines of its own.

        Raises:
            UserError: it cannot be written, or another process has it.
        """
        self._path = path
        try:
            os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
            self._handle = os.open(path, GROWS, 0o600)
            if not lock(self._handle, wait=False):
                os.close(self._handle)
                raise UserError(
                    f"another run writes to `{shown(path, 200)}`", hint="wait for its end"
                )
            size = os.fstat(self._handle).st_size
            os.lseek(self._handle, max(0, size - 1), os.SEEK_SET)
            if size and os.read(self._handle, 1) != b"\n":
                self.append(b"\n")
        except OSError as error:
            raise self._in_words(error) from None

    def append(self, line: bytes) -> None:
        """
        Add a *line*, and wait until it is on the disk.

        Raises:
            UserError: the disk does not take it.
        """
        try:
            while line:
                line = line[os.write(self._handle, line) :]
            os.fsync(self._handle)
        except OSError as error:
            raise self._in_words(error) from None

    def close(self) -> None:
        """Let others have it."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _in_words(self, error: OSError) -> UserError:
        return UserError(
            f"`{shown(self._path, 200)}` cannot be written: {error.strerror}",
            hint="check the folder and the disk",
        )
