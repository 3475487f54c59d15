"""
What other public estimators say of rows of serving, where they are installed.

`aiconfigurator` (0.12, Apache-2.0) interpolates measured kernels; `genz-llm` (0.0.16) is a roofline
of operators. Neither is a dependency: whoever wants the comparison installs them.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from llmpick.core.self_hosting.speed import peak_flops
from llmpick.core.self_hosting.validation import NATIVE, MeasuredRow, World, layout_of


class Said(NamedTuple):
    """Milliseconds to the first token and between tokens."""

    first_ms: float
    between_ms: float


Estimator = Callable[[MeasuredRow, World], Said | None]

BACKENDS = {"vllm": "vllm", "sglang": "sglang", "tensorrt-llm": "trtllm"}
SYSTEMS = {
    "h100-sxm": "h100_sxm",
    "h200-sxm": "h200_sxm",
    "b200": "b200_sxm",
    "b300": "b300_sxm",
    "gb200": "gb200",
}
PATHS = {
    ("deepseek-ai/DeepSeek-V3", "nvfp4"): "nvidia/DeepSeek-V3.1-NVFP4",
    ("deepseek-ai/DeepSeek-V3.1", "nvfp4"): "nvidia/DeepSeek-V3.1-NVFP4",
    ("Qwen/Qwen3-235B-A22B", "fp8"): "Qwen/Qwen3-235B-A22B-FP8",
    ("Qwen/Qwen3-235B-A22B", "nvfp4"): "nvidia/Qwen3-235B-A22B-NVFP4",
    ("Qwen/Qwen3-32B", "fp8"): "Qwen/Qwen3-32B-FP8",
    ("MiniMaxAI/MiniMax-M2.5", "nvfp4"): "nvidia/MiniMax-M2.5-NVFP4",
    ("Qwen/Qwen3.5-397B-A17B", "nvfp4"): "nvidia/Qwen3.5-397B-A17B-NVFP4",
}
"""Checkpoints whose configuration comes with the package, by model and format."""


def aiconfigurator() -> Estimator | None:
    """The estimator, or None where it is not installed."""
    try:
        from aiconfigurator.cli.api import cli_estimate
    except ImportError:
        return None
    logging.disable(logging.CRITICAL)

    def estimate(row: MeasuredRow, world: World) -> Said | None:
        layout = layout_of(row)
        if layout is None or row.hardware not in SYSTEMS or row.engine not in BACKENDS:
            return None
        experts = _experts(row)
        options: dict[str, Any] = {}
        if world.architectures[row.model].experts:
            options = {"moe_ep_size": experts, "moe_tp_size": layout.gpus // experts}
        if row.form == "nvfp4" and (row.model, row.form) not in PATHS:
            options |= {"gemm_quant_mode": "nvfp4", "moe_quant_mode": "nvfp4"}
        if row.form == "fp8" and row.model == "Qwen/Qwen3.5-397B-A17B":
            options |= {"gemm_quant_mode": "fp8_block", "moe_quant_mode": "fp8_block"}
        try:
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                found = cli_estimate(
                    PATHS.get((row.model, row.form or ""), row.model),
                    SYSTEMS[row.hardware],
                    backend_name=BACKENDS[row.engine],
                    database_mode="HYBRID",
                    isl=row.prompt_tokens or 1,
                    osl=row.output_tokens or 1,
                    batch_size=max(1, round(row.concurrency / layout.data_parallel)),
                    tp_size=layout.tensor_parallel,
                    attention_dp_size=layout.data_parallel,
                    **options,
                )
        except Exception:
            return None
        return Said(found.ttft, found.tpot)

    return estimate


def _experts(row: MeasuredRow) -> int:
    """Accelerators that a row's experts are spread over, 1 where each holds a part of all."""
    name = row.layout or ""
    digits = name.partition("EP")[2]
    return max(1, int(digits)) if digits.isdigit() else 1


def genz() -> Estimator | None:
    """
    The estimator, or None where it is not installed: decoding of the batch, and one prompt alone.

    It has no scheduler, so that nothing waits.
    """
    try:
        from GenZ import ModelConfig, decode_moddeling, prefill_moddeling
    except ImportError:
        return None

    def estimate(row: MeasuredRow, world: World) -> Said | None:
        layout, arch = layout_of(row), world.architectures[row.model]
        card = world.accelerators.get(row.hardware or "")
        form = world.formats[row.form or NATIVE]
        if card is None or not row.prompt_tokens or not row.output_tokens:
            return None
        gpus = layout.gpus if layout else 1
        model = ModelConfig(
            model=arch.model,
            vocab_size=arch.vocabulary,
            hidden_size=arch.hidden_size,
            intermediate_size=arch.intermediate_size,
            num_ffi=2,
            num_decoder_layers=arch.layers,
            num_attention_heads=arch.heads,
            num_key_value_heads=arch.kv_heads,
            head_dim=arch.head_dim,
            num_experts=arch.experts or 1,
            expert_top_k=arch.experts_per_token or 1,
            moe_intermediate_size=arch.intermediate_size,
        )
        common: dict[str, Any] = {
            "model": model,
            "input_tokens": row.prompt_tokens,
            "system_name": {
                "real_values": True,
                "Flops": peak_flops(card, form) / 1e12,
                "Memory_BW": card.bandwidth_gb_per_s,
                "Memory_size": 100_000,
                "ICN": 450,
                "ICN_LL": 1,
            },
            "bits": "bf16" if form.bits > 8.5 else "int8" if form.bits > 5 else "int4",
            "tensor_parallel": gpus,
        }
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                first = prefill_moddeling(batch_size=1, **common)
                step = decode_moddeling(
                    batch_size=max(1, round(row.concurrency)),
                    Bb=1,
                    output_tokens=row.output_tokens // 2,
                    **common,
                )
        except Exception:
            return None
        return Said(float(first["Latency"]), float(step["Latency"]))

    return estimate


def found() -> dict[str, Estimator]:
    """The estimators that are installed, by name."""
    asked = {"aiconfigurator": aiconfigurator(), "GenZ": genz()}
    return {name: estimate for name, estimate in asked.items() if estimate is not None}
