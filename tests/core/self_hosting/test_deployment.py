"""What fits where, how fast, and which of the ways to run a model is the sane one."""

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_world import (
    AWQ,
    BF16,
    DEEPSEEK_V3,
    FIT,
    FP8,
    H100,
    LLAMA_70B,
    NVFP4,
    Q2_K,
    Q4_K_M,
    Q8_0,
    RTX_4090,
)

from llmpick.core.facts.records import Z80
from llmpick.core.self_hosting import deployment
from llmpick.core.self_hosting.deployment import FormatOption, Misfit, Quality, Sized
from llmpick.core.self_hosting.memory import ENGINES

VLLM, LLAMA_CPP = ENGINES["vllm"], ENGINES["llama.cpp"]
LLAMA_8B = LLAMA_70B._replace(
    model="meta/llama-3.1-8b",
    parameters_total=8_030_261_248,
    parameters_active=8_030_261_248,
    layers=32,
    hidden_size=4096,
    heads=32,
    intermediate_size=14336,
    kv_elements_per_token=65_536,
    context_window_tokens=131_072,
)
GPT_OSS = LLAMA_70B._replace(model="openai/gpt-oss-120b", parameters_total=116_788_838_400)


def size(arch=LLAMA_70B, form=FP8, accelerator=H100, engine=VLLM, **change):
    """Sized for eight requests of 4096 tokens, but for what is changed."""
    asked = {"context_tokens": 4096, "concurrency": 8, **change}
    return deployment.size(arch, form, accelerator, engine, FIT, **asked)


@pytest.mark.parametrize(
    ("arch", "form", "accelerator", "engine", "gpus"),
    [
        pytest.param(LLAMA_8B, FP8, H100, VLLM, 1, id="a small model on one"),
        pytest.param(LLAMA_70B, FP8, H100, VLLM, 2, id="weights fit one, requests do not"),
        pytest.param(LLAMA_70B, BF16, H100, VLLM, 4, id="powers of two: three would do"),
        pytest.param(LLAMA_70B, Q4_K_M, RTX_4090, LLAMA_CPP, 3, id="layers by any number"),
    ],
)
def test_the_smallest_replica_that_fits(arch, form, accelerator, engine, gpus):
    """No more accelerators than are needed."""
    found = size(arch, form, accelerator, engine)
    assert isinstance(found, Sized)
    assert found.replica.layout.gpus == gpus
    assert found.footprint.fits
    assert found.single_tps is not None
    assert found.under_load is not None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"context_tokens": 9000}, "its context window is 8192 tokens", id="context"),
        pytest.param({"arch": DEEPSEEK_V3, "form": BF16}, "does not fit", id="too large"),
        pytest.param({"gpus": 1}, "does not fit", id="the hardware at hand is too small"),
        pytest.param(
            {"arch": LLAMA_70B._replace(kv_elements_per_token=None, kv_heads=None)},
            "cannot be sized: kv heads unknown",
            id="no facts, no number",
        ),
        pytest.param({"gpus": 3}, "3 accelerators cannot share its heads", id="uneven heads"),
    ],
)
def test_a_misfit_says_why(change, reason):
    """No number stands for what does not run."""
    found = size(**change)
    assert isinstance(found, Misfit)
    assert found.reason == reason


def test_without_constants_there_is_memory_but_no_speed():
    """A catalog that was not fitted still says what fits."""
    found = deployment.size(LLAMA_8B, FP8, H100, VLLM, None, context_tokens=4096)
    assert isinstance(found, Sized)
    assert found.single_tps is None
    assert found.under_load is None


# ---- the choice


def option(model, form, ability, gpus=1, **change):
    """A way to run a model whose ability is known to a tenth of a logit."""
    return FormatOption(model, form, gpus, ability, 0.1, **change)


