"""What is said of a decision: who is first and why, what a rule costs, what is no difference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.answers.decide import Decision, Exclusion, Ranked
from llmpick.core.privacy.requirements import FACTS, REQUIREMENTS, options_of
from llmpick.core.ranking.limits import BITS, NOT_ASKED, RULES
from llmpick.core.ranking.score import Candidate, Criterion
from llmpick.render import words
from llmpick.render.wording import robustness
from llmpick.render.wording.needs import (
    ledger,
)

if TYPE_CHECKING:
    pass


BY_USER = tuple(rule for rule in RULES if not BITS[rule] & NOT_ASKED)
"""Rules that the user set, and could lift."""
OPTION = {
    "quality": "--min-quality",
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


def reasons(decision: Decision) -> list[str]:
    """Why the confidence is not higher, in words."""
    if not decision.robustness:
        return ["not drawn" if decision.ranking else "nothing fits"]
    return [robustness.reason(check) for check in decision.robustness.confidence.limits]


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
    from llmpick.core.robustness.measures import possible_grade  # loaded where anything was drawn

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
        fact = FACT.get(found.rule, found.rule)
        if found.best is not None and found.unknown == found.routes and fact in FACTS:
            return (
                f" Of {found.best.route.id} only {fact} is unknown: ask its provider; "
                f"--allow-unknown {fact} lets it pass."
            )
    return ""


def _ceiling(amount: float) -> str:
    """A budget that is surely enough, to two digits."""
    if amount < 10:
        return f"{int(amount) + 1}"
    step = 10 ** (len(str(int(amount))) - 2)
    return f"{(int(amount / step) + 1) * step:,}"


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
