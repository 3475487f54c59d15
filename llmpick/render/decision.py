"""The answer of `recommend`: the sentence first, then the table, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from llmpick import __version__
from llmpick.core.cost import MonthlyCost
from llmpick.core.decide import Decision, Exclusion, Ranked
from llmpick.core.facts import Support
from llmpick.core.need import FACTS
from llmpick.core.routes import BITS, NOT_ASKED, RULES
from llmpick.core.score import Candidate, Criterion
from llmpick.render import robustness, words
from llmpick.render.about import SCHEMA_VERSION, About
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.candidates import (
    UNSAID,
    Backing,
    candidate,
    deployment_words,
    evidence_words,
    scores_words,
)
from llmpick.render.needs import (
    budget,
    language,
    ledger,
    licence_words,
    need_payload,
    requirements,
    work_words,
)

if TYPE_CHECKING:
    from llmpick.core.regulations import Flag

BY_USER = tuple(rule for rule in RULES if not BITS[rule] & NOT_ASKED)
"""Rules that the user set, and could lift."""

OPTION = {
    "quality": "--min-quality",
    "tools": "--tools",
    "structured-output": "--structured-output",
    "modality": "--modality",
    "context": "--min-context",
    "open-weights": "--open-weights",
    "licence": "--use, --revenue, --monthly-users, --established, --distil",
    "needs": "--needs",
    "developer": "--developer, --no-developer",
    "provider": "--provider, --no-provider",
    "privacy": "--privacy",
    "training": "--no-training",
    "retention": "--max-retention, --zdr",
    "dpa": "--dpa",
    "certification": "--certification",
    "baa": "--baa",
    "keys": "--customer-managed-keys",
    "network": "--private-network",
    "human-review": "--no-human-review",
    "jurisdiction": "--exclude-jurisdiction",
    "region": "--region, --processing-region",
    "budget": "--budget",
}


def answer(
    decision: Decision,
    about: About,
    *,
    bare: tuple[str, ...] = (),
    explain: bool = False,
    support: Mapping[tuple[str, str | None], Support] | None = None,
    spoken: Mapping[tuple[str, str | None], str] | None = None,
    flags: Sequence[Flag] = (),
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
        flags: Rules that are about the user.
    """
    notes = _notes(decision, about)
    backing = Backing(support or {}, spoken or {})
    laws: list[dict[str, Any]] = []
    flagged: list[Block] = []
    if flags:
        from llmpick.render import laws as rules  # flagged for few

        laws, flagged = rules.payload(flags), [rules.grid(flags, explain)]
    return Answer(
        payload={**payload(decision, about, notes, backing), "regulations": laws},
        records=[result(row, decision, backing) for row in decision.ranking],
        ids=[row.candidate.route.id for row in decision.ranking],
        blocks=[*_blocks(decision, about, bare, explain, notes, backing), *flagged],
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
    if told := too_cheap_to_count(decision):
        found.append(told)
    need = decision.need
    if need.language and not any(
        row.candidate.route.estimate
        and row.candidate.route.estimate.of_task is not None
        and row.candidate.route.estimate.direct
        for row in decision.ranking
    ):
        found.append(f"no evidence for {language(need)} among the answers")
    return found


CHEAPER = 0.8
"""A cost of less than so much of the first's is worth a word."""


def too_cheap_to_count(decision: Decision) -> str | None:
    """
    Which route is cheaper than the first without counting as cheaper, where there is one.

    The value of a cost is clamped at its best end, so that below it nothing is told apart.
    """

    def at_the_end(row: Ranked) -> bool:
        return any(
            one.name == "cost" and one.weight and one.utility >= 1.0
            for one in row.candidate.criteria
        )

    ranking = decision.ranking
    if not ranking or not at_the_end(ranking[0]):
        return None
    cheapest = min(filter(at_the_end, ranking), key=lambda row: row.candidate.cost.total)
    cost, first = cheapest.candidate.cost.total, ranking[0].candidate.cost.total
    if cost >= CHEAPER * first:
        return None
    why = (
        "without a budget nothing so cheap is told apart, with --budget it is"
        if decision.need.budget_usd_per_month is None
        else "both are far below the budget"
    )
    return (
        f"{cheapest.candidate.route.id} costs {words.money(cost)} USD a month and the first "
        f"{words.money(first)}, which counts the same: {why}"
    )


def payload(
    decision: Decision, about: About, notes: list[str], backing: Backing = UNSAID
) -> dict[str, Any]:
    """The JSON document of `recommend`."""
    found = decision.robustness
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
            "reasons": reasons(decision),
            "toss_up": list(decision.toss_up),
            "probability_cap": words.CAP,
            "checks": [
                robustness.check_payload(check)
                for check in (found.confidence.checks if found else ())
            ],
        },
        "robustness": robustness.payload(found) if found else None,
        "warnings": notes,
    }


