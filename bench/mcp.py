"""
Until `llmpick mcp` is ready, and how long a call takes, beside other servers of the field.

    python bench/mcp.py [NAME=COMMAND TOOL ARGUMENTS]...

prints a table. Each server runs as a process and is asked by a client of this file, by JSON lines:
`radar=/venv/bin/radar-mcp estimate_cost '{"model": "gpt-5"}'` adds one. Ratios are of one run on
one machine.
"""

from __future__ import annotations

import json
import shlex
import statistics
import subprocess
import sys
import time
from typing import Any, NamedTuple

RUNS = 3
CALLS = 10
OURS = (
    ("recommend_routes", {"task": "coding", "budget": 300}),
    ("estimate_cost", {"names": ["gpt-5@openai"], "requests": 1000}),
    ("show_record", {"name": "gpt-5"}),
    ("connect_route", {"route": "gpt-5@openai"}),
)


class Measured(NamedTuple):
    """Seconds until a server is ready and of a call, the bytes of its tools and of the answer."""

    ready_s: float
    call_s: float
    tools_bytes: int
    answer_bytes: int
    is_error: bool


class Client:
    """One server as a process."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.count = 0

    def send(self, method: str, **params: Any) -> None:
        """Tell the server something that it does not answer."""
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """What the server answers."""
        self.count += 1
        self._write({"jsonrpc": "2.0", "id": self.count, "method": method, "params": params})
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found: dict[str, Any] = json.loads(line)
            if found.get("id") == self.count:
                return found
        raise SystemExit(f"{self.process.args} ended")

    def _write(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(message)}\n")
        self.process.stdin.flush()

    def close(self) -> None:
        """Hang up."""
        self.process.communicate()


def measured(command: list[str], tool: str, arguments: dict[str, Any]) -> Measured:
    """One server, started once and asked `CALLS` times after a first call that is not counted."""
    start = time.perf_counter()
    client = Client(command)
    client.ask(
        "initialize",
        protocolVersion="2025-06-18",
        capabilities={},
        clientInfo={"name": "bench", "version": "1"},
    )
    client.send("notifications/initialized")
    tools = client.ask("tools/list")["result"]
    ready = time.perf_counter() - start
    found = client.ask("tools/call", name=tool, arguments=arguments)
    took = []
    for _ in range(CALLS):
        start = time.perf_counter()
        found = client.ask("tools/call", name=tool, arguments=arguments)
        took.append(time.perf_counter() - start)
    client.close()
    result = found.get("result", {"isError": True})
    sizes = (len(json.dumps(tools)), len(json.dumps(result.get("content"))))
    return Measured(ready, statistics.median(took), *sizes, bool(result.get("isError")))


def python_s() -> float:
    """Seconds of a Python that does nothing: what the ratios are of."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    ours = [sys.executable, "-m", "llmpick", "mcp"]
    servers = [(f"llmpick {tool}", ours, tool, given) for tool, given in OURS]
    for text in sys.argv[1:]:
        name, _, rest = text.partition("=")
        *command, tool, given = shlex.split(rest)
        servers.append((f"{name} {tool}", command, tool, json.loads(given)))
    least = statistics.median(python_s() for _ in range(5))
    print(f"An empty Python takes {least * 1000:.0f} ms: 1.\n")
    print("| server and tool | ready | a call | bytes of its tools | bytes of the answer |")
    print("|---|---|---|---|---|")
    for name, command, tool, given in servers:
        runs = [measured(command, tool, given) for _ in range(RUNS)]
        ready = statistics.median(one.ready_s for one in runs) / least
        call = statistics.median(one.call_s for one in runs) / least
        last = runs[-1]
        note = " (an error)" if last.is_error else ""
        print(
            f"| {name}{note} | {ready:.0f} | {call:.2g} | {last.tools_bytes:,} "
            f"| {last.answer_bytes:,} |"
        )


if __name__ == "__main__":
    main()
