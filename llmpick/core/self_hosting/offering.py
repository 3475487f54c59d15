"""
Deployments as routes: the cheapest sane way to run a model, as an offering of the user's own.

An offering has one price whatever the answer is: its month, spread over the requests as a fee.
"""

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from math import exp, hypot, inf, log
from typing import NamedTuple

from llmpick.core.facts.hardware import Architecture, Format, HostingFacts
from llmpick.core.facts.records import Z80, Deployed, Offering, Prices
from llmpick.core.self_hosting import choice, deployment, engines, memory, running, serving
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.deployment import FormatOption, Quality
from llmpick.core.self_hosting.engines import EngineRefusal
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.memory import Engine, Unsizable
from llmpick.core.self_hosting.places import Hardware, copy_sizes
from llmpick.core.self_hosting.running import Owned, Rented
from llmpick.core.self_hosting.serving import Layout, Replica
from llmpick.core.self_hosting.ways import Way

PROVIDER = "self-hosted"
SMALL_LOSS_LOGITS = 0.05
"""A loss that one estimate of a model's ability may stand for, hosted and not."""

ROUNDING = 1 + 1e-9
"""Of a capacity that is a bound: sums in floating point may differ by less."""


class TriedFormat(NamedTuple):
    """A format on hardware that has room, and the least that its month can cost, USD."""

    place: Hardware
    form: Format
    least_usd: float
    smallest: Replica
    billed: tuple[Rented | Owned, ...]
    """What it may be had on, spot apart."""


def cheapest(
    arch: Architecture,
    hardware: Sequence[Hardware],
    tables: HostingFacts,
    job: HostingJob,
    *,
    small_loss: bool,
    ability: float | None = None,
    stderr: float = 0.0,
) -> Way | None:
    """
    The cheapest way that takes the load, in a format within a tie of the best that fits.

    Args:
        arch: The model.
        hardware: What to try.
        tables: The catalog's tables.
        job: What has to run.
        small_loss: Only formats whose loss of quality was read and is small.
        ability: Of the model as released, logits; None: not known.
        stderr: Its standard error.
    """
    native = engines.native_bits(arch, tables)

    qualities: dict[str, Quality] = {}

    def quality(form: Format) -> Quality:
        known = qualities.get(form.id)
        if known is None:
            option = FormatOption(arch.model, form, 1, ability or 0.0, stderr, native_bits=native)
            known = deployment.quality(option)
            assert known is not None
            qualities[form.id] = known
        return known

    def is_small(form: Format) -> bool:
        found = quality(form)
        return found.sourced and (ability or 0.0) - found.ability <= SMALL_LOSS_LOGITS

    every = engines.formats_of(arch, tables, job.quantization, job.least_bits)
    forms = [one for one in every if not small_loss or is_small(one)]
    for best_first in sorted(forms, key=lambda one: -quality(one).low):
        # formats within a tie of the best that has room are tried together, and no others sized
        if best_first not in forms or not any(_room(arch, hardware, [best_first], tables, job)):
            continue
        least = quality(best_first).low - deployment.TIE_LOGITS
        near = [one for one in forms if least <= quality(one).low]
        tried = _room(arch, hardware, near, tables, job)
        best = _least(arch, tried, tables, job, ability, stderr)
        if best is not None:
            return best
        forms = [one for one in forms if one not in near]
    return None


def _room(
    arch: Architecture,
    hardware: Iterable[Hardware],
    forms: Iterable[Format],
    tables: HostingFacts,
    job: HostingJob,
) -> Iterable[TriedFormat]:
    """What has room, by memory alone: `deployment.size` without its speeds, for many at once."""
    window = arch.context_window_tokens
    sequence = memory.cache_bytes(arch, job.context_tokens, job.cache)
    if isinstance(sequence, Unsizable) or (window is not None and job.context_tokens > window):
        return
    held = sequence * job.concurrency / memory.GIB
    kinds = [(form, _needs(arch, memory.weights_gib(arch, form), held)) for form in forms]
    for place in hardware:
        billed: _Billed | None = None
        known = _layouts(place, tables, job)
        for form, needs in kinds:
            layouts = known.get(form.id)
            if layouts is None:
                layouts = known[form.id] = _layouts_of(form, place, tables, job)
            for engine, layout, free in layouts:
                if needs[engine.tensor_parallel][layout.gpus] > free:
                    continue
                billed = billed or _billed(place, tables, job)
                smallest = Replica(arch, form, place.accelerator, engine, layout)
                usd = billed.least_usd[place.number or layout.gpus]
                yield TriedFormat(place, form, usd, smallest, billed.terms)
                break