def reasons(decision: Decision) -> list[str]:
    """Why the confidence is not higher, in words."""
    if not decision.robustness:
        return ["not drawn" if decision.ranking else "nothing fits"]
    return [robustness.reason(check) for check in decision.robustness.confidence.limits]


def result(row: Ranked, decision: Decision, backing: Backing = UNSAID) -> dict[str, Any]:
    """One answer of the ranking."""
    return {
        "rank": row.rank,
        **candidate(row.candidate, backing),
        "p_best": row.p_best,
        "p_beats_first": row.p_beats_first,
        "acceptability": robustness.acceptability(row.share),
        "by_method": robustness.judged(row.judged),
        "dominated_by": row.dominated_by,
        "other_routes_of_model": row.others,
        "ledger": ledger(row.candidate, decision.need),
        "warnings": list(row.warnings),
    }


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
        if decision.robustness:
            yield from robustness.explained(decision.robustness)
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
        f"{_likely(first.p_best, decision)}, and costs about "
        f"{words.money_range(found.cost.total, *found.cost_interval)} USD a month."
    )
    ties = [row for row in decision.ranking[1:] if row.candidate.route.id in decision.toss_up]
    if ties:
        names = words.listed([row.candidate.route.model.id for row in ties[:3]])
        more = f" and {len(ties) - 3} more" if len(ties) > 3 else ""
        text += f" It cannot be told apart from {names}{more}."
    return text + _more_often(decision)


CLEARLY_MORE = 0.05
"""By so much a P(best) must be higher to be worth a word: twice the error of the draws."""


def _more_often(decision: Decision) -> str:
    """
    Who is first in more of the draws than the first of the ranking, and why that can be.

    A score counts what is proved; a draw takes what is not known anywhere up to its best.
    """
    first = decision.ranking[0].p_best
    rival = max(decision.ranking, key=lambda row: row.p_best or 0.0)
    if first is None or rival.p_best is None or rival.p_best <= first + CLEARLY_MORE:
        return ""
    from llmpick.core.measures import possible_grade  # loaded where anything was drawn

    found, route = rival.candidate, rival.candidate.route
    most = possible_grade(route.provider, route.offering, decision.need.have)
    open_ends = []
    if most != found.privacy_grade:
        open_ends.append(f"its privacy is proved to be {found.privacy_grade} and may be {most}")
    if points := found.customisability.unknown_points:
        open_ends.append(f"{words.plural(points, 'point')} of its customisability are not known")
    why = f": {' and '.join(open_ends)}" if open_ends else ""
    chance = words.chance_of_best(rival.p_best)
    return f" Over the draws {route.model.id} is first more often (P {chance}){why}."


def route_words(found: Candidate) -> str:
    """A route in words: model, effort, provider, region or variant."""
    route = found.route
    effort = f" at {route.effort} effort" if route.effort and route.effort != "thinking" else ""
    effort = " with thinking" if route.effort == "thinking" else effort
    effort = " without thinking" if route.effort == "none" else effort
    variant = f" ({route.offering.variant})" if route.offering.variant else ""
    return f"{route.model.id}{effort} on {route.provider.name}{variant}"


