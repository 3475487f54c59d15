"""Fine-tuning memory and hours are counted from weights, optimizer and activations."""

import pytest
from sizing_world import FIT, H100, LLAMA_70B, MAC

from llmpick.core.self_hosting import tuning
from llmpick.core.self_hosting.memory import GIB, Unsizable
from llmpick.core.self_hosting.tuning import Tuning

N = LLAMA_70B.parameters_total
SMALL = LLAMA_70B._replace(layers=2, vocabulary=1000)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(Tuning("full"), 16 * N, id="AdamW with a copy in 32 bits"),
        pytest.param(Tuning("full", precision="bf16"), 8 * N, id="all in bf16"),
        pytest.param(
            Tuning("lora", rank=16),
            2 * N + 16 * 80 * 16 * (2 * 16384 + 2 * (8192 + 1024)),
            id="frozen weights and adapters",
        ),
    ],
)
def test_state(plan, expected):
    """Weights, gradients and optimizer, by hand."""
    assert tuning.state_bytes(LLAMA_70B, plan) == pytest.approx(expected)


def test_qlora_holds_the_tables_in_32_bits():
    """Four bits and a half a weight; embedding and head are widened."""
    tables = 2 * 128256 * 8192
    adapters = 16 * tuning.adapter_parameters(LLAMA_70B, 16)
    expected = (N - tables) * 4.5 / 8 + 4 * tables + adapters
    assert tuning.state_bytes(LLAMA_70B, Tuning("qlora")) == pytest.approx(expected)


def test_the_logits_rule_small_models():
    """A large vocabulary costs more than a layer."""
    few = tuning.activation_bytes(SMALL, Tuning("lora"), FIT)
    many = tuning.activation_bytes(SMALL._replace(vocabulary=200_000), Tuning("lora"), FIT)
    assert many - few > 3 * 4 * 2048 * 150_000


@pytest.mark.parametrize(
    ("less", "more"),
    [
        pytest.param({}, {"flash": False}, id="scores are kept"),
        pytest.param({}, {"checkpointing": False}, id="every layer is kept"),
        pytest.param({}, {"batch": 2}, id="batch"),
        pytest.param({}, {"sequence_tokens": 4096}, id="length"),
        pytest.param({"method": "qlora"}, {"method": "lora"}, id="four bits"),
        pytest.param({"method": "lora"}, {"method": "full"}, id="gradients and optimizer"),
    ],
)
def test_what_takes_more_memory(less, more):
    """One run beside another."""
    base = Tuning("lora")
    small, large = (
        tuning.memory_gib(LLAMA_70B, base._replace(**change), FIT) for change in (less, more)
    )
    assert small.value < large.value
    assert large.low < large.value < large.high


def test_states_are_sharded_and_activations_are_not():
    """Eight accelerators hold an eighth of the weights each, and all of their own batch."""
    plan = Tuning("full")
    one, eight = (tuning.memory_gib(LLAMA_70B, plan, FIT, gpus=n).value for n in (1, 8))
    kept = tuning.activation_bytes(LLAMA_70B, plan, FIT) / GIB
    assert eight - kept == pytest.approx((one - kept) / 8)


def test_hours():
    """LoRA with checkpoints takes 6 N operations a token, at half of the peak."""
    found = tuning.hours(LLAMA_70B, Tuning("lora"), H100, FIT, tokens=1e8, epochs=3, gpus=8)
    assert found.value == pytest.approx(6 * N * 3e8 / (8 * 989e12 * 0.5 * 3600))
    assert found.low < found.value < found.high


def test_what_cannot_be_computed_says_why():
    """No heads, no adapters; no peak, no hours."""
    unknown = LLAMA_70B._replace(heads=None)
    assert tuning.memory_gib(unknown, Tuning("lora"), FIT) == Unsizable("attention heads unknown")
    found = tuning.hours(LLAMA_70B, Tuning("lora"), MAC, FIT, tokens=1e6, epochs=1)
    assert found == Unsizable("peak arithmetic of Apple M4 Pro unknown")
