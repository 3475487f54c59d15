"""Adapters take memory beside the weights; experts may leave it for that of the machine."""

import pytest
from sizing_world import DEEPSEEK_V3, H100, LLAMA_70B, Q4_K_M

from llmpick.core.self_hosting import beside
from llmpick.core.self_hosting.memory import ENGINES, GIB, overhead_gib
from llmpick.core.self_hosting.memory import Unsizable as Unsizable
from llmpick.core.self_hosting.speed import Interval

VLLM = ENGINES["vllm"]


def test_adapters_take_their_own_memory():
    """Rank by inputs and outputs of four projections, two bytes each, on every accelerator."""
    more = beside.with_adapters(VLLM, LLAMA_70B, 4, 16)
    # 80 layers: q and o join 8,192 and 8,192, k and v join 8,192 and 1,024
    one = 80 * 16 * (2 * (8192 + 8192) + 2 * (8192 + 1024)) * 2
    assert overhead_gib(H100, more, 2) - overhead_gib(H100, VLLM, 2) == pytest.approx(4 * one / GIB)


def test_without_adapters_nothing_changes():
    """The engine is the same."""
    assert beside.with_adapters(VLLM, LLAMA_70B, 0, 16) is VLLM


def test_adapters_of_unknown_projections_are_not_sized():
    """The reason is given in their place."""
    bare = LLAMA_70B._replace(heads=None)
    assert beside.with_adapters(VLLM, bare, 1, 16) == Unsizable("attention heads unknown")


def test_experts_leave_layer_by_layer():
    """What stays and what left are the whole model, and the most that is used is as before."""
    found = beside.spills(DEEPSEEK_V3, Q4_K_M, ram_gib=1024)
    assert [one.layers for one in found] == sorted({one.layers for one in found})
    last = found[-1]
    assert last.layers == last.of_layers == DEEPSEEK_V3.layers
    for one in found:
        moved = one.gib * GIB * 8 / Q4_K_M.bits
        assert one.arch.parameters_total + moved == pytest.approx(DEEPSEEK_V3.parameters_total)
        used = one.token_bytes * 8 / Q4_K_M.bits
        assert one.arch.parameters_active + used == pytest.approx(DEEPSEEK_V3.parameters_active)


def test_no_more_than_the_memory_holds_leaves():
    """The system keeps its part; of a dense model nothing can leave."""
    found = beside.spills(DEEPSEEK_V3, Q4_K_M, ram_gib=64)
    assert found
    assert max(one.gib for one in found) <= 0.85 * 64
    assert beside.spills(LLAMA_70B, Q4_K_M, ram_gib=64) == []


def test_experts_in_main_memory_add_their_time():
    """A hundred tokens a second, and 6 ms a token more, make 62.5; twice as unsure."""
    spill = beside.spills(DEEPSEEK_V3, Q4_K_M, ram_gib=1024, gb_per_s=80.0)[0]
    spill = spill._replace(token_bytes=0.006 * 80e9 * beside.RAM_SHARE)
    alone = Interval(100.0, 80.0, 125.0)
    found = spill.slowed(alone)
    assert found.value == pytest.approx(62.5)
    assert found.high / found.value == pytest.approx(1.25**2)
    assert found.low / found.value == pytest.approx(0.8**2)


def test_memory_of_unknown_speed_gives_no_speed():
    """Nothing is assumed of it."""
    spill = beside.spills(DEEPSEEK_V3, Q4_K_M, ram_gib=1024)[0]
    assert spill.slowed(Interval(100.0, 80.0, 125.0)) is None
