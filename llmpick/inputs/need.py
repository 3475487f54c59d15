"""From what a user typed to a need: checked against the catalog, the presets filled in."""

from __future__ import annotations

from collections.abc import Mapping

from llmpick.catalog.contents import Catalog
from llmpick.core.customisation.tunable import NEEDS
from llmpick.core.facts.records import Task
from llmpick.core.need import need as needs
from llmpick.core.need.need import Need
from llmpick.errors import UserError, shown
from llmpick.inputs import values as check
from llmpick.inputs.job import DEFAULT_TASK, direction_of, foreign, language_of, task_of
from llmpick.inputs.options import NeedOptions, Weighting, is_stated
from llmpick.inputs.requirements import HAVE, fact_named, licence, requirements, sector
from llmpick.inputs.weights import OLD_PRESETS, by_rank, preset_weights
from llmpick.inputs.workload import sent_kinds, workload_of
from llmpick.lang.said import said

MODALITIES = ("text", "image", "pdf", "audio", "video")


def need_of(
    catalog: Catalog,
    options: NeedOptions,
    *,
    exact_reasoning: bool = False,
    of: Task | None = None,
) -> Need:
    """
    Check *options* against the catalog and fill in the presets of its task, or of the task *of*.

    With *exact_reasoning* the reasoning tokens are those of the effort that is priced.

    Raises:
        UserError: a value that is unknown, absurd or contradictory.
    """
    job, privacy, limits = options.job, options.privacy, options.limits
    task = of or task_of(catalog, check.stated(job.task, DEFAULT_TASK))
    if any(map(is_stated, options.search)):
        _refuse_search(options)
    direction = direction_of(catalog, task, options)
    language = language_of(catalog, task, job.language or foreign(direction))
    level = check.one_of(
        "privacy level", check.stated(job.privacy, "internal"), needs.PRIVACY_LEVELS
    )
    region = None if job.region is None else check.region(job.region)
    named = dict.fromkeys((*limits.modalities, *sent_kinds(options)))
    modalities = tuple(check.one_of("modality", name, MODALITIES) for name in named)
    if task.needs_modality and task.needs_modality not in modalities:
        modalities = (*modalities, task.needs_modality)
    providers = check.known("provider", limits.providers, catalog.providers)
    no_providers = check.known("provider", limits.no_providers, catalog.providers)
    developers = {model.developer for model in catalog.models.values()}
    wanted = check.known("developer", limits.developers, developers)
    refused = check.known("developer", limits.no_developers, developers)
    for both in {*providers} & {*no_providers} | {*wanted} & {*refused}:
        raise UserError(
            said("`{both}` is both wanted and refused", both=both),
            hint=said("leave one of both out"),
        )
    given = dict(map(check.rate, options.work.rates))
    dated = [rate for rate in catalog.rates.values() if rate.currency not in given]
    rank, weights = by_rank(options.weighting)
    preset = _best_within(options) or options.weighting.weights or task.weights
    preset = OLD_PRESETS.get(preset, preset)
    workload = workload_of(
        catalog, task, options, language, exact=exact_reasoning, direction=direction
    )
    seats = None
    if any(map(is_stated, options.people)):
        from llmpick.inputs.seats import seats_of  # asked for by few

        seats, workload = seats_of(catalog, task, options, workload)
    budget, budget_stated, money = _money(catalog, options, workload.requests_per_month)
    return Need(
        task=task,
        language=language,
        workload=workload,
        direction=direction,
        weights=weights or preset_weights(catalog, preset, asks_to_change(options), level),
        rank=rank,
        seats=seats,
        day=catalog.meta.day,
        budget_usd_per_month=budget,
        budget_stated=budget_stated,
        money=money,
        privacy_level=level,
        region=region,
        processing_regions=tuple(map(check.region, privacy.processing_regions)),
        requirements=requirements(options, level, calls_tools=task.needs_tool_calling),
        have=frozenset(check.one_of("thing to --have", name, HAVE) for name in privacy.have),
        accept_low_confidence=privacy.accept_low_confidence,
        allow_unknown=frozenset(map(fact_named, privacy.allow_unknown)),
        min_context_tokens=check.whole("context", limits.min_context, check.MAX_TOKENS),
        modalities=modalities,
        open_weights=limits.open_weights,
        licence=licence(options, catalog),
        needs=tuple(check.one_of("need", name, NEEDS) for name in limits.needs),
        sector=sector(privacy.sector, region),
        providers=providers,
        no_providers=no_providers,
        developers=wanted,
        no_developers=refused,
        min_quality=check.bounded("least quality", limits.min_quality, 100.0),
        include_unrated=limits.include_unrated,
        rates=tuple(
            {**{rate.currency: rate.per_usd for rate in dated if rate.sold_in}, **given}.items()
        ),
        rate_labels=tuple((rate.currency, rate.label) for rate in dated),
        preset=None if rank or "=" in preset else preset,
        failure_cost_usd=_failure_cost(options.weighting),
        lives_days=_lives(limits.lives),
        previews=limits.previews,
        max_age_days=check.whole("days of age", limits.max_age, 36_500),
        patience_tokens=_patience(limits.patience, task),
        keeps_floor=not rank and preset == KEEPS_FLOOR,
    )


