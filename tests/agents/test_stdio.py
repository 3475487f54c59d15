"""The server as a process, by a client written by hand: JSON lines, an older handshake."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mcp_types", reason="the extra `mcp` is not installed")

from llmpick.agents.bounds import MAX_MESSAGE_BYTES

HELLO = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "by hand", "version": "1"},
    },
}
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def ask(number: int, tool: str, **arguments: object) -> dict[str, object]:
    """A call of a tool."""
    params = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def lines(*messages: object) -> bytes:
    """Messages as a client writes them; bytes as they are."""
    return b"".join(
        one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in messages
    )


@pytest.fixture(scope="module")
def talked(compiled_catalog):
    """What one process answered to good and bad lines, and then the client hung up."""
    noise = (
        b"no json\n",
        b"\n",
        b"[" * 100_000 + b"\n",
        b'{"jsonrpc": "2.0", "id": 7, "method": 5}\n',
        b'{"jsonrpc": "2.0", "id": 8, "method": "tools/call", "params": []}\n',
        b"\xff\xfe\x00\n",
        b'{"x": "' + b"y" * (2 * MAX_MESSAGE_BYTES) + b'"}\n',
    )
    flood = [ask(100 + i, "list_records", kind="tasks", limit=1) for i in range(200)]
    given = lines(
        HELLO, READY, *noise, ask(1, "show_record", name="atlas-3"), *flood, ask(2, "nothing")
    )
    where = ("--catalog", str(compiled_catalog), "--as-of", "2026-11-23")
    return subprocess.run(
        [sys.executable, "-m", "llmpick", "mcp", *where],
        input=given,
        capture_output=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )


def test_every_request_is_answered_and_the_process_ends(talked):
    """Noise ends nothing, a flood is answered whole, a client that hangs up ends the server."""
    assert talked.returncode == 0
    assert b"Traceback" not in talked.stderr
    found = {one["id"]: one for one in map(json.loads, talked.stdout.splitlines()) if "id" in one}
    assert found[0]["result"]["protocolVersion"] == "2025-06-18"
    assert found[0]["result"]["serverInfo"]["name"] == "llmpick"
    assert found[1]["result"]["structuredContent"]["id"] == "acme/atlas-3"
    assert found[2]["result"]["isError"]
    assert set(range(100, 300)) <= set(found)


def test_a_client_that_reads_nothing_holds_no_memory(compiled_catalog):
    """Answers that nobody takes stop the reading: the client's own pipe fills."""
    where = ("--catalog", str(compiled_catalog), "--as-of", "2026-11-23")
    server = subprocess.Popen(
        [sys.executable, "-m", "llmpick", "mcp", *where],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    server.stdin.write(lines(HELLO, READY))
    server.stdin.flush()
    assert json.loads(server.stdout.readline())["id"] == 0
    os.set_blocking(server.stdin.fileno(), False)
    one = lines(ask(1, "list_records", kind="tasks", detail="full")) * 100
    sent = 0
    while sent < 5_000_000 and select.select([], [server.stdin], [], 1)[1]:
        sent += os.write(server.stdin.fileno(), one)
    assert sent < 1_000_000
    server.stdout.close()
    server.stdin.close()
    assert server.wait(20) is not None
