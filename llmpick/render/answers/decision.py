"""The answer of `recommend`: the sentence first, then the table, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from llmpick.core.answers import age
from llmpick.core.answers.decide import Decision, Exclusion, Ranked
from llmpick.core.facts.estimates import Support
from llmpick.core.ranking.filter import NO_SEARCH_FEE, UNREAD
from llmpick.core.ranking.score import Candidate
from llmpick.lang.said import joined, said, term
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    OPTION,
    RULE_WORDS,
    headline,
    lifting,
    price_of,
    reasons,
    sure,
    watched,
)
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording import picks, robustness
from llmpick.render.wording.about import About, old_price
from llmpick.render.wording.candidates import (
    UNSAID,
    Backing,
    candidate,
)
from llmpick.render.wording.needs import (
    budget,
    language,
    ledger,
    level_words,
    licence_words,
    need_payload,
    privacy_words,
    requirements,
    task_words,
    work_words,
)

if TYPE_CHECKING:
    from llmpick.core.answers.seats import SeatAnswer
    from llmpick.core.legal.regulations import RegulationFlag
    from llmpick.render.records.decision import (
        ExclusionRecord,
        RecommendAnswer,
        RegulationFlagRecord,
        ResultRecord,
        ShortRouteRecord,
    )
    from llmpick.render.wording.heard import Heard


SHOWN = 5
"""Rows that a person is shown, unless they ask for more."""


def answer(
    decision: Decision,
    about: About,
    *,
    bare: tuple[str, ...] = (),
    explain: bool = False,
    support: Mapping[tuple[str, str | None], Support] | None = None,
    spoken: Mapping[tuple[str, str | None], str] | None = None,
    flags: Sequence[RegulationFlag] = (),
    shown: int = SHOWN,
    seats: SeatAnswer | None = None,
    heard: Heard | None = None,
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
        shown: Rows of the table that a person sees.
        seats: Plans by the seat, where people are asked for.
        heard: What was made of a need in plain words.
    """
    notes = _notes(decision, about)
    backing = Backing(support or {}, spoken or {})
    laws: list[RegulationFlagRecord] = []
    flagged: list[Block] = []
    if flags:
        from llmpick.render.answers import regulations as rules  # flagged for few

        laws, flagged = rules.payload(flags), [rules.grid(flags, explain)]
    document = payload(decision, about, notes, backing, laws)
    plans, under = _seats(seats, decision, document) if seats else ((), ())
    told: list[Block] = []
    if heard:
        from llmpick.render.wording import heard as plain  # said by few

        document["heard"] = plain.payload(heard)
        told = [Lines(tuple(plain.lines(heard)))]
    return Answer(
        payload=document,
        records=document["results"],
        ids=[row.candidate.route.id for row in decision.ranking],
        blocks=[
            *told,
            *_blocks(decision, about, bare, explain, notes, backing, shown, plans, under),
            *flagged,
        ],
        code=0 if decision.ranking or document["plans"] else 1,
    )


Pairs: TypeAlias = tuple[tuple[str, str], ...]


def _seats(seats: SeatAnswer, decision: Decision, document: RecommendAnswer) -> tuple[Pairs, Pairs]:
    """The lines of plans by the seat, above and below the table; they are put into *document*."""
    from llmpick.render.answers import seats as render  # asked for by few

    document["seats"] = render.payload(seats, decision.need)
    document["plans"] = [render.plan(one, rank) for rank, one in enumerate(seats.ranking, 1)]
    return tuple(render.lines(seats)), tuple(render.below(seats, decision.need))


