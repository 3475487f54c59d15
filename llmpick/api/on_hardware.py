"""The open models that run on given hardware, in the order in which they are recommended."""

from __future__ import annotations

from llmpick.api import deployments, hosting_job, selfhost
from llmpick.api.facts import Adjust, estimates_of, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.need.need import Need
from llmpick.core.ranking.field import field
from llmpick.core.self_hosting import choice
from llmpick.core.self_hosting.deployment import Misfit
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.rows import HostingAnswer, HostingRow
from llmpick.core.self_hosting.ways import Way
from llmpick.errors import UserError
from llmpick.inputs.hardware import hardware_of
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said


def of_hardware(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    *,
    top: int | None = None,
    adjust: Adjust | None = None,
) -> HostingAnswer:
    """
    The open models that run on given hardware, as `recommend --self-host only` ranks them.

    Those that it does not rank come after: without evidence, or too slow for the load.

    Raises:
        UserError: no hardware; a value that is absurd.
    """
    hardware, note = hardware_of(catalog, asked)
    if hardware is None:
        raise UserError(
            said("neither a model nor hardware is named"),
            hint=said("llmpick selfhost gpt-oss-120b, or llmpick selfhost --gpu 2xL40S"),
        )
    # what runs on machines of one's own leaves none: privacy beyond that has nothing to weigh
    need = need._replace(privacy_level="air-gapped")
    own = deployments.own(
        catalog, need, asked, alone=True, adjust=adjust, places=list(hardware.parts)
    )
    ranked = [
        (row.route.model.id, row.route.effort)
        for row in field(need, own.among(rated(catalog, need, adjust))).shown
    ]
    estimates = {
        (row.model, row.effort): row
        for row in estimates_of(catalog, need.task.id, need.language, adjust)
    }
    rest, misfits = _others(catalog, need, asked, hardware, {model for model, _ in ranked}, adjust)
    rows: list[HostingRow] = []
    for model, effort in ranked[:top]:
        job = deployments.job_at(catalog, need, asked, catalog.models[model], effort)
        way = own.ways[model, effort]
        rows.append(selfhost.row(catalog, job, way, estimates.get((model, effort))))
    best = selfhost.best_estimates(catalog, need, adjust)
    for way in rest[: None if top is None else max(0, top - len(rows))]:
        model = way.option.model
        job, _ = hosting_job.job_of(catalog, need, asked, catalog.models[model])
        rows.append(selfhost.row(catalog, job, way, best.get(model)))
    first = rows[0].model if rows else next(iter(catalog.models.values()))
    effort = ranked[0][1] if ranked else None
    job, assumed = hosting_job.job_of(catalog, need, asked, first, effort)
    fitting = len(ranked) + len(rest)
    reasons = selfhost.counted(misfits)
    return HostingAnswer(job, hardware, tuple(rows), fitting, reasons, assumed, note)


def _others(
    catalog: Catalog,
    need: Need,
    asked: HostingOptions,
    hardware: Hardware,
    ranked: set[str],
    adjust: Adjust | None,
) -> tuple[list[Way], list[Misfit]]:
    """Models that run and are not *ranked*, the best of them first, and why others do not run."""
    best = selfhost.best_estimates(catalog, need, adjust)
    every: list[Way] = []
    misfits: list[Misfit] = []
    least = 0.0
    for arch in catalog.architectures.values():
        model = catalog.models[arch.model]
        if model.id in ranked:
            continue
        if not selfhost.may_run(catalog, deployments.limits_of(need), model):
            misfits.append(Misfit(arch.model, "", "", "its licence or its makers are ruled out"))
            continue
        job, _ = hosting_job.job_of(catalog, need, asked, model)
        job = job._replace(least_bits=hosting_job.LEAST_BITS)
        least = job.min_tps
        found, others = selfhost.ways_of(catalog, job, arch, hardware, best.get(arch.model))
        every += found
        if not found:
            misfits += others[:1]
    return choice.best_of_each_model(every, least), misfits
