"""Which engine is taken for a format on some hardware; what no source tells is no no."""

from __future__ import annotations

import pytest
from sizing_world import AWQ, BF16, FIT, H100, Q4_K_M, RTX_4090

from llmpick.core.facts.hardware import EngineFacts, HostingFacts
from llmpick.core.self_hosting import engines
from llmpick.core.self_hosting.engines import EngineRefusal, Runs
from llmpick.core.self_hosting.places import Hardware, mixed

MXFP4 = AWQ._replace(id="mxfp4", family="fp4", compute="fp4", engines=("vllm",), name="MXFP4")
APPLE = H100._replace(id="m4", vendor="Apple", name="Apple M4", unified_memory=True)
OLD = H100._replace(id="old")


def tables(**states):
    """Engines with what each says of MXFP4 on every generation."""
    runs = {
        name: EngineFacts(
            name,
            "1.0",
            ("auto", "fp8") if name == "vllm" else ("f16", "q8_0"),
            {(MXFP4.id, kind): state for kind in ("hopper", "apple")},
        )
        for name, state in states.items()
    }
    forms = {form.id: form for form in (BF16, AWQ, MXFP4, Q4_K_M)}
    return HostingFacts({}, (), forms, FIT, runs, {H100.id: "hopper", APPLE.id: "apple"})


@pytest.mark.parametrize(
    ("states", "card", "wanted", "asked", "engine"),
    [
        pytest.param({"vllm": "yes"}, H100, None, False, "vllm", id="the first that is known to"),
        pytest.param(
            {"vllm": "partial", "llama.cpp": "yes"}, H100, None, False, "vllm", id="serves in part"
        ),
        pytest.param(
            {"vllm": "partial", "llama.cpp": "yes"},
            APPLE,
            None,
            False,
            "llama.cpp",
            id="a plug-in is no engine for many there",
        ),
        pytest.param({"vllm": "no", "llama.cpp": "yes"}, H100, None, False, "llama.cpp", id="no"),
        pytest.param({"vllm": "no"}, H100, None, False, None, id="none is known to"),
        pytest.param({"vllm": "yes"}, OLD, None, False, "vllm", id="unknown, but named"),
        pytest.param({"llama.cpp": "partial"}, APPLE, None, False, None, id="an experiment"),
        pytest.param(
            {"llama.cpp": "partial"}, APPLE, "llama.cpp", True, "llama.cpp", id="asked for"
        ),
        pytest.param({"vllm": "yes"}, H100, "ollama", True, None, id="another was asked for"),
    ],
)
def test_engine(states, card, wanted, asked, engine):
    """Known comes before unknown, and what runs in part only where it serves many."""
    found = engines.engine_for(MXFP4, Hardware(card), tables(**states), wanted, asked=asked)
    assert (found.engine.id if isinstance(found, Runs) else None) == engine


@pytest.mark.parametrize(
    ("states", "said"), [({"vllm": "no"}, "no engine runs"), ({"vllm": "unknown"}, "not known")]
)
def test_no_is_told_apart_from_unknown(states, said):
    """The reason says whether a source denies it or none was read."""
    form = MXFP4._replace(engines=())
    every = {**dict.fromkeys(engines.ENGINE_NAMES, "no"), **states}
    found = engines.engine_for(form, Hardware(H100), tables(**every), None, asked=False)
    assert isinstance(found, EngineRefusal)
    assert said in found.reason


def test_a_gguf_is_for_llama_cpp():
    """SGLang reads it too, and is not what one runs it with."""
    found = engines.engine_for(Q4_K_M, Hardware(H100), tables(), None, asked=False)
    assert found.engine.id == "llama.cpp"


def test_unlike_cards_share_out_layers():
    """An engine that deals out evenly runs on one kind alone."""
    both = mixed(((1, H100), (1, RTX_4090)))
    found = engines.engine_for(AWQ, both, tables(), None, asked=False)
    assert isinstance(found, EngineRefusal)


@pytest.mark.parametrize(
    ("engine", "cache", "found"),
    [("vllm", "fp8", "fp8"), ("vllm", "q8_0", None), ("llama.cpp", "q8_0", "q8_0")],
)
def test_cache(engine, cache, found):
    """A precision of the cache is one that the engine can be told."""
    shop = tables(**{"vllm": "yes", "llama.cpp": "yes"})
    assert engines.cache_of(engine, cache, shop) == found


def test_what_was_worked_out_is_kept():
    """The same question of the same tables is answered once."""
    shop = tables(vllm="yes")._replace(found={})
    first = engines.engine_for(MXFP4, Hardware(H100), shop, None, asked=False)
    assert engines.engine_for(MXFP4, Hardware(H100), shop, None, asked=False) is first
