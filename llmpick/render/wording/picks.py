"""What to use and the steps from it, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.need.need import CRITERIA, PRIVACY_LEVELS, Need
from llmpick.core.ranking.score import Candidate
from llmpick.lang.said import amount, joined, said, term
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
    if not route.effort:
        return name
    return said("{model} ({effort})", model=name, effort=effort_words(route.effort))


def effort_words(effort: str) -> str:
    """A level of effort, for a person."""
    return said("no thinking") if effort == "none" else effort


def place_words(found: Candidate) -> str:
    """Who serves it, in which region or variant: `Cloud A (eu)`; of one's own, what runs it."""
    own = found.deployed
    if own is not None:
        gpus, how = f"{own.gpus}x{own.accelerator}", f"{own.format}, {own.engine}"
        if own.rented_from:
            return said("rented {gpus} ({how})", gpus=gpus, how=how)
        return said("your own {gpus} ({how})", gpus=gpus, how=how)
    name, variant = found.route.provider.name, found.route.offering.variant
    return said("{provider} ({variant})", provider=name, variant=variant) if variant else name


def place_id(found: Candidate) -> str:
    """The same by its identifier, for a column: `cloud-a/eu`."""
    return found.route.offering.place


def route_words(found: Candidate) -> str:
    """A route in words: `gpt-5.5 (high) on Cloud A (eu)`."""
    return said("{model} on {place}", model=model_words(found), place=place_words(found))


def headline(picks: Picks, need: Need) -> str:
    """What to use, in one sentence."""
    return said("Use {use}.", use=use_words(picks.use, need))


def use_words(use: Candidate, need: Need) -> str:
    """What to use, what it costs and what may be expected of it."""
    return said(
        "{route}: {bill}, {points} of 100 expected at {task}",
        route=route_words(use),
        bill=bill_words(use, need),
        points=_points(use),
        task=task_words(need),
    )


def worth_words(use: Candidate, need: Need) -> str:
    """What it costs, and what may be expected of it."""
    return said(
        "{bill}, {points} of 100 expected at {task}",
        bill=bill_words(use, need),
        points=_points(use),
        task=task_words(need),
    )


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
        yield "Equal", said("none: the evidence tells them apart")


def better_words(step: Step, use: Candidate, need: Need) -> str:
    """The step up: what it buys, and from which cost of a failure it pays."""
    found = step.candidate
    start = _start(found, need)
    note = said(" (above your budget)") if step.over_budget else ""
    if step.break_even_usd is None:
        return said(
            "{start}, and no dearer, but {lacking}{note}",
            start=start,
            lacking=lacking(found, use),
            note=note,
        )
    return said(
        "{start}: pays if a failed request costs you more than {usd} USD{note}",
        start=start,
        usd=_cents(step),
        note=note,
    )


def cheaper_words(step: Step, use: Candidate, need: Need) -> str:
    """The step down: what it saves, and what is lost."""
    found = step.candidate
    if step.break_even_usd is None or abs(step.points) < HALF_A_POINT:
        lost = said("no worse, but {lacking}", lacking=lacking(found, use))
    else:
        lost = said(
            "enough unless a failed request costs you more than {usd} USD", usd=_cents(step)
        )
    return said(
        "{start}, saves {usd} USD: {lost}",
        start=_start(found, need),
        usd=words.usd(-step.usd),
        lost=lost,
    )


def _start(found: Candidate, need: Need) -> str:
    return said(
        "{route}: {bill}, {points} of 100",
        route=route_words(found),
        bill=bill_words(found, need),
        points=_points(found),
    )


def lacking(found: Candidate, use: Candidate) -> str:
    """What *found*, which is no worse and no dearer than *use*, has less of."""
    own, other = use.route.estimate, found.route.estimate
    if own and other and own.has_evidence and not other.has_evidence:
        return said("never tested on the task or near it")
    levels = PRIVACY_LEVELS.index
    if levels(found.privacy_level) < levels(use.privacy_level):
        return said(
            "only {level}, not {more}",
            level=privacy_words(found.privacy_level),
            more=privacy_words(use.privacy_level),
        )
    if use.route.model.open_weights and not found.route.model.open_weights:
        return said("its weights are closed")
    return said("less can be changed about it")


