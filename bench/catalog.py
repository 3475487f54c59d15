"""
Seconds, seconds of CPU and peak memory of what makes and moves a catalog, in one run.

    python bench/catalog.py LITELLM_WHEEL [--old HEAD~30]

Each command is a process of its own, in turn with an interpreter that imports `json` alone, and its
ratio is to the CPU of that. `update` fetches from this machine a catalog that is a day later, in
which one fact is new; `diff` compares the folder with a revision of Git, `refresh` the price map of
LiteLLM with it, both without the answers that change.

Measured on 2026-11-30 with a catalog of 4023 files, on two cores that others used as well (so that
seconds of the CPU count):

| command | wall s | CPU s | peak MiB | CPU, of an interpreter |
| --- | --: | --: | --: | --: |
| refresh litellm | 3.6 | 2.5 | 216 | 84 |
| build | 15.0 | 10.3 | 255 | 267 |
| update | 46.5 | 19.1 | 398 | 612 |
| diff | 7.9 | 4.6 | 216 | 91 |
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]
MIB = 1024  # in KiB, the unit of ru_maxrss on Linux
LATER = "2026.12.01"


class Cost(NamedTuple):
    """What one process took: seconds of the wall and of the CPU, and its peak memory in MiB."""

    wall_seconds: float
    cpu_seconds: float
    peak_mib: float


def cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """
    The cost of a *command* that succeeds or says that a guard stopped something.

    A process that this one forks starts with its memory, so that a small shell starts the command.
    """
    start = time.perf_counter()
    child = subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$@"', "sh", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
    )
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(said.decode())
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / MIB)


def published(work: Path) -> tuple[Path, Path]:
    """A repository with a catalog of the day after, and its root of trust."""
    import publisher

    later = publisher.version(ROOT / "catalog", work / "later", LATER)
    path = next(iter(sorted((later / "providers").glob("*.toml"))))
    path.write_text(path.read_text().replace('name = "', 'name = "New ', 1))
    theirs = publisher.Publisher(work / "publisher")
    publisher.make_keys(theirs.keys)
    theirs.publish(later)
    return theirs.repository, theirs.root


def commands(given: argparse.Namespace, work: Path, url: str, root: Path) -> dict[str, list[str]]:
    """What is measured, by its name in the table."""
    llmpick = [sys.executable, "-m", "llmpick", "catalog"]
    refresh = [*llmpick, "refresh", "litellm", "--from", given.wheel, "--day", given.day]
    return {
        "refresh litellm": [*refresh, "--catalog", str(work / "copy"), "--no-answers"],
        "build": [*llmpick, "build", "--catalog", str(work / "copy")],
        "update": [*llmpick, "update", "--url", url, "--root", str(root)],
        "diff": [*llmpick, "diff", given.old, str(ROOT / "catalog"), "--no-answers"],
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", help="a wheel of LiteLLM")
    parser.add_argument("--day", default="2026-11-20", help="of that wheel")
    parser.add_argument("--old", default="HEAD~30", help="what the catalog is compared with")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        shutil.copytree(ROOT / "catalog", work / "copy")
        repository, root = published(work)
        environment = {
            "PYTHONPATH": str(ROOT),
            "LLMPICK_CATALOGS_DIR": str(work / "store"),
            "NO_PROXY": "127.0.0.1",
        }
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"],
            cwd=repository,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert server.stdout is not None
            port = server.stdout.readline().split(" port ")[1].split()[0]
            run = commands(given, work, f"http://127.0.0.1:{port}", root)
            print("| command | wall s | CPU s | peak MiB | CPU, of an interpreter |")
            print("| --- | --: | --: | --: | --: |")
            for name, command in run.items():
                base = cost([sys.executable, "-c", "import json"], environment)
                took = cost(command, environment)
                print(
                    f"| {name} | {took.wall_seconds:.1f} | {took.cpu_seconds:.1f} "
                    f"| {took.peak_mib:.0f} | {took.cpu_seconds / base.cpu_seconds:.0f} |"
                )
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
