"""Running a model oneself: what a user typed, checked; what fits, by model or by hardware."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from llmpick.api import facts
from llmpick.api.facts import Adjust, estimates_of
from llmpick.api.hosting_job import LONGER_THAN_MEAN, MAX_CONCURRENCY, check_context, job_of
from llmpick.catalog.contents import Catalog
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.hardware import Accelerator, Architecture
from llmpick.core.facts.records import Model
from llmpick.core.need.need import Need
from llmpick.core.ranking.limits import MIN_SCORES
from llmpick.core.self_hosting import choice, deployment, ladder, launch, measured
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.deployment import Misfit
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.measured import Compared, LoadTest
from llmpick.core.self_hosting.memory import Unsizable, missing_cache_fact
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.rows import HostingAnswer, HostingRow
from llmpick.core.self_hosting.ways import Way
from llmpick.errors import UserError
from llmpick.inputs import names
from llmpick.inputs.hardware import hardware_of
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said


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
    check_context(job, arch)
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
