"""The answer of `selfhost --break-even`: from which volume running it oneself is cheaper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.core.need.need import Need
from llmpick.core.self_hosting import running
from llmpick.core.self_hosting.break_even import BreakEvenAnswer, Even, Rival
from llmpick.core.self_hosting.running import BreakEven, Point, Scaling
from llmpick.render import blocks, words
from llmpick.render.answers import selfhost as ways
from llmpick.render.blocks import Block, Grid, Lines, Sentence
from llmpick.render.wording import chart
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.break_even import (
        BreakEvenRecord,
        ComparedRecord,
        CurvePointRecord,
        SelfhostBreakEvenAnswer,
        UnitRecord,
    )


def answer(found: BreakEvenAnswer | None, need: Need, about: About) -> blocks.Answer:
    """All forms of a break-even; None: nothing fits, or it has no speed or no price."""
    records = [] if found is None else [_record(found, one) for one in found.shown]
    payload: SelfhostBreakEvenAnswer = {
        **about.own_head("selfhost"),
        "task": need.task.id,
        **_payload(found),
        "results": records,
    }
    return blocks.Answer(
        payload=payload,
        records=records,
        ids=[one.rival.id for one in found.shown if one.expected.first is not None]
        if found
        else [],
        blocks=list(_blocks(found, need, about)),
        code=0 if found else 1,
    )


def _payload(found: BreakEvenAnswer | None) -> ComparedRecord:
    if found is None:
        return {
            "job": None,
            "way": None,
            "unit": None,
            "equal": None,
            "curve_of": None,
            "routes": 0,
            "curve": [],
            "assumed": [],
        }
    return {
        "job": ways.job_of(found.job, None),
        "way": ways.record(found.row, 1),
        "unit": _unit(found),
        "equal": found.equal and {"model": found.equal[0].id, "score": found.equal[1]},
        "routes": len(found.evens),
        "curve_of": found.reference and found.reference.id,
        "curve": [_point(point) for point in found.points],
        "assumed": list(found.assumed),
    }


def _unit(found: BreakEvenAnswer) -> UnitRecord:
    unit = found.unit
    price = unit.way.steady
    return {
        "gpus": unit.gpus,
        "capacity_tokens_per_second": ways.interval(unit.capacity),
        "capacity_requests_per_month": full_requests(found),
        "usd_per_month": unit.own_usd(1, 0.0),
        "terms": price.terms if price else None,
    }


def full_requests(found: BreakEvenAnswer) -> float:
    """Requests a month that one unit takes, its busiest hour as full as it may be."""
    return running.full_requests(found.job.load, found.unit.capacity.value)


def _record(found: BreakEvenAnswer, one: Even) -> BreakEvenRecord:
    rival = one.rival
    return {
        "route": rival.id,
        "why": rival.why,
        "first_party": rival.offering.first_party,
        "usd_per_million_requests": rival.usd_per_request * 1e6,
        "on": place(one),
        "requests_per_month": one.expected.first,
        "mtok_per_month": _mtok(found, one.expected.first),
        "settled_requests_per_month": one.expected.settled,
        "requests_per_month_if_fast": one.fast.first,
        "requests_per_month_if_slow": one.slow.first,
        "never": one.expected.reason,
    }


def place(one: Even) -> str:
    """The unit that meets a rival: NxACCELERATOR/FORMAT"""
    way = one.unit.way
    return f"{one.unit.gpus}x{way.hardware.accelerator.id}/{way.option.form.id}"


def _mtok(found: BreakEvenAnswer, requests: float | None) -> float | None:
    load = found.job.load
    return requests and requests * (load.prompt_tokens + load.output_tokens) / 1e6


def _point(point: Point) -> CurvePointRecord:
    return {
        "requests_per_month": point.requests,
        "own_usd_per_month": ways.interval(point.own_usd),
        "always_on_usd_per_month": ways.interval_or_none(point.always_on_usd),
        "route_usd_per_month": point.other_usd,
        "used_share": point.used,
    }


def _blocks(found: BreakEvenAnswer | None, need: Need, about: About) -> Iterable[Block]:
    if found is None:
        yield Sentence("Nothing that fits has a known speed and price.", strong=True)
        return
    yield Sentence(_headline(found), strong=True)
    yield Lines(tuple(_header(found, need, about)))
    if found.shown:
        yield _evens(found)
    if found.reference:
        yield _curve(found, found.reference)
        yield from _picture(found, found.reference)
    yield Lines(tuple(_below(found)))
    yield from map(Sentence, about.own_words())


def _headline(found: BreakEvenAnswer) -> str:
    what = f"Running {found.row.model.name} yourself"
    if not found.evens:
        return f"No route has a price to compare {what} with."
    met = [one.expected.first for one in found.evens if one.expected.first is not None]
    if not met:
        return f"{what} is never cheaper than any of {len(found.evens)} routes."
    cheapest, *_ = found.evens
    if cheapest.expected.first == 0:
        return f"{what} is cheaper than each of {len(found.evens)} routes from the first request."
    start = f"{what} is cheaper than the dearest of {len(found.evens)} routes"
    least = min(met)
    start += f" from {_count(least)} requests a month" if least else " from the first request"
    if cheapest.expected.first is None:
        beaten = f"{len(met)} of them" if len(met) > 1 else "one of them"
        return f"{start}; at some volume than {beaten}, and never than the cheapest."
    return f"{start}, than the cheapest from {_count(cheapest.expected.first)}."


def _count(requests: float) -> str:
    return words.short_count(round(float(f"{requests:.2g}")))


def _header(found: BreakEvenAnswer, need: Need, about: About) -> Iterable[tuple[str, str]]:
    load, unit = found.job.load, found.unit
    price = unit.way.steady
    yield (
        "load",
        f"{load.prompt_tokens:,.0f} tokens in, {load.output_tokens:,.0f} out a request; "
        f"peak to mean {load.peak_to_mean:g}",
    )
    if price is not None:
        way = unit.way
        terms = f"{unit.gpus}x{way.hardware.accelerator.id} in "
        terms += f"{way.option.form.name or way.option.form.id}, {price.terms}"
        if price.rental is not None:
            rental = price.rental
            terms += f" at {rental.provider}, {rental.usd_per_gpu_hour:g} USD an hour of one"
            terms += f" ({rental.read})"
            terms += ", all hours" if found.job.scaling else ""
        yield "unit", f"{words.money(unit.own_usd(1, 0.0))} USD a month: {terms}"
    takes = full_requests(found)
    yield (
        "takes",
        f"{ways.speed(unit.capacity)} tokens a second when full, {_count(takes)} requests a month",
    )
    if found.job.scaling is not None:
        yield "billed", _billed(found.job.scaling)
    yield "quality", f"{need.task.id} {ways.score(found.row)}"
    yield "as of", f"{about.day} · {about.words()}"
    if found.note:
        yield "read", found.note


def _billed(scaling: Scaling) -> str:
    """What a month of copies that scale to zero is made of."""
    parts = ["the time of work"]
    if scaling.starts is not None:
        beside = []
        if scaling.cold_start_s is not None:
            beside.append(f"a cold start of {scaling.cold_start_s:g} s")
        if scaling.idle_s is not None:
            beside.append(f"{scaling.idle_s / 60:g} min idle")
        parts.append(f"{scaling.starts:,.0f} starts a month, {' and '.join(beside) or 'no time'}")
    return f"{', and '.join(parts)}; at most all hours"


def _evens(found: BreakEvenAnswer) -> Grid:
    return Grid(
        (
            "route",
            "compared as",
            ">USD/M requests",
            ">cheaper from",
            ">80 %",
            ">for good from",
            "on",
        ),
        tuple(
            (
                one.rival.id,
                one.rival.why + (", first party" if one.rival.offering.first_party else ""),
                words.money(one.rival.usd_per_request * 1e6),
                _met(one.expected),
                f"{_met(one.fast)} to {_met(one.slow)}",
                _met(one.expected._replace(first=one.expected.settled)),
                words.NOTHING if one.expected.first is None else place(one),
            )
            for one in found.shown
        ),
        title="Requests a month from which running it yourself is cheaper",
        minor=("compared as", ">for good from"),
        key=1,
    )


def _met(found: BreakEven) -> str:
    if found.first is None:
        return "never"
    return _count(found.first) if found.first else "1st request"


def _curve(found: BreakEvenAnswer, reference: Rival) -> Grid:
    always = (">always on",) if found.job.scaling is not None else ()
    return Grid(
        (">requests a month", ">own USD", *always, f">{reference.id} USD", ">in use"),
        tuple(
            (
                _count(point.requests),
                words.money_range(*point.own_usd),
                *([words.money_range(*point.always_on_usd)] if point.always_on_usd else ()),
                words.money(point.other_usd),
                f"{point.used * 100:.2g} %",
            )
            for point in found.points
        ),
        title="A month of both, by volume",
        key=1,
    )


def _picture(found: BreakEvenAnswer, reference: Rival) -> Iterable[Block]:
    """Costs against the volume, and where they cross."""
    if not found.drawn:
        return
    points = found.drawn[0][1]
    lines = {name[0]: [point.own_usd.value for point in line] for name, line in found.drawn}
    lines["a"] = [point.other_usd for point in points]
    # what costs nothing has no place on a logarithmic scale
    if any(cost <= 0 for line in lines.values() for cost in line):
        return
    names = ", ".join(f"{name[0]} {name}" for name, _ in found.drawn)
    yield Sentence(f"Cost by volume: {names}, a {reference.id}, {chart.BOTH} where they meet")
    yield Lines(tuple(chart.picture([point.requests for point in points], lines)))
    met = [one for one in found.evens if one.rival == reference and one.expected.first is not None]
    where = f"from {_met(met[0].expected)} a month on" if met else "at no volume"
    yield Lines((("crossing", f"own is cheaper than {reference.id} {where}"),))


def _below(found: BreakEvenAnswer) -> Iterable[tuple[str, str]]:
    for one in found.evens[:1]:
        if one.expected.reason:
            yield "never", f"{one.rival.id}: {one.expected.reason.removeprefix('never: ')}"
    if len(found.evens) > len(found.shown):
        yield "more", f"{len(found.evens) - len(found.shown)} dearer routes: --top"
    if found.equal:
        model, score = found.equal
        yield "same quality", f"{model.id} is expected at {score * 100:.0f}, or above"
    if not any(one.rival.offering.first_party for one in found.evens):
        yield "first party", "its developer's own offering has no price in force"
    yield "unit", "the one that costs least when full; a smaller one where it is met sooner"
    for text in found.assumed:
        yield "assumed", text
