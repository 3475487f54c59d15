"""The questions that llmpick answers, one function each: plain data in, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.catalog.load import Catalog
from llmpick.core import need as needs
from llmpick.core.decide import Decision, decide
from llmpick.core.facts import Estimate, Offering, Task
from llmpick.core.need import Need, Wish, Workload
from llmpick.core.score import Facts
from llmpick.errors import AmbiguousName, UnknownName, UserError, near_names, shown

if TYPE_CHECKING:
    from llmpick.core.bill import Bills, Shelf
    from llmpick.core.compare import Comparison
    from llmpick.core.listing import Filter

Adjust = Callable[[str, list[Estimate]], list[Estimate]]
"""Puts what the catalog does not know into the estimates of a task."""

DEFAULT_TASK = "general"
MODALITIES = ("text", "image", "pdf", "audio", "video")
HAVE = ("zdr-approval", "opt-out")
MAX_TOKENS = 100_000_000
MAX_REQUESTS = 1_000_000_000_000
MAX_BUDGET_USD = 1e12


def recommend(
    catalog: Catalog,
    need: Need,
    *,
    top: int = 10,
    by_route: bool = False,
    adjust: Adjust | None = None,
) -> Decision:
    """Rank what meets *need*."""
    return decide(need, facts_for(catalog, need, adjust), top=top, by_route=by_route)


def facts_for(catalog: Catalog, need: Need, adjust: Adjust | None = None) -> Facts:
    """The tables of *catalog* that a decision about *need* reads."""
    task = need.task.id
    anchors = catalog.scale.quality.get(task)
    if anchors is None:
        raise UserError(
            "the catalog holds no quality estimates",
            hint="run `llmpick catalog fit` on its files",
        )
    if need.language:
        from llmpick.core import blend

        spoken = catalog.scale.quality.get(blend.language_task(need.language))
        if spoken is not None:
            anchors = blend.blend_anchors(anchors, spoken)
    return Facts(
        models=catalog.models,
        offerings=catalog.offerings,
        providers=catalog.providers,
        licences=catalog.licences,
        estimates=estimates_of(catalog, task, need.language, adjust),
        scale=catalog.scale,
        anchors=anchors,
        calibration=float(catalog.fit.get("calibration", 1.0)),
        tokens=catalog.tokens,
    )


def estimates_of(
    catalog: Catalog, task: str, language: str | None, adjust: Adjust | None = None
) -> list[Estimate]:
    """The estimates of a task, in a language where the catalog has any for it."""
    rows = catalog.estimates(task)
    rows = adjust(task, rows) if adjust else rows
    if language is None:
        return rows
    from llmpick.core import blend

    tongue = blend.language_task(language)
    spoken = catalog.estimates(tongue)
    spoken = adjust(tongue, spoken) if adjust and spoken else spoken
    return blend.blend(rows, spoken) if spoken else rows


def spoken_labels(
    catalog: Catalog, need: Need, adjust: Adjust | None = None
) -> dict[tuple[str, str | None], str]:
    """What evidence there is for the language of the work alone, in a word, by (model, effort)."""
    if not need.language:
        return {}
    from llmpick.core import blend

    tongue = blend.language_task(need.language)
    rows = catalog.estimates(tongue)
    rows = adjust(tongue, rows) if adjust and rows else rows
    return {(row.model, row.effort): row.label for row in rows}


def need_of(catalog: Catalog, wish: Wish) -> Need:
    """
    Check *wish* against the catalog and fill in the presets of its task.

    Raises:
        UserError: a value that is unknown, absurd or contradictory.
    """
    task = task_of(catalog, _stated(wish.get("task"), DEFAULT_TASK))
    language = _language(catalog, task, wish.get("language"))
    level = _one_of("privacy level", _stated(wish.get("privacy"), "public"), needs.PRIVACY_LEVELS)
    use = wish.get("use")
    region = wish.get("region")
    if region is not None:
        region = _region(region)
    if use is not None and not wish.get("open_weights", False):
        raise UserError(
            "--use asks what a licence of weights allows",
            hint="add --open-weights; a closed model's terms are its provider's",
        )
    modalities = tuple(_one_of("modality", name, MODALITIES) for name in wish.get("modalities", ()))
    if task.needs_modality and task.needs_modality not in modalities:
        modalities = (*modalities, task.needs_modality)
    providers = _known("provider", wish.get("providers", ()), catalog.providers)
    no_providers = _known("provider", wish.get("no_providers", ()), catalog.providers)
    developers = {model.developer for model in catalog.models.values()}
    wanted = _known("developer", wish.get("developers", ()), developers)
    refused = _known("developer", wish.get("no_developers", ()), developers)
    for both in {*providers} & {*no_providers} | {*wanted} & {*refused}:
        raise UserError(f"`{both}` is both wanted and refused", hint="leave one of both out")
    return Need(
        task=task,
        language=language,
        workload=_workload(catalog, task, wish, language),
        weights=weights_of(wish.get("weights") or task.weights, catalog.scale.weights),
        day=catalog.meta.day,
        budget_usd_per_month=_positive("budget", wish.get("budget"), MAX_BUDGET_USD),
        privacy_level=level,
        region=region,
        blocked_jurisdictions=tuple(map(_country, wish.get("blocked_jurisdictions", ()))),
        have=frozenset(_one_of("thing to --have", name, HAVE) for name in wish.get("have", ())),
        accept_low_confidence=wish.get("accept_low_confidence", False),
        allow_unknown=frozenset(
            _one_of("fact", name, needs.FACTS) for name in wish.get("allow_unknown", ())
        ),
        min_context_tokens=_whole("context", wish.get("min_context"), MAX_TOKENS),
        modalities=modalities,
        tools=wish.get("tools", False) or task.needs_tool_calling,
        structured_output=wish.get("structured_output", False),
        open_weights=wish.get("open_weights", False),
        use=_one_of("use", use, needs.USES) if use else None,
        providers=providers,
        no_providers=no_providers,
        developers=wanted,
        no_developers=refused,
        min_quality=_bounded("least quality", wish.get("min_quality"), 100.0),
        include_unrated=wish.get("include_unrated", False),
        rates=tuple(_rate(text) for text in wish.get("rates", ())),
    )


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


def _language(catalog: Catalog, task: Task, text: str | None) -> str | None:
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
        return preset if value is None else _whole(name, value, most) or 0

    content = language or task.content or task.language or "en"
    said = wish.get("content")
    if said:
        content = _one_of("content", said, _contents(catalog)).replace("-", "_")
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
        cache_read_share=_share("cache", wish.get("cache_share"), task.cache_read_share),
        reasoning_tokens=given(
            "reasoning tokens", wish.get("reasoning_tokens"), task.reasoning_tokens, MAX_TOKENS
        ),
        cache_write_share=_share("cache write", wish.get("cache_write_share"), 0.0),
        cache_write_1h_share=_share("cache write", wish.get("cache_write_1h_share"), 0.0),
        attempts=1.0 + (_bounded("number of retries", wish.get("retries"), 100.0) or 0.0),
        service=_one_of("service", wish.get("service") or "standard", needs.SERVICES),
        batch_share=_share("batch", wish.get("batch_share"), 0.0),
        peak_share=None if peak is None else _share("peak", peak, 0.0),
        images=_bounded("number of images", wish.get("images"), 1e6) or 0.0,
        content=None if wish.get("billed_tokens") else content,
        turns=given("turns", wish.get("turns"), task.turns, 10_000),
        context_growth_tokens=given(
            "tokens of growth", wish.get("context_growth"), task.context_growth_tokens, MAX_TOKENS
        ),
        measured_reasoning=measured if wish.get("reasoning_tokens") is not None else None,
    )
    if not work.requests_per_month:
        raise UserError("no requests a month is no workload", hint="--requests 1 or more")
    if not work.turns:
        raise UserError("no turns are no run", hint="--turns 1 or more")
    if work.cache_read_share + work.cache_write_share + work.cache_write_1h_share > 1 + 1e-9:
        raise UserError(
            "more than the whole input is read from and written to the cache",
            hint="--cache-share and --cache-write-share together are at most 1",
        )
    return work


def _share(name: str, share: float | None, preset: float) -> float:
    if share is None:
        return preset
    if not 0 <= share <= 1:
        raise UserError(
            f"a {name} share of {share:g} is none", hint="from 0 to 1: .3 is three tenths"
        )
    return share


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
        (_whole("characters", characters, MAX_TOKENS) or 0) * reference.per_character[content]
    )


def _whole(name: str, value: int | None, most: int) -> int | None:
    if value is None:
        return None
    if value < 0:
        raise UserError(f"{value} {name} is less than none", hint="give 0 or more")
    if value > most:
        raise UserError(f"{value:,} {name} is absurd", hint=f"at most {most:,}")
    return value


def _positive(name: str, value: float | None, most: float) -> float | None:
    if value is not None and not 0 < value <= most:
        raise UserError(
            f"a {name} of {value:g} cannot be met", hint="give more than 0 US dollars a month"
        )
    return value


def _bounded(name: str, value: float | None, most: float) -> float | None:
    if value is not None and not 0 <= value <= most:
        raise UserError(f"a {name} of {value:g} is off the scale", hint=f"from 0 to {most:g}")
    return value


def _one_of(kind: str, value: str, allowed: Iterable[str]) -> str:
    folded = value.strip().lower().replace("_", "-")
    known = list(allowed)
    if folded in known:
        return folded
    near = near_names(folded, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(known)}"
    raise UserError(f"no {kind} `{shown(value)}`", hint=hint)


def _known(kind: str, values: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    names = set(known)
    folded = [part.strip().lower() for value in values for part in value.split(",")]
    for name in folded:
        if name not in names:
            listing = f"llmpick list {'providers' if kind == 'provider' else 'models'}"
            raise UnknownName(kind, name, near_names(name, sorted(names)), listing)
    return tuple(dict.fromkeys(folded))


def _stated(text: str | None, otherwise: str) -> str:
    """What was stated, be it nothing: an empty shell variable is a mistake, not a default."""
    return otherwise if text is None else text


def _region(text: str) -> str:
    code = text.strip().upper()
    if not (2 <= len(code) <= 6 and code.isascii() and code.isalpha()):
        raise UserError(f"no region `{shown(text)}`", hint="such as JP, EU or US")
    return code


def _country(text: str) -> str:
    code = text.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise UserError(f"no country code `{shown(text)}`", hint="two letters, such as CN or US")
    return code


def _rate(text: str) -> tuple[str, float]:
    name, found, number = text.partition("=")
    currency = name.strip().upper()
    try:
        rate = float(number)
    except ValueError:
        rate = 0.0
    known = len(currency) == 3 and currency.isascii() and currency.isalpha()
    if not found or not known or not 0 < rate < 1e9:
        raise UserError(
            f"`{shown(text)}` is no exchange rate", hint="as --rate JPY=155: yen for one dollar"
        )
    return currency, rate


def weights_of(text: str, presets: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """
    Weights as shares, from a preset's name or `performance=5,cost=3,...`.

    A criterion that is not named weighs nothing. Short names are taken: perf, custom.

    Raises:
        UserError: neither, not numbers, negative, or all zero.
    """
    if "=" not in text:
        return needs.normalised(dict(presets[_one_of("weights preset", text, presets)]))
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


def _criterion(name: str) -> str:
    folded = name.strip().lower()
    starts = [item for item in needs.CRITERIA if folded and item.startswith(folded)]
    if len(starts) == 1:
        return starts[0]
    return _one_of("criterion", name, needs.CRITERIA)


def model_of(catalog: Catalog, name: str) -> tuple[str, str | None, tuple[str, ...], str | None]:
    """
    The model that a user's *name* means: id, effort, routes that the name fixes, a note.

    Raises:
        AmbiguousName: several fit. UnknownName: none does.
    """
    from llmpick.core.names import resolve

    found = resolve(name, catalog.names)
    if found.model is None:
        if found.candidates:
            raise AmbiguousName(name, found.candidates)
        raise UnknownName("model", name, found.suggestions, "llmpick list models")
    return found.model, found.effort, found.routes, found.note


def compare(
    catalog: Catalog, need: Need, names: Iterable[str], adjust: Adjust | None = None
) -> Comparison:
    """
    The named models side by side.

    Raises:
        AmbiguousName: a name fits several models. UnknownName: it fits none.
    """
    from llmpick.core import compare as sides

    picks = [sides.Pick(name, *model_of(catalog, name)) for name in names]
    return sides.compare(need, facts_for(catalog, need, adjust), picks)


def money_of(currency: str, rates: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """
    The currency of an answer, and its units for one US dollar.

    Raises:
        UserError: it has no rate.
    """
    code = currency.strip().upper()
    known = {"USD": 1.0, **dict(rates)}
    if code not in known:
        raise UserError(
            f"no rate for `{shown(code)}`", hint=f"add --rate {shown(code, 8)}=N, for one dollar"
        )
    return code, known[code]


def cost(
    catalog: Catalog,
    need: Need,
    names: Iterable[str] = (),
    *,
    effort: str | None = None,
    horizon_days: int = 90,
    top: int | None = None,
) -> Bills:
    """
    The bills of the named models, or of all routes that meet *need*, cheapest first.

    Raises:
        AmbiguousName, UnknownName, UserError: a name that means several or none; no such effort.
    """
    from llmpick.core import bill

    if effort is not None:
        effort = _one_of("effort", effort, needs.EFFORTS)
    wanted = wanted_offerings(catalog, names)
    return bill.bills(
        need, shelf_of(catalog), wanted, effort=effort, horizon_days=horizon_days, top=top
    )


def shelf_of(catalog: Catalog) -> Shelf:
    """The tables of *catalog* that a bill is made of."""
    from llmpick.core import bill

    return bill.Shelf(
        catalog.models,
        catalog.offerings,
        catalog.providers,
        catalog.licences,
        catalog.tokens,
        catalog.scale.effort_multipliers,
    )


def wanted_offerings(catalog: Catalog, names: Iterable[str]) -> dict[str, str | None] | None:
    """The offerings that *names* mean, with the effort each names; None where none is named."""
    given = list(names)
    if not given:
        return None
    found: dict[str, str | None] = {}
    for name in given:
        model, effort, routes, _ = model_of(catalog, name)
        sold = [item.id for item in catalog.offerings if item.model == model]
        chosen = [route for route in sold if not routes or route in routes]
        if not chosen:
            raise UserError(f"`{shown(name)}` is sold nowhere", hint=f"llmpick show {model}")
        found |= dict.fromkeys(chosen, effort)
    return found


class PriceList(NamedTuple):
    """One dated price list of a route, with where it was read; *entry* as it is recorded."""

    route: str
    entry: Mapping[str, Any]
    source: Mapping[str, Any]


def price_history(catalog: Catalog, names: Iterable[str]) -> list[PriceList]:
    """
    Every price list of the named models, by route, service and day.

    Raises:
        UserError: no model is named.
    """
    wanted = wanted_offerings(catalog, names)
    if wanted is None:
        raise UserError("a history is that of a model", hint="llmpick cost gpt-4o --history")
    found = []
    for offering in catalog.offerings:
        if offering.id in wanted:
            record = catalog.record("offerings", record_path(offering))
            for entry in record.get("prices") or ():
                found.append(PriceList(offering.id, entry, record["sources"][entry["source"]]))
    return sorted(found, key=_dated)


def _dated(row: PriceList) -> tuple[str, str, str, int, str]:
    entry = row.entry
    return (
        row.route,
        entry.get("service", "standard"),
        entry.get("window") or "",
        entry.get("over_input_tokens") or 0,
        entry.get("since") or "",
    )


class Shown(NamedTuple):
    """A record with what belongs to it."""

    kind: str
    id: str
    record: Mapping[str, Any]
    estimates: list[tuple[str, Estimate]]
    offerings: list[tuple[str, Mapping[str, Any]]]
    note: str | None
    effort: str | None = None


KINDS = ("models", "offerings", "providers", "benchmarks", "licences", "tasks", "feeds")


def show(catalog: Catalog, name: str, kind: str | None = None) -> Shown:
    """
    The record that *name* means: a model by any spelling, else a record by its identifier.

    Raises:
        AmbiguousName, UnknownName, UserError: several, none, or no such kind.
    """
    folded = name.strip().lower()
    wanted = _kind(kind) if kind else None
    if wanted in (None, "models", "offerings"):
        found = _shown_model(catalog, name, folded, wanted)
        if found:
            return found
    for each in (wanted,) if wanted else KINDS[2:]:
        if each in KINDS[2:] and folded in catalog.ids(each):
            return Shown(each, folded, catalog.record(each, folded), [], [], None)
    others = [item for each in KINDS[2:] for item in catalog.ids(each)]
    model_of(catalog, name)
    raise UnknownName("record", name, near_names(folded, others), "llmpick list")


def _kind(text: str) -> str:
    """models of model, models or Models."""
    folded = text.strip().lower()
    plural = folded if folded in KINDS else f"{folded}s"
    return plural if plural in KINDS else _one_of("kind", folded, KINDS)


def _shown_model(catalog: Catalog, name: str, folded: str, wanted: str | None) -> Shown | None:
    try:
        model, effort, routes, note = model_of(catalog, name)
    except AmbiguousName:
        if wanted is None and any(folded in catalog.ids(kind) for kind in KINDS[2:]):
            return None
        raise
    except UnknownName:
        if wanted:
            raise
        return None
    if wanted is None and folded in catalog.providers and folded not in catalog.models:
        return None
    if "@" in name and len(routes) == 1:
        offering = next(item for item in catalog.offerings if item.id == routes[0])
        record = catalog.record("offerings", record_path(offering))
        return Shown("offerings", routes[0], record, [], [], note)
    rows = [
        (task, estimate)
        for task in sorted(catalog.tasks)
        for estimate in catalog.estimates(task)
        if estimate.model == model and effort in (None, estimate.effort)
    ]
    sold = [item for item in catalog.offerings if item.model == model]
    sold.sort(key=lambda item: (item.listing != "current", item.provider, item.variant or ""))
    return Shown(
        "models",
        model,
        catalog.record("models", model),
        rows,
        [(item.id, catalog.record("offerings", record_path(item))) for item in sold],
        note,
        effort,
    )


def record_path(offering: Offering) -> str:
    """The identifier of an offering's record: PROVIDER/DEVELOPER/MODEL[@VARIANT]"""
    variant = f"@{offering.variant}" if offering.variant else ""
    return f"{offering.provider}/{offering.model}{variant}"


