"""A priced and scored route, and the evidence of its quality, as JSON and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from llmpick.core.facts.estimates import Estimate, Support
from llmpick.core.facts.records import NO_PRICES, Deployed
from llmpick.core.need.need import Need
from llmpick.core.ranking.score import Candidate, Criterion
from llmpick.lang.said import joined, said
from llmpick.render import words
from llmpick.render.wording.about import age_days
from llmpick.render.wording.needs import language

if TYPE_CHECKING:
    from llmpick.render.records.candidates import (
        CriterionRecord,
        OwnDeploymentRecord,
        QualityRecord,
        RouteRecord,
        WithDeployment,
    )


class Backing(NamedTuple):
    """By (model, effort): what its estimates rest on, and the evidence for the language alone."""

    support: Mapping[tuple[str, str | None], Support]
    spoken: Mapping[tuple[str, str | None], str]


UNSAID = Backing({}, {})
WITHOUT_EVIDENCE = ("general only", "thin")
"""Labels of estimates that no score in the own domains of a task or language supports."""


def deployment(own: Deployed) -> OwnDeploymentRecord:
    """What an offering of the user's own stands for, and what its month costs."""
    return {
        "accelerator": own.accelerator,
        "gpus": own.gpus,
        "gpus_per_copy": own.gpus_per_copy,
        "gpus_billed": own.gpus_billed,
        "copies": own.copies,
        "format": own.format,
        "engine": own.engine,
        "terms": own.terms,
        "rented_from": own.rented_from,
        "price_read": own.price_read,
        "mtok_per_month": own.mtok,
        "usd_per_mtok": own.usd_per_mtok,
    }


def deployment_words(own: Deployed) -> str:
    """Hardware, format, engine and terms in a line."""
    copy = f"{own.gpus_per_copy}x{own.accelerator}"
    parts: list[str] = [
        said(
            "{copies:,} copy of {gpus}" if own.copies == 1 else "{copies:,} copies of {gpus}",
            copies=own.copies,
            gpus=copy,
        ),
        own.format,
        own.engine,
    ]
    if own.gpus_billed and own.gpus_billed != own.gpus:
        parts.append(said("{gpus} GPUs billed", gpus=own.gpus_billed))
    if own.terms == "owned":
        parts.append(said("bought"))
    elif own.terms:
        parts.append(
            said(
                "{terms} of {provider}, read {day}",
                terms=own.terms,
                provider=own.rented_from,
                day=own.price_read,
            )
        )
    each = own.usd_per_mtok
    if each is not None:
        usd = words.price(each)
        parts.append(said("{usd} USD per Mtok of prompt and answer", usd=usd))
    return joined(", ", parts)


def candidate(found: Candidate, day: str, backing: Backing = UNSAID) -> RouteRecord:
    """A priced and scored route, on the *day* of the answer."""
    route, cost, estimate = found.route, found.cost, found.route.estimate
    offering, prices = route.offering, route.offering.prices or NO_PRICES
    return {
        "route": route.id,
        "model": route.model.id,
        "effort": route.effort,
        "provider": offering.provider,
        "variant": offering.variant,
        "region": offering.region,
        "api_model": offering.api_model,
        "score": found.score,
        "monthly_cost_usd": cost.total,
        "monthly_cost_interval_80_usd": found.cost_interval,
        "monthly_cost_terms_usd": {
            "input": cost.input,
            "cache_read": cost.cache_read,
            "cache_write": cost.cache_write,
            "output": cost.output,
            "reasoning": cost.reasoning,
            "fees": cost.fees,
        },
        "reasoning_tokens_per_request": found.reasoning_tokens,
        "price": {
            "currency": offering.currency,
            "input_per_mtok": None if found.deployed else prices.input_per_mtok,
            "output_per_mtok": None if found.deployed else prices.output_per_mtok,
            "cache_read_per_mtok": prices.cache_read_per_mtok,
            "read": offering.price_read,
            "age_days": age_days(offering.price_read, day),
        },
        **_deployed(found),
        "price_change": (
            {"since": found.change.since, "monthly_cost_usd": found.change.total}
            if found.change
            else None
        ),
        "quality": quality(estimate, backing) if estimate else None,
        "criteria": {criterion.name: _criterion(criterion) for criterion in found.criteria},
        "privacy_level": found.privacy_level,
        "customisability": {
            "points": found.customisability.score,
            "unknown_points": found.customisability.unknown_points,
        },
        "licence": licence(found),
        "open_weights": route.model.open_weights,
        "retires_on": offering.retires_on,
    }


def _deployed(found: Candidate) -> WithDeployment:
    return {"own_deployment": deployment(found.deployed)} if found.deployed else {}


def quality(estimate: Estimate, backing: Backing = UNSAID) -> QualityRecord:
    """An estimate with the evidence that it rests on."""
    key = (estimate.model, estimate.effort)
    support, spoken = backing.support.get(key), backing.spoken.get(key)
    found: QualityRecord = {
        "score": estimate.score,
        "interval_80": (estimate.low, estimate.high),
        "theta_logit": estimate.theta,
        "stderr_logit": estimate.stderr,
        "scores": estimate.scores,
        "independent_scores": estimate.independent,
        "scores_of_this_task": estimate.task_scores,
        "label": estimate.label,
    }
    if support:
        found["usual_benchmarks"] = support.usual_of
        found["usual_benchmarks_reported"] = support.usual_reported
        found["selfreport_shift_logit"] = support.selfreport_shift
        found["general_stderr_logit"] = support.general_stderr
    if spoken:
        found["language_label"] = spoken
    return found


def _criterion(criterion: Criterion) -> CriterionRecord:
    return {
        "value": criterion.value,
        "unit": criterion.unit,
        "utility": criterion.utility,
        "weight": criterion.weight,
        "contribution": criterion.contribution,
    }


def licence(found: Candidate) -> str | None:
    """The licence of open weights; `proprietary` for closed ones."""
    if found.route.model.open_weights is False:
        return "proprietary"
    return found.route.model.licence or found.route.model.licence_tag


def evidence_words(estimate: Estimate, need: Need, backing: Backing) -> list[str]:
    """What is to be said of the evidence beside its label, a part each."""
    key = (estimate.model, estimate.effort)
    support = backing.support.get(key)
    found: list[str] = []
    if support and support.usual_of:
        found.append(
            said(
                "{reported} of {usual} usual benchmarks",
                reported=support.usual_reported,
                usual=support.usual_of,
            )
        )
    if support and support.leans_on_its_maker:
        found.append(maker_words(support))
    label = backing.spoken.get(key) if need.language else estimate.label
    if (need.language or need.task.language) and label in WITHOUT_EVIDENCE:
        found.append(said("no evidence for {language}", language=language(need)))
    return found


def scores_words(estimate: Estimate, need: Need) -> str:
    """How many scores are of the task, and of its language where that is estimated."""
    tests = estimate.task_scores
    if estimate.of_task is None:
        return said("{tests} of this task", tests=tests)
    return said(
        "{tests} of this task, {direct} in {language}",
        tests=tests,
        direct=estimate.direct,
        language=language(need),
    )


def maker_words(support: Support) -> str:
    """How far the estimate leans on its developer's own numbers."""
    if support.selfreport_shift is None:
        return said("its developer's own numbers only")
    return said(
        "its developer's own numbers move it by {shift:+.2f} logit (error {error:.2f})",
        shift=support.selfreport_shift,
        error=support.general_stderr,
    )