def _likely(p_best: float | None, decision: Decision) -> str:
    models = decision.fitting_models
    if models == 1:
        return "is the only model that does"
    field = f"of {models} models that do"
    if p_best is None:
        return f"comes first {field}"
    if p_best >= 0.8:
        return f"is likely the best {field} (P {words.chance_of_best(p_best)})"
    if p_best >= 0.65:
        return f"is probably the best {field} (P {words.chance_of_best(p_best)})"
    return f"comes first {field}, without a clear lead (P {words.chance_of_best(p_best)})"


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
    lifted = f"{text} Without {OPTION[exclusion.rule]}, {exclusion.best.route.id} would fit."
    kept = exclusion.rule == "privacy" and "retention" in dict(exclusion.facts)
    if kept and "zdr-approval" not in decision.need.have:
        lifted += (
            " Where a provider keeps nothing on approval, an approval that you hold counts: "
            "--have zdr-approval."
        )
    return lifted + _only_unknown([item for _, item in near if item is not exclusion])


def _only_unknown(stopped: Iterable[Exclusion]) -> str:
    """What would fit if a fact that nobody stated held: to be asked of its provider."""
    for found in stopped:
        if found.best is not None and found.unknown == found.routes and found.rule in FACTS:
            return (
                f" Of {found.best.route.id} only {found.rule} is unknown: ask its provider; "
                f"--allow-unknown {found.rule} lets it pass."
            )
    return ""


def _ceiling(amount: float) -> str:
    """A budget that is surely enough, to two digits."""
    if amount < 10:
        return f"{int(amount) + 1}"
    step = 10 ** (len(str(int(amount))) - 2)
    return f"{(int(amount / step) + 1) * step:,}"