LISTS = ("models", "offerings", "providers", "benchmarks", "licences", "tasks", "hardware")


def listing(
    catalog: Catalog,
    kind: str,
    wanted: Filter,
    *,
    task: str | None = None,
    language: str | None = None,
    sort: str | None = None,
    adjust: Adjust | None = None,
) -> tuple[str, list[dict[str, Any]]]:
    """
    The rows of one kind of record.

    Raises:
        UserError: no such kind, field, name, or a filter that the kind does not have.
    """
    from llmpick.core import listing as lists

    kind = _one_of("kind", kind if kind.endswith(("s", "hardware")) else f"{kind}s", LISTS)
    if (task or language) and kind != "models":
        raise UserError(f"{kind} have no quality for a task", hint="llmpick list models --task")
    if wanted.provider:
        wanted = wanted._replace(
            provider=_known("provider", (wanted.provider,), catalog.providers)[0]
        )
    if wanted.developer:
        makers = {model.developer for model in catalog.models.values()}
        wanted = wanted._replace(developer=_known("developer", (wanted.developer,), makers)[0])
    if wanted.model:
        wanted = wanted._replace(model=model_of(catalog, wanted.model)[0])
    estimates = None
    if task or language:
        chosen = task_of(catalog, task or DEFAULT_TASK)
        code = _language(catalog, chosen, language)
        estimates = estimates_of(catalog, chosen.id, code, adjust)
    rows = _rows(catalog, kind, wanted, estimates)
    if sort and rows:
        field, reverse = sort.lstrip("-").replace("-", "_"), sort.startswith("-")
        return kind, lists.ordered(rows, _one_of_fields(field, rows[0]), reverse)
    return kind, rows


