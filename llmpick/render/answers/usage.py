"""The answer of `cost --usage`: what a log cost, what of it has no price, and elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from typing import Any

from llmpick import __version__
from llmpick.core.answers.usage import Elsewhere, Ran, Replay
from llmpick.core.facts.records import Z80
from llmpick.core.need.need import Workload
from llmpick.render import words
from llmpick.render.answers.bill import Money
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import SCHEMA_VERSION, About

MOST_LINES = 10
"""Names without a price that a person is shown."""


def answer(replay: Replay, about: About, money: Money, work: Workload, top: int) -> Answer:
    """All forms of *replay*, with the *top* cheapest routes elsewhere."""
    code, rate = money
    own = {} if code == "USD" else {f"cost_{code.lower()}": replay.usd * rate}
    records = [_elsewhere(row, replay.usd) for row in replay.elsewhere[:top]]
    return Answer(
        payload={
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "llmpick", "version": __version__, "command": "cost"},
            "catalog": about.payload(),
            "log": {
                "rows": replay.rows,
                "rows_at_fault": replay.faults,
                "first_day": replay.first_day,
                "last_day": replay.last_day,
            },
            "currency": {"code": code, "units_per_usd": rate},
            "cost_usd": replay.usd,
            **own,
            "models": [_ran(row) for row in replay.ran],
            "unpriced": [row._asdict() for row in replay.unpriced],
            "routes_compared": len(replay.elsewhere),
            "results": records,
            "excluded": dict(replay.excluded),
            "assumptions": list(_assumed(work)),
        },
        records=records,
        ids=[row.offering.id for row in replay.elsewhere[:top]],
        blocks=list(_blocks(replay, about, money, work, top)),
        code=0 if replay.ran else 1,
    )


def _ran(row: Ran) -> dict[str, Any]:
    return {
        "name": row.name,
        "route": row.offering.id,
        "requests": row.requests,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
        "cached_tokens": row.cached_tokens,
        "written_tokens": row.written_tokens,
        "cost_usd": row.usd,
    }


def _elsewhere(row: Elsewhere, usd: float) -> dict[str, Any]:
    return {
        "route": row.offering.id,
        "model": row.offering.model,
        "provider": row.offering.provider,
        "cost_usd": row.usd,
        "interval_80_usd": list(_interval(row)),
        "difference_usd": row.usd - usd,
        "input_tokens_per_logged_token": row.ratio,
    }


def _interval(row: Elsewhere) -> tuple[float, float]:
    wide = exp(Z80 * row.spread)
    return row.usd / wide, row.usd * wide


def _assumed(work: Workload) -> Iterable[str]:
    text = "tokens as they were billed" if work.content is None else f"text in {work.content}"
    yield f"elsewhere: the same requests, cache hits and lengths of answers; {text}"
    yield "every day by the price list in force on it, or elsewhere by the first one after it"
    yield "what a model thinks is in the output of the log, and the same elsewhere"
    if work.service != "standard":
        yield f"all of the log was {work.service} service"
    if work.batch_share:
        yield f"{words.share(work.batch_share)} of the requests were sent as a batch"
    if work.peak_share is not None:
        yield f"{words.share(work.peak_share)} of the requests came in peak hours"


def _blocks(
    replay: Replay, about: About, money: Money, work: Workload, top: int
) -> Iterable[Block]:
    code, rate = money
    yield Sentence(_headline(replay, money), strong=True)
    yield Lines(tuple(_header(replay, about)))
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
                    f"{row.usd * rate:,.2f}",
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
    below = [("assumed", text) for text in _assumed(work)] if replay.elsewhere else []
    if replay.excluded:
        below.append(
            ("excluded", ", ".join(f"{count:,} {rule}" for rule, count in replay.excluded))
        )
    if below:
        yield Lines(tuple(below))


def _headline(replay: Replay, money: Money) -> str:
    code, rate = money
    priced = sum(row.requests for row in replay.ran)
    others = sum(row.requests for row in replay.unpriced) + sum(replay.faults.values())
    if not replay.ran:
        return "No request of the log could be priced."
    rest = f"; {words.count(others)} could not be priced" if others else ""
    cost = f"{replay.usd * rate:,.2f} {code}"
    return f"{words.plural(priced, 'request')} cost {cost} at list prices{rest}."


def _header(replay: Replay, about: About) -> Iterable[tuple[str, str]]:
    if replay.first_day:
        yield "days", f"{replay.first_day} to {replay.last_day}"
    yield "as of", f"{about.day} · {about.words()}"
    for fault, rows in replay.faults.items():
        yield "not read", f"{words.plural(rows, 'row')}: {fault}"
    for row in replay.unpriced[:MOST_LINES]:
        yield "not priced", f"{words.plural(row.requests, 'request')} of `{row.name}`: {row.why}"
    if len(replay.unpriced) > MOST_LINES:
        names = replay.unpriced[MOST_LINES:]
        requests = words.plural(sum(row.requests for row in names), "request")
        yield "not priced", f"{requests} of {words.plural(len(names), 'other name')}: --json"


def _row(row: Elsewhere, usd: float, rate: float) -> tuple[str, ...]:
    low, high = _interval(row)
    wide = f"{words.money(low * rate)}-{words.money(high * rate)}" if low < high else words.NOTHING
    return (
        row.offering.id,
        f"{row.usd * rate:,.2f}",
        wide,
        f"{(row.usd - usd) * rate:+,.2f}",
        f"x{row.ratio:.2f}",
    )
