"""The answer of `recommend`: the sentence first, then the table, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from llmpick import __version__
from llmpick.core import days, robust
from llmpick.core.decide import Decision, Exclusion, Ranked
from llmpick.core.facts import Estimate, Support
from llmpick.core.need import CRITERIA, LANGUAGES, Need
from llmpick.core.routes import BITS, NOT_ASKED, RULES
from llmpick.core.score import Candidate, Criterion
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence

SCHEMA_VERSION = "1.0"
BY_USER = tuple(rule for rule in RULES if not BITS[rule] & NOT_ASKED)
"""Rules that the user set, and could lift."""

OPTION = {
    "quality": "--min-quality",
    "tools": "--tools",
    "structured-output": "--structured-output",
    "modality": "--modality",
    "context": "--min-context",
    "open-weights": "--open-weights",
    "licence": "--use",
    "developer": "--developer, --no-developer",
    "provider": "--provider, --no-provider",
    "privacy": "--privacy",
    "jurisdiction": "--exclude-jurisdiction",
    "region": "--region",
    "budget": "--budget",
}


class About:
    """What an answer says of the catalog it was made from."""

    def __init__(
        self,
        version: str,
        sha256: str,
        own_day: str,
        day: str,
        own: tuple[tuple[str, int], ...] = (),
    ) -> None:
        self.own = own
        self.version = version
        self.sha256 = sha256
        self.day = day
        self.age_days = days.between(own_day, day)

    def payload(self) -> dict[str, Any]:
        """The `catalog` table of every JSON answer."""
        return {
            "version": self.version,
            "sha256": self.sha256,
            "as_of": self.day,
            "age_days": self.age_days,
        }

    def own_payload(self) -> dict[str, Any]:
        """The `own_evidence` of a JSON answer; nothing where there is none."""
        if not self.own:
            return {}
        return {"own_evidence": [{"name": name, "models": count} for name, count in self.own]}

    def own_words(self) -> list[str]:
        """That the user's own results are in the answer, as a sentence; none if they are not."""
        if not self.own:
            return []
        names = [f"{name}, {words.plural(count, 'model')}" for name, count in self.own]
        return [f"quality includes your own results: {'; '.join(names)}"]

    def words(self) -> str:
        """For a header line."""
        if self.age_days < 0:
            return f"catalog {self.version}, as of {self.day}"
        return f"catalog {self.version}, {words.plural(self.age_days, 'day')} old"


class Backing(NamedTuple):
    """By (model, effort): what its estimates rest on, and the evidence for the language alone."""

    support: Mapping[tuple[str, str | None], Support]
    spoken: Mapping[tuple[str, str | None], str]


UNSAID = Backing({}, {})
WITHOUT_EVIDENCE = ("general only", "thin")
"""Labels of estimates that no score in the own domains of a task or language supports."""


def answer(
    decision: Decision,
    about: About,
    *,
    bare: tuple[str, ...] = (),
    explain: bool = False,
    support: Mapping[tuple[str, str | None], Support] | None = None,
    spoken: Mapping[tuple[str, str | None], str] | None = None,
) -> Answer:
    """
    All forms of *decision*.

    Args:
        decision: The answer.
        about: The catalog.
        bare: Options that were given without a value.
        explain: Show contributions, cost terms and evidence.
        support: What estimates rest on, by (model, effort).
        spoken: Evidence for the language of the work alone, by (model, effort).
    """
    notes = _notes(decision, about)
    backing = Backing(support or {}, spoken or {})
    return Answer(
        payload=payload(decision, about, notes, backing),
        records=[result(row, decision, backing) for row in decision.ranking],
        ids=[row.candidate.route.id for row in decision.ranking],
        blocks=list(_blocks(decision, about, bare, explain, notes, backing)),
        code=0 if decision.ranking else 1,
    )


def _notes(decision: Decision, about: About) -> list[str]:
    found = about.own_words()
    if about.age_days > 30:
        found.append(f"the catalog is {about.age_days} days old: prices may have moved")
    if about.age_days < 0:
        found.append(
            "quality is estimated from all scores of the catalog, later ones too; "
            "`llmpick catalog fit --as-of DAY --out FILE` fits those of a day"
        )
    need = decision.need
    if need.language and not any(
        row.candidate.route.estimate and row.candidate.route.estimate.direct
        for row in decision.ranking
    ):
        found.append(f"no evidence for {language(need)} among the answers")
    return found


