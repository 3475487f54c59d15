"""From which monthly volume running a model oneself is cheaper than a route by the token."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.facts.records import Model, Offering
from llmpick.core.self_hosting import deployment, running, scaling
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.rows import HostingRow
from llmpick.core.self_hosting.running import BreakEven, Point, Rented, Running
from llmpick.core.self_hosting.speed import Interval
from llmpick.core.self_hosting.ways import Way

SAME_WEIGHTS, SAME_QUALITY = "same weights", "same quality"


COLUMNS = 56
"""Volumes that are drawn."""


class Rival(NamedTuple):
    """A route by the token; *why* it is compared, and US dollars a request."""

    offering: Offering
    effort: str | None
    why: str
    usd_per_request: float

    @property
    def id(self) -> str:
        """MODEL[:EFFORT]@PROVIDER[/VARIANT]"""
        effort = f":{self.effort}" if self.effort else ""
        return f"{self.offering.model}{effort}@{self.offering.place}"


class Unit(NamedTuple):
    """What is added one at a time: a copy, or all of given hardware with the copies it holds."""

    way: Way
    gpus: int
    capacity: Interval

    def own_usd(self, count: int, people_usd: float) -> float:
        """A month of *count* units that run all hours, with people's work, US dollars."""
        price = self.way.steady
        assert price is not None
        return running.always_on_usd(count, self.gpus, price.billed) + people_usd


class Even(NamedTuple):
    """
    Where a rival is met: at the expected capacity, and at both ends of its 80 % interval.

    *unit* is what meets it at the expected capacity; where nothing does, what is cheapest full.
    """

    rival: Rival
    unit: Unit
    expected: BreakEven
    fast: BreakEven
    slow: BreakEven


class BreakEvenAnswer(NamedTuple):
    """
    The break-even with every rival, the cheapest first; *shown* are some of them.

    *unit* is the one that is cheapest when full, *row* what is reported of it.

    *points* are the curve of both costs beside *reference*, the cheapest of the same weights;
    *drawn* are further lines of own costs by name (`rented`, `owned`), at `drawn_volumes`.
    """

    job: HostingJob
    row: HostingRow
    unit: Unit
    evens: tuple[Even, ...]
    shown: tuple[Even, ...]
    points: tuple[Point, ...]
    reference: Rival | None
    equal: tuple[Model, float] | None
    """The model of the route of the same quality, with its expected score."""
    assumed: tuple[str, ...]
    note: str | None
    drawn: tuple[tuple[str, tuple[Point, ...]], ...] = ()


def unit_of(way: Way) -> Unit | None:
    """What *way* grows by; None where its capacity or its price is not known."""
    if way.tps is None or way.steady is None or not way.copies:
        return None
    tps = way.tps
    if way.hardware.number is None:
        return Unit(way, way.sized.replica.layout.gpus, tps)
    # given hardware is there as a whole: it grows by all its copies at once
    whole = Interval(*(end * way.copies for end in tps))
    return Unit(way, way.hardware.number, whole)


def units_of(ways: Iterable[Way]) -> list[Unit]:
    """
    Of the ways within a tie of the best quality, those that no other beats in both its cost and
    its cost when full: the dearest, which is the cheapest when full, first.
    """
    units = [unit for unit in map(unit_of, ways) if unit is not None]
    if not units:
        return []
    top = max(unit.way.quality.low for unit in units)
    near = [one for one in units if top - one.way.quality.low <= deployment.TIE_LOGITS]
    # in the order of their cost when full, each unit has to be cheaper by itself than all before
    front: list[Unit] = []
    for unit in sorted(near, key=_full_cost):
        if not front or unit.own_usd(1, 0.0) < front[-1].own_usd(1, 0.0):
            front.append(unit)
    return front


def _full_cost(unit: Unit) -> tuple[float, bool, float, str, str]:
    way = unit.way
    return (
        unit.own_usd(1, 0.0) / unit.capacity.value,
        not hosting.is_release(way),
        -way.option.form.bits,
        way.option.form.id,
        way.hardware.accelerator.id,
    )


