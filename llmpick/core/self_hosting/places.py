"""Hardware that a model may be put on: accelerators of one kind, or several kinds in a machine."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator
from llmpick.core.self_hosting import deployment


class Hardware(NamedTuple):
    """
    Accelerators of one kind: *number* of them exactly, or None for as many as it takes.

    *kinds* are those of a machine with several, each with its number: *accelerator* is then the
    mean of them. Engines that share out layers run on all of it, others on one kind alone.
    """

    accelerator: Accelerator
    number: int | None = None
    kinds: tuple[tuple[int, Accelerator], ...] = ()

    @property
    def parts(self) -> "tuple[Hardware, ...]":
        """What can be used of it: each kind by itself, then all together."""
        return (*(Hardware(one, number) for number, one in self.kinds), self)

    @property
    def cards(self) -> tuple[Accelerator, ...]:
        """Its kinds of accelerators."""
        return tuple(one for _, one in self.kinds) or (self.accelerator,)


def mixed(kinds: Sequence[tuple[int, Accelerator]]) -> Hardware:
    """
    Several kinds of accelerators in one machine, with layers dealt out by memory.

    A token passes all of them in turn, so their times add up: bandwidth and peaks are the
    harmonic means by memory, and an unknown peak of one is that of all.
    """
    number = math.fsum(count for count, _ in kinds)
    memory = math.fsum(count * one.memory_gib for count, one in kinds)

    def mean(fact: str) -> float | None:
        times = []
        for count, one in kinds:
            value = getattr(one, fact)
            if not value:
                return None
            times.append(count * one.memory_gib / value)
        return memory / math.fsum(times)

    powers = [one.power_w for _, one in kinds]
    drawn = [count * (one.power_w or 0.0) for count, one in kinds]
    vendors = {one.vendor for _, one in kinds}
    together = Accelerator(
        id="+".join(f"{count}x{one.id}" for count, one in kinds),
        name=" + ".join(f"{count} x {one.name}" for count, one in kinds),
        vendor=vendors.pop() if len(vendors) == 1 else "NVIDIA",
        memory_gib=memory / number,
        bandwidth_gb_per_s=mean("bandwidth_gb_per_s") or 0.0,
        bf16_tflops=mean("bf16_tflops"),
        fp16_tflops=mean("fp16_tflops"),
        fp8_tflops=mean("fp8_tflops"),
        int8_tops=mean("int8_tops"),
        fp4_tflops=mean("fp4_tflops"),
        power_w=math.fsum(drawn) / number if all(powers) else None,
        interconnect=None,
        unified_memory=False,
    )
    return Hardware(together, int(number), tuple(kinds))


def copy_sizes(place: Hardware) -> tuple[int, int]:
    """
    The least and the most accelerators of one copy.

    One chip of unified memory is a machine by itself; of several kinds in a machine all are used.
    """
    most = min(place.number or deployment.MAX_GPUS, deployment.MAX_GPUS)
    if place.kinds:
        return most, most
    return 1, 1 if is_whole_machine(place.accelerator) else most


def is_whole_machine(accelerator: Accelerator) -> bool:
    """Whether a chip shares its memory with a processor: one of them is a machine by itself."""
    return accelerator.unified_memory