class _Billed(NamedTuple):
    """What hardware may be had on, spot apart, and the least month of so many accelerators."""

    terms: tuple[Rented | Owned, ...]
    least_usd: dict[int, float]


def _billed(place: Hardware, tables: HostingFacts, job: HostingJob) -> _Billed:
    def work() -> _Billed:
        every = hosting.terms_of(place.accelerator, tables, job)
        terms = tuple(by for name, _, by in every if name != "spot")
        sizes = {*range(1, deployment.MAX_GPUS + 1), place.number or 1}
        least = {
            gpus: min((running.always_on_usd(1, gpus, by) for by in terms), default=0.0)
            for gpus in sizes
        }
        return _Billed(terms, least)

    key = "billed", *_same(place), job.own, job.scaling
    found: _Billed = tables.once(key, work)
    return found


def _same(place: Hardware) -> tuple[str, float, int | None]:
    """What tells hardware from other hardware: kinds in one machine are in the identifier."""
    return place.accelerator.id, place.accelerator.memory_gib, place.number


def _needs(arch: Architecture, weights_gib: float, held_gib: float) -> tuple[list[float], ...]:
    """
    GiB of each accelerator by their number, of engines that share out layers and of the others.

    *held_gib* are all caches; infinite where heads do not split.
    """
    sizes = range(1, deployment.MAX_GPUS + 1)
    dealt = [(weights_gib + held_gib) / gpus for gpus in sizes]
    split = [
        weights_gib / gpus + held_gib / min(gpus, arch.kv_shards)
        if deployment.splits(arch, gpus)
        else inf
        for gpus in sizes
    ]
    return [inf, *dealt], [inf, *split]


def _layouts(
    place: Hardware, tables: HostingFacts, job: HostingJob
) -> dict[str, list[tuple[Engine, Layout, float]]]:
    """What is known of `_layouts_of` on *place* so far, by format."""
    key = "layouts", *_same(place), job.engine, job.is_particular, job.cache
    found: dict[str, list[tuple[Engine, Layout, float]]] = tables.once(key, dict)
    return found


def _layouts_of(
    form: Format, place: Hardware, tables: HostingFacts, job: HostingJob
) -> list[tuple[Engine, Layout, float]]:
    """The engine of a format with its layouts, the smallest first, and the GiB free in each."""
    runs = engines.engine_for(form, place, tables, job.engine, asked=job.is_particular)
    if isinstance(runs, EngineRefusal) or not engines.cache_of(runs.engine.id, job.cache, tables):
        return []
    return [(runs.engine, *one) for one in _free(place, runs.engine, tables)]


def _free(place: Hardware, engine: Engine, tables: HostingFacts) -> list[tuple[Layout, float]]:
    """The layouts of a copy, the smallest first, each with the GiB that weights and caches have."""
    card, (least, most) = place.accelerator, copy_sizes(place)
    key = card.id, card.memory_gib, engine.id, least, most

    def free() -> list[tuple[Layout, float]]:
        usable = memory.usable_gib(card, engine)
        return [
            (Layout(gpus), usable - memory.overhead_gib(card, engine, gpus))
            for gpus in deployment.sizes(engine, most)
            if gpus >= least
        ]

    found: list[tuple[Layout, float]] = tables.once(key, free)
    return found


def _least(
    arch: Architecture,
    tried: Iterable[TriedFormat],
    tables: HostingFacts,
    job: HostingJob,
    ability: float | None,
    stderr: float,
) -> Way | None:
    """
    The first choice of what takes the load: no more is timed than could be it.

    What a month costs counts more for what speaks against a way, as in `choice.order`.
    """
    factors: dict[str, float] = {}

    def raised(usd: float, one: TriedFormat) -> float:
        factor = factors.get(one.form.id)
        if factor is None:
            factor = choice.raised(1.0, choice.against_weights(one.smallest))
            factors[one.form.id] = factor
        # given hardware costs the same whatever runs on it
        return factor * (usd if one.place.number is None else 1.0)

    # the least that each costs: by one copy, and once that is reached by the copies of its speed
    every = list(tried)
    waiting: list[tuple[float, float, str, int, bool]] = [
        (raised(one.least_usd, one), -one.form.bits, one.place.accelerator.id, at, False)
        for at, one in enumerate(every)
    ]
    heapify(waiting)
    best: Way | None = None
    dearest = inf
    while waiting and waiting[0][0] <= dearest:
        least, narrow, name, at, is_floor = heappop(waiting)
        one = every[at]
        if not is_floor:
            floor = max(least, raised(floor_usd(one, tables, job), one))
            heappush(waiting, (floor, narrow, name, at, True))
            continue
        asked = job._replace(quantization=one.form.id)
        found, _ = hosting.ways(arch, [one.place], tables, asked, ability=ability, stderr=stderr)
        for way in found:
            if way.serves and (best is None or _weight(way) < _weight(best)):
                best, dearest = way, _weight(way).cost
    return best


