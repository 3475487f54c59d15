"""The answer of `compare` for plans by the seat: one column a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from llmpick.core.answers.seats import PlanSide
from llmpick.core.facts.records import Fact
from llmpick.core.need.need import Need
from llmpick.render import words
from llmpick.render.answers import seats as wording
from llmpick.render.blocks import Answer, Grid, Lines, Sentence
from llmpick.render.wording.about import About
from llmpick.render.wording.needs import need_payload, privacy_words, task_words

if TYPE_CHECKING:
    from llmpick.render.records.seats import ComparePlansAnswer, PlanSideRecord


T = TypeVar("T")


def answer(sides: Sequence[PlanSide], need: Need, about: About) -> Answer:
    """All forms of *sides*."""
    assert need.seats is not None
    rows = [_record(side) for side in sides]
    payload: ComparePlansAnswer = {
        **about.own_head("compare"),
        "need": need_payload(need),
        "plans": rows,
    }
    people = wording.people_words(need.seats)
    grid = Grid(
        ("", *(side.plan.name for side in sides)),
        tuple((name, *(cell(side) for side in sides)) for name, cell in ROWS),
        key=1,
        prose=tuple(side.plan.name for side in sides),
    )
    told = [wording.break_even_words(side.judged) for side in sides if side.judged]
    under = [("or API?", "; ".join(filter(None, told)))] if any(told) else []
    under.append(("note", about.words()))
    return Answer(
        payload=payload,
        records=rows,
        ids=[side.plan.id for side in sides],
        blocks=[
            Sentence(f"{task_words(need)} for {people}", strong=True),
            grid,
            Lines(tuple(under)),
        ],
    )


def _record(side: PlanSide) -> PlanSideRecord:
    provider = side.plan.provider
    return {
        "plan": side.plan.id,
        "name": side.plan.name,
        "result": wording.plan(side.judged, 1) if side.judged else None,
        "violations": [
            {"rule": one.rule, "fact": one.fact, "unknown": one.unknown} for one in side.violations
        ],
        "currency": side.plan.currency,
        "seat_month": side.plan.seat_month,
        "seat_year": side.plan.seat_year,
        "least_seats": side.plan.least_seats,
        "trains_on_inputs": _known(provider.trains_on_inputs),
        "retention_days": _known(provider.retention_days),
        "dpa": _known(provider.dpa),
        "tools": list(side.plan.tools) if side.plan.tools else None,
    }


def _known(fact: Fact[T] | None) -> T | None:
    return None if fact is None else fact.value


def _price(side: PlanSide) -> str:
    plan = side.plan
    if plan.billing == "usage":
        return "no seat price"
    month, year = plan.seat_month, plan.seat_year
    if month is None and year is None:
        return words.NOTHING
    start = f"{plan.currency} {month:g}" if month is not None else ""
    by_year = f"{plan.currency} {year:g} by the year" if year is not None else ""
    return "; ".join(filter(None, (start, by_year)))


def _sum(side: PlanSide) -> str:
    if side.judged is None:
        return words.NOTHING
    bill = side.judged.bill
    if bill.expected is not None:
        return words.money(bill.expected)
    return f"{words.money(bill.least)} to {words.money(bill.licences + bill.use)}"


def _of_bill(what: str) -> Callable[[PlanSide], str]:
    def cell(side: PlanSide) -> str:
        found = None if side.judged is None else getattr(side.judged.bill, what)
        return "0" if found == 0 else words.money(found)

    return cell


def _model(side: PlanSide) -> str:
    if side.judged is None:
        return words.NOTHING
    sure = "" if side.judged.named else " (not named)"
    return f"{side.judged.model.id.partition('/')[2]}{sure}"


def _quality(side: PlanSide) -> str:
    one = side.judged
    if one is None:
        return words.NOTHING
    return words.quality(one.estimate.score, one.estimate.low, one.estimate.high)


def _flag(name: str) -> Callable[[PlanSide], str]:
    def cell(side: PlanSide) -> str:
        found = getattr(side.plan, name)
        return words.NOTHING if found is None else words.yes(found)

    return cell


def _term(name: str) -> Callable[[PlanSide], str]:
    def cell(side: PlanSide) -> str:
        found = _known(getattr(side.plan.provider, name))
        if found is None:
            return words.NOTHING
        return words.yes(found) if isinstance(found, bool) else str(found)

    return cell


def _broken(side: PlanSide) -> str:
    told = [
        f"{one.rule.removeprefix('plan-')}{' unknown' * one.unknown}" for one in side.violations
    ]
    return ", ".join(dict.fromkeys(told)) or "fits"


def _level(side: PlanSide) -> str:
    return privacy_words(side.judged.privacy_level) if side.judged else words.NOTHING


ROWS: tuple[tuple[str, Callable[[PlanSide], str]], ...] = (
    ("plan", lambda side: side.plan.id),
    ("a seat a month", _price),
    ("least seats", lambda side: str(side.plan.least_seats or words.NOTHING)),
    ("licences, USD", _of_bill("licences")),
    ("use by API, USD", _of_bill("use")),
    ("covered, USD", _of_bill("allowance")),
    ("a month, USD", _sum),
    ("at most, USD", _of_bill("most")),
    ("model", _model),
    ("of 100", _quality),
    ("privacy", _level),
    ("trains", _term("trains_on_inputs")),
    ("days kept", _term("retention_days")),
    ("DPA", _term("dpa")),
    ("SSO", _flag("sso")),
    ("policies", _flag("policy_controls")),
    ("indemnity", _flag("indemnity")),
    ("the need", _broken),
    ("price read", lambda side: side.plan.price_read or words.NOTHING),
    ("how sure", lambda side: side.plan.price_confidence or words.NOTHING),
)
"""A row's name, and its cell for a plan."""