def equal_words(picks: Picks) -> str:
    """What cannot be told from the first; other hosts of the same model by their name alone."""
    own = picks.use.route
    same = [one for one in picks.equal if one.route.model.id == own.model.id]
    other = [one for one in picks.equal if one.route.model.id != own.model.id]
    named = [route_words(one) for one in other[:EQUALS]]
    if same:
        hosts = words.listed(list(dict.fromkeys(one.route.provider.name for one in same))[:EQUALS])
        named.insert(0, said("the same model on {hosts}", hosts=hosts))
    left = max(0, len(other) - EQUALS)
    routes = joined("; ", named)
    if left:
        return said(
            "{routes} and {left} more: choose by contract or habit", routes=routes, left=left
        )
    return said("{routes}: choose by contract or habit", routes=routes)


def why(picks: Picks) -> str:
    """What the first buys beside the step down, and what the step up costs beside it."""
    parts = []
    if picks.cheaper and picks.cheaper.points <= -HALF_A_POINT:
        parts.append(
            said(
                "{points} better and {usd} USD dearer than Cheaper",
                points=words.plural(round(-picks.cheaper.points), "point"),
                usd=words.usd(-picks.cheaper.usd),
            )
        )
    if picks.better and picks.better.usd > 0:
        points = words.plural(round(picks.better.points), "point")
        cost = words.usd(picks.better.usd)
        parts.append(
            said(
                "Better costs {usd} USD more for {points}, beyond your budget"
                if picks.better.over_budget
                else "Better costs {usd} USD more for {points}",
                usd=cost,
                points=points,
            )
        )
    if not picks.better:
        parts.append(said("nothing that fits is clearly better, whatever it costs"))
    if not picks.cheaper:
        parts.append(said("nothing much cheaper is good enough for the task"))
    return joined("; ", parts)


def bill_words(found: Candidate, need: Need) -> str:
    """What a month costs, in the user's currency beside, and what it will cost where announced."""
    change = found.change
    later = ""
    if change is not None and words.money(change.total) != words.money(found.cost.total):
        later = said(" ({usd} from {day})", usd=words.usd(change.total), day=change.since)
    code, per_usd = need.money
    usd = words.usd(found.cost.total)
    if code == "USD":
        return said("{usd} USD a month{later}", usd=usd, later=later)
    own = words.money(found.cost.total * per_usd)
    if code == "JPY":
        return said("{usd} USD ({own} JPY) a month{later}", usd=usd, own=own, later=later)
    return said("{usd} USD ({own} {code}) a month{later}", usd=usd, own=own, code=code, later=later)


def _points(found: Candidate) -> str:
    estimate = found.route.estimate
    return words.points(estimate.score * 100) if estimate else said("unknown")


def _cents(step: Step) -> str:
    usd = step.break_even_usd or 0.0
    return amount("usd", usd, words.small(usd))


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
            f"llmpick selfhost {route.model.id} --gpu {own.gpus}x{own.accelerator} "
            f"--quantization {own.format} --engine {own.engine} --task {need.task.id} "
            f"--requests {need.workload.requests_per_month} --emit compose"
        )
    regions = "".join(f" --region {one}" for one in need.allowed_regions)
    return f"llmpick connect {route.offering.id}{regions}"


def next_words(picks: Picks, need: Need) -> str:
    """What leads from the answer to the thing running."""
    use = picks.use
    if use.deployed is not None:
        return said("{command} starts it", command=command(use, need))
    return said(
        "{command} says how to call it; llmpick try PROMPTS, with the same options, on your own "
        "prompts",
        command=command(use, need),
    )


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
        return said("none")
    tests = estimate.task_scores
    text = words.plural(tests, "test") if tests else ""
    if not tests and estimate.has_evidence:
        other = estimate.label in ("direct", "some")
        text = said("at other efforts") if other else said("near the task")
    if need.language and estimate.of_task is not None and estimate.direct:
        from llmpick.render.wording.needs import language

        return said(
            "{tests}, {spoken} {language}",
            tests=text or said("none"),
            spoken=estimate.direct,
            language=language(need),
        )
    return text or said("none of this task")


def weights_words(need: Need) -> str:
    """The weights, in the order of the criteria."""
    return joined(
        " · ",
        (
            said("{criterion} {weight:.0f}", criterion=term("criterion", name), weight=share * 100)
            for name in CRITERIA
            for share in [need.weights[name]]
        ),
    )
