"""Which engine runs which format on which hardware, and the formats worth trying."""

from typing import NamedTuple

from llmpick.core.facts.hardware import Architecture, Format, HostingFacts
from llmpick.core.self_hosting.memory import ENGINES, Engine
from llmpick.core.self_hosting.places import Hardware
from llmpick.lang.said import said

ENGINE_NAMES = ("vllm", "sglang", "llama.cpp", "ollama")
"""Those with a command here, the first to be tried first."""
GGUF_FIRST = ("llama.cpp", "ollama", "vllm", "sglang")
SERVING = ("vllm", "sglang")
"""Engines made for many requests at a time."""
SERVED_VENDORS = ("NVIDIA", "AMD")
"""Whose accelerators engines for many requests are written for."""
GGUF_WIDER_BITS = 0.6
NARROWER = 0.75


class Runs(NamedTuple):
    """An engine that runs a format, and how: `yes`, `partial`, or `unknown` where none was read."""

    engine: Engine
    supported: str


class EngineRefusal(NamedTuple):
    """Why no engine runs a format on some hardware."""

    reason: str


def engine_for(
    form: Format, place: Hardware, tables: HostingFacts, wanted: str | None, *, asked: bool
) -> Runs | EngineRefusal:
    """
    The engine that runs *form* on *place*: the *wanted* one, else the first that is known to.

    What runs in part (widened, weights alone, an experiment) counts on accelerators that engines
    for many requests are written for; elsewhere only where it is *asked* for. What no source
    tells is tried where a source of the format names the engine.

    Args:
        form: How weights are stored.
        place: What they are to run on.
        tables: The catalog's tables.
        wanted: The engine that was asked for.
        asked: Whether the format or the engine was.
    """
    key = form.id, place.accelerator.id, wanted, asked
    chosen: Runs | EngineRefusal = tables.once(
        key, lambda: _chosen(form, place, tables, wanted, asked=asked)
    )
    return chosen


def _chosen(
    form: Format, place: Hardware, tables: HostingFacts, wanted: str | None, *, asked: bool
) -> Runs | EngineRefusal:
    names = order(form) if wanted is None else (wanted,)
    if wanted is None and place.accelerator.vendor == "CPU":
        # a processor serves few at a time, and vLLM has to be built for it
        names = GGUF_FIRST
    found: list[tuple[int, Runs]] = []
    unknown = False
    for name in names:
        state = _supported(name, form, place, tables)
        if place.kinds and name in SERVING:
            continue  # it deals out evenly, so it runs on one kind of accelerator
        serves = name in SERVING and place.accelerator.vendor in SERVED_VENDORS
        if state == "yes" or (state == "partial" and serves):
            found.append((0, Runs(ENGINES[name], state)))
        elif state == "partial" and asked:
            found.append((1, Runs(ENGINES[name], state)))
        elif state == "unknown":
            if name in form.engines and _may_run(ENGINES[name], place, form):
                found.append((2, Runs(ENGINES[name], state)))
            unknown = True
    if found:
        return min(found, key=lambda pair: pair[0])[1]
    what = form.name or form.id
    who = ENGINES[wanted].id if wanted else "an engine"
    if unknown:
        return EngineRefusal(
            said("in {form}, which is not known to run there ({engine})", form=what, engine=who)
        )
    if wanted:
        return EngineRefusal(
            said("in {form}, which {engine} does not run", form=what, engine=wanted)
        )
    return EngineRefusal(said("in {form}, which no engine runs", form=what))


def order(form: Format) -> tuple[str, ...]:
    """The engines to try, those first that a format is made for."""
    return GGUF_FIRST if form.family == "gguf" else ENGINE_NAMES


def _supported(engine: str, form: Format, place: Hardware, tables: HostingFacts) -> str:
    """The least of what holds on each kind of accelerators."""
    order = ("no", "unknown", "partial", "yes")
    states = [tables.supported(engine, form, one.id) for one in place.cards]
    return min(states, key=order.index)


def _may_run(engine: Engine, place: Hardware, form: Format) -> bool:
    """
    Whether *engine* may have kernels for *form* on what the accelerator's maker makes.

    vLLM's kernels for 8 and 4 bits of floating point compute in bf16 where they compute wider.
    """
    accelerator = place.accelerator
    if engine.tensor_parallel:
        narrow = form.compute in ("bf16", "fp8", "fp4")
        lacks = narrow and accelerator.bf16_tflops is None
        return accelerator.vendor not in ("Apple", "CPU") and not lacks
    return accelerator.vendor in ("NVIDIA", "AMD", "Apple", "Intel", "CPU")


def formats_of(
    arch: Architecture, tables: HostingFacts, quantization: str | None, least_bits: float
) -> list[Format]:
    """
    Formats to try: the one that was asked for, else the release's and all that are narrower.

    Of formats as wide as each other, the one of the release stands for the plain ones. A GGUF of
    a narrow release is a little wider than it; other formats are made to save a quarter or more.
    bitsandbytes is for tuning, and tried only where it is asked for.
    """
    if quantization is not None:
        return [tables.formats[quantization]]
    native = native_bits(arch, tables)
    found = []
    for form in tables.formats.values():
        if form.family == "gguf":
            sane = least_bits <= form.bits <= native + GGUF_WIDER_BITS
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


CACHES = {
    "bf16": ("auto", "f16", "16 bits"),
    "fp8": ("fp8",),
    "q8_0": ("q8_0",),
    "q4_0": ("q4_0",),
}
"""A precision of the cache by the names that engines have for it; 16 bits are the default."""


def cache_of(engine: str, cache: str, tables: HostingFacts) -> str | None:
    """The precision of the cache where the engine can be told it, else None; 16 bits all have."""
    known = tables.engines.get(engine)
    if cache == "bf16" or known is None or set(CACHES[cache]) & set(known.caches):
        return cache
    return None