def _notes(decision: Decision, about: About) -> list[str]:
    found = about.own_words()
    old = old_price(age.ages(age.picked(decision), decision.need.day))
    found += old
    if about.age_days > 30 and not old:
        days = about.age_days
        found.append(said("the catalog is {days} days old: prices may have moved", days=days))
    if about.age_days < 0:
        found.append(
            said(
                "quality is estimated from all scores of the catalog, later ones too; "
                "`llmpick catalog fit --as-of DAY --out FILE` fits those of a day"
            )
        )
    need = decision.need
    unread = sum(dict(one.facts).get(UNREAD.fact, 0) for one in decision.excluded)
    if unread:
        found.append(
            said(
                "{routes} left out: no price of it is known on {day}, "
                "for none was read by then and no source says what it was",
                routes=words.plural(unread, "route"),
                day=need.day,
            )
        )
    found += _fees(decision)
    if need.language and not any(
        row.candidate.route.estimate
        and row.candidate.route.estimate.of_task is not None
        and row.candidate.route.estimate.direct
        for row in decision.ranking
    ):
        tongue = language(need)
        found.append(said("no evidence for {language} among the answers", language=tongue))
    return found


def _fees(decision: Decision) -> list[str]:
    """What of the work is a matter of fees that few routes have, or that are not known."""
    work, found = decision.need.workload, []
    unknown = sum(dict(one.facts).get(NO_SEARCH_FEE.fact, 0) for one in decision.excluded)
    if unknown:
        routes = words.plural(unknown, "route")
        found.append(
            said(
                "{routes} left out: what a search of the web costs there is not known",
                routes=routes,
            )
        )
    if work.images and "image" not in (work.media or ""):
        found.append(
            said(
                "--images alone counts fees by image, where a route has one; with --image-size WxH "
                "images are counted as tokens"
            )
        )
    if work.cache_hours:
        found.append(
            said("hours of a cache cost something only where a fee of keeping it is known")
        )
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
        "headline": headline(decision),
        "picks": picks.payload(decision.picks, decision.need),
        "equal": [one.route.id for one in decision.picks.equal] if decision.picks else [],
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
            "would_raise_it": _would_raise(decision),
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
        "seats": None,
        "plans": [],
        "heard": None,
    }


