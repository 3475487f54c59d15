"""
Everything in a log that bears on a price: what it is called, and what is done with it.

One table for all formats. A key is looked up in lower case, nested keys as a path with dots, after
`bare` has taken off the objects that a usage lies in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Measure(NamedTuple):
    """
    One thing that a log may say of a request.

    *used* is how it moves the bill; None: it is counted and named in the answer, and moves nothing.
    """

    name: str
    used: str | None
    spellings: tuple[str, ...]


REGISTRY = (
    Measure(
        "model",
        "which price",
        (
            *("model", "model_id", "model_name", "model_version", "modelid", "model_permaslug"),
            *("response_model", "provided_model_name", "gen_ai.response.model"),
            "gen_ai.request.model",
        ),
    ),
    Measure(
        "time",
        "which day's price list, and peak hours",
        (
            *("time", "timestamp", "created_at", "created", "start_time", "starttime"),
            *("request_created_at", "startedat", "date", "day", "usage_date_utc", "starting_at"),
            *("start_time_iso", "create_time"),
        ),
    ),
    Measure(
        "input",
        "tokens in",
        (
            *("input_tokens", "prompt_tokens", "tokens_prompt", "native_tokens_prompt"),
            # the last, as in many logs it is a text
            *("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "prompttokens", "input"),
        ),
    ),
    Measure(
        "fresh",
        "tokens in without those of a cache, where no column holds both",
        (
            *("usage_input_tokens_no_cache", "uncached_input_tokens", "input_uncached_tokens"),
            "input_tokens_no_cache",
        ),
    ),
    Measure(
        "output",
        "tokens out, thinking included",
        (
            *("output_tokens", "completion_tokens", "tokens_completion"),
            *("usage_output_tokens", "gen_ai.usage.output_tokens"),
            *("gen_ai.usage.completion_tokens", "completiontokens", "output"),
        ),
    ),
    Measure(
        "cached",
        "tokens in that a cache held, at its price",
        (
            *("cached", "cached_tokens", "input_cached_tokens", "cached_input_tokens"),
            *("cache_read_tokens", "tokens_cached", "prompt_tokens_details.cached_tokens"),
            *("input_tokens_details.cached_tokens", "input_cache_read", "input_cached_text_tokens"),
            *("usage_input_tokens_cache_read", "prompt_cache_hit_tokens"),
            *("prompt_cache_read_tokens", "gen_ai.usage.cache_read.input_tokens"),
            *("gen_ai.usage.cache_read_input_tokens", "cache_read_input_tokens"),
        ),
    ),
    Measure(
        "written",
        "tokens in that were written to a cache, at its price",
        (
            *("written", "cache_write_tokens", "input_cache_write_tokens"),
            *("prompt_cache_write_tokens", "prompt_tokens_details.cache_write_tokens"),
            *("gen_ai.usage.cache_creation.input_tokens", "prompt_tokens_details.cache_creation"),
            *("gen_ai.usage.cache_creation_input_tokens", "cache_creation_input_tokens"),
        ),
    ),
    Measure(
        "written_5m",
        "of those written, for five minutes",
        (
            *("usage_input_tokens_cache_write_5m", "cache_creation.ephemeral_5m_input_tokens"),
            *("ephemeral_5m_input_tokens", "cache_write_5m_tokens", "cache_creation_5m_tokens"),
        ),
    ),
    Measure(
        "written_1h",
        "of those written, for an hour, at its price",
        (
            *("usage_input_tokens_cache_write_1h", "cache_creation.ephemeral_1h_input_tokens"),
            *("ephemeral_1h_input_tokens", "cache_write_1h_tokens", "cache_creation_1h_tokens"),
        ),
    ),
    Measure(
        "window",
        "which length, where a row sums requests and does not say how many",
        ("context_window",),
    ),
    Measure("requests", "fees, and lengths", ("requests", "num_model_requests", "num_requests")),
    Measure("batch", "the price of a batch", ("batch", "is_batch")),
    Measure(
        "tier",
        "the price of a service: batch, flex, priority",
        ("service_tier", "servicetier", "usage_service_tier", "usage_type", "tier"),
    ),
    Measure(
        "provider",
        "whose price",
        ("provider", "custom_llm_provider", "gen_ai.provider.name", "gen_ai.system"),
    ),
    Measure("region", "the price of a region", ("inference_geo", "region", "aws_region")),
    Measure("variant", "a free row, or a variant's price", ("variant",)),
    Measure("speed", "the price of fast mode", ("speed",)),
    Measure("cache_hit", "a row that a proxy's cache answered costs nothing", ("cache_hit",)),
    Measure(
        "id",
        "a request that comes again counts once",
        ("message_id", "generation_id", "response_id", "request_id", "requestid", "id"),
    ),
    Measure(
        "cost",
        "stands beside the sum",
        (
            *("cost", "cost_total", "spend", "cost_usd", "costusd", "total_cost"),
            *("calculated_total_cost", "response_cost", "usage_cost"),
        ),
    ),
    Measure(
        "reasoning",
        "part of the output: what less effort would save",
        (
            *("reasoning_tokens", "tokens_reasoning", "reasoning_output_tokens"),
            *("completion_tokens_details.reasoning_tokens", "native_tokens_reasoning"),
            *("output_tokens_details.reasoning_tokens", "output_tokens_details.thinking_tokens"),
            "gen_ai.usage.reasoning.output_tokens",
        ),
    ),
    Measure("total", "checks what the input holds", ("total_tokens", "totaltokens")),
    Measure(
        "audio_in",
        "priced as sound, where that has a price",
        (
            *("input_audio_tokens", "prompt_tokens_details.audio_tokens"),
            "input_tokens_details.audio_tokens",
        ),
    ),
    Measure(
        "audio_out",
        "priced as sound, where that has a price",
        (
            *("output_audio_tokens", "completion_tokens_details.audio_tokens"),
            "output_tokens_details.audio_tokens",
        ),
    ),
    Measure(
        "image_in", None, ("input_image_tokens", "input_tokens_details.image_tokens", "num_images")
    ),
    Measure("image_out", None, ("output_image_tokens", "images", "num_generated_images")),
    Measure("cached_audio", None, ("input_cached_audio_tokens",)),
    Measure("cached_image", None, ("input_cached_image_tokens",)),
    Measure(
        "searches",
        "a fee for each, where one is known",
        (
            *("web_search_requests", "server_tool_use.web_search_requests", "num_search_queries"),
            *("web_search_count", "search_queries", "num_web_searches"),
        ),
    ),
    Measure("fetches", None, ("web_fetch_requests", "server_tool_use.web_fetch_requests")),
    Measure("search_fee", None, ("cost_web_search", "usage_cost_web_search")),
    Measure("file_fee", None, ("cost_file_processing",)),
    Measure("own_key", None, ("byok_usage_inference", "is_byok")),
    Measure("host", None, ("provider_name",)),
    Measure("seconds", None, ("seconds", "audio_seconds", "num_seconds", "duration_seconds")),
    Measure("characters", None, ("characters", "num_characters")),
    Measure("status", None, ("status", "status_code", "response_status", "cancelled", "iserror")),
    Measure("retries", None, ("retries", "attempted_retries", "retry_count")),
)
BY_NAME = {measure.name: measure for measure in REGISTRY}
KNOWN = {spelling: measure.name for measure in REGISTRY for spelling in measure.spellings}
"""The measure of each spelling."""

WITHIN = {
    *("input_tokens_details.text_tokens", "input_text_tokens"),
    *("output_text_tokens", "cost_cache", "completion_tokens_details.text_tokens"),
    *("completion_tokens_details.accepted_prediction_tokens", "prompt_tokens_details.text_tokens"),
    *("completion_tokens_details.rejected_prediction_tokens", "max_tokens", "max_output_tokens"),
    *("prompt_cache_miss_tokens", "tokens_per_second", "cache_key"),
    *("gen_ai.request.max_tokens", "gen_ai.usage.total_tokens", "time_to_first_token_ms"),
    "iterations",
}
"""Keys that look like a price's and are part of another, or no part of a bill."""

LOOKS_LIKE_A_PRICE = ("token", "cost", "spend", "tier", "batch", "price", "fee")
WRAPPERS = ("message", "response", "body", "result", "usage", "usagemetadata", "metrics")

APART = {"cache_read_input_tokens", "cache_creation_input_tokens"}
"""Beside `input_tokens`, these are not in it: the fields of Anthropic's API."""

PLAIN = ("", "0", "0.0", "false", "default", "standard", "auto", "on_demand", "none", "null")
"""Values that say nothing of a price, in lower case."""
SUCCESS = ("success", "ok", "succeeded", "200", "completed", "stop")


@lru_cache(4096)
def bare(path: str) -> str:
    """The *path* of a key, in lower case, without the objects that a usage lies in."""
    parts = path.strip().lower().split(".")
    while len(parts) > 1 and parts[0] in WRAPPERS:
        del parts[0]
    return ".".join(parts)


def bears_on_a_price(key: str) -> bool:
    """Whether a key, in lower case, that is in no table looks as if it were part of a bill."""
    return key not in KNOWN and key not in WITHIN and any(x in key for x in LOOKS_LIKE_A_PRICE)
