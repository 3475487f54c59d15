"""
Identifiers in code: what `check --files` finds in fifty files, beside llmshift and llm-sunset.

The files are in checks/files, what a check should find in checks/expected.csv: `finding`, an
identifier in code that has ended at the provider that is asked or ends within 90 days of
2026-12-01; `either`, one that its maker advises against, on no day. Everything else that is told
of is a false finding; those of the lines in checks/beside.csv, which are comments, prose and lock
files, are counted apart. The table in docs/check-files.md comes from here.

    python bench/checks.py [--peers FOLDER/bin]
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent / "checks"
FILES = HERE / "files"
Told = tuple[str, int, str]
ANY = -1
"""A line that a tool does not tell as the file has it."""


class Row(NamedTuple):
    """What is expected: an identifier in a line of a file, and whether it must be found."""

    file: str
    line: int
    identifier: str
    must: bool


class Tally(NamedTuple):
    """
    How many of those that must be were found, which not, and what was told falsely: of code, and of
    comments, prose and lock files, where nothing asks a model.
    """

    found: int
    missed: list[Row]
    false: list[Told]
    beside: list[Told]
    seconds: float


def expected() -> list[Row]:
    """The rows of expected.csv."""
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(row["file"], int(row["line"]), row["identifier"], row["verdict"] == "finding")
            for row in csv.DictReader(file)
        ]


def is_same(row: Row, told: Told) -> bool:
    """Whether a finding is the row's; a tool may name it with its provider ahead, or without."""
    file, line, name = told
    name = name.lower()
    wanted = row.identifier.lower()
    ends = name.endswith(wanted) or wanted.endswith(name)
    return row.file == file and line in (row.line, ANY) and ends


def tally(told: Iterable[Told], seconds: float) -> Tally:
    """What was *told*, against what is expected."""
    rows, findings = expected(), sorted(set(told))
    missed = [row for row in rows if row.must and not any(is_same(row, one) for one in findings)]
    # a tool may also tell of the line in which a constant is used
    false = [
        one
        for one in findings
        if not any(is_same(row, (one[0], row.line, one[2])) for row in rows if row.file == one[0])
        or (is_beside(one) and not any(is_same(row, one) for row in rows))
    ]
    found = sum(row.must for row in rows) - len(missed)
    in_code = [one for one in false if not is_beside(one)]
    return Tally(found, missed, in_code, [one for one in false if is_beside(one)], seconds)


def is_beside(told: Told) -> bool:
    """Whether a finding is of a comment, prose or a lock file, as checks/beside.csv lists them."""
    with (HERE / "beside.csv").open(encoding="utf-8", newline="") as file:
        return any((row["file"], int(row["line"])) == told[:2] for row in csv.DictReader(file))


def printed(*command: str) -> tuple[Any, float]:
    """The JSON that a command prints in the folder of the files, and its seconds."""
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FILES)
    return json.loads(done.stdout), time.perf_counter() - begun


def ours() -> Tally:
    """llmpick: findings in code."""
    command = (sys.executable, "-m", "llmpick", "check", "--files", ".", "--json")
    answer, seconds = printed(*command, "--as-of", "2026-12-01")
    rows = [row for row in answer["findings"] if row["where"] == "code"]
    return tally([(row["file"], row["line"], row["name"]) for row in rows], seconds)


def sunset(tool: str, *more: str) -> Tally:
    """llm-sunset: what has ended, or ends within 90 days."""
    answer, seconds = printed(
        *(tool, "scan", ".", "--format", "json", "--offline", "--warn-within", "90"), *more
    )
    told = [(_plain(one["path"]), one["line"], one["match"]) for one in answer["findings"]]
    return tally(told, seconds)


def shift(tool: str) -> Tally:
    """llmshift: what it calls retired, or retiring within 90 days."""
    answer, seconds = printed(tool, "scan", ".", "--format", "json", "--warn-days", "90")
    told = []
    for one in answer["models"]:
        life = one["lifecycle"]
        left = life.get("days_left")
        if life["status"] == "retired" or (left is not None and left <= 90):
            for place in one["locations"]:
                file, _, line = place.rpartition(":")
                # in a notebook it counts lines of the cell, which are not those of the file
                number = ANY if "cell" in line else int(line)
                told.append((_plain(file), number, one["model"]))
    return tally(told, seconds)


def _plain(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")


def main() -> None:
    """Print the table, and what was missed or false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="folder with llmshift and llm-sunset")
    parser.add_argument("--details", action="store_true", help="every miss and false finding")
    options = parser.parse_args()
    tallies = {"llmpick": ours()}
    if options.peers:
        tallies["llmshift"] = shift(f"{options.peers}/llmshift")
        tallies["llm-sunset"] = sunset(f"{options.peers}/llm-sunset")
        tallies["llm-sunset --provider all"] = sunset(
            f"{options.peers}/llm-sunset", "--provider", "all"
        )
    must = sum(row.must for row in expected())
    print("| tool | found | recall | false, in code | false, in comments and prose | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, one in tallies.items():
        recall = f"{one.found / must:.0%}"
        print(
            f"| {name} | {one.found} of {must} | {recall} | {len(one.false)} | {len(one.beside)} "
            f"| {one.seconds:.1f} |"
        )
        if options.details:
            for row in one.missed:
                print(f"    missed {row.file}:{row.line} {row.identifier}")
            for told in (*one.false, *one.beside):
                print(f"    false {told[0]}:{told[1]} {told[2]}")


if __name__ == "__main__":
    main()
