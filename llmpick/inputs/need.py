"""From what a user typed to a need: checked against the catalog, the presets filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from llmpick.catalog.load import Catalog
from llmpick.core.customisation.tunable import NEEDS
from llmpick.core.facts.records import Task
from llmpick.core.need import need as needs
from llmpick.core.need.need import NO_DEMANDS, Demands, Need, Wish, Workload
from llmpick.core.terms.privacy import (
    CERTIFICATIONS,
    LONGEST_RETENTION_DAYS,
    certification_named,
)
from llmpick.errors import UnknownName, UserError, near_names, shown
from llmpick.inputs import values as check

if TYPE_CHECKING:
    from llmpick.core.need.need import LicenceNeed

DEFAULT_TASK = "general"
MODALITIES = ("text", "image", "pdf", "audio", "video")
HAVE = ("zdr-approval", "opt-out")
MAX_TOKENS = 100_000_000
MAX_REQUESTS = 1_000_000_000_000
MAX_BUDGET_USD = 1e12
MAX_DAYS = 36_500


def need_of(catalog: Catalog, wish: Wish) -> Need:
    """
    Check *wish* against the catalog and fill in the presets of its task.

    Raises:
        UserError: a value that is unknown, absurd or contradictory.
    """
    task = task_of(catalog, check.stated(wish.get("task"), DEFAULT_TASK))
    language = language_of(catalog, task, wish.get("language"))
    level = check.one_of(
        "privacy level", check.stated(wish.get("privacy"), "public"), needs.PRIVACY_LEVELS
    )
    region = wish.get("region")
    if region is not None:
        region = check.region(region)
    modalities = tuple(
        check.one_of("modality", name, MODALITIES) for name in wish.get("modalities", ())
    )
    if task.needs_modality and task.needs_modality not in modalities:
        modalities = (*modalities, task.needs_modality)
    providers = check.known("provider", wish.get("providers", ()), catalog.providers)
    no_providers = check.known("provider", wish.get("no_providers", ()), catalog.providers)
    developers = {model.developer for model in catalog.models.values()}
    wanted = check.known("developer", wish.get("developers", ()), developers)
    refused = check.known("developer", wish.get("no_developers", ()), developers)
    for both in {*providers} & {*no_providers} | {*wanted} & {*refused}:
        raise UserError(f"`{both}` is both wanted and refused", hint="leave one of both out")
    given = dict(map(check.rate, wish.get("rates", ())))
    dated = [rate for rate in catalog.rates.values() if rate.currency not in given]
    rank, weights = _ranked(wish)
    return Need(
        task=task,
        language=language,
        workload=_workload(catalog, task, wish, language),
        weights=weights or weights_of(wish.get("weights") or task.weights, catalog.scale.weights),
        rank=rank,
        day=catalog.meta.day,
        budget_usd_per_month=check.positive("budget", wish.get("budget"), MAX_BUDGET_USD),
        privacy_level=level,
        region=region,
        processing_regions=tuple(map(check.region, wish.get("processing_regions", ()))),
        demands=_demands(wish, level),
        blocked_jurisdictions=tuple(map(check.region, wish.get("blocked_jurisdictions", ()))),
        have=frozenset(
            check.one_of("thing to --have", name, HAVE) for name in wish.get("have", ())
        ),
        accept_low_confidence=wish.get("accept_low_confidence", False),
        allow_unknown=frozenset(
            check.one_of("fact", name, needs.FACTS) for name in wish.get("allow_unknown", ())
        ),
        min_context_tokens=check.whole("context", wish.get("min_context"), MAX_TOKENS),
        modalities=modalities,
        tools=wish.get("tools", False) or task.needs_tool_calling,
        structured_output=wish.get("structured_output", False),
        open_weights=wish.get("open_weights", False),
        licence=_licence(wish, catalog),
        needs=tuple(check.one_of("need", name, NEEDS) for name in wish.get("needs", ())),
        sector=_sector(wish.get("sector"), region),
        providers=providers,
        no_providers=no_providers,
        developers=wanted,
        no_developers=refused,
        min_quality=check.bounded("least quality", wish.get("min_quality"), 100.0),
        include_unrated=wish.get("include_unrated", False),
        rates=tuple(
            {**{rate.currency: rate.per_usd for rate in dated if rate.sold_in}, **given}.items()
        ),
        rate_labels=tuple((rate.currency, rate.label) for rate in dated),
    )


LICENCE = {
    "use": "--use",
    "revenue": "--revenue",
    "monthly_users": "--monthly-users",
    "established": "--established",
    "distil": "--distil",
    "redistribute": "--redistribute",
}
"""What a user says of the use of weights, with its option."""


def _licence(wish: Wish, catalog: Catalog) -> LicenceNeed | None:
    """
    What is done with open weights, where anything is said of it.

    Raises:
        UserError: it is said without open weights, or a value is off.
    """
    said = [option for field, option in LICENCE.items() if wish.get(field)]
    if not said:
        return None
    if not wish.get("open_weights"):
        raise UserError(
            f"{said[0]} asks what a licence of weights allows",
            hint="add --open-weights; a closed model's terms are its provider's",
        )
    from llmpick.core.need.need import LicenceNeed

    revenue = check.bounded("revenue", wish.get("revenue"), MAX_BUDGET_USD)
    use = check.one_of("use", wish.get("use") or "commercial", needs.USES)
    return LicenceNeed(
        use=use,  # type: ignore[arg-type]
        annual_revenue_usd=revenue,
        monthly_users=check.whole("users", wish.get("monthly_users"), MAX_REQUESTS),
        established=tuple(map(check.region, wish.get("established", ()))),
        distils=wish.get("distil", False),
        redistributes=wish.get("redistribute", False),
        rates=tuple(
            {
                **{rate.currency: rate.per_usd for rate in catalog.rates.values()},
                **dict(map(check.rate, wish.get("rates", ()))),
            }.items()
        ),
    )


def _sector(text: str | None, region: str | None) -> str | None:
    """
    The sector whose rules are flagged.

    Raises:
        UserError: it is unknown, or the user's region is not said.
    """
    if text is None:
        return None
    from llmpick.core.terms.regulations import SECTORS

    sector = check.one_of("sector", text, SECTORS)
    if region is None:
        raise UserError(
            f"the rules of {sector} hang on where you are", hint="add --region EU, JP, US ..."
        )
    return sector


def _demands(wish: Wish, level: str) -> Demands:
    """
    Single requirements of privacy.

    Raises:
        UserError: one that is unknown, or that the *level* contradicts.
    """
    longest = check.whole("days", wish.get("max_retention"), MAX_DAYS)
    if wish.get("zdr"):
        if longest:
            raise UserError(
                f"--zdr keeps nothing, --max-retention {longest} lets it be kept",
                hint="leave one of both out",
            )
        longest = 0
    demands = Demands(
        no_training=wish.get("no_training", False),
        max_retention_days=longest,
        certifications=tuple(
            certification_named(name) or check.one_of("certification", name, CERTIFICATIONS)
            for name in wish.get("certifications", ())
        ),
        baa=wish.get("baa", False),
        dpa=wish.get("dpa", False),
        customer_managed_keys=wish.get("customer_managed_keys", False),
        private_network=wish.get("private_network", False),
        no_human_review=wish.get("no_human_review", False),
    )
    if level == "air-gapped" and demands != NO_DEMANDS:
        raise UserError(
            "air-gapped leaves no provider whose terms could be asked for",
            hint="leave out the level, or the single requirement beside it",
        )
    most = {"confidential": LONGEST_RETENTION_DAYS, "regulated": 0}.get(level)
    if most is not None and longest is not None and longest > most:
        raise UserError(
            f"{level} lets nothing be kept longer than {most} days, --max-retention {longest} does",
            hint="leave one of both out",
        )
    if level == "regulated" and not (wish.get("region") or wish.get("processing_regions")):
        raise UserError(
            "regulated asks where requests may be processed", hint="add --region EU, JP, US ..."
        )
    return demands


def task_of(catalog: Catalog, name: str) -> Task:
    """
    The task of that name or alias.

    Raises:
        UnknownName: none has it.
    """
    folded = name.strip().lower().replace("_", "-").replace(" ", "-")
    by_name = {alias: task for task in catalog.tasks.values() for alias in task.aliases}
    by_name |= catalog.tasks
    if folded not in by_name:
        raise UnknownName("task", name, near_names(folded, by_name), "llmpick list tasks")
    return by_name[folded]


def language_of(catalog: Catalog, task: Task, text: str | None) -> str | None:
    if text is None:
        return None
    folded = text.strip().lower()
    by_name = {name.lower(): code for code, name in needs.LANGUAGES.items()}
    code = by_name.get(folded, folded)
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise UserError(
            f"no language `{shown(text)}`", hint="its two letters, such as ja, de or en"
        )
    return None if code in ("en", task.language) else code


def _workload(catalog: Catalog, task: Task, wish: Wish, language: str | None) -> Workload:
    def given(name: str, value: int | None, preset: int, most: int) -> int:
        return preset if value is None else check.whole(name, value, most) or 0

    content = language or task.content or task.language or "en"
    said = wish.get("content")
    if said:
        content = check.one_of("content", said, _contents(catalog)).replace("-", "_")
    into = _in_tokens(catalog, wish.get("characters"), wish.get("input_tokens"), content)
    out = _in_tokens(catalog, wish.get("output_characters"), wish.get("output_tokens"), content)
    peak = wish.get("peak_share")
    measured = "exact" if wish.get("exact_reasoning") else "medium"
    work = Workload(
        requests_per_month=given(
            "requests", wish.get("requests"), task.requests_per_month, MAX_REQUESTS
        ),
        input_tokens=given("input tokens", into, task.input_tokens, MAX_TOKENS),
        output_tokens=given("output tokens", out, task.output_tokens, MAX_TOKENS),
        cache_read_share=check.share("cache", wish.get("cache_share"), task.cache_read_share),
        reasoning_tokens=given(
            "reasoning tokens", wish.get("reasoning_tokens"), task.reasoning_tokens, MAX_TOKENS
        ),
        cache_write_share=check.share("cache write", wish.get("cache_write_share"), 0.0),
        cache_write_1h_share=check.share("cache write", wish.get("cache_write_1h_share"), 0.0),
        attempts=1.0 + (check.bounded("number of retries", wish.get("retries"), 100.0) or 0.0),
        service=check.one_of("service", wish.get("service") or "standard", needs.SERVICES),
        batch_share=check.share("batch", wish.get("batch_share"), 0.0),
        peak_share=None if peak is None else check.share("peak", peak, 0.0),
        images=check.bounded("number of images", wish.get("images"), 1e6) or 0.0,
        content=None if wish.get("billed_tokens") else content,
        turns=given("turns", wish.get("turns"), task.turns, 10_000),
        context_growth_tokens=given(
            "tokens of growth", wish.get("context_growth"), task.context_growth_tokens, MAX_TOKENS
        ),
        measured_reasoning=measured if wish.get("reasoning_tokens") is not None else None,
    )
    if not work.requests_per_month:
        raise UserError("no requests a month is no workload", hint="--requests 1 or more")
    if work.turns > 1 and wish.get("cache_share") is not None:
        raise UserError(
            f"in a loop of {work.turns} turns all but what is new is read from the cache",
            hint="leave out --cache-share; or state single requests with --turns 1",
        )
    if not work.turns:
        raise UserError("no turns are no run", hint="--turns 1 or more")
    if work.cache_read_share + work.cache_write_share + work.cache_write_1h_share > 1 + 1e-9:
        raise UserError(
            "more than the whole input is read from and written to the cache",
            hint="--cache-share and --cache-write-share together are at most 1",
        )
    return work


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
        raise UserError("both characters and tokens are given", hint="leave one of both out")
    reference = catalog.tokens.reference
    if reference is None or content not in reference.per_character:
        raise UserError(
            f"how many tokens a character is, is not measured for `{shown(content)}`",
            hint="give tokens: --input-tokens, --output-tokens",
        )
    return round(
        (check.whole("characters", characters, MAX_TOKENS) or 0) * reference.per_character[content]
    )


def _ranked(wish: Wish) -> tuple[tuple[str, ...], dict[str, float]]:
    """
    The criteria in the order of `--rank`, and their weights; nothing without one.

    Raises:
        UserError: a criterion or a rule that there is not, or weights beside the ranking.
    """
    given, rule = wish.get("rank"), wish.get("rank_rule")
    if given is None:
        if rule is not None:
            raise UserError("--rank-rule without --rank", hint="--rank perf,cost,privacy,custom")
        return (), {}
    if wish.get("weights") is not None:
        raise UserError("both --weights and --rank are given", hint="leave one of both out")
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
                f"the weight `{shown(number)}` of {criterion} is not a number",
                hint="as --weights performance=5,cost=3,privacy=2",
            ) from None
        if not 0 <= weight < 1e9:
            raise UserError(
                f"the weight {number.strip()} of {criterion} is not from 0 up", hint="0 or more"
            )
        if criterion in found:
            raise UserError(f"{criterion} is weighed twice", hint="name each criterion once")
        found[criterion] = weight
    if not sum(found.values()):
        raise UserError("all weights are zero", hint="give at least one criterion a weight")
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
            raise UserError(f"{name} is named twice", hint="name each criterion once")
    return found


def _criterion(name: str) -> str:
    folded = name.strip().lower()
    starts = [item for item in needs.CRITERIA if folded and item.startswith(folded)]
    if len(starts) == 1:
        return starts[0]
    return check.one_of("criterion", name, needs.CRITERIA)


def money_of(
    currency: str, rates: Iterable[tuple[str, float]], catalog: Catalog
) -> tuple[str, float]:
    """
    The currency of an answer, and its units for one US dollar: as given, else the catalog's.

    Raises:
        UserError: it has no rate.
    """
    code = currency.strip().upper()
    dated = {rate.currency: rate.per_usd for rate in catalog.rates.values()}
    known = {"USD": 1.0, **dated, **dict(rates)}
    if code not in known:
        raise UserError(
            f"no rate for `{shown(code)}`", hint=f"add --rate {shown(code, 8)}=N, for one dollar"
        )
    return code, known[code]
