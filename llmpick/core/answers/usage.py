"""What a log of requests cost where it ran, and what it would have cost elsewhere."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum, hypot
from typing import NamedTuple

from llmpick.core.cost import bill as costs
from llmpick.core.cost import price_lists, tokens
from llmpick.core.facts.records import Offering, Tokens
from llmpick.core.need.need import Workload


class Window(NamedTuple):
    """Hours of some weekdays (0 is Monday), UTC, in minutes of the day; the end is outside."""

    weekdays: tuple[int, ...]
    start_minute: int
    end_minute: int


class Group(NamedTuple):
    """
    Requests of one model, day and length of input.

    *length* is the last end that their input is over; *peak* whether they came in peak hours,
    None where that was not asked. *input_tokens* hold those read from and written to a cache.
    """

    model: str
    day: str
    length: int
    peak: bool | None
    requests: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    written_tokens: int


class Log(NamedTuple):
    """The sums of a log; *faults* counts rows that no price fits, by what is wrong with them."""

    groups: tuple[Group, ...]
    faults: dict[str, int]
    rows: int


class Unpriced(NamedTuple):
    """Requests that have no price, and why."""

    name: str
    why: str
    requests: int
    input_tokens: int
    output_tokens: int


class Ran(NamedTuple):
    """What a name of the log cost, by the route that it means."""

    name: str
    offering: Offering
    requests: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    written_tokens: int
    usd: float


class Elsewhere(NamedTuple):
    """
    All priced requests at one route.

    *ratio* are its input tokens for one of the log's, *spread* the standard deviation of the
    logarithm of that.
    """

    offering: Offering
    usd: float
    ratio: float
    spread: float


class Replay(NamedTuple):
    """
    The whole answer.

    *usd* is what the priced requests of the log cost; *excluded* counts routes that were not
    compared, by the first limit that they break.
    """

    rows: int
    first_day: str | None
    last_day: str | None
    faults: dict[str, int]
    ran: tuple[Ran, ...]
    unpriced: tuple[Unpriced, ...]
    usd: float
    elsewhere: tuple[Elsewhere, ...]
    excluded: tuple[tuple[str, int], ...] = ()


Find = Callable[[str], tuple[Offering | None, str]]
"""The route that a name of the log means, or why there is none."""

Priced = list[tuple[Offering, list[Group]]]


def replay(
    log: Log,
    find: Find,
    candidates: Iterable[Offering],
    workload: Workload,
    rates: Mapping[str, float],
    measured: Tokens,
) -> Replay:
    """
    Price *log* as it ran, by the lists of each day, and at every one of the *candidates*.

    Args:
        log: Sums by model, day and length.
        find: The offering that a name of the log means, or why there is none.
        candidates: Where else it could have run.
        workload: Services, share of peak hours, content; its tokens are not read.
        rates: Units of each currency for one US dollar.
        measured: Tokenizers.
    """
    by_name: dict[str, list[Group]] = defaultdict(list)
    for group in log.groups:
        by_name[group.model].append(group)
    ran: list[Ran] = []
    unpriced: list[Unpriced] = []
    priced: Priced = []
    for name, groups in by_name.items():
        offering, why = find(name)
        known: list[Group] = []
        if offering is not None:
            known, lost = _parted(offering, groups, workload, rates)
            groups, why = lost, _reason(offering, rates)
            priced.append((offering, known))
        if known and offering is not None:
            ran.append(_ran(name, offering, known, workload, rates))
        if groups:
            whole = _sum(groups)
            unpriced.append(
                Unpriced(name, why, whole.requests, whole.input_tokens, whole.output_tokens)
            )
    days = sorted({group.day for group in log.groups})
    return Replay(
        rows=log.rows,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        faults=log.faults,
        ran=tuple(sorted(ran, key=lambda row: (-row.usd, row.name))),
        unpriced=tuple(sorted(unpriced, key=lambda row: (-row.requests, row.name))),
        usd=fsum(row.usd for row in ran),
        elsewhere=tuple(_elsewhere(priced, candidates, workload, rates, measured)),
    )


def _reason(offering: Offering, rates: Mapping[str, float]) -> str:
    currency = offering.currency or "USD"
    if currency != "USD" and currency not in rates:
        return f"priced in {currency}: add --rate {currency}=N"
    return "no price was in force on these days"


def _parted(
    offering: Offering,
    groups: Iterable[Group],
    workload: Workload,
    rates: Mapping[str, float],
) -> tuple[list[Group], list[Group]]:
    """*groups* whose day has a price, and the others."""
    by_day: dict[str, bool] = {}
    known: list[Group] = []
    lost: list[Group] = []
    for group in groups:
        if group.day not in by_day:
            by_day[group.day] = part_cost(offering, group, workload, rates) is not None
        (known if by_day[group.day] else lost).append(group)
    return known, lost


def _ran(
    name: str,
    offering: Offering,
    groups: Sequence[Group],
    workload: Workload,
    rates: Mapping[str, float],
) -> Ran:
    parts = merged(groups, offering)
    whole = _sum(groups)
    return Ran(
        name,
        offering,
        *whole[4:],
        usd=fsum(part_cost(offering, part, workload, rates) or 0.0 for part in parts),
    )


def merged(groups: Iterable[Group], offering: Offering) -> list[Group]:
    """*groups* that one price list of *offering* prices, summed: exact, as prices are linear."""
    days = sorted({item.begins for item in offering.price_lists if item.begins})
    ends = sorted({item.over_input_tokens or 0 for item in offering.price_lists})
    sums: dict[tuple[int, int, bool | None], list[Group]] = defaultdict(list)
    for group in groups:
        period = sum(day <= group.day for day in days)
        length = sum(0 < end <= group.length for end in ends)
        sums[period, length, group.peak].append(group)
    return [_sum(rows) for rows in sums.values()]


def _sum(groups: Sequence[Group]) -> Group:
    first = groups[0]
    return Group(*first[:4], *map(sum, zip(*(group[4:] for group in groups), strict=True)))


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
    price = price_lists.charged(offering, workload, length, part.day)
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
        cache_write_share=part.written_tokens / into,
        reasoning_tokens=0,
    )
    cost = costs.monthly_cost(work, price, 0.0, rates)
    return None if cost is None else cost.total


# ---- elsewhere


class _Sums(NamedTuple):
    """What a route would be asked: sums by price list, and how sure their tokens are."""

    parts: list[Group]
    ratio: float
    spread: float


def _elsewhere(
    priced: Priced,
    candidates: Iterable[Offering],
    workload: Workload,
    rates: Mapping[str, float],
    measured: Tokens,
) -> list[Elsewhere]:
    """Routes of one tokenizer and one pattern of price lists share their sums."""
    found: list[Elsewhere] = []
    known: dict[tuple[object, ...], _Sums] = {}
    for candidate in candidates if any(groups for _, groups in priced) else ():
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
    )
