"""
What a month's work costs at an offering: the one place where prices meet tokens.

``unit = I·τ·(h·p_read + k·p_write + (1 − h − k)·p_in) + O·τ·ν·p_out + r·p_out + fees`` of one
call of the model, and ``month = R·c·a·unit``, with c calls a request and a tries (method: section
3.1 of the design). Prices are linear in tokens, so services,
hours and lengths that share a month are one price list: their average by share.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import exp, floor, hypot
from typing import NamedTuple

from llmpick.core.cost.fees import lacks_search_fee
from llmpick.core.cost.price_lists import FEES, charged, times
from llmpick.core.facts.records import Z80, Offering, WholePrices
from llmpick.core.need.need import Workload


class MonthlyCost(NamedTuple):
    """USD a month, in all and by term; *reasoning* is part of what is billed as output."""

    total: float
    input: float
    cache_read: float
    output: float
    reasoning: float
    cache_write: float = 0.0
    fees: float = 0.0


def spread(cost: MonthlyCost, of_tokens: float, of_thinking: float) -> float:
    """
    The standard deviation of the logarithm of a total, each cause by its share of it.

    Args:
        cost: The total and its terms.
        of_tokens: That of the tokens of what is seen.
        of_thinking: That of the reasoning tokens.
    """
    if not cost.total:
        return 0.0
    visible = cost.total - cost.reasoning - cost.fees
    return hypot(of_tokens * visible, of_thinking * cost.reasoning) / cost.total


def interval(total: float, spread: float) -> tuple[float, float]:
    """Where the cost lies in four cases of five."""
    return total * exp(-Z80 * spread), total * exp(Z80 * spread)


class PriceChange(NamedTuple):
    """A price that is announced: from *since* on, a month costs *total* USD."""

    since: str
    total: float


class Bill(NamedTuple):
    """
    A month in USD but for what is thought: *start* is its terms in all, *slope* what one more
    token thought in each call adds, and *thinking* what output costs more once there is any.
    """

    start: float
    slope: float
    thinking: float
    input: float
    cache_read: float
    output: float
    cache_write: float
    fees: float


def bill(
    workload: Workload,
    price: WholePrices,
    rates: Mapping[str, float],
    ratio: float = 1.0,
    verbosity: float = 1.0,
) -> Bill | None:
    """
    The month's *workload* at *price*, each call by itself, at any effort.

    A dearer price of output while thinking holds for all output of a call that thinks (Qwen), a
    cheaper one for what is thought alone (Perplexity).

    Args:
        workload: Requests a month, calls a request, reference tokens a call.
        price: Per Mtok; a missing cache price is the input price.
        rates: Units of each currency for one US dollar; USD needs none.
        ratio: Tokens of this model for one reference token.
        verbosity: Visible output of this model for one token of the workload's.

    Returns:
        None where the price is in a currency without a rate.
    """
    usd = 1.0 if price.currency == "USD" else rates.get(price.currency)
    if usd is None:
        return None
    calls = workload.requests_per_month * workload.calls_per_request * workload.attempts / usd
    scale = calls / 1e6
    tokens = scale * workload.input_tokens * ratio
    write_share = workload.cache_write_share + workload.cache_write_1h_share
    cached = tokens * workload.cache_read_share
    into, out = price.input_per_mtok, price.output_per_mtok
    cache_read, thinking = price.cache_read_per_mtok, price.output_thinking_per_mtok
    # where all input is read from the cache or written to it, rounding may leave less than none
    fresh = max(0.0, tokens - cached - tokens * write_share) * into
    if workload.audio_share and price.input_audio_per_mtok is not None:
        fresh += tokens * workload.audio_share * (price.input_audio_per_mtok - into)
    read = cached * (into if cache_read is None else cache_read)
    seen = scale * workload.output_tokens * ratio * verbosity
    think = out if thinking is None else thinking
    surcharge = seen * max(0.0, think - out)
    output = seen * out
    if workload.output_audio_share and price.output_audio_per_mtok is not None:
        output += seen * workload.output_audio_share * (price.output_audio_per_mtok - out)
    slope = scale * think
    start = fresh + read + output
    if not write_share and price.per_request is None and price.per_image is None:
        return Bill(start, slope, surcharge, fresh, read, output, 0.0, 0.0)
    write = tokens * _written(workload, price)
    fees = calls * ((price.per_request or 0) + workload.images * (price.per_image or 0))
    return Bill(start + write + fees, slope, surcharge, fresh, read, output, write, fees)


def _written(workload: Workload, price: WholePrices) -> float:
    """What is written to the cache of a Mtok of input costs, at both lifetimes."""
    usual, longer = price.cache_write_per_mtok, price.cache_write_1h_per_mtok
    usual = price.input_per_mtok if usual is None else usual
    longer = usual if longer is None else longer
    return workload.cache_write_share * usual + workload.cache_write_1h_share * longer


def spent(found: Bill, reasoning_tokens: float) -> MonthlyCost:
    """The month of a bill with *reasoning_tokens* a call."""
    reasoning = found.slope * reasoning_tokens
    extra = found.thinking if reasoning_tokens else 0.0
    return MonthlyCost(
        found.start + extra + reasoning,
        found.input,
        found.cache_read,
        found.output + extra,
        reasoning,
        found.cache_write,
        found.fees,
    )


def monthly_cost(
    workload: Workload,
    price: WholePrices,
    reasoning_tokens: float,
    rates: Mapping[str, float],
    ratio: float = 1.0,
    verbosity: float = 1.0,
) -> MonthlyCost | None:
    """The month's cost term by term, with *reasoning_tokens* a call; else as of `bill`."""
    found = bill(workload, price, rates, ratio, verbosity)
    return found and spent(found, reasoning_tokens)


