"""
Readers and writers at once: `python fuzz/neighbours.py --seconds 60 --processes 50`.

Some ask, others import own results, save profiles and build the catalog, all in one folder. Every
question must be answered with one of the answers that a state between two writes has, every writer
must win or be told why not, and at the end all that was said to be kept is there and can be read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]
NEED = ("--task", "coding", "--budget", "300")
TAKEN = ("you have results named", "is imported already", "there is a profile")


def main() -> int:
    """Run them, and say what was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--processes", type=int, default=50)
    given = parser.parse_args()
    import evidence_catalog

    folder = Path(tempfile.mkdtemp(prefix="llmpick-neighbours-"))
    evidence_catalog.make(ROOT / "tests" / "small_catalog", folder / "catalog")
    world = _World(folder, time.monotonic() + given.seconds)
    with ThreadPoolExecutor(given.processes) as pool:
        list(pool.map(world.live, range(given.processes)))
    world.look_back()
    print(f"{world.done} commands, {len(world.kept)} kept, {len(world.faults)} faults")
    print("\n".join(world.faults[:10]))
    shutil.rmtree(folder)
    return 1 if world.faults else 0


class _World:
    """A folder that many use until *end*, and what they found."""

    def __init__(self, folder: Path, end: float) -> None:
        self.folder, self.end = folder, end
        self.done, self.kept, self.faults = 0, set[str](), list[str]()
        self.env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LLMPICK_EVIDENCE_DIR": str(folder / "own"),
            "LLMPICK_CONFIG_DIR": str(folder / "config"),
            "LLMPICK_OVERLAY": "off",
        }

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command line."""
        command = [sys.executable, "-m", "llmpick", *words]
        self.done += 1
        return subprocess.run(
            command, capture_output=True, text=True, env=self.env, check=False, cwd=self.folder
        )

    def live(self, number: int) -> None:
        """Ask and write by turns until the end."""
        dice = random.Random(number)
        at = ("--catalog", "catalog")
        while time.monotonic() < self.end:
            name = f"n{dice.randrange(30)}"
            match dice.randrange(5):
                case 0:
                    path = self.folder / f"{number}-{dice.random()}.csv"
                    path.write_text(f"model,score,n\natlas-2,{dice.randrange(99)}.{number},200\n")
                    words = ("evidence", "import", path.name, "-t", "coding", "--name", name, *at)
                    self.note(self.ask(*words), f"own/{name}.toml")
                case 1:
                    self.note(
                        self.ask("profile", "save", name, *NEED, *at),
                        f"config/profiles/{name}.toml",
                    )
                case 2:
                    self.note(self.ask("catalog", "build", *at), None)
                case _:
                    found = self.ask("recommend", *NEED, *at, "--json")
                    if found.returncode != 0 or not json.loads(found.stdout)["picks"]:
                        self.faults.append(f"recommend: {found.stderr[-300:]}")

    def note(self, found: subprocess.CompletedProcess[str], kept: str | None) -> None:
        """What a writer said."""
        if found.returncode == 0 and kept:
            if kept in self.kept:
                self.faults.append(f"{kept} was given twice")
            self.kept.add(kept)
        elif found.returncode != 0 and not any(word in found.stderr for word in TAKEN):
            self.faults.append(f"{found.args[3:]}: {found.stderr[-300:]}")

    def look_back(self) -> None:
        """All that was said to be kept is there, and nothing half beside it."""
        for path in self.kept:
            if not (self.folder / path).is_file():
                self.faults.append(f"{path} is lost")
        self.faults += [f"{path} is left" for path in self.folder.rglob("*.partial")]
        for words in (("evidence", "list"), ("profile", "list")):
            found = self.ask(*words)
            if found.returncode or found.stderr:
                self.faults.append(f"{words}: {found.stderr[-300:]}")


if __name__ == "__main__":
    sys.exit(main())