@pytest.mark.parametrize(
    ("options", "best"),
    [
        pytest.param(
            [
                option("qwen2.5-coder-7b", AWQ, -0.5, single_tps=180.0),
                option("llama-3-70b", FP8, 1.0, single_tps=25.0),
            ],
            ("llama-3-70b", "fp8"),
            id="a fast 7B that fills 5 % of 96 GB",
        ),
        pytest.param(
            [
                option("llama-3.1-8b", Q2_K, 0.0, single_tps=250.0),
                option("llama-3.1-8b", Q8_0, 0.0, single_tps=150.0),
            ],
            ("llama-3.1-8b", "q8_0"),
            id="Q2_K on an H100 because it is the fastest",
        ),
        pytest.param(
            [
                option("gpt-oss-120b", Q2_K, 1.0, native_bits=4.25),
                option("gpt-oss-120b", NVFP4, 1.0, gpus=2, native_bits=4.25),
            ],
            ("gpt-oss-120b", "nvfp4"),
            id="fewer bits than it was released in",
        ),
        pytest.param(
            [
                option("llama-3-70b", FP8, 1.0, gpus=8, single_tps=90.0),
                option("llama-3-70b", FP8, 1.0, gpus=2, single_tps=86.0),
            ],
            ("llama-3-70b", "fp8"),
            id="eight accelerators to be 4 % faster",
        ),
        pytest.param(
            [
                option("deepseek-v3", Q2_K, 1.6),
                option("llama-3-70b", FP8, 1.2),
            ],
            ("llama-3-70b", "fp8"),
            id="a huge model at two bits",
        ),
        pytest.param(
            [
                option("deepseek-v3", Q4_K_M, 1.6),
                option("llama-3-70b", FP8, 1.2),
            ],
            ("deepseek-v3", "q4_k_m"),
            id="a better model at a sane four bits",
        ),
    ],
)
def test_sane_picks(options, best):
    """The absurd picks of other tools are not made."""
    first = deployment.ranked(options)[0]
    assert (first.model, first.form.id) == best
    assert first.gpus == min(one.gpus for one in options if one.form.id == best[1])


def test_a_model_stands_once():
    """The same weights in two formats are one pick."""
    both = [option("qwen3-8b", AWQ, 0.0), option("qwen3-8b", FP8, 0.0)]
    assert [one.form.id for one in deployment.ranked(both)] == ["fp8"]


def test_a_sourced_loss_counts_for_what_it_is():
    """Where a loss was read, it is taken off; where none was, the interval is wider."""
    read = option("m", AWQ._replace(quality_loss=(0.2, 0.05)), 1.0)
    guessed = option("m", AWQ, 1.0)
    assert deployment.quality(read).ability == pytest.approx(0.8)
    assert deployment.quality(read).sourced
    assert deployment.quality(guessed).ability == 1.0
    assert deployment.quality(guessed).stderr > 0.1
    assert not deployment.quality(guessed).sourced
    native = option("m", NVFP4, 1.0, native_bits=4.25)
    assert deployment.quality(native).stderr == 0.1


def test_unknown_ability_ranks_last():
    """A model that nobody measured is not preferred."""
    options = [option("unknown", FP8, None), option("known", FP8, -3.0)]
    assert [one.model for one in deployment.ranked(options)] == ["known", "unknown"]


def test_too_slow_is_left_out():
    """A floor on speed drops what is known to be slower."""
    options = [option("slow", FP8, 2.0, single_tps=3.0), option("fast", FP8, 0.0, single_tps=30.0)]
    assert [one.model for one in deployment.ranked(options, min_tps=10.0)] == ["fast"]


@given(bits=st.floats(1.0, 16.0), fewer=st.floats(0.0, 8.0))
def test_fewer_bits_never_promise_more(bits, fewer):
    """The lower end of ability falls with the bits where no loss was read."""
    more, less = (
        deployment.quality(option("m", BF16._replace(bits=max(0.5, count)), 1.0)).low
        for count in (bits, bits - fewer)
    )
    assert less <= more


def test_a_score_moves_along_its_own_slope():
    """What a format takes of the ability it takes of the score; the interval widens with it."""
    known = made.estimate(
        theta=1.0, stderr=0.2, score=0.5, low=0.5 - 0.1 * Z80, high=0.5 + 0.1 * Z80
    )
    found = deployment.score_in(known, 0.2, Quality(0.8, 0.4, True))
    assert found == pytest.approx((0.4, 0.4 - 0.2 * Z80, 0.4 + 0.2 * Z80))


def test_a_score_stays_a_share():
    """No format makes an expected score negative."""
    known = made.estimate(theta=1.0, stderr=0.2, score=0.1, low=0.0, high=0.2)
    assert deployment.score_in(known, 0.2, Quality(-2.0, 0.4, True)) == (0.0, 0.0, 0.0)
