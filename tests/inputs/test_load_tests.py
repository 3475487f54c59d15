"""What `vllm bench serve` and GuideLLM save is read as load tests, or told why not."""

import json

import pytest

from llmpick.errors import UserError
from llmpick.inputs import load_tests

VLLM = {
    "backend": "openai",
    "model_id": "openai/gpt-oss-20b",
    "num_prompts": 80,
    "request_rate": "inf",
    "max_concurrency": 8,
    "completed": 80,
    "failed": 2,
    "total_input_tokens": 48_000,
    "total_output_tokens": 24_000,
    "output_throughput": 640.0,
    "mean_ttft_ms": 120.0,
    "median_ttft_ms": 95.0,
    "mean_tpot_ms": 9.5,
    "llmpick_gpu": "1xrtx-4090",
    "llmpick_format": "mxfp4",
    "llmpick_engine": "vllm",
}


def middle(value):
    """A distribution of successful requests."""
    return {"successful": {"mean": value, "median": value + 1}}


GUIDELLM = {
    "metadata": {"version": 2},
    "benchmarks": [
        {
            "metrics": {
                "request_totals": {"successful": 50, "errored": 1},
                "request_concurrency": middle(15.5),
                "prompt_token_count": middle(256.0),
                "output_token_count": middle(128.0),
                "time_to_first_token_ms": middle(60.0),
                "inter_token_latency_ms": middle(7.0),
                "output_tokens_per_second": middle(1900.0),
            }
        }
    ],
}


def read(found):
    """The load tests of a file that holds *found*."""
    return load_tests.of("file.json", json.dumps(found).encode())


def test_a_result_of_vllm():
    """Medians where it has them; lengths are means; what was tested is in it."""
    (found,) = read(VLLM)
    assert (found.concurrency, found.steady, found.requests, found.failed) == (8, True, 80, 2)
    assert (found.prompt_tokens, found.output_tokens) == (600, 300)
    assert (found.first_token_ms, found.time_per_token_ms, found.output_tps) == (95, 9.5, 640)
    assert (found.model, found.gpu) == ("openai/gpt-oss-20b", "1xrtx-4090")
    assert (found.form, found.engine) == ("mxfp4", "vllm")


def test_without_a_bound_all_start_at_once():
    """As many at a time as there were."""
    (found,) = read({**VLLM, "max_concurrency": None})
    assert (found.concurrency, found.steady) == (80, False)


def test_a_report_of_guidellm():
    """Each benchmark is a test; it does not say on what it was measured."""
    (found,) = read(GUIDELLM)
    assert (found.concurrency, found.requests, found.failed) == (15.5, 50, 1)
    assert (found.prompt_tokens, found.output_tokens) == (256, 128)
    assert (found.first_token_ms, found.time_per_token_ms, found.output_tps) == (61, 8, 1900)
    assert found.gpu is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"request_rate": 4.0}, id="sent at a rate"),
        pytest.param({"completed": 0}, id="nothing was answered"),
        pytest.param({"total_output_tokens": "many"}, id="no number"),
    ],
)
def test_a_load_that_is_not_known_is_refused(change):
    """One sentence and what to do."""
    with pytest.raises(UserError, match=r"load of `file\.json` is not known"):
        read({**VLLM, **change})


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"model,score\na,1\n", id="a table"),
        pytest.param(b"PK\x03\x04{", id="a zip"),
        pytest.param(b"{", id="half of a file"),
        pytest.param(b"[{}]", id="a list"),
        pytest.param(b'{"model": "a", "score": 1}', id="results"),
        pytest.param(b'{"benchmarks": [{"name": "x"}]}', id="other benchmarks"),
    ],
)
def test_what_is_no_load_test_is_left_to_others(data):
    """None, and no error."""
    assert load_tests.of("file", data) is None


def test_kinds_are_not_mixed():
    """A load test beside results of an evaluation is two questions."""
    held = [("a", json.dumps(VLLM).encode()), ("b", b"model,score\na,1\n")]
    with pytest.raises(UserError, match="not taken together"):
        load_tests.of_all(held)
    assert load_tests.of_all(held[1:]) == []
    assert len(load_tests.of_all(held[:1] * 2)) == 2