def language(need: Need) -> str:
    """The language of the work, as a word."""
    code = need.language or need.task.language or "en"
    return LANGUAGES.get(code, code)


# ---- JSON


def payload(
    decision: Decision, about: About, notes: list[str], backing: Backing = UNSAID
) -> dict[str, Any]:
    """The JSON document of `recommend`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "llmpick", "version": __version__, "command": "recommend"},
        "catalog": about.payload(),
        **about.own_payload(),
        "need": need_payload(decision.need),
        "results": [result(row, decision, backing) for row in decision.ranking],
        "excluded": {
            "routes_considered": decision.routes,
            "routes_fitting": decision.fitting,
            "models_fitting": decision.fitting_models,
            "routes_excluded": decision.routes - decision.fitting,
            "rules": [_exclusion(exclusion) for exclusion in decision.excluded],
        },
        "confidence": {
            "label": decision.confidence,
            "reasons": list(decision.reasons),
            "toss_up": list(decision.toss_up),
            "probability_cap": robust.CAP,
        },
        "warnings": notes,
    }


def need_payload(need: Need) -> dict[str, Any]:
    """The need, with every default that was filled in."""
    work = need.workload
    return {
        "task": need.task.id,
        "language": need.language or need.task.language,
        "workload": {
            "requests_per_month": work.requests_per_month,
            "input_tokens": work.input_tokens,
            "output_tokens": work.output_tokens,
            "cache_read_share": work.cache_read_share,
            "reasoning_tokens_at_medium_effort": work.reasoning_tokens,
        },
        "budget_usd_per_month": need.budget_usd_per_month,
        "privacy_level": need.privacy_level,
        "region": need.region,
        "excluded_jurisdictions": list(need.blocked_jurisdictions),
        "have": sorted(need.have),
        "accept_low_confidence": need.accept_low_confidence,
        "allow_unknown": sorted(need.allow_unknown),
        "min_context_tokens": need.min_context_tokens,
        "modalities": list(need.modalities),
        "tools": need.tools,
        "structured_output": need.structured_output,
        "open_weights": need.open_weights,
        "use": need.use,
        "providers": list(need.providers),
        "excluded_providers": list(need.no_providers),
        "developers": list(need.developers),
        "excluded_developers": list(need.no_developers),
        "min_quality": need.min_quality,
        "include_unrated": need.include_unrated,
        "weights": dict(need.weights),
        "units_per_usd": dict(need.rates),
    }


def result(row: Ranked, decision: Decision, backing: Backing = UNSAID) -> dict[str, Any]:
    """One answer of the ranking."""
    return {
        "rank": row.rank,
        **candidate(row.candidate, backing),
        "p_best": row.p_best,
        "p_beats_first": row.p_beats_first,
        "dominated_by": row.dominated_by,
        "other_routes_of_model": row.others,
        "ledger": ledger(row.candidate, decision.need),
        "warnings": list(row.warnings),
    }


def candidate(found: Candidate, backing: Backing = UNSAID) -> dict[str, Any]:
    """A priced and scored route."""
    route, cost, estimate = found.route, found.cost, found.route.estimate
    offering = route.offering
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
        "monthly_cost_terms_usd": {
            "input": cost.input,
            "cache_read": cost.cache_read,
            "output": cost.output,
            "reasoning": cost.reasoning,
        },
        "reasoning_tokens_per_request": found.reasoning_tokens,
        "price": {
            "currency": offering.currency,
            "input_per_mtok": offering.input,
            "output_per_mtok": offering.output,
            "cache_read_per_mtok": offering.cache_read,
            "read": offering.price_read,
        },
        "price_change": (
            {"since": found.change.since, "monthly_cost_usd": found.change.total}
            if found.change
            else None
        ),
        "quality": quality(estimate, backing) if estimate else None,
        "criteria": {criterion.name: _criterion(criterion) for criterion in found.criteria},
        "privacy_level": found.privacy_level,
        "privacy_grade": found.privacy_grade,
        "customisability": {
            "points": found.customisability.score,
            "unknown_points": found.customisability.unknown_points,
        },
        "licence": licence(found),
        "open_weights": route.model.open_weights,
        "retires_on": offering.retires_on,
    }


def quality(estimate: Estimate, backing: Backing = UNSAID) -> dict[str, Any]:
    """An estimate with the evidence that it rests on."""
    key = (estimate.model, estimate.effort)
    support, spoken = backing.support.get(key), backing.spoken.get(key)
    found: dict[str, Any] = {
        "score": estimate.score,
        "interval_80": [estimate.low, estimate.high],
        "theta_logit": estimate.theta,
        "stderr_logit": estimate.stderr,
        "scores": estimate.scores,
        "independent_scores": estimate.independent,
        "scores_of_this_task": estimate.direct,
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


def evidence_words(estimate: Estimate, need: Need, backing: Backing) -> list[str]:
    """What is to be said of the evidence beside its label, a part each."""
    key = (estimate.model, estimate.effort)
    support = backing.support.get(key)
    found = []
    if support and support.usual_of:
        found.append(f"{support.usual_reported} of {support.usual_of} usual benchmarks")
    if support and support.leans_on_its_maker:
        found.append(maker_words(support))
    label = backing.spoken.get(key) if need.language else estimate.label
    if (need.language or need.task.language) and label in WITHOUT_EVIDENCE:
        found.append(f"no evidence for {language(need)}")
    return found


def maker_words(support: Support) -> str:
    """How far the estimate leans on its developer's own numbers."""
    if support.selfreport_shift is None:
        return "its developer's own numbers only"
    return (
        f"its developer's own numbers move it by {support.selfreport_shift:+.2f} logit "
        f"(error {support.general_stderr:.2f})"
    )


