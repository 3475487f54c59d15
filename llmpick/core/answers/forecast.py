"""What the next month costs, from the trend of a log, and what of it changes before it is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import fsum, sqrt
from typing import Literal, NamedTuple

from llmpick.core.answers.usage_cost import part_cost
from llmpick.core.answers.usage_records import Group, Ran
from llmpick.core.facts.life import end_of
from llmpick.core.facts.records import Z80, Model, Offering
from llmpick.core.need.need import Workload

LEAST_DAYS = 7
"""Of a log from which a trend is taken: a week has its weekend."""
WEEKS_DAYS = 28
"""From so many days on, what a weekday has more or less than others is no chance."""
MOST_ALIKE = 0.8
"""The correlation of one day with the next that is believed at most."""

Part = tuple[Ran, tuple[Group, ...]]


class Expected(NamedTuple):
    """
    One name of the log in the next month: USD at the prices of that month, with its 80 % range.

    *usual* is the same for a month like the log's average, at today's prices.
    """

    name: str
    offering: Offering
    usual: float
    usd: float
    low: float
    high: float


class Coming(NamedTuple):
    """
    What happens to a route before the month is over, on the day *on*.

    *what*: `price`: its price becomes *ratio* times today's for this work; `end`: it is no longer
    sold, *by_maker* where its maker says so and its seller does not, and *has_ended* where that
    day is past.
    """

    name: str
    offering: Offering
    what: Literal["price", "end"]
    on: str
    ratio: float | None = None
    by_maker: bool = False
    has_ended: bool = False


class Forecast(NamedTuple):
    """
    The month from *first* to *last*: the dearest names first, and all of them together.

    *days* are the log's days with what they cost at today's prices.
    """

    first: str
    last: str
    days: tuple[tuple[str, float], ...]
    rows: tuple[Expected, ...]
    usd: float
    low: float
    high: float
    coming: tuple[Coming, ...]


class _Trend(NamedTuple):
    """Days ahead as the line sees them, and the standard deviation of their sum."""

    values: list[float]
    spread: float


def forecast(
    parts: Sequence[Part],
    models: Mapping[str, Model],
    workload: Workload,
    rates: Mapping[str, float],
    day: str,
) -> Forecast | None:
    """
    The calendar month after the log's last day, by a straight line through the days of the log.

    The line is through what the days cost at the prices of *day*, so that no old price is taken
    for a trend; announced prices come on top, from their day on. The range holds how far days lie
    from the line, how days hang together, and how well so many days tell its slope.

    Args:
        parts: Names of the log with their sums by day.
        models: All that the catalog knows.
        workload: Services and share of peak hours.
        rates: Units of each currency for one US dollar.
        day: ISO day whose prices are today's.

    Returns:
        None where the log has requests on fewer than seven days.
    """
    known = sorted({group.day for _, groups in parts for group in groups})
    if not known:
        return None
    start, end = date.fromisoformat(known[0]), date.fromisoformat(known[-1])
    count = (end - start).days + 1
    if len(known) < LEAST_DAYS:
        return None
    first, last = _month_after(end)
    ahead = [(first - start).days + place for place in range((last - first).days + 1)]
    calendar = [first + timedelta(place) for place in range(len(ahead))]
    rows, whole, coming = [], [0.0] * count, []
    for ran, groups in parts:
        priced = _at(groups, ran.offering, workload, rates)
        series = [0.0] * count
        for group, usd in priced(day):
            series[(date.fromisoformat(group.day) - start).days] += usd
        whole = [one + other for one, other in zip(whole, series, strict=True)]
        trend = _trend(series, start, ahead)
        steps = _steps(ran.offering, priced, day, last.isoformat())
        ratios = [_ratio(steps, one.isoformat()) for one in calendar]
        usd = fsum(value * ratio for value, ratio in zip(trend.values, ratios, strict=True))
        factor = fsum(ratios) / len(ratios)
        half = Z80 * trend.spread * factor
        usual = fsum(series) / count * len(ahead)
        rows.append(Expected(ran.name, ran.offering, usual, usd, max(0.0, usd - half), usd + half))
        coming += [Coming(ran.name, ran.offering, "price", since, ratio) for since, ratio in steps]
        coming += _ends(ran, models, day, last.isoformat())
    usd = fsum(row.usd for row in rows)
    trend = _trend(whole, start, ahead)
    plain = fsum(trend.values)
    half = Z80 * trend.spread * (usd / plain if plain else 1.0)
    days = tuple(
        ((start + timedelta(place)).isoformat(), amount) for place, amount in enumerate(whole)
    )
    rows.sort(key=lambda row: (-row.usd, row.name, row.offering.id))
    coming.sort(key=lambda one: (one.on, one.name, one.offering.id))
    return Forecast(
        *(first.isoformat(), last.isoformat(), days, tuple(rows)),
        *(usd, max(0.0, usd - half), usd + half, tuple(coming)),
    )


def _month_after(day: date) -> tuple[date, date]:
    first = (day.replace(day=1) + timedelta(32)).replace(day=1)
    return first, (first + timedelta(32)).replace(day=1) - timedelta(1)


Priced = Callable[[str], list[tuple[Group, float]]]


def _at(
    groups: Sequence[Group], offering: Offering, workload: Workload, rates: Mapping[str, float]
) -> Priced:
    """The groups with their cost as if they had run on another day; its own where it has none."""

    def priced(day: str) -> list[tuple[Group, float]]:
        found = []
        for group in groups:
            usd = part_cost(offering, group._replace(day=day), workload, rates)
            if usd is None:
                usd = part_cost(offering, group, workload, rates)
            found.append((group, usd or 0.0))
        return found

    return priced


def _steps(offering: Offering, priced: Priced, day: str, until: str) -> list[tuple[str, float]]:
    """The days on which this work costs another price, and how many times today's that is."""
    ahead = sorted({one.begins for one in offering.price_lists if day < one.begins <= until})
    before = fsum(usd for _, usd in priced(day))
    found: list[tuple[str, float]] = []
    for since in ahead:
        ratio = fsum(usd for _, usd in priced(since)) / before if before else 1.0
        if abs(ratio - (found[-1][1] if found else 1.0)) > SAME:
            found.append((since, ratio))
    return found


