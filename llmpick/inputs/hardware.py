"""The hardware that a user names, or that is found in the machine: kinds, counts and memory."""

from __future__ import annotations

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.hardware import Accelerator
from llmpick.core.names import gpu_names
from llmpick.core.names.gpu_names import Gpus
from llmpick.core.self_hosting.places import Hardware, is_whole_machine, mixed
from llmpick.errors import UnknownName, UserError
from llmpick.inputs import names
from llmpick.inputs.options import HostingOptions
from llmpick.lang.said import said

CPU = "cpu"


def hardware_of(catalog: Catalog, asked: HostingOptions) -> tuple[Hardware | None, str | None]:
    """
    The hardware that is asked for, and what of it was read or assumed.

    `2xL40S` is two of them, `L40S` as many as it takes, `2x3090+1x4090` one machine with both,
    `m4-max:64GB` a chip with that memory, `cpu` the processor, `auto` what is found here.

    Raises:
        UserError: a name that is unknown or fits several, no count or memory, nothing found.
    """
    if asked.gpu is None:
        if asked.memory is not None:
            raise UserError(
                said("--memory is said of hardware, and none is named"),
                hint=said(
                    "add --gpu m4-max, or --gpu cpu for a machine without one, or --gpu auto"
                ),
            )
        return None, None
    stated = None if asked.memory is None else gpu_names.memory_gib(asked.memory)
    if asked.gpu.strip().lower() == "auto":
        return _found_here(catalog, stated)
    if asked.gpu.strip().lower() == CPU:
        if stated is None:
            raise UserError(
                said("how much memory the machine has is not said"),
                hint=said("--gpu cpu --memory 32G"),
            )
        return Hardware(processor(stated), 1), _OF_CPU
    parts = gpu_names.kinds(asked.gpu)
    read = [names.gpus_of(catalog, part) for part in parts]
    if len(read) > 1:
        if stated is not None:
            raise UserError(
                said("--memory does not say which of several kinds it is of"),
                hint=said("put it behind the name, as in 1x3060:12GB+1x4090"),
            )
        return _together(catalog, read)
    (one,) = read
    accelerator, note = sized(catalog, one.accelerator, stated or one.memory_gib)
    number = one.number if one.is_counted or is_whole_machine(accelerator) else None
    notes = [text for text in (one.note, note) if text]
    return Hardware(accelerator, number), "; ".join(notes) or None


def _together(catalog: Catalog, read: list[Gpus]) -> tuple[Hardware, str | None]:
    """Several kinds in one machine."""
    kinds = []
    for one in read:
        accelerator, _ = sized(catalog, one.accelerator, one.memory_gib)
        if accelerator.unified_memory:
            raise UserError(
                said("{name} is a machine by itself", name=accelerator.name),
                hint=said("ask for each machine alone"),
            )
        kinds.append((one.number, accelerator))
    notes = [one.note for one in read if one.note]
    notes.append(
        "layers are dealt out by memory over unlike cards (llama.cpp); vLLM takes one kind"
    )
    return mixed(kinds), "; ".join(notes)


_OF_CPU = "the processor alone: what fits is told, its speed is not known"


def processor(memory: float) -> Accelerator:
    """A machine without an accelerator: its memory in GiB, and no speed."""
    return Accelerator(
        id=CPU,
        name=f"CPU with {memory:g} GB of memory",
        vendor="CPU",
        memory_gib=memory,
        bandwidth_gb_per_s=0.0,
        bf16_tflops=None,
        fp16_tflops=None,
        fp8_tflops=None,
        int8_tops=None,
        fp4_tflops=None,
        power_w=None,
        interconnect=None,
        unified_memory=True,
    )


