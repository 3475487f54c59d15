"""
Results of load tests: what `vllm bench serve` and GuideLLM save.

vLLM 0.33.0 (vllm/benchmarks/serve.py) writes one flat object; `--metadata KEY=VALUE` adds keys, and
the commands that llmpick emits say there what they test. GuideLLM (report of version 2, read
2026-08-07) writes a list of benchmarks, each with distributions of its successful requests.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from llmpick.core.self_hosting.measured import LoadTest
from llmpick.errors import UserError, shown
from llmpick.files.read import TooDeep, decoded, json_of, read_bytes
from llmpick.lang.said import said

MAX_BYTES = 256 * 2**20
"""With every token's latency in it, a result of vLLM has some megabytes."""
GPU, FORMAT, ENGINE = "llmpick_gpu", "llmpick_format", "llmpick_engine"
"""What an emitted load test writes into its result."""


def read(path: str) -> list[LoadTest]:
    """
    The load tests of a file.

    Raises:
        UserError: it cannot be read, or holds no load test with a known load.
    """
    data = read_bytes(path, "load test", MAX_BYTES, hint=said("one result of a load test"))
    found = of(path, data)
    if found is None:
        raise UserError(
            said("`{path}` is no load test that is known here", path=shown(path)),
            hint=said("what `vllm bench serve --save-result` or `guidellm benchmark` wrote"),
        )
    return found


def of_all(held: Sequence[tuple[str, bytes]]) -> list[LoadTest]:
    """
    The load tests of files with what they hold; none where the files are something else.

    Raises:
        UserError: some are load tests and some are not.
    """
    found = [of(path, data) for path, data in held]
    if any(found) and not all(found):
        raise UserError(
            said("load tests and other results are not taken together"),
            hint=said("a command for each kind"),
        )
    return [test for tests in found for test in tests or ()]


def of(path: str, data: bytes) -> list[LoadTest] | None:
    """
    The load tests in *data*; None where it is something else.

    Raises:
        UserError: it is a load test whose load or lengths are not known.
    """
    if data[:1] == b"P" or b"{" not in data[:4096]:
        return None
    try:
        whole = json_of(decoded(data, f"`{shown(path)}`"))
    except (json.JSONDecodeError, TooDeep, ValueError):
        return None
    if not isinstance(whole, Mapping):
        return None
    if {"completed", "total_input_tokens", "num_prompts"} <= whole.keys():
        return [_of_vllm(path, whole)]
    benchmarks = whole.get("benchmarks")
    if isinstance(benchmarks, Sequence) and not isinstance(benchmarks, str):
        tests = [
            _of_guidellm(path, one)
            for one in benchmarks
            if isinstance(one, Mapping) and isinstance(one.get("metrics"), Mapping)
        ]
        return tests or None
    return None


def _of_vllm(path: str, found: Mapping[str, Any]) -> LoadTest:
    done = _number(found, "completed")
    most = _number(found, "max_concurrency")
    rate = found.get("request_rate")
    endless = rate in (None, "inf") or rate == math.inf
    if not endless:
        raise _unknown(
            path,
            said(
                "it sent {rate} requests a second, and not so many at a time", rate=shown(str(rate))
            ),
        )
    return LoadTest(
        # without a bound all are sent at the same moment
        concurrency=_stated(path, "concurrency", most or done),
        steady=most is not None and done is not None and done >= 2 * most,
        requests=int(_stated(path, "completed", done)),
        failed=int(_number(found, "failed") or 0),
        prompt_tokens=_mean(path, found, "total_input_tokens", done),
        output_tokens=_mean(path, found, "total_output_tokens", done),
        first_token_ms=_number(found, "median_ttft_ms", "mean_ttft_ms"),
        time_per_token_ms=_number(found, "median_tpot_ms", "mean_tpot_ms"),
        output_tps=_number(found, "output_throughput"),
        model=_text(found, "model_id"),
        gpu=_text(found, GPU),
        form=_text(found, FORMAT),
        engine=_text(found, ENGINE),
    )


def _mean(path: str, found: Mapping[str, Any], key: str, count: float | None) -> float:
    return _stated(path, key, _number(found, key)) / _stated(path, "completed", count)


def _of_guidellm(path: str, one: Mapping[str, Any]) -> LoadTest:
    metrics = one["metrics"]

    def middle(name: str, *points: str) -> float | None:
        of_all = metrics.get(name)
        done = of_all.get("successful") if isinstance(of_all, Mapping) else None
        return _number(done, *points) if isinstance(done, Mapping) else None

    totals = metrics.get("request_totals")
    done = _number(totals, "successful") if isinstance(totals, Mapping) else None
    lost = _number(totals, "errored") if isinstance(totals, Mapping) else None
    return LoadTest(
        concurrency=_stated(path, "request_concurrency", middle("request_concurrency", "mean")),
        requests=int(done or 0),
        failed=int(lost or 0),
        prompt_tokens=_stated(path, "prompt_token_count", middle("prompt_token_count", "mean")),
        output_tokens=_stated(path, "output_token_count", middle("output_token_count", "mean")),
        first_token_ms=middle("time_to_first_token_ms", "median", "mean"),
        time_per_token_ms=middle("inter_token_latency_ms", "median", "mean"),
        output_tps=middle("output_tokens_per_second", "mean"),
    )


def _number(found: Mapping[str, Any], *keys: str) -> float | None:
    """The first of *keys* that is a number above 0."""
    for key in keys:
        value: Any = found.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if math.isfinite(value) and value > 0:
            return float(value)
    return None


def _text(found: Mapping[str, Any], key: str) -> str | None:
    value = found.get(key)
    return value if isinstance(value, str) and value else None


def _stated(path: str, what: str, value: float | None) -> float:
    if value is None:
        raise _unknown(path, said("its `{what}` is no number", what=what))
    return value


def _unknown(path: str, why: str) -> UserError:
    return UserError(
        said("the load of `{path}` is not known: {why}", path=shown(path), why=why),
        hint=said("the load test that --emit writes has all that is needed"),
    )