def result(row: Ranked, decision: Decision, backing: Backing = UNSAID) -> ResultRecord:
    """One answer of the ranking."""
    return {
        "rank": row.rank,
        **candidate(row.candidate, decision.need.day, backing),
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


def _would_raise(decision: Decision) -> str | None:
    found = decision.robustness
    limits = found.confidence.limits if found else ()
    return robustness.would_raise(limits[0]) if limits else None


def _blocks(
    decision: Decision,
    about: About,
    bare: tuple[str, ...],
    explain: bool,
    notes: list[str],
    backing: Backing,
    shown: int,
    plans: Pairs,
    under: Pairs,
) -> Iterable[Block]:
    if decision.picks is None:
        yield Sentence(headline(decision), strong=True)
        if plans:
            yield Lines(plans)
    else:
        others = decision.fitting_models - 1
        yield Lines((*picks.lines(decision.picks, decision.need, others), *plans))
        yield _table(decision, shown)
    yield Lines((*_below(decision, about, bare, notes, shown), *under))
    if explain and decision.ranking:
        from llmpick.render.answers.explained import explained, scores

        yield scores(decision)
        if decision.robustness:
            yield Lines((("turned by", robustness.turns(decision.robustness)),))
            yield from robustness.explained(decision.robustness)
        yield from explained(decision, backing)


def _table(decision: Decision, shown: int) -> Grid:
    rows = []
    for row in decision.ranking[:shown]:
        found, estimate = row.candidate, row.candidate.route.estimate
        rows.append(
            (
                str(row.rank),
                picks.model_words(found),
                picks.place_id(found),
                words.money_range(found.cost.total, *found.cost_interval),
                words.quality(estimate.score, estimate.low, estimate.high)
                if estimate
                else words.NOTHING,
                privacy_words(found.privacy_level),
                words.yes(found.route.model.open_weights, "weights"),
                picks.evidence_words(found, decision.need),
            )
        )
    return Grid(
        (">#", "model", "provider", ">USD/month", ">of 100", "privacy", "open", "evidence"),
        tuple(rows),
        minor=("open", "privacy", "evidence"),
        key=3,
    )


def _below(
    decision: Decision, about: About, bare: tuple[str, ...], notes: list[str], shown: int
) -> Iterable[tuple[str, str]]:
    ranking = decision.ranking
    yield "for", joined(" · ", _asked(decision, bare))
    if decision.picks:
        yield "why", picks.why(decision.picks)
        if told := watched(ranking[0], decision):
            yield "watch", joined("; ", told)
    if ranking:
        yield "sure?", sure(decision)
    excluded = decision.routes - decision.fitting
    left = decision.fitting_models - min(shown, len(ranking))
    if left > 0:
        models = words.plural(left, "model")
        yield "more", said("{models} more fit (--top N); --explain says why", models=models)
    if excluded:
        routes = words.plural(excluded, "route")
        yield "out", said("{routes}: {counts}", routes=routes, counts=_counts(decision))
    for exclusion in decision.excluded:
        comparable = ranking and decision.method == "additive"
        if exclusion.rule in BY_USER and exclusion.best and comparable:
            price = price_of(exclusion, ranking[0].candidate)
            if price:
                yield said("without {rule}", rule=term("rule", exclusion.rule)), price
    asked = decision.need.licence
    if asked and ranking and ranking[0].candidate.route.model.open_weights:
        yield "licence", licence_words(ranking[0].candidate, asked)[1]
    for note in [*notes, _facts(decision, about, shown)]:
        yield "note", note
    if decision.picks:
        yield "next", picks.next_words(decision.picks, decision.need)


def _facts(decision: Decision, about: About, shown: int) -> str:
    """The catalog, and how old the prices are that are shown."""
    steps = decision.picks and (decision.picks.better, decision.picks.cheaper)
    found = [row.candidate for row in decision.ranking[:shown]]
    found += [step.candidate for step in steps or () if step]
    offerings = [one.route.offering for one in found]
    return about.words_with(age.ages(offerings, decision.need.day))


def _asked(decision: Decision, bare: tuple[str, ...]) -> Iterable[str]:
    """What the answer is for: the need, and what it is weighed by where that is not the usual."""
    need = decision.need
    yield task_words(need)
    yield work_words(need.workload)
    if need.budget_usd_per_month is not None:
        beyond = decision.picks and decision.picks.better and decision.picks.better.over_budget
        notes = [said(" (bare --budget)")] if "budget" in bare else []
        notes += [said(" (Better is above it)")] if beyond else []
        yield joined("", [budget(need), *notes])
    notes = [said(" (bare --privacy)")] if "privacy" in bare else []
    yield joined("", [level_words(need), *notes])
    yield from requirements(need)
    if need.failure_cost_usd is not None:
        cost = words.small(need.failure_cost_usd)
        yield said(
            "a failed request costs {usd} USD, a point counts as one in a hundred",
            usd=cost,
        )
    elif need.preset is None:
        yield said("weights {weights}", weights=picks.weights_words(need))
    elif need.preset != need.task.weights:
        yield said("weights of the preset {preset}", preset=need.preset)
    if decision.method != "additive":
        yield said(METHOD_WORDS[decision.method])


def _counts(decision: Decision) -> str:
    parts: list[str] = []
    for exclusion in sorted(decision.excluded, key=lambda item: -item.routes):
        rule = exclusion.rule
        notes: list[str] = []
        if exclusion.unknown and rule in BY_USER:
            every = exclusion.unknown == exclusion.routes
            notes.append(
                said("all unknown, not refused")
                if every
                else said("{count:,} unknown, not refused", count=exclusion.unknown)
            )
        if unread := dict(exclusion.facts).get(UNREAD.fact):
            notes.append(said("{count:,} not known on that day", count=unread))
        if lifted := lifting(rule, decision.need):
            notes.append(lifted)
        known = RULE_WORDS.get(rule)
        what = said(known) if known else term("rule", rule.replace("-", " "))
        if notes:
            text = said(
                "{count:,} {what} ({notes})",
                count=exclusion.routes,
                what=what,
                notes=joined("; ", notes),
            )
        else:
            text = said("{count:,} {what}", count=exclusion.routes, what=what)
        parts.append(text)
    return joined(", ", parts)


METHOD_WORDS = {
    "product": "weighted product: one bad criterion hurts more than in a sum",
    "topsis": "topsis: how near to the best on all criteria, seen from the worst",
    "promethee": "promethee: by how much it is preferred to the others; another list of routes may "
    "change the order",
}
