"""A need as JSON and in words, and the ledger: each stated need, met or not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from llmpick.core.need.need import (
    LANGUAGES,
    Need,
    Required,
    Requirement,
    Workload,
)
from llmpick.core.privacy.requirements import (
    MAX_RETENTION,
    OF_MODEL,
    OF_PROVIDER,
    one_by_one,
)
from llmpick.core.ranking.limits import multimodal
from llmpick.core.ranking.score import Candidate
from llmpick.lang.said import amount, joined, said, term
from llmpick.render import words

if TYPE_CHECKING:
    from llmpick.core.need.need import LicenceNeed
    from llmpick.render.records.needs import (
        LedgerLineRecord,
        LicenceNeedRecord,
        NeedRecord,
        State,
    )


def language(need: Need) -> str:
    """The language of the work, as a word."""
    code = need.language or need.task.language or "en"
    return term("language", LANGUAGES.get(code, code))


def task_words(need: Need) -> str:
    """The task, and the language where one is asked for: coding, German"""
    task = term("task", need.task.id)
    if need.direction:
        source, target = (term("language", LANGUAGES.get(code, code)) for code in need.direction)
        return said("{task}, {source} to {target}", task=task, source=source, target=target)
    if need.language or need.task.language:
        return said("{task}, {language}", task=task, language=language(need))
    return task


def need_payload(need: Need) -> NeedRecord:
    """The need, with every default that was filled in."""
    work = need.workload
    # the keys of requirements come from their records, which mypy cannot see
    found = {
        "task": need.task.id,
        "language": need.language or need.task.language,
        "direction": list(need.direction) if need.direction else None,
        "workload": {
            "requests_per_month": work.requests_per_month,
            "calls_per_request": work.calls_per_request,
            "input_tokens": work.input_tokens,
            "output_tokens": work.output_tokens,
            "cache_read_share": work.cache_read_share,
            "reasoning_tokens_at_medium_effort": work.reasoning_tokens,
            "turns": work.turns,
            "context_growth_tokens": work.context_growth_tokens,
            "cache_write_share": work.cache_write_share,
            "cache_write_1h_share": work.cache_write_1h_share,
            "tries_per_request": work.attempts,
            "service": work.service,
            "batch_share": work.batch_share,
            "peak_share": work.peak_share,
            "images": work.images,
            "searches": work.searches,
            "cache_hours_per_month": work.cache_hours,
            "media": work.media,
        },
        "people": need.seats.people if need.seats else None,
        "budget_usd_per_month": need.budget_usd_per_month,
        "budget_stated": need.budget_stated or None,
        "currency": need.money[0],
        "currency_units_per_usd": need.money[1],
        "privacy_level": need.privacy_level,
        "region": need.region,
        "processing_regions": list(need.allowed_regions),
        "demands": demands_payload(need),
        "have": sorted(need.have),
        "accept_low_confidence": need.accept_low_confidence,
        "allow_unknown": sorted(need.allow_unknown),
        "min_context_tokens": need.min_context_tokens,
        "modalities": list(need.modalities),
        **{one.key: _of_model(need, one) for one in OF_MODEL},
        "open_weights": need.open_weights,
        "use": need.use,
        "licence": licence_payload(need),
        "needs": list(need.needs),
        "sector": need.sector,
        "providers": list(need.providers),
        "excluded_providers": list(need.no_providers),
        "developers": list(need.developers),
        "excluded_developers": list(need.no_developers),
        "min_quality": need.min_quality,
        "keeps_floor": need.keeps_floor,
        "failure_cost_usd": need.failure_cost_usd,
        "lives_days": need.lives_days,
        "previews": need.previews,
        "max_age_days": need.max_age_days,
        "patience_tokens": need.patience_tokens,
        "include_unrated": need.include_unrated,
        "preset": need.preset,
        "weights": dict(need.weights),
        "units_per_usd": dict(need.rates),
    }
    return cast("NeedRecord", found)


def work_words(work: Workload) -> str:
    """A month's work: requests, and tokens in and out of one, or of a call of one."""
    turns = calls = growth = ""
    if work.turns > 1:
        turns = said(" of {turns} turns", turns=work.turns)
        growth = said(" and {tokens} a turn", tokens=_short(work.context_growth_tokens))
    if work.calls_per_request > 1:
        calls = said(" of {calls:g} calls", calls=work.calls_per_request)
    text = said(
        "{requests} requests{calls}{turns} a month, {read}{growth} + {written} tokens a call"
        if calls
        else "{requests} requests{calls}{turns} a month, {read}{growth} + {written} tokens",
        requests=_short(work.requests_per_month),
        calls=calls,
        turns=turns,
        read=_short(work.input_tokens),
        growth=growth,
        written=_short(work.output_tokens),
    )
    return joined(", ", [text, *_billed(work)])


