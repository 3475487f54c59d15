"""Measured rows beside what the formulas of this package predict."""

import hashlib
import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit
from llmpick.core.self_hosting import arrivals, serving, speed, steps, tuning
from llmpick.core.self_hosting.memory import ENGINES, Unsizable
from llmpick.core.self_hosting.steps import Layout, Replica, StepWork

TEST_SHARE = 0.25
"""Part of the pairs of hardware and model that constants are not fitted on."""
SALT = 4
"""The first number that puts a fifth to a third of the rows of each fitted task in that part."""
SERVING_SALT = 75
"""
The first number that does so for serving and leaves an eighth to 45 % of the rows of each large
engine, accelerator and format (100 rows or more) in that part. Drawn without the measured values.
"""

MIN_SEQUENCES = 16
"""Requests that a replica of unstated size is assumed to have room for."""


class MeasuredRow(NamedTuple):
    """
    A row of measurements/; *gpus* is 1 and *tokens* are 0 where the row does not say.

    *rounding* is how far the source's rounding may have moved *value*; *at_most* marks a limit;
    without *load_stated* nobody knows how many requests there were: *concurrency* means nothing.
    """

    id: str
    task: str
    value: float
    unit: str
    model: str
    trust: str
    hardware: str | None = None
    gpus: int = 1
    layout: str | None = None
    form: str | None = None
    engine: str | None = None
    concurrency: float = 1
    cache: str | None = None
    prompt_tokens: int | None = None
    output_tokens: int | None = None
    context_tokens: int | None = None
    first_token_ms: float | None = None
    memory_share: float | None = None
    method: str | None = None
    rank: int | None = None
    batch: int | None = None
    sequence_tokens: int | None = None
    attention: str | None = None
    checkpointing: bool | None = None
    rounding: float = 0.0
    at_most: bool = False
    note: str = ""
    engine_version: str | None = None
    request_rate: float | None = None
    output_tps: float | None = None
    load_stated: bool = True


class World(NamedTuple):
    """What rows refer to, by identifier."""

    accelerators: Mapping[str, Accelerator]
    architectures: Mapping[str, Architecture]
    formats: Mapping[str, Format]


NO_LENGTHS = "lengths of prompt and answer not stated"
AT_ONCE = "all requests start at once"
"""What a row says of a run in which nobody follows those that started."""
CACHED_SHARE = 0.9
"""Of prompts that a row calls mostly cached, the part that is: assumed, the rows do not say."""
NATIVE = "bf16"
"""The format of a row that states none: that of the checkpoint as it was released."""


def family(task: str) -> str:
    """Tasks that are split as one: `throughput-offline` and `throughput-server` are."""
    return task.partition("-")[0] if task.startswith("throughput") else task


def part(row: MeasuredRow) -> str:
    """
    The part of a row: `dev`, which constants are fitted on, or `test`.

    By a hash, so that further rows move no other; a pair of hardware and model is in one part of a
    task, as its rows are too alike to test each other.
    """
    salt = SERVING_SALT if row.task == "serving" else SALT
    key = f"{salt}|{family(row.task)}|{row.hardware}|{row.model}".encode()
    return "test" if hashlib.sha256(key).digest()[0] < 256 * TEST_SHARE else "dev"


def layout_of(row: MeasuredRow) -> Layout | None:
    """The layout that a row states, or None."""
    if row.layout is None:
        return None
    # DEP: attention in as many copies as accelerators, experts spread over all
    spread = re.match(r"DEP(\d+)", row.layout)
    if spread:
        gpus = row.gpus if "PP" in row.layout else int(spread[1])
        return Layout(gpus, gpus)
    # TP: one copy of attention over so many accelerators; DP: so many such copies
    data = re.search(r"(?<!E)DP(\d+)", row.layout)
    wide = re.match(r"TP(\d+)", row.layout)
    copies = int(data[1]) if data else 1
    return Layout(int(wide[1]) * copies if wide else row.gpus, copies)


