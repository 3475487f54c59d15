"""
Answers a second of `llmpick batch`, as full documents and as names, beside single runs.

`python bench/batch.py [NEEDS]` prints a table; ratios are of one run on one machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

TASKS = ("coding", "general", "agentic-coding", "rag", "summarisation")
LEVELS = ("public", "internal", "confidential")


def needs(count: int) -> str:
    """*count* different needs, a line each."""
    rows = (
        {"task": TASKS[i % 5], "privacy": LEVELS[i % 3], "budget": 20 + 7 * i} for i in range(count)
    )
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def seconds(arguments: list[str], given: str) -> float:
    """Wall-clock seconds of one command."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "llmpick", *arguments]
    subprocess.run(command, input=given, text=True, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if sys.argv[1:] else 60
    empty = seconds(["batch"], "")
    print("| way | answers a second |\n|---|---|")
    for form in ("jsonl", "ids"):
        single = seconds(
            ["recommend", "-t", "coding", "--json" if form == "jsonl" else "-fids"], ""
        )
        print(f"| one process each, {form} | {1 / single:.1f} |")
        for jobs in ("1", "2"):
            took = seconds(["batch", "--format", form, "--jobs", jobs], needs(count)) - empty
            print(f"| batch, {form}, {jobs} at a time | {count / took:.1f} |")


if __name__ == "__main__":
    main()