def _header(decision: Decision, about: About, bare: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    need = decision.need
    tongue = f", {language(need)}" if need.language or need.task.language else ""
    parts = [
        f"{need.task.id}{tongue}",
        work_words(need.workload),
        budget(need) + (" (bare --budget)" if "budget" in bare else ""),
        need.privacy_level + (" (bare --privacy)" if "privacy" in bare else ""),
    ]
    yield "need", " · ".join([*parts, *requirements(need)])
    weights = " · ".join(f"{name} {share * 100:.0f}" for name, share in need.weights.items())
    drawn = f" · {robustness.draws_words(found)}" if (found := decision.robustness) else ""
    yield "weights", f"{weights}{drawn}"
    if decision.method != "additive":
        yield "method", METHOD_WORDS[decision.method]
    yield "facts", f"{about.words()} · quality in points of 100 with its 80 % interval"


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
                words.money_range(found.cost.total, *found.cost_interval),
                f"{found.privacy_level} {found.privacy_grade}",
                str(found.customisability.score),
                words.share(row.judged.score if row.judged else found.score),
                words.chance_of_best(row.p_best),
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


def _below(decision: Decision, notes: list[str]) -> Iterable[tuple[str, str]]:
    ranking = decision.ranking
    if len(decision.toss_up) > 1:
        ranks = [str(row.rank) for row in ranking if row.candidate.route.id in decision.toss_up]
        yield "equal", f"{words.listed(ranks)} cannot be told apart"
    left = decision.fitting_models - len(ranking)
    if left > 0:
        yield "more", f"{words.plural(left, 'model')} more fit (--top {decision.fitting_models})"
    if len(ranking) > 1 and decision.method == "additive":
        yield f"1 over {ranking[1].rank}", difference(ranking[0].candidate, ranking[1].candidate)
    if decision.robustness and decision.fitting_models > 1:
        yield "what turns it", robustness.turns(decision.robustness)
    excluded = decision.routes - decision.fitting
    if excluded:
        yield "excluded", f"{words.plural(excluded, 'route')}: {_counts(decision.excluded)}"
    for exclusion in decision.excluded:
        comparable = ranking and decision.method == "additive"
        if exclusion.rule in BY_USER and exclusion.best and comparable:
            price = price_of(exclusion, ranking[0].candidate)
            if price:
                yield f"without {exclusion.rule}", price
    asked = decision.need.licence
    if asked and ranking and ranking[0].candidate.route.model.open_weights:
        yield "licence of 1", licence_words(ranking[0].candidate, asked)[1]
    why = "; ".join(reasons(decision))
    yield "confidence", f"{decision.confidence}{': ' if why else ''}{why}"
    for note in notes:
        yield "note", note
    if ranking:
        yield "next", "try the first few on fifty prompts of your own before you decide"


def difference(first: Candidate, second: Candidate) -> str:
    """What sets the first before the second: each criterion with what it adds to the score."""
    return ", ".join(text for _, text in gaps(first, second)) or "no difference that counts"


def gaps(first: Candidate, second: Candidate) -> list[tuple[float, str]]:
    """By criterion what the first has before the second, in points of the score and in words."""
    found = []
    for one, two in zip(first.criteria, second.criteria, strict=True):
        gap = one.contribution - two.contribution
        if abs(gap) >= 0.005:
            found.append((gap, f"{_gap(one, two)} ({gap:+.2f})"))
    return found


def _gap(one: Criterion, two: Criterion) -> str:
    if isinstance(one.value, str) or isinstance(two.value, str):
        return f"{one.name} {one.value} not {two.value}"
    if one.value is None or two.value is None:
        return one.name
    gap = one.value - two.value
    if one.name == "cost":
        return f"{words.money(abs(gap))} USD {'dearer' if gap > 0 else 'cheaper'}"
    what = "quality" if one.name == "performance" else "customisability"
    points = words.plural(round(abs(gap)), "point")
    return f"{points} of {what} {'more' if gap > 0 else 'less'}"


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


def price_of(exclusion: Exclusion, first: Candidate) -> str | None:
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
        points = words.plural(round(abs(gap)), "point")
        parts.append(f"{points} {'better' if gap > 0 else 'worse'}")
    return ", ".join(parts)


METHOD_WORDS = {
    "product": "weighted product: one bad criterion hurts more than in a sum",
    "topsis": "topsis: how near to the best on all criteria, seen from the worst",
    "promethee": "promethee: by how much it is preferred to the others; another list of routes may "
    "change the order",
}


def _explained(decision: Decision, backing: Backing) -> Iterable[Block]:
    for row in decision.ranking:
        found = row.candidate
        if row.judged:
            yield robustness.judged_grid(row.judged, found, f"{row.rank}  {found.route.id}")
            yield Lines(tuple(_detail(row, decision, backing)))
            continue
        parts = words.adding_up([one.contribution for one in found.criteria], found.score, 3)
        yield Grid(
            ("criterion", "value", ">utility", ">weight", ">contribution"),
            tuple(
                (
                    criterion.name,
                    _value(criterion),
                    words.share(criterion.utility),
                    words.share(criterion.weight),
                    part,
                )
                for criterion, part in zip(found.criteria, parts, strict=True)
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


def _terms(cost: MonthlyCost) -> Iterable[str]:
    """What is paid for, with its USD a month; what costs nothing is left out."""
    for name in ("input", "cache_read", "cache_write", "output", "reasoning", "fees"):
        amount = getattr(cost, name)
        if amount:
            yield f"{name.replace('_', ' ')} {words.money(amount)}"


def _own_month(found: Candidate) -> str:
    """What is paid a month for a deployment of the user's own; nothing for what is hosted."""
    own = found.deployed
    if own is None:
        return ""
    name = "bought hardware" if own.terms == "owned" else "rent"
    return f"{name} {words.money_range(found.cost.total, *found.cost_interval)}, all hours"


def _detail(row: Ranked, decision: Decision, backing: Backing) -> Iterable[tuple[str, str]]:
    found, offering = row.candidate, row.candidate.route.offering
    cost = found.cost
    paid = _own_month(found) or ", ".join(_terms(cost))
    yield (
        "cost",
        f"{paid} ({found.reasoning_tokens:,.0f} reasoning tokens a request, "
        f"{'given' if decision.need.workload.measured_reasoning else 'assumed'})",
    )
    if found.deployed:
        yield "deployment", deployment_words(found.deployed)
    else:
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
                    f"{estimate.independent} independent, {scores_words(estimate, decision.need)}",
                    *evidence_words(estimate, decision.need, backing),
                ]
            ),
        )
    if decision.need.licence and found.route.model.open_weights:
        yield "licence", licence_words(found, decision.need.licence)[1]
    yield (
        "ledger",
        "; ".join(f"{entry['need']} {entry['state']}" for entry in ledger(found, decision.need)),
    )
    if row.dominated_by:
        yield "dominated", f"{row.dominated_by} is as good everywhere and better somewhere"
    own = found.route.provider.deployment == "self"
    where = f"selfhost {found.route.model.id}" if own else f"show {found.route.id}"
    yield "trace", f"llmpick {where}"
