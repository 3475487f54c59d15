"""The answer of `cost --usage --advise`: what would make a log cheaper, and the month after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from llmpick.core.answers.forecast import LEAST_DAYS, Coming, Forecast
from llmpick.core.answers.portfolio import Kind, Portfolio, Saving
from llmpick.lang.said import said
from llmpick.render import words
from llmpick.render.answers.usage import header
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About
from llmpick.render.wording.picks import route_words

if TYPE_CHECKING:
    from llmpick.render.answers.bill import Money
    from llmpick.render.records.advice import (
        AdviceAnswer,
        ComingRecord,
        ForecastRecord,
        ModelAheadRecord,
        SavingRecord,
    )

STEPS = "▁▂▃▄▅▆▇█"
MOST_DAYS = 62
"""Days in the picture, the last ones of the log."""

Way = tuple[Kind, Saving]


def answer(found: Portfolio, about: About, money: Money, top: int) -> Answer:
    """All forms of *found*, with the *top* largest savings."""
    ways = ordered(found)
    records = [_record(kind, way) for kind, way in ways[:top]]
    payload: AdviceAnswer = {
        **about.head("cost"),
        "advice": headline(found, ways),
        "first_day": found.replay.first_day,
        "last_day": found.replay.last_day,
        "months_in_log": found.months,
        "currency": {"code": money[0], "units_per_usd": money[1]},
        "monthly_cost_usd": found.usd,
        "kinds_compared": len(found.kinds),
        "kinds_not_compared": len(found.rest),
        "ways_to_save": len(ways),
        "results": records,
        "next_month": _forecast(found.forecast),
        "assumptions": list(assumed(found)),
    }
    return Answer(
        payload=payload,
        records=records,
        ids=list(dict.fromkeys(one["to"] for one in records if one["to"])),
        blocks=list(_blocks(found, ways, about, money, top)),
        code=0 if found.kinds else 1,
    )


def ordered(found: Portfolio) -> list[Way]:
    """All savings with their kind of traffic, the largest first."""
    ways = ((kind, way) for kind in found.kinds for way in kind.savings)
    return sorted(ways, key=lambda one: (-one[1].usd, one[0].ran.name, one[1].what))


# ---- records


def _record(kind: Kind, way: Saving) -> SavingRecord:
    gap, low, high = way.quality
    to, sized = way.to, kind.sized
    return {
        "name": kind.ran.name,
        "route": kind.ran.offering.id,
        "input_tokens_over": sized.over if sized else 0,
        "input_tokens_up_to": sized.up_to if sized else None,
        "requests_per_month": kind.need.workload.requests_per_month,
        "monthly_cost_usd": kind.usd,
        "way": way.what,
        "to": to.route.id if to else None,
        "effort_now": way.effort[0] if way.effort else None,
        "effort_then": way.effort[1] if way.effort else None,
        "more_of_the_input_cached": way.share,
        "saves_usd_per_month": way.usd,
        "quality_points": gap,
        "quality_points_interval_80": None if low is None or high is None else (low, high),
        "p_no_worse": way.chance,
        "estimated_from_sizes_only": way.what == "cache",
    }


def _forecast(found: Forecast | None) -> ForecastRecord | None:
    if found is None:
        return None
    models: list[ModelAheadRecord] = [
        {
            "name": row.name,
            "route": row.offering.id,
            "usual_usd": row.usual,
            "cost_usd": row.usd,
            "interval_80_usd": (row.low, row.high),
        }
        for row in found.rows
    ]
    return {
        "first_day": found.first,
        "last_day": found.last,
        "cost_usd": found.usd,
        "interval_80_usd": (found.low, found.high),
        "models": models,
        "coming": [_coming(one) for one in found.coming],
        "days": [{"day": day, "cost_usd": usd} for day, usd in found.days],
    }


def _coming(one: Coming) -> ComingRecord:
    return {
        "name": one.name,
        "route": one.offering.id,
        "what": one.what,
        "on": one.on,
        "times_todays_price": one.ratio,
    }


# ---- what a person reads


def _blocks(
    found: Portfolio, ways: Sequence[Way], about: About, money: Money, top: int
) -> Iterable[Block]:
    code, rate = money
    yield Sentence(headline(found, ways, money), strong=True)
    yield Lines(tuple(pair for pair in header(found.replay, about)))
    if ways:
        yield Sentence(said("Savings in {code} a month:", code=code))
        yield Grid(
            (
                *("log says", "input", ">requests", ">now", "instead"),
                *(">saves", ">points", ">80 %", ">no worse"),
            ),
            tuple(_row(kind, way, rate) for kind, way in ways[:top]),
            minor=(">requests", ">no worse", ">80 %"),
            key=2,
        )
    yield from ahead(found.forecast, money)
    more = [("assumed", text) for text in assumed(found)]
    if len(ways) > top:
        rest = said("{count} smaller savings: --top", count=len(ways) - top)
        more.append(("not shown", rest))
    yield Lines(tuple(more))


def _sum(usd: float, money: Money) -> str:
    """A sum with its currency."""
    code, rate = money
    if code == "USD":
        return said("{usd} USD", usd=words.usd(usd))
    return said("{amount} {code}", amount=words.money(usd * rate), code=code)


def headline(found: Portfolio, ways: Sequence[Way], money: Money = ("USD", 1.0)) -> str:
    """One sentence to act on: the largest saving, in *money*."""
    if not found.kinds:
        return said("No request of the log could be priced.")
    bill = _sum(found.usd, money)
    if not ways:
        return said(
            "Keep what you run: nothing that is as good saves a twentieth of {bill} a month.",
            bill=bill,
        )
    firsts = [(kind, kind.first) for kind in found.kinds]
    kind, way = max(
        ((kind, one) for kind, one in firsts if one is not None),
        key=lambda pair: (pair[1].what != "cache", pair[1].usd),
    )
    saves = _sum(way.usd, money)
    what = said("`{name}`", name=kind.ran.name)
    size = size_words(kind)
    if size:
        what = said("`{name}` with {size} of input", name=kind.ran.name, size=size)
    if way.what in ("model", "route") and way.to is not None:
        text = said(
            "Move {what} to {route}: it saves {saves} of {bill} a month",
            what=what,
            route=route_words(way.to),
            saves=saves,
            bill=bill,
        )
    elif way.what == "batch":
        text = said(
            "Send {what} as a batch where nobody waits: it saves up to {saves} of {bill} a month",
            what=what,
            saves=saves,
            bill=bill,
        )
    elif way.what == "cache":
        text = said(
            "Look whether requests of {what} begin alike: a cache may save up to {saves} of "
            "{bill} a month",
            what=what,
            saves=saves,
            bill=bill,
        )
    else:
        text = said(
            "Run {what} at {effort} effort: it saves {saves} of {bill} a month",
            what=what,
            effort=way.effort[1] if way.effort else "",
            saves=saves,
            bill=bill,
        )
    if way.chance is None:
        return said("{text}.", text=text)
    return said(
        "{text}; the chance that it is no worse is {chance}.",
        text=text,
        chance=words.chance(way.chance),
    )


def size_words(kind: Kind) -> str:
    """How long the input is; empty where no length is told from another."""
    if kind.sized is None:
        return ""
    over, up_to = kind.sized.over, kind.sized.up_to
    if up_to is None:
        return said("over {tokens} tokens", tokens=words.short_count(over))
    if not over:
        return said("up to {tokens} tokens", tokens=words.short_count(up_to))
    return said(
        "{low} to {high} tokens", low=words.short_count(over), high=words.short_count(up_to)
    )


def way_words(way: Saving) -> str:
    """What to do instead."""
    if way.to is not None:
        return route_words(way.to)
    if way.what == "batch":
        return said("as a batch")
    if way.what == "cache":
        return said("{share} more of the input from a cache, at most", share=words.share(way.share))
    one, other = way.effort or ("", "")
    return said("{other} effort in place of {one}", other=other, one=one)


def _row(kind: Kind, way: Saving, rate: float) -> tuple[str, ...]:
    gap, low, high = way.quality
    same = way.what in ("batch", "cache")
    wide = words.NOTHING if low is None or high is None else f"{low:+.0f} to {high:+.0f}"
    return (
        kind.ran.name,
        size_words(kind),
        words.short_count(kind.need.workload.requests_per_month),
        words.cents(kind.usd * rate),
        way_words(way),
        words.cents(way.usd * rate),
        words.NOTHING if gap is None else said("same") if same else f"{gap:+.0f}",
        words.NOTHING if same else wide,
        words.NOTHING if way.chance is None else words.chance(way.chance),
    )


def ahead(found: Forecast | None, money: Money) -> Iterable[Block]:
    """The month after the log: a sentence, a row a name, what comes, and a picture of the days."""
    if found is None:
        yield Lines(
            (
                (
                    "next month",
                    said("not told: a trend needs {days} days with requests", days=LEAST_DAYS),
                ),
            )
        )
        return
    code, rate = money
    yield Sentence(
        said(
            "{month} is expected to cost {usd} {code} ({low} to {high}, four times of five) if the "
            "trend of the log goes on.",
            month=found.first[:7],
            usd=words.cents(found.usd * rate),
            code=code,
            low=words.cents(found.low * rate),
            high=words.cents(found.high * rate),
        )
    )
    yield Lines(
        (
            (said("{code} a day", code=code), picture(found, rate)),
            *(("beware", coming_words(one)) for one in found.coming),
        )
    )
    yield Grid(
        ("next month", f">{code}", ">80 %", ">as the log"),
        tuple(
            (
                row.name,
                words.cents(row.usd * rate),
                f"{words.cents(row.low * rate)}-{words.cents(row.high * rate)}",
                words.cents(row.usual * rate),
            )
            for row in found.rows
        ),
        key=1,
    )


def picture(found: Forecast, rate: float) -> str:
    """The days of the log as steps, the dearest as the highest; a day of nothing is a point."""
    days = found.days[-MOST_DAYS:]
    most = max(usd for _, usd in days)
    steps = "".join(
        STEPS[min(len(STEPS) - 1, int(usd / most * len(STEPS)))] if usd > 0 else "·"
        for _, usd in days
    )
    return said(
        "{steps} {first} to {last}, {most} at most",
        steps=steps,
        first=days[0][0],
        last=days[-1][0],
        most=words.cents(most * rate),
    )


def coming_words(one: Coming) -> str:
    """What happens to a route of the log before the next month is over."""
    if one.what == "price":
        return said(
            "`{name}`: its price changes on {day}, to {ratio} times today's for this work",
            name=one.name,
            day=one.on,
            ratio=f"{one.ratio or 0:.2f}",
        )
    if one.has_ended:
        return said(
            "`{name}`: {route} has ended, on {day}",
            name=one.name,
            route=one.offering.id,
            day=one.on,
        )
    if one.by_maker:
        return said(
            "`{name}`: its maker ends it on {day}, as far as {route} says nothing else",
            name=one.name,
            day=one.on,
            route=one.offering.id,
        )
    return said("`{name}`: {route} ends on {day}", name=one.name, route=one.offering.id, day=one.on)


def assumed(found: Portfolio) -> Iterable[str]:
    """What the savings and the next month stand on."""
    yield said("each saving is by itself: two of one kind of traffic do not add up")
    yield said(
        "another model: as many requests of the same average length at today's prices, and what it "
        "thinks on top of the log's output; privacy, region, kinds of input and tools as in use"
    )
    if any(way.what == "cache" for kind in found.kinds for way in kind.savings):
        yield said(
            "a cache: from sizes only, as if all requests of a day began with the same tokens, as "
            "many as nine of ten have; the log does not say whether they do"
        )
    if any(way.what == "effort" for kind in found.kinds for way in kind.savings):
        yield said(
            "effort: the log does not say it, so the one that serves the job best is taken as now"
        )
    if found.rest:
        yield said("not compared: {count} further kinds of traffic", count=len(found.rest))
    if found.forecast is not None:
        yield said(
            "next month: a straight line through the days, at today's prices until they change"
        )
    if found.months is None:
        yield said("the log has no times: all of it is taken as one month")
