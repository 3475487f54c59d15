"""Speed follows from bandwidth, arithmetic and a few constants, and comes with an interval."""

import math

import open_loop
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_world import (
    BF16,
    DEEPSEEK_V3,
    FIT,
    FP8,
    H100,
    LLAMA_70B,
    MAC,
    NVFP4,
    Q2_K,
    Q4_K_M,
    RTX_4090,
)

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import serving, speed, steps
from llmpick.core.self_hosting.memory import ENGINES, Unsizable, active_bytes
from llmpick.core.self_hosting.serving import Layout, Replica

VLLM, LLAMA_CPP = ENGINES["vllm"], ENGINES["llama.cpp"]
B200 = H100._replace(id="b200", memory_gib=180.0, bandwidth_gb_per_s=7700.0, fp4_tflops=9000.0)


def step_seconds(replica: Replica, fit: SpeedFit, **load: float) -> float:
    """Seconds of one step of *replica* under *load* (see `steps.work`)."""
    return steps.seconds(steps.work(replica, fit, **load), fit)


def test_decode_reads_the_weights_once_a_token():
    """Bytes by the share of the bandwidth, and a start for each layer."""
    bare = FIT._replace(constants={**FIT.constants, "decode.layer_us.nvidia": 0.0})
    seconds = speed.decode_seconds(LLAMA_70B, Q4_K_M, H100, bare)
    assert seconds == pytest.approx(active_bytes(LLAMA_70B, Q4_K_M) / (0.8 * 3350e9))
    with_starts = speed.decode_seconds(LLAMA_70B, Q4_K_M, H100, FIT)
    assert with_starts - seconds == pytest.approx(80 * 50e-6)


def test_a_long_context_is_read_too():
    """The cache of what came before, at its own share of the bandwidth."""
    short = speed.decode_seconds(LLAMA_70B, BF16, H100, FIT)
    long = speed.decode_seconds(LLAMA_70B, BF16, H100, FIT, context_tokens=8192)
    assert long - short == pytest.approx(8192 * 327_680 / (0.5 * 3350e9))


@pytest.mark.parametrize(
    ("slower", "faster"),
    [
        pytest.param({"form": BF16}, {"form": Q4_K_M}, id="fewer bits are read faster"),
        pytest.param({"gpus": 4}, {"gpus": 1}, id="layers shared out do not speed up a stream"),
        pytest.param({"accelerator": MAC}, {"accelerator": H100}, id="bandwidth"),
    ],
)
def test_what_is_faster(slower, faster):
    """One stream, by what is different."""
    base = {"arch": LLAMA_70B, "form": Q4_K_M, "accelerator": RTX_4090, "fit": FIT}
    assert speed.decode_seconds(**base | slower) > speed.decode_seconds(**base | faster)


def test_two_bits_are_hard_to_unpack():
    """Below four bits the arithmetic of unpacking eats most of the gain."""
    two, four = (speed.decode_seconds(LLAMA_70B, form, H100, FIT) for form in (Q2_K, Q4_K_M))
    assert two > four * Q2_K.bits / Q4_K_M.bits


def test_an_offset_is_of_its_accelerator_alone():
    """A card that was measured slower than its kind stays slower."""
    slow = FIT._replace(offsets={"decode/rtx-4090": math.log(1.2)})
    for accelerator, factor in ((RTX_4090, 1.2), (H100, 1.0)):
        with_offset, without = (
            speed.decode_seconds(LLAMA_70B, Q4_K_M, accelerator, fit) for fit in (slow, FIT)
        )
        assert with_offset == pytest.approx(without * factor)


def test_rates_turn_the_interval_round():
    """A token that may take 30 % longer is a rate that may be lower."""
    found = speed.decode(LLAMA_70B, Q4_K_M, H100, FIT)
    seconds = speed.decode_seconds(LLAMA_70B, Q4_K_M, H100, FIT)
    assert found.value == pytest.approx(1 / seconds)
    assert found.low == pytest.approx(1 / (seconds * math.exp(0.3)))
    assert found.high == pytest.approx(1 / (seconds * math.exp(-0.2)))


