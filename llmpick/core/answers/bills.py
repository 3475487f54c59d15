"""A month's bill, route by route: its terms, what it assumes, its range, and what is announced."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from llmpick.core.cost import bill as costs
from llmpick.core.cost import fees, price_lists, tokens
from llmpick.core.cost.tokens import Guess
from llmpick.core.facts import days
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.life import has_ended
from llmpick.core.facts.records import Model, Offering, WholePrices
from llmpick.core.need.need import Need, Workload
from llmpick.core.ranking.filter import budget_violations
from llmpick.core.ranking.limits import RULES, HardLimits, Violations, first_rule, gone
from llmpick.core.ranking.score import pinned
from llmpick.lang.said import said

NO_SEARCH_FEE = "no search fee"


class Ask(NamedTuple):
    """What is priced: offerings of a model, at an effort; None is the usual one."""

    model: Model
    offering: Offering
    effort: str | None


class Term(NamedTuple):
    """One line of a bill; *mtok* are million tokens as billed, None for a fee."""

    name: str
    mtok: float | None
    usd: float


class Assumption(NamedTuple):
    """What the user did not say; *spread* is the standard deviation of its logarithm."""

    name: str
    value: float
    unit: str
    spread: float
    basis: str


class RouteBill(NamedTuple):
    """
    A month at one route.

    *low* and *high* hold the cost in four cases of five, as far as the assumptions spread;
    *native* is the total in the currency of the price list.
    """

    ask: Ask
    cost: costs.MonthlyCost
    low: float
    high: float
    native: float
    price: WholePrices
    terms: tuple[Term, ...]
    assumptions: tuple[Assumption, ...]
    changes: tuple[costs.PriceChange, ...]
    notes: tuple[str, ...]


class Others(NamedTuple):
    """Further routes of a model that have a price; *same* of them cost what the first does."""

    routes: int
    same: int


class Bills(NamedTuple):
    """
    The answer of `cost`, cheapest first.

    *excluded* counts routes by the first limit that they break, *unpriced* the currencies that
    have no rate. *unread* counts routes whose price is not known on the day, by the first later day
    on which it is. *others* are by route, where it stands for all of its model. *remarks* say how
    the names were read.
    """

    need: Need
    bills: tuple[RouteBill, ...]
    priced: int
    excluded: tuple[tuple[str, int], ...]
    unpriced: tuple[tuple[str, int], ...]
    unread: tuple[tuple[str, int], ...] = ()
    others: tuple[tuple[str, Others], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def offerings(self) -> list[Offering]:
        """What the bills are of."""
        return [one.ask.offering for one in self.bills]


def bills(
    need: Need,
    facts: Facts,
    wanted: Mapping[str, str | None] | None = None,
    *,
    effort: str | None = None,
    horizon_days: int = 90,
    top: int | None = None,
    by_model: bool = False,
) -> Bills:
    """
    The bills of all routes that meet the *need*.

    Args:
        need: The work, the limits, the day.
        facts: At the prices that hold for it.
        wanted: Offerings by identifier, each with the effort that was named; None: all.
        effort: Reasoning effort of all others.
        horizon_days: How far ahead announced prices are told.
        top: How many, from the cheapest; None: all.
        by_model: Each model by its cheapest route alone.

    Where all that is wanted is no longer on sale, the bills are by the last prices, and say so.
    """
    chosen = [row for row in facts.offerings if wanted is None or row.id in wanted]
    told = _sorted_out(need, facts, chosen, lambda row: (wanted or {}).get(row.id) or effort)
    if wanted is not None and not told.priced and told.excluded["available"]:
        ended = [row for row in chosen if gone(need, row, facts.models[row.model])]
        named = _sorted_out(
            need, facts, ended, lambda row: wanted.get(row.id) or effort, even_ended=True
        )
        told = named if named.priced else told
    shown, others = _by_model(told.priced) if by_model else (told.priced, ())
    return Bills(
        need,
        tuple(bill(need, facts, ask, horizon_days) for _, _, ask in shown[:top]),
        len(told.priced),
        tuple(sorted(told.excluded.items(), key=lambda item: RULES.index(item[0]))),
        tuple(sorted(told.unpriced.items())),
        tuple(sorted(told.unread.items())),
        others,
    )


Row: TypeAlias = "tuple[float, str, Ask]"


def _by_model(priced: Sequence[Row]) -> tuple[list[Row], tuple[tuple[str, Others], ...]]:
    """The cheapest of each model in *priced*, and what further routes of it there are."""
    first: dict[str, Row] = {}
    rest: dict[str, list[float]] = {}
    for usd, route, ask in priced:
        model = ask.model.id
        if model in first:
            rest[model].append(usd)
        else:
            first[model], rest[model] = (usd, route, ask), []
    others = tuple(
        (route, Others(len(rest[model]), len([usd for usd in rest[model] if usd <= least])))
        for model, (least, route, _) in first.items()
    )
    return list(first.values()), others


class _SortedOut(NamedTuple):
    """Who has a price: (USD a month, route, what), cheapest first; and why the others have none."""

    priced: list[tuple[float, str, Ask]]
    excluded: Counter[str]
    unpriced: Counter[str]
    unread: Counter[str]


def _sorted_out(
    need: Need,
    facts: Facts,
    chosen: Iterable[Offering],
    effort_at: Callable[[Offering], str | None],
    *,
    even_ended: bool = False,
) -> _SortedOut:
    found = _SortedOut([], Counter(), Counter(), Counter())
    rates = dict(need.rates)
    for offering, violations in judged(need, facts, chosen):
        if even_ended:
            violations = tuple(one for one in violations if one.rule != "available")
        if violations:
            found.excluded[first_rule(violations)] += 1
            continue
        ask = Ask(facts.models[offering.model], offering, effort_at(offering))
        cost = _cost(need, facts, rates, ask, need.day)
        if fees.lacks_search_fee(offering, need.workload):
            found.unpriced[NO_SEARCH_FEE] += 1
        elif cost is None and (known := price_lists.known_from(offering, need.day)):
            found.unread[known] += 1
        elif cost is None:
            currency = offering.currency or "USD"
            found.unpriced["no price" if currency in ("USD", *rates) else currency] += 1
        elif budget_violations(need, cost.total):
            found.excluded["budget"] += 1
        else:
            found.priced.append((cost.total, offering.id, ask))
    found.priced.sort(key=lambda row: row[:2])
    return found


def judged(
    need: Need, facts: Facts, offerings: Iterable[Offering]
) -> Iterable[tuple[Offering, Violations]]:
    """Each offering with the limits that it breaks, but for evidence, price and budget."""
    limits = HardLimits(need, facts)
    for offering in offerings:
        yield offering, limits.of_offering(offering).broken


def _cost(
    need: Need, facts: Facts, rates: Mapping[str, float], ask: Ask, day: str
) -> costs.MonthlyCost | None:
    ratio, reasoning = guesses(need.workload, facts, ask)
    return costs.route_cost(ask.offering, need.workload, reasoning.value, rates, day, ratio.value)


def guesses(workload: Workload, facts: Facts, ask: Ask) -> tuple[Guess, Guess]:
    """The tokenizer's ratio and the reasoning tokens of a call."""
    return (
        tokens.ratio(facts.tokens, ask.model.id, workload.content),
        tokens.thinking(
            facts.tokens, ask.model, ask.effort, workload, facts.scale.effort_multipliers
        ),
    )