def _criterion(criterion: Criterion) -> dict[str, Any]:
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


def _exclusion(exclusion: Exclusion) -> dict[str, Any]:
    lifted = exclusion.rule in BY_USER
    best, cheapest = exclusion.best, exclusion.cheapest
    return {
        "rule": exclusion.rule,
        "option": OPTION.get(exclusion.rule),
        "routes": exclusion.routes,
        "unknown": exclusion.unknown,
        "by_fact": dict(exclusion.facts),
        "excluded_by_this_rule_alone": exclusion.alone,
        "best_without_it": _short(best) if best and lifted else None,
        "nearest_miss": _short(cheapest) if cheapest and exclusion.rule == "budget" else None,
    }


def _short(found: Candidate) -> dict[str, Any]:
    estimate = found.route.estimate
    return {
        "route": found.route.id,
        "score": found.score,
        "monthly_cost_usd": found.cost.total,
        "quality": estimate.score if estimate else None,
    }


# ---- the ledger


def ledger(found: Candidate, need: Need) -> list[dict[str, Any]]:
    """Every stated need with met, not met, unknown or ignored."""
    waived = {miss.rule: miss.fact for miss in found.route.waived}
    return [
        {"need": name, "asked": asked, "state": "unknown" if name in waived else state, "is": fact}
        for name, asked, state, fact in _stated(found, need)
    ]


def _stated(found: Candidate, need: Need) -> Iterable[tuple[str, Any, str, Any]]:
    model, offering, estimate = found.route.model, found.route.offering, found.route.estimate
    direct = estimate.direct if estimate else 0
    yield "task", need.task.id, "met" if direct else "unknown", f"{direct} scores of this task"
    if need.language:
        state = "met" if direct else "unknown"
        yield "language", need.language, state, estimate.label if estimate else "no estimate"
    if need.budget_usd_per_month is not None:
        yield "budget", need.budget_usd_per_month, "met", found.cost.total
    if need.privacy_level != "public":
        yield "privacy", need.privacy_level, "met", found.privacy_level
    if need.blocked_jurisdictions:
        country = found.route.provider.jurisdiction
        yield (
            "jurisdiction",
            [f"not {code}" for code in need.blocked_jurisdictions],
            "met",
            country[0] if country else None,
        )
    if need.region:
        yield "region", need.region, "met", offering.region or "pinned by account"
    if need.min_context_tokens:
        yield "context", need.min_context_tokens, "met", model.context_window_tokens
    if need.modalities:
        yield "modality", list(need.modalities), "met", list(model.input_modalities or ())
    for name, asked, has in (
        ("tools", need.tools, model.tool_calling),
        ("structured-output", need.structured_output, model.structured_output),
        ("open-weights", need.open_weights, model.open_weights),
    ):
        if asked:
            yield name, True, "met" if has else "unknown", has
    if need.use:
        allowed = found.licence.commercial_use if found.licence else None
        yield "licence", need.use, "met" if allowed else "unknown", allowed
    if need.min_quality is not None:
        yield "quality", need.min_quality, "met", estimate.score * 100 if estimate else None
    for name, chosen, fact in (
        ("provider", need.providers or need.no_providers, offering.provider),
        ("developer", need.developers or need.no_developers, model.developer),
    ):
        if chosen:
            yield name, list(chosen), "met", fact
    for name, weight in need.weights.items():
        if weight and not found.criteria[CRITERIA.index(name)].weight:
            yield f"weight of {name}", weight, "ignored", "all that fits has the most of it"


