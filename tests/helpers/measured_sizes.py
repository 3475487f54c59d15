"""What rows of measured weights and caches should show: nothing of it is fitted."""

from llmpick.core.self_hosting import memory
from llmpick.core.self_hosting.memory import GIB, Unsizable
from llmpick.core.self_hosting.validation import MeasuredRow, World


def weights_row(row: MeasuredRow, world: World) -> float | Unsizable:
    """GiB of weights that a row of `weights` should show, on each accelerator."""
    if row.model not in world.architectures or row.form is None:
        return Unsizable("no architecture or format")
    whole = memory.weights_gib(world.architectures[row.model], world.formats[row.form])
    return whole / (row.gpus if row.layout else 1)


def cache_row(row: MeasuredRow, world: World) -> float | Unsizable:
    """
    Bytes of cache that a row of `cache` should show, in its unit, on each accelerator.

    Args:
        row: Its unit is GiB, MiB or bytes a token.
        world: What its identifiers refer to.

    Returns:
        Of bytes a token, the mean over the row's context; without one, those of a long context.
    """
    if row.model not in world.architectures:
        return Unsizable("no architecture")
    arch = world.architectures[row.model]
    shards = min(row.gpus, arch.kv_shards)
    if row.unit == "bytes/token":
        each = memory.cache_bytes_per_token(arch)
        if row.context_tokens:
            each = memory.cache_bytes(arch, row.context_tokens)
        per = shards * (row.context_tokens or 1)
        return each if isinstance(each, Unsizable) else each / per
    held = memory.cache_bytes(arch, row.context_tokens or 0)
    if isinstance(held, Unsizable):
        return held
    return held / shards / (GIB if row.unit == "GiB" else 1024**2)


def cache_agrees(row: MeasuredRow, found: float) -> bool:
    """Whether *found* is within 1 % of a row of `cache`, or its rounding; of a limit, below it."""
    if row.at_most:
        return found <= row.value + row.rounding
    return abs(found - row.value) <= max(0.01 * row.value, row.rounding)