def smallest(replica: Replica, context_tokens: float, sequences: int, most: int) -> Layout | None:
    """The least accelerators, a power of two up to *most*, with room for *sequences*."""
    gpus = 1
    while gpus <= most:
        # a cache that cannot be split (MLA) would be copied to each: attention is, instead
        copies = gpus if replica.arch.kv_shards == 1 and gpus > 1 else 1
        layout = Layout(gpus, copies)
        found = serving.room(replica._replace(layout=layout), context_tokens)
        if not isinstance(found, Unsizable) and found >= sequences:
            return layout
        gpus *= 2
    return None


def replica_of(row: MeasuredRow, world: World) -> Replica | Unsizable:
    """The replica that a row was measured on, as far as it states one, or what is unknown of it."""
    engine = ENGINES.get(row.engine or "", ENGINES["tensorrt-llm"])
    if row.hardware is None or row.hardware not in world.accelerators:
        return Unsizable(f"no hardware `{row.hardware}`")
    if row.model not in world.architectures:
        return Unsizable(f"no architecture of {row.model}")
    form = world.formats[row.form or NATIVE]
    # assumed where requests share a replica in eight bits or less: a cache of the same precision
    narrow = family(row.task) in ("throughput", "serving") and form.compute in ("fp8", "fp4")
    bare = Replica(
        world.architectures[row.model],
        form,
        world.accelerators[row.hardware],
        engine,
        cache=row.cache or ("fp8" if narrow else "bf16"),
    )
    layout = layout_of(row)
    if layout is None and family(row.task) == "throughput":
        context = (row.prompt_tokens or 0) + (row.output_tokens or 0)
        layout = smallest(bare, context, MIN_SEQUENCES, row.gpus)
        if layout is None:
            return Unsizable("does not fit")
    return bare._replace(layout=layout or Layout(row.gpus))


def predicted(row: MeasuredRow, world: World, fit: SpeedFit) -> float | Unsizable:
    """
    What the formulas predict for a row.

    Args:
        row: What was measured.
        world: What its identifiers refer to.
        fit: The constants; residuals and their intervals do not matter.

    Returns:
        A value in the unit of the row (tokens per second, ms, GiB, or tokens per second of each
        accelerator), or why there is none.
    """
    if row.task.startswith("tuning"):
        return _tuning(row, world, fit)
    replica = replica_of(row, world)
    if isinstance(replica, Unsizable):
        return replica
    if row.task == "decode":
        seconds = speed.decode_seconds(
            replica.arch,
            replica.form,
            replica.accelerator,
            fit,
            gpus=row.gpus,
            context_tokens=(row.prompt_tokens or 0) + (row.output_tokens or 0) / 2,
        )
        return 1 / seconds
    if row.task == "prompt":
        seconds_of_prompt = speed.prompt_seconds(
            replica.arch,
            replica.form,
            replica.accelerator,
            fit,
            gpus=row.gpus,
            tokens=row.prompt_tokens or 0,
            after_tokens=row.context_tokens or 0,
        )
        return (row.prompt_tokens or 0) / seconds_of_prompt
    if row.task == "batch":
        step = steps.batch_seconds(
            replica,
            fit,
            running=row.concurrency,
            prompt_tokens=row.prompt_tokens or 0,
            output_tokens=row.output_tokens or 0,
        )
        return step if isinstance(step, Unsizable) else step * 1e3
    if row.task == "serving":
        done = work_of(row, world, fit)
        return done if isinstance(done, Unsizable) else steps.seconds(done, fit) * 1e3
    if not row.prompt_tokens or not row.output_tokens:
        return Unsizable(NO_LENGTHS)
    full_replica = serving.capacity(
        replica, fit, prompt_tokens=row.prompt_tokens, output_tokens=row.output_tokens
    )
    if isinstance(full_replica, Unsizable):
        return full_replica
    return full_replica.output_tps.value / replica.layout.gpus


