"""Contexts and requests that have room."""

from __future__ import annotations

import pytest
from sizing_world import BF16, FIT, FP8, H100, LLAMA_70B

from llmpick.core.facts.hardware import EngineFacts, HostingFacts
from llmpick.core.self_hosting import ladder
from llmpick.core.self_hosting.memory import ENGINES, footprint
from llmpick.core.self_hosting.serving import Layout, Replica

REPLICA = Replica(LLAMA_70B, FP8, H100, ENGINES["vllm"], Layout(2))
SHOP = HostingFacts({}, (), {}, FIT, {"vllm": EngineFacts("vLLM", None, ("auto", "fp8"), {})})


@pytest.mark.parametrize("concurrency", [1, 8, 64, 500])
def test_the_largest_context_is_the_last_that_fits(concurrency):
    """One token more and not all of the requests have room, or the window ends."""
    largest = ladder.largest_context(REPLICA, concurrency)

    def fits(context):
        held = footprint(
            LLAMA_70B,
            FP8,
            H100,
            ENGINES["vllm"],
            gpus=2,
            context_tokens=context,
            concurrency=concurrency,
        )
        return held.fits

    assert fits(largest)
    assert largest == LLAMA_70B.context_window_tokens or not fits(largest + 1)


def test_half_the_cache_is_twice_the_room():
    """An fp8 cache has room for twice as many requests, and one that no engine has is left out."""
    wide, narrow = ladder.rooms(REPLICA, 8, SHOP)
    assert (wide.cache, narrow.cache) == ("bf16", "fp8")
    for (context, few), (same, many) in zip(wide.sessions, narrow.sessions, strict=True):
        assert context == same
        assert 2 * few <= many <= 2 * few + 1


def test_no_room_is_none():
    """Where the weights alone do not fit, no context does."""
    assert ladder.largest_context(REPLICA._replace(form=BF16, layout=Layout(1)), 1) == 0
