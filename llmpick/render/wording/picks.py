"""What to use and the steps from it, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.need.need import CRITERIA, PRIVACY_LEVELS, Need
from llmpick.core.ranking.score import Candidate
from llmpick.render import words
from llmpick.render.wording.about import age_days
from llmpick.render.wording.needs import privacy_words, task_words

if TYPE_CHECKING:
    from llmpick.core.answers.picks import Picks, Step
    from llmpick.render.records.picks import PickRecord, PicksRecord, StepRecord

HALF_A_POINT = 0.5
"""A difference that no reader sees."""
EQUALS = 4
"""So many of what is equal are named; the rest is counted."""


def model_words(found: Candidate) -> str:
    """A model with its effort: `gpt-5.5 (high)`."""
    route = found.route
    name = route.model.id.partition("/")[2]
    return f"{name} ({effort_words(route.effort)})" if route.effort else name


def effort_words(effort: str) -> str:
    """A level of effort, for a person."""
    return "no thinking" if effort == "none" else effort


def place_words(found: Candidate) -> str:
    """Who serves it, in which region or variant: `Cloud A (eu)`; of one's own, what runs it."""
    own = found.deployed
    if own is not None:
        whose = "rented" if own.rented_from else "your own"
        return f"{whose} {own.gpus}x{own.accelerator} ({own.format}, {own.engine})"
    variant = found.route.offering.variant
    return found.route.provider.name + (f" ({variant})" if variant else "")


def place_id(found: Candidate) -> str:
    """The same by its identifier, for a column: `cloud-a/eu`."""
    return found.route.offering.place


def route_words(found: Candidate) -> str:
    """A route in words: `gpt-5.5 (high) on Cloud A (eu)`."""
    return f"{model_words(found)} on {place_words(found)}"


def headline(picks: Picks, need: Need) -> str:
    """What to use, in one sentence."""
    return f"Use {use_words(picks.use, need)}."


def use_words(use: Candidate, need: Need) -> str:
    """What to use, what it costs and what may be expected of it."""
    bill, points = bill_words(use, need), _points(use)
    return f"{route_words(use)}: {bill}, {points} of 100 expected at {task_words(need)}"


def lines(picks: Picks, need: Need, others: int) -> Iterable[tuple[str, str]]:
    """The picks, a labelled line each; *others* counts further models that fit."""
    yield "Use", use_words(picks.use, need)
    if picks.better:
        yield "Better", better_words(picks.better, picks.use, need)
    if picks.cheaper:
        yield "Cheaper", cheaper_words(picks.cheaper, picks.use, need)
    if picks.equal:
        yield "Equal", equal_words(picks)
    elif others:
        yield "Equal", "none: the evidence tells them apart"


def better_words(step: Step, use: Candidate, need: Need) -> str:
    """The step up: what it buys, and from which cost of a failure it pays."""
    found = step.candidate
    start = f"{route_words(found)}: {bill_words(found, need)}, {_points(found)} of 100"
    note = " (above your budget)" if step.over_budget else ""
    if step.break_even_usd is None:
        return f"{start}, and no dearer, but {lacking(found, use)}{note}"
    return f"{start}: pays if a failed request costs you more than {_cents(step)} USD{note}"


def cheaper_words(step: Step, use: Candidate, need: Need) -> str:
    """The step down: what it saves, and what is lost."""
    found = step.candidate
    saved = words.money(-step.usd)
    if step.break_even_usd is None or abs(step.points) < HALF_A_POINT:
        lost = f"no worse, but {lacking(found, use)}"
    else:
        lost = f"enough unless a failed request costs you more than {_cents(step)} USD"
    start = f"{route_words(found)}: {bill_words(found, need)}, {_points(found)} of 100"
    return f"{start}, saves {saved} USD: {lost}"


def lacking(found: Candidate, use: Candidate) -> str:
    """What *found*, which is no worse and no dearer than *use*, has less of."""
    own, other = use.route.estimate, found.route.estimate
    if own and other and own.has_evidence and not other.has_evidence:
        return "never tested on the task or near it"
    levels = PRIVACY_LEVELS.index
    if levels(found.privacy_level) < levels(use.privacy_level):
        return f"only {privacy_words(found.privacy_level)}, not {privacy_words(use.privacy_level)}"
    if use.route.model.open_weights and not found.route.model.open_weights:
        return "its weights are closed"
    return "less can be changed about it"


def equal_words(picks: Picks) -> str:
    """What cannot be told from the first; other hosts of the same model by their name alone."""
    own = picks.use.route
    same = [one for one in picks.equal if one.route.model.id == own.model.id]
    other = [one for one in picks.equal if one.route.model.id != own.model.id]
    named = [route_words(one) for one in other[:EQUALS]]
    if same:
        hosts = words.listed(list(dict.fromkeys(one.route.provider.name for one in same))[:EQUALS])
        named.insert(0, f"the same model on {hosts}")
    left = max(0, len(other) - EQUALS)
    more = f" and {left} more" if left else ""
    return f"{'; '.join(named)}{more}: choose by contract or habit"