# ---- for a person


def _blocks(
    decision: Decision,
    about: About,
    bare: tuple[str, ...],
    explain: bool,
    notes: list[str],
    backing: Backing,
) -> Iterable[Block]:
    yield Sentence(headline(decision), strong=True)
    yield Lines(tuple(_header(decision, about, bare)))
    if decision.ranking:
        yield _table(decision)
    yield Lines(tuple(_below(decision, notes)))
    if explain and decision.ranking:
        yield from _explained(decision, backing)


def headline(decision: Decision) -> str:
    """What to pick and why, in one sentence."""
    if not decision.ranking:
        return _nothing(decision)
    first = decision.ranking[0]
    found = first.candidate
    stated = len([entry for entry in ledger(found, decision.need) if entry["need"] != "task"])
    needs = (
        f"it meets {'all ' if stated > 1 else ''}{words.plural(stated, 'need')}, "
        if stated
        else "it "
    )
    text = (
        f"Pick {route_words(found)}: {needs}"
        f"{_likely(robust.capped(first.p_best), decision)}, and costs about "
        f"{words.money(found.cost.total)} USD a month."
    )
    ties = [row for row in decision.ranking[1:] if row.candidate.route.id in decision.toss_up]
    if ties:
        names = words.listed([row.candidate.route.model.id for row in ties[:3]])
        more = f" and {len(ties) - 3} more" if len(ties) > 3 else ""
        text += f" It cannot be told apart from {names}{more}."
    return text


def route_words(found: Candidate) -> str:
    """A route in words: model, effort, provider, region or variant."""
    route = found.route
    effort = f" at {route.effort} effort" if route.effort and route.effort != "thinking" else ""
    effort = " with thinking" if route.effort == "thinking" else effort
    effort = " without thinking" if route.effort == "none" else effort
    variant = f" ({route.offering.variant})" if route.offering.variant else ""
    return f"{route.model.id}{effort} on {route.provider.name}{variant}"


def _likely(chance: float, decision: Decision) -> str:
    models = decision.fitting_models
    if models == 1:
        return "is the only model that does"
    field = f"of {models} models that do"
    if chance >= 0.8:
        return f"is likely the best {field} (P {words.share(chance)})"
    if chance >= 0.65:
        return f"is probably the best {field} (P {words.share(chance)})"
    return f"comes first {field}, without a clear lead (P {words.share(chance)})"


def _nothing(decision: Decision) -> str:
    near = [
        (exclusion.alone, exclusion)
        for exclusion in decision.excluded
        if exclusion.rule in BY_USER and exclusion.best
    ]
    text = f"Nothing fits: none of {decision.routes:,} routes meets every need."
    if not near:
        return text
    budget = next((item for _, item in near if item.rule == "budget"), None)
    if budget and budget.cheapest:
        cost = budget.cheapest.cost.total
        return (
            f"{text} The nearest miss would fit with a budget of {_ceiling(cost)} USD: "
            f"{budget.cheapest.route.id}."
        )
    exclusion = max(near, key=lambda item: item[0])[1]
    assert exclusion.best is not None
    return f"{text} Without {OPTION[exclusion.rule]}, {exclusion.best.route.id} would fit."


def _ceiling(amount: float) -> str:
    """A budget that is surely enough, to two digits."""
    if amount < 10:
        return f"{int(amount) + 1}"
    step = 10 ** (len(str(int(amount))) - 2)
    return f"{(int(amount / step) + 1) * step:,}"


