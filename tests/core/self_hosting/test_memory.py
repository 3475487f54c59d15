"""What a model holds in memory follows from its dimensions, or is not said."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_world import (
    BF16,
    DEEPSEEK_V3,
    FP8,
    GGUF_16,
    H100,
    LLAMA_70B,
    MAC,
    Q4_K_M,
    Q8_0,
    RTX_4090,
)

from llmpick.catalog.load import CHECKOUT, load
from llmpick.core.facts.hardware import Format
from llmpick.core.self_hosting.memory import (
    ENGINES,
    GIB,
    Unsizable,
    active_bytes,
    cache_bytes,
    cache_bytes_per_token,
    footprint,
    usable_gib,
    weights_gib,
)

BESIDE = Path(__file__).parents[3] / "bench" / "peers.py"
SPEC = importlib.util.spec_from_file_location("bench_peers", BESIDE)
peers = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(peers)

Q6_K = Format("q6_k", "gguf", 6.559, 6.559, "fp16", ("llama.cpp", "ollama"))
MXFP4 = Format("mxfp4", "fp4", 4.25, 16.0, "fp4", ("vllm",))
VLLM, LLAMA_CPP = ENGINES["vllm"], ENGINES["llama.cpp"]
QWEN_72B = LLAMA_70B._replace(
    parameters_total=72_706_203_648,
    parameters_active=72_706_203_648,
    vocabulary=152064,
    intermediate_size=29568,
)
GPT_OSS_120B = LLAMA_70B._replace(
    parameters_total=116_788_838_400,
    parameters_active=5_127_000_000,
    layers=36,
    hidden_size=2880,
    heads=64,
    kv_heads=8,
    head_dim=64,
    intermediate_size=2880,
    vocabulary=201088,
    experts=128,
    experts_per_token=4,
    native_format="mxfp4",
)
GEMMA_3_27B = LLAMA_70B._replace(
    kv_elements_per_token=40_960, window_elements_per_token=212_992, window_tokens=1024
)
QWEN_35_27B = LLAMA_70B._replace(kv_elements_per_token=32_768, state_bytes_per_sequence=150_994_944)


@pytest.mark.parametrize(
    ("arch", "form", "expected"),
    [
        # sizes of files: GPU-Benchmarks-on-LLM-Inference, gguf-parser-go
        pytest.param(LLAMA_70B, Q4_K_M, 39.60, id="Q4_K_M of Llama 3 70B"),
        pytest.param(LLAMA_70B, Q8_0, 69.83, id="Q8_0 of Llama 3 70B"),
        pytest.param(LLAMA_70B, GGUF_16, 131.43, id="F16 of Llama 3 70B"),
        pytest.param(QWEN_72B, Q4_K_M, 44.15, id="rows of no whole blocks are stored wider"),
        pytest.param(QWEN_72B, Q6_K, 59.92, id="in Q6_K too, as Q8_0"),
        # bytes of the files of openai/gpt-oss-120b: hf-mem issue 60
        pytest.param(GPT_OSS_120B, MXFP4, 65_248_815_744 / GIB, id="experts alone in MXFP4"),
    ],
)
def test_weights_are_those_of_the_file(arch, form, expected):
    """Embedding and head apart, a GGUF is as large as computed to a thousandth."""
    assert weights_gib(arch, form) == pytest.approx(expected, rel=0.002)


def test_what_attention_keeps_is_read_and_held():
    """A token reads the 16 bits of attention; a dense model, and latent attention, have none."""
    wide = 36 * 2880 * 2 * 72 * 64 * (16 - 4.25) / 8
    as_rest = Format("four", "fp4", 4.25, 16.0, "fp4", ("vllm",))
    for count in (active_bytes, lambda arch, form: weights_gib(arch, form) * GIB):
        more = count(GPT_OSS_120B, MXFP4) - count(GPT_OSS_120B, as_rest)
        assert more == pytest.approx(wide)
        assert count(LLAMA_70B, MXFP4) == count(LLAMA_70B, as_rest)
        assert count(DEEPSEEK_V3, MXFP4) == count(DEEPSEEK_V3, as_rest)


@pytest.mark.parametrize(
    "claim", peers.claims(), ids=lambda claim: f"{claim.tool}-{claim.part}-{claim.of}"
)
def test_beside_what_other_estimators_publish(claim):
    """Within 1 % of weights and caches and 5 % of totals, or the row says why not."""
    off_by = peers.off_by(claim, load(CHECKOUT))
    assert claim.why or abs(off_by) <= peers.TOLERANCE[claim.part]
    if claim.why.startswith("theirs is without"):
        assert off_by < 0, "a buffer for scores of attention is theirs alone"


def test_a_gguf_leaves_out_vision_and_drafts():
    """Of a multimodal model, llama.cpp loads the text part."""
    seeing = LLAMA_70B._replace(text_parameters=60_000_000_000)
    assert weights_gib(seeing, Q8_0) == pytest.approx(60e9 * 8.5 / 8 / GIB)
    assert weights_gib(seeing, BF16) == weights_gib(LLAMA_70B, BF16)


def test_embedding_and_head_keep_their_own_bits():
    """In FP8, two tables of 128256 x 8192 stay in 16 bits; tied ones are one."""
    tables = 128256 * 8192
    rest = LLAMA_70B.parameters_total - 2 * tables
    assert weights_gib(LLAMA_70B, FP8) * GIB == pytest.approx(rest + 4 * tables)
    tied = LLAMA_70B._replace(tied_embeddings=True)
    assert weights_gib(tied, FP8) * GIB == pytest.approx(rest + tables + 2 * tables)


def test_a_token_reads_the_head_but_not_the_embedding():
    """Of the input embedding only a row is looked up."""
    table = 128256 * 8192
    assert active_bytes(LLAMA_70B, BF16) == 2 * (LLAMA_70B.parameters_total - table)


@pytest.mark.parametrize(
    ("arch", "tokens", "cache", "expected_mib"),
    [
        pytest.param(LLAMA_70B, 2048, "bf16", 640, id="GQA, as llama.cpp allocates"),
        pytest.param(LLAMA_70B, 2048, "fp8", 320, id="in 8 bits"),
        pytest.param(LLAMA_70B, 2048, "q8_0", 340, id="q8_0 of llama.cpp"),
        pytest.param(DEEPSEEK_V3, 1024, "bf16", 68.625, id="MLA: one latent, no heads"),
        pytest.param(GEMMA_3_27B, 32768, "bf16", 2560 + 416, id="a window stops growing"),
        pytest.param(GEMMA_3_27B, 512, "bf16", 40 + 208, id="a window not yet full"),
        pytest.param(QWEN_35_27B, 1024, "bf16", 64 + 144, id="linear layers keep a state"),
        pytest.param(
            DEEPSEEK_V3._replace(indexer_elements_per_token=1024),
            1024,
            "bf16",
            69.625,
            id="an indexer keeps a byte an element",
        ),
    ],
)
def test_cache_by_kind_of_attention(arch, tokens, cache, expected_mib):
    """The cache of a sequence, by hand."""
    assert cache_bytes(arch, tokens, cache) / 1024**2 == pytest.approx(expected_mib)


def test_what_cannot_be_sized_says_why():
    """No number without the facts."""
    unknown = LLAMA_70B._replace(kv_elements_per_token=None, kv_heads=None, head_dim=None)
    found = cache_bytes(unknown, 4096)
    assert found == Unsizable("kv heads and head dimension unknown")
    assert cache_bytes_per_token(unknown) == found
    held = footprint(unknown, BF16, H100, VLLM, gpus=4, context_tokens=4096, concurrency=1)
    assert held == found


def held(arch, form=FP8, accelerator=H100, engine=VLLM, **change):
    """The footprint of a few requests."""
    asked = {"gpus": 8, "context_tokens": 4096, "concurrency": 4, **change}
    return footprint(arch, form, accelerator, engine, **asked)


def test_mla_is_copied_to_every_rank():
    """Tensor parallelism splits the heads of GQA, and copies the latent of MLA."""
    assert held(LLAMA_70B).cache_gib == pytest.approx(4 * 4096 * 327_680 / 8 / GIB)
    assert held(DEEPSEEK_V3).cache_gib == pytest.approx(4 * 4096 * 70_272 / GIB)
    few_heads = LLAMA_70B._replace(kv_shards=2)
    assert held(few_heads).cache_gib == pytest.approx(4 * held(LLAMA_70B).cache_gib)


def test_layers_shared_out_split_every_cache():
    """Llama.cpp gives each accelerator its own layers."""
    shared = held(DEEPSEEK_V3, Q4_K_M, engine=LLAMA_CPP)
    assert shared.cache_gib == pytest.approx(4 * 4096 * 70_272 / 8 / GIB)


def test_a_model_too_large_does_not_fit():
    """A 38 GB model does not fit 24 GB, whatever else is free."""
    assert not held(LLAMA_70B, Q4_K_M, RTX_4090, LLAMA_CPP, gpus=1).fits
    assert held(LLAMA_70B, Q4_K_M, RTX_4090, LLAMA_CPP, gpus=2).fits


def test_apple_leaves_memory_to_the_system():
    """A GPU of Apple addresses three quarters of what is there."""
    assert usable_gib(MAC, LLAMA_CPP) == 36.0


@given(
    tokens=st.integers(1, 100_000),
    more=st.integers(0, 100_000),
    concurrency=st.integers(1, 200),
    gpus=st.sampled_from([1, 2, 4, 8]),
)
def test_more_of_anything_leaves_less_headroom(tokens, more, concurrency, gpus):
    """Headroom falls with context and concurrency, and rises with accelerators."""
    for arch in (LLAMA_70B, DEEPSEEK_V3, GEMMA_3_27B, QWEN_35_27B):
        base = held(arch, gpus=gpus, context_tokens=tokens, concurrency=concurrency)
        longer = held(arch, gpus=gpus, context_tokens=tokens + more, concurrency=concurrency)
        busier = held(arch, gpus=gpus, context_tokens=tokens, concurrency=concurrency + 1)
        assert longer.headroom_gib <= base.headroom_gib
        assert busier.headroom_gib <= base.headroom_gib
        assert base.fits == (base.sequences >= concurrency) or not base.sequences
        parts = base.weights_gib + base.cache_gib + base.overhead_gib + base.headroom_gib
        assert parts == pytest.approx(base.usable_gib)
