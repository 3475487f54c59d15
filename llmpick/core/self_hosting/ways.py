"""
Ways to run a model oneself: hardware and formats that fit, what they serve, what a month costs.

A way is a format on accelerators with an engine. Nothing here is a guess of a size: what cannot
be sized gives its reason.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, HostingFacts, Rental
from llmpick.core.facts.records import Estimate, Model
from llmpick.core.self_hosting import deployment, running, serving
from llmpick.core.self_hosting.deployment import FormatOption, Misfit, Quality, Sized
from llmpick.core.self_hosting.memory import ENGINES, Engine, Unsizable
from llmpick.core.self_hosting.running import Load, Owned, Rented, Running, Scaling
from llmpick.core.self_hosting.serving import Serving
from llmpick.core.self_hosting.speed import Interval

ENGINE_NAMES = ("vllm", "llama.cpp", "ollama")
MEASURED_VENDORS = ("NVIDIA", "AMD", "Apple")
MARKETPLACE = "marketplace"
GGUF_WIDER_BITS = 0.6
NARROWER = 0.75


class Ownership(NamedTuple):
    """What the user says of bought hardware; no part is assumed."""

    months: float
    pue: float
    usd_per_kwh: float
    purchase_usd: float | None = None
    """Of one accelerator with its part of the machine; None: as the catalog has it."""


class HostingJob(NamedTuple):
    """
    What has to run.

    *min_tps* is the least speed of each request under load; *own* None: rented. *people_usd* a
    month is None where the user said nothing of it: then it is not in the cost.
    """

    load: Load
    context_tokens: int
    concurrency: int
    min_tps: float
    own: Ownership | None = None
    people_usd: float | None = None
    redundancy: int = 0
    scaling: Scaling | None = None
    """How rented replicas scale to zero; None: they are always on."""
    quantization: str | None = None
    engine: str | None = None
    larger: bool = False
    """Try copies of more accelerators than have to be, even where one copy is enough."""
    least_bits: float = 0.0
    """No GGUF narrower than that is tried, unless it is asked for."""


class Hardware(NamedTuple):
    """Accelerators of one kind: *number* of them exactly, or None for as many as it takes."""

    accelerator: Accelerator
    number: int | None = None


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
    *capacity* is of one. *serves* is whether they take the busiest hour. *quality* is relative
    to the model as released where its ability is not known. *prices* are the cheapest of each
    kind of terms, the cheapest first.
    """

    sized: Sized
    hardware: Hardware
    option: FormatOption
    quality: Quality
    capacity: Serving | None
    copies: int
    serves: bool
    prices: tuple[Priced, ...]
    notes: tuple[str, ...]

    @property
    def steady(self) -> Priced | None:
        """The cheapest price of what is not taken away at any time, else the cheapest of all."""
        steady = [one for one in self.prices if one.terms != "spot"]
        return next(iter(steady or self.prices), None)

    @property
    def usd_per_month(self) -> float | None:
        """What it costs on those terms."""
        return self.steady.month.usd.value if self.steady else None


class HostingRow(NamedTuple):
    """A way to run a model, its command, what WEIGHTS in it is; *score* with its 80 % interval."""

    model: Model
    way: Way
    command: str
    weights: str | None
    estimate: Estimate | None
    score: tuple[float, float, float] | None


class HostingAnswer(NamedTuple):
    """
    All ways that fit, the sane ones first, and what does not fit, by reason.

    *assumed* says what the user left open, *note* how the name of a GPU was read.
    """

    job: HostingJob
    hardware: Hardware | None
    rows: tuple[HostingRow, ...]
    fitting: int
    misfits: tuple[tuple[str, int], ...]
    assumed: tuple[str, ...]
    note: str | None


def engine_of(form: Format, wanted: str | None) -> Engine | None:
    """The engine that runs *form*: the *wanted* one, else the first of those with a command."""
    runs = [name for name in ENGINE_NAMES if name in form.engines]
    if wanted is not None:
        return ENGINES[wanted] if wanted in runs else None
    return ENGINES[runs[0]] if runs else None


def runs_on(engine: Engine, accelerator: Accelerator, form: Format) -> bool:
    """
    Whether *engine* may have kernels for *form* on what the accelerator's maker makes.

    vLLM's kernels for 8 and 4 bits of floating point compute in bf16 where they compute wider.
    """
    if engine.tensor_parallel:
        narrow = form.compute in ("bf16", "fp8", "fp4")
        return accelerator.vendor != "Apple" and not (narrow and accelerator.bf16_tflops is None)
    return accelerator.vendor in ("NVIDIA", "AMD", "Apple", "Intel")