SAME = 1e-9


def _ratio(steps: Iterable[tuple[str, float]], day: str) -> float:
    ratio = 1.0
    for since, then in steps:
        if since <= day:
            ratio = then
    return ratio


def _ends(ran: Ran, models: Mapping[str, Model], day: str, until: str) -> Iterable[Coming]:
    model = models.get(ran.offering.model)
    end = end_of(model, ran.offering, day) if model else None
    if end and end.on and end.on <= until:
        ended = end.on <= day
        yield Coming(ran.name, ran.offering, "end", end.on, None, end.by_maker, ended)


def _trend(series: Sequence[float], start: date, ahead: Sequence[int]) -> _Trend:
    """The least squares line through *series*, and how far the sum of the days *ahead* may lie."""
    count = len(series)
    middle, mean = (count - 1) / 2, fsum(series) / count
    width = fsum((place - middle) ** 2 for place in range(count))
    slope = fsum((place - middle) * value for place, value in enumerate(series)) / width
    rest = [value - mean - slope * (place - middle) for place, value in enumerate(series)]
    taken = 2
    if count >= WEEKS_DAYS:
        rest, taken = _without_weekdays(rest, start), taken + 6
    square = fsum(one * one for one in rest)
    freedom = count - taken
    follows = fsum(one * other for one, other in pairwise(rest))
    alike = min(MOST_ALIKE, max(0.0, follows / square)) if square else 0.0
    variance = square / freedom * (1 + alike) / (1 - alike)
    days = len(ahead)
    lever = fsum(place - middle for place in ahead)
    spread = sqrt(variance * (days + days**2 / count + lever**2 / width))
    # few days tell their own spread badly: Student's t in place of the normal, to first order
    spread *= 1 + (Z80**2 + 1) / (4 * freedom)
    values = [max(0.0, mean + slope * (place - middle)) for place in ahead]
    return _Trend(values, spread)


def _without_weekdays(rest: Sequence[float], start: date) -> list[float]:
    by_weekday: dict[int, list[float]] = defaultdict(list)
    for place, value in enumerate(rest):
        by_weekday[(start.weekday() + place) % 7].append(value)
    means = {weekday: fsum(values) / len(values) for weekday, values in by_weekday.items()}
    return [value - means[(start.weekday() + place) % 7] for place, value in enumerate(rest)]
