"""What is said of a decision: who is first and why, what a rule costs, what is no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.answers.decide import Decision, Exclusion, Ranked
from llmpick.core.need.need import Need
from llmpick.core.privacy.requirements import (
    EXCLUDE_JURISDICTION,
    FACTS,
    REQUIREMENTS,
    options_of,
)
from llmpick.core.ranking.limits import BITS, NOT_ASKED, RULES
from llmpick.core.ranking.score import Candidate, Criterion
from llmpick.lang.said import amount, joined, said, term
from llmpick.render import words
from llmpick.render.wording import picks, robustness

if TYPE_CHECKING:
    from llmpick.core.answers.nearest_region import WayOut

BY_USER = tuple(rule for rule in RULES if not BITS[rule] & NOT_ASKED)
"""Rules that the user set, and could lift."""
OPTION = {
    "quality": "--min-quality",
    "patience": "--patience",
    "lives": "--lives",
    "previews": "--previews",
    "modality": "--modality",
    "context": "--min-context",
    "open-weights": "--open-weights",
    "licence": "--use, --revenue, --monthly-users, --established, --distil",
    "needs": "--needs",
    "developer": "--developer, --no-developer",
    "provider": "--provider, --no-provider",
    "privacy": "--privacy",
    "region": "--region, --processing-region",
    "budget": "--budget",
    **{one.name: ", ".join(f"--{name}" for name in options_of(one)) for one in REQUIREMENTS},
}
"""A rule and the options that set it."""
FACT = {one.name: one.fact for one in REQUIREMENTS}
"""The fact that a rule hangs on, where it is not called as the rule is."""


def reasons(decision: Decision) -> list[str]:
    """Why the confidence is not higher, in words."""
    if not decision.robustness:
        return [said("not drawn") if decision.ranking else said("nothing fits")]
    need, found = decision.need, decision.robustness.confidence
    return [robustness.reason(check, found, need) for check in found.limits]


def sure(decision: Decision) -> str:
    """How sure the answer is, the one reason that matters, and what would make it surer."""
    if decision.robustness is None:
        return term("confidence", decision.confidence)
    found = decision.robustness.confidence
    if not found.limits:
        told = robustness.tests_words(found, decision.need)
        return said(
            "high: {tests}, and {chance}", tests=told, chance=robustness.chance_words(found)
        )
    check = found.limits[0]
    why = robustness.reason(check, found, decision.need)
    return said(
        "{label}: {why}; {mend}",
        label=term("confidence", found.label),
        why=why,
        mend=robustness.would_raise(check),
    )


def watched(row: Ranked, decision: Decision) -> list[str]:
    """What to know before using the first."""
    found = row.candidate
    thought = found.reasoning_tokens
    told = list(row.warnings)
    if thought >= LONG_THOUGHT:
        tokens = round(thought / 10) * 10
        count = words.number(tokens, words.short_count(tokens))
        told.append(said("it thinks about {count} tokens before it answers", count=count))
    told.extend(_media(found, decision.need))
    told.extend(_origin(found, decision.need))
    if decision.need.task.caution:
        told.append(term("caution", decision.need.task.caution))
    return told


def _media(found: Candidate, need: Need) -> Iterable[str]:
    """Pages and images of a model whose way of counting them nobody has published."""
    counted = need.workload.media_tokens
    if counted is not None and found.route.model.id not in counted:
        usual = words.short_count(round(counted[""]))
        yield said(
            "how it counts {media} is not known: taken as {usual} tokens, "
            "the middle of the models of which it is",
            media=need.workload.media,
            usual=usual,
        )


def _origin(found: Candidate, need: Need) -> Iterable[str]:
    """Weights from a country whose law the user excludes for operators: the two are not one."""
    seat = found.route.model.made_in
    laws = need.requires(EXCLUDE_JURISDICTION)
    if not seat or not laws:
        return
    from llmpick.core.facts.regions import overlap  # asked for by few

    if any(overlap(seat, law) for law in laws):
        yield said(
            "the model is made in {seat}, which you exclude for operators alone "
            "(--not-made-in {seat} excludes its models too)",
            seat=seat,
        )


LONG_THOUGHT = 1000
"""Tokens of thinking that a person notices."""


def headline(decision: Decision) -> str:
    """What to use, in one sentence."""
    if not decision.ranking:
        return nothing(decision)
    if decision.picks is None:
        first = decision.ranking[0].candidate
        return said("Use {use}.", use=picks.use_words(first, decision.need))
    return picks.headline(decision.picks, decision.need)


def nothing(decision: Decision) -> str:
    near = [
        (exclusion.alone, exclusion)
        for exclusion in decision.excluded
        if exclusion.rule in BY_USER and exclusion.best
    ]
    routes = words.number(decision.routes)
    text = said("Nothing fits: none of {routes} routes meets every need.", routes=routes)
    if decision.ways_out:
        return joined(" ", [text, *map(_opened, decision.ways_out)])
    if not near:
        return text
    budget = next((item for _, item in near if item.rule == "budget"), None)
    if budget and budget.cheapest:
        cost = budget.cheapest.cost.total
        near_miss = said(
            "The nearest miss would fit with a budget of {usd} USD: {route}.",
            usd=amount("usd", cost, _ceiling(cost)),
            route=budget.cheapest.route.id,
        )
        return joined(" ", [text, near_miss])
    exclusion = max(near, key=lambda item: item[0])[1]
    assert exclusion.best is not None
    lifted = said(
        "Without {option}, {route} would fit.",
        option=OPTION[exclusion.rule],
        route=exclusion.best.route.id,
    )
    unknown = _only_unknown([item for _, item in near if item is not exclusion])
    return joined(" ", [text, lifted, *unknown])


def _opened(way: WayOut) -> str:
    """What would open it: `With --region EU, 51 routes of 12 models would fit.`"""
    return said(
        "With {options}, {routes} of {models} would fit.",
        options=" and ".join(way.options),
        routes=words.plural(way.routes, "route"),
        models=words.plural(way.models, "model"),
    )


def _only_unknown(stopped: Iterable[Exclusion]) -> list[str]:
    """What would fit if a fact that nobody stated held: to be asked of its provider."""
    for found in stopped:
        fact = FACT.get(found.rule, found.rule)
        if found.best is not None and found.unknown == found.routes and fact in FACTS:
            return [
                said(
                    "Of {route} only {fact} is unknown: ask its provider; "
                    "--allow-unknown {fact} lets it pass.",
                    route=found.best.route.id,
                    fact=fact,
                )
            ]
    return []


def _ceiling(amount: float) -> str:
    """A budget that is surely enough, to two digits."""
    if amount < 10:
        return f"{int(amount) + 1}"
    step = 10 ** (len(str(int(amount))) - 2)
    return f"{(int(amount / step) + 1) * step:,}"


def lifting(rule: str, need: Need) -> str:
    """The option that lifts a rule that nobody stated; empty where there is none."""
    if rule == "privacy":
        return "--privacy public" if need.privacy_level == "internal" else ""
    if rule == "evidence" and need.include_unrated:
        return ""  # without any estimate nothing can be expected of it
    return LIFTED_BY.get(rule, "") if rule != "quality" or need.keeps_floor else ""


def difference(first: Candidate, second: Candidate) -> str:
    """What sets the first before the second: each criterion with what it adds to the score."""
    found = [text for _, text in gaps(first, second)]
    return joined(", ", found) if found else said("no difference that counts")


def gaps(first: Candidate, second: Candidate) -> list[tuple[float, str]]:
    """By criterion what the first has before the second, in points of the score and in words."""
    found = []
    for one, two in zip(first.criteria, second.criteria, strict=True):
        gap = one.contribution - two.contribution
        if abs(gap) >= 0.005:
            found.append((gap, said("{what} ({gap:+.2f})", what=_gap(one, two), gap=gap)))
    return found


def _gap(one: Criterion, two: Criterion) -> str:
    if isinstance(one.value, str) or isinstance(two.value, str):
        return said(
            "{criterion} {value} not {other}",
            criterion=term("criterion", one.name),
            value=term("level", str(one.value)),
            other=term("level", str(two.value)),
        )
    if one.value is None or two.value is None:
        return term("criterion", one.name)
    gap = one.value - two.value
    if one.name == "cost":
        usd = words.usd(abs(gap))
        return said("{usd} USD dearer" if gap > 0 else "{usd} USD cheaper", usd=usd)
    return said(
        "{points} of {what} more" if gap > 0 else "{points} of {what} less",
        points=words.plural(round(abs(gap)), "point"),
        what=said("quality") if one.name == "performance" else said("customisability"),
    )


RULE_WORDS = {
    "forbidden": "forbidden by your own layer",
    "available": "ended or not on sale",
    "price": "without a usable price",
    "evidence": "with hardly any test",
    "quality": "below the least quality",
    "patience": "thinking too long for who waits",
    "lives": "ending soon",
    "previews": "previews or prices that move daily",
}
LIFTED_BY = {
    "evidence": "--include-unrated",
    "patience": "--patience 100k",
    "lives": "--lives 0",
    "previews": "--previews",
    "quality": "--min-quality 0",
    "rpm": "--allow-unknown rate-limits",
    "tpm": "--allow-unknown rate-limits",
}
"""What lets through the routes that a rule stopped which nobody stated, or few providers answer."""


def price_of(exclusion: Exclusion, first: Candidate) -> str | None:
    """What lifting a rule would bring, where that is better than the first."""
    best = exclusion.best
    if best is None or best.score <= first.score:
        return None
    cheaper = first.cost.total - best.cost.total
    parts: list[str] = []
    if abs(cheaper) >= 1:
        usd = words.usd(abs(cheaper))
        parts.append(said("{usd} USD less" if cheaper > 0 else "{usd} USD more", usd=usd))
    one, two = first.route.estimate, best.route.estimate
    gap = (two.score - one.score) * 100 if one and two else 0.0
    if round(gap):
        points = words.plural(round(abs(gap)), "point")
        parts.append(said("{points} better" if gap > 0 else "{points} worse", points=points))
    route, rule = best.route.id, term("rule", exclusion.rule)
    usd = words.usd(best.cost.total)
    if not parts:
        return said("{route} at {usd} USD", route=route, usd=usd, rule=rule)
    steps = joined(", ", parts)
    return said("{route} at {usd} USD, {steps}", route=route, usd=usd, rule=rule, steps=steps)
