"""What a page and a decision record say alike."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from llmpick.core.answers.decide import Decision, Exclusion, Ranked
from llmpick.core.cost.bill import MonthlyCost
from llmpick.core.facts import days
from llmpick.core.need.need import CRITERIA, Need, Workload
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    RULE_WORDS,
    price_of,
    sure,
    watched,
)
from llmpick.render.wording import picks, robustness
from llmpick.render.wording.about import About
from llmpick.render.wording.candidates import UNSAID, evidence_words, scores_words
from llmpick.render.wording.needs import budget, language, requirements, work_words
from llmpick.render.wording.picks import route_words

if TYPE_CHECKING:
    from llmpick.api.report import Ends, Report

REVIEW_DAYS = 91
"""A decision is looked at again after a quarter at the latest."""
TERMS = ("input", "cache_read", "cache_write", "output", "reasoning", "fees")


MOST_TURNS = 5
"""Of the changes that would make another first, how many are told, the least first."""


def title(need: Need) -> str:
    """What the decision is about, in a few words."""
    tongue = f" in {language(need)}" if need.language or need.task.language else ""
    return f"Which language model to use: {need.task.name}{tongue}"


def asked_for(need: Need) -> str:
    """The need in one line."""
    level = f"privacy {need.privacy_level}"
    return " · ".join((work_words(need.workload), budget(need), level, *requirements(need)))


def asked(command: Sequence[str], weights: str | None) -> str:
    """The whole command, but for the day."""
    return shlex.join([*command, *(["--weights", weights] if weights else [])])


def why(report: Report) -> Iterable[tuple[str, str]]:
    """What stands below the picks: what is equal to the first, how sure it is, what next."""
    decision = report.decision
    if decision.picks is None:
        return
    told = picks.lines(decision.picks, decision.need, decision.fitting_models - 1)
    yield from ((label, line) for label, line in told if label == "Equal")
    if report.seats is not None:
        from llmpick.render.answers import seats  # asked for by few

        yield from seats.lines(report.seats)
        for label, text in seats.below(report.seats, decision.need):
            yield label.capitalize(), text
    yield "Why", picks.why(decision.picks)
    if notes := watched(decision.ranking[0], decision):
        yield "Know before", "; ".join(notes)
    yield "How sure", sure(decision)
    yield "Look again", "on {}: {}".format(*review(decision, decision.need.day))
    yield "Next", "try the first few on fifty prompts of your own before you decide"


def named(report: Report) -> dict[str, str]:
    """The routes of the report in words, by identifier."""
    return {entry.candidate.route.id: route_words(entry.candidate) for entry in report.routes}


def turns(report: Report) -> Iterable[str]:
    """The least changes that make another the first, and how far each weight may move."""
    found = report.decision.robustness
    if found is None or len(report.decision.ranking) < 2:
        return
    names = named(report)
    for one in [one for one in found.break_evens if one.change is not None][:MOST_TURNS]:
        name = names.get(one.rival, one.rival)
        yield f"{robustness.break_even_words(one).replace(one.rival, name)}."
    free = []
    for name, interval in found.intervals.items():
        low, high, now = map(words.share, (interval.low, interval.high, interval.given))
        if interval.low <= 0 and interval.high >= 1:
            free.append(name)
        else:
            yield f"Its model stays first while {name} weighs {low} to {high} (now {now})."
    if free:
        yield f"No weight of {words.listed(free)} makes another model the first."


class Source(NamedTuple):
    """A source with all that rests on it, for one route."""

    name: str
    url: str | None
    read: str | None
    facts: tuple[str, ...]


def sources(report: Report) -> Iterable[tuple[str, str, list[Source]]]:
    """
    Of each pick: its name, its model, and what is known of it by source.

    What a pick before it rests on too is not said again.
    """
    chosen = report.decision.picks
    if chosen is None:
        return
    steps = (step.candidate for step in (chosen.better, chosen.cheaper) if step)
    evidence = {found.route: found for found in report.evidence}
    said: set[tuple[str, ...]] = set()
    for candidate in (chosen.use, *steps):
        found = evidence[candidate.route.id]
        held: dict[tuple[str, str | None, str | None], list[str]] = {}
        for claim in found.claims:
            key, fact = (claim.source, claim.url, claim.read), f"{claim.what}: {claim.value}"
            if (claim.source, fact) not in said:
                held.setdefault(key, []).append(fact)
            said.add((claim.source, fact))
        yield (
            route_words(candidate),
            found.model,
            [Source(*key, tuple(facts)) for key, facts in held.items()],
        )


def review(decision: Decision, day: str) -> tuple[str, str]:
    """The day on which to look again, and why then: what ends or changes first, else a quarter."""
    found = decision.ranking[0].candidate
    route, change = found.route, found.change
    dated = [
        (days.after(day, REVIEW_DAYS), "a quarter from now"),
        (route.offering.retires_on, "it ends there"),
        (route.model.retires_on, "its maker ends the model"),
        (change.since if change else None, "its price changes"),
    ]
    return min((when, why) for when, why in dated if when is not None and when > day)


def caveats(report: Report) -> Iterable[str]:
    """What the page cannot say."""
    held, fitting = len(report.routes), report.decision.fitting
    if held < fitting:
        exact = (
            "whatever the weights, the first choice is exact; further down a route that was "
            "left out might stand higher"
            if report.complete
            else "with other weights a route that was left out might come first"
        )
        yield f"This page holds {held:,} of {fitting:,} routes that fit: {exact}."
    yield (
        "Intervals hold four cases of five, from the errors of the quality estimate and of the "
        "assumed tokens. Benchmarks rank models, they do not promise."
    )


def _thought(work: Workload) -> str:
    """Reasoning tokens of a call, by effort."""
    stated = work.thinking_tokens
    if stated is None:
        return f"{work.reasoning_tokens:,} tokens a call at medium effort, given"
    efforts = ", ".join(f"{stated[name]:,} at {name}" for name in ("low", "medium", "high"))
    return f"tokens a call by effort: {efforts}; assumed, unless measured of the model"


def own_layer(report: Report, about: About) -> list[str]:
    """What of the ranking rests on the user's own layers."""
    return about.layer_words(row.candidate.route.offering.id for row in report.decision.ranking)


