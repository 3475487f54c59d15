"""
Memory of a deployment: weights, cache, runtime, by accelerator; and of fine-tuning.

A size that does not follow from the facts is not guessed: the reason is given instead.
"""

from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format

GIB = 1024**3

CACHE_BYTES = {"bf16": 2.0, "f16": 2.0, "fp8": 1.0, "q8_0": 1.0625, "q4_0": 0.5625}
"""Bytes of one cache element; the blocks of llama.cpp hold 34 and 18 bytes for 32 elements."""

APPLE_SHARES = ((36.0, 0.75), (0.0, 2 / 3))
"""
Of unified memory, what a GPU of Apple may take by default, from so many GiB on: the rule that the
sizes of hardware/ follow, with its source there.
"""


PROCESSOR_SHARE = 0.85
"""Of the memory of a machine without an accelerator; the rest is the system's. An assumption."""


class Unsizable(NamedTuple):
    """Why no number can be given, as it follows `cannot be sized:`."""

    reason: str


class Engine(NamedTuple):
    """
    What runs a model, as far as memory is concerned.

    *usable_share* is the part of the memory that it takes for itself, *overhead_gib* what it
    needs on a small card, *overhead_share* what more it needs as the card grows, up to
    *max_overhead_gib*; *communication_gib* comes with a second accelerator. *tensor_parallel*
    tells whether every accelerator works on every layer; else layers are shared out.
    """

    id: str
    usable_share: float
    overhead_gib: float
    overhead_share: float
    max_overhead_gib: float
    communication_gib: float
    tensor_parallel: bool
    max_sequences: int


ENGINES = {
    # 0.9: default of gpu_memory_utilization. 0.44: non-torch and activations in the log of
    # vllm-project/vllm issue 13061. 3.5 and 0.37: NVIDIA aiconfigurator-core 0.12.0 for a card of
    # 80 GiB, "for safer deployment", and NCCL at 2 to 8 ranks. 0.038: leads from 0.44 to 3.5 there.
    "vllm": Engine("vllm", 0.90, 0.44, 0.038, 3.5, 0.37, True, 1024),
    "sglang": Engine("sglang", 0.90, 0.44, 0.038, 3.5, 0.37, True, 1024),
    "tensorrt-llm": Engine("tensorrt-llm", 0.90, 0.44, 0.038, 3.5, 0.37, True, 2048),
    # 0.31: beyond weights and cache in the tables of gpustack/gguf-parser-go.
    "llama.cpp": Engine("llama.cpp", 0.97, 0.31, 0.0, 0.31, 0.31, False, 16),
    "ollama": Engine("ollama", 0.97, 0.31, 0.0, 0.31, 0.31, False, 16),
    "mlx": Engine("mlx", 0.97, 0.31, 0.0, 0.31, 0.31, False, 16),
}


class Footprint(NamedTuple):
    """
    What one accelerator of a replica holds, GiB; *headroom_gib* is free of what is usable.

    *cache_tokens* is how many tokens of cache the whole replica has room for, and
    *sequences* how many requests of the requested context.
    """

    weights_gib: float
    cache_gib: float
    overhead_gib: float
    usable_gib: float
    headroom_gib: float
    cache_tokens: int
    sequences: int

    @property
    def total_gib(self) -> float:
        """All of it."""
        return self.weights_gib + self.cache_gib + self.overhead_gib

    @property
    def fits(self) -> bool:
        """Whether that is no more than is usable."""
        return self.headroom_gib >= 0


def embedding_parameters(arch: Architecture) -> int:
    """Parameters of the input embedding and the head: once where they are tied."""
    if arch.vocabulary is None:
        return 0
    return arch.vocabulary * arch.hidden_size * (1 if arch.tied_embeddings else 2)


def weights_gib(arch: Architecture, form: Format) -> float:
    """
    Weights of the whole model; all experts are resident.

    Args:
        arch: The model.
        form: How its weights are stored.

    Returns:
        GiB over all accelerators.
    """
    return stored_bytes(arch, form) / GIB