def _rows(
    catalog: Catalog, kind: str, wanted: Filter, estimates: list[Estimate] | None
) -> list[dict[str, Any]]:
    from llmpick.core import listing as lists

    models, offerings = catalog.models.values(), catalog.offerings
    if kind == "models":
        return lists.models(models, offerings, estimates, wanted)
    if kind == "offerings":
        return lists.offerings(offerings, wanted)
    if kind == "providers":
        return lists.providers(catalog.providers.values(), offerings)
    if kind == "benchmarks":
        return lists.benchmarks(catalog.benchmarks.values())
    if kind == "licences":
        return lists.licences(catalog.licences.values(), models)
    if kind == "tasks":
        return lists.tasks(catalog.tasks.values())
    return [{"id": name} for name in catalog.ids(kind)]


def _one_of_fields(field: str, row: Mapping[str, Any]) -> str:
    if field not in row:
        near = near_names(field, row, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(row)}"
        raise UserError(f"no field `{shown(field)}` to sort by", hint=hint)
    return field


def resolve(catalog: Catalog, names: Iterable[str]) -> list[dict[str, Any]]:
    """What each of *names* means: one row a name, found or not."""
    from llmpick.core.names import resolve as resolved

    rows = []
    for name in names:
        found = resolved(name, catalog.names)
        state = "found" if found.model else "ambiguous" if found.candidates else "unknown"
        rows.append(
            {
                "name": name,
                "id": found.model,
                "effort": found.effort,
                "state": state,
                "routes": list(found.routes),
                "rule": found.rule,
                "note": found.note,
                "candidates": list(found.candidates),
                "suggestions": list(found.suggestions),
            }
        )
    return rows


