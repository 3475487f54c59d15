"""The answer of `cost`: routes by what a month costs, then the terms and what they assume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import TYPE_CHECKING, cast

from llmpick.core.answers import age
from llmpick.core.answers.age import PriceAge
from llmpick.core.answers.bills import NO_SEARCH_FEE, Assumption, Bills, Others, RouteBill
from llmpick.core.cost.fees import UNHEARD
from llmpick.core.facts.records import Z80
from llmpick.core.need.need import Workload
from llmpick.lang.said import joined, said
from llmpick.lang.said import term as term_words
from llmpick.render import words
from llmpick.render.answers.sentences import RULE_WORDS
from llmpick.render.blocks import Answer, Block, Grid, Lines, Sentence
from llmpick.render.wording.about import About, age_days, old_price

if TYPE_CHECKING:
    from llmpick.render.records.bill import (
        BillDetailRecord,
        BilledRouteRecord,
        BillRecord,
        CostAnswer,
        PricedWorkloadRecord,
    )
Money = tuple[str, float]
"""A currency, and its units for one US dollar."""


def answer(
    bills: Bills,
    about: About,
    money: Money,
    *,
    explain: bool = False,
    bare: tuple[str, ...] = (),
) -> Answer:
    """All forms of *bills*; *bare* names the options given without a value."""
    others = dict(bills.others)
    records = [record(bill, money, bills.need.day, others) for bill in bills.bills]
    payload: CostAnswer = {
        **about.head("cost"),
        "workload": workload(bills.need.workload),
        "currency": {
            "code": money[0],
            "units_per_usd": money[1],
            "rate_of": dict(bills.need.rate_labels).get(money[0]),
        },
        "routes_priced": bills.priced,
        "results": records,
        "excluded": dict(bills.excluded),
        "without_a_rate_or_price": dict(bills.unpriced),
        "price_known_later": dict(bills.unread),
        "warnings": list(_warnings(bills)),
    }
    return Answer(
        payload=payload,
        records=records,
        ids=[_id(bill) for bill in bills.bills],
        blocks=list(_blocks(bills, about, money, explain, bare)),
        code=0 if bills.bills else 1,
    )


def _id(bill: RouteBill) -> str:
    offering, effort = bill.ask.offering, bill.ask.effort
    return f"{offering.model}{f':{effort}' if effort else ''}@{offering.place}"


def workload(work: Workload) -> PricedWorkloadRecord:
    """The workload of a JSON answer, with every default that was filled in."""
    return {
        "requests_per_month": work.requests_per_month,
        "calls_per_request": work.calls_per_request,
        "input_tokens": work.input_tokens,
        "output_tokens": work.output_tokens,
        "tokens_are": "as billed" if work.content is None else "of the reference tokenizer",
        "content": work.content,
        "cache_read_share": work.cache_read_share,
        "cache_write_share": work.cache_write_share,
        "cache_write_1h_share": work.cache_write_1h_share,
        "reasoning_tokens": work.reasoning_tokens,
        "reasoning_tokens_are": work.measured_reasoning or "assumed",
        "tries_per_request": work.attempts,
        "service": work.service,
        "batch_share": work.batch_share,
        "peak_share": work.peak_share,
        "images": work.images,
        "searches": work.searches,
        "cache_hours_per_month": work.cache_hours,
        "turns": work.turns,
        "context_growth_tokens": work.context_growth_tokens,
    }


def record(
    bill: RouteBill, money: Money, day: str, others: Mapping[str, Others] | None = None
) -> BillRecord:
    """
    One route on *day*, unrounded, with a month in another currency where one is asked.

    *others* are the further routes of its model, by route, where it stands for all.
    """
    found = {**_route(bill), **_in_currency(bill, money), **_made_of(bill, day)}
    rest = (others or {}).get(bill.ask.offering.id)
    found["other_routes_of_model"] = rest and rest.routes
    found["other_routes_at_same_cost"] = rest and rest.same
    return cast("BillRecord", found)


def _in_currency(bill: RouteBill, money: Money) -> dict[str, float]:
    code, rate = money
    return {} if code == "USD" else {f"monthly_cost_{code.lower()}": bill.cost.total * rate}


def _route(bill: RouteBill) -> BilledRouteRecord:
    offering = bill.ask.offering
    return {
        "route": _id(bill),
        "model": offering.model,
        "effort": bill.ask.effort,
        "provider": offering.provider,
        "variant": offering.variant,
        "monthly_cost_usd": bill.cost.total,
    }


def _made_of(bill: RouteBill, day: str) -> BillDetailRecord:
    price = bill.price
    return {
        "interval_80_usd": (bill.low, bill.high),
        "price_currency": price.currency,
        "monthly_cost_in_price_currency": bill.native,
        "terms": [
            {"term": term.name, "mtok_per_month": term.mtok, "usd_per_month": term.usd}
            for term in bill.terms
        ],
        "assumptions": [
            {
                "name": item.name,
                "value": item.value,
                "unit": item.unit,
                "spread_log": item.spread,
                "basis": item.basis,
            }
            for item in bill.assumptions
        ],
        "price": {
            "input_per_mtok": price.input_per_mtok,
            "output_per_mtok": price.output_per_mtok,
            "cache_read_per_mtok": price.cache_read_per_mtok,
            "cache_write_per_mtok": price.cache_write_per_mtok,
            "cache_write_1h_per_mtok": price.cache_write_1h_per_mtok,
            "read": bill.ask.offering.price_read,
            "age_days": age_days(bill.ask.offering.price_read, day),
        },
        "price_changes": [
            {"since": change.since, "monthly_cost_usd": change.total} for change in bill.changes
        ],
        "warnings": list(bill.notes),
        "other_routes_of_model": None,
        "other_routes_at_same_cost": None,
    }


def _warnings(bills: Bills) -> Iterable[str]:
    yield from bills.remarks
    for bill in bills.bills:
        now = bill.cost.total
        for change in bill.changes:
            yield (
                said(
                    "{id} {verb} on {since}: {usd} to {usd2} USD a month",
                    id=_id(bill),
                    verb=_verb(now, change.total),
                    since=change.since,
                    usd=words.usd(now),
                    usd2=words.usd(change.total),
                )
            )
            now = change.total
    if bills.unread:
        yield joined("; ", [_unread(bills), said("no source says what it was on that day")])
    yield from old_price(_ages(bills))
    for currency, count in bills.unpriced:
        if currency == "no price":
            yield said("{routes} without a price", routes=words.plural(count, "route"))
        elif currency == NO_SEARCH_FEE:
            routes = words.plural(count, "route")
            yield said("{routes} left out: what a search costs there is not known", routes=routes)
        else:
            yield (
                said(
                    "{routes} priced in {currency}: add --rate {currency}=N, units for one "
                    "US dollar",
                    routes=words.plural(count, "route"),
                    currency=currency,
                )
            )


def _unread(bills: Bills) -> str:
    """Routes whose price was not read by the day, and from when on it is known."""
    days = [day for day, _ in bills.unread]
    first = days[0] if len(days) == 1 else said("{days} to {days2}", days=days[0], days2=days[-1])
    routes = words.plural(sum(count for _, count in bills.unread), "route")
    return said("the price of {routes} is not known before {first}", routes=routes, first=first)


def _ages(bills: Bills) -> list[PriceAge]:
    """How old the prices of the bills are."""
    return age.ages(bills.offerings, bills.need.day)


def _verb(now: float, then: float) -> str:
    if not now:
        return said("changes")
    for factor, verb in (
        (2.0, said("doubles")),
        (3.0, said("triples")),
        (0.5, said("halves")),
    ):
        if abs(then / now / factor - 1) < 0.01:
            return verb
    return said("rises") if then > now else said("falls")


def _blocks(
    bills: Bills, about: About, money: Money, explain: bool, bare: tuple[str, ...]
) -> Iterable[Block]:
    yield Sentence(_headline(bills, money), strong=True)
    unheard = [text for text in UNHEARD if _said_of_all(text, bills.bills)]
    shared = list(dict.fromkeys([*_shared(bills.bills), *unheard]))
    header = [*_header(bills, about, money, bare), *(("no effect", note) for note in unheard)]
    yield Lines(tuple(header))
    if bills.bills:
        yield _table(bills.bills, money, about, dict(bills.others), shared)
    detailed = bills.bills if explain else bills.bills[:1]
    for bill in detailed:
        yield from _detail(bill, about, shared)
    below = [("note", note) for note in shared if note not in unheard]
    below += [("warning", text) for text in _warnings(bills)]
    if bills.excluded:
        parts = [
            said(
                "{count:,} {what}",
                count=count,
                what=said(RULE_WORDS[rule]) if rule in RULE_WORDS else term_words("rule", rule),
            )
            for rule, count in bills.excluded
        ]
        below.append(("excluded", joined(", ", parts)))
    if below:
        yield Lines(tuple(below))


def _headline(bills: Bills, money: Money) -> str:
    if not bills.bills and bills.unread:
        return said(
            "No price is known on {day}: {unread}.", day=bills.need.day, unread=_unread(bills)
        )
    if not bills.bills:
        return said("No route that fits has a price.")
    first = bills.bills[0]
    code, rate = money
    more = (
        said(", the cheapest of {priced:,} routes", priced=bills.priced) if bills.priced > 1 else ""
    )
    if code == "USD":
        usd = words.usd(first.cost.total)
        return said(
            "{route} costs about {usd} USD a month{more}.", route=_id(first), usd=usd, more=more
        )
    return said(
        "{route} costs about {sum} {code} a month{more}.",
        route=_id(first),
        sum=words.money(first.cost.total * rate),
        code=code,
        more=more,
    )


def _header(
    bills: Bills, about: About, money: Money, bare: tuple[str, ...]
) -> Iterable[tuple[str, str]]:
    work = bills.need.workload
    calls = (
        said(" of {calls_per_request:g} calls", calls_per_request=work.calls_per_request)
        if work.calls_per_request > 1
        else ""
    )
    parts = [
        said(
            "{requests_per_month} requests{calls} a month",
            requests_per_month=words.number(
                work.requests_per_month, words.short_count(work.requests_per_month)
            ),
            calls=calls,
        ),
        said(
            "{read:,} + {written:,} billed tokens"
            if work.content is None
            else "{read:,} + {written:,} reference tokens",
            read=work.input_tokens,
            written=work.output_tokens,
        ),
    ]
    if work.content is not None:
        parts.append(work.content)
    if work.turns > 1:
        parts.append(
            said(
                "{turns} turns, {context_growth_tokens:,} tokens more with each",
                turns=work.turns,
                context_growth_tokens=work.context_growth_tokens,
            )
        )
    for label, share in (
        (said("cache read"), work.cache_read_share),
        (said("cache write"), work.cache_write_share + work.cache_write_1h_share),
        (said("batch"), work.batch_share),
    ):
        if share and work.turns == 1:
            parts.append(said("{what} {share}", what=label, share=words.share(share)))
    if work.attempts != 1:
        parts.append(said("{attempts:g} tries", attempts=work.attempts))
    if work.service != "standard":
        parts.append(work.service)
    for option in bare:
        parts.append(said("bare --{option}", option=option))
    yield "work", joined(" · ", parts)
    yield "as of", joined(" · ", (about.day, about.words_with(_ages(bills))))
    code, rate = money
    if code != "USD":
        label = dict(bills.need.rate_labels).get(code, "given")
        yield (
            "rate",
            said("{rate:g} {code} for a dollar ({label})", rate=rate, code=code, label=label),
        )


def _table(
    bills: Sequence[RouteBill],
    money: Money,
    about: About,
    others: Mapping[str, Others],
    shared: Sequence[str],
) -> Grid:
    code, rate = money
    rest = [_others(others.get(bill.ask.offering.id)) for bill in bills]
    further = any(rest)
    names = [name for name in TERMS if any(term.name == name for b in bills for term in b.terms)]
    return Grid(
        (
            *("route", f">{code}/month", ">80 %", *(f">{name}" for name in names)),
            *(("other routes",) if further else ()),
            "price",
        ),
        tuple(
            (
                _id(bill),
                words.money(bill.cost.total * rate),
                _range(bill, rate),
                *(words.money(_of(bill, name, rate)) for name in names),
                *((more,) if further else ()),
                _changing(bill, about, shared),
            )
            for bill, more in zip(bills, rest, strict=True)
        ),
        minor=(*(name for name in reversed(names)), "price", "other routes", "80 %"),
        key=1,
    )


def _said_of_all(note: str, bills: Sequence[RouteBill]) -> bool:
    return bool(bills) and all(note in bill.notes for bill in bills)


def _shared(bills: Sequence[RouteBill]) -> list[str]:
    """The notes that are of every bill, where there are several: said once, below them."""
    rest = [set(bill.notes) for bill in bills[1:]]
    return [note for note in bills[0].notes if all(note in one for one in rest)] if rest else []


def _others(rest: Others | None) -> str:
    """What further routes of a model there are: `+12, 3 at the same price`."""
    if rest is None or not rest.routes:
        return ""
    if not rest.same:
        return f"+{rest.routes}"
    return said("+{routes}, {same} at the same price", routes=rest.routes, same=rest.same)


def _range(bill: RouteBill, rate: float) -> str:
    if bill.low == bill.high:
        return words.NOTHING
    return f"{words.money(bill.low * rate)}-{words.money(bill.high * rate)}"


TERMS = ("input", "cache read", "cache write", "output", "reasoning", "fees")


def _of(bill: RouteBill, name: str, rate: float) -> float | None:
    return next((term.usd * rate for term in bill.terms if term.name == name), None)


def _changing(bill: RouteBill, about: About, shared: Sequence[str]) -> str:
    """What to know of a price: that it changes, its notes, and whose it is; the ground is below."""
    parts = [note for note in bill.notes if note not in shared]
    if bill.changes:
        first = bill.changes[0]
        verb = _verb(bill.cost.total, first.total)
        parts.insert(0, said("{verb} {day}", verb=verb, day=first.since))
    own = about.price_words(bill.ask.offering.id)
    return joined("; ", [*parts, *(text.partition(",")[0] for text in own)])


def _detail(bill: RouteBill, about: About, shared: Sequence[str]) -> Iterable[Block]:
    rows = [
        (
            term_words("term", term.name),
            words.mtok(term.mtok),
            words.price(term.usd / term.mtok) if term.mtok else words.NOTHING,
            words.cents(term.usd),
        )
        for term in bill.terms
    ]
    yield Grid(
        ("term", ">Mtok/month", ">USD/Mtok", ">USD/month"),
        (*rows, (said("total"), "", "", words.cents(bill.cost.total))),
        title=_id(bill),
        key=1,
    )
    pairs = [(item.name, _assumed(item)) for item in bill.assumptions]
    if bill.price.currency != "USD":
        pairs.append(
            (
                "billed in",
                said(
                    "{native:,.0f} {currency} a month",
                    native=bill.native,
                    currency=bill.price.currency,
                ),
            )
        )
    pairs.extend(("price", text) for text in about.price_words(bill.ask.offering.id))
    pairs.extend(("note", note) for note in bill.notes if note not in shared)
    yield Lines(tuple(pairs))


def _assumed(item: Assumption) -> str:
    number = f"{item.value:,.3f}".rstrip("0").rstrip(".")
    wide = exp(Z80 * item.spread)
    spread = said(", a factor {wide:.2f} either way", wide=wide) if item.spread else ""
    return said(
        "{number} {unit}{spread} ({basis})",
        number=number,
        unit=item.unit,
        spread=spread,
        basis=item.basis,
    )
