"""Rows of serving, before and after the last change of the model, beside other estimators."""

from __future__ import annotations

import csv
import math
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

import open_loop
import serving_peers

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import serving, validation
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.speed import Interval
from llmpick.core.self_hosting.validation import MeasuredRow, World
from llmpick.sizing import fit as fitting

BEFORE = Path(__file__).with_name("serving_before.csv")
"""
What the model of 2026-11-30 said of the test part, with the constants it had and, as some of these
pairs were among those, with constants fitted on the dev part of today alone.
"""
GOALS = {"time per token": 0.14, "first token": 0.25, "throughput": 0.12, "saturation": 0.20}
FLAT = 1.25
"""A curve is saturated where its last step of concurrency brings less than a quarter more."""


class Said(NamedTuple):
    """Of a row: ms between tokens and to the first with the ends of 80 %, and tokens a second."""

    between: Interval | None
    first: Interval | None
    tps: float | None


NOTHING = Said(None, None, None)


def now(row: MeasuredRow, world: World, fit: SpeedFit) -> Said:
    """What the model says of *row*."""
    replica = validation.replica_of(row, world)
    if isinstance(replica, Unsizable) or not row.prompt_tokens or not row.output_tokens:
        return NOTHING
    cached = validation.CACHED_SHARE if "mostly cached" in row.note else 0.0
    lengths = {"prompt_tokens": row.prompt_tokens, "output_tokens": row.output_tokens}
    if row.request_rate is not None:
        found = open_loop.arrive(
            replica, fit, rate_per_s=row.request_rate, cached_share=cached, **lengths
        )
        if isinstance(found, Unsizable) or found.saturated:
            return NOTHING
        assert found.time_per_token_s is not None
        return Said(_ms(found.time_per_token_s), _ms(found.first_token_p50_s), None)
    load = serving.serve(
        replica,
        fit,
        concurrency=row.concurrency,
        cached_share=cached,
        at_once=validation.AT_ONCE in row.note,
        **lengths,
    )
    if isinstance(load, Unsizable):
        return NOTHING
    return Said(_ms(load.time_per_token_s), _ms(load.time_to_first_token_s), load.output_tps.value)


def _ms(found: Interval | None) -> Interval | None:
    return None if found is None else Interval(*(end * 1e3 for end in found))


def before() -> dict[str, Said]:
    """What was said of each row by the model as it was."""
    with BEFORE.open(newline="") as file:
        return {
            line["id"]: Said(
                Interval(*(float(line[f"between_{end}"]) for end in ("ms", "low", "high"))),
                Interval(*(float(line[f"first_{end}"]) for end in ("ms", "low", "high"))),
                float(line["tps"]),
            )
            for line in csv.DictReader(file)
        }


def refitted() -> dict[str, Said]:
    """The same with its constants fitted on the rows that the model of today is fitted on."""
    with BEFORE.open(newline="") as file:
        found = {}
        for line in csv.DictReader(file):
            if line["refit_tps"]:
                between, first = (float(line[f"refit_{name}_ms"]) for name in ("between", "first"))
                ends = (Interval(one, one, one) for one in (between, first))
                found[line["id"]] = Said(*ends, float(line["refit_tps"]))
        return found


def measured_tps(row: MeasuredRow) -> float | None:
    """Tokens a second of all answers: as measured, else by the law of Little."""
    if row.output_tps or row.request_rate or not row.first_token_ms or not row.output_tokens:
        return row.output_tps
    answer_s = (row.first_token_ms + row.value * (row.output_tokens - 1)) / 1e3
    return row.concurrency * row.output_tokens / answer_s


def layout_name(row: MeasuredRow) -> str:
    """The kind of a layout."""
    layout = validation.layout_of(row)
    if layout is None or layout.gpus == 1:
        return "one accelerator"
    if layout.data_parallel > 1:
        return "data parallel attention"
    return "experts spread" if "EP" in (row.layout or "") else f"tensor parallel, {layout.gpus}"


GROUPS: tuple[tuple[str, Callable[[MeasuredRow], str | None]], ...] = (
    ("all", lambda row: "all"),
    ("engine", lambda row: row.engine),
    ("hardware", lambda row: row.hardware),
    ("format", lambda row: row.form or validation.NATIVE),
    ("layout", layout_name),
    ("load", lambda row: "256 at once and more" if row.concurrency >= 256 else None),
    (
        "lengths",
        lambda row: (
            "prompts 8 times the answer"
            if (row.prompt_tokens or 0) >= 8 * (row.output_tokens or 1)
            else None
        ),
    ),
    ("arrivals", lambda row: "open loop" if row.request_rate else None),
)


def _off(pairs: Iterable[tuple[float | None, float | None]]) -> str:
    """The median of how far predictions are off, per cent, of the pairs that have both."""
    found = [abs(said / was - 1) for was, said in pairs if was and said]
    return f"{statistics.median(found) * 100:6.1f}" if found else f"{'-':>6}"


def _held(pairs: Iterable[tuple[float | None, Interval | None]]) -> str:
    found = [said.low <= was <= said.high for was, said in pairs if was and said]
    return f"{sum(found) / len(found) * 100:4.0f}" if found else f"{'-':>4}"


def _middle(found: Interval | None) -> float | None:
    return None if found is None else found.value


