"""Server-sent events: from bytes as they come to the data of each event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MAX_EVENT_BYTES = 8_000_000


class TooLarge(ValueError):
    """An event without an end in sight."""


def data_of(chunks: Iterable[bytes]) -> Iterator[str]:
    """
    The data of each event in *chunks*, as soon as its last line is there.

    Lines end in LF or CR LF; what is no `data:` line (comments, names, ids) is left out. An event
    that the end of the stream cuts is none.

    Raises:
        TooLarge: an event is larger than any that a model sends.
    """
    rest = b""
    lines: list[bytes] = []
    size = 0
    for chunk in chunks:
        rest += chunk
        *whole, rest = rest.split(b"\n")
        size += len(chunk)
        for line in whole:
            line = line.removesuffix(b"\r")
            if line.startswith(b"data:"):
                lines.append(line[5:].removeprefix(b" "))
            elif not line and lines:
                yield b"\n".join(lines).decode("utf-8", "replace")
                lines, size = [], 0
        if size > MAX_EVENT_BYTES:
            raise TooLarge(f"an event of more than {MAX_EVENT_BYTES:,} bytes")