def active_bytes(arch: Architecture, form: Format) -> float:
    """Bytes of weights that one token of one sequence reads: without the input embedding."""
    # of the embedding a token reads one row, of the head all: so one table counts, tied or not
    table = 0 if arch.vocabulary is None else arch.vocabulary * arch.hidden_size
    rest = max(0, arch.parameters_active - embedding_parameters(arch))
    return (rest * form.bits + table * form.embedding_bits) / 8 + unquantised_bytes(arch, form)


def unquantised_bytes(arch: Architecture, form: Format) -> float:
    """
    Bytes more that attention takes where a format leaves it in 16 bits.

    MXFP4 checkpoints of mixtures hold experts alone in four bits (`modules_to_not_convert` of
    gpt-oss). Latent attention has no sizes here, and is counted as the rest.
    """
    if not form.id.startswith("mxfp4") or not arch.experts or "mla" in arch.attention.lower():
        return 0.0
    if not arch.heads or not arch.kv_heads or not arch.head_dim:
        return 0.0
    # queries and output have the width of all heads, keys and values that of the kv heads
    width = 2 * (arch.heads + arch.kv_heads) * arch.head_dim
    return arch.layers * arch.hidden_size * width * (form.embedding_bits - form.bits) / 8


def stored_bytes(arch: Architecture, form: Format) -> float:
    """
    Bytes of all parameters as they are stored.

    K-quants of llama.cpp hold blocks of 256 weights of a row. A tensor whose rows are no multiple
    of it is stored a step wider (`tensor_type_fallback` in llama-quant.cpp).
    """
    parameters = resident_parameters(arch, form)
    tables = min(parameters, embedding_parameters(arch))
    bits = (parameters - tables) * form.bits + tables * form.embedding_bits
    if form.family == "gguf":
        bits += _fallback_bits(form) * _unaligned_parameters(arch)
    return bits / 8 + unquantised_bytes(arch, form)


def resident_parameters(arch: Architecture, form: Format) -> int:
    """Parameters that are loaded: a GGUF leaves out vision and draft layers."""
    # llama.cpp keeps the vision part in a file of its own
    if form.family == "gguf" and arch.text_parameters:
        return arch.text_parameters
    return arch.parameters_total


BLOCK = 256
"""Weights of a K-quant's block."""
FALLBACK_BITS = 1.47
"""Q5_0 and Q8_0 in equal parts (7.0), less Q4_K and Q6_K in equal parts (5.53)."""
FALLBACK_BITS_Q6_K = 1.9375
"""Q8_0 (8.5) less Q6_K (6.5625), of which all of such a file is."""


def _fallback_bits(form: Format) -> float:
    """Bits a weight more that a tensor takes whose rows are no multiple of a block."""
    if form.id == "q6_k":
        return FALLBACK_BITS_Q6_K
    return FALLBACK_BITS if 4.5 < form.bits < 6 else 0.0


def _unaligned_parameters(arch: Architecture) -> float:
    """Parameters in rows that are no multiple of a block, embedding and head apart."""
    inside = max(0, arch.parameters_total - embedding_parameters(arch))
    if arch.hidden_size % BLOCK:
        return float(inside)
    if arch.intermediate_size is None or arch.intermediate_size % BLOCK == 0:
        return 0.0
    # the rows of the down projection alone are as long as the layer is wide inside
    down = arch.layers * arch.hidden_size * arch.intermediate_size * (arch.experts or 1)
    return float(min(inside, down))


def cache_bytes_per_token(arch: Architecture, cache: str = "bf16") -> float | Unsizable:
    """
    What one more token of a long context adds to the cache.

    Args:
        arch: The model.
        cache: Precision of the cache, one of `CACHE_BYTES`.

    Returns:
        Bytes over all accelerators, or the facts that are missing.
    """
    if arch.kv_elements_per_token is None:
        return Unsizable(missing_cache_fact(arch))
    # layers with a window add nothing: beyond it they forget as much as they learn
    grows = arch.kv_elements_per_token * CACHE_BYTES[cache]
    return grows + arch.indexer_elements_per_token * CACHE_BYTES["fp8"]


