"""Measured rows are laid out as they say, and split so that a pair is in one part."""

import measured_sizes
import pytest
from sizing_world import DEEPSEEK_V3, FIT, FP8, H100, LLAMA_70B

from llmpick.core.self_hosting import validation
from llmpick.core.self_hosting.memory import ENGINES, Unsizable
from llmpick.core.self_hosting.serving import Layout, Replica
from llmpick.core.self_hosting.validation import MeasuredRow, World

WORLD = World(
    {"h100-sxm": H100},
    {arch.model: arch for arch in (LLAMA_70B, DEEPSEEK_V3)},
    {"fp8": FP8},
)
ROW = MeasuredRow(
    "r1",
    "serving",
    20.0,
    "ms",
    LLAMA_70B.model,
    "high",
    hardware="h100-sxm",
    gpus=4,
    layout="TP4",
    form="fp8",
    engine="vllm",
    concurrency=16,
    prompt_tokens=1024,
    output_tokens=256,
)


@pytest.mark.parametrize(
    ("layout", "gpus", "expected"),
    [
        pytest.param("TP4", 4, Layout(4), id="tensor parallel"),
        pytest.param("TP8EP8", 8, Layout(8), id="and experts spread"),
        pytest.param("TP1DP8EP8", 8, Layout(8, 8), id="attention copied"),
        pytest.param("TP2DP2EP4", 4, Layout(4, 2), id="in two copies of two"),
        pytest.param("DEP4", 4, Layout(4, 4), id="attention by data, experts spread"),
        pytest.param("DEP2-PP2", 4, Layout(4, 4), id="in two stages"),
        pytest.param("TP2EP0", 2, Layout(2), id="no experts"),
        pytest.param(None, 2, None, id="not stated"),
    ],
)
def test_layout(layout, gpus, expected):
    """The words of the rows, as a layout."""
    assert validation.layout_of(ROW._replace(layout=layout, gpus=gpus)) == expected


def test_a_pair_is_in_one_part():
    """Task family, hardware and model decide, and nothing else of a row."""
    for number in range(40):
        row = ROW._replace(hardware=f"card-{number}")
        other = row._replace(id="r2", value=1.0, concurrency=64, form=None)
        assert validation.part(row) == validation.part(other)
    pair = ("throughput-offline", "throughput-server")
    assert len({validation.part(ROW._replace(task=task)) for task in pair}) == 1
    found = [validation.part(ROW._replace(hardware=f"card-{number}")) for number in range(400)]
    assert 0.15 < found.count("test") / len(found) < 0.35


def test_residuals_are_those_of_a_time():
    """A row twice as slow as computed has the logarithm of two, a rate or not."""
    step = validation.predicted(ROW, WORLD, FIT)
    assert validation.residual(ROW._replace(value=2 * step), WORLD, FIT) == pytest.approx(
        0.6931, abs=1e-4
    )
    decode = ROW._replace(task="decode", unit="tokens/s", gpus=1, layout=None)
    rate = validation.predicted(decode, WORLD, FIT)
    assert validation.residual(decode._replace(value=rate / 2), WORLD, FIT) == pytest.approx(
        0.6931, abs=1e-4
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"hardware": "h900"}, "no hardware `h900`", id="hardware"),
        pytest.param({"model": "lab/new"}, "no architecture of lab/new", id="architecture"),
        pytest.param(
            {"prompt_tokens": None}, "lengths of prompt and answer not stated", id="lengths"
        ),
    ],
)
def test_rows_that_say_too_little_are_not_predicted(change, reason):
    """Nor counted."""
    row = ROW._replace(**change)
    assert validation.predicted(row, WORLD, FIT) == Unsizable(reason)
    assert validation.residual(row, WORLD, FIT) is None


def test_the_smallest_layout():
    """A power of two with room; copies of attention where the cache cannot be split."""
    engine = ENGINES["vllm"]
    dense = Replica(LLAMA_70B, FP8, H100, engine)
    assert validation.smallest(dense, 4096, 16, 8) == Layout(2)
    latent = Replica(DEEPSEEK_V3, FP8, H100, engine)
    assert validation.smallest(latent, 4096, 16, 8) is None
    assert validation.smallest(latent, 4096, 16, 16) == Layout(16, 16)


def test_weights_and_caches_by_accelerator():
    """A row of a laid-out model shows what one accelerator holds."""
    whole = measured_sizes.weights_row(ROW._replace(layout=None), WORLD)
    assert measured_sizes.weights_row(ROW, WORLD) == pytest.approx(whole / 4)
    cache = ROW._replace(task="cache", unit="bytes/token")
    assert measured_sizes.cache_row(cache, WORLD) == 327_680 / 4
    held = ROW._replace(task="cache", unit="MiB", context_tokens=2048)
    assert measured_sizes.cache_row(held, WORLD) == pytest.approx(640 / 4)
    assert measured_sizes.cache_row(held._replace(gpus=1), WORLD) == pytest.approx(640)


def test_a_cache_inside_its_window():
    """Bytes a token of a context are their mean over it: all layers inside a window, then fewer."""
    arch = LLAMA_70B._replace(
        kv_elements_per_token=18_432, window_elements_per_token=18_432, window_tokens=128
    )
    world = WORLD._replace(architectures={ROW.model: arch})
    cache = ROW._replace(task="cache", unit="bytes/token", gpus=1)
    found = [
        measured_sizes.cache_row(cache._replace(context_tokens=tokens), world)
        for tokens in (1, 128, 256, None)
    ]
    assert found == [73_728, 73_728, 36_864 * 1.5, 36_864]


@pytest.mark.parametrize(
    ("found", "rounding", "at_most", "agrees"),
    [
        pytest.param(101.0, 0.0, False, True, id="one per cent"),
        pytest.param(101.1, 0.0, False, False, id="more than one per cent"),
        pytest.param(102.0, 2.0, False, True, id="within the rounding of the source"),
        pytest.param(50.0, 0.0, True, True, id="below a limit"),
        pytest.param(100.5, 0.0, True, False, id="above a limit"),
        pytest.param(100.5, 0.6, True, True, id="above a limit by less than its rounding"),
    ],
)
def test_when_a_cache_agrees(found, rounding, at_most, agrees):
    """A measured size is met to 1 % or its rounding, a limit is not passed."""
    row = ROW._replace(task="cache", value=100.0, rounding=rounding, at_most=at_most)
    assert measured_sizes.cache_agrees(row, found) is agrees
