"""
Made logs with every fault, summed by `read` and row by row: equal to the last number, or refused.

    python bench/usage_random.py [--logs 100000] [--together 50] [--seed 1] [--folder DIR]

Half are lines of JSON, a quarter each CSV and Parquet. To plan the queries of a log of seven rows
takes the engine far longer than to run them, so logs with the same columns are read together, in
one file: their models and ids bear the number of the log, so that the sums of each stay its own and
are compared one by one; the counts of faults are those of all in the file. `--together 1` reads
each by itself. Prints the first files that differ, and how many logs were equal or refused.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))


@contextmanager
def shared(base: Any) -> Iterator[Any]:
    """One engine for all logs, as opening one takes longer than to sum a log of seven rows."""
    try:
        yield base
    finally:
        for kind in ("VIEW", "TABLE"):
            with suppress(duckdb.Error):
                base.execute(f"DROP {kind} IF EXISTS usage")
        for table in ("reject_errors", "reject_scans"):
            base.execute(f"DROP TABLE IF EXISTS {table}")


def parts(logs: int, together: int) -> Iterator[int]:
    """How many logs each file holds."""
    for first in range(0, logs, together):
        yield min(together, logs - first)


def main() -> int:
    """Make logs, read them, compare."""
    from plain_usage import ENDS, as_lines, as_table, made_together, plain_sums, read_sums

    from llmpick.errors import UserError
    from llmpick.usage_logs.read import read

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=int, default=100_000)
    parser.add_argument("--together", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default=None)
    options = parser.parse_args()
    counts = {"equal": 0, "refused": 0, "different": 0}
    base, engine = duckdb.connect(), duckdb.connect(":memory:")
    engine.execute("SET threads = 1")
    duckdb.connect = lambda *_: shared(engine)
    start, shown = time.perf_counter(), 0
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for number, logs in enumerate(parts(options.logs, options.together)):
            rows = made_together(random.Random(options.seed * 10**9 + number), logs)
            ending = ("jsonl", "csv", "jsonl", "parquet")[number % 4]
            if ending != "jsonl" and not any(rows):
                ending = "jsonl"
            path = Path(folder) / f"log.{ending}"
            path.write_text(as_lines(rows) if ending == "jsonl" else as_table(rows))
            if ending == "parquet":
                plain = path.rename(path.with_suffix(".txt"))
                table = f"read_csv('{plain}', all_varchar = true, header = true, delim = ',')"
                base.execute(f"COPY (FROM {table}) TO '{path}' (FORMAT parquet)")
            expected = plain_sums(rows)
            try:
                found = read_sums(read(str(path), ends=ENDS))
            except UserError as error:
                found = None
                reason = str(error)
            if found != expected:
                counts["different"] += logs
                if shown < 3:
                    shown += 1
                    print(f"{number} ({ending}): {rows}\n  {found or reason}\n  {expected}")
            else:
                counts["equal" if found else "refused"] += logs
            if number % 200 == 199:
                print(
                    f"{sum(counts.values()):,}: {counts}, {time.perf_counter() - start:,.0f} s",
                    flush=True,
                )
    took = time.perf_counter() - start
    print(f"{options.logs:,} logs, seed {options.seed}, {took:,.0f} s: {counts}")
    return 1 if counts["different"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