def _weight(way: Way) -> choice.Weight:
    return choice.weight(way, priced=True)


def floor_usd(one: TriedFormat, tables: HostingFacts, job: HostingJob) -> float:
    """
    What a month of *one* costs at least, USD: as if no request had to be served in time.

    A step grows less than its requests do, so a full copy makes the most tokens. 0: not known.
    """
    if tables.fit is None or one.place.number is not None or job.scaling or not one.billed:
        return 0.0
    found = inf
    replica, gpus = one.smallest, one.smallest.layout.gpus
    while gpus <= copy_sizes(one.place)[1]:
        if min(running.always_on_usd(1, gpus, by) for by in one.billed) >= found:
            break
        full = serving.capacity(
            replica._replace(layout=Layout(gpus)),
            tables.fit,
            prompt_tokens=job.load.prompt_tokens,
            output_tokens=job.load.output_tokens,
            cached_share=job.prefix_share,
        )
        if not isinstance(full, Unsizable):
            copies = running.replicas(job.load, full.output_tps.value * ROUNDING, job.redundancy)
            found = min(found, *(running.always_on_usd(copies, gpus, by) for by in one.billed))
        if not replica.engine.tensor_parallel:
            break
        gpus *= 2
    return found


def deployed(way: Way, job: HostingJob, length_spread: float) -> Deployed:
    """
    What *way* is, and what a month of it costs with its interval.

    Its cost rises with the work by the speed, so it lies between the costs where that ratio does,
    step by step: both are taken as log-normal, and as independent.

    Args:
        way: The deployment.
        job: What it was sized for.
        length_spread: Standard deviation of the logarithm of the work in a request.
    """
    price, ends = way.steady, None
    if way.tps is not None and price is not None:
        tps = way.tps
        speed = log(tps.high / tps.low) / (2 * Z80)
        factor = exp(Z80 * hypot(speed, length_spread))
        months = [hosting.month_at(way, job.load.requests * by, job) for by in (1 / factor, factor)]
        low, high = (month.usd.value if month else price.month.usd.value for month in months)
        ends = min(low, price.month.usd.value), max(high, price.month.usd.value)
    load = job.load
    return Deployed(
        accelerator=way.hardware.accelerator.id,
        gpus=_gpus(way),
        gpus_per_copy=way.sized.replica.layout.gpus,
        gpus_billed=price.month.gpus_billed if price else None,
        copies=way.copies,
        format=way.option.form.id,
        engine=way.sized.replica.engine.id,
        terms=price.terms if price else None,
        rented_from=price.rental.provider if price and price.rental else None,
        price_read=price.rental.read if price and price.rental else None,
        usd=way.usd_per_month,
        usd_interval=ends,
        mtok=load.requests * (load.prompt_tokens + load.output_tokens) / 1e6,
        usd_per_gpu_hour=price.rental.usd_per_gpu_hour if price and price.rental else None,
        usd_per_gpu=price.billed.purchase_usd
        if price and isinstance(price.billed, Owned)
        else None,
        output_tps=way.tps.value if way.tps else None,
        loss_logit=deployment.loss_logit(way.option),
    )


def _gpus(way: Way) -> int:
    return way.hardware.number or way.copies * way.sized.replica.layout.gpus


def offering(way: Way, repository: str, requests: float) -> Offering:
    """
    *way* as an offering of the user's own; without a price where its month has none.

    Args:
        way: The deployment.
        repository: Where the weights are published.
        requests: Calls a month that it is billed for, turns and retries counted.
    """
    price = way.steady
    usd = way.usd_per_month
    return Offering(
        model=way.option.model,
        provider=PROVIDER,
        variant=f"{_gpus(way)}x{way.hardware.accelerator.id}-{way.option.form.id}",
        api_model=repository,
        first_party=False,
        region=None,
        listing="current",
        retires_on=None,
        listed_until=None,
        quantised=not hosting.is_release(way),
        other_terms=None,
        volatile_price=None,
        price_read=price.rental.read if price and price.rental else None,
        price_since=None,
        peak_share=None,
        marginal_tiers=None,
        prices=None if usd is None else Prices("USD", 0.0, 0.0, per_request=usd / requests),
        price_lists=(),
    )
