"""What a log cost in another currency than US dollars: each day at the rate of that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

from llmpick.core.answers.usage_cost import part_cost
from llmpick.core.answers.usage_records import Replay
from llmpick.core.need.need import Workload


class DayRate(NamedTuple):
    """Units of a currency for one US dollar, from *since* on; empty: no day is known of it."""

    since: str
    per_usd: float


class UsedRate(NamedTuple):
    """A rate, the first and the last day of the log that took it, and the USD of these days."""

    rate: DayRate
    first: str
    last: str
    usd: float


class LogRates(NamedTuple):
    """
    The rates that the days of a log took, in their order, and their mean by what the days cost.

    *early*: days before the first rate on file took that one.
    """

    used: tuple[UsedRate, ...]
    mean: float
    early: bool


def log_rates(
    replay: Replay, rates: Sequence[DayRate], workload: Workload, known: Mapping[str, float]
) -> LogRates | None:
    """
    The rate of each day of a log, the newest of that day.

    Args:
        replay: What the log cost.
        rates: Those on file, by their day, at least one.
        workload: Services and share of peak hours.
        known: Units of each currency that prices are in for one US dollar.

    Returns:
        None where nothing has a price.
    """
    by_day: dict[str, list[float]] = {}
    for ran, groups in replay.parts:
        for group in groups:
            usd = part_cost(ran.offering, group, workload, known) or 0.0
            by_day.setdefault(group.day, []).append(usd)
    if not by_day:
        return None
    took: dict[DayRate, list[tuple[str, float]]] = {}
    for day, amounts in sorted(by_day.items()):
        there = [rate for rate in rates if rate.since <= day]
        took.setdefault(there[-1] if there else rates[0], []).append((day, fsum(amounts)))
    used = tuple(
        UsedRate(rate, days[0][0], days[-1][0], fsum(usd for _, usd in days))
        for rate, days in took.items()
    )
    usd = fsum(one.usd for one in used)
    whole = fsum(one.usd * one.rate.per_usd for one in used)
    return LogRates(
        used, whole / usd if usd else used[-1].rate.per_usd, min(by_day) < rates[0].since
    )
