"""
From which volume capacity that scales to zero is cheaper than a price by the token.

Its cost is made of straight lines over the volume: the work, then the starts until each request
has had one, then no more than all hours of the replicas. Lines meet where they are solved for.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from llmpick.core.hosting import running
from llmpick.core.hosting.running import MAX_REPLICAS, BreakEven, Load, Rented, Scaling


class Line(NamedTuple):
    """A cost from *least* to *full* requests a month: *usd* and *usd_per_request* of each."""

    least: float
    full: float
    usd: float
    usd_per_request: float


class BilledReplica(NamedTuple):
    """What a replica takes and what it is billed at; *gpus* are its accelerators."""

    gpus: int
    capacity_tps: float
    terms: Rented

    def usd_of_a_share(self, count: int) -> float:
        """A month of one of *count* replicas, US dollars: machines are rented whole."""
        return running.always_on_usd(count, self.gpus, self.terms) / count


def break_even(
    load: Load,
    replica: BilledReplica,
    usd_per_request: float,
    *,
    redundancy: int = 0,
    people_usd: float = 0.0,
) -> BreakEven:
    """
    Where a deployment that scales to zero costs no more than *usd_per_request* elsewhere.

    A volume of 0 is: from the first request on.

    Args:
        load: The shape; its volume is not read.
        replica: What is added one at a time.
        usd_per_request: US dollars a request elsewhere.
        redundancy: Replicas that serve no load.
        people_usd: Work on it, US dollars a month.

    Returns:
        The least volume that is cheaper, and the one from which it stays so; or why neither is.
    """
    least_usd = _least_usd_per_request(load, replica)
    if usd_per_request <= least_usd:
        return BreakEven(None, None, _never(least_usd, usd_per_request))
    most = running.full_requests(load, replica.capacity_tps)
    # below so many full replicas, even the least cost of work saves less than people cost
    hopeless = people_usd / (usd_per_request - least_usd) / most
    first: float | None = None
    since: float | None = None
    for count in range(1 + int(min(hopeless, MAX_REPLICAS)), MAX_REPLICAS + 1):
        for line in lines(load, replica, count, redundancy=redundancy, people_usd=people_usd):
            met = _cheap_from(line, usd_per_request)
            first = met if first is None else first
            # a line that begins cheaper continues the stretch; one that gets cheaper begins it anew
            since = met if met is None or since is None or met > line.least else since
        if since is not None and since <= (count - replica.terms.rental.gpus) * most:
            break  # machines fill alike from here on
    if first is None:
        return BreakEven(None, None, f"never: not with up to {MAX_REPLICAS:,} copies")
    return BreakEven(first, since, None)


def lines(
    load: Load, replica: BilledReplica, count: int, *, redundancy: int = 0, people_usd: float = 0.0
) -> Iterator[Line]:
    """
    The cost over the volumes for which the busiest hour takes *count* replicas.

    Args:
        load: The shape; its volume is not read.
        replica: What it takes and what it is billed at.
        count: Replicas that the busiest hour needs.
        redundancy: Replicas that serve no load, and wait as the others do.
        people_usd: Work on it, US dollars a month.

    Yields:
        Straight lines that follow each other, from the volume that *count* - 1 replicas take.
    """
    scaling = replica.terms.scaling or Scaling()
    most = running.full_requests(load, replica.capacity_tps)
    least, full = (count - 1) * most, count * most
    total = count + redundancy
    usd = replica.usd_of_a_share(total)
    worked = _months_of_work(load, replica)
    starts, started = scaling.starts or 0.0, scaling.months_per_start
    capped = _all_hours_from(total, worked, starts, started)
    cuts = sorted({least, full, *(cut for cut in (starts, capped) if least < cut < full)})
    for low, high in pairwise(cuts):
        # all hours are billed; or each start, whatever the volume; or a start with every request
        if low >= capped:
            yield Line(low, high, people_usd + total * usd, 0.0)
        elif low >= starts:
            yield Line(low, high, people_usd + usd * starts * started, usd * worked)
        else:
            yield Line(low, high, people_usd, usd * (worked + started))


def _months_of_work(load: Load, replica: BilledReplica) -> float:
    """Months of a replica that a request is worked on."""
    return load._replace(requests=1.0).mean_tps / (replica.capacity_tps * load.fill)


def _all_hours_from(total: int, worked: float, starts: float, started: float) -> float:
    """The volume from which *total* replicas are billed all hours."""
    # each month of a replica is worked or started; while every request starts one, the volume is
    # total / (work + start) of each; beyond, all starts are spent and only work is added
    within = total / (worked + started)
    return within if within <= starts else (total - starts * started) / worked


def _least_usd_per_request(load: Load, replica: BilledReplica) -> float:
    """Nothing is cheaper: work alone, on machines that are full of replicas."""
    return replica.usd_of_a_share(replica.terms.rental.gpus) * _months_of_work(load, replica)


def _cheap_from(line: Line, usd_per_request: float) -> float | None:
    """The least volume of *line* from which on it costs no more; None: at most its last point."""
    saved = usd_per_request - line.usd_per_request
    if saved <= 0:
        return None
    met = max(line.least, line.usd / saved)
    return met if met < line.full else None


def _never(least_usd: float, usd_per_request: float) -> str:
    return (
        f"never: billed for its work alone, it costs {least_usd * 1e6:.0f} USD a million "
        f"requests, elsewhere {usd_per_request * 1e6:.0f} USD"
    )
