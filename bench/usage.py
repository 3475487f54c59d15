"""
A made log of requests, priced on 300 candidates, beside a plain sum in the same engine.

    python bench/usage.py [--rows 1000000 10000000 100000000] [--folder DIR]

Each size runs in a process of its own, so that its peak memory is its own. The plain sum is
DuckDB's `GROUP BY model` over the same columns of the same file, in turn with ours; the shortest
of each counts, and the processor's time beside it, which other work on the machine moves less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

CANDIDATES = 300
ROUNDS = 5
GOAL = "within 2 times of the plain sum, about 3 s and 400 MiB at 100 M rows"
MODELS = ("gpt-4o", "gpt-5-mini", "claude-sonnet-4.5", "gemini-2.5-pro", "claude-haiku-4.5")
PLAIN = (
    "SELECT model, COUNT(*), SUM(input), SUM(output), SUM(cached), MIN(time) "
    "FROM read_parquet('{path}') GROUP BY model"
)


def make(path: str, rows: int) -> None:
    """A month of requests: five models, inputs from ten tokens to some hundred thousand."""
    import duckdb

    names = ", ".join(f"'{name}'" for name in MODELS)
    with duckdb.connect() as base:
        base.execute("SET memory_limit = '1GB'")
        base.execute("SET preserve_insertion_order = false")
        base.execute(
            f"""COPY (
              SELECT
                list_value({names})[1 + (hash(i) % {len(MODELS)})::INT] AS model,
                TIMESTAMP '2026-10-20' + to_seconds((i * 2592000 // {rows})) AS time,
                (10 + pow(10, 1 + (hash(i + 1) % 4600) / 1000.0))::BIGINT AS input,
                (hash(i + 2) % 2000)::BIGINT AS output,
                (hash(i + 3) % 10)::BIGINT AS cached
              FROM range({rows}) numbers(i)
            ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
        )


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processors."""
    start, busy = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - start, time.process_time() - busy


def measure(path: str) -> dict[str, float]:
    """Seconds of the plain sum, of ours and of the pricing; MiB at the peak."""
    import duckdb

    from llmpick.api import usage as replay
    from llmpick.catalog.load import CHECKOUT, load
    from llmpick.core.answers import usage as logs
    from llmpick.inputs.need import need_of
    from llmpick.inputs.options import NeedOptions
    from llmpick.usage_logs import duck
    from llmpick.usage_logs import read as reader

    catalog = load(CHECKOUT)
    need = need_of(catalog, NeedOptions())
    ends = replay.price_ends(catalog)

    def plain() -> None:
        with duckdb.connect() as base:
            base.execute(f"SET memory_limit = '{duck.MEMORY}'")
            base.execute(PLAIN.format(path=path)).fetchall()

    both = [(timed(plain), timed(lambda: reader.read(path, "duckdb", ends))) for _ in range(ROUNDS)]
    log = reader.read(path, "duckdb", ends)
    current = [item for item in catalog.offerings if item.listing == "current"][:CANDIDATES]
    priced, _ = timed(
        lambda: logs.replay(
            log,
            lambda asked: replay.meant(catalog, catalog.offerings, asked),
            current,
            need.workload,
            {},
            catalog.tokens,
        )
    )
    return {
        "rows": log.rows,
        "groups": len(log.groups),
        "candidates": len(current),
        "plain_s": min(one[0] for one, _ in both),
        "sum_s": min(two[0] for _, two in both),
        "plain_cpu_s": min(one[1] for one, _ in both),
        "sum_cpu_s": min(two[1] for _, two in both),
        "price_s": priced,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


HEAD = (
    f"{'rows':>11} {'file MiB':>9} {'groups':>7} {'plain s':>8} {'sum s':>6} {'ratio':>6} "
    f"{'plain cpu s':>12} {'sum cpu s':>10} {'ratio':>6} {'price s':>8} {'peak MiB':>9}"
)


def line(found: dict[str, float], mib: float) -> str:
    """A row of the table."""
    return (
        f"{found['rows']:11,} {mib:9.0f} {found['groups']:7.0f} {found['plain_s']:8.2f} "
        f"{found['sum_s']:6.2f} {found['sum_s'] / found['plain_s']:6.2f} "
        f"{found['plain_cpu_s']:12.2f} {found['sum_cpu_s']:10.2f} "
        f"{found['sum_cpu_s'] / found['plain_cpu_s']:6.2f} {found['price_s']:8.3f} "
        f"{found['peak_mib']:9.0f}"
    )


def main() -> None:
    """Make each log, measure it in a process of its own, print a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10**6, 10**7, 10**8])
    parser.add_argument("--folder", default=None)
    parser.add_argument("--measure", default=None, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    print(f"goal: {GOAL}; {CANDIDATES} candidates, {os.cpu_count()} processors")
    print(HEAD)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for rows in options.rows:
            path = os.path.join(folder, f"{rows}.parquet")
            make(path, rows)
            done = subprocess.run(
                [sys.executable, __file__, "--measure", path],
                capture_output=True,
                text=True,
                check=True,
            )
            print(line(json.loads(done.stdout), os.path.getsize(path) / 2**20), flush=True)
            os.remove(path)


if __name__ == "__main__":
    main()
