"""
Time of `recommend` on a made catalog of 1, 10 and 100 times the size of the shipped one.

    python bench/scale.py [--runs 7] [--factors 1 10 100]

The made catalogs repeat the shipped tables under new names, compiled as a wheel has them; each
factor is measured in a process of its own, in turn with factor 1, so that the ratio holds when the
machine's speed drifts. It must grow no faster than the catalog.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

NEED = ["--task", "coding", "--budget", "300", "--privacy", "internal", "--json"]
RUN = """
import sys
from llmpick.catalog import load
load.PACKAGED = sys.argv.pop(1)
from llmpick.__main__ import run
sys.exit(run(sys.argv[1:]))
"""


def made(factor: int, target: str) -> None:
    """Write a compiled catalog *factor* times the shipped one to *target*."""
    from llmpick.catalog import load
    from llmpick.catalog.columns import pack, unpack
    from llmpick.catalog.container import Nested, dumps, open_container

    path = load.PACKAGED
    if not os.path.exists(path):
        path = os.path.join(load.CHECKOUT, load.COMPILED)
    container = open_container(path)
    sections: dict[str, Any] = {}
    for name in container.names():
        if name == "records":
            sections[name] = Nested(dumps({}))
        elif name == "fingerprint":
            sections[name] = None
        elif name in ("models", "offerings") or name.startswith("estimate/"):
            packed = container.section(name)
            rows = [tuple(row) for row in unpack(packed)]
            more = [
                (f"{row[0]}-{copy}" if copy else row[0], *row[1:])
                for copy in range(factor)
                for row in rows
            ]
            sections[name] = pack(more, len(packed[1]))
        else:
            sections[name] = container.section(name)
    with open(target, "wb") as file:
        file.write(dumps(sections))


def seconds(target: str) -> float:
    """Wall seconds of one `recommend` on the catalog at *target*."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", RUN, target, "recommend", *NEED],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - start


def main() -> None:
    """Measure every factor and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 10, 100])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        targets = {factor: os.path.join(folder, f"{factor}.bin") for factor in options.factors}
        for factor, target in targets.items():
            made(factor, target)
        first = targets[options.factors[0]]
        print(f"{'factor':>8}{'MB':>8}{'seconds':>10}{'ratio':>8}")
        for factor, target in targets.items():
            seconds(target)
            pairs = [(seconds(target), seconds(first)) for _ in range(options.runs)]
            ratio = statistics.median(own / other for own, other in pairs)
            median = statistics.median(own for own, _ in pairs)
            size = os.path.getsize(target) / 1e6
            print(f"{factor:8}{size:8.1f}{median:10.3f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
