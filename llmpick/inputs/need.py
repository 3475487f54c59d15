"""From what a user typed to a need: checked against the catalog, the presets filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, assert_never

from llmpick.catalog.load import Catalog
from llmpick.core.customisation.tunable import NEEDS
from llmpick.core.facts.records import Task
from llmpick.core.need import need as needs
from llmpick.core.need.need import Need, Required, Requirement, Workload
from llmpick.core.privacy.levels import (
    CERTIFICATIONS,
    LONGEST_RETENTION_DAYS,
    certification_named,
)
from llmpick.core.privacy.requirements import (
    EXCLUDE_JURISDICTION as EXCLUDED,
)
from llmpick.core.privacy.requirements import (
    FACTS,
    MADE_IN,
    MAX_RETENTION,
    NOT_MADE_IN,
    OF_PROVIDER,
    OLD_FACTS,
    REQUIREMENTS,
    TOOLS,
)
from llmpick.errors import UnknownName, UserError, near_names, shown
from llmpick.inputs import values as check
from llmpick.inputs.options import NeedOptions, Weighting, field_of, is_stated
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.core.need.need import LicenceNeed

DEFAULT_TASK = "general"
MODALITIES = ("text", "image", "pdf", "audio", "video")
HAVE = ("zdr-approval", "opt-out")
MAX_TOKENS = 100_000_000
MAX_REQUESTS = 1_000_000_000_000
MAX_CALLS = 10_000
MAX_BUDGET_USD = 1e12


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
    direction = _direction(catalog, task, options)
    language = language_of(catalog, task, job.language or _foreign(direction))
    level = check.one_of(
        "privacy level", check.stated(job.privacy, "internal"), needs.PRIVACY_LEVELS
    )
    region = None if job.region is None else check.region(job.region)
    named = dict.fromkeys((*limits.modalities, *_sent_kinds(options)))
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
    rank, weights = _ranked(options.weighting)
    preset = _best_within(options) or options.weighting.weights or task.weights
    preset = OLD_PRESETS.get(preset, preset)
    workload = _workload(
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
        weights=weights or _weights(catalog, preset, asks_to_change(options)),
        rank=rank,
        seats=seats,
        day=catalog.meta.day,
        budget_usd_per_month=budget,
        budget_stated=budget_stated,
        money=money,
        privacy_level=level,
        region=region,
        processing_regions=tuple(map(check.region, privacy.processing_regions)),
        requirements=_requirements(options, level, calls_tools=task.needs_tool_calling),
        have=frozenset(check.one_of("thing to --have", name, HAVE) for name in privacy.have),
        accept_low_confidence=privacy.accept_low_confidence,
        allow_unknown=frozenset(map(_fact, privacy.allow_unknown)),
        min_context_tokens=check.whole("context", limits.min_context, MAX_TOKENS),
        modalities=modalities,
        open_weights=limits.open_weights,
        licence=_licence(options, catalog),
        needs=tuple(check.one_of("need", name, NEEDS) for name in limits.needs),
        sector=_sector(privacy.sector, region),
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
OLD_PRESETS = {"balanced": "value", "demanding": "value"}
"""Presets of 0.1.0, still read."""
KEEPS_FLOOR = "cheap"
"""The preset of weights under which nothing is of use that is under the floor of its task."""


def _lives(stated: int | None) -> int:
    return check.whole("days", LIVES_DAYS if stated is None else stated, 36_500) or 0


def _patience(stated: int | None, task: Task) -> float | None:
    """Tokens that a call may think; what is stated, else what the task allows."""
    if stated is None:
        return task.patience_tokens
    return check.whole("tokens of patience", stated, MAX_TOKENS)


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
    return check.positive("budget", stated, MAX_BUDGET_USD), words, (code, _rate(code, per_usd))


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
    cost = check.bounded("cost of a failure", weighting.failure_cost, MAX_BUDGET_USD)
    if cost is not None and (weighting.weights is not None or weighting.rank is not None):
        raise UserError(
            said("with --failure-cost all is money, and nothing is weighed"),
            hint=said("leave out --weights and --rank, or --failure-cost"),
        )
    return cost


def asks_to_change(options: NeedOptions) -> bool:
    """Whether the need asks for a model that can be changed or owned."""
    return options.limits.open_weights or bool(options.limits.needs)


def _weights(catalog: Catalog, text: str, changes: bool) -> dict[str, float]:
    """
    The weights that *text* names or states, as shares.

    A preset gives customisability more where the need asks to change the model (*changes*).
    """
    found = weights_of(text, catalog.scale.weights)
    least = catalog.scale.customisability_stated / 100
    if "=" in text or not changes or found["customisability"] >= least:
        return found
    rest = (1 - least) / (1 - found["customisability"])
    return {
        name: least if name == "customisability" else share * rest for name, share in found.items()
    }


def _fact(name: str) -> str:
    """
    A fact that may be unknown; the names of before are still read.

    Raises:
        UserError: there is no such fact.
    """
    known = check.one_of("fact", name, (*FACTS, *OLD_FACTS))
    return OLD_FACTS.get(known, known)


OF_LICENCE = ("use", "revenue", "monthly_users", "established", "distil", "redistribute")
"""What is stated of the use of weights."""


def _licence(options: NeedOptions, catalog: Catalog) -> LicenceNeed | None:
    """
    What is done with open weights, where anything is stated of it.

    Raises:
        UserError: it is stated without open weights, or a value is off.
    """
    limits = options.limits
    stated = [name for name in OF_LICENCE if is_stated(getattr(limits, name))]
    if not stated:
        return None
    if not limits.open_weights:
        raise UserError(
            said(
                "--{stated} asks what a licence of weights allows",
                stated=stated[0].replace("_", "-"),
            ),
            hint=said("add --open-weights; a closed model's terms are its provider's"),
        )
    from llmpick.core.need.need import LicenceNeed

    revenue = check.bounded("revenue", limits.revenue, MAX_BUDGET_USD)
    use = check.one_of("use", limits.use or "commercial", needs.USES)
    return LicenceNeed(
        use=use,  # type: ignore[arg-type]
        annual_revenue_usd=revenue,
        monthly_users=check.whole("users", limits.monthly_users, MAX_REQUESTS),
        established=tuple(map(check.region, limits.established)),
        distils=limits.distil,
        redistributes=limits.redistribute,
        rates=tuple(
            {
                **{rate.currency: rate.per_usd for rate in catalog.rates.values()},
                **dict(map(check.rate, options.work.rates)),
            }.items()
        ),
    )


def _sector(text: str | None, region: str | None) -> str | None:
    """
    The sector whose rules are flagged.

    Raises:
        UserError: it is unknown, or the user's region is not stated.
    """
    if text is None:
        return None
    from llmpick.core.legal.regulations import SECTORS

    sector = check.one_of("sector", text, SECTORS)
    if region is None:
        raise UserError(
            said("the rules of {sector} hang on where you are", sector=sector),
            hint=said("add --region EU, JP, US ..."),
        )
    return sector


def _requirements(
    options: NeedOptions, level: str, *, calls_tools: bool
) -> tuple[Required[Any], ...]:
    """
    What is required by name, in the order of the records.

    Raises:
        UserError: a value that is unknown, or that the *level* or another one contradicts.
    """
    stated = dict(options.requirements)
    if calls_tools:
        stated[field_of(TOOLS.name)] = True
    found = tuple(
        required for one in REQUIREMENTS if (required := _required(one, stated)) is not None
    )
    places = {one.what.name: {*one.value} for one in found if one.what in (MADE_IN, NOT_MADE_IN)}
    if places.get(MADE_IN.name) and places[MADE_IN.name] <= places.get(NOT_MADE_IN.name, set()):
        raise UserError(
            said(
                "--made-in and --not-made-in both name {places}",
                places=", ".join(sorted(places[MADE_IN.name])),
            ),
            hint=said("leave one of both out"),
        )
    # whose law an operator is under is no term that a provider offers
    of_terms = [one for one in found if one.what in OF_PROVIDER and one.what is not EXCLUDED]
    if level == "air-gapped" and of_terms:
        raise UserError(
            said("air-gapped leaves no provider whose terms could be asked for"),
            hint=said("leave out the level, or the single requirement beside it"),
        )
    most = {"confidential": LONGEST_RETENTION_DAYS, "regulated": 0}.get(level)
    longest = next((one.value for one in found if one.what is MAX_RETENTION), None)
    if most is not None and longest is not None and longest > most:
        raise UserError(
            said(
                "{level} lets nothing be kept longer than {most} days, "
                "--max-retention {longest} does",
                level=level,
                most=most,
                longest=longest,
            ),
            hint=said("leave one of both out"),
        )
    if level == "regulated" and not (options.job.region or options.privacy.processing_regions):
        raise UserError(
            said("regulated asks where requests may be processed"),
            hint=said("add --region EU, JP, US ..."),
        )
    return found


def _required(what: Requirement[Any], stated: Mapping[str, Any]) -> Required[Any] | None:
    """
    The requirement *what* as it is *stated* by its option or its shorthand, None where by neither.

    Raises:
        UserError: the value is unknown or absurd, or both are stated.
    """
    value, short = stated.get(field_of(what.name)), what.shorthand
    if short is not None and stated.get(field_of(short.name)):
        if value:
            raise UserError(
                said(
                    "both --{name} and --{name2} {value} are given",
                    name=short.name,
                    name2=what.name,
                    value=value,
                ),
                hint=said("leave one of both out"),
            )
        value = short.value
    if value is None:
        return None
    return Required(what, checked(what, value))


def checked(what: Requirement[Any], value: Any) -> Any:
    """
    The *value* that a requirement is made with, in its canonical form.

    Raises:
        UserError: it is unknown or absurd.
    """
    match what.kind:
        case "flag":
            return value
        case "whole":
            return check.whole(what.unit or what.name, value, what.most)
        case "place":
            return tuple(map(check.region, value))
        case "certificate":
            return tuple(
                certification_named(name) or check.one_of("certification", name, CERTIFICATIONS)
                for name in value
            )
        case _:
            assert_never(what.kind)


SEARCH_TASKS = {
    **dict.fromkeys(("embeddings", "embedding", "embed", "vectors"), "embeddings"),
    **dict.fromkeys(("reranking", "rerank", "reranker", "rerankers"), "reranking"),
}
"""Names of the tasks of embedding models and rerankers, which write nothing."""


def search_task(options: NeedOptions) -> str | None:
    """The task of embedding models or rerankers that *options* ask of, if they do."""
    name = options.job.task
    return SEARCH_TASKS.get(name.strip().lower()) if name else None


def task_of(catalog: Catalog, name: str) -> Task:
    """
    The task of that name or alias.

    Raises:
        UnknownName: none has it.
    """
    folded = name.strip().lower().replace("_", "-").replace(" ", "-")
    if folded in SEARCH_TASKS:
        raise UserError(
            said(
                "{SEARCH_TASKS} is a task of `recommend` and `compare` alone",
                SEARCH_TASKS=SEARCH_TASKS[folded],
            ),
            hint=said("llmpick recommend --task {SEARCH_TASKS}", SEARCH_TASKS=SEARCH_TASKS[folded]),
        )
    by_name = {alias: task for task in catalog.tasks.values() for alias in task.aliases}
    by_name |= catalog.tasks
    if folded not in by_name:
        raise UnknownName("task", name, near_names(folded, by_name), "llmpick list tasks")
    return by_name[folded]


def language_of(catalog: Catalog, task: Task, text: str | None) -> str | None:
    """
    The language of the work, None where it is English or the task's own.

    Raises:
        UserError: there is none of that name.
    """
    if text is None:
        return None
    code = _code(text)
    return None if code in ("en", task.language) else code


def _code(text: str) -> str:
    """
    The ISO 639-1 code of a language that is named by it, or as English names it.

    Raises:
        UserError: there is none of that name.
    """
    folded = text.strip().lower()
    by_name = {name.lower(): code for code, name in needs.LANGUAGES.items()}
    code = by_name.get(folded, folded)
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise UserError(
            said("no language `{text}`", text=shown(text)),
            hint=said("its two letters, such as ja, de or en"),
        )
    return code


def _direction(catalog: Catalog, task: Task, options: NeedOptions) -> tuple[str, str] | None:
    """
    From which language into which is translated.

    Raises:
        UserError: one of both is missing, they are one, or the task is no translation.
    """
    job = options.job
    source, target = job.source_language, job.target_language
    if source is None and target is None:
        return None
    if not task.directions:
        raise UserError(
            said("--from and --to are of a translation, and the task is {id}", id=task.id),
            hint=said("-t translation; or --language for the language of the work"),
        )
    if source is None or target is None:
        raise UserError(
            said("a translation goes from one language to another"),
            hint=said("as --from ja --to en"),
        )
    found = _code(source), _code(target)
    if found[0] == found[1]:
        raise UserError(
            said("nothing is translated from {found} to itself", found=found[0]),
            hint=said("--from, --to"),
        )
    if job.language is not None and _code(job.language) not in found:
        raise UserError(
            said(
                "--language {language} is neither of --from and --to", language=shown(job.language)
            ),
            hint=said("leave --language out"),
        )
    return found


def _foreign(direction: tuple[str, str] | None) -> str | None:
    """The side of a translation that is not English; of two, the one that is written."""
    if direction is None:
        return None
    return direction[0] if direction[1] == "en" else direction[1]


def _sent_kinds(options: NeedOptions) -> list[str]:
    """What a model must read for what is sent beside text."""
    billing = options.billing
    sent = {"image": billing.image_size, "pdf": billing.pages, "audio": billing.audio_minutes}
    return [kind for kind, value in sent.items() if value is not None]


def _media(
    catalog: Catalog, options: NeedOptions
) -> tuple[dict[str, float] | None, str | None, dict[str, float] | None]:
    """
    Tokens of what is sent beside text, by model, what it is, and those of sound; None for nothing.

    Raises:
        UserError: a size that is none, or of no image, or a number that is absurd.
    """
    if not _sent_kinds(options):
        return None, None, None
    from llmpick.core.cost.media import Sent, by_model, in_words

    billing = options.billing
    pixels = Sent().pixels
    images = check.bounded("number of images", billing.images, 1e6) or 0.0
    if billing.image_size is not None:
        width, _, height = (
            billing.image_size.lower().replace("\N{MULTIPLICATION SIGN}", "x").partition("x")
        )
        sized = width.isdecimal() and height.isdecimal() and len(width) < 6 > len(height)
        if not (sized and int(width) and int(height)):
            raise UserError(
                said("`{image_size}` is no size of an image", image_size=shown(billing.image_size)),
                hint=said("as 1920x1080"),
            )
        pixels = int(width), int(height)
        images = 1.0 if billing.images is None else images
    pages = check.bounded("number of pages", billing.pages, 1e5) or 0.0
    minutes = check.bounded("number of minutes", billing.audio_minutes, 1e5) or 0.0
    sent = Sent(images, pixels, pages, minutes * 60)
    sound = by_model(Sent(audio_seconds=minutes * 60), catalog.media) if minutes else None
    return by_model(sent, catalog.media), in_words(sent), sound


def _translated_tokens(task: Task, direction: tuple[str, str], tokens: int) -> int:
    """Tokens of a translation of so many, by what is known of its direction or the way back."""
    known = {(source, target): ratio for source, target, ratio in task.directions}
    back = known.get((direction[1], direction[0]))
    usual = task.output_tokens / task.input_tokens
    return round(tokens * known.get(direction, 1 / back if back else usual))


def _workload(
    catalog: Catalog,
    task: Task,
    options: NeedOptions,
    language: str | None,
    *,
    exact: bool,
    direction: tuple[str, str] | None,
) -> Workload:
    asked, billing = options.work, options.billing

    def given(name: str, value: int | None, preset: int, most: int) -> int:
        return preset if value is None else check.whole(name, value, most) or 0

    content = language or task.content or task.language or "en"
    if direction and direction[0] in _contents(catalog):
        content = direction[0]
    if billing.content:
        content = check.one_of("content", billing.content, _contents(catalog)).replace("-", "_")
    into = _in_tokens(catalog, billing.characters, asked.input_tokens, content)
    media, sent, sound = _media(catalog, options)
    if into is None and media and billing.image_size:
        into = task.input_tokens - task.image_tokens
    out = _in_tokens(catalog, billing.output_characters, asked.output_tokens, content)
    if out is None and direction:
        out = _translated_tokens(task, direction, task.input_tokens if into is None else into)
    peak = billing.peak_share
    measured = None if asked.reasoning_tokens is None else "exact" if exact else "medium"
    work = Workload(
        requests_per_month=given("requests", asked.requests, task.requests_per_month, MAX_REQUESTS),
        input_tokens=given("input tokens", into, task.input_tokens, MAX_TOKENS),
        output_tokens=given("output tokens", out, task.output_tokens, MAX_TOKENS),
        cache_read_share=check.share("cache", asked.cache_share, task.cache_read_share),
        reasoning_tokens=given(
            "reasoning tokens", asked.reasoning_tokens, task.reasoning_tokens, MAX_TOKENS
        ),
        cache_write_share=check.share("cache write", billing.cache_write_share, 0.0),
        cache_write_1h_share=check.share("cache write", billing.cache_write_1h_share, 0.0),
        attempts=1.0 + (check.bounded("number of retries", billing.retries, 100.0) or 0.0),
        service=check.one_of("service", billing.service or "standard", needs.SERVICES),
        batch_share=check.share("batch", billing.batch_share, 0.0),
        peak_share=None if peak is None else check.share("peak", peak, 0.0),
        images=check.bounded("number of images", billing.images, 1e6) or 0.0,
        media_tokens=media,
        media=sent,
        audio_tokens=sound,
        searches=check.bounded("number of searches", billing.searches, 1e6) or 0.0,
        cache_hours=check.bounded("hours of a cache", billing.cache_hours, 1e9) or 0.0,
        content=None if billing.billed_tokens else content,
        turns=given("turns", billing.turns, 1, MAX_CALLS),
        context_growth_tokens=given("tokens of growth", billing.context_growth, 0, MAX_TOKENS),
        measured_reasoning=measured,
        calls_per_request=_calls(task, asked.calls, billing.turns),
        thinking_tokens=None if measured else task.thinking_tokens,
    )
    if not work.requests_per_month:
        raise UserError(
            said("no requests a month is no workload"), hint=said("--requests 1 or more")
        )
    if work.turns > 1 and asked.cache_share is not None:
        raise UserError(
            said(
                "in a loop of {turns} turns all but what is new is read from the cache",
                turns=work.turns,
            ),
            hint=said("leave out --cache-share; or state single requests with --turns 1"),
        )
    if not work.turns:
        raise UserError(said("no turns are no run"), hint=said("--turns 1 or more"))
    if work.cache_read_share + work.cache_write_share + work.cache_write_1h_share > 1 + 1e-9:
        raise UserError(
            said("more than the whole input is read from and written to the cache"),
            hint=said("--cache-share and --cache-write-share together are at most 1"),
        )
    return work


def _calls(task: Task, stated: float | None, turns: int | None) -> float:
    """Model calls a request: those of the task, unless the user states them or a loop."""
    calls = check.bounded("number of calls", stated, MAX_CALLS)
    if calls is None:
        return task.calls_per_request if turns is None else 1.0
    if calls < 1:
        raise UserError(said("a request takes one call at least"), hint=said("--calls 1 or more"))
    if calls > 1 and (turns or 1) > 1:
        raise UserError(
            said("the turns of a loop are its calls"),
            hint=said("either --calls or --turns, not both"),
        )
    return calls


def _contents(catalog: Catalog) -> list[str]:
    reference = catalog.tokens.reference
    return sorted(name.replace("_", "-") for name in reference.ratios) if reference else []


def _in_tokens(
    catalog: Catalog, characters: int | None, tokens: int | None, content: str
) -> int | None:
    """Reference tokens of so many *characters*, or *tokens* as they are."""
    if characters is None:
        return tokens
    if tokens is not None:
        raise UserError(
            said("both characters and tokens are given"), hint=said("leave one of both out")
        )
    reference = catalog.tokens.reference
    if reference is None or content not in reference.per_character:
        raise UserError(
            said(
                "how many tokens a character is, is not measured for `{content}`",
                content=shown(content),
            ),
            hint=said("give tokens: --input-tokens, --output-tokens"),
        )
    return round(
        (check.whole("characters", characters, MAX_TOKENS) or 0) * reference.per_character[content]
    )


def _ranked(weighting: Weighting) -> tuple[tuple[str, ...], dict[str, float]]:
    """
    The criteria in the order of `--rank`, and their weights; nothing without one.

    Raises:
        UserError: a criterion or a rule that there is not, or weights beside the ranking.
    """
    given, rule = weighting.rank, weighting.rank_rule
    if given is None:
        if rule is not None:
            raise UserError(
                said("--rank-rule without --rank"), hint=said("--rank perf,cost,privacy,custom")
            )
        return (), {}
    if weighting.weights is not None:
        raise UserError(
            said("both --weights and --rank are given"), hint=said("leave one of both out")
        )
    from llmpick.core.need.weights import RULES, of_ranking

    ranking = criteria_of(given)
    found = of_ranking(ranking, check.one_of("rule", rule or "rs", RULES))
    return tuple(ranking), needs.normalised(found)


def weights_of(text: str, presets: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """
    Weights as shares, from a preset's name or `performance=5,cost=3,...`.

    A criterion that is not named weighs nothing. Short names are taken: perf, custom.

    Raises:
        UserError: neither, not numbers, negative, or all zero.
    """
    if "=" not in text:
        return needs.normalised(dict(presets[check.one_of("weights preset", text, presets)]))
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = part.partition("=")
        criterion = _criterion(name)
        try:
            weight = float(number)
        except ValueError:
            raise UserError(
                said(
                    "the weight `{number}` of {criterion} is not a number",
                    number=shown(number),
                    criterion=criterion,
                ),
                hint=said("as --weights performance=5,cost=3,privacy=2"),
            ) from None
        if not 0 <= weight < 1e9:
            raise UserError(
                said(
                    "the weight {number} of {criterion} is not from 0 up",
                    number=number.strip(),
                    criterion=criterion,
                ),
                hint=said("0 or more"),
            )
        if criterion in found:
            raise UserError(
                said("{criterion} is weighed twice", criterion=criterion),
                hint=said("name each criterion once"),
            )
        found[criterion] = weight
    if not sum(found.values()):
        raise UserError(
            said("all weights are zero"), hint=said("give at least one criterion a weight")
        )
    return needs.normalised(found)


def criteria_of(text: str) -> list[str]:
    """
    The criteria that *text* names, commas between them; short names are taken.

    Raises:
        UserError: one that there is not, or one named twice.
    """
    found = [_criterion(name) for name in text.split(",")]
    for name in found:
        if found.count(name) > 1:
            raise UserError(
                said("{name} is named twice", name=name), hint=said("name each criterion once")
            )
    return found


def _criterion(name: str) -> str:
    folded = name.strip().lower()
    starts = [item for item in needs.CRITERIA if folded and item.startswith(folded)]
    if len(starts) == 1:
        return starts[0]
    return check.one_of("criterion", name, needs.CRITERIA)