def cache_bytes(
    arch: Architecture, context_tokens: float, cache: str = "bf16"
) -> float | Unsizable:
    """
    Cache and state of one sequence of *context_tokens*, in bytes, over all accelerators.

    Layers with a window keep no more than it; an indexer keeps one byte an element; the state
    of linear layers does not grow.

    Args:
        arch: The model.
        context_tokens: Tokens of the sequence, those of the answer among them.
        cache: Precision of the cache, one of `CACHE_BYTES`.
    """
    grows = cache_bytes_per_token(arch, cache)
    if isinstance(grows, Unsizable):
        return grows
    window = arch.window_elements_per_token * min(context_tokens, arch.window_tokens)
    return grows * context_tokens + window * CACHE_BYTES[cache] + arch.state_bytes_per_sequence


def missing_cache_fact(arch: Architecture) -> str:
    """The facts without which the cache of *arch* has no size."""
    known = {
        "layers": arch.layers,
        "kv heads": arch.kv_heads,
        "head dimension": arch.head_dim,
    }
    missing = [name for name, value in known.items() if not value]
    return f"{' and '.join(missing)} unknown" if missing else "layout of the kv cache unknown"


def usable_gib(accelerator: Accelerator, engine: Engine) -> float:
    """What *engine* may fill of the memory of one accelerator."""
    if accelerator.vendor == "Apple":
        share = next(share for least, share in APPLE_SHARES if accelerator.memory_gib >= least)
    elif accelerator.vendor == "CPU":
        share = PROCESSOR_SHARE
    else:
        share = engine.usable_share
    return accelerator.memory_gib * share


def overhead_gib(accelerator: Accelerator, engine: Engine, gpus: int) -> float:
    """
    What the runtime itself occupies.

    Args:
        accelerator: What it runs on; a larger one has larger buffers.
        engine: What runs.
        gpus: Accelerators of a replica; from two on they need buffers to talk to each other.

    Returns:
        GiB on each accelerator.
    """
    grown = engine.overhead_gib + engine.overhead_share * accelerator.memory_gib
    own = max(engine.overhead_gib, min(grown, engine.max_overhead_gib))
    return own + (engine.communication_gib if gpus > 1 else 0.0)


def cache_shards(arch: Architecture, engine: Engine, gpus: int) -> int:
    """Over how many of *gpus* the cache is split: MLA is copied, and layers are always split."""
    return min(gpus, arch.kv_shards) if engine.tensor_parallel else gpus


def footprint(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    engine: Engine,
    *,
    gpus: int,
    context_tokens: float,
    concurrency: int,
    cache: str = "bf16",
) -> Footprint | Unsizable:
    """
    What each of *gpus* accelerators holds for *concurrency* sequences of *context_tokens*.

    Args:
        arch: The model.
        form: How its weights are stored.
        accelerator: What it runs on.
        engine: What runs it.
        gpus: Accelerators of the replica.
        context_tokens: Tokens that each sequence may grow to.
        concurrency: Sequences at a time.
        cache: Precision of the cache, one of `CACHE_BYTES`.

    Returns:
        GiB by part; where it does not fit, the headroom is negative. Without the facts of the
        cache, why it has no size.
    """
    sequence = cache_bytes(arch, context_tokens, cache)
    if isinstance(sequence, Unsizable):
        return sequence
    shards = cache_shards(arch, engine, gpus)
    weights = weights_gib(arch, form) / gpus
    runtime = overhead_gib(accelerator, engine, gpus)
    usable = usable_gib(accelerator, engine)
    held = sequence * concurrency / shards / GIB
    # what is left beside weights and runtime, over all parts of a split cache
    pool = max(0.0, usable - weights - runtime) * GIB * shards
    sequences = int(pool // sequence) if sequence else engine.max_sequences
    return Footprint(
        weights_gib=weights,
        cache_gib=held,
        overhead_gib=runtime,
        usable_gib=usable,
        headroom_gib=usable - weights - runtime - held,
        cache_tokens=int(pool * context_tokens // sequence) if sequence else 0,
        sequences=sequences,
    )