def test_the_narrowest_class_gives_the_interval():
    """Mixtures of experts have a class of their own where there were rows enough."""
    own = FIT._replace(residuals={**FIT.residuals, "decode/moe": (-1.0, 1.0)})
    wide = speed.decode(DEEPSEEK_V3, Q4_K_M, H100, own)
    assert wide.high / wide.value == pytest.approx(math.e)
    narrow = speed.decode(LLAMA_70B, Q4_K_M, H100, own)
    assert narrow.high / narrow.value == pytest.approx(math.exp(0.2))


def test_an_unknown_peak_is_taken_from_the_bandwidth():
    """32 operations by byte of bandwidth, and half of them reached."""
    assert speed.peak_flops(MAC, Q4_K_M) == 0
    found = speed.prompt_seconds(LLAMA_70B, Q4_K_M, MAC, FIT, tokens=1024)
    flops = speed.prompt_flops(LLAMA_70B, 1024)
    assert found == pytest.approx(flops / (0.5 * 32 * 273e9))


def test_a_prompt_after_others_attends_to_them():
    """The same tokens take longer behind a long context, and less than all of it anew."""
    first, later, whole = (
        speed.prompt_seconds(LLAMA_70B, BF16, H100, FIT, tokens=tokens, after_tokens=after)
        for tokens, after in ((1024, 0), (1024, 32_768), (33_792, 0))
    )
    assert first < later < whole / 10


def test_geforce_multiplies_faster_than_its_table():
    """Accumulation in 16 bits."""
    plain = RTX_4090._replace(name="RTX 4090 of another name")
    fast, slow = (
        speed.prompt_seconds(LLAMA_70B, Q4_K_M, card, FIT, tokens=1024)
        for card in (RTX_4090, plain)
    )
    assert slow / fast == pytest.approx(1.5)


def test_four_bits_without_four_bit_arithmetic_are_widened():
    """Hopper computes NVFP4 in 16 bits, Blackwell in four."""
    assert speed.peak_flops(H100, NVFP4) == 989e12
    assert speed.peak_flops(B200, NVFP4) == 9000e12
    assert speed.is_widened(H100, NVFP4)
    assert not speed.is_widened(B200, NVFP4)
    assert not speed.is_widened(H100, FP8)


# ---- under load


def replica(arch=LLAMA_70B, form=FP8, accelerator=H100, engine=VLLM, gpus=4, copies=1):
    """A replica of few parts."""
    return Replica(arch, form, accelerator, engine, Layout(gpus, copies))


def test_experts_are_reached_one_by_one():
    """One sequence reads 8 of 256 experts, many read nearly all."""
    _, inside = steps.expert_parameters(DEEPSEEK_V3)
    alone = steps.touched_bytes(DEEPSEEK_V3, FP8, 1)[1]
    assert alone == pytest.approx(inside * 8 / 256)
    assert steps.touched_bytes(DEEPSEEK_V3, FP8, 512)[1] == pytest.approx(inside, rel=1e-5)
    assert steps.touched_bytes(LLAMA_70B, FP8, 1) == steps.touched_bytes(LLAMA_70B, FP8, 99)


def test_attention_outside_mxfp4_is_read_in_16_bits():
    """A step reads what its format leaves wide, once for all sequences."""
    four = FP8._replace(id="mxfp4", family="fp4", bits=4.25)
    grouped = DEEPSEEK_V3._replace(attention="gqa")
    for running in (1, 64):
        wide = steps.touched_bytes(grouped, four, running)
        rest = steps.touched_bytes(DEEPSEEK_V3, four, running)
        more = 61 * 7168 * 2 * 256 * 56 * (16 - 4.25) / 8
        assert wide[0] - rest[0] == pytest.approx(more)
        assert wide[1] == rest[1]


@given(running=st.integers(1, 300), more=st.integers(1, 100))
def test_a_larger_batch_is_slower_each_and_faster_together(running, more):
    """Time per token rises with the batch, and throughput with it."""
    for arch in (LLAMA_70B, DEEPSEEK_V3):
        times = [
            step_seconds(replica(arch), FIT, running=count, prompt_tokens=1024, output_tokens=256)
            for count in (running, running + more)
        ]
        assert times[0] < times[1]
        assert running / times[0] < (running + more) / times[1]


