"""Plans by the seat beside the routes of `recommend`: in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.answers.seats import JudgedModel, PlanExclusion, SeatAnswer
from llmpick.core.need.need import Need, Seats
from llmpick.core.privacy.requirements import FACTS
from llmpick.render import words
from llmpick.render.answers.sentences import OPTION, RULE_WORDS, lifting
from llmpick.render.wording.needs import privacy_words
from llmpick.render.wording.picks import effort_words

if TYPE_CHECKING:
    from llmpick.render.records.seats import (
        PlanExclusionRecord,
        PlanResultRecord,
        SeatBillRecord,
        SeatsRecord,
    )

SHOWN = 3
"""Plans that a person is shown, each of another vendor."""
NAMED = 6
"""So many further plans are named; the rest is counted."""
PLAN_RULES = {
    "plan-work": "for other work",
    "plan-sale": "closed to new customers",
    "plan-person": "sold to one person",
    "plan-seats": "for smaller teams",
    "plan-price": "without a list price",
    "plan-models": "without a model that is named and measured",
}
LIFTS = {"plan-person": "--individual"}


def lines(answer: SeatAnswer) -> Iterable[tuple[str, str]]:
    """The best plans, of different vendors, and what is cheaper: seat or API."""
    best = list({one.plan.vendor: one for one in reversed(answer.ranking)}.values())[::-1][:SHOWN]
    best.sort(key=answer.ranking.index)
    if not best:
        yield "Seats", f"none of {words.plural(answer.plans, 'plan')} fits{_unproved(answer)}"
    for place, one in enumerate(best):
        yield ("or" if place else "Seats"), plan_words(one)
    told = [text for one in best if (text := break_even_words(one))]
    if told:
        yield "or API?", "; ".join((*told, "by API you bring the tool"))
    left = [one for one in answer.ranking if one not in best]
    if left:
        named = ", ".join(f"{one.plan.name} {_sum(one)}" for one in left[:NAMED])
        more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
        yield "fit too", f"{named}{more}"


def _unproved(answer: SeatAnswer) -> str:
    """Of the best plan that breaks nothing, and of others like it, what would have to be asked."""
    if not answer.unproved:
        return ""
    facts = {one.fact for one in answer.unproved[0].violations}
    if not facts <= set(FACTS):
        return ""
    alike = [one for one in answer.unproved if {gap.fact for gap in one.violations} == facts]
    names = words.listed([one.plan.name for one in alike[:SHOWN]])
    lifted = " ".join(f"--allow-unknown {fact}" for fact in sorted(facts))
    verb, lets = ("is", "lets") if len(facts) == 1 else ("are", "let")
    return (
        f"; of {names} only {words.listed(sorted(facts))} {verb} unknown: ask, and {lifted} {lets} "
        "it pass"
    )


def _sum(one: JudgedModel) -> str:
    """A month of it in USD, short: a range where it is not known what is covered."""
    bill = one.bill
    if bill.expected is not None:
        return _usd(bill.expected)
    return f"{_usd(bill.least)} to {_usd(bill.licences + bill.use)}"


def below(answer: SeatAnswer, need: Need) -> Iterable[tuple[str, str]]:
    """How much the people work, and which plans are out and why."""
    yield "people", people_words(answer.seats)
    if answer.excluded:
        parts = [_counted(one, need) for one in answer.excluded]
        count = sum(len(one.plans) for one in answer.excluded)
        yield "plans out", f"{count}: {', '.join(parts)}"


def people_words(seats: Seats) -> str:
    """Who they are and how much they ask: `10 people, 13.4 requests each on 15 days a month`."""
    people = "1 person" if seats.people == 1 else f"{seats.people:,} people"
    heavy = f"; a heavy month is {seats.heavy:g} times that" if seats.heavy else ""
    return (
        f"{people}, {seats.requests_per_day:.3g} requests each on {seats.days_per_month:g} days a "
        f"month (--daily-requests){heavy}"
    )


def plan_words(one: JudgedModel) -> str:
    """A plan: what it costs, what is in it, with which model, how private."""
    unsure = ["its price is of low confidence"] if one.plan.price_confidence == "low" else []
    return f"{one.plan.name}: {'; '.join((*_cost(one), _model(one), *unsure))}"


def _cost(one: JudgedModel) -> Iterable[str]:
    bill, plan = one.bill, one.plan
    if plan.billing == "usage":
        most = f", {_usd(bill.most)} in a heavy one" if bill.most > bill.use else ""
        yield f"no seat price, {_usd(bill.use)} USD of tokens a month{most}"
        return
    seats = words.plural(bill.seats, "seat")
    by_year = bill.yearly is not None and bill.yearly < bill.licences
    year = f" ({_usd(bill.yearly)} billed by the year)" if by_year else ""
    monthly = "" if plan.seat_month is not None else ", billed by the year"
    start = f"{seats} {_usd(bill.licences)} USD a month{year}{monthly}"
    if bill.beyond is None or bill.allowance is None:
        yield start
        yield (
            f"what its limits hold is not published: up to {_usd(bill.use)} more if they held "
            f"nothing, {_usd(bill.most)} in all in a heavy month{_extra(one)}"
        )
    elif bill.beyond:
        held = f" with {_usd(bill.allowance)} of use," if bill.allowance else " and"
        beyond = f"{_usd(bill.beyond)} of use{' beyond it' if bill.allowance else ''}"
        heavy = f", {_usd(bill.most)} in a heavy one" if bill.most > bill.least else ""
        yield f"{start}{held} {beyond}: {_usd(bill.least)} USD a month{heavy}{_extra(one)}"
    else:
        heavy = f", {_usd(bill.most)} in a heavy month" if bill.most > bill.least else ""
        yield f"{start}, and all {_usd(bill.use)} USD of use is covered{heavy}"


def _extra(one: JudgedModel) -> str:
    """Who decides whether use beyond the allowance is charged."""
    if one.plan.overage == "none":
        return " (it stops there: the rest is bought by API)"
    told = {"on": "charged unless switched off", "off": "charged only if switched on"}
    default = told.get(one.plan.overage_default or "")
    return f" (use beyond is {default})" if default else ""


def _model(one: JudgedModel) -> str:
    name = one.model.id.partition("/")[2]
    effort = f" ({effort_words(one.effort)})" if one.effort else ""
    sure = "" if one.named else " if its seats have it"
    points = round(one.estimate.score * 100)
    return f"{name}{effort}{sure}, {points} of 100; {privacy_words(one.privacy_level)}"


def break_even_words(one: JudgedModel) -> str:
    """Below which use the tokens are cheaper by API; empty where there is no seat price."""
    if one.plan.billing == "usage":
        return ""
    found, name = one.break_even, one.plan.name
    if found is None:
        if not one.bill.licences:
            return ""
        held = f"{_usd(one.bill.allowance)} of use" if one.bill.allowance else "no use"
        return (
            f"{name} never costs less than its tokens by API: its {_usd(one.bill.licences)} USD "
            f"hold {held}"
        )
    lasts = ", as far as its limits hold" if found.lasts else ""
    return (
        f"by API below {_requests(found.requests_per_day)} requests a person a day, by {name} "
        f"above{lasts}"
    )


def _requests(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:,.0f}"


def _usd(amount: float | None) -> str:
    """US dollars; whole ones of a price list, two digits of an estimate."""
    if amount is not None and amount >= 1 and amount == int(amount):
        return f"{amount:,.0f}"
    return "0" if amount == 0 else words.money(amount)


def _counted(one: PlanExclusion, need: Need) -> str:
    words_of = PLAN_RULES.get(one.rule) or RULE_WORDS.get(one.rule, one.rule.replace("-", " "))
    notes = []
    if one.unknown and one.rule not in PLAN_RULES:
        every = one.unknown == len(one.plans)
        notes.append(f"{'all' if every else one.unknown} unknown, not refused")
    if lift := _lift(one.rule, need):
        notes.append(lift)
    note = f" ({'; '.join(notes)})" if notes else ""
    return f"{len(one.plans)} {words_of}{note}"


def _lift(rule: str, need: Need) -> str:
    return LIFTS.get(rule) or lifting(rule, need)


def payload(answer: SeatAnswer, need: Need) -> SeatsRecord:
    """The people, and the plans that are out."""
    seats = answer.seats
    return {
        "people": seats.people,
        "requests_per_day": seats.requests_per_day,
        "days_per_month": seats.days_per_month,
        "heavy": seats.heavy,
        "serves": seats.serves,
        "individual": seats.individual,
        "plans_considered": answer.plans,
        "excluded": [_exclusion(one, need) for one in answer.excluded],
    }


def _exclusion(one: PlanExclusion, need: Need) -> PlanExclusionRecord:
    return {
        "rule": one.rule,
        "option": _lift(one.rule, need) or OPTION.get(one.rule),
        "plans": list(one.plans),
        "unknown": one.unknown,
    }


def plan(one: JudgedModel, rank: int) -> PlanResultRecord:
    """A plan that fits."""
    found = one.break_even
    return {
        "rank": rank,
        "plan": one.plan.id,
        "name": one.plan.name,
        "vendor": one.plan.vendor,
        "billing": one.plan.billing,
        "model": one.model.id,
        "effort": one.effort,
        "model_named": one.named,
        "quality": one.estimate.score,
        "score": one.score,
        "privacy_level": one.privacy_level,
        "terms": one.plan.provider.id,
        "usd_per_month": _bill(one),
        "included": one.plan.included,
        "overage": one.plan.overage,
        "overage_default": one.plan.overage_default,
        "break_even_requests_per_day": found.requests_per_day if found else None,
        "break_even_lasts_unknown": bool(found and found.lasts),
        "sso": one.plan.sso,
        "policy_controls": one.plan.policy_controls,
        "indemnity": one.plan.indemnity,
        "price_confidence": one.plan.price_confidence,
        "price_read": one.plan.price_read,
        "waived": sorted({unknown.fact for unknown in one.waived}),
    }


def _bill(one: JudgedModel) -> SeatBillRecord:
    bill = one.bill
    return {
        "seats": bill.seats,
        "licences": bill.licences,
        "licences_by_the_year": bill.yearly,
        "use": bill.use,
        "allowance": bill.allowance,
        "beyond": bill.beyond,
        "least": bill.least,
        "expected": bill.expected,
        "most": bill.most,
        "counted": bill.counted,
    }