def formats_of(arch: Architecture, tables: HostingFacts, job: HostingJob) -> list[Format]:
    """
    Formats to try: the one that was asked for, else the release's and all that are narrower.

    Of formats as wide as each other, the one of the release stands for the plain ones. A GGUF of
    a narrow release is a little wider than it; other formats are made to save a quarter or more.
    bitsandbytes is for tuning, and tried only where it is asked for.
    """
    if job.quantization is not None:
        return [tables.formats[job.quantization]]
    native = native_bits(arch, tables)
    found = []
    for form in tables.formats.values():
        if form.family == "gguf":
            sane = job.least_bits <= form.bits <= native + GGUF_WIDER_BITS
        else:
            sane = form.id == (arch.native_format or "bf16") or form.bits <= NARROWER * native
        if (sane and form.family not in ("native", "bitsandbytes")) or form.id == (
            arch.native_format or "bf16"
        ):
            found.append(form)
    return found


def native_bits(arch: Architecture, tables: HostingFacts) -> float:
    """Bits a weight of the release; 16 where they are not known."""
    form = tables.formats.get(arch.native_format or "")
    return form.bits if form else 16.0


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
    native = native_bits(arch, tables)
    forms = [(form, engine_of(form, job.engine)) for form in formats_of(arch, tables, job)]
    for place in hardware:
        for form, engine in forms:
            if engine is None or not runs_on(engine, place.accelerator, form):
                continue
            sized = _size(arch, form, place, engine, tables, job)
            if isinstance(sized, Misfit):
                misfits.append(sized)
                continue
            option = FormatOption(arch.model, form, 1, ability, stderr, native_bits=native)
            smallest = _way(sized, place, option, tables, job)
            found.append(smallest)
            if job.larger or smallest.copies > 1:
                found += _larger(smallest, place, option, tables, job)
    return found, misfits


def _size(
    arch: Architecture,
    form: Format,
    place: Hardware,
    engine: Engine,
    tables: HostingFacts,
    job: HostingJob,
    gpus: int | None = None,
) -> Sized | Misfit:
    return deployment.size(
        arch,
        form,
        place.accelerator,
        engine,
        tables.fit,
        context_tokens=job.context_tokens,
        concurrency=job.concurrency,
        prompt_tokens=job.load.prompt_tokens,
        output_tokens=job.load.output_tokens,
        max_gpus=most_of_a_copy(place),
        gpus=gpus,
    )


def _larger(
    smallest: Way, place: Hardware, option: FormatOption, tables: HostingFacts, job: HostingJob
) -> Iterable[Way]:
    """Copies of twice as many accelerators and more: their room for caches may pay for itself."""
    replica = smallest.sized.replica
    gpus = 2 * replica.layout.gpus
    while replica.engine.tensor_parallel and gpus <= most_of_a_copy(place):
        sized = _size(replica.arch, replica.form, place, replica.engine, tables, job, gpus)
        if isinstance(sized, Sized):
            yield _way(sized, place, option, tables, job)
        gpus *= 2


def most_of_a_copy(place: Hardware) -> int:
    """The most accelerators of one copy: one chip of Apple's, else those of one machine."""
    if place.accelerator.unified_memory and place.accelerator.vendor == "Apple":
        return 1
    return min(place.number or deployment.MAX_GPUS, deployment.MAX_GPUS)


def _way(
    sized: Sized, place: Hardware, option: FormatOption, tables: HostingFacts, job: HostingJob
) -> Way:
    gpus = sized.replica.layout.gpus
    capacity = None
    if tables.fit is not None:
        full = serving.capacity(
            sized.replica,
            tables.fit,
            prompt_tokens=job.load.prompt_tokens,
            output_tokens=job.load.output_tokens,
            max_time_per_token_s=1 / job.min_tps if job.min_tps else None,
        )
        capacity = None if isinstance(full, Unsizable) else full
    needed, copies = 0, (place.number or gpus) // gpus
    prices: tuple[Priced, ...] = ()
    if capacity is not None:
        needed = running.replicas(job.load, capacity.output_tps.value, job.redundancy)
        if place.number is None:
            copies = needed
        prices = tuple(_prices(capacity.output_tps, gpus, place, copies, needed, tables, job))
    serves = capacity is not None and copies >= needed
    option = _weighed(option, sized, capacity, place, copies, prices, serves)
    quality = deployment.quality(option._replace(ability=option.ability or 0.0))
    assert quality is not None
    return Way(
        sized=sized,
        hardware=place,
        option=option,
        quality=quality,
        capacity=capacity,
        copies=copies,
        serves=serves,
        prices=prices,
        notes=tuple(_notes(sized, quality, capacity, copies, needed, job)),
    )