def test_more_accelerators_help_less_than_in_proportion():
    """Twice the accelerators are less than twice the throughput."""
    one, two = (
        serving.serve(replica(gpus=n), FIT, concurrency=16, prompt_tokens=1024, output_tokens=256)
        for n in (4, 8)
    )
    assert one.output_tps.value < two.output_tps.value < 2 * one.output_tps.value


def test_who_has_no_room_waits():
    """Beyond the room, requests add to the wait and not to the batch."""
    small = replica(gpus=2)
    # an engine with pages holds half of each answer in the mean
    held = serving.room(small, 7680 + 256)
    found = serving.serve(small, FIT, concurrency=500, prompt_tokens=7680, output_tokens=512)
    assert found.running == int(held) < 500
    alone = serving.serve(small, FIT, concurrency=1, prompt_tokens=7680, output_tokens=512)
    assert found.time_to_first_token_s.value > alone.time_to_first_token_s.value + 10


def test_no_room_for_one_is_said():
    """Weights that fill the memory leave none for a request."""
    full = replica(form=BF16, gpus=1)
    found = serving.serve(full, FIT, concurrency=1, prompt_tokens=1024, output_tokens=64)
    assert found == Unsizable("no room for one request of this context")
    assert serving.room(full, 1024) < 0


def test_data_parallel_attention_spreads_the_latent():
    """Copies of attention give each its own requests, so that MLA has room for more."""
    spread, copied = (
        serving.room(replica(DEEPSEEK_V3, NVFP4, B200, gpus=8, copies=n), 8192) for n in (8, 1)
    )
    assert spread > 4 * copied


def test_capacity_keeps_the_time_per_token():
    """A limit on the time between tokens lowers the batch, and is kept."""
    free = serving.capacity(replica(), FIT, prompt_tokens=1024, output_tokens=256)
    bound = serving.capacity(
        replica(), FIT, prompt_tokens=1024, output_tokens=256, max_time_per_token_s=0.03
    )
    assert free.time_per_token_s.value > 0.03 >= bound.time_per_token_s.value
    assert bound.output_tps.value < free.output_tps.value
    one_more = step_seconds(
        replica(), FIT, running=bound.running + 1, prompt_tokens=1024, output_tokens=256
    )
    assert one_more > 0.03
    never = serving.capacity(
        replica(), FIT, prompt_tokens=1024, output_tokens=256, max_time_per_token_s=0.001
    )
    assert never == Unsizable("no request is served in that time per token")


def test_engines_that_share_out_layers_have_a_wider_interval():
    """None was measured under load: twice as wide, and slower than the tensor-parallel ones."""
    shared = replica(form=Q4_K_M, engine=LLAMA_CPP)
    found = serving.serve(shared, FIT, concurrency=4, prompt_tokens=512, output_tokens=256)
    each = found.time_per_token_s
    assert each.high / each.value == pytest.approx(math.exp(0.6))
    assert each.low / each.value == pytest.approx(math.exp(-0.4))
    alone = serving.serve(shared, FIT, concurrency=1, prompt_tokens=512, output_tokens=256)
    assert found.time_per_token_s.value > alone.time_per_token_s.value


def test_a_cached_prompt_costs_less():
    """What is in the cache is not computed again: the first token and the step come sooner."""
    whole, cached = (
        serving.serve(
            replica(),
            FIT,
            concurrency=16,
            prompt_tokens=4096,
            output_tokens=256,
            cached_share=share,
        )
        for share in (0.0, 0.9)
    )
    assert cached.time_to_first_token_s.value < whole.time_to_first_token_s.value / 2
    assert cached.time_per_token_s.value < whole.time_per_token_s.value