def sized(catalog: Catalog, name: str, memory: float | None) -> tuple[Accelerator, str | None]:
    """
    An accelerator with the *memory* that was stated, GiB, and what was assumed of it.

    Unified memory is sold in several sizes: where none is stated, the one of the catalog is
    assumed and said. What the system lets the GPU take is said too.
    """
    accelerator = catalog.accelerators[name]
    sizes = [one for one in catalog.configurations if one.accelerator == name]
    chosen = accelerator.memory_gib if memory is None else memory
    if not sizes:
        if memory is None or memory == accelerator.memory_gib:
            return accelerator, None
        new = accelerator._replace(memory_gib=memory, name=f"{accelerator.name} ({memory:g} GB)")
        return new, f"{memory:g} GB of memory, where the catalog has {accelerator.memory_gib:g}"
    near = next((one for one in sizes if one.memory_gib == chosen), None)
    notes = []
    if memory is None and len(sizes) > 1:
        sold = ", ".join(f"{one.memory_gib:g}" for one in sizes)
        notes.append(f"assumed {chosen:g} GB of memory, sold with {sold}: --memory")
    elif near is None:
        sold = ", ".join(f"{one.memory_gib:g}" for one in sizes)
        notes.append(f"{chosen:g} GB is no size that was read ({sold})")
    new = accelerator._replace(memory_gib=chosen)
    if len(sizes) > 1:
        assumed = " assumed" if memory is None else ""
        new = new._replace(name=f"{accelerator.name} ({chosen:g} GB{assumed})")
    if near is not None:
        new = new._replace(bandwidth_gb_per_s=near.bandwidth_gb_per_s)
        if near.gpu_gib is not None:
            new, told = _shared(new, near.gpu_gib)
            notes.append(told)
    return new, "; ".join(notes) or None


def _shared(accelerator: Accelerator, gpu_gib: float) -> tuple[Accelerator, str]:
    """What the system lets the GPU take of unified memory, and how it is counted."""
    if accelerator.vendor == "Apple":
        return accelerator, (
            f"macOS lets the GPU take {gpu_gib:g} GB by default (iogpu.wired_limit_mb raises it)"
        )
    if accelerator.vendor == "AMD":
        return accelerator, (
            f"Linux lets the GPU take {gpu_gib:g} GB by default; counted as raised to nearly all "
            "(pages_limit of ttm)"
        )
    return accelerator._replace(memory_gib=gpu_gib), f"the system shows {gpu_gib:g} GiB of it"


def _found_here(catalog: Catalog, stated: float | None) -> tuple[Hardware, str]:
    """What is in this machine, with the source of each finding."""
    from llmpick.inputs import detect

    found = detect.detected()
    kinds = []
    notes = []
    for card in found.cards:
        try:
            read = names.gpus_of(catalog, card.name)
        except UnknownName as unknown:
            raise UserError(
                said(
                    "{source} found `{name}`, which the catalog does not have",
                    source=card.source,
                    name=card.name,
                ),
                hint=said(
                    "name the nearest with --gpu and its --memory; {hint}", hint=unknown.hint
                ),
            ) from None
        memory = stated or (found.memory_gib if card.is_unified else card.memory_gib)
        size = memory and _nearest(catalog, read.accelerator, memory)
        accelerator, note = sized(catalog, read.accelerator, size)
        kinds.append((card.number, accelerator))
        notes.append(f"found {card.number} x {card.name} by {card.source}")
        if note:
            notes.append(note)
        if card.free_gib is not None and card.memory_gib:
            notes.append(f"{card.free_gib:.1f} of {card.memory_gib:.1f} GiB are free now")
    if not kinds:
        memory = stated or found.memory_gib
        if memory is None:
            raise UserError(
                said("no accelerator and no memory was found here"),
                hint=said("name it: --gpu 4090"),
            )
        return Hardware(processor(round(memory)), 1), f"found no GPU; {_OF_CPU}"
    if len(kinds) > 1:
        return mixed(kinds), "; ".join(notes)
    return Hardware(kinds[0][1], kinds[0][0]), "; ".join(notes)


def _nearest(catalog: Catalog, name: str, memory: float) -> float:
    """The size that is sold nearest to what the system shows, where it is within a tenth."""
    sizes = [one.memory_gib for one in catalog.configurations if one.accelerator == name]
    sizes.append(catalog.accelerators[name].memory_gib)
    near = min(sizes, key=lambda size: abs(size - memory))
    return near if abs(near - memory) <= 0.1 * near else memory
