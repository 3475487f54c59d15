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
from llmpick.lang.said import Said, joined, said, term
from llmpick.render import words
from llmpick.render.answers.sentences import (
    BY_USER,
    RULE_WORDS,
    price_of,
    sure,
    watched,
)
from llmpick.render.page.texts import REPORT
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
    return REPORT["title"].format(job=job(need))


def job(need: Need) -> str:
    """The task, and its language where one is asked for."""
    if not (need.language or need.task.language):
        return task_name(need)
    return REPORT["in_language"].format(task=task_name(need), language=language(need))


def task_name(need: Need) -> str:
    """The task as its file calls it."""
    found = Said(need.task.name)
    found.template, found.context, found.fields = need.task.id, "task", {}
    return found


def asked_for(need: Need) -> str:
    """The need in one line."""
    level = REPORT["privacy"].format(level=term("level", need.privacy_level))
    return joined(" · ", (work_words(need.workload), budget(need), level, *requirements(need)))


def renamed(text: str, old: str, new: str) -> str:
    """The message *text* with *new* in each place of *old*."""
    if text == old:
        return new
    if not isinstance(text, Said):
        return text.replace(old, new)
    fields = {
        name: renamed(value, old, new) if isinstance(value, str) and old in value else value
        for name, value in text.fields.items()
    }
    return said(text.template, **fields)


def _weight(weight: tuple[str, float]) -> str:
    name, share = weight
    return REPORT["weight"].format(criterion=term("criterion", name), share=f"{share:.2f}")


def asked(command: Sequence[str], weights: str | None) -> str:
    """The whole command, but for the day."""
    return shlex.join([*command, *(["--weights", weights] if weights else [])])


def why(report: Report) -> Iterable[tuple[str, str]]:
    """What stands below the picks: what is equal to the first, how sure it is, what next."""
    decision = report.decision
    if decision.picks is None:
        return
    told = picks.lines(decision.picks, decision.need, decision.fitting_models - 1)
    yield from ((term("label", label), line) for label, line in told if label == "Equal")
    if report.seats is not None:
        from llmpick.render.answers import seats  # asked for by few

        yield from ((term("label", label), line) for label, line in seats.lines(report.seats))
        for label, text in seats.below(report.seats, decision.need):
            yield term("label", label) if label[0].isupper() else label.capitalize(), text
    yield REPORT["why"], picks.why(decision.picks)
    if notes := watched(decision.ranking[0], decision):
        yield REPORT["know"], joined("; ", notes)
    yield REPORT["sure"], sure(decision)
    when, reason = review(decision, decision.need.day)
    yield REPORT["again"], REPORT["again_on"].format(day=when, reason=reason)
    yield REPORT["next"], REPORT["next_is"]


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
        yield REPORT["sentence"].format(
            told=renamed(robustness.break_even_words(one), one.rival, name)
        )
    free = []
    for name, interval in found.intervals.items():
        low, high, now = map(words.share, (interval.low, interval.high, interval.given))
        if interval.low <= 0 and interval.high >= 1:
            free.append(term("criterion", name))
        else:
            criterion = term("criterion", name)
            yield REPORT["stays"].format(criterion=criterion, low=low, high=high, now=now)
    if free:
        yield REPORT["free"].format(criteria=words.listed(free))


class CitedSource(NamedTuple):
    """A source with all that rests on it, for one route."""

    name: str
    url: str | None
    read: str | None
    facts: tuple[str, ...]


def sources(report: Report) -> Iterable[tuple[str, str, list[CitedSource]]]:
    """
    Of each pick: its name, its model, and what is known of it by source.

    What a pick before it rests on too is not said again.
    """
    chosen = report.decision.picks
    if chosen is None:
        return
    steps = (step.candidate for step in (chosen.better, chosen.cheaper) if step)
    evidence = {found.route: found for found in report.evidence}
    stated: set[tuple[str, ...]] = set()
    for candidate in (chosen.use, *steps):
        found = evidence[candidate.route.id]
        held: dict[tuple[str, str | None, str | None], list[str]] = {}
        for claim in found.claims:
            key, fact = (claim.source, claim.url, claim.read), f"{claim.what}: {claim.value}"
            if (claim.source, fact) not in stated:
                held.setdefault(key, []).append(fact)
            stated.add((claim.source, fact))
        yield (
            route_words(candidate),
            found.model,
            [CitedSource(*key, tuple(facts)) for key, facts in held.items()],
        )


def review(decision: Decision, day: str) -> tuple[str, str]:
    """The day on which to look again, and why then: what ends or changes first, else a quarter."""
    found = decision.ranking[0].candidate
    route, change = found.route, found.change
    dated = [
        (days.after(day, REVIEW_DAYS), REPORT["quarter"]),
        (route.offering.retires_on, REPORT["ends"]),
        (route.model.retires_on, REPORT["maker_ends"]),
        (change.since if change else None, REPORT["price_changes"]),
    ]
    return min((when, why) for when, why in dated if when is not None and when > day)


def caveats(report: Report) -> Iterable[str]:
    """What the page cannot say."""
    held, fitting = len(report.routes), report.decision.fitting
    if held < fitting:
        exact = REPORT["exact" if report.complete else "inexact"]
        yield REPORT["held"].format(held=f"{held:,}", fitting=f"{fitting:,}", exact=exact)
    yield REPORT["intervals"]