def bill(need: Need, facts: Facts, ask: Ask, horizon_days: int = 90) -> RouteBill:
    """The bill of one route, which has a price, in full."""
    rates = dict(need.rates)
    ratio, reasoning = guesses(need.workload, facts, ask)
    work = costs.with_media(need.workload, ask.offering.model, ratio.value)
    cost = _cost(need, facts, rates, ask, need.day)
    price = price_lists.charged(ask.offering, work, work.input_tokens * ratio.value, need.day)
    assert cost is not None
    assert price is not None
    low, high = costs.interval(cost.total, costs.spread(cost, ratio.spread, reasoning.spread))
    ahead = costs.changes(ask.offering, work, reasoning.value, rates, need.day, ratio.value)
    return RouteBill(
        ask=ask,
        cost=cost,
        low=low,
        high=high,
        native=cost.total * (1.0 if price.currency == "USD" else rates[price.currency]),
        price=price,
        terms=tuple(_terms(ask.offering, work, ratio.value, reasoning.value, cost)),
        assumptions=tuple(_assumptions(need, ask, price, ratio, reasoning)),
        changes=tuple(
            change for change in ahead if days.between(need.day, change.since) <= horizon_days
        ),
        notes=tuple(_notes(need, facts, ask)),
    )


def _terms(
    offering: Offering, work: Workload, ratio: float, reasoning: float, cost: costs.MonthlyCost
) -> Iterable[Term]:
    """What is billed, with its million tokens; terms of nothing are left out."""
    run = costs.as_sent(offering, work)
    if work.turns > 1:
        run = costs.run_of(work, costs.sells_cache_writes(offering))
    requests = work.requests_per_month * work.calls_per_request * work.attempts / 1e6
    whole = requests * ratio * run.input_tokens
    read = whole * run.cache_read_share
    written = whole * (run.cache_write_share + run.cache_write_1h_share)
    count = requests * work.turns
    lines = (
        Term("input", whole - read - written, cost.input),
        Term("cache read", read, cost.cache_read),
        Term("cache write", written, cost.cache_write),
        Term("output", count * work.output_tokens * ratio, cost.output),
        Term("reasoning", count * reasoning, cost.reasoning),
        Term("fees", None, cost.fees),
    )
    least = whole * 1e-12
    return (line for line in lines if (line.mtok or 0.0) > least or line.usd > cost.total * 1e-12)


