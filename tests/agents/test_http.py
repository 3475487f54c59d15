"""By HTTP: both generations of clients, foreign hosts, bodies that are too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("mcp_types", reason="the extra `mcp` is not installed")

import anyio
from mcp.client import Client

from llmpick.agents import http
from llmpick.agents.bounds import MAX_MESSAGE_BYTES
from llmpick.errors import UserError


@pytest.fixture(scope="module")
def address(compiled_catalog):
    """Where a server answers; it says so on stderr."""
    command = [sys.executable, "-m", "llmpick", "mcp", "--http", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--catalog", str(compiled_catalog), "--as-of", "2026-11-23"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        text=True,
    )
    assert server.stderr is not None
    line = server.stderr.readline()
    yield line.rpartition(" ")[2].strip()
    server.terminate()
    server.wait(20)
    server.stderr.close()


def status(address: str, body: bytes, **headers: str) -> int:
    """What a plain request is answered with."""
    given = {"Content-Type": "application/json", "Accept": "application/json", **headers}
    asked = urllib.request.Request(address, body, given)
    try:
        with urllib.request.urlopen(asked, timeout=20) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_clients_are_answered_after_bad_requests(address, mode):
    """What others sent before ends nothing."""
    assert status(address, b"no json") >= 400
    assert status(address, b"{}", Host="evil.example") == 421
    assert status(address, b"{}", Origin="http://evil.example") == 403
    assert status(address, b" " * (MAX_MESSAGE_BYTES + 1)) in (0, 413)

    async def main():
        async with Client(address, mode=mode) as client:
            return await client.call_tool("recommend_routes", {"task": "coding"})

    found = anyio.run(main)
    assert json.loads(found.content[0].text) == found.structured_content
    assert address.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_said():
    """One sentence and a hint."""
    taken = http.listening(0)
    with taken, pytest.raises(UserError, match="cannot be had"):
        http.listening(taken.getsockname()[1])
