"""The answer of `recommend`: the sentence first, then the table, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from llmpick.core.answers.decide import Decision, Exclusion, Ranked
from llmpick.core.facts.records import Support
from llmpick.core.ranking.score import Candidate
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    OPTION,
    RULE_WORDS,
    difference,
    headline,
    price_of,
    reasons,
    too_cheap_to_count,
)
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import robustness
from llmpick.render.wording.about import About
from llmpick.render.wording.candidates import (
    UNSAID,
    Backing,
    candidate,
)
from llmpick.render.wording.needs import (
    budget,
    language,
    ledger,
    licence_words,
    need_payload,
    requirements,
    task_words,
    work_words,
)

if TYPE_CHECKING:
    from llmpick.core.legal.regulations import RegulationFlag
    from llmpick.render.records.decision import (
        ExclusionRecord,
        RecommendAnswer,
        RegulationFlagRecord,
        ResultRecord,
        ShortRouteRecord,
    )


def answer(
    decision: Decision,
    about: About,
    *,
    bare: tuple[str, ...] = (),
    explain: bool = False,
    support: Mapping[tuple[str, str | None], Support] | None = None,
    spoken: Mapping[tuple[str, str | None], str] | None = None,
    flags: Sequence[RegulationFlag] = (),
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
    laws: list[RegulationFlagRecord] = []
    flagged: list[Block] = []
    if flags:
        from llmpick.render.answers import regulations as rules  # flagged for few

        laws, flagged = rules.payload(flags), [rules.grid(flags, explain)]
    return Answer(
        payload=payload(decision, about, notes, backing, laws),
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


def payload(
    decision: Decision,
    about: About,
    notes: list[str],
    backing: Backing = UNSAID,
    laws: list[RegulationFlagRecord] | None = None,
) -> RecommendAnswer:
    """The JSON document of `recommend`."""
    found = decision.robustness
    return {
        **about.own_head("recommend"),
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
        "regulations": laws or [],
    }


def result(row: Ranked, decision: Decision, backing: Backing = UNSAID) -> ResultRecord:
    """One answer of the ranking."""
    return {
        "rank": row.rank,
        **candidate(row.candidate, backing),
        # None with --format ids alone, which writes no record
        "p_best": cast("float", row.p_best),
        "p_beats_first": cast("float", row.p_beats_first),
        "acceptability": robustness.acceptability(row.share),
        "by_method": robustness.judged(row.judged),
        "dominated_by": row.dominated_by,
        "other_routes_of_model": row.others,
        "ledger": ledger(row.candidate, decision.need),
        "warnings": list(row.warnings),
    }


def _exclusion(exclusion: Exclusion) -> ExclusionRecord:
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


def _short(found: Candidate) -> ShortRouteRecord:
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
        from llmpick.render.answers.explained import explained

        if decision.robustness:
            yield from robustness.explained(decision.robustness)
        yield from explained(decision, backing)


def _header(decision: Decision, about: About, bare: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    need = decision.need
    parts = [
        task_words(need),
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


METHOD_WORDS = {
    "product": "weighted product: one bad criterion hurts more than in a sum",
    "topsis": "topsis: how near to the best on all criteria, seen from the worst",
    "promethee": "promethee: by how much it is preferred to the others; another list of routes may "
    "change the order",
}
