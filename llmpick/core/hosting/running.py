"""
What a deployment costs a month, and from which volume it is cheaper than a price by the token.

An accelerator that is always on bills every hour of the month whatever the load; capacity is
added one replica at a time.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from llmpick.core.facts.hardware import Rental
from llmpick.core.hosting.speed import Interval

HOURS_PER_MONTH = 730.0
"""8,760 hours of a year by twelve."""
MAX_REPLICAS = 4096
"""Where the search for a break-even ends."""


class Load(NamedTuple):
    """
    What a deployment has to serve in a month.

    *peak_to_mean* is the ratio of the busiest hour to the mean one; *fill* the part of a
    replica's capacity that the busiest hour may use.
    """

    requests: float
    prompt_tokens: float
    output_tokens: float
    peak_to_mean: float
    fill: float = 0.8

    @property
    def mean_tps(self) -> float:
        """Output tokens per second, over the whole month."""
        return self.requests * self.output_tokens / (HOURS_PER_MONTH * 3600)


class Scaling(NamedTuple):
    """
    What is billed beside the work where replicas shut down; None was not stated, and not counted.

    *starts* a month are of all replicas together: no more than there are requests. Each is billed
    for *cold_start_s* before its first request and *idle_s* after its last.
    """

    starts: float | None = None
    cold_start_s: float | None = None
    idle_s: float | None = None

    @property
    def months_per_start(self) -> float:
        """Part of a month that a start is billed for, work apart."""
        billed_s = (self.cold_start_s or 0.0) + (self.idle_s or 0.0)
        return billed_s / (HOURS_PER_MONTH * 3600)

    def months(self, requests: float) -> float:
        """Months of a replica billed beside its work, over so many *requests* a month."""
        return min(self.starts or 0.0, requests) * self.months_per_start


class Rented(NamedTuple):
    """
    Accelerators by the hour, whole machines of *rental*.

    With *scaling*, replicas are billed while they work, start and wait; else every hour.
    """

    rental: Rental
    scaling: Scaling | None = None


class Owned(NamedTuple):
    """
    Accelerators bought; no part has a default, since none was sourced for all.

    *purchase_usd* is of one accelerator with its part of the machine, written off over *months*;
    *power_w* is what it draws at work.
    """

    purchase_usd: float
    months: float
    power_w: float
    pue: float
    usd_per_kwh: float


class Running(NamedTuple):
    """
    A month of a deployment.

    *usd* holds the interval that comes from the capacity; *people_usd* is in it. *used* is the
    mean load as a part of what runs, 0 to 1. *usd_per_mtok* is by all tokens, prompt and answer.
    """

    usd: Interval
    replicas: int
    gpus_billed: int
    used: float
    people_usd: float
    usd_per_mtok: float | None


def replicas(load: Load, capacity_tps: float, redundancy: int) -> int:
    """
    Copies that the busiest hour needs, one at least, and *redundancy* more.

    Args:
        load: The volume and its shape.
        capacity_tps: Output tokens per second of a copy.
        redundancy: Copies beyond what the load needs.
    """
    peak = load.mean_tps * load.peak_to_mean
    # the margin is for rounding: a load that fits exactly takes no further copy
    return max(1, math.ceil(peak / (capacity_tps * load.fill) - 1e-9)) + redundancy


def billed_gpus(count: int, gpus_per_replica: int, machine: int) -> int:
    """Accelerators of whole machines of *machine* that *count* replicas need."""
    return math.ceil(count * gpus_per_replica / machine) * machine


def month(
    load: Load,
    capacity_tps: Interval,
    gpus_per_replica: int,
    terms: Rented | Owned,
    *,
    redundancy: int = 0,
    people_usd_per_month: float = 0.0,
) -> Running:
    """
    What *load* costs a month.

    Args:
        load: The volume and its shape.
        capacity_tps: Output tokens per second of a replica at the load's own lengths.
        gpus_per_replica: Accelerators of a replica.
        terms: Rented or owned.
        redundancy: Replicas beyond what the busiest hour needs.
        people_usd_per_month: Work on it; nothing is assumed.

    Returns:
        The cost with the interval that comes from the capacity, and what runs.
    """
    # the slow end of the capacity is the dear end of the cost
    value, high, low = (
        _usd(load, tps, gpus_per_replica, terms, redundancy) + people_usd_per_month
        for tps in capacity_tps
    )
    count = replicas(load, capacity_tps.value, redundancy)
    tokens = load.requests * (load.prompt_tokens + load.output_tokens)
    machine = terms.rental.gpus if isinstance(terms, Rented) else 1
    return Running(
        usd=Interval(value, min(low, value), max(high, value)),
        replicas=count,
        gpus_billed=billed_gpus(count, gpus_per_replica, machine),
        used=min(1.0, load.mean_tps / (capacity_tps.value * count)),
        people_usd=people_usd_per_month,
        usd_per_mtok=value / tokens * 1e6 if tokens else None,
    )


def _usd(
    load: Load, tps: float, gpus_per_replica: int, terms: Rented | Owned, redundancy: int
) -> float:
    count = replicas(load, tps, redundancy)
    usd = always_on_usd(count, gpus_per_replica, terms)
    if isinstance(terms, Rented) and terms.scaling is not None:
        # work and starts are billed, and never more than all hours of what the peak needs
        billed = load.mean_tps / (tps * load.fill) + terms.scaling.months(load.requests)
        usd *= min(float(count), billed) / count
    return usd


def always_on_usd(count: int, gpus_per_replica: int, terms: Rented | Owned) -> float:
    """
    A month of *count* replicas that run all its hours, people's work apart.

    Args:
        count: Replicas.
        gpus_per_replica: Accelerators of each.
        terms: Rented whole machines, or owned accelerators with their power.

    Returns:
        US dollars.
    """
    if isinstance(terms, Owned):
        # W x hours / 1000 = kWh; PUE adds what cooling and losses of the building draw
        working = terms.power_w * terms.pue * terms.usd_per_kwh * HOURS_PER_MONTH / 1000
        return count * gpus_per_replica * (terms.purchase_usd / terms.months + working)
    gpus = billed_gpus(count, gpus_per_replica, terms.rental.gpus)
    return gpus * terms.rental.usd_per_gpu_hour * HOURS_PER_MONTH


# Break-even


class BreakEven(NamedTuple):
    """
    From which volume a deployment is the cheaper one, requests a month.

    *first* is the least volume at which it is; *settled* that above which it stays so (a further
    replica can turn it back). Both None: never, and *reason* says why.
    """

    first: float | None
    settled: float | None
    reason: str | None


class Point(NamedTuple):
    """
    A point of the curve, US dollars a month of both and the load as a part of what runs.

    *always_on_usd* is what the same would cost all hours, where *own_usd* scales to zero.
    """

    requests: float
    own_usd: Interval
    other_usd: float
    used: float
    always_on_usd: Interval | None = None


def curve(
    load: Load,
    volumes: Sequence[float],
    own: Callable[[Load], Running],
    other: Callable[[float], float],
) -> list[Point]:
    """
    Both costs over the volume.

    Args:
        load: The shape of the work; its volume is replaced.
        volumes: Requests a month.
        own: A month of the deployment under a load.
        other: US dollars a month elsewhere for so many requests.
    """
    found = []
    for volume in volumes:
        month_of_own = own(load._replace(requests=volume))
        found.append(Point(volume, month_of_own.usd, other(volume), month_of_own.used))
    return found


def full_requests(load: Load, capacity_tps: float) -> float:
    """Requests a month that one replica takes, its busiest hour as full as it may be."""
    # capacity that one request a month uses in the busiest hour
    a_request = load._replace(requests=1.0).mean_tps * load.peak_to_mean
    return capacity_tps * load.fill / a_request


def break_even(
    load: Load,
    capacity_tps: float,
    own_usd: Callable[[int], float],
    other_usd: Callable[[float], float],
    *,
    redundancy: int = 0,
    max_replicas: int = MAX_REPLICAS,
) -> BreakEven:
    """
    Where the steps of the own cost meet the other's price.

    Args:
        load: The shape; its volume is not read.
        capacity_tps: Output tokens per second of a replica.
        own_usd: Cost a month of so many replicas, rising.
        other_usd: Cost a month of so many requests elsewhere, rising with them.
        redundancy: Replicas that serve no load.
        max_replicas: Where to stop looking.

    Returns:
        The least volume that is cheaper, and the one from which it stays so; or why neither is.
    """
    most = full_requests(load, capacity_tps)
    first: float | None = None
    settled: float | None = None
    for count in range(1, max_replicas + 1):
        least, full = (count - 1) * most, count * most
        cost = own_usd(count + redundancy)
        # within a step the own cost is level and the other's rises: they meet once, or not
        met = _meets(cost, other_usd, least, full)
        if met is None:
            settled = None
            # enough steps without a meeting, and dearer even full: further ones are alike
            if first is None and count > 16 and _is_hopeless(cost, other_usd(full), count):
                break
            continue
        first = met if first is None else first
        # met after the step began: at its beginning the further replica had turned it back
        if settled is None or met > least:
            settled = met
        if count > 16 and settled < least:
            break
    if first is None:
        return BreakEven(None, None, _never(own_usd, other_usd, most, redundancy))
    return BreakEven(first, settled, None)


def _is_hopeless(cost: float, other: float, count: int) -> bool:
    """Whether fixed parts no longer matter and the price elsewhere is still lower."""
    return count >= 64 and other < cost


def _meets(
    cost: float, other_usd: Callable[[float], float], least: float, full: float
) -> float | None:
    """The least volume of this step at which the other costs as much, or None."""
    if other_usd(full) < cost:
        return None
    if other_usd(least) >= cost:
        return least
    for _ in range(80):  # halves the step beyond what a double can tell
        middle = (least + full) / 2
        if other_usd(middle) >= cost:
            full = middle
        else:
            least = middle
    return full


def _never(
    own_usd: Callable[[int], float],
    other_usd: Callable[[float], float],
    most: float,
    redundancy: int,
) -> str:
    count = 64  # as many as it takes for redundancy and people's work to matter little
    own, other = own_usd(count + redundancy) / (count * most), other_usd(count * most)
    return (
        f"never: even full, it costs {own * 1e6:.0f} USD a million requests, "
        f"elsewhere {other / (count * most) * 1e6:.0f} USD"
    )