def _short(number: int | None) -> str:
    return amount("count", number or 0, words.short_count(number))


def _billed(work: Workload) -> Iterable[str]:
    """What is other than usual in how the work is billed."""
    if work.batch_share:
        yield said("{share:.0f}% of it as a batch", share=work.batch_share * 100)
    if work.service != "standard":
        yield said("{service} service", service=work.service)
    if work.attempts != 1:
        yield said("{tries:g} tries a request", tries=work.attempts)
    if work.media:
        yield said("{media} a request", media=work.media)
    if work.images and "image" not in (work.media or ""):
        yield said("{images:g} images a request", images=work.images)


def demands_payload(need: Need) -> dict[str, Any]:
    """What is required of providers."""
    return {one.what.key: _plain(one.value) for one in need.requirements if one.what.of_provider}


NOTHING: dict[str, Any] = {"flag": False, "whole": None}
"""What stands in JSON for what is not required of a model, by kind; of names an empty list."""


def _of_model(need: Need, what: Requirement[Any]) -> Any:
    value = need.requires(what)
    return NOTHING.get(what.kind, []) if value is None else _plain(value)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def licence_payload(need: Need) -> LicenceNeedRecord | None:
    """What is done with open weights."""
    asked = need.licence
    if asked is None:
        return None
    return {
        "use": asked.use,
        "annual_revenue_usd": asked.annual_revenue_usd,
        "monthly_users": asked.monthly_users,
        "established": list(asked.established),
        "distils": asked.distils,
        "redistributes": asked.redistributes,
    }


def licence_words(found: Candidate, asked: LicenceNeed) -> tuple[State, str]:
    """Whether the licence of the weights is kept, and its duties: `passes with duties: show ...`"""
    from llmpick.core.legal import licences  # asked for by few

    reads_more = multimodal(found.route.model)
    judged = licences.judge(found.licence, asked, multimodal=reads_more)
    duties = [
        f"{clause.topic} {clause.text}" if clause.text else clause.topic
        for clause in judged.of("duty")
    ]
    text = f"{judged.state}: {'; '.join(duties)}" if duties else judged.state
    return "met" if judged.allowed else "unknown", text


LEVEL_WORDS = {
    "public": "may train on your data",
    "internal": "no training on your data",
    "confidential": "confidential",
    "regulated": "regulated data",
    "air-gapped": "air-gapped",
}


def level_words(need: Need) -> str:
    """The level of privacy that is asked for."""
    return said(LEVEL_WORDS[need.privacy_level])


def privacy_words(level: str) -> str:
    """The level of privacy that is proved."""
    return said("not proved") if level == "public" else term("level", level)


def budget(need: Need) -> str:
    """The budget in words."""
    if need.budget_usd_per_month is None:
        return said("no budget")
    budget = need.budget_usd_per_month
    shown = words.small(budget) if budget < 1 else f"{budget:,.0f}"
    usd = amount("usd", budget, shown)
    if not need.budget_stated:
        return said("at most {usd} USD a month", usd=usd)
    rate = dict(need.rate_labels).get(need.money[0])
    stated = joined(", ", [need.budget_stated, *([rate] if rate else [])])
    return said("at most {usd} USD a month ({stated})", usd=usd, stated=stated)


def required_words(required: Required[Any]) -> str:
    """What is required, in words: `kept 30 days at most`, `certified soc2`."""
    what, value = required
    short = what.shorthand
    if short is not None and short.value == value:
        return said(short.words)
    if what.of_offering:
        value = f"{value:,}"
    elif what.unit:
        value = words.plural(value, what.unit.removesuffix("s"))
    return said(what.words, value=joined(" or ", value) if isinstance(value, tuple) else value)


def _required(need: Need, of: Iterable[Requirement[Any]]) -> list[str]:
    stated = [one for one in need.requirements if one.what in of]
    return [required_words(one) for one in one_by_one(stated)]


def _proof(required: Required[Any], found: Candidate) -> Any:
    """What the catalog says of what is *required*: a fact, or how nothing comes to be kept."""
    model, provider = found.route.model, found.route.provider
    if required.what.of_model:
        return _plain(getattr(model, required.what.shown_by))
    if required.what is MAX_RETENTION:
        zero, days = provider.zero_data_retention, provider.retention_days
        kept = words.plural(days.value, "day") if days else "for an unknown time"
        return f"kept {kept}; zero retention {zero.value if zero else 'unknown'}"
    if required.what.of_offering:
        return getattr(found.route.offering, required.what.shown_by)
    known = getattr(provider, required.what.shown_by)
    return _plain(known.value) if known else None


