"""Accelerators, architectures and constants with round numbers, for tests of sizing."""

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit

LLAMA_70B = Architecture(
    model="meta/llama-3-70b",
    parameters_total=70_553_706_496,
    parameters_active=70_553_706_496,
    layers=80,
    hidden_size=8192,
    heads=64,
    kv_heads=8,
    head_dim=128,
    intermediate_size=28672,
    vocabulary=128256,
    tied_embeddings=False,
    attention="GQA",
    experts=None,
    experts_per_token=None,
    native_format="bf16",
    kv_elements_per_token=163_840,
    window_elements_per_token=0,
    window_tokens=0,
    indexer_elements_per_token=0,
    state_bytes_per_sequence=0,
    kv_shards=8,
    context_window_tokens=8192,
    source="test",
)
DEEPSEEK_V3 = LLAMA_70B._replace(
    model="deepseek/deepseek-v3",
    parameters_total=671_025_397_760,
    parameters_active=37_551_276_032,
    layers=61,
    hidden_size=7168,
    heads=128,
    kv_heads=128,
    head_dim=56,
    intermediate_size=2048,
    vocabulary=129280,
    attention="MLA",
    experts=256,
    experts_per_token=8,
    native_format="fp8",
    kv_elements_per_token=35_136,
    kv_shards=1,
    context_window_tokens=163_840,
)

BF16 = Format("bf16", "native", 16.0, 16.0, "bf16", ("vllm",))
FP8 = Format("fp8", "fp8", 8.0, 16.0, "fp8", ("vllm",))
NVFP4 = Format("nvfp4", "fp4", 4.5, 16.0, "fp4", ("vllm",))
AWQ = Format("awq-int4", "int", 4.25, 16.0, "bf16", ("vllm",))
Q4_K_M = Format("q4_k_m", "gguf", 4.798, 5.534, "fp16", ("llama.cpp", "ollama"))
Q8_0 = Format("q8_0", "gguf", 8.5, 8.5, "fp16", ("llama.cpp", "ollama"))
Q2_K = Format("q2_k", "gguf", 2.9, 4.6, "fp16", ("llama.cpp", "ollama"))
GGUF_16 = Format("gguf-16", "gguf", 16.0, 16.0, "fp16", ("llama.cpp", "ollama"))

H100 = Accelerator(
    id="h100-sxm",
    name="H100 SXM5 80GB",
    vendor="NVIDIA",
    memory_gib=80.0,
    bandwidth_gb_per_s=3350.0,
    bf16_tflops=989.0,
    fp16_tflops=None,
    fp8_tflops=1978.0,
    int8_tops=1978.0,
    fp4_tflops=None,
    power_w=700.0,
    interconnect="NVLink4 900 GB/s bidir",
    unified_memory=False,
)
RTX_4090 = H100._replace(
    id="rtx-4090",
    name="GeForce RTX 4090",
    memory_gib=24.0,
    bandwidth_gb_per_s=1010.0,
    bf16_tflops=165.2,
    fp16_tflops=165.2,
    interconnect="PCIe Gen4 x16",
)
MAC = H100._replace(
    id="apple-m4-pro",
    name="Apple M4 Pro",
    vendor="Apple",
    memory_gib=48.0,
    bandwidth_gb_per_s=273.0,
    bf16_tflops=None,
    fp16_tflops=None,
    fp8_tflops=None,
    interconnect=None,
    unified_memory=True,
)

_CONSTANTS = {
    **{f"decode.share.{kind}": 0.8 for kind in ("nvidia", "amd", "apple")},
    **{f"decode.layer_us.{kind}": 50.0 for kind in ("nvidia", "amd", "apple")},
    **{f"decode.format.{width}": 1.0 for width in ("16", "8", "4")},
    "decode.format.low": 0.6,
    "decode.share_slope": 0.0,
    "decode.moe_share": 0.9,
    "decode.moe_layers": 1.5,
    "decode.linear_layers": 1.2,
    "decode.cache_share": 0.5,
    "decode.split": 0.1,
    **{f"prompt.share.{kind}": 0.5 for kind in ("nvidia", "amd", "apple")},
    **{f"prompt.format.{width}": 1.0 for width in ("16", "8", "4", "low")},
    "prompt.share_slope": 0.0,
    "prompt.geforce": 1.5,
    "prompt.split": 0.1,
    "serve.share": 0.7,
    "serve.cache_share": 0.5,
    "serve.compute": 0.8,
    "serve.prompt": 0.4,
    "serve.peak_slope": 0.0,
    "serve.widened": 1.2,
    "serve.layer_us.vllm": 20.0,
    "serve.link_us": 40.0,
    "serve.link_us_per_mb": 5.0,
    "serve.moe_us": 40.0,
    "serve.moe_compute": 0.8,
    "serve.linear_us": 10.0,
    "serve.request_us": 5.0,
    "first.share.vllm": 0.5,
    "first.fixed_s.vllm": 0.02,
    "first.steps": 1.0,
    "first.queue": 0.2,
    "capacity.share": 0.9,
    "capacity.data_parallel": 0.7,
    "capacity.unlinked": 0.9,
    "capacity.widened": 0.7,
    "tune.logits": 3.5,
    "tune.logits_qlora": 4.0,
    "tune.checkpoint": 1.0,
    "tune.score_bytes": 16.0,
    "tune.reserve": 1.0,
    "tune.reserve_qlora": 1.0,
    "tune.reserve_eager": 1.0,
    "tune.context_gib": 0.0,
    "tune.utilisation": 0.5,
}
CLASSES = ("decode", "prompt", "serve", "first", "capacity", "tune.memory", "tune.hours")
FIT = SpeedFit(_CONSTANTS, {}, dict.fromkeys(CLASSES, (-0.2, 0.3)))
