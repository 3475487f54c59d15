"""What is asked of own hardware, as a job that ways are sized for."""

from __future__ import annotations

from math import hypot

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.hardware import Architecture
from llmpick.core.facts.records import Model
from llmpick.core.need.need import Need
from llmpick.core.self_hosting.engines import ENGINE_NAMES, order
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.running import Load
from llmpick.errors import UnknownName, UserError, near_names
from llmpick.inputs import names
from llmpick.inputs import scale_to_zero as to_zero
from llmpick.inputs import values as check
from llmpick.inputs.hosting import beside_weights, ownership
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said

WORKDAY_PEAK = 3.0
"""Peak to mean where all work falls evenly into eight hours of every day."""
DEFAULT_CONCURRENCY = 8
LONGER_THAN_MEAN = 4
"""Times the mean length that a started engine takes where no --context is stated."""
DEFAULT_MIN_TPS = 10.0
MAX_CONCURRENCY = 100_000
KV_TYPES = {
    **{"fp16": "bf16", "bf16": "bf16", "fp8": "fp8"},
    **{"q8": "q8_0", "q8-0": "q8_0", "q4": "q4_0", "q4-0": "q4_0"},
}
"""Types of cache as people write them, by `memory.CACHE_BYTES`."""
LEAST_BITS = 3.0
"""Models are ranked in formats from so many bits on: below, what is lost was hardly measured."""


def job_of(
    catalog: Catalog, need: Need, asked: HostingOptions, model: Model, effort: str | None = None
) -> tuple[HostingJob, tuple[str, ...]]:
    """
    What has to run, at an *effort* of the model, and what of it the user left open.

    Raises:
        UserError: a value that is absurd, or options that contradict each other.
    """
    work = need.workload
    prompt, output = _lengths(catalog, need, model, effort)
    assumed = []
    peak = asked.peak_to_mean
    if peak is None:
        peak = WORKDAY_PEAK
        assumed.append(said("peak to mean {peak:g}: all work in eight hours of the day", peak=peak))
    elif not 1 <= peak <= 1e6:
        raise UserError(
            said("a peak to mean of {peak:g} cannot be used", peak=peak),
            hint=said("1 or more: 1 is even load"),
        )
    concurrency = asked.concurrency
    if concurrency is None:
        concurrency = DEFAULT_CONCURRENCY
        assumed.append(said("room for {concurrency} requests at a time", concurrency=concurrency))
    elif not 1 <= concurrency <= MAX_CONCURRENCY:
        raise UserError(
            said("{concurrency:,} requests at a time cannot be used", concurrency=concurrency),
            hint=said("from 1 to {MAX_CONCURRENCY:,}", MAX_CONCURRENCY=MAX_CONCURRENCY),
        )
    context = asked.context
    if context is None:
        context = round(prompt + output)
        assumed.append(said("a context of {context:,} tokens, as the work has it", context=context))
    elif context < 1:
        raise UserError(
            said("a context of {context:,} tokens cannot be used", context=context),
            hint=said("1 or more"),
        )
    elif context < prompt + output:
        raise UserError(
            said(
                "a context of {context:,} tokens does not hold a request of {prompt:,.0f}",
                context=context,
                prompt=prompt + output,
            ),
            hint=said("a larger --context, or smaller --input-tokens and --output-tokens"),
        )
    least = check.bounded("least speed", asked.min_speed, 1e6)
    if least is None:
        least = DEFAULT_MIN_TPS
        assumed.append(said("{least:g} tokens a second at least for each request", least=least))
    people = check.bounded("cost of people", asked.people_usd, 1e9)
    if asked.owned and asked.power_price is None:
        assumed.append(said("no power in the cost: --power-price"))
    if people is None:
        assumed.append(said("no people's work in the cost: --people-usd"))
    storage = check.bounded("cost of storage", asked.storage_usd, 1e9)
    traffic = check.bounded("cost of traffic", asked.traffic_usd, 1e9)
    left_out = [
        flag
        for flag, value in (("--storage-usd", storage), ("--traffic-usd", traffic))
        if value is None
    ]
    if left_out:
        what = " and no ".join(flag.removeprefix("--").removesuffix("-usd") for flag in left_out)
        assumed.append(
            said("no {what} in the cost: {left_out}", what=what, left_out=", ".join(left_out))
        )
    spare = check.whole("spare copies", asked.redundancy, 1000) or 0
    cache = "bf16"
    if asked.kv_type is not None:
        cache = KV_TYPES[check.one_of("type of cache", asked.kv_type, KV_TYPES)]
    form, engine = _form(catalog, asked)
    beside = beside_weights(asked)
    if asked.prefix_share is None:
        assumed.append(said("no part of a prompt in the engine's cache: --prefix-share"))
    if beside.adapters:
        assumed.append(
            said(
                "{adapters} adapters of rank {rank} on the projections of attention, in 16 bits; "
                "what they cost in speed is not known",
                adapters=beside.adapters,
                rank=beside.rank,
            )
        )
    scaling = to_zero.scaling_of(asked)
    assumed += to_zero.not_counted(scaling)
    job = HostingJob(
        load=Load(work.calls_per_month * work.attempts, prompt, output, peak),
        context_tokens=context,
        concurrency=concurrency,
        min_tps=least,
        own=ownership(asked),
        people_usd=people,
        storage_usd=storage,
        traffic_usd=traffic,
        redundancy=spare,
        scaling=scaling,
        quantization=form,
        engine=engine,
        cache=cache,
        is_context_stated=asked.context is not None,
        prefix_share=beside.prefix_share,
        adapters=beside.adapters,
        adapter_rank=beside.rank,
        ram_gib=beside.ram_gib,
        ram_gb_per_s=beside.ram_gb_per_s,
    )
    return job, tuple(assumed)


