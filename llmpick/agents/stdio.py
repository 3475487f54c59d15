"""
One client, by standard input and output.

What is read is bounded: a line by its length, and no line is read while an answer waits to be
taken. A client that hangs up ends its server, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import anyio
import anyio.to_thread
from mcp.server.stdio import stdio_server

from llmpick.agents.bounds import MAX_MESSAGE_BYTES

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

TOO_LONG = '{"jsonrpc": "2.0", "method": "too long"}\n'
"""What stands for a line that is too long: no request, so that nothing answers it."""


class _StreamLines:
    """Lines of *stream* as the SDK reads them, each once the answers before it were taken."""

    def __init__(self, stream: BinaryIO, taken: anyio.Lock) -> None:
        self._stream, self._taken = stream, taken

    async def __aiter__(self) -> AsyncIterator[str]:
        while line := await anyio.to_thread.run_sync(self._line, abandon_on_cancel=True):
            async with self._taken:
                pass
            yield line

    def _line(self) -> str:
        line = self._stream.readline(MAX_MESSAGE_BYTES + 1)
        if len(line) <= MAX_MESSAGE_BYTES:
            return line.decode("utf-8", "replace")
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(MAX_MESSAGE_BYTES + 1)
        return TOO_LONG


class _Answers:
    """Where the SDK writes answers: at the end of a pipe that nobody reads, the server ends."""

    def __init__(self, stream: BinaryIO, taken: anyio.Lock, gone: anyio.Event) -> None:
        self._stream, self._taken, self._gone = stream, taken, gone

    async def write(self, text: str) -> None:
        async with self._taken:
            await anyio.to_thread.run_sync(self._write, text.encode(), abandon_on_cancel=True)

    def _write(self, line: bytes) -> None:
        try:
            self._stream.write(line)
            self._stream.flush()
        except (OSError, ValueError):
            anyio.from_thread.run_sync(self._gone.set)

    async def flush(self) -> None:
        """Nothing: each line is flushed as it is written."""


async def serve(made: Server[Any]) -> None:
    """Answer the client at standard input until it hangs up."""
    taken, gone = anyio.Lock(), anyio.Event()
    with _own_streams() as (given, answers):
        lines = cast(Any, _StreamLines(given, taken))
        out = cast(Any, _Answers(answers, taken, gone))
        async with (
            stdio_server(stdin=lines, stdout=out) as (reading, writing),
            anyio.create_task_group() as group,
        ):
            group.start_soon(_end, gone, group.cancel_scope)
            await made.run(reading, writing, made.create_initialization_options())
            group.cancel_scope.cancel()


async def _end(gone: anyio.Event, scope: anyio.CancelScope) -> None:
    await gone.wait()
    scope.cancel()


@contextmanager
def _own_streams() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The bytes of the two streams; what anything else prints goes to stderr meanwhile."""
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    kept, sys.stdout = sys.stdout, sys.stderr
    try:
        yield given, answers
    finally:
        sys.stdout = kept
