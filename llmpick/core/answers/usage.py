"""What a log of requests cost where it ran, and what it would have cost elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum

from llmpick.core.answers.usage_cost import (
    Priced,
    elsewhere,
    fold,
    merged,
    part_cost,
    service_day,
    summed,
)
from llmpick.core.answers.usage_records import (
    Free,
    Group,
    Log,
    LoggedDifference,
    LoggedName,
    Note,
    Ran,
    Replay,
    Unpriced,
)
from llmpick.core.facts.counting import Tokens
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import Workload

Find = Callable[[LoggedName], tuple[Offering | None, str]]
"""The route that a name of the log means and what of it is not priced there; or None, and why."""


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
    by_name: dict[LoggedName, list[Group]] = defaultdict(list)
    for group in log.groups:
        by_name[group.asked].append(group)
    by_route: dict[tuple[str, str], Priced] = defaultdict(list)
    unpriced: list[Unpriced] = []
    free: list[Free] = []
    notes: list[Note] = []
    priced: Priced = []
    for asked, groups in by_name.items():
        name = asked.name
        reason = why_free(asked)
        if reason:
            free.append(Free(name, reason, summed(groups).requests))
            continue
        offering, why = find(asked)
        known: list[Group] = []
        if offering is not None:
            if why:
                notes.append(Note(name, why, summed(groups).requests))
            known, lost = _parted(offering, groups, workload, rates)
            groups, why = lost, _reason(offering, rates)
            priced.append((offering, known))
        if known and offering is not None:
            by_route[name, offering.id].append((offering, known))
            notes.extend(_unknown_services(name, offering, known))
            notes.extend(_unknown_terms(name, offering, known))
        if groups:
            whole = summed(groups)
            unpriced.append(
                Unpriced(name, why, whole.requests, whole.input_tokens, whole.output_tokens)
            )
    parts = []
    for (name, _), rows in by_route.items():
        groups = [group for _, some in rows for group in some]
        parts.append((ran_of(name, rows[0][0], groups, workload, rates), tuple(groups)))
    parts.sort(key=lambda part: (-part[0].usd, part[0].name, part[0].offering.id))
    ran = [row for row, _ in parts]
    days = sorted({group.day for group in log.groups})
    nothing = [group for group in log.groups if why_free(group.asked)]
    judged = [*nothing, *(group for _, groups in priced for group in groups)]
    own = [group for group in judged if group.logged_rows]
    return Replay(
        rows=log.rows,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        faults=log.faults,
        ran=tuple(ran),
        unpriced=tuple(sorted(unpriced, key=lambda row: (-row.requests, row.name))),
        usd=fsum(row.usd for row in ran),
        elsewhere=tuple(elsewhere(priced, candidates, workload, rates, measured)),
        free=tuple(sorted(free)),
        notes=tuple(sorted(set(notes), key=lambda note: (-note.requests, note))),
        differences=tuple(_differences(priced, nothing, workload, rates)),
        logged_usd=_logged(own) if own else None,
        logged_rows=fold(group.logged_rows for group in own),
        log=log,
        parts=tuple(parts),
    )


def why_free(asked: LoggedName) -> str:
    """Why requests cost nothing; empty where they do."""
    if asked.variant == "cache hit":
        return "answered by the cache of a proxy"
    if asked.variant == "free" or asked.name.endswith(":free"):
        return "a free variant"
    return ""


def _logged(groups: Iterable[Group]) -> float:
    return fold(group.logged_nano_usd for group in groups) / 1e9


def _unknown_services(name: str, offering: Offering, groups: Iterable[Group]) -> Iterable[Note]:
    """Requests of a service that the offering has no price for: they are priced as standard."""
    counts: dict[str, int] = defaultdict(int)
    for group in groups:
        service = group.service
        day = service_day(offering, group.day, service) if service != "standard" else group.day
        if day is None:
            counts[f"no price of service `{service}` there: as standard"] += group.requests
        elif day != group.day:
            text = f"price of service `{service}` as first read, on {day}"
            counts[text] += group.requests
    for text, requests in counts.items():
        yield Note(name, text, requests)


def _unknown_terms(name: str, offering: Offering, groups: Sequence[Group]) -> Iterable[Note]:
    """Sound and searches that the offering has no price for."""
    lists = [item.prices for item in offering.price_lists]
    lists += [offering.prices] if offering.prices else []
    whole = summed(groups)
    if whole.audio_input_tokens and not any(one.input_audio_per_mtok for one in lists):
        text = f"{whole.audio_input_tokens:,} tokens of sound in: no price of it, as text"
        yield Note(name, text, fold(one.requests for one in groups if one.audio_input_tokens))
    if whole.audio_output_tokens and not any(one.output_audio_per_mtok for one in lists):
        text = f"{whole.audio_output_tokens:,} tokens of sound out: no price of it, as text"
        yield Note(name, text, fold(one.requests for one in groups if one.audio_output_tokens))
    if whole.searches and not offering.fees:
        text = f"{whole.searches:,} searches: no fee of one is known there, none is added"
        yield Note(name, text, fold(one.requests for one in groups if one.searches))


def _differences(
    priced: Priced, nothing: Iterable[Group], workload: Workload, rates: Mapping[str, float]
) -> Iterable[LoggedDifference]:
    """Names and days whose cost in the log is not that here, the furthest apart first."""
    own: dict[tuple[str, str], list[tuple[Group, float]]] = defaultdict(list)
    for offering, groups in priced:
        for group in groups:
            if group.logged_rows and group.logged_rows == group.rows:
                usd = part_cost(offering, group, workload, rates) or 0.0
                own[group.model, group.day].append((group, usd))
    for group in nothing:
        if group.logged_rows:
            own[group.model, group.day].append((group, 0.0))
    found = [
        LoggedDifference(
            name,
            day,
            fold(group.logged_rows for group, _ in rows),
            _logged(group for group, _ in rows),
            fsum(usd for _, usd in rows),
        )
        for (name, day), rows in own.items()
    ]
    unlike = [
        row for row in found if abs(row.logged_usd - row.usd) > SAME_SHARE * row.usd + SAME_USD
    ]
    return sorted(unlike, key=lambda row: (-abs(row.logged_usd - row.usd), row))


SAME_SHARE = 0.005
"""Of a cost that is the same but for how it was rounded."""
SAME_USD = 1e-6


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


def ran_of(
    name: str,
    offering: Offering,
    groups: Sequence[Group],
    workload: Workload,
    rates: Mapping[str, float],
) -> Ran:
    """What the requests of *groups*, of one name, cost at *offering*."""
    parts = merged(groups, offering)
    whole = summed(groups)
    return Ran(
        name,
        offering,
        whole.requests,
        whole.input_tokens,
        whole.output_tokens,
        whole.cached_tokens,
        whole.written_tokens,
        whole.long_written_tokens,
        usd=fsum(part_cost(offering, part, workload, rates) or 0.0 for part in parts),
        logged_usd=whole.logged_nano_usd / 1e9 if whole.logged_rows else None,
    )