def _lengths(catalog: Catalog, need: Need, model: Model, effort: str | None) -> tuple[float, float]:
    """Tokens of a prompt, the mean one of a loop, and of an answer with what is thought."""
    from llmpick.core.cost import tokens

    work = need.workload
    ratio = tokens.ratio(catalog.tokens, model.id, work.content).value
    reasoning = tokens.thinking(
        catalog.tokens, model, effort, work, catalog.scale.effort_multipliers
    ).value
    prompt = work.input_tokens + (work.turns - 1) * work.context_growth_tokens / 2
    return prompt * ratio, max(1.0, work.output_tokens * ratio + reasoning)


def length_spread(catalog: Catalog, need: Need, model: Model, effort: str | None) -> float:
    """
    The standard deviation of the logarithm of the work in a request, from the tokens assumed.

    By shares of the answer: prompts cost less time, so what is thought counts somewhat too much.
    """
    from llmpick.core.cost import tokens

    work = need.workload
    ratio = tokens.ratio(catalog.tokens, model.id, work.content)
    reasoning = tokens.thinking(
        catalog.tokens, model, effort, work, catalog.scale.effort_multipliers
    )
    seen = work.output_tokens * ratio.value
    answer = seen + reasoning.value
    if not answer:
        return ratio.spread
    return hypot(ratio.spread * seen, reasoning.spread * reasoning.value) / answer


def check_context(job: HostingJob, arch: Architecture) -> None:
    window = arch.context_window_tokens
    if window is not None and job.context_tokens > window:
        raise UserError(
            said(
                "a context of {context_tokens:,} tokens is beyond the {window:,} of `{model}`",
                context_tokens=job.context_tokens,
                window=window,
                model=arch.model,
            ),
            hint=said("--context {window} or less", window=window),
        )


def _form(catalog: Catalog, asked: HostingOptions) -> tuple[str | None, str | None]:
    engine = asked.engine
    if engine is not None:
        engine = check.one_of("engine", engine, ENGINE_NAMES)
    if asked.quantization is None:
        return None, engine
    form = names.format_named(catalog, asked.quantization)
    if form is None:
        near = near_names(asked.quantization.replace("-", "_"), catalog.formats)
        raise UnknownName("quantisation", asked.quantization, near, "llmpick list formats")
    runs = [name for name in order(catalog.formats[form]) if _runs(catalog, name, form)]
    if not runs or (engine is not None and engine not in runs):
        raise UserError(
            said(
                "{engine} does not run {form}",
                engine=engine or "no engine that llmpick knows",
                form=form,
            ),
            hint=said("--engine {runs}", runs=runs[0]) if runs else said("another --quantization"),
        )
    return form, engine


def _runs(catalog: Catalog, engine: str, form: str) -> bool:
    """Whether an engine runs a format on any hardware, or a source of the format says so."""
    known = catalog.engines[engine].runs if engine in catalog.engines else {}
    told = [state for (name, _), state in known.items() if name == form]
    if told:
        return any(state != "no" for state in told)
    return engine in catalog.formats[form].engines
