"""A load test beside the estimate of the same copy."""

import pytest
from sizing_world import BF16, FIT, FP8, H100, LLAMA_70B

from llmpick.core.self_hosting import measured, serving
from llmpick.core.self_hosting.measured import LoadTest
from llmpick.core.self_hosting.memory import ENGINES, Unsizable
from llmpick.core.self_hosting.serving import Layout, Replica

COPY = Replica(LLAMA_70B, FP8, H100, ENGINES["vllm"], Layout(4))
TEST = LoadTest(16, 1024, 256, time_per_token_ms=20.0, output_tps=700.0)


def test_each_amount_that_was_measured_has_its_estimate():
    """At the load and the lengths of the test, in the unit of the measurement."""
    found = measured.compared(COPY, FIT, TEST)
    said = serving.serve(COPY, FIT, concurrency=16, prompt_tokens=1024, output_tokens=256)
    assert [one.what for one in found.figures] == ["time per token", "all requests"]
    between, rate = found.figures
    assert between.estimate.value == pytest.approx(said.time_per_token_s.value * 1e3)
    assert rate.estimate == said.output_tps
    assert rate.times == pytest.approx(700 / said.output_tps.value)


def test_whether_the_interval_holds_it():
    """Its ends are in it."""
    estimate = measured.compared(COPY, FIT, TEST).figures[1].estimate
    for value, inside in (
        (estimate.low, True),
        (estimate.high, True),
        (estimate.high * 1.01, False),
    ):
        found = measured.compared(COPY, FIT, TEST._replace(output_tps=value))
        assert found.figures[1].inside is inside


def test_all_at_once_is_estimated_so():
    """The first token is later than in a steady run."""
    test = TEST._replace(first_token_ms=100.0)
    steady, wave = (
        measured.compared(COPY, FIT, test._replace(steady=steady)).figures[0].estimate.value
        for steady in (True, False)
    )
    assert wave > steady


def test_no_room_is_said():
    """As elsewhere."""
    full = COPY._replace(form=BF16, layout=Layout(1))
    assert isinstance(measured.compared(full, FIT, TEST), Unsizable)
