"""The answer of `cost --usage`: what a log cost, what of it has no price, and elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from typing import TYPE_CHECKING

from llmpick.core.answers.usage_rates import LogRates
from llmpick.core.answers.usage_records import Elsewhere, Log, Ran, Replay, Unpriced, UnusedColumn
from llmpick.core.facts.records import Z80
from llmpick.core.need.need import Workload
from llmpick.render import words
from llmpick.render.answers.bill import Money
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About

if TYPE_CHECKING:
    from llmpick.render.records.usage import (
        ElsewhereAnswer,
        ElsewhereRecord,
        PaidRecord,
        PricedNameRecord,
        ReadRecord,
        UnpricedNameRecord,
    )

MOST_LINES = 10
"""Names without a price that a person is shown."""
MOST_DIFFERENCES = 3
"""Names and days whose cost in the log is another, that a person is shown."""


def answer(
    replay: Replay,
    about: About,
    money: Money,
    work: Workload,
    top: int,
    rates: LogRates | None = None,
) -> Answer:
    """
    All forms of *replay*, with the *top* cheapest routes elsewhere.

    *rates* are those of the log's days where it is told in another currency than US dollars, and
    *money* has their mean.
    """
    records = [_elsewhere(row, replay.usd) for row in replay.elsewhere[:top]]
    return Answer(
        payload={
            **_paid(replay, about, money, rates),
            **_in_currency(replay, money),
            **_compared(replay, work, records),
        },
        records=records,
        ids=[row.offering.id for row in replay.elsewhere[:top]],
        blocks=list(_blocks(replay, about, money, work, top, rates)),
        code=0 if replay.ran else 1,
    )


def _paid(replay: Replay, about: About, money: Money, rates: LogRates | None) -> PaidRecord:
    return {
        **about.head("cost"),
        "log": {
            "rows": replay.rows,
            "rows_at_fault": replay.faults,
            "first_day": replay.first_day,
            "last_day": replay.last_day,
            **_read(replay),
        },
        "currency": {
            "code": money[0],
            "units_per_usd": money[1],
            "rates": [
                {
                    "rate_of": one.rate.since or None,
                    "units_per_usd": one.rate.per_usd,
                    "first_day": one.first,
                    "last_day": one.last,
                }
                for one in (rates.used if rates else ())
            ],
        },
        "cost_usd": replay.usd,
        "log_cost_usd": replay.logged_usd,
    }


def _read(replay: Replay) -> ReadRecord:
    log = replay.log or Log((), {}, replay.rows)
    return {
        "format": log.form,
        "cached_tokens_are": log.cache,
        "rows_repeated": log.repeated,
        "rows_with_another_total": log.unlike,
        "paid_by_a_plan": log.plan,
        "not_used": [
            {"column": row.column, "measure": row.measure, "rows": row.rows, "sum": row.amount}
            for row in log.named
        ],
    }


def _in_currency(replay: Replay, money: Money) -> dict[str, float]:
    """What it cost in another currency than US dollars, where one was asked for."""
    code, rate = money
    return {} if code == "USD" else {f"cost_{code.lower()}": replay.usd * rate}


def _compared(replay: Replay, work: Workload, rows: list[ElsewhereRecord]) -> ElsewhereAnswer:
    return {
        "models": [_ran(row) for row in replay.ran],
        "unpriced": [_unpriced(row) for row in replay.unpriced],
        "free": [
            {"name": row.name, "why": row.why, "requests": row.requests} for row in replay.free
        ],
        "notes": [
            {"name": row.name, "note": row.text, "requests": row.requests} for row in replay.notes
        ],
        "differences": [
            {
                "name": row.name,
                "day": row.day,
                "rows": row.rows,
                "log_cost_usd": row.logged_usd,
                "cost_usd": row.usd,
            }
            for row in replay.differences
        ],
        "routes_compared": len(replay.elsewhere),
        "results": rows,
        "excluded": dict(replay.excluded),
        "assumptions": list(_assumed(work, replay)),
    }


def _unpriced(row: Unpriced) -> UnpricedNameRecord:
    return {
        "name": row.name,
        "why": row.why,
        "requests": row.requests,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
    }


def _ran(row: Ran) -> PricedNameRecord:
    return {
        "name": row.name,
        "route": row.offering.id,
        "requests": row.requests,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
        "cached_tokens": row.cached_tokens,
        "written_tokens": row.written_tokens,
        "written_1h_tokens": row.long_written_tokens,
        "cost_usd": row.usd,
        "log_cost_usd": row.logged_usd,
    }


def _elsewhere(row: Elsewhere, usd: float) -> ElsewhereRecord:
    return {
        "route": row.offering.id,
        "model": row.offering.model,
        "provider": row.offering.provider,
        "cost_usd": row.usd,
        "interval_80_usd": _interval(row),
        "difference_usd": row.usd - usd,
        "input_tokens_per_logged_token": row.ratio,
    }


def _interval(row: Elsewhere) -> tuple[float, float]:
    wide = exp(Z80 * row.spread)
    return row.usd / wide, row.usd * wide


def _assumed(work: Workload, replay: Replay) -> Iterable[str]:
    text = "tokens as they were billed" if work.content is None else f"text in {work.content}"
    yield f"elsewhere: the same requests, cache hits and lengths of answers; {text}"
    yield "every day by the price list in force on it, or elsewhere by the first one after it"
    yield "what a model thinks is in the output of the log, and the same elsewhere"
    if replay.log is not None and any(group.searches for group in replay.log.groups):
        yield "elsewhere: only routes whose fee of a search is known"
    if work.service != "standard":
        yield f"all of the log was {work.service} service"
    if work.batch_share:
        yield f"{words.share(work.batch_share)} of the requests were sent as a batch"
    if work.peak_share is not None:
        yield f"{words.share(work.peak_share)} of the requests came in peak hours"


def _blocks(
    replay: Replay,
    about: About,
    money: Money,
    work: Workload,
    top: int,
    rates: LogRates | None,
) -> Iterable[Block]:
    code, rate = money
    yield Sentence(_headline(replay, money), strong=True)
    yield Lines((*header(replay, about), *_rates(code, rates)))
    if replay.ran:
        yield Grid(
            ("log says", "route", ">requests", ">input", ">cached", ">output", f">{code}"),
            tuple(
                (
                    row.name,
                    row.offering.id,
                    words.count(row.requests),
                    words.short_count(row.input_tokens),
                    words.short_count(row.cached_tokens),
                    words.short_count(row.output_tokens),
                    words.cents(row.usd * rate),
                )
                for row in replay.ran
            ),
            minor=(">cached",),
        )
    if replay.elsewhere:
        yield Grid(
            ("elsewhere", f">{code}", ">80 %", ">difference", ">tokens"),
            tuple(_row(row, replay.usd, rate) for row in replay.elsewhere[:top]),
            minor=(">tokens",),
            key=1,
        )
    below = [("assumed", text) for text in _assumed(work, replay)] if replay.elsewhere else []
    if replay.excluded:
        below.append(
            ("excluded", ", ".join(f"{count:,} {rule}" for rule, count in replay.excluded))
        )
    if below:
        yield Lines(tuple(below))


def _headline(replay: Replay, money: Money) -> str:
    code, rate = money
    priced = sum(row.requests for row in replay.ran)
    idle = replay.log.idle if replay.log else 0
    others = sum(row.requests for row in replay.unpriced) + sum(replay.faults.values()) - idle
    if not replay.ran:
        return "No request of the log could be priced."
    rest = f"; {words.count(others)} could not be priced" if others else ""
    cost = f"{words.cents(replay.usd * rate)} {code}"
    requests = words.plural(priced, "request")
    if replay.log is not None and replay.log.plan:
        verb = "is" if priced == 1 else "are"
        return f"{requests} {verb} worth {cost} at API prices; a plan is billed otherwise{rest}."
    return f"{requests} cost {cost} at list prices{rest}."


def header(replay: Replay, about: About) -> Iterable[tuple[str, str]]:
    """How the log was read, and what of it has no price, a labelled line each."""
    if replay.first_day:
        yield "days", f"{replay.first_day} to {replay.last_day}"
    yield "as of", f"{about.day} · {about.words()}"
    if replay.log is not None:
        yield from _reading(replay.log, about)
    yield from _own_cost(replay)
    for fault, rows in replay.faults.items():
        yield "not read", f"{words.plural(rows, 'row')}: {fault}"
    for row in replay.unpriced[:MOST_LINES]:
        yield "not priced", f"{words.plural(row.requests, 'request')} of `{row.name}`: {row.why}"
    if len(replay.unpriced) > MOST_LINES:
        names = replay.unpriced[MOST_LINES:]
        requests = words.plural(sum(row.requests for row in names), "request")
        yield "not priced", f"{requests} of {words.plural(len(names), 'other name')}: --json"
    for free in replay.free[:MOST_LINES]:
        yield "free", f"{words.plural(free.requests, 'request')} of `{free.name}`: {free.why}"
    for note in replay.notes[:MOST_LINES]:
        yield "priced so", f"{words.plural(note.requests, 'request')} of `{note.name}`: {note.text}"
    for column in replay.log.named if replay.log else ():
        yield _not_used(column)


def _reading(log: Log, about: About) -> Iterable[tuple[str, str]]:
    if log.says:
        cache = f"; tokens of a cache are counted {log.cache}" if log.cache else ""
        yield "read as", f"{log.says}{cache}"
    if log.timeless:
        yield "read as", f"the log has no times: all of it by the prices of {about.day}"
    if log.repeated:
        rows = "1 row is" if log.repeated == 1 else f"{words.count(log.repeated)} rows are"
        yield "repeated", f"{rows} of a request that was there before: each counts once"
    if log.unlike:
        rows = "1 row has" if log.unlike == 1 else f"{words.count(log.unlike)} rows have"
        yield "totals", f"{rows} a total that input and output do not add up to"


def _rates(code: str, rates: LogRates | None) -> Iterable[tuple[str, str]]:
    """The rate of each span of days, and that what is elsewhere takes their mean."""
    for one in rates.used if rates else ():
        label = f"European Central Bank, {one.rate.since}" if one.rate.since else "given"
        days = one.first if one.first == one.last else f"{one.first} to {one.last}"
        yield "rate", f"{one.rate.per_usd:g} {code} for a dollar ({label}): {days}"
    if rates and rates.early:
        yield "rate", "days before the first rate on file take that one"
    if rates and len(rates.used) > 1:
        yield "rate", f"names and routes at the mean of these by cost, {rates.mean:.6g}"


def _own_cost(replay: Replay) -> Iterable[tuple[str, str]]:
    """The cost in the log beside the sum, and where they are furthest apart."""
    if replay.logged_usd is None:
        return
    rows = words.plural(replay.logged_rows, "row")
    yield "log's cost", f"{_usd(replay.logged_usd)} in {rows}; {_usd(replay.usd)} here"
    for row in replay.differences[:MOST_DIFFERENCES]:
        found = f"{_usd(row.logged_usd)} in the log, {_usd(row.usd)} here"
        yield "differs", f"`{row.name}` on {row.day}, {words.plural(row.rows, 'row')}: {found}"


def _usd(amount: float) -> str:
    """US dollars, to a hundredth of a cent where there are few."""
    return f"{amount:,.2f} USD" if amount >= 100 else f"{amount:,.4f} USD"


def _not_used(row: UnusedColumn) -> tuple[str, str]:
    amount = "" if row.amount is None else f", {row.amount:,.10g} in all"
    label, what = NOT_USED.get(row.measure or "", ("not used", "what it counts is not known"))
    return label, f"`{row.column}` in {words.plural(row.rows, 'row')}{amount}: {what}"


NOT_USED = {
    "cached_audio": ("not priced", "sound in the cache is as text"),
    **dict.fromkeys(
        ("image_in", "image_out", "cached_image"), ("not priced", "images are as text")
    ),
    "fetches": ("not priced", "no fee is added"),
    **dict.fromkeys(("search_fee", "file_fee"), ("not priced", "a fee that is not added")),
    **dict.fromkeys(("seconds", "characters"), ("not priced", "tokens alone are")),
    "host": ("not used", "the price is that of the route, whoever answered"),
    "status": ("not used", "rows that failed count as billed"),
    "retries": ("not used", "a row is one request"),
    "own_key": ("not used", "paid to another"),
}
"""What is done with a column that moves no bill, by its measure."""


def _row(row: Elsewhere, usd: float, rate: float) -> tuple[str, ...]:
    low, high = _interval(row)
    wide = f"{words.money(low * rate)}-{words.money(high * rate)}" if low < high else words.NOTHING
    return (
        row.offering.id,
        words.cents(row.usd * rate),
        wide,
        f"{(row.usd - usd) * rate:+,.2f}",
        f"x{row.ratio:.2f}",
    )
