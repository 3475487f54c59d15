"""The choice among ways to run a model: what one would run first, and three that have a name."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.self_hosting import deployment, launch
from llmpick.core.self_hosting.engines import SERVED_VENDORS
from llmpick.core.self_hosting.serving import Replica
from llmpick.core.self_hosting.ways import SPARE_SHARE, Way, is_release

HAS_TO_SAVE = 0.25
"""
What a way has to save by each thing that speaks against it, as a part of its cost: a conversion of
the weights, one to less than four bits, little memory to spare, an engine for one user on
accelerators that serve many. A judgement, not a measurement.
"""
ALIKE = 1.2
"""Speeds that differ by no more than this count as equal: bits decide then."""


def order(found: Sequence[Way]) -> list[Way]:
    """
    Ways to run one model, from the first choice on.

    Those that serve the load come first, then those of which it is not known. Within each, ways
    whose lower end of quality is no more than a tie below the best come first, by cost, which
    counts a third more for each thing that speaks against a way; then the others, by quality.
    Equal ones end on what a copy makes, on bits, format and accelerator.
    """
    if not found:
        return []
    top = max(way.quality.low for way in found)
    priced = any(way.usd_per_month is not None for way in found)

    def key(way: Way) -> tuple[int, bool, float, Weight]:
        behind = top - way.quality.low
        # within a tie quality no longer counts, beyond it cost does not: a cheap format that loses
        # much must not come first
        near = behind <= deployment.TIE_LOGITS
        return (
            {True: 0, None: 1, False: 2}[way.serves],
            not near,
            0.0 if near else behind,
            weight(way, priced=priced),
        )

    return sorted(found, key=key)


class Weight(NamedTuple):
    """Where a way stands among others of the same quality: the least first."""

    cost: float
    slow: int
    narrow: float
    form: str
    accelerator: str


def weight(way: Way, *, priced: bool) -> Weight:
    """What *way* costs with what speaks against it, then its speed, then its bits."""
    form = way.option.form
    cost = _weighed_cost(way, priced=priced)
    return Weight(cost, -_speed_class(way), -form.bits, form.id, way.hardware.accelerator.id)


def _speed_class(way: Way) -> int:
    """What a copy makes, or one request where that is not known, in steps of `ALIKE`."""
    tps = way.tps or way.sized.single_tps
    return round(math.log(tps.value) / math.log(ALIKE)) if tps else 0


def _weighed_cost(way: Way, *, priced: bool) -> float:
    """
    What a month costs, raised by what speaks against the way.

    Given hardware costs the same whatever runs on it, as does all where nothing is *priced*.
    """
    is_given = way.hardware.number is not None or not priced
    cost = 1.0 if is_given else way.usd_per_month
    if cost is None:
        return float("inf")
    return raised(cost, _against(way))


def raised(cost: float, against: Iterable[float]) -> float:
    """*cost* as it counts with what speaks against a way."""
    return float(cost / (1 - HAS_TO_SAVE) ** math.fsum(against))


def against_weights(replica: Replica) -> Iterable[float]:
    """What speaks against the weights of a copy; what the engine makes as it loads counts half."""
    if replica.form.id != (replica.arch.native_format or "bf16"):
        yield 0.5 if launch.is_made_on_load(replica) else 1.0
    if replica.form.bits < 4:
        yield 1.0


def _against(way: Way) -> Iterable[float]:
    """What speaks against a way, 1 for each."""
    replica = way.sized.replica
    yield from against_weights(replica)
    held = way.sized.footprint
    if held.headroom_gib < SPARE_SHARE * held.usable_gib:
        yield 1.0
    many = way.capacity is not None and way.capacity.running > 1
    if many and not replica.engine.tensor_parallel and replica.accelerator.vendor in SERVED_VENDORS:
        yield 1.0


def first_of_each(found: Iterable[Way], by: str) -> list[Way]:
    """
    The first way of each `format` or `hardware`; all of them for `all`.

    Formats of as many whole bits a weight on the same engine are one: Q4_K_M, Q4_K_S and Q4_0
    differ by less than what is known of their losses.
    """
    seen: dict[object, Way] = {}
    for way in found:
        form, place = way.option.form, way.hardware.accelerator.id
        alike = way.sized.replica.engine.id, int(form.bits)
        name = {"format": alike, "hardware": place}.get(by, (form.id, place, way.copies))
        seen.setdefault(name, way)
    return list(seen.values())


def picks(found: Sequence[Way]) -> dict[str, Way]:
    """
    The ways that one would ask for by name, of those that serve the load at nearly full quality.

    `cheapest` by the month, `fastest` by the tokens a second of one request, `native` the first
    in the format of the release. Where the load is not known to be taken, of those that fit.

    Args:
        found: Ways to run one model, in order.
    """
    best = [way for way in found if way.serves] or [way for way in found if way.serves is None]
    if not best:
        return {}
    top = max(way.quality.low for way in best)
    near = [way for way in best if top - way.quality.low <= deployment.TIE_LOGITS]
    named: dict[str, Way] = {}
    priced = [way for way in near if way.usd_per_month is not None]
    if priced:
        # the first of equal ones is the one that comes first in order
        named["cheapest"] = min(priced, key=lambda way: way.usd_per_month or 0.0)
    timed = [way for way in near if way.sized.single_tps]
    if timed:
        named["fastest"] = max(timed, key=_single_tps)
    native = [way for way in best if is_release(way)]
    if native:
        named["native"] = native[0]
    return named


def _single_tps(way: Way) -> float:
    return way.sized.single_tps.value if way.sized.single_tps else 0.0


def best_of_each_model(found: Sequence[Way], min_tps: float) -> list[Way]:
    """Each model once, by the choice rule of `deployment.ranked`; those that serve first."""
    by_option = {way.option: way for way in found}
    ranked = [by_option[one] for one in deployment.ranked(list(by_option), min_tps)]
    return sorted(ranked, key=lambda way: {True: 0, None: 1, False: 2}[way.serves])
