"""
What a month's work costs at an offering: the one place where prices meet tokens.

``unit = I·(h·p_cache + (1 − h)·p_in) + (O + r)·p_out``, ``month = R·unit`` (method: section 3.1 of
the design; a request is billed whole at the length tier that its input falls in).
"""

from collections.abc import Mapping
from typing import NamedTuple

from llmpick.core.facts import Offering, Terms
from llmpick.core.need import Workload


class Prices(NamedTuple):
    """Prices of one request length and service, per Mtok in *currency*; None is not sold."""

    currency: str
    input: float
    output: float
    cache_read: float | None


class MonthlyCost(NamedTuple):
    """USD a month, in all and by term; *reasoning* is part of what is billed as output."""

    total: float
    input: float
    cache_read: float
    output: float
    reasoning: float


class Change(NamedTuple):
    """A price that is announced: from *since* on, a month costs *total* USD."""

    since: str
    total: float


def settled(offering: Offering, day: str) -> Offering:
    """*offering* with the base price list in force on *day* as its base."""
    newest = offering.price_since or ""
    for terms in offering.terms:
        since = terms.since or ""
        if not _is_base(terms) or since > day or since < newest:
            continue
        newest = since
        offering = offering._replace(
            price_read=terms.read,
            price_since=terms.since,
            currency=terms.currency,
            input=terms.input,
            output=terms.output,
            cache_read=terms.cache_read,
            cache_write=terms.cache_write,
        )
    return offering


def _is_base(terms: Terms) -> bool:
    return terms.service == "standard" and terms.window is None and terms.over_input_tokens is None


def prices(offering: Offering, input_tokens: int, day: str) -> Prices | None:
    """
    The standard prices in force on *day* for requests of *input_tokens*.

    Returns:
        None where no input or output price is in force.
    """
    if not offering.terms:
        if offering.input is None or offering.output is None or offering.currency is None:
            return None
        return Prices(offering.currency, offering.input, offering.output, offering.cache_read)
    currency, base = offering.currency, (offering.input, offering.output, offering.cache_read)
    newest = offering.price_since or ""
    tier: Terms | None = None
    for terms in offering.terms:
        since = terms.since or ""
        if terms.service != "standard" or terms.window is not None or since > day:
            continue
        if terms.over_input_tokens is None:
            if since >= newest:
                newest, currency = since, terms.currency
                base = (terms.input, terms.output, terms.cache_read)
        elif input_tokens > terms.over_input_tokens and _reach(terms) >= _reach(tier):
            tier = terms
    if base[0] is None or base[1] is None or currency is None:
        return None
    if tier is None:
        return Prices(currency, base[0], base[1], base[2])
    return Prices(
        currency,
        base[0] if tier.input is None else tier.input,
        base[1] if tier.output is None else tier.output,
        base[2] if tier.cache_read is None else tier.cache_read,
    )


def _reach(tier: Terms | None) -> tuple[int, str]:
    """Which of two tiers prices a request: the longer one, then the newer list of it."""
    return (0, "") if tier is None else (tier.over_input_tokens or 0, tier.since or "")


class Bill(NamedTuple):
    """
    A month in USD but for what is thought: *start* is its terms in all, and *slope* what one more
    token thought in each request adds.
    """

    start: float
    slope: float
    input: float
    cache_read: float
    output: float


def bill(workload: Workload, price: Prices, rates: Mapping[str, float]) -> Bill | None:
    """
    The month's *workload* at *price*, at any effort.

    Args:
        workload: Requests a month, tokens a request.
        price: Per Mtok; a missing cache price is the input price.
        rates: Units of each currency for one US dollar; USD needs none.

    Returns:
        None where the price is in a currency without a rate.
    """
    rate = 1.0 if price.currency == "USD" else rates.get(price.currency)
    if rate is None:
        return None
    scale = workload.requests_per_month / (1e6 * rate)
    cached = workload.input_tokens * workload.cache_read_share
    fresh = scale * (workload.input_tokens - cached) * price.input
    read = scale * cached * (price.input if price.cache_read is None else price.cache_read)
    slope = scale * price.output
    output = slope * workload.output_tokens
    return Bill(fresh + read + output, slope, fresh, read, output)


def monthly_cost(
    workload: Workload, price: Prices, reasoning_tokens: float, rates: Mapping[str, float]
) -> MonthlyCost | None:
    """The month's cost term by term, with *reasoning_tokens* a request; else as of `bill`."""
    found = bill(workload, price, rates)
    if found is None:
        return None
    thought = found.slope * reasoning_tokens
    return MonthlyCost(found.start + thought, found.input, found.cache_read, found.output, thought)


def next_change(
    offering: Offering,
    workload: Workload,
    reasoning_tokens: float,
    rates: Mapping[str, float],
    day: str,
) -> Change | None:
    """The first announced change after *day* that changes the month's cost, with the new cost."""
    now = prices(offering, workload.input_tokens, day)
    before = now and monthly_cost(workload, now, reasoning_tokens, rates)
    ahead = sorted(
        terms.since
        for terms in offering.terms
        if terms.since and terms.since > day and terms.service == "standard"
    )
    for since in ahead:
        price = prices(offering, workload.input_tokens, since)
        cost = price and monthly_cost(workload, price, reasoning_tokens, rates)
        if cost and (before is None or cost.total != before.total):
            return Change(since, cost.total)
    return None