def _refuse_search(options: NeedOptions) -> None:
    from llmpick.inputs.options import SEARCH

    flags = [one.option.flag for one in SEARCH if is_stated(getattr(options.search, one.field))]
    raise UserError(
        said("{flags} is asked of embedding models and rerankers alone", flags=flags[0]),
        hint=said("add --task embeddings or --task reranking, or leave it out"),
    )


LIVES_DAYS = 180
"""What ends sooner is left out, unless the need says otherwise."""
KEEPS_FLOOR = "cheap"
"""The preset of weights under which nothing is of use that is under the floor of its task."""


def _lives(stated: int | None) -> int:
    return check.whole("days", LIVES_DAYS if stated is None else stated, 36_500) or 0


def _patience(stated: int | None, task: Task) -> float | None:
    """Tokens that a call may think; what is stated, else what the task allows."""
    if stated is None:
        return task.patience_tokens
    return check.whole("tokens of patience", stated, check.MAX_TOKENS)


QUALITY_ALONE = "performance=1"


def _best_within(options: NeedOptions) -> str | None:
    """
    The weights of a need that may spend all of its budget, None where it does not say so.

    Raises:
        UserError: there is no budget, or something else is weighed.
    """
    weighting = options.weighting
    if not weighting.best_within_budget:
        return None
    if options.job.budget is None:
        raise UserError(
            said("--best-within-budget without a budget"), hint=said("add --budget 300")
        )
    for field in ("weights", "rank", "failure_cost"):
        if is_stated(getattr(weighting, field)):
            other = f"--{field.replace('_', '-')}"
            raise UserError(
                said(
                    "--best-within-budget weighs quality alone, {other} something else", other=other
                ),
                hint=said("leave one of both out"),
            )
    return QUALITY_ALONE


def _money(
    catalog: Catalog, options: NeedOptions, requests_per_month: int
) -> tuple[float | None, str, tuple[str, float]]:
    """
    The most that a month may cost, in US dollars; how it was stated where otherwise; the currency
    of the bills, with its units for one dollar.

    Raises:
        UserError: it is no sum, has no rate, or is out of range.
    """
    stated, code, words = options.job.budget, options.job.currency, ""
    rates = {rate.currency: rate.per_usd for rate in catalog.rates.values()}
    per_usd = {"USD": 1.0, **rates, **dict(map(check.rate, options.work.rates))}
    if isinstance(stated, str):
        from llmpick.inputs import money

        found = money.read_sum(stated)
        stated = found.amount / _rate(found.currency, per_usd)
        stated *= {"month": 1.0, "year": 1 / 12, "request": requests_per_month}[found.period]
        if (found.currency, found.period) != ("USD", "month"):
            words = money.in_words(found)
        code = code or found.currency
    code = (code or "USD").strip().upper()
    return (
        check.positive("budget", stated, check.MAX_BUDGET_USD),
        words,
        (code, _rate(code, per_usd)),
    )


def _rate(code: str, per_usd: Mapping[str, float]) -> float:
    """
    Units of a currency for one US dollar.

    Raises:
        UserError: it has no rate.
    """
    if code not in per_usd:
        raise UserError(
            said("no rate for `{code}`", code=shown(code)),
            hint=said("add --rate {code}=N, for one dollar", code=shown(code, 8)),
        )
    return per_usd[code]


def _failure_cost(weighting: Weighting) -> float | None:
    """
    What a failed request costs, in USD.

    Raises:
        UserError: it is absurd, or weights are given beside it.
    """
    cost = check.bounded("cost of a failure", weighting.failure_cost, check.MAX_BUDGET_USD)
    if cost is not None and (weighting.weights is not None or weighting.rank is not None):
        raise UserError(
            said("with --failure-cost all is money, and nothing is weighed"),
            hint=said("leave out --weights and --rank, or --failure-cost"),
        )
    return cost


def asks_to_change(options: NeedOptions) -> bool:
    """Whether the need asks for a model that can be changed or owned."""
    return options.limits.open_weights or bool(options.limits.needs)