def work_of(row: MeasuredRow, world: World, fit: SpeedFit) -> StepWork | Unsizable:
    """What a step of a row of serving does; of *fit*, the peaks that are not known are taken."""
    replica = replica_of(row, world)
    if isinstance(replica, Unsizable):
        return replica
    if not row.prompt_tokens or not row.output_tokens:
        return Unsizable(NO_LENGTHS)
    held = steps.room(replica, row.prompt_tokens + row.output_tokens / 2)
    if isinstance(held, Unsizable):
        return held
    return steps.work(
        replica,
        fit,
        running=max(1.0, min(row.concurrency, held)),
        prompt_tokens=row.prompt_tokens,
        output_tokens=row.output_tokens,
        cached_share=CACHED_SHARE if "mostly cached" in row.note else 0.0,
        at_once=AT_ONCE in row.note,
    )


def first_ms(row: MeasuredRow, done: StepWork, fit: SpeedFit) -> float:
    """
    Time to first token of a row of serving, ms.

    Args:
        row: What was measured; where it states no rate of arrivals, a request follows another.
        done: Its step.
        fit: The constants.
    """
    if row.request_rate is None:
        wait = (row.concurrency - done.running) / done.running * (row.output_tokens or 0)
        return (steps.first_seconds(done, fit) + wait * steps.seconds(done, fit)) * 1e3
    own = steps.own_prompt(done, fit)
    # a rate that the formulas hold to be too high is one that was met all the same
    wait = arrivals.mean_wait(rate_per_s=min(row.request_rate, 0.95 / own), service_s=own)
    return (steps.before_prompt(done, fit) + own + wait) * 1e3


def _tuning(row: MeasuredRow, world: World, fit: SpeedFit) -> float | Unsizable:
    arch = world.architectures.get(row.model)
    if arch is None:
        return Unsizable(f"no architecture of {row.model}")
    plan = tuning.Tuning(
        method={"full": "full", "lora": "lora"}.get(row.method or "", "qlora"),  # type: ignore[arg-type]
        rank=row.rank or 16,
        batch=row.batch or 1,
        sequence_tokens=row.sequence_tokens or 2048,
        checkpointing=row.checkpointing is not False,
        flash=row.attention != "eager",
    )
    if row.task == "tuning-memory":
        if row.rank is None or row.batch is None:
            return Unsizable("configuration not stated")
        held = tuning.memory_gib(arch, plan, fit)
        return held if isinstance(held, Unsizable) else held.value
    if row.hardware is None or row.hardware not in world.accelerators:
        return Unsizable(f"no hardware `{row.hardware}`")
    accelerator = world.accelerators[row.hardware]
    # hours are linear in tokens, so that any number of them gives the rate
    hours = tuning.hours(arch, plan, accelerator, fit, tokens=1e9, epochs=1, gpus=row.gpus)
    return hours if isinstance(hours, Unsizable) else 1e9 / (hours.value * 3600)


RATES = frozenset({"decode", "prompt", "tuning-speed"})
"""Tasks that are measured as a rate, while the residuals are those of a time."""


def residual(row: MeasuredRow, world: World, fit: SpeedFit) -> float | None:
    """
    The error of a prediction.

    Args:
        row: What was measured.
        world: What its identifiers refer to.
        fit: The constants.

    Returns:
        log(measured / predicted) of the amount that intervals are given for, which is a time where
        the row is a rate; None where nothing is predicted.
    """
    found = predicted(row, world, fit)
    if isinstance(found, Unsizable) or found <= 0:
        return None
    return math.log(row.value / found) * (-1 if row.task in RATES else 1)


def residual_class(row: MeasuredRow, world: World) -> tuple[str, ...]:
    """The classes of residuals that a row belongs to, the narrowest first."""
    if row.task == "decode":
        form = world.formats[row.form or NATIVE]
        return speed.classes("decode", world.architectures[row.model], form)
    if row.task == "serving":
        return (f"serve/{row.engine}", "serve")
    names = {"tuning-memory": "tune.memory", "tuning-speed": "tune.hours"}
    return ("capacity",) if family(row.task) == "throughput" else (names.get(row.task, row.task),)
