"""
Ways to run a model oneself: hardware and formats that fit, what they serve, what a month costs.

A way is a format on accelerators with an engine. Nothing here is a guess of a size: what cannot
be sized gives its reason.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, HostingFacts, Rental
from llmpick.core.self_hosting import beside, deployment, engines, running, serving
from llmpick.core.self_hosting.beside import Spill
from llmpick.core.self_hosting.deployment import FormatOption, Misfit, Quality, Sized
from llmpick.core.self_hosting.engines import EngineRefusal, Runs
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.places import Hardware, copy_sizes
from llmpick.core.self_hosting.running import Owned, Rented, Running
from llmpick.core.self_hosting.serving import Serving
from llmpick.core.self_hosting.speed import Interval
from llmpick.lang.said import said

MEASURED_VENDORS = ("NVIDIA", "AMD", "Apple")
MARKETPLACE = "marketplace"
SPARE_SHARE = 0.05
"""Of the memory that an engine may fill: with less to spare, a longer context no longer fits."""


class Priced(NamedTuple):
    """A month on some terms: `on-demand`, `spot`, `reserved` or `owned`."""

    terms: str
    rental: Rental | None
    month: Running
    billed: Rented | Owned


class Way(NamedTuple):
    """
    One way to run one model.

    *copies* are the replicas that run in all on given hardware, else those the load needs;
    *capacity* is of one, None where it is not known; *tps* are the tokens a second that a copy is
    reckoned with: those when full, or of one request where there is never more than one. *serves*
    is whether they take the busiest hour, None where that is not known. *quality* is relative to
    the model as released where its ability is not known. *prices* are the cheapest of each kind
    of terms, the cheapest first.
    """

    sized: Sized
    hardware: Hardware
    option: FormatOption
    quality: Quality
    capacity: Serving | None
    tps: Interval | None
    copies: int
    serves: bool | None
    prices: tuple[Priced, ...]
    notes: tuple[str, ...]
    spill: Spill | None = None
    """Experts that stay in main memory; None: all are on the accelerators."""

    @property
    def steady(self) -> Priced | None:
        """The cheapest price of what is not taken away at any time, else the cheapest of all."""
        steady = [one for one in self.prices if one.terms != "spot"]
        return next(iter(steady or self.prices), None)

    @property
    def usd_per_month(self) -> float | None:
        """What it costs on those terms."""
        return self.steady.month.usd.value if self.steady else None


def ways(
    arch: Architecture,
    hardware: Iterable[Hardware],
    tables: HostingFacts,
    job: HostingJob,
    *,
    ability: float | None = None,
    stderr: float = 0.0,
) -> tuple[list[Way], list[Misfit]]:
    """
    Every way to run *arch* on *hardware*, and why the others are none.

    Args:
        arch: The model.
        hardware: What to try.
        tables: The catalog's tables.
        job: What has to run.
        ability: Of the model as released, logits; None: not known.
        stderr: Its standard error.
    """
    found: list[Way] = []
    misfits: list[Misfit] = []
    native = engines.native_bits(arch, tables)
    forms = engines.formats_of(arch, tables, job.quantization, job.least_bits)
    for place in hardware:
        for form in forms:
            runs = engines.engine_for(form, place, tables, job.engine, asked=job.is_particular)
            sized = _size(arch, form, place, runs, tables, job)
            option = FormatOption(arch.model, form, 1, ability, stderr, native_bits=native)
            if isinstance(sized, Misfit):
                spilled = _spilled(arch, form, place, runs, tables, job)
                if spilled is None:
                    misfits.append(sized)
                else:
                    held, spill, supported = spilled
                    found.append(_way(held, place, option, tables, job, supported, spill))
                continue
            assert isinstance(runs, Runs)
            smallest = _way(sized, place, option, tables, job, runs.supported)
            found.append(smallest)
            if job.larger or smallest.copies > 1:
                found += _larger(smallest, place, option, tables, job, runs.supported)
    return found, misfits


def _size(
    arch: Architecture,
    form: Format,
    place: Hardware,
    runs: Runs | EngineRefusal,
    tables: HostingFacts,
    job: HostingJob,
    gpus: int | None = None,
) -> Sized | Misfit:
    """The smallest copy, or one of *gpus*; why there is none where nothing fits or runs it."""
    if isinstance(runs, EngineRefusal):
        return Misfit(arch.model, form.id, place.accelerator.id, runs.reason)
    cache = engines.cache_of(runs.engine.id, job.cache, tables)
    if cache is None:
        reason = said("{id} has no cache in {cache}", id=runs.engine.id, cache=job.cache)
        return Misfit(arch.model, form.id, place.accelerator.id, reason)
    least, most = copy_sizes(place)
    engine = beside.with_adapters(runs.engine, arch, job.adapters, job.adapter_rank)
    if isinstance(engine, Unsizable):
        return Misfit(arch.model, form.id, place.accelerator.id, engine.reason)
    return deployment.size(
        arch,
        form,
        place.accelerator,
        engine,
        # without a bandwidth there is no speed, and memory alone is told
        tables.fit if place.accelerator.bandwidth_gb_per_s else None,
        context_tokens=job.context_tokens,
        concurrency=job.concurrency,
        prompt_tokens=job.load.prompt_tokens,
        output_tokens=job.load.output_tokens,
        cache=cache,
        max_gpus=most,
        gpus=gpus or (most if least == most else None),
        cached_share=job.prefix_share,
    )


def _spilled(
    arch: Architecture,
    form: Format,
    place: Hardware,
    runs: Runs | EngineRefusal,
    tables: HostingFacts,
    job: HostingJob,
) -> tuple[Sized, Spill, str] | None:
    """
    A copy with few experts in main memory, where the user has such memory.

    The fewest that leave some memory to spare, else the fewest that have to be.
    """
    unified = place.accelerator.unified_memory or place.accelerator.vendor == "CPU"
    if job.ram_gib is None or unified:
        return None
    if isinstance(runs, Runs) and runs.engine.id != beside.SPILLING and job.engine is None:
        # what comes first for a format keeps all experts on the accelerators
        runs = engines.engine_for(form, place, tables, beside.SPILLING, asked=job.is_particular)
    if isinstance(runs, EngineRefusal) or runs.engine.id != beside.SPILLING:
        return None
    best: tuple[Sized, Spill, str] | None = None
    for spill in beside.spills(arch, form, ram_gib=job.ram_gib, gb_per_s=job.ram_gb_per_s):
        sized = _size(spill.arch, form, place, runs, tables, job)
        if isinstance(sized, Sized):
            single = spill.slowed(sized.single_tps)
            found = sized._replace(single_tps=single, under_load=None), spill, runs.supported
            held = sized.footprint
            if held.headroom_gib >= SPARE_SHARE * held.usable_gib:
                return found
            best = best or found
    return best


def _larger(
    smallest: Way,
    place: Hardware,
    option: FormatOption,
    tables: HostingFacts,
    job: HostingJob,
    supported: str,
) -> Iterable[Way]:
    """Copies of twice as many accelerators and more: their room for caches may pay for itself."""
    replica = smallest.sized.replica
    gpus = 2 * replica.layout.gpus
    runs = Runs(replica.engine, supported)
    while replica.engine.tensor_parallel and gpus <= copy_sizes(place)[1]:
        sized = _size(replica.arch, replica.form, place, runs, tables, job, gpus)
        if isinstance(sized, Sized):
            yield _way(sized, place, option, tables, job, supported)
        gpus *= 2


def _way(
    sized: Sized,
    place: Hardware,
    option: FormatOption,
    tables: HostingFacts,
    job: HostingJob,
    supported: str,
    spill: Spill | None = None,
) -> Way:
    gpus = sized.replica.layout.gpus
    # what a processor makes of many requests at a time was not measured
    capacity = None if spill else _full(sized, tables, job, job.min_tps)
    # known without a least speed, and not with it: too slow, which is not the same as unknown
    is_slow = spill is None and capacity is None and _full(sized, tables, job, 0.0) is not None
    tps = capacity.output_tps if capacity else None
    if capacity is None and job.concurrency == 1 and sized.single_tps and not is_slow:
        # with one request at a time the speed of one is that of all
        is_slow = sized.single_tps.value < job.min_tps
        tps = None if is_slow else sized.single_tps
    needed, copies = 0, (place.number or gpus) // gpus
    prices: tuple[Priced, ...] = ()
    if tps is not None:
        needed = running.replicas(job.load, tps.value, job.redundancy)
        if place.number is None:
            copies = needed
        prices = tuple(_prices(tps, gpus, place, copies, needed, tables, job))
    serves = copies >= needed if tps is not None else False if is_slow else None
    option = _weighed(option, sized, tps, place, copies, prices, serves)
    quality = deployment.quality(option._replace(ability=option.ability or 0.0))
    assert quality is not None
    way = Way(
        sized=sized,
        hardware=place,
        option=option,
        quality=quality,
        capacity=capacity,
        tps=tps,
        copies=copies,
        serves=serves,
        prices=prices,
        notes=(),
        spill=spill,
    )
    return way._replace(notes=tuple(_notes(way, needed, job, supported)))


def _full(sized: Sized, tables: HostingFacts, job: HostingJob, min_tps: float) -> Serving | None:
    """What a copy makes when full; None where no request is served so fast, or it is not known."""
    if tables.fit is None or not sized.replica.accelerator.bandwidth_gb_per_s:
        return None
    full = serving.capacity(
        sized.replica,
        tables.fit,
        prompt_tokens=job.load.prompt_tokens,
        output_tokens=job.load.output_tokens,
        max_time_per_token_s=1 / min_tps if min_tps else None,
        cached_share=job.prefix_share,
    )
    return None if isinstance(full, Unsizable) else full


def _weighed(
    option: FormatOption,
    sized: Sized,
    tps: Interval | None,
    place: Hardware,
    copies: int,
    prices: Sequence[Priced],
    serves: bool | None,
) -> FormatOption:
    """
    *option* with what its choice among others of the same quality rests on.

    Given hardware costs the same whatever runs on it: where the load is taken, bits decide, and
    where it is not, what is made of it.
    """
    single = sized.single_tps.value if sized.single_tps else None
    if place.number is not None:
        made = copies * tps.value if tps else 0.0
        short = 0.0 if serves else 1 / made if made else None
        return option._replace(gpus=1, single_tps=single, usd_per_month=short)
    cheapest = prices[0].month.usd.value if prices else None
    gpus = copies * sized.replica.layout.gpus
    return option._replace(gpus=gpus, single_tps=single, usd_per_month=cheapest)


def _prices(
    tps: Interval,
    gpus: int,
    place: Hardware,
    copies: int,
    needed: int,
    tables: HostingFacts,
    job: HostingJob,
) -> list[Priced]:
    """The cheapest month of each kind of terms, the cheapest first."""
    cheapest: dict[str, tuple[float, Rental | None, Rented | Owned]] = {}
    for name, rental, terms in terms_of(place.accelerator, tables, job):
        # the same copies on each: who is cheapest by all hours is so by the time of work
        if place.number is None:
            hours = running.always_on_usd(needed, gpus, terms)
        else:
            hours = running.always_on_usd(1, place.number, terms)
        if name not in cheapest or hours < cheapest[name][0]:
            cheapest[name] = hours, rental, terms
    found = [
        Priced(name, rental, _month(tps, gpus, place, copies, needed, terms, job), terms)
        for name, (_, rental, terms) in cheapest.items()
    ]
    return sorted(found, key=lambda one: (one.month.usd.value, one.terms))


def terms_of(
    accelerator: Accelerator, tables: HostingFacts, job: HostingJob
) -> Iterable[tuple[str, Rental | None, Rented | Owned]]:
    """What the accelerator may be had on; marketplaces of strangers' machines are left out."""
    if job.own is not None:
        stated = job.own.purchase_usd
        price = accelerator.purchase_usd if stated is None else stated
        own = job.own
        # where power costs nothing that is stated, what it draws need not be known
        if price is not None and (accelerator.power_w or not own.usd_per_kwh):
            drawn = accelerator.power_w or 0.0
            yield "owned", None, Owned(price, own.months, drawn, own.pue, own.usd_per_kwh)
        return
    for rental in _rentals(tables).get(accelerator.id, ()):
        yield rental.terms, rental, Rented(rental, job.scaling)