def table(rows: Sequence[MeasuredRow], world: World, fit: SpeedFit, peers: bool) -> dict[str, str]:
    """
    Print the medians by group; whether each goal was missed, by name.

    Args:
        rows: All measured rows; the test part of serving is shown.
        world: What they refer to.
        fit: The constants.
        peers: Ask other estimators too, where they are installed.
    """
    chosen = [
        row
        for row in rows
        if row.task == "serving" and validation.part(row) == "test" and fitting.usable(row)
    ]
    old, new = before(), {row.id: now(row, world, fit) for row in chosen}
    others = {
        name: {row.id: said for row in chosen if (said := ask(row, world))}
        for name, ask in (serving_peers.found() if peers else {}).items()
    }
    print(f"\nserving, {len(chosen)} rows of the test part; median error in per cent, and")
    print("rows inside their 80 % interval; before > now")
    head = f"{'':27}{'n':>4}  {'time per token':17}held  {'first token':17}held  throughput"
    print(head + "".join(f"  {name} (n, token, first)" for name in others))
    for title, name_of in GROUPS:
        parts: dict[str, list[MeasuredRow]] = defaultdict(list)
        for row in chosen:
            if (name := name_of(row)) is not None:
                parts[name].append(row)
        for name, part in sorted(parts.items()):
            print(_line(f"{title}: {name}" if title != "all" else name, part, old, new, others))
    old_form = refitted()
    same = [row for row in chosen if row.id in old_form]
    print(_line("former formulas, refitted", same, old_form, new, {}))
    if others:
        # on the rows that every estimator answers, each by each
        shared = [row for row in chosen if all(row.id in said for said in others.values())]
        print(_line("answered by all", shared, old_form, new, others))
        for name, said in others.items():
            print(_line(f"answered by {name}", [r for r in chosen if r.id in said], old, new, {}))
    return _goals(chosen, new)


def _line(
    name: str,
    part: Sequence[MeasuredRow],
    old: Mapping[str, Said],
    new: Mapping[str, Said],
    others: Mapping[str, Mapping[str, serving_peers.Said]],
) -> str:
    was = [old.get(row.id, NOTHING) for row in part]
    is_now = [new[row.id] for row in part]
    token, first = [row.value for row in part], [row.first_token_ms for row in part]
    rate = [measured_tps(row) for row in part]
    cells = [
        f"{_off(zip(token, (_middle(one.between) for one in was), strict=True))} >"
        f"{_off(zip(token, (_middle(one.between) for one in is_now), strict=True))}   "
        f"{_held(zip(token, (one.between for one in is_now), strict=True))}",
        f"{_off(zip(first, (_middle(one.first) for one in was), strict=True))} >"
        f"{_off(zip(first, (_middle(one.first) for one in is_now), strict=True))}   "
        f"{_held(zip(first, (one.first for one in is_now), strict=True))}",
        f"{_off(zip(rate, (one.tps for one in was), strict=True))} >"
        f"{_off(zip(rate, (one.tps for one in is_now), strict=True))}",
    ]
    for said in others.values():
        asked = [row for row in part if row.id in said]
        both = (
            _off((row.value, said[row.id].between_ms) for row in asked),
            _off((row.first_token_ms, said[row.id].first_ms) for row in asked),
        )
        cells.append(f"{len(asked):5}{both[0]}{both[1]}")
    return f"{name[:27]:27}{len(part):4}  " + "  ".join(cells)


def curves(rows: Sequence[MeasuredRow]) -> list[MeasuredRow]:
    """The last row of each curve over concurrency, of four points and more, that is flat there."""
    same: dict[tuple[object, ...], list[MeasuredRow]] = defaultdict(list)
    for row in rows:
        if measured_tps(row) and not row.request_rate:
            lengths = (row.prompt_tokens, row.output_tokens)
            setting = (row.engine, row.engine_version, row.form, row.layout, row.gpus)
            same[row.hardware, row.model, *setting, *lengths].append(row)
    found = []
    for curve in same.values():
        points = sorted(curve, key=lambda row: (row.concurrency, row.id))
        if len({row.concurrency for row in points}) >= 4:
            last = [row for row in points if row.concurrency < points[-1].concurrency][-1]
            if (measured_tps(points[-1]) or 0) < FLAT * (measured_tps(last) or math.inf):
                found.append(points[-1])
    return found


def _goals(rows: Sequence[MeasuredRow], new: Mapping[str, Said]) -> dict[str, str]:
    """The goals that are missed, with what was found."""
    full = curves(rows)
    off = {
        "time per token": [(row.value, _middle(new[row.id].between)) for row in rows],
        "first token": [(row.first_token_ms, _middle(new[row.id].first)) for row in rows],
        "throughput": [(measured_tps(row), new[row.id].tps) for row in rows],
        "saturation": [(measured_tps(row), new[row.id].tps) for row in full],
    }
    missed = {}
    for name, pairs in off.items():
        found = [abs(said / was - 1) for was, said in pairs if was and said]
        middle = statistics.median(found) if found else math.nan
        met = middle <= GOALS[name]
        text = f"{middle * 100:.1f} of {GOALS[name] * 100:.0f}"
        print(f"goal, {name}: {text} % (n {len(found)}) {'ok' if met else 'MISSED'}")
        if not met:
            missed[name] = text
    return missed