def _weighed(
    option: FormatOption,
    sized: Sized,
    capacity: Serving | None,
    place: Hardware,
    copies: int,
    prices: Sequence[Priced],
    serves: bool,
) -> FormatOption:
    """
    *option* with what its choice among others of the same quality rests on.

    Given hardware costs the same whatever runs on it: where the load is taken, bits decide, and
    where it is not, what is made of it.
    """
    single = sized.single_tps.value if sized.single_tps else None
    if place.number is not None:
        made = copies * capacity.output_tps.value if capacity else 0.0
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
    found: dict[str, Priced] = {}
    for name, rental, terms in terms_of(place.accelerator, tables, job):
        month = _month(tps, gpus, place, copies, needed, terms, job)
        if name not in found or month.usd.value < found[name].month.usd.value:
            found[name] = Priced(name, rental, month, terms)
    return sorted(found.values(), key=lambda one: (one.month.usd.value, one.terms))


def terms_of(
    accelerator: Accelerator, tables: HostingFacts, job: HostingJob
) -> Iterable[tuple[str, Rental | None, Rented | Owned]]:
    """What the accelerator may be had on; marketplaces of strangers' machines are left out."""
    if job.own is not None:
        stated = job.own.purchase_usd
        price = accelerator.purchase_usd if stated is None else stated
        if price is not None and accelerator.power_w:
            own = job.own
            yield (
                "owned",
                None,
                Owned(price, own.months, accelerator.power_w, own.pue, own.usd_per_kwh),
            )
        return
    for rental in tables.rentals:
        if rental.accelerator == accelerator.id and rental.provider_kind != MARKETPLACE:
            yield rental.terms, rental, Rented(rental, job.scaling)


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
    people = job.people_usd or 0.0
    if place.number is None:
        return running.month(
            job.load,
            tps,
            gpus,
            terms,
            redundancy=job.redundancy,
            people_usd_per_month=people,
        )
    share = min(1.0, copies / max(1, needed))
    load = job.load._replace(requests=job.load.requests * share)
    whole = Interval(tps.value * copies, tps.value * copies, tps.value * copies)
    month = running.month(load, whole, place.number, terms, people_usd_per_month=people)
    return month._replace(replicas=copies)


def month_at(way: Way, requests: float, job: HostingJob) -> Running | None:
    """The month of *way* on its steady terms were so many *requests* asked; None: no price."""
    if way.capacity is None or way.steady is None:
        return None
    load = job.load._replace(requests=requests)
    tps, gpus = way.capacity.output_tps, way.sized.replica.layout.gpus
    needed = running.replicas(load, tps.value, job.redundancy)
    copies = way.copies if way.hardware.number is not None else needed
    return _month(
        tps, gpus, way.hardware, copies, needed, way.steady.billed, job._replace(load=load)
    )


def _notes(
    sized: Sized,
    quality: Quality,
    capacity: Serving | None,
    copies: int,
    needed: int,
    job: HostingJob,
) -> Iterable[str]:
    accelerator = sized.replica.accelerator
    if accelerator.vendor not in MEASURED_VENDORS:
        yield f"no speed was measured on {accelerator.vendor}: as if it were NVIDIA's"
    if not quality.sourced:
        yield "loss of quality not read: wider interval"
    if capacity is None:
        yield f"not {job.min_tps:g} tokens a second for each request, or speed unknown"
    elif copies < needed:
        yield f"the busiest hour needs {needed} copies, it holds {copies}"
    if sized.replica.arch.confidence == "low":
        yield "size of the cache is in part an estimate"


def is_release(way: Way) -> bool:
    """Whether the weights are stored as they were released."""
    return way.option.form.id == (way.sized.replica.arch.native_format or "bf16")