def _rentals(tables: HostingFacts) -> dict[str, list[Rental]]:
    """Accelerator → what is asked for it, marketplaces left out."""

    def sort() -> dict[str, list[Rental]]:
        found: dict[str, list[Rental]] = {}
        for rental in tables.rentals:
            if rental.provider_kind != MARKETPLACE:
                found.setdefault(rental.accelerator, []).append(rental)
        return found

    known: dict[str, list[Rental]] = tables.once(("rentals",), sort)
    return known


def _month(
    tps: Interval,
    gpus: int,
    place: Hardware,
    copies: int,
    needed: int,
    terms: Rented | Owned,
    job: HostingJob,
) -> Running:
    """
    A month of it.

    Given hardware costs what it costs: no copy is added where the load needs more than it holds.
    """
    fixed = job.fixed_usd
    if place.number is None:
        return running.month(
            job.load,
            tps,
            gpus,
            terms,
            redundancy=job.redundancy,
            people_usd_per_month=fixed,
        )
    share = min(1.0, copies / max(1, needed))
    load = job.load._replace(requests=job.load.requests * share)
    whole = Interval(tps.value * copies, tps.value * copies, tps.value * copies)
    month = running.month(load, whole, place.number, terms, people_usd_per_month=fixed)
    return month._replace(replicas=copies)


