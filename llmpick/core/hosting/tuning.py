"""
Memory and hours of fine-tuning: full, LoRA and QLoRA of a dense model.

Weights, gradients, optimizer and activations are counted (the components of fitcheck-llm's
specification); a few factors are fitted on measured runs. FLOPs a token: 6 N in full, 4 N where
weights are frozen, 2 N more where activations are computed again.
"""

from typing import Literal, NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, SpeedFit
from llmpick.core.hosting.memory import GIB, Unsizable, embedding_parameters
from llmpick.core.hosting.speed import Interval, interval, is_moe

Method = Literal["full", "lora", "qlora"]

NF4_BITS = 4.5
"""bitsandbytes NF4 with one scale for 64 weights, without double quantisation."""
ADAPTER_BYTES = 16
"""An adapter's weight, gradient and both moments of Adam, in 32 bits each."""
FULL_BYTES = {"mixed": 16, "bf16": 8}
"""A weight in full fine-tuning with AdamW: mixed precision with a 32-bit copy, or all in bf16."""


class Tuning(NamedTuple):
    """How a model is fine-tuned; *rank* is of adapters on q, k, v and o."""

    method: Method
    rank: int = 16
    batch: int = 1
    sequence_tokens: int = 2048
    checkpointing: bool = True
    flash: bool = True
    precision: Literal["mixed", "bf16"] = "mixed"


def adapter_parameters(arch: Architecture, rank: int) -> int | Unsizable:
    """
    Parameters of adapters on the four projections of attention.

    Args:
        arch: The model.
        rank: Rank of each adapter, which has rank x (inputs + outputs) parameters.
    """
    if not arch.heads or not arch.kv_heads or not arch.head_dim:
        return Unsizable("attention heads unknown")
    # q and o join the hidden size and all heads, k and v the hidden size and the kv heads
    queries, keys = arch.heads * arch.head_dim, arch.kv_heads * arch.head_dim
    return 2 * arch.layers * rank * (2 * arch.hidden_size + queries + keys)


def state_bytes(arch: Architecture, tuning: Tuning) -> float | Unsizable:
    """
    What weights, gradients and optimizer occupy, over all accelerators.

    Args:
        arch: The model.
        tuning: How it is tuned. LoRA keeps frozen weights in 16 bits; QLoRA keeps them in NF4, but
            embedding and head in 32 bits.

    Returns:
        Bytes, or the facts that are missing.
    """
    if tuning.method == "full":
        return float(FULL_BYTES[tuning.precision] * arch.parameters_total)
    adapter = adapter_parameters(arch, tuning.rank)
    if isinstance(adapter, Unsizable):
        return adapter
    if tuning.method == "lora":
        return 2.0 * arch.parameters_total + ADAPTER_BYTES * adapter
    tables = embedding_parameters(arch)
    return (arch.parameters_total - tables) * NF4_BITS / 8 + 4 * tables + ADAPTER_BYTES * adapter


def activation_bytes(arch: Architecture, tuning: Tuning, fit: SpeedFit) -> float | Unsizable:
    """
    Bytes of activations: what checkpoints keep, and the larger of the logits and one layer.

    Without checkpointing, every layer is kept whole. Source: fitcheck-llm's specification.

    Args:
        arch: The model.
        tuning: How it is tuned.
        fit: The factors that were fitted on measured runs.

    Returns:
        Bytes on each accelerator, or the facts that are missing.
    """
    if not arch.vocabulary or not arch.intermediate_size or not arch.heads or not arch.head_dim:
        return Unsizable("vocabulary, heads or width of the layers unknown")
    c = fit.constants
    tokens = tuning.batch * tuning.sequence_tokens
    # QLoRA keeps the inputs of layers in 32 bits
    wide = 4 if tuning.method == "qlora" else 2
    kept = c["tune.checkpoint"] * arch.layers * tokens * arch.hidden_size * wide
    # what one layer keeps for its gradients: inputs and norms, heads of attention, the gated MLP
    heads = 3 * arch.heads * arch.head_dim + (arch.kv_heads or 0) * arch.head_dim
    layer = 2.0 * tokens * (12 * arch.hidden_size + heads + 3 * arch.intermediate_size)
    if not tuning.flash:
        # without flash attention the scores of all pairs of tokens are kept
        layer += c["tune.score_bytes"] * tokens * arch.heads * tuning.sequence_tokens
    copies = c["tune.logits_qlora"] if tuning.method == "qlora" else c["tune.logits"]
    logits = 4 * copies * tokens * arch.vocabulary
    if not tuning.checkpointing:
        return logits + arch.layers * layer
    # one layer is computed again at a time, and the logits are gone by then
    return kept + max(logits, layer)


def memory_gib(
    arch: Architecture, tuning: Tuning, fit: SpeedFit, gpus: int = 1
) -> Interval | Unsizable:
    """
    Memory of the process on each of *gpus*, GiB; states are sharded over them, batches are not.

    A mixture of experts was never measured: its interval is that of the dense, and too narrow.
    """
    states, activations = state_bytes(arch, tuning), activation_bytes(arch, tuning, fit)
    if isinstance(states, Unsizable):
        return states
    if isinstance(activations, Unsizable):
        return activations
    c = fit.constants
    # what the allocator holds beyond what it gives out
    reserve = c["tune.reserve_qlora"] if tuning.method == "qlora" else c["tune.reserve"]
    if not tuning.flash:
        reserve *= c["tune.reserve_eager"]
    held = (states / gpus + activations) * reserve / GIB + c["tune.context_gib"]
    return interval(held, fit, "tune.memory")


def flops_per_token(arch: Architecture, tuning: Tuning) -> float:
    """Operations that one token of training takes."""
    # N parameters: 2 N forward, 2 N for the gradients of activations, 2 N for those of weights
    # (none where they are frozen), 2 N for a second forward pass
    passes = (6 if tuning.method == "full" else 4) + (2 if tuning.checkpointing else 0)
    return float(passes * arch.parameters_active)


def hours(
    arch: Architecture,
    tuning: Tuning,
    accelerator: Accelerator,
    fit: SpeedFit,
    *,
    tokens: float,
    epochs: float,
    gpus: int = 1,
) -> Interval | Unsizable:
    """
    Hours of a run on packed samples.

    Args:
        arch: The model.
        tuning: How it is tuned.
        accelerator: What it runs on.
        fit: Holds the share of the peak that runs reach.
        tokens: Tokens of data.
        epochs: How often they are seen.
        gpus: Accelerators, assumed to add up.

    Returns:
        Hours by the clock with their 80 % interval, or why there are none.
    """
    peak = accelerator.bf16_tflops or accelerator.fp16_tflops
    if not peak:
        return Unsizable(f"peak arithmetic of {accelerator.name} unknown")
    work = flops_per_token(arch, tuning) * tokens * epochs
    found = work / (gpus * peak * 1e12 * fit.constants["tune.utilisation"] * 3600)
    return interval(found, fit, "tune.hours")


def note(arch: Architecture) -> str | None:
    """What to know beside an estimate, or None."""
    return "mixtures of experts were not measured" if is_moe(arch) else None
