"""What sums of requests cost at an offering: where they ran, and elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum, hypot
from typing import NamedTuple

from llmpick.core.answers.usage_records import AMOUNTS, Elsewhere, Group
from llmpick.core.cost import bill as costs
from llmpick.core.cost import price_lists, tokens
from llmpick.core.cost.fees import lacks_search_fee
from llmpick.core.facts.counting import Tokens
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import Workload

Priced = list[tuple[Offering, list[Group]]]


def fold(amounts: Iterable[int]) -> int:
    """The sum of whole numbers."""
    total = 0
    for amount in amounts:
        total += amount
    return total


def merged(groups: Iterable[Group], offering: Offering) -> list[Group]:
    """*groups* that one price list of *offering* prices, summed: exact, as prices are linear."""
    days = sorted({item.begins for item in offering.price_lists if item.begins})
    ends = sorted({item.over_input_tokens or 0 for item in offering.price_lists})
    sums: dict[tuple[int, int, bool | None, str], list[Group]] = defaultdict(list)
    for group in groups:
        period = sum(day <= group.day for day in days)
        length = sum(0 < end <= group.length for end in ends)
        sums[period, length, group.peak, group.service].append(group)
    return [summed(rows) for rows in sums.values()]


def summed(groups: Sequence[Group]) -> Group:
    first = groups[0]
    amounts = map(fold, zip(*(group[AMOUNTS] for group in groups), strict=True))
    return Group._make((*first[: AMOUNTS.start], *amounts, *first[AMOUNTS.stop :]))


def part_cost(
    offering: Offering,
    part: Group,
    workload: Workload,
    rates: Mapping[str, float],
) -> float | None:
    """USD for the requests of *part*, by the list of its day, length and hours."""
    length = float(part.length + 1)
    if offering.marginal_tiers:
        length = part.input_tokens / part.requests
    if part.peak is not None and workload.peak_share is None:
        workload = workload._replace(peak_share=float(part.peak))
    day = part.day
    if part.service != "standard":
        batch = part.service == "batch"
        service = "standard" if batch else part.service
        workload = workload._replace(service=service, batch_share=float(batch))
        day = service_day(offering, part.day, part.service) or day
    workload = workload._replace(searches=part.searches / part.requests)
    price = price_lists.charged(offering, workload, length, day)
    if price is None:
        return None
    if price.per_request is not None:
        price = price_lists.times(price, part.requests, ("per_request",))
    into = part.input_tokens or 1
    work = Workload(
        requests_per_month=1,
        input_tokens=part.input_tokens,
        output_tokens=part.output_tokens,
        cache_read_share=part.cached_tokens / into,
        cache_write_share=(part.written_tokens - part.long_written_tokens) / into,
        cache_write_1h_share=part.long_written_tokens / into,
        audio_share=part.audio_input_tokens / into,
        output_audio_share=part.audio_output_tokens / (part.output_tokens or 1),
        reasoning_tokens=0,
    )
    cost = costs.monthly_cost(work, price, 0.0, rates)
    return None if cost is None else cost.total


def service_day(offering: Offering, day: str, service: str) -> str | None:
    """
    The day whose lists price a *service* on *day*: the same, or that of the first reading of it.

    A list that no source dates is known from its first reading on; where the standard price was
    the same on both days, it is taken for the days before. None: nothing prices it.
    """
    if price_lists.prices(offering, 0, day, service) is not None:
        return day
    read = [
        item.unread_until
        for item in offering.price_lists
        if item.service == service and item.since is None and item.unread_until
    ]
    first = min(read, default="")
    if first < day or price_lists.prices(offering, 0, first, service) is None:
        return None
    same = price_lists.prices(offering, 0, first) == price_lists.prices(offering, 0, day)
    return first if same else None


# ---- elsewhere


class _Sums(NamedTuple):
    """What a route would be asked: sums by price list, and how sure their tokens are."""

    parts: list[Group]
    ratio: float
    spread: float


def elsewhere(
    priced: Priced,
    candidates: Iterable[Offering],
    workload: Workload,
    rates: Mapping[str, float],
    measured: Tokens,
) -> list[Elsewhere]:
    """
    Routes of one tokenizer and one pattern of price lists share their sums.

    Where the log has searches, routes without a known fee of one are left out.
    """
    found: list[Elsewhere] = []
    known: dict[tuple[object, ...], _Sums] = {}
    searched = any(group.searches for _, groups in priced for group in groups)
    asked = workload._replace(searches=float(searched))
    for candidate in candidates if any(groups for _, groups in priced) else ():
        if lacks_search_fee(candidate, asked):
            continue
        guess = tokens.ratio(measured, candidate.model, workload.content)
        lists = frozenset((item.begins, item.over_input_tokens) for item in candidate.price_lists)
        own = tuple(offering.model == candidate.model for offering, _ in priced)
        key = (lists, _has_base(candidate), guess.value, guess.spread, own)
        if key not in known:
            known[key] = _asked(priced, candidate, guess, workload.content, measured)
        sums = known[key]
        costs_of = [part_cost(candidate, part, workload, rates) for part in sums.parts]
        if None not in costs_of:
            usd = fsum(cost or 0.0 for cost in costs_of)
            found.append(Elsewhere(candidate, usd, sums.ratio, sums.spread))
    return sorted(found, key=lambda row: (row.usd, row.offering.id))


def _asked(
    priced: Priced,
    candidate: Offering,
    guess: tokens.Guess,
    content: str | None,
    measured: Tokens,
) -> _Sums:
    """
    The log in the tokens of *candidate*.

    A length that another tokenizer counts is that of a group's average request. Days before the
    first price list are priced by it. The spread is that of the least sure part.
    """
    ends = sorted({item.over_input_tokens or 0 for item in candidate.price_lists} - {0})
    spread = 0.0
    parts: list[Group] = []
    for offering, groups in priced:
        if offering.model == candidate.model:
            parts.extend(groups)
            continue
        logged = tokens.ratio(measured, offering.model, content)
        ratio = guess.value / logged.value
        same = guess.basis == logged.basis and guess.value == logged.value and not guess.spread
        spread = max(spread, 0.0 if same else hypot(guess.spread, logged.spread))
        parts.extend(groups if ratio == 1 else (_scaled(group, ratio, ends) for group in groups))
    before = fsum(group.input_tokens for _, groups in priced for group in groups)
    after = fsum(part.input_tokens for part in parts)
    first = _first_day(candidate)
    parts = [part._replace(day=first) if part.day < first else part for part in parts]
    return _Sums(merged(parts, candidate), after / before if before else 1.0, spread)


def _first_day(offering: Offering) -> str:
    """The day of the first price list; nothing where one has always been in force."""
    if _has_base(offering):
        return ""
    lists = offering.price_lists
    return min(
        (one.begins for one in lists if one.begins and one.prices.input_per_mtok is not None),
        default="",
    )


def _has_base(offering: Offering) -> bool:
    return offering.prices is not None and offering.prices.input_per_mtok is not None


def _scaled(group: Group, ratio: float, ends: Iterable[int]) -> Group:
    length = group.input_tokens * ratio / group.requests
    return group._replace(
        length=max((end for end in ends if length > end), default=0),
        input_tokens=round(group.input_tokens * ratio),
        output_tokens=round(group.output_tokens * ratio),
        cached_tokens=round(group.cached_tokens * ratio),
        written_tokens=round(group.written_tokens * ratio),
        long_written_tokens=round(group.long_written_tokens * ratio),
        audio_input_tokens=round(group.audio_input_tokens * ratio),
        audio_output_tokens=round(group.audio_output_tokens * ratio),
    )