def month_at(way: Way, requests: float, job: HostingJob) -> Running | None:
    """The month of *way* on its steady terms were so many *requests* asked; None: no price."""
    if way.tps is None or way.steady is None:
        return None
    load = job.load._replace(requests=requests)
    tps, gpus = way.tps, way.sized.replica.layout.gpus
    needed = running.replicas(load, tps.value, job.redundancy)
    copies = way.copies if way.hardware.number is not None else needed
    return _month(
        tps, gpus, way.hardware, copies, needed, way.steady.billed, job._replace(load=load)
    )


def _notes(way: Way, needed: int, job: HostingJob, supported: str) -> Iterable[str]:
    replica = way.sized.replica
    accelerator = replica.accelerator
    form = replica.form.name or replica.form.id
    if accelerator.vendor not in MEASURED_VENDORS and accelerator.bandwidth_gb_per_s:
        yield said(
            "no speed was measured on {vendor}: as if it were NVIDIA's", vendor=accelerator.vendor
        )
    if way.spill is not None:
        yield said(
            "experts of {layers} of {of_layers} layers stay in main memory, {gib:.1f} GiB",
            layers=way.spill.layers,
            of_layers=way.spill.of_layers,
            gib=way.spill.gib,
        )
        if way.spill.gb_per_s is None:
            yield said("how fast experts in main memory are is not known without --ram-speed")
        else:
            yield said(
                "experts in main memory are read at {percent:g} % of --ram-speed: assumed",
                percent=round(beside.RAM_SHARE * 100),
            )
    if not way.quality.sourced:
        yield said("loss of quality not read: wider interval")
    if supported == "partial":
        yield said(
            "{id} runs {form} there in part: widened, or weights alone",
            id=replica.engine.id,
            form=form,
        )
    elif supported == "unknown":
        yield said("that {id} runs {form} there was not read", id=replica.engine.id, form=form)
    if way.serves is None:
        yield said("fits; speed under load not known")
    elif way.tps is None:
        yield said("less than {min_tps:g} tokens a second for each request", min_tps=job.min_tps)
    elif way.copies < needed:
        yield said(
            "the busiest hour needs {needed} copies, it holds {copies}",
            needed=needed,
            copies=way.copies,
        )
    elif way.capacity is None:
        yield said("one request at a time; what its prompt takes is not known, and not counted")
    if replica.arch.confidence == "low":
        yield said("size of the cache is in part an estimate")


def is_release(way: Way) -> bool:
    """Whether the weights are stored as they were released."""
    return way.option.form.id == (way.sized.replica.arch.native_format or "bf16")