class FitDone(NamedTuple):
    """What a fit was made of and wrote."""

    meta: Mapping[str, Any]
    report: Mapping[str, Any]
    paths: list[str]


def fit(
    folder: str,
    *,
    exclude_sources: tuple[str, ...] = (),
    exclude_benchmarks: tuple[str, ...] = (),
    as_of: str | None = None,
    target: str | None = None,
    with_report: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> FitDone:
    """
    Fit the abilities on the rows of the catalog in *folder*.

    The catalog's derived files are written only where nothing is left out and no *target* is
    named; else the estimates go to *target*, if any.

    Raises:
        UserError: an unknown feed or benchmark. CatalogError: a broken catalog or a full disk.
    """
    import tomllib

    from llmpick.catalog import compile, derive, read
    from llmpick.catalog.write import replace

    tables = compile.tables(folder)
    for kind, listing_, names in (
        ("source", "feeds", exclude_sources),
        ("benchmark", "benchmarks", exclude_benchmarks),
    ):
        for name in names:
            if name not in tables[listing_]:
                near = near_names(name, tables[listing_])
                raise UnknownName(kind, name, near, f"llmpick list {listing_}")
    wanted = derive.Wanted(exclude_sources, exclude_benchmarks, as_of)
    version = read.version(folder)
    done = derive.fit(tables, version, wanted, with_report=with_report, progress=progress)
    paths: list[str] = []
    if target is not None:
        import json

        replace(target, f"{json.dumps({'abilities': done.rows}, indent=1)}\n".encode())
        paths.append(target)
    elif not (exclude_sources or exclude_benchmarks or as_of):
        paths = derive.write(folder, done.files)
    meta = tomllib.loads(done.files["fit.toml"].decode())["meta"]
    return FitDone({key: str(value) for key, value in meta.items()}, done.report, paths)
