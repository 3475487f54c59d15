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
    """Parameters of adapters of *rank* on the four projections of attention."""
    if not arch.heads or not arch.kv_heads or not arch.head_dim:
        return Unsizable("attention heads unknown")
    queries, keys = arch.heads * arch.head_dim, arch.kv_heads * arch.head_dim
    return 2 * arch.layers * rank * (2 * arch.hidden_size + queries + keys)


def state_bytes(arch: Architecture, tuning: Tuning) -> float | Unsizable:
    """Bytes of weights, gradients and optimizer; QLoRA holds embedding and head in 32 bits."""
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

    Without checkpointing, every layer is kept whole.
    """
    if not arch.vocabulary or not arch.intermediate_size or not arch.heads or not arch.head_dim:
        return Unsizable("vocabulary, heads or width of the layers unknown")
    c = fit.constants
    tokens = tuning.batch * tuning.sequence_tokens
    wide = 4 if tuning.method == "qlora" else 2
    kept = c["tune.checkpoint"] * arch.layers * tokens * arch.hidden_size * wide
    heads = 3 * arch.heads * arch.head_dim + (arch.kv_heads or 0) * arch.head_dim
    layer = 2.0 * tokens * (12 * arch.hidden_size + heads + 3 * arch.intermediate_size)
    if not tuning.flash:
        layer += c["tune.score_bytes"] * tokens * arch.heads * tuning.sequence_tokens
    copies = c["tune.logits_qlora"] if tuning.method == "qlora" else c["tune.logits"]
    logits = 4 * copies * tokens * arch.vocabulary
    if not tuning.checkpointing:
        return logits + arch.layers * layer
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
    reserve = c["tune.reserve_qlora"] if tuning.method == "qlora" else c["tune.reserve"]
    if not tuning.flash:
        reserve *= c["tune.reserve_eager"]
    held = (states / gpus + activations) * reserve / GIB + c["tune.context_gib"]
    return interval(held, fit, "tune.memory")


def flops_per_token(arch: Architecture, tuning: Tuning) -> float:
    """Operations that one token of training takes."""
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
    """Hours on *gpus* for *tokens* of data seen *epochs* times, samples packed."""
    peak = accelerator.bf16_tflops or accelerator.fp16_tflops
    if not peak:
        return Unsizable(f"peak arithmetic of {accelerator.name} unknown")
    work = flops_per_token(arch, tuning) * tokens * epochs
    found = work / (gpus * peak * 1e12 * fit.constants["tune.utilisation"] * 3600)
    return interval(found, fit, "tune.hours")


def note(arch: Architecture) -> str | None:
    """What to know beside an estimate, or None."""
    return "mixtures of experts were not measured" if is_moe(arch) else None