def assumptions(report: Report, about: About) -> Iterable[tuple[str, str]]:
    """All that the answer stands on."""
    decision, ends = report.decision, report.ends
    need = decision.need
    work = need.workload
    yield "Job", f"{need.task.name} ({need.task.id}), in {language(need)}"
    yield "Work", work_words(work)
    yield "From the cache", f"{work.cache_read_share * 100:.0f}% of the input"
    yield "Reasoning", _thought(work)
    yield "Budget", budget(need)
    yield "Privacy level", need.privacy_level
    required = requirements(need)
    yield "Also required", "; ".join(required) or "nothing"
    yield "Weights", ", ".join(f"{name} {share:.2f}" for name, share in need.weights.items())
    for name, swing in zip(CRITERIA, swings(ends), strict=True):
        yield f"A weight of {name}", f"is worth the step {swing}"
    yield (
        "Quality",
        "expected score of 100 on the benchmarks of the task; every point counts the same",
    )
    yield "Cost", cost_words(ends)
    if any(row.candidate.route.provider.deployment == "self" for row in decision.ranking):
        yield (
            "Own deployments",
            "priced as rented hardware that is always on, without people; `llmpick selfhost MODEL` "
            "has the terms, --own for bought hardware",
        )
    yield from (("Rests on", line) for line in own_layer(report, about))
    yield "Catalog", f"{about.version}, sha256 {about.sha256}, as of {about.day}"
    yield "Method", "score = sum of weight times value; no value depends on the other routes"


def cost_words(ends: Ends) -> str:
    """How a cost is valued."""
    if ends.cost.straight:
        return "the bill and what failed requests cost are one sum of money"
    return f"worth half at {words.money(ends.cost.reference)} USD a month, ever less beyond it"


def swings(ends: Ends) -> list[str]:
    """What a weight is the worth of: from what counts 0 to what counts 1, by criterion."""
    low = max(0.0, ends.quality.score_at(0.0))
    return [
        f"from {low * 100:.0f} points to {ends.quality.frontier * 100:.0f}, the best of the task",
        "from a bill without end to none",
        "from data that may train models to machines of your own",
        "from 0 to 100 points for what one may do with the model",
    ]


def rule_words(rule: str) -> str:
    """A rule as a person says it."""
    return RULE_WORDS.get(rule, rule.replace("-", " "))


def price_words(exclusion: Exclusion, first: Ranked | None) -> str:
    """What lifting a rule would bring."""
    best = exclusion.best
    if exclusion.rule not in BY_USER or best is None:
        return ""
    name = route_words(best)
    if first is None:
        return f"{name} at {words.money(best.cost.total)} USD a month would fit"
    gain = price_of(exclusion, first.candidate)
    return gain.replace(best.route.id, name) if gain else "nothing better"


def rules(report: Report) -> list[tuple[str, str, str, str, str | None]]:
    """Of each rule that is about the user: name, since when, what it asks, its source, its day."""
    return [
        (
            f"{flag.id}{'' if flag.sure else ' (perhaps)'}",
            flag.duty.since or "in force",
            flag.duty.asks,
            flag.duty.source,
            flag.duty.read,
        )
        for flag in sorted(report.flags, key=lambda flag: flag.duty.sectors is None)
    ]


def evidence_of(row: Ranked, need: Need) -> str:
    """What an estimate of quality rests on, in words."""
    estimate = row.candidate.route.estimate
    if estimate is None:
        return "no evidence of quality"
    parts = [
        f"{estimate.label}: {words.plural(estimate.scores, 'score')}, "
        f"{estimate.independent} independent, {scores_words(estimate, need)}",
        *evidence_words(estimate, need, UNSAID),
    ]
    return "; ".join(parts)


def terms(cost: MonthlyCost) -> list[float]:
    """USD a month by term, in the order of `TERMS`."""
    return [getattr(cost, name) for name in TERMS]


def plain(name: str, value: Any) -> str:
    """What is asked or known of the need *name*, in words."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    if not isinstance(value, int | float):
        return str(value)
    if name == "budget":
        return f"{words.money(value)} USD a month"
    if name == "context":
        return f"{value:,} tokens"
    return f"{value:.0f} of 100" if name == "quality" else f"{value:.2f}".removesuffix(".00")


def link(url: str | None) -> str:
    """*url* where it may be followed, with nothing in it that ends a link; else nothing."""
    if url is None or not url.startswith(("https://", "http://")):
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")
