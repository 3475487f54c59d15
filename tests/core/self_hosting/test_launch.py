"""What a deployment is started with."""

from __future__ import annotations

import pytest
from sizing_world import BF16, FP8, H100, LLAMA_70B, Q4_K_M

from llmpick.core.self_hosting import launch
from llmpick.core.self_hosting.memory import ENGINES
from llmpick.core.self_hosting.serving import Layout, Replica


def started(form=FP8, engine="vllm", cache="bf16", arch=LLAMA_70B, card=H100):
    """One copy on two accelerators."""
    replica = Replica(arch, form, card, ENGINES[engine], Layout(2), cache)
    return launch.launch(replica, "acme/atlas", context_tokens=1400, concurrency=8, name="atlas")


VLLM_OPTIONS = {
    *("--tensor-parallel-size", "--max-model-len", "--gpu-memory-utilization", "--quantization"),
    *("--kv-cache-dtype", "--host", "--port", "--served-model-name"),
}
"""Of vLLM's `serve`, as docs.vllm.ai has them (cli/serve, read 2026-11-30)."""


@pytest.mark.parametrize("form", [BF16, FP8])
@pytest.mark.parametrize("cache", ["bf16", "fp8"])
def test_only_options_that_vllm_has(form, cache):
    """No option is made up."""
    words = launch.arguments(started(form, cache=cache), "acme/atlas")
    assert {word for word in words if word.startswith("--")} <= VLLM_OPTIONS


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(started(cache="fp8"), "--kv-cache-dtype fp8", id="vllm"),
        pytest.param(
            started(engine="sglang", cache="fp8"), "--kv-cache-dtype fp8_e4m3", id="sglang"
        ),
        pytest.param(
            started(Q4_K_M, "llama.cpp", "q8_0"),
            "--cache-type-k q8_0 --cache-type-v q8_0 --flash-attn on",
            id="llama.cpp",
        ),
        pytest.param(started(Q4_K_M, "ollama", "q4_0"), "OLLAMA_KV_CACHE_TYPE=q4_0", id="ollama"),
    ],
)
def test_the_cache_that_was_sized(found, said):
    """The precision of the cache is that of the estimate."""
    assert said in launch.line(found)


@pytest.mark.parametrize(
    ("form", "engine", "native", "weights"),
    [
        pytest.param(BF16, "vllm", "bf16", "acme/atlas", id="the release"),
        pytest.param(FP8, "vllm", "bf16", "acme/atlas", id="made as it loads"),
        pytest.param(FP8, "sglang", "bf16", None, id="which SGLang is not told here"),
        pytest.param(BF16, "llama.cpp", "bf16", None, id="a GGUF is a build of its own"),
    ],
)
def test_weights(form, engine, native, weights):
    """A repository is named only where its weights are what is loaded."""
    found = started(form, engine, arch=LLAMA_70B._replace(native_format=native))
    assert found.weights == weights
    assert (found.build is None) is (weights is not None)


def test_a_processor_has_no_layers_elsewhere():
    """Without an accelerator none is told to take layers."""
    card = H100._replace(vendor="CPU")
    assert "--n-gpu-layers" not in launch.line(started(Q4_K_M, "llama.cpp", card=card))
