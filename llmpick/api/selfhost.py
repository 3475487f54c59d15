"""Running a model oneself: what a user typed, checked; what fits, by model or by hardware."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

from llmpick.api import facts
from llmpick.api.facts import Adjust, estimates_of
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.hardware import Accelerator, Architecture
from llmpick.core.facts.records import Model
from llmpick.core.need.need import Need
from llmpick.core.ranking.limits import MIN_SCORES
from llmpick.core.self_hosting import choice, deployment, ladder, launch, measured
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.deployment import Misfit
from llmpick.core.self_hosting.engines import ENGINE_NAMES, order
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.measured import Compared, LoadTest
from llmpick.core.self_hosting.memory import Unsizable, missing_cache_fact
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.rows import HostingAnswer, HostingRow
from llmpick.core.self_hosting.running import Load
from llmpick.core.self_hosting.ways import Way
from llmpick.errors import UnknownName, UserError, near_names
from llmpick.inputs import names
from llmpick.inputs import scale_to_zero as to_zero
from llmpick.inputs import values as check
from llmpick.inputs.hardware import hardware_of
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


class HostingSearch(NamedTuple):
    """Every way to run a model for a job, and what the user left open."""

    job: HostingJob
    hardware: Hardware | None
    ways: list[Way]
    misfits: list[Misfit]
    assumed: tuple[str, ...]
    note: str | None


def of_model(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    name: str,
    *,
    by: str = "format",
    top: int | None = None,
    adjust: Adjust | None = None,
    tests: Sequence[LoadTest] = (),
) -> HostingAnswer:
    """
    Where and in which format the model *name* runs, by `format`, `hardware` or `all`.

    *tests* are put beside what is estimated of the first way.

    Raises:
        UserError: a name that is unknown; a value that is absurd; a model that cannot be sized.
    """
    if tests and asked.concurrency is None:
        most = max(test.concurrency for test in tests)
        asked = asked._replace(concurrency=min(MAX_CONCURRENCY, max(1, round(most))))
    model, estimate, found = all_ways(catalog, need, asked, name, adjust)
    ordered = choice.order(found.ways)
    chosen = choice.first_of_each(ordered, by)[:top]
    rows = tuple(row(catalog, found.job, way, estimate) for way in chosen)
    picks = tuple(
        (name, row(catalog, found.job, way, estimate))
        for name, way in choice.picks(ordered).items()
    )
    return HostingAnswer(
        found.job,
        found.hardware,
        rows,
        len(found.ways),
        counted(found.misfits),
        found.assumed,
        found.note,
        picks,
        tuple(
            ladder.rooms(rows[0].way.sized.replica, found.job.concurrency, facts.hardware(catalog))
            if rows
            else ()
        ),
        _compared(catalog, found.job, rows, tests),
        _excluded(catalog, need, model),
    )


def _compared(
    catalog: Catalog, job: HostingJob, rows: Sequence[HostingRow], tests: Sequence[LoadTest]
) -> tuple[Compared, ...]:
    """
    *tests* beside the first of *rows*.

    Raises:
        UserError: nothing is known of such a load there.
    """
    if not tests:
        return ()
    speed = facts.hardware(catalog).fit
    if not rows or speed is None or rows[0].way.spill is not None:
        raise UserError(
            said("there is no estimate of such a load to compare with"),
            hint=said("--gpu, --quantization and --engine name what was tested"),
        )
    found = []
    for test in tests:
        one = measured.compared(
            rows[0].way.sized.replica, speed, test, cached_share=job.prefix_share
        )
        if isinstance(one, Unsizable):
            raise UserError(
                said("the load test cannot be compared: {reason}", reason=one.reason),
                hint=said("--gpu, --quantization and --engine name what was tested"),
            )
        found.append(one)
    return tuple(found)


def _excluded(catalog: Catalog, need: Need, model: Model) -> tuple[str, ...]:
    """The limits of the need that the model breaks wherever it runs, by their options."""
    from llmpick.core.ranking.limits import model_violations, split

    licence = catalog.licences.get(model.licence or "")
    broken = split(model_violations(need, model, licence), need)[0]
    # lengths are the job's own, and it says so itself
    return tuple(one.rule for one in broken if one.rule != "context")


def all_ways(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    name: str,
    adjust: Adjust | None = None,
    *,
    larger: bool = False,
) -> tuple[Model, Estimate | None, HostingSearch]:
    """
    The model *name*, its estimate and every way to run it, in *larger* copies too.

    Raises:
        UserError: a name that is unknown; a value that is absurd; a model that cannot be sized.
    """
    model, arch = sizable(catalog, name)
    estimate = best_estimates(catalog, need, adjust).get(model.id)
    hardware, note = hardware_of(catalog, asked)
    job, assumed = job_of(catalog, need, asked, model)
    _check_context(job, arch)
    job = job._replace(larger=larger)
    ways, misfits = ways_of(catalog, job, arch, hardware, estimate)
    return model, estimate, HostingSearch(job, hardware, ways, misfits, assumed, note)


def may_run(catalog: Catalog, need: Need, model: Model) -> bool:
    """Whether the limits that hold of a model wherever it runs are met."""
    from llmpick.core.ranking.limits import model_violations, split

    if not model.open_weights:
        return False
    licence = catalog.licences.get(model.licence or "")
    return not split(model_violations(need, model, licence), need)[0]


def sizable(catalog: Catalog, name: str) -> tuple[Model, Architecture]:
    """
    The model that *name* means, with its architecture.

    Raises:
        UserError: no such model, or it cannot be sized, and why.
    """
    found = names.model_of(catalog, name)[0]
    model = catalog.models[found]
    if model.open_weights is False:
        raise UserError(
            said("`{found}` cannot be run by yourself: its weights are not published", found=found),
            hint=said("llmpick list models --open-weights"),
        )
    arch = catalog.architectures.get(found)
    if arch is None:
        raise UserError(
            said("`{found}` cannot be sized: layers and kv heads unknown", found=found),
            hint=said("llmpick list architectures names those that can"),
        )
    if arch.kv_elements_per_token is None:
        raise UserError(
            said(
                "`{found}` cannot be sized: {missing_cache_fact}",
                found=found,
                missing_cache_fact=missing_cache_fact(arch),
            ),
            hint=said("llmpick list architectures names those that can"),
        )
    return model, arch


def best_estimates(
    catalog: Catalog, need: Need, adjust: Adjust | None = None
) -> dict[str, Estimate]:
    """model → its estimate at the effort whose lower end is highest, of those with evidence."""
    best: dict[str, Estimate] = {}
    for row in estimates_of(catalog, need.task.id, need.language, adjust):
        if row.model_scores < MIN_SCORES and not need.include_unrated:
            continue
        if row.model not in best or row.low > best[row.model].low:
            best[row.model] = row
    return best


def ways_of(
    catalog: Catalog,
    job: HostingJob,
    arch: Architecture,
    hardware: Hardware | None,
    estimate: Estimate | None,
) -> tuple[list[Way], list[Misfit]]:
    """Every way to run a model, and why there are no more."""
    places = hardware.parts if hardware else tuple(map(Hardware, _usual(catalog)))
    return hosting.ways(
        arch,
        places,
        facts.hardware(catalog),
        job,
        ability=estimate.theta if estimate else None,
        stderr=estimate.stderr * facts.calibration_of(catalog) if estimate else 0.0,
    )


def _usual(catalog: Catalog) -> list[Accelerator]:
    """Accelerators on whose kind speed was measured: others are sized where they are named."""
    return [one for one in catalog.accelerators.values() if one.vendor in hosting.MEASURED_VENDORS]


def row(catalog: Catalog, job: HostingJob, way: Way, estimate: Estimate | None) -> HostingRow:
    """*way* with what is told of it."""
    model = catalog.models[way.option.model]
    record = catalog.record("architectures", model.id)
    engine = catalog.engines.get(way.sized.replica.engine.id)
    found = launch.launch(
        way.sized.replica,
        str(record.get("repository") or model.id),
        context_tokens=_longest(way, job),
        concurrency=job.concurrency,
        name=model.id,
    )
    found = found._replace(
        version=engine.version if engine else None,
        hardware=way.hardware.accelerator.name,
        prompt_tokens=round(job.load.prompt_tokens),
        output_tokens=round(job.load.output_tokens),
        copies=way.copies,
        gpu=_gpu(way),
        expected=way.tps,
        adapters=job.adapters,
        adapter_rank=job.adapter_rank,
        spilled_layers=way.spill.layers if way.spill else 0,
    )
    return HostingRow(model, way, found, estimate, _score(way, estimate))


def _gpu(way: Way) -> str:
    """The accelerators of a copy as --gpu takes them, with the memory of what is sold in sizes."""
    card = way.hardware.accelerator
    if way.hardware.kinds:
        return "+".join(f"{count}x{one.id}" for count, one in way.hardware.kinds)
    return f"{way.sized.replica.layout.gpus}x{card.id}"


def _longest(way: Way, job: HostingJob) -> int:
    """
    What a request may grow to: as stated, else some times the mean length, as far as has room.

    Many requests are longer than the mean, and an engine refuses what is longer than it was told.
    """
    if job.is_context_stated:
        return job.context_tokens
    roomy = ladder.largest_context(way.sized.replica, job.concurrency)
    return max(job.context_tokens, min(roomy, LONGER_THAN_MEAN * job.context_tokens))


def _score(way: Way, estimate: Estimate | None) -> tuple[float, float, float] | None:
    """The expected score, 0 to 1, in the format of *way*, with its 80 % interval."""
    if estimate is None:
        return None
    sized = deployment.quality(way.option)
    if sized is None or not way.option.stderr:
        return estimate.score, estimate.low, estimate.high
    return deployment.score_in(estimate, way.option.stderr, sized)


def counted(misfits: Sequence[Misfit]) -> tuple[tuple[str, int], ...]:
    """How many do not run for each reason, the most first."""
    counts: dict[str, int] = {}
    for one in misfits:
        counts[one.reason] = counts.get(one.reason, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


# What was typed


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


def _check_context(job: HostingJob, arch: Architecture) -> None:
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