def _thought(work: Workload) -> str:
    """Reasoning tokens of a call, by effort."""
    stated = work.thinking_tokens
    if stated is None:
        return REPORT["thought"].format(tokens=f"{work.reasoning_tokens:,}")
    efforts = {name: f"{stated[name]:,}" for name in ("low", "medium", "high")}
    return REPORT["thought_by_effort"].format(**efforts)


def own_layer(report: Report, about: About) -> list[str]:
    """What of the ranking rests on the user's own layers."""
    return about.layer_words(row.candidate.route.offering.id for row in report.decision.ranking)


def assumptions(report: Report, about: About) -> Iterable[tuple[str, str]]:
    """All that the answer stands on."""
    decision, ends = report.decision, report.ends
    need = decision.need
    work = need.workload
    named = REPORT
    task = {"task": task_name(need), "id": need.task.id, "language": language(need)}
    yield named["job"], named["job_is"].format(**task)
    yield named["work"], work_words(work)
    share = f"{work.cache_read_share * 100:.0f}%"
    yield named["cache"], named["cache_is"].format(share=share)
    yield named["reasoning"], _thought(work)
    yield named["budget"], budget(need)
    yield named["level"], term("level", need.privacy_level)
    yield named["required"], joined("; ", requirements(need)) or named["nothing"]
    yield named["weights"], joined(", ", map(_weight, need.weights.items()))
    for name, swing in zip(CRITERIA, swings(ends), strict=True):
        yield (
            named["weight_of"].format(criterion=term("criterion", name)),
            named["worth"].format(step=swing),
        )
    yield named["quality"], named["quality_is"]
    yield named["cost"], cost_words(ends)
    if any(row.candidate.route.provider.deployment == "self" for row in decision.ranking):
        yield named["own"], named["own_is"]
    yield from ((named["rests"], line) for line in own_layer(report, about))
    catalog = {"version": about.version, "sha256": about.sha256, "day": about.day}
    yield named["catalog"], named["catalog_is"].format(**catalog)
    yield named["method"], named["method_is"]


def cost_words(ends: Ends) -> str:
    """How a cost is valued."""
    if ends.cost.straight:
        return REPORT["cost_is_money"]
    return REPORT["cost_is"].format(usd=words.money(ends.cost.reference))


def swings(ends: Ends) -> list[str]:
    """What a weight is the worth of: from what counts 0 to what counts 1, by criterion."""
    low = max(0.0, ends.quality.score_at(0.0))
    best = f"{ends.quality.frontier * 100:.0f}"
    return [
        REPORT["swing_quality"].format(low=f"{low * 100:.0f}", high=best),
        *(REPORT[f"swing_{name}"] for name in ("cost", "privacy", "custom")),
    ]


def rule_words(rule: str) -> str:
    """A rule as a person says it."""
    return said(RULE_WORDS[rule]) if rule in RULE_WORDS else term("rule", rule.replace("-", " "))


def price_words(exclusion: Exclusion, first: Ranked | None) -> str:
    """What lifting a rule would bring."""
    best = exclusion.best
    if exclusion.rule not in BY_USER or best is None:
        return ""
    name = route_words(best)
    if first is None:
        return REPORT["would_fit"].format(name=name, usd=words.money(best.cost.total))
    gain = price_of(exclusion, first.candidate)
    return renamed(gain, best.route.id, name) if gain else REPORT["nothing_better"]


def rules(report: Report) -> list[tuple[str, str, str, str, str | None]]:
    """Of each rule that is about the user: name, since when, what it asks, its source, its day."""
    return [
        (
            flag.id if flag.sure else REPORT["perhaps"].format(rule=flag.id),
            flag.duty.since or REPORT["in_force"],
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
        return REPORT["no_evidence"]
    parts = [
        REPORT["evidence"].format(
            label=term("evidence", estimate.label),
            scores=words.plural(estimate.scores, "score"),
            independent=estimate.independent,
            of_task=scores_words(estimate, need),
        ),
        *evidence_words(estimate, need, UNSAID),
    ]
    return joined("; ", parts)


def terms(cost: MonthlyCost) -> list[float]:
    """USD a month by term, in the order of `TERMS`."""
    return [getattr(cost, name) for name in TERMS]


CONTEXTS = {"task": "task", "privacy": "level"}
"""Needs whose values are words of their own, with the context of these."""


def plain(name: str, value: Any) -> str:
    """What is asked or known of the need *name*, in words."""
    if value is None:
        return REPORT["unknown"]
    if isinstance(value, bool):
        return words.yes(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or REPORT["none"]
    if isinstance(value, str):
        return term(CONTEXTS[name], value) if name in CONTEXTS and type(value) is str else value
    if not isinstance(value, int | float):
        return str(value)
    if name == "budget":
        return REPORT["usd_a_month"].format(usd=words.money(value))
    if name == "context":
        return REPORT["tokens"].format(count=f"{value:,}")
    if name == "quality":
        return REPORT["points"].format(points=f"{value:.0f}")
    return f"{value:.2f}".removesuffix(".00")


def link(url: str | None) -> str:
    """*url* where it may be followed, with nothing in it that ends a link; else nothing."""
    if url is None or not url.startswith(("https://", "http://")):
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")