def _header(decision: Decision, about: About, bare: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    need, work = decision.need, decision.need.workload
    tongue = f", {language(need)}" if need.language or need.task.language else ""
    parts = [
        f"{need.task.id}{tongue}",
        f"{words.short_count(work.requests_per_month)} requests a month, "
        f"{words.short_count(work.input_tokens)} + {words.short_count(work.output_tokens)} tokens",
        _budget(need) + (" (bare --budget)" if "budget" in bare else ""),
        need.privacy_level + (" (bare --privacy)" if "privacy" in bare else ""),
    ]
    yield "need", " · ".join([*parts, *_requirements(need)])
    weights = " · ".join(f"{name} {share * 100:.0f}" for name, share in need.weights.items())
    yield "weights", weights
    yield "facts", f"{about.words()} · quality in points of 100 with its 80 % interval"


def _budget(need: Need) -> str:
    if need.budget_usd_per_month is None:
        return "no budget"
    return f"at most {need.budget_usd_per_month:,.0f} USD a month"


def _requirements(need: Need) -> list[str]:
    found = []
    if need.region:
        found.append(f"region {need.region}")
    if need.blocked_jurisdictions:
        found.append(f"operator not under {' or '.join(need.blocked_jurisdictions)} law")
    if need.min_context_tokens:
        found.append(f"context {words.short_count(need.min_context_tokens)} or more")
    found += [f"reads {name}" for name in need.modalities]
    for name, asked in (
        ("tools", need.tools),
        ("structured output", need.structured_output),
        ("open weights", need.open_weights),
    ):
        if asked:
            found.append(name)
    if need.use:
        found.append(f"{need.use} use")
    for label, names in (
        ("only", need.providers),
        ("not", need.no_providers),
        ("made by", need.developers),
        ("not made by", need.no_developers),
    ):
        if names:
            found.append(f"{label} {', '.join(names)}")
    if need.allow_unknown:
        found.append(f"unknown allowed: {', '.join(sorted(need.allow_unknown))}")
    return found


def _table(decision: Decision) -> Grid:
    rows = []
    for row in decision.ranking:
        found, estimate = row.candidate, row.candidate.route.estimate
        rows.append(
            (
                str(row.rank),
                found.route.id,
                words.quality(estimate.score, estimate.low, estimate.high)
                if estimate
                else words.NOTHING,
                words.money(found.cost.total),
                f"{found.privacy_level} {found.privacy_grade}",
                str(found.customisability.score),
                words.share(found.score),
                _chance(row.p_best),
                "; ".join(row.warnings),
            )
        )
    return Grid(
        (
            ">#",
            "route",
            "quality",
            ">USD/month",
            "privacy",
            ">custom",
            ">score",
            ">P(best)",
            "note",
        ),
        tuple(rows),
        minor=("custom", "P(best)", "score"),
    )


def _chance(value: float) -> str:
    return "<.01" if value < 0.01 else words.share(min(value, robust.CAP))


def _below(decision: Decision, notes: list[str]) -> Iterable[tuple[str, str]]:
    ranking = decision.ranking
    if len(decision.toss_up) > 1:
        ranks = [str(row.rank) for row in ranking if row.candidate.route.id in decision.toss_up]
        yield "equal", f"{words.listed(ranks)} cannot be told apart"
    left = decision.fitting_models - len(ranking)
    if left > 0:
        yield "more", f"{words.plural(left, 'model')} more fit (--top {decision.fitting_models})"
    if len(ranking) > 1:
        yield f"1 over {ranking[1].rank}", _difference(ranking[0].candidate, ranking[1].candidate)
    excluded = decision.routes - decision.fitting
    if excluded:
        yield "excluded", f"{words.plural(excluded, 'route')}: {_counts(decision.excluded)}"
    for exclusion in decision.excluded:
        if exclusion.rule in BY_USER and exclusion.best and ranking:
            price = _price_of(exclusion, ranking[0].candidate)
            if price:
                yield f"without {exclusion.rule}", price
    reasons = f": {'; '.join(decision.reasons)}" if decision.reasons else ""
    yield "confidence", f"{decision.confidence}{reasons}"
    for note in notes:
        yield "note", note
    if ranking:
        yield "next", "try the first few on fifty prompts of your own before you decide"


def _difference(first: Candidate, second: Candidate) -> str:
    parts = []
    for one, two in zip(first.criteria, second.criteria, strict=True):
        gap = one.contribution - two.contribution
        if abs(gap) < 0.005:
            continue
        parts.append(f"{_gap(one, two)} ({gap:+.2f})")
    return ", ".join(parts) or "no difference that counts"


def _gap(one: Criterion, two: Criterion) -> str:
    if isinstance(one.value, str) or isinstance(two.value, str):
        return f"{one.name} {one.value} not {two.value}"
    if one.value is None or two.value is None:
        return one.name
    gap = one.value - two.value
    if one.name == "cost":
        return f"{words.money(abs(gap))} USD {'dearer' if gap > 0 else 'cheaper'}"
    unit = "points of quality" if one.name == "performance" else "points of customisability"
    return f"{abs(gap):.0f} {unit} {'more' if gap > 0 else 'less'}"


def _counts(excluded: Iterable[Exclusion]) -> str:
    parts = []
    for exclusion in sorted(excluded, key=lambda item: -item.routes):
        note = ""
        if exclusion.unknown and exclusion.rule in BY_USER:
            every = exclusion.unknown == exclusion.routes
            many = "all" if every else f"{exclusion.unknown:,}"
            note = f" ({many} unknown, not refused)"
        parts.append(f"{exclusion.routes:,} {RULE_WORDS.get(exclusion.rule, exclusion.rule)}{note}")
    return ", ".join(parts)


RULE_WORDS = {
    "available": "retired or not on sale",
    "price": "without a usable price",
    "evidence": "without enough evidence (--include-unrated)",
}


def _price_of(exclusion: Exclusion, first: Candidate) -> str | None:
    """What lifting a rule would bring, where that is better than the first."""
    best = exclusion.best
    if best is None or best.score <= first.score:
        return None
    cheaper = first.cost.total - best.cost.total
    parts = [f"{best.route.id} at {words.money(best.cost.total)} USD"]
    if abs(cheaper) >= 1:
        parts.append(f"{words.money(abs(cheaper))} USD {'less' if cheaper > 0 else 'more'}")
    one, two = first.route.estimate, best.route.estimate
    if one and two and round(one.score * 100) != round(two.score * 100):
        gap = (two.score - one.score) * 100
        parts.append(f"{abs(gap):.0f} points {'better' if gap > 0 else 'worse'}")
    return ", ".join(parts)


def _explained(decision: Decision, backing: Backing) -> Iterable[Block]:
    for row in decision.ranking:
        found = row.candidate
        yield Grid(
            ("criterion", "value", ">utility", ">weight", ">contribution"),
            tuple(
                (
                    criterion.name,
                    _value(criterion),
                    words.share(criterion.utility),
                    words.share(criterion.weight),
                    f"{criterion.contribution:.3f}",
                )
                for criterion in found.criteria
            ),
            title=f"{row.rank}  {found.route.id}  score {found.score:.3f}",
        )
        yield Lines(tuple(_detail(row, decision, backing)))


def _value(criterion: Criterion) -> str:
    if criterion.value is None:
        return "unknown"
    if isinstance(criterion.value, str):
        return criterion.value
    if criterion.name == "cost":
        return f"{words.money(criterion.value)} USD/month"
    return f"{criterion.value:.0f}"


def _detail(row: Ranked, decision: Decision, backing: Backing) -> Iterable[tuple[str, str]]:
    found, offering = row.candidate, row.candidate.route.offering
    cost = found.cost
    yield (
        "cost",
        f"input {words.money(cost.input)}, cache {words.money(cost.cache_read)}, output "
        f"{words.money(cost.output)}, reasoning {words.money(cost.reasoning)} "
        f"({found.reasoning_tokens:,.0f} tokens a request, assumed)",
    )
    yield (
        "price",
        f"{words.price(offering.input)} in, {words.price(offering.output)} out per Mtok "
        f"{offering.currency}, read {offering.price_read or 'unknown'}",
    )
    estimate = found.route.estimate
    if estimate:
        yield (
            "evidence",
            "; ".join(
                [
                    f"{estimate.label}: {words.plural(estimate.scores, 'score')}, "
                    f"{estimate.independent} independent, {estimate.direct} of this task",
                    *evidence_words(estimate, decision.need, backing),
                ]
            ),
        )
    yield (
        "ledger",
        "; ".join(f"{entry['need']} {entry['state']}" for entry in ledger(found, decision.need)),
    )
    if row.dominated_by:
        yield "dominated", f"{row.dominated_by} is as good everywhere and better somewhere"
    yield "trace", f"llmpick show {found.route.id}"