def test_speculation_shortens_the_time_per_token():
    """Two tokens a step: nearly half the time where prompts are short."""
    plain, drafted = (
        serving.serve(
            replica(),
            FIT,
            concurrency=4,
            prompt_tokens=16,
            output_tokens=512,
            tokens_per_step=kept,
        )
        for kept in (1.0, 2.0)
    )
    times = drafted.time_per_token_s.value / plain.time_per_token_s.value
    assert times == pytest.approx(0.5, rel=0.02)


def test_a_full_copy_says_when_it_is_saturated():
    """Its tokens by the length of an answer, and a late first token at eight tenths of it."""
    full = serving.capacity(replica(), FIT, prompt_tokens=1024, output_tokens=256)
    assert full.saturated_at_per_s.value == pytest.approx(full.output_tps.value / 256)
    assert full.first_token_p95_s.value > speed.prompt_flops(LLAMA_70B, 1024) / (4 * 1978e12)


def arriving(rate: float) -> open_loop.Arriving:
    """So many requests a second at four H100."""
    found = open_loop.arrive(replica(), FIT, rate_per_s=rate, prompt_tokens=1024, output_tokens=256)
    assert isinstance(found, open_loop.Arriving)
    return found


def test_arrivals_settle_by_the_law_of_little():
    """As many run as arrive while an answer takes."""
    found = arriving(2.0)
    assert not found.saturated
    step = step_seconds(
        replica(), FIT, running=found.running, prompt_tokens=1024, output_tokens=256
    )
    assert found.running == pytest.approx(2.0 * 256 * step, rel=1e-6)
    assert found.first_token_p50_s.value <= found.first_token_p95_s.value


def test_too_many_arrivals_are_saturation_and_not_a_time():
    """Beyond what a full copy ends, nothing settles; just below, it is late and busy."""
    limit = arriving(1.0).saturated_at_per_s.value
    beyond = arriving(limit * 1.01)
    assert beyond.saturated
    assert beyond.first_token_p50_s is None
    near, far = arriving(limit * 0.99), arriving(limit * 0.3)
    assert near.running > 3 * far.running
    assert near.first_token_p95_s.value > far.first_token_p95_s.value


def test_who_comes_at_once_stands_in_one_queue():
    """The mean of eight waits for three and a half prompts more, and sees as many after it."""
    lengths = {"concurrency": 8, "prompt_tokens": 8192, "output_tokens": 128}
    steady = serving.serve(replica(), FIT, **lengths)
    wave = serving.serve(replica(), FIT, at_once=True, **lengths)
    done = steps.work(replica(), FIT, running=8, prompt_tokens=8192, output_tokens=128)
    own = steps.own_prompt(done, FIT)
    queued = wave.time_to_first_token_s.value - steps.before_prompt(done, FIT) - own
    assert queued == pytest.approx(3.5 * own)
    assert wave.time_to_first_token_s.value > steady.time_to_first_token_s.value
    assert wave.time_per_token_s.value < steady.time_per_token_s.value


def test_ones_own_prompt_is_not_between_ones_tokens():
    """Alone, a long prompt delays the first token; the copy's tokens a second include it."""
    for copy in (replica(), replica(form=Q4_K_M, engine=LLAMA_CPP)):
        short, long = (
            serving.serve(copy, FIT, concurrency=1, prompt_tokens=tokens, output_tokens=128)
            for tokens in (16, 30_000)
        )
        # the cache that is read grows, and no more
        assert long.time_per_token_s.value < 1.7 * short.time_per_token_s.value
        assert long.time_to_first_token_s.value > 5 * short.time_to_first_token_s.value
        assert long.output_tps.value < 0.7 * short.output_tps.value


def test_links_cost_a_step_for_each_doubling():
    """Eight accelerators exchange in three steps where two need one."""
    bare = FIT._replace(constants={**FIT.constants, "serve.link_us_per_mb": 0.0})
    more = FIT._replace(constants={**bare.constants, "serve.link_us": 0.0})

    def links(gpus: int) -> float:
        laid = replica(gpus=gpus)
        done = steps.work(laid, FIT, running=1, prompt_tokens=1, output_tokens=1)
        return steps.decode_step(done, bare) - steps.decode_step(done, more)

    assert links(1) == pytest.approx(0.0)
    assert links(8) == pytest.approx(3 * links(2))