def why(picks: Picks) -> str:
    """What the first buys beside the step down, and what the step up costs beside it."""
    parts = []
    if picks.cheaper and picks.cheaper.points <= -HALF_A_POINT:
        parts.append(f"{_gained(-picks.cheaper.points, -picks.cheaper.usd)} than Cheaper")
    if picks.better and picks.better.usd > 0:
        points = words.plural(round(picks.better.points), "point")
        cost = words.money(picks.better.usd)
        bound = ", beyond your budget" if picks.better.over_budget else ""
        parts.append(f"Better costs {cost} USD more for {points}{bound}")
    if not picks.better:
        parts.append("nothing that fits is clearly better, whatever it costs")
    if not picks.cheaper:
        parts.append("nothing much cheaper is good enough for the task")
    return "; ".join(parts)


def _gained(points: float, usd: float) -> str:
    better = f"{words.plural(round(points), 'point')} better"
    return f"{better} and {words.money(usd)} USD dearer"


def bill_words(found: Candidate, need: Need) -> str:
    """What a month costs, in the user's currency beside, and what it will cost where announced."""
    change = found.change
    later = ""
    if change is not None and words.money(change.total) != words.money(found.cost.total):
        later = f" ({words.money(change.total)} from {change.since})"
    code, per_usd = need.money
    own = "" if code == "USD" else f" ({words.money(found.cost.total * per_usd)} {code})"
    return f"{words.money(found.cost.total)} USD{own} a month{later}"


def _points(found: Candidate) -> str:
    estimate = found.route.estimate
    return words.points(estimate.score * 100) if estimate else "unknown"


def _cents(step: Step) -> str:
    return words.small(step.break_even_usd or 0.0)


def payload(picks: Picks | None, need: Need) -> PicksRecord:
    """The object `picks`."""
    return {
        "use": pick(picks.use, need) if picks else None,
        "better": _step(picks.better, need) if picks and picks.better else None,
        "cheaper": _step(picks.cheaper, need) if picks and picks.cheaper else None,
    }


def pick(found: Candidate, need: Need) -> PickRecord:
    """One of the picks."""
    route, estimate = found.route, found.route.estimate
    return {
        "route": route.id,
        "model": route.model.id,
        "effort": route.effort,
        "provider": route.offering.provider,
        "monthly_cost_usd": found.cost.total,
        "quality": estimate.score if estimate else None,
        "privacy_level": found.privacy_level,
        "open_weights": route.model.open_weights,
        "price_read": route.offering.price_read,
        "price_age_days": age_days(route.offering.price_read, need.day),
        "command": command(found, need),
    }


def command(found: Candidate, need: Need) -> str:
    """The command that says how *found* is called within the regions of *need*, or starts it."""
    own, route = found.deployed, found.route
    if own is not None:
        return (
            f"llmpick selfhost {route.model.id} --gpu {own.gpus_per_copy}x{own.accelerator} "
            f"--quantization {own.format} --engine {own.engine} --emit compose"
        )
    regions = "".join(f" --region {one}" for one in need.allowed_regions)
    return f"llmpick connect {route.offering.id}{regions}"


def next_words(picks: Picks, need: Need) -> str:
    """What leads from the answer to the thing running."""
    use = picks.use
    if use.deployed is not None:
        return f"{command(use, need)} starts it"
    trial = "llmpick try PROMPTS, with the same options, on your own prompts"
    return f"{command(use, need)} says how to call it; {trial}"


def _step(step: Step, need: Need) -> StepRecord:
    return {
        **pick(step.candidate, need),
        "points_more": step.points,
        "usd_more_per_month": step.usd,
        "break_even_usd_per_failed_request": step.break_even_usd,
        "over_budget": step.over_budget,
    }


def evidence_words(found: Candidate, need: Need) -> str:
    """What the estimate rests on: tests of the task, or none."""
    estimate = found.route.estimate
    if estimate is None:
        return "none"
    tests = estimate.task_scores
    text = words.plural(tests, "test") if tests else ""
    if not tests and estimate.has_evidence:
        text = "at other efforts" if estimate.label in ("direct", "some") else "near the task"
    if need.language and estimate.of_task is not None and estimate.direct:
        from llmpick.render.wording.needs import language

        return f"{text or 'none'}, {estimate.direct} {language(need)}"
    return text or "none of this task"


def weights_words(need: Need) -> str:
    """The weights, in the order of the criteria."""
    return " · ".join(f"{name} {need.weights[name] * 100:.0f}" for name in CRITERIA)