def route_bill(
    offering: Offering,
    workload: Workload,
    rates: Mapping[str, float],
    day: str,
    ratio: float = 1.0,
) -> Bill | None:
    """
    The month's *workload* at an *offering*, by the lists in force on *day*, at any effort.

    Args:
        offering: What is sold.
        workload: Requests a month, calls a request, reference tokens a call; of a loop, turns.
        rates: Units of each currency for one US dollar.
        day: ISO day.
        ratio: Tokens of this model for one reference token.

    Returns:
        None where no price, or none in a known currency, is in force, or a fee is not known.
    """
    if lacks_search_fee(offering, workload):
        return None
    workload = with_media(workload, offering.model, ratio)
    if workload.turns > 1:
        return _loop_bill(offering, workload, rates, day, ratio)
    price = charged(offering, workload, workload.input_tokens * ratio, day)
    return price and bill(as_sent(offering, workload), price, rates, ratio)


def with_media(workload: Workload, model: str, ratio: float) -> Workload:
    """
    The work with what is no text in its input, as *model* counts it.

    Media are taken as new with every call: what is read from the cache, or written, is text.
    """
    if workload.media_tokens is None:
        return workload
    media = workload.media_tokens.get(model, workload.media_tokens.get("", 0.0)) / ratio
    sound = workload.audio_tokens or {}
    audio = sound.get(model, sound.get("", 0.0)) / ratio
    text = workload.input_tokens
    whole = round(text + media)
    part = text / whole if whole else 0.0
    return workload._replace(
        input_tokens=whole,
        cache_read_share=workload.cache_read_share * part,
        cache_write_share=workload.cache_write_share * part,
        cache_write_1h_share=workload.cache_write_1h_share * part,
        audio_share=audio / whole if whole else 0.0,
        media_tokens=None,
    )


def as_sent(offering: Offering, workload: Workload) -> Workload:
    """
    The work as an *offering* charges it: where it prices writes, what a request of many calls does
    not read from the cache is written to it, for the next call, unless shares are given.
    """
    several, read = workload.calls_per_request > 1, workload.cache_read_share
    stated = workload.cache_write_share or workload.cache_write_1h_share
    if several and read and not stated and sells_cache_writes(offering):
        return workload._replace(cache_write_share=1.0 - read)
    return workload


def route_cost(
    offering: Offering,
    workload: Workload,
    reasoning_tokens: float,
    rates: Mapping[str, float],
    day: str,
    ratio: float = 1.0,
) -> MonthlyCost | None:
    """The same with *reasoning_tokens* a call, as the model counts them: see `route_bill`."""
    found = route_bill(offering, workload, rates, day, ratio)
    return found and spent(found, reasoning_tokens)