def requirements(need: Need) -> list[str]:
    """What is required beside task, budget and level, a part each."""
    found: list[str] = []
    if need.allowed_regions:
        found.append(said("region {regions}", regions=joined(" or ", need.allowed_regions)))
    found += _required(need, OF_PROVIDER)
    if need.min_context_tokens:
        least = words.short_count(need.min_context_tokens)
        found.append(said("context {tokens} or more", tokens=least))
    found += [said("reads {modality}", modality=name) for name in need.modalities]
    found += _required(need, OF_MODEL)
    found += [said("open weights")] if need.open_weights else []
    if need.licence:
        found.append(said("{use} use", use=term("use", need.licence.use)))
        countries = joined(", ", need.licence.established)
        found += [
            text
            for text, asked in (
                (said("outputs train other models"), need.licence.distils),
                (said("weights passed on"), need.licence.redistributes),
                (said("established in {countries}", countries=countries), countries),
            )
            if asked
        ]
    found += [said("needs {name}", name=name) for name in need.needs]
    if need.sector:
        found.append(said("sector {sector}", sector=need.sector))
    if need.providers:
        found.append(said("only {names}", names=joined(", ", need.providers)))
    if need.no_providers:
        found.append(said("not {names}", names=joined(", ", need.no_providers)))
    if need.developers:
        found.append(said("made by {names}", names=joined(", ", need.developers)))
    if need.no_developers:
        found.append(said("not made by {names}", names=joined(", ", need.no_developers)))
    if need.allow_unknown:
        facts = joined(", ", sorted(need.allow_unknown))
        found.append(said("unknown allowed: {facts}", facts=facts))
    return found


def ledger(found: Candidate, need: Need) -> list[LedgerLineRecord]:
    """Every stated need with met, not met, unknown or ignored."""
    waived = {violation.rule: violation.fact for violation in found.route.waived}
    return [
        {"need": name, "asked": asked, "state": "unknown" if name in waived else state, "is": fact}
        for name, asked, state, fact in _stated(found, need)
    ]


def _rows(
    found: Candidate, need: Need, of: Iterable[Requirement[Any]]
) -> Iterable[tuple[str, Any, State, Any]]:
    """A requirement a row; an unknown one that was let through is marked by `ledger`."""
    for one in need.requirements:
        if one.what in of:
            yield one.what.name, _plain(one.value), "met", _proof(one, found)


def _stated(found: Candidate, need: Need) -> Iterable[tuple[str, Any, State, Any]]:
    model, offering, estimate = found.route.model, found.route.offering, found.route.estimate
    tested = estimate.task_scores if estimate else 0
    yield (
        "task",
        need.task.id,
        "met" if tested else "unknown",
        said("{scores} of this task", scores=words.plural(tested, "score")),
    )
    if need.language:
        spoken = estimate.direct if estimate and estimate.of_task is not None else 0
        yield (
            "language",
            need.language,
            "met" if spoken else "unknown",
            said(
                "{scores} in {language}",
                scores=words.plural(spoken, "score"),
                language=language(need),
            ),
        )
    if need.budget_usd_per_month is not None:
        yield "budget", need.budget_usd_per_month, "met", found.cost.total
    if need.privacy_level != "public":
        yield "privacy", need.privacy_level, "met", found.privacy_level
    yield from _rows(found, need, OF_PROVIDER)
    if need.allowed_regions:
        where = "where you run it" if found.route.provider.deployment == "self" else None
        place = offering.region or where or "pinned by account"
        yield "region", " or ".join(need.allowed_regions), "met", place
    if need.min_context_tokens:
        yield "context", need.min_context_tokens, "met", model.context_window_tokens
    if need.modalities:
        yield "modality", list(need.modalities), "met", list(model.input_modalities or ())
    yield from _rows(found, need, OF_MODEL)
    if need.open_weights:
        weights = model.open_weights
        yield "open-weights", True, "met" if weights else "unknown", weights
    if need.licence and model.open_weights:
        yield "licence", need.licence.use, *licence_words(found, need.licence)
    for name in need.needs:
        yield "needs", name, "met", True
    if need.min_quality is not None:
        yield "quality", need.min_quality, "met", estimate.score * 100 if estimate else None
    for name, chosen, fact in (
        ("provider", need.providers or need.no_providers, offering.provider),
        ("developer", need.developers or need.no_developers, model.developer),
    ):
        if chosen:
            yield name, list(chosen), "met", fact
