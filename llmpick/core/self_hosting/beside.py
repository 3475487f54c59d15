"""
What stands beside the weights on the accelerators: adapters on them, or experts in main memory.

Adapters are held in 16 bits, on every accelerator whole. Experts that do not fit are read by the
processor, out of the memory of the machine (`--n-cpu-moe` of llama.cpp).
"""

from math import ceil
from typing import NamedTuple

from llmpick.core.facts.hardware import Architecture, Format
from llmpick.core.self_hosting.memory import GIB, PROCESSOR_SHARE, Engine, Unsizable
from llmpick.core.self_hosting.speed import Interval, inverse, is_moe
from llmpick.core.self_hosting.steps import expert_parameters
from llmpick.core.self_hosting.tuning import adapter_parameters

ADAPTER_BYTES = 2
"""Of a parameter of an adapter that is served: 16 bits."""
RAM_SHARE = 0.6
"""Of the stated speed of the memory, what experts reach on a processor: assumed, not measured."""
WIDER = 2.0
"""Times as wide as that of the accelerator alone, on the logarithmic scale: such runs were not
measured."""
SPILLING = "llama.cpp"
"""The engine that leaves experts in main memory, of those whose speed alone is known here."""


def with_adapters(
    engine: Engine, arch: Architecture, adapters: int, rank: int
) -> Engine | Unsizable:
    """
    *engine* with the memory that adapters take more.

    Args:
        engine: What runs.
        arch: The model that they are of: on the four projections of its attention.
        adapters: How many are held at a time.
        rank: Of each.
    """
    if not adapters:
        return engine
    one = adapter_parameters(arch, rank)
    if isinstance(one, Unsizable):
        return one
    more = adapters * one * ADAPTER_BYTES / GIB
    return engine._replace(
        overhead_gib=engine.overhead_gib + more, max_overhead_gib=engine.max_overhead_gib + more
    )


class Spill(NamedTuple):
    """
    Experts in main memory: of how many of all layers, how many GiB, and what a token reads.

    *arch* is what stays on the accelerators.
    """

    arch: Architecture
    layers: int
    of_layers: int
    gib: float
    token_bytes: float
    gb_per_s: float | None = None

    def slowed(self, single: Interval | None) -> Interval | None:
        """Tokens a second of one request, where those without the spilled experts are *single*."""
        if single is None or self.gb_per_s is None:
            return None
        more = self.token_bytes / (self.gb_per_s * 1e9 * RAM_SHARE)
        middle = 1 / single.value + more
        wide = Interval(
            single.value,
            single.value * (single.low / single.value) ** WIDER,
            single.value * (single.high / single.value) ** WIDER,
        )
        times = inverse(wide)
        return inverse(
            Interval(middle, middle * times.low / times.value, middle * times.high / times.value)
        )


def spills(
    arch: Architecture,
    form: Format,
    *,
    ram_gib: float,
    gb_per_s: float | None = None,
) -> "list[Spill]":
    """
    What may stay in *ram_gib* of main memory, the least first: the experts of ever more layers.

    Args:
        arch: The model; of a dense one there is nothing to leave there.
        form: How its weights are stored.
        ram_gib: The memory of the machine, of which the system keeps its part.
        gb_per_s: How fast it is read; None: not known.
    """
    inside = expert_parameters(arch)[1]
    if not is_moe(arch) or not inside or not arch.experts:
        return []
    found = []
    used = (arch.experts_per_token or 0) / arch.experts
    step = max(1, ceil(arch.layers / 16))
    for layers in [*range(step, arch.layers, step), arch.layers]:
        moved = inside * layers / arch.layers
        gib = moved * form.bits / 8 / GIB
        if gib > ram_gib * PROCESSOR_SHARE:
            break
        rest = arch._replace(
            parameters_total=round(arch.parameters_total - moved),
            parameters_active=round(arch.parameters_active - moved * used),
            text_parameters=arch.text_parameters and round(arch.text_parameters - moved),
        )
        token = moved * used * form.bits / 8
        found.append(Spill(rest, layers, arch.layers, gib, token, gb_per_s))
    return found