def _loop_bill(
    offering: Offering,
    workload: Workload,
    rates: Mapping[str, float],
    day: str,
    ratio: float,
) -> Bill | None:
    """Turns that one price list charges are added before they are priced."""
    total = [0.0] * len(Bill._fields)
    writes = sells_cache_writes(offering)
    for first, last in pairwise(_turns_by_length(offering, workload, ratio)):
        turns = last - first
        context = workload.input_tokens + (last - 1) * workload.context_growth_tokens
        price = charged(offering, workload, context * ratio, day)
        if price is None:
            return None
        part = run_of(workload, writes, first, turns)
        if price.per_request or price.per_image:
            price = times(price, turns, FEES)
        found = bill(part, price, rates, ratio)
        if found is None:
            return None
        found = found._replace(slope=found.slope * turns)
        total = [one + other for one, other in zip(total, found, strict=True)]
    return Bill(*total)


def sells_cache_writes(offering: Offering) -> bool:
    """Whether its base list prices what is written to the cache."""
    return offering.prices is not None and offering.prices.cache_write_per_mtok is not None


def _turns_by_length(offering: Offering, workload: Workload, ratio: float) -> list[int]:
    """The turns, from 0, with which another list may begin, and the number of all."""
    if offering.marginal_tiers:
        return list(range(workload.turns + 1))
    found = {0, workload.turns}
    start, growth = workload.input_tokens, workload.context_growth_tokens
    for item in offering.price_lists:
        if item.over_input_tokens is not None and growth:
            turn = floor((item.over_input_tokens / ratio - start) / growth) + 1
            if 0 < turn < workload.turns:
                found.add(turn)
    return sorted(found)


def run_of(workload: Workload, writes: bool, first: int = 0, turns: int = 0) -> Workload:
    """
    So many *turns* of a loop, from the *first* on, as one request; all of them where none is said.

    The first turn sends the whole input; every later one sends it again with what has come since.
    All but the new part is read from the cache; the new part is *written* to it where writes are
    sold, else it is input.
    """
    turns = turns or workload.turns
    start, growth = workload.input_tokens, workload.context_growth_tokens
    context = turns * start + growth * (turns * (2 * first + turns - 1) // 2)
    new = growth * turns if first else start + growth * (turns - 1)
    fresh = new / context if context else 0.0
    return workload._replace(
        input_tokens=context,
        output_tokens=workload.output_tokens * turns,
        cache_read_share=1.0 - fresh,
        cache_write_share=fresh if writes else 0.0,
        cache_write_1h_share=0.0,
        turns=1,
    )


def announced(
    offering: Offering,
    workload: Workload,
    rates: Mapping[str, float],
    day: str,
    until: str | None,
    ratio: float = 1.0,
) -> list[Bill]:
    """
    The month's *workload* by each list that is announced after *day*, *until* a day, in any order.

    Args:
        offering: What is sold.
        workload: As of `route_bill`, and so *rates* and *ratio*.
        until: ISO day, the last that counts; None: nothing announced counts.
    """
    if until is None or not offering.price_lists:
        return []
    ahead = {since for since in _firsts(offering) if day < since <= until}
    found = [route_bill(offering, workload, rates, since, ratio) for since in sorted(ahead)]
    return [one for one in found if one is not None]


def changes(
    offering: Offering,
    workload: Workload,
    reasoning_tokens: float,
    rates: Mapping[str, float],
    day: str,
    ratio: float = 1.0,
) -> Iterator[PriceChange]:
    """The announced days after *day* on which the month's cost changes, each with the new cost."""
    if not offering.price_lists:
        return
    before = route_cost(offering, workload, reasoning_tokens, rates, day, ratio)
    for since in sorted({since for since in _firsts(offering) if since > day}):
        cost = route_cost(offering, workload, reasoning_tokens, rates, since, ratio)
        if cost and (before is None or cost.total != before.total):
            yield PriceChange(since, cost.total)
            before = cost


def _firsts(offering: Offering) -> Iterator[str]:
    """The first days of its price lists, as far as they are stated."""
    dated = (offering.price_since, *(item.since for item in offering.price_lists))
    return (since for since in dated if since)


def next_change(
    offering: Offering,
    workload: Workload,
    reasoning_tokens: float,
    rates: Mapping[str, float],
    day: str,
    ratio: float = 1.0,
) -> PriceChange | None:
    """The first announced change after *day* that changes the month's cost, with the new cost."""
    return next(changes(offering, workload, reasoning_tokens, rates, day, ratio), None)