def evens(units: Sequence[Unit], job: HostingJob, rivals: Sequence[Rival]) -> list[Even]:
    """The break-even of the best of *units* with each of *rivals*, the cheapest of them first."""
    return [
        _met(units, job, rival)
        for rival in sorted(rivals, key=lambda one: (one.usd_per_request, one.id))
    ]


def _met(units: Sequence[Unit], job: HostingJob, rival: Rival) -> Even:
    expected, unit = _first(units, job, rival, 0)
    # the second and third fields of an interval are its low and high end
    slow, fast = (_first(units, job, rival, end)[0] for end in (1, 2))
    return Even(rival, unit, expected, fast, slow)


def _first(
    units: Sequence[Unit], job: HostingJob, rival: Rival, end: int
) -> tuple[BreakEven, Unit]:
    """The least volume over *units* at one end of their capacities; else why never."""
    found = [(_even(unit, job, rival, unit.capacity[end]), unit) for unit in units]
    met = [pair for pair in found if pair[0].first is not None]
    if not met:
        return found[0]
    # which unit is met first may differ from the one that stays cheaper first
    best, unit = min(met, key=lambda pair: pair[0].first or 0.0)
    settled = [one.settled for one, _ in met if one.settled is not None]
    return best._replace(settled=min(settled, default=None)), unit


def _even(unit: Unit, job: HostingJob, rival: Rival, capacity_tps: float) -> BreakEven:
    people = job.fixed_usd
    billed = unit.way.steady.billed if unit.way.steady else None
    if isinstance(billed, Rented) and billed.scaling is not None:
        return scaling.break_even(
            job.load,
            scaling.BilledReplica(unit.gpus, capacity_tps, billed),
            rival.usd_per_request,
            redundancy=job.redundancy,
            people_usd=people,
        )
    return running.break_even(
        job.load,
        capacity_tps,
        lambda count: unit.own_usd(count, people),
        lambda requests: requests * rival.usd_per_request,
        redundancy=job.redundancy,
    )


def curve(
    units: Sequence[Unit], job: HostingJob, rival: Rival, volumes: Sequence[float]
) -> list[Point]:
    """
    Both costs over the volume, by the unit that is cheapest at each.

    Args:
        units: What can be added one at a time.
        job: The work and the terms.
        rival: The route to compare with.
        volumes: Requests a month.

    Returns:
        One point a volume, with the cost of all hours too where capacity scales to zero.
    """

    def other(requests: float) -> float:
        return requests * rival.usd_per_request

    def own(load: running.Load) -> Running:
        return _cheapest(units, job, load)

    points = running.curve(job.load, volumes, own, other)
    if job.scaling is None:
        return points
    always = (
        _cheapest(units, job, job.load._replace(requests=point.requests), always_on=True)
        for point in points
    )
    return [
        point._replace(always_on_usd=month.usd) for point, month in zip(points, always, strict=True)
    ]


def _cheapest(
    units: Sequence[Unit], job: HostingJob, load: running.Load, *, always_on: bool = False
) -> Running:
    months = (_month(unit, job, load, always_on=always_on) for unit in units)
    return min(months, key=lambda month: month.usd.value)


def _month(unit: Unit, job: HostingJob, load: running.Load, *, always_on: bool) -> Running:
    price = unit.way.steady
    assert price is not None
    billed = price.billed
    if always_on and isinstance(billed, Rented):
        billed = billed._replace(scaling=None)
    return running.month(
        load,
        unit.capacity,
        unit.gpus,
        billed,
        redundancy=job.redundancy,
        people_usd_per_month=job.fixed_usd,
    )


def volumes(unit: Unit, job: HostingJob) -> list[float]:
    """Requests a month from a thousandth of what one unit takes to a thousand times as much."""
    full = running.full_requests(job.load, unit.capacity.value)
    return [full * share for share in (0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)]


def drawn_volumes(unit: Unit, job: HostingJob) -> list[float]:
    """Requests a month to draw at: from a thirtieth of what a unit takes to thirty times it."""
    full = running.full_requests(job.load, unit.capacity.value)
    return [full * 30 ** (2 * step / (COLUMNS - 1) - 1) for step in range(COLUMNS)]
