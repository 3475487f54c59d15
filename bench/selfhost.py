"""
How far sizing is off, on the catalog's own measured rows, and how long it takes.

    python bench/selfhost.py [--worst 0] [--peers]

Speeds are printed for the rows that the constants were fitted on (dev) and for those that they
were not (test); pairs of hardware and model are in one part only. Exit code 1 where a goal is
missed on the test part.
"""

from __future__ import annotations

import argparse
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

import measured_sizes
import peers
import serving

from llmpick.catalog import compile, read, sizing
from llmpick.catalog.load import CHECKOUT, load
from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import deployment, validation
from llmpick.core.self_hosting.memory import ENGINES
from llmpick.core.self_hosting.speed import is_moe
from llmpick.core.self_hosting.validation import MeasuredRow, World
from llmpick.sizing import fit as fitting
from llmpick.sizing import report
from llmpick.sizing.report import Errors, ScoredRow

PARTS = ("dev", "test")


class Table:
    """Lines of the answer, and whether all goals are met."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def line(self, name: str, part: str, found: str, goal: str = "", met: bool = True) -> None:
        mark = "" if not goal else "ok" if met else "MISSED"
        print(f"{name:34}{part:6}{found:62}{goal:26}{mark}")
        if not met and part != "dev":
            self.missed.append(f"{name} ({part or 'all'})")


def shown(found: Errors) -> str:
    """The errors of a part in a line."""
    held = "" if found.covered is None else f", 80 % hold {found.covered * 100:.0f}"
    return (
        f"n {found.rows:4}  MAPE {found.mape * 100:5.1f}  median {found.median * 100:5.1f}  "
        f"2x {found.within_2x * 100:3.0f}{held}"
    )


def both(
    table: Table,
    name: str,
    scored: Sequence[ScoredRow],
    goal: str = "",
    met: Callable[[Errors], bool] = lambda found: True,
) -> None:
    """A line for each part."""
    for part in PARTS:
        found = report.errors([one for one in scored if validation.part(one.row) == part])
        if found is not None:
            table.line(name, part, shown(found), goal, met(found))


def memory(table: Table, rows: Sequence[MeasuredRow], world: World) -> None:
    """Weights and caches against files and allocations; nothing is fitted, so there is no part."""
    files, logs = [], []
    for row in rows:
        if row.task == "weights":
            found = measured_sizes.weights_row(row, world)
            if isinstance(found, float):
                size = found * 1.073741824 if row.unit == "GB" else found
                (logs if row.layout or row.engine else files).append((row, size))
    own = [pair for pair in files if "Llama-3-70B" in pair[0].model]
    for name, pairs, goal in (
        ("weights, GGUF", files, 0.02),
        ("  of them: other than Llama 3 70B", [p for p in files if p not in own], 0.0),
        ("weights, start-up logs", logs, 0.0),
    ):
        off = [abs(size / row.value - 1) for row, size in pairs]
        if off:
            mean, middle = statistics.mean(off), statistics.median(off)
            text = (
                f"n {len(off):4}  MAPE {mean * 100:5.1f}  median {middle * 100:5.1f}"
                f"  worst {max(off) * 100:.1f}"
            )
            table.line(name, "", text, "MAPE 2 %" if goal else "", not goal or mean <= goal)
    for row in rows:
        if row.task == "cache":
            size = measured_sizes.cache_row(row, world)
            if isinstance(size, float):
                name = f"KV cache, {row.model.partition('/')[2]}"[:33]
                shown = f"{'at most ' if row.at_most else ''}{row.value:g}"
                shown += f" ± {row.rounding:g}" if row.rounding else ""
                off_by = (size / row.value - 1) * 100
                text = f"{shown} {row.unit}, computed {size:.6g} ({off_by:+.1f} %)"
                goal = "not above it" if row.at_most else "1 %, or its rounding"
                table.line(name, "", text, goal, measured_sizes.cache_agrees(row, size))


def cross_check(table: Table) -> None:
    """Beside what other estimators publish, and why where that is not comparable."""
    catalog = load(CHECKOUT)
    for part, bound in peers.TOLERANCE.items():
        text, met = peers.summary(part, catalog)
        table.line(f"cross-check, {part}", "", text, f"worst {bound * 100:g} %", met)
    for one in peers.claims():
        if one.why:
            off_by = f"{peers.off_by(one, catalog) * 100:+.1f} %"
            print(f"  {one.part + ', ' + one.of:46.46}{off_by:>9}  {one.why}")


def speeds(
    table: Table, rows: Sequence[MeasuredRow], world: World, fit: SpeedFit
) -> list[ScoredRow]:
    """Each task against its goal; all scored rows."""
    usable = [row for row in rows if fitting.usable(row)]

    def scored(*tasks: str) -> list[ScoredRow]:
        return report.score([row for row in usable if row.task in tasks], world, fit)

    decode = scored("decode")
    single = [one for one in decode if one.row.gpus == 1]
    both(
        table,
        "decode, one stream, one GPU",
        single,
        "median 10 %, MAPE 18 %",
        lambda found: found.median <= 0.10 and found.mape <= 0.18,
    )
    moe = [one for one in single if is_moe(world.architectures[one.row.model])]
    both(table, "  of them: mixtures of experts", moe)
    both(table, "decode, layers over several GPUs", [o for o in decode if o.row.gpus > 1])
    both(table, "prompt, one request", scored("prompt"))
    both(table, "static batch, layers shared out", scored("batch"))
    loaded = scored("serving")
    both(
        table,
        "serving, time per token",
        loaded,
        "median 14 %",
        lambda found: found.median <= 0.14,
    )
    both(table, "serving, time to first token", report.score_first(usable, world, fit))
    full = scored("throughput-offline", "throughput-server", "throughput-interactive")
    both(table, "throughput", full, "within 2x on 90 %", lambda found: found.within_2x >= 0.90)
    tuning = scored("tuning-memory")
    both(table, "fine-tuning, memory", tuning, "median 8 %", lambda found: found.median <= 0.08)
    hours = scored("tuning-speed")
    both(table, "fine-tuning, speed", hours)
    return [*decode, *scored("prompt"), *loaded, *full, *tuning, *hours]


def coverage(table: Table, scored: Iterable[ScoredRow]) -> None:
    """Whether four of five rows lie in their interval."""
    found = list(scored)
    for part in PARTS:
        inside = [one.inside for one in found if validation.part(one.row) == part]
        share = sum(map(bool, inside)) / len(inside)
        text = f"n {len(inside):4}  hold {share * 100:.0f} % of rows"
        goal = "75 to 85 %" if part == "test" else ""
        table.line("80 % intervals, all tasks", part, text, goal, 0.75 <= share <= 0.85)


def quickness(table: Table) -> None:
    """Every architecture on every accelerator, with its speed, by engine."""
    catalog = load(CHECKOUT)
    fit = catalog.speed
    for name, stored in (("vllm", "fp8"), ("llama.cpp", "q4_k_m")):
        form, engine = catalog.formats[stored], ENGINES[name]
        pairs = list(product(catalog.architectures.values(), catalog.accelerators.values()))
        start = time.process_time()
        sized = [
            deployment.size(arch, form, accelerator, engine, fit, context_tokens=4096)
            for arch, accelerator in pairs
        ]
        took = time.process_time() - start
        fits = sum(isinstance(one, deployment.Sized) for one in sized)
        text = f"{len(pairs):,} cases in {took:.2f} s of CPU, {fits:,} fit"
        table.line(f"all models on all hardware, {name}"[:33], "", text, "1 s", took <= 1.0)
    for words in (("--self-host", "only"), ("--gpu", "2xL40S"), ("--gpu", "4090")):
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        asked = [sys.executable, "-m", "llmpick", "recommend", *words]
        subprocess.run(asked, check=False, capture_output=True)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
        name = f"recommend {' '.join(words)}"
        table.line(name[:33], "", f"{took:.2f} s of CPU, start included", "1 s", took <= 1.0)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worst", type=int, default=0, help="also the rows that are furthest off")
    parser.add_argument(
        "--peers", action="store_true", help="ask aiconfigurator and GenZ too: half an hour"
    )
    asked = parser.parse_args()
    worst = asked.worst
    records = compile.tables(CHECKOUT)
    day = read.day_of(read.version(CHECKOUT))
    rows, world = sizing.measurements(records), sizing.world(records, day)
    fit = load(CHECKOUT).speed
    assert fit is not None, "run `llmpick catalog fit-speed`"
    table = Table()
    print(
        f"{len(rows)} measured rows, {len(world.architectures)} checkpoints; errors in per cent\n"
    )
    memory(table, rows, world)
    cross_check(table)
    scored = speeds(table, rows, world, fit)
    coverage(table, scored)
    table.missed += serving.table(rows, world, fit, asked.peers)
    quickness(table)
    for one in sorted(scored, key=lambda one: -abs(one.log_ratio))[:worst]:
        row, said = one.row, one.row.value * math.exp(-one.log_ratio)
        print(
            f"{validation.part(row)} {row.task} {row.hardware} x{row.gpus} {row.layout or ''} "
            f"{row.model} {row.form} {row.value:g}, computed {said:.4g}"
        )
    print(f"\nmissed: {', '.join(table.missed) or 'none'}")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