def _assumptions(
    need: Need, ask: Ask, price: WholePrices, ratio: Guess, reasoning: Guess
) -> Iterable[Assumption]:
    work, offering = need.workload, ask.offering
    yield Assumption(
        said("tokenizer"),
        ratio.value,
        said("tokens for one reference token"),
        ratio.spread,
        ratio.basis,
    )
    yield Assumption(
        said("reasoning"), reasoning.value, said("tokens a call"), reasoning.spread, reasoning.basis
    )
    if work.media_tokens is not None and work.media:
        model = ask.model.id
        known = model in work.media_tokens
        basis = (
            said("its maker's rule")
            if known
            else said("no rule is known: the middle of those that are")
        )
        tokens_sent = work.media_tokens[model if known else ""]
        yield Assumption(work.media, tokens_sent, said("tokens a call"), 0.0, basis)
    if offering.peak_share is not None:
        given = work.peak_share is not None
        share = work.peak_share if work.peak_share is not None else offering.peak_share
        basis = said("given") if given else said("requests come evenly through the week")
        yield Assumption(said("peak hours"), share, said("share of the requests"), 0.0, basis)
    listed = price_lists.prices(offering, work.input_tokens * ratio.value, need.day) or price
    cached = work.cache_read_share or work.turns > 1
    if cached and listed.cache_read_per_mtok is None:
        basis = said("no price of cache reads: they cost what input costs")
        yield Assumption(said("cache read"), price.input_per_mtok, said("a Mtok"), 0.0, basis)
    if (
        work.cache_write_share or work.cache_write_1h_share
    ) and listed.cache_write_per_mtok is None:
        basis = said("no price of cache writes: they cost what input costs")
        yield Assumption(said("cache write"), price.input_per_mtok, said("a Mtok"), 0.0, basis)
    for service, share in ((work.service, 1.0), ("batch", work.batch_share)):
        sold = any(item.service == service for item in offering.price_lists)
        if service != "standard" and share and not sold:
            basis = said("no price of {service} service: the standard one", service=service)
            yield Assumption(service, 0.0, said("share that is sold"), 0.0, basis)


def _notes(need: Need, facts: Facts, ask: Ask) -> Iterable[str]:
    offering = ask.offering
    label = dict(need.rate_labels).get(offering.currency or "")
    if label:
        yield said(
            "priced in {currency}, at a rate of {label}", currency=offering.currency, label=label
        )
    if offering.volatile_price:
        yield said("price moves from day to day")
    if has_ended(ask.model, offering, need.day):
        since = (
            said(" since {retires_on}", retires_on=offering.retires_on)
            if offering.retires_on
            else ""
        )
        yield said("no longer on sale{since}: its last price", since=since)
    elif offering.retires_on is not None:
        yield said("ends {retires_on}", retires_on=offering.retires_on)
    if offering.price_read and days.between(offering.price_read, need.day) > 90:
        yield said("price read {price_read}", price_read=offering.price_read)
    yield from fees.remarks(offering, need.workload)
    yield from pinned(need, offering, ask.model, facts.providers.serving(offering), facts.uplifts)
    if ask.model.reasoning is None and need.workload.reasoning_tokens:
        yield said("not known whether it reasons: counted as if")
