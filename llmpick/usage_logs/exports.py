"""Exports and responses of providers, gateways and tools, as rows of requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from llmpick.usage_logs.agents import number, part, row_of
from llmpick.usage_logs.stream import BROKEN, Object, Row, flattened


def nested(objects: Iterable[Object]) -> Iterator[Row]:
    """Objects of any form whose keys the registry knows."""
    for item in objects:
        yield flattened(item)


def openai_batch(objects: Iterable[Object]) -> Iterator[Row]:
    """The output of OpenAI's batch interface: a response in each line."""
    for row in nested(objects):
        yield {**row, "batch": "true"} if row else row


def azure(objects: Iterable[Object]) -> Iterator[Row]:
    """Responses of Azure: those of OpenAI, with the verdicts of its filters."""
    for row in nested(objects):
        yield {**row, "provider": "azure"} if row else row


def buckets(objects: Iterable[Object]) -> Iterator[Row]:
    """Pages of the usage interfaces of OpenAI and Anthropic: results within buckets of time."""
    for page in objects:
        data = page.get("data")
        if not isinstance(data, list):
            yield {}
            continue
        for bucket in data:
            start = part(bucket, "start_time") or part(bucket, "starting_at")
            for result in part(bucket, "results") or ():
                row = flattened(result) if isinstance(result, dict) else {}
                yield {**row, **row_of(start_time=start)}


def gemini(objects: Iterable[Object]) -> Iterator[Row]:
    """
    Responses of Gemini, and Vertex AI's table of requests and responses.

    What is thought, and what tools put into the input, is counted beside both.
    """
    for item in objects:
        answer = item.get("full_response") if "full_response" in item else item
        answer = part(answer, "response") or answer
        usage = part(answer, "usageMetadata")
        if not isinstance(usage, dict) or not isinstance(answer, dict):
            yield {}
            continue
        tool = number(usage.get("toolUsePromptTokenCount"))
        model = answer.get("modelVersion") or item.get("model")
        yield row_of(
            model=str(model).rpartition("/")[2] if model else None,
            create_time=answer.get("createTime") or item.get("logging_time"),
            message_id=answer.get("responseId"),
            input_tokens=number(usage.get("promptTokenCount")) + tool,
            cached_tokens=number(usage.get("cachedContentTokenCount")),
            output_tokens=number(usage.get("candidatesTokenCount"))
            + number(usage.get("thoughtsTokenCount")),
            service_tier=VERTEX_TIERS.get(str(usage.get("trafficType"))),
            input_audio_tokens=_modality(usage.get("promptTokensDetails"), "AUDIO"),
            output_audio_tokens=_modality(usage.get("candidatesTokensDetails"), "AUDIO"),
            provider="google-vertex" if "full_response" in item else "google",
        )


VERTEX_TIERS = {"ON_DEMAND_FLEX": "flex", "ON_DEMAND_PRIORITY": "priority"}


def _modality(details: object, name: str) -> int | None:
    found = details if isinstance(details, list) else []
    return sum(number(part(one, "tokenCount")) for one in found if part(one, "modality") == name)


def bedrock(objects: Iterable[Object]) -> Iterator[Row]:
    """Invocation logs of Bedrock: what a cache held is counted beside the input."""
    for item in objects:
        into, out = item.get("input"), item.get("output")
        if item is BROKEN or not isinstance(into, dict) or not isinstance(out, dict):
            yield {}
            continue
        read = number(into.get("cacheReadInputTokenCount"))
        written = number(into.get("cacheWriteInputTokenCount"))
        fresh = into.get("inputTokenCount")
        body = out.get("outputBodyJson")
        yield row_of(
            # a profile of inference is an address that ends in its name
            model=str(item.get("modelId") or "").rpartition("/")[2],
            timestamp=item.get("timestamp"),
            requestid=item.get("requestId"),
            region=item.get("inferenceRegion") or item.get("region"),
            input=None if fresh is None else number(fresh) + read + written,
            cached=read,
            written=written,
            written_1h=None,
            ephemeral_1h_input_tokens=part(
                body, "usage", "cache_creation", "ephemeral_1h_input_tokens"
            ),
            output_tokens=out.get("outputTokenCount"),
            provider="bedrock",
        )


def litellm(objects: Iterable[Object]) -> Iterator[Row]:
    """LiteLLM's table of spend logs; what a cache held is in its `metadata`, and in the input."""
    from json import loads

    for item in objects:
        row = flattened({key: value for key, value in item.items() if key not in LITELLM_TEXTS})
        metadata = item.get("metadata")
        if isinstance(metadata, str):
            try:
                metadata = loads(metadata)
            except ValueError:
                metadata = None
        usage = part(metadata, "usage_object") or part(metadata, "additional_usage_values")
        if isinstance(usage, dict):
            said = flattened(usage)
            row = {**{key: said[key] for key in said if key not in LITELLM_TOTALS}, **row}
        yield row


LITELLM_TEXTS = {"metadata", "messages", "response", "proxy_server_request", "request_tags"}
LITELLM_TOTALS = {"prompt_tokens", "completion_tokens", "total_tokens"}


def helicone(objects: Iterable[Object]) -> Iterator[Row]:
    """
    Helicone's export: what a cache held, and sound, is in columns of its own beside the prompt, and
    what was thought beside the completion.

    Older rows have the prompt as the provider counts it: where the answer's body is exported and
    its prompt is the row's, the cache is within.
    """
    for item in objects:
        if item is BROKEN:
            yield {}
            continue
        into, out = number(item.get("prompt_tokens")), number(item.get("completion_tokens"))
        read = number(item.get("prompt_cache_read_tokens"))
        written = number(item.get("prompt_cache_write_tokens"))
        sound = number(item.get("prompt_audio_tokens"))
        spoken = number(item.get("completion_audio_tokens"))
        thought = number(item.get("reasoning_tokens"))
        stated = part(item, "response_body", "usage", "prompt_tokens")
        if not (stated and stated == into and read + written + sound <= into):
            into += read + written + sound
            out += spoken + thought
        held = item.get("cache_reference_id")
        yield row_of(
            model=item.get("response_model") or item.get("model") or item.get("request_model"),
            request_created_at=item.get("request_created_at"),
            request_id=item.get("request_id"),
            provider=item.get("provider"),
            status=item.get("response_status"),
            prompt_tokens=None if item.get("prompt_tokens") is None else into,
            completion_tokens=None if item.get("completion_tokens") is None else out,
            prompt_cache_read_tokens=read,
            prompt_cache_write_tokens=written,
            input_audio_tokens=sound,
            output_audio_tokens=spoken,
            reasoning_tokens=thought,
            # a row of nothing but noughts says that no other request is meant
            cache_hit="true" if held and set(str(held)) - set("0-") else None,
            costusd=item.get("costUSD", item.get("cost")),
        )


def langfuse(objects: Iterable[Object]) -> Iterator[Row]:
    """
    Observations of Langfuse: kinds of usage that are beside one another, by name.

    A total of its own that is input and output alone says that the other kinds are within them.
    Kinds of the priority service repeat what others count, and say how the request was sold.
    """
    from json import loads

    for item in objects:
        usage = item.get("usage_details", item.get("usageDetails"))
        if isinstance(usage, str):
            try:
                usage = loads(usage)
            except ValueError:
                usage = None
        kind = str(item.get("type", "GENERATION")).upper()
        if item is BROKEN or not isinstance(usage, dict) or not usage:
            # spans and events are no requests
            if item is BROKEN or kind == "GENERATION":
                yield {}
            continue
        whole = number(usage.get("input")) + number(usage.get("output"))
        total = usage.get("total")
        priority = [name for name in usage if name.partition("_")[2].startswith("priority")]
        usage = {name: value for name, value in usage.items() if name not in priority}
        read = sum(number(v) for k, v in usage.items() if "cache" in k and not _is_write(k))
        written = sum(number(v) for k, v in usage.items() if _is_write(k))
        parts = {"input": 0, "output": 0}
        for name, value in usage.items():
            for side in parts:
                if name.startswith((side, "cache" if side == "input" else side)):
                    parts[side] += number(value)
        if total == whole:
            parts = {side: number(usage.get(side)) for side in parts}
        yield row_of(
            model=item.get("provided_model_name")
            or item.get("providedModelName")
            or item.get("model"),
            start_time=item.get("start_time", item.get("startTime")),
            message_id=item.get("id"),
            input=parts["input"],
            cached=read,
            written=written,
            output=parts["output"],
            service_tier="priority" if priority else None,
            input_audio_tokens=_of_kind(usage, "input", "audio"),
            output_audio_tokens=_of_kind(usage, "output", "audio"),
            reasoning_tokens=_of_kind(usage, "output", "reasoning"),
            total_cost=item.get("total_cost", item.get("totalCost")),
        )


def _of_kind(usage: Object, side: str, kind: str) -> int:
    """The tokens of a side whose name holds a kind: `input_modality_AUDIO`, `output_reasoning`."""
    return sum(
        number(value)
        for name, value in usage.items()
        if name.startswith(side) and kind in name.lower() and "cache" not in name
    )


def _is_write(name: str) -> bool:
    return "cache_creation" in name or "cache_write" in name


def otel(objects: Iterable[Object]) -> Iterator[Row]:
    """
    Spans of OpenTelemetry with the conventions for generative AI: OTLP, or one span in a line.

    Spans of agents repeat what the spans of their requests say, and are left out.
    """
    for item in objects:
        if item is BROKEN:
            yield {}
        for span in _spans(item):
            found = _attributes(span.get("attributes"))
            if not any(key.startswith("gen_ai.usage.") for key in found):
                continue
            if found.get("gen_ai.operation.name") in ("invoke_agent", "create_agent"):
                continue
            row = flattened(found)
            nano = span.get("startTimeUnixNano", span.get("start_time_unix_nano"))
            stamp = str(nano)
            start = int(stamp) // 10**6 if stamp.isdigit() else span.get("start_time")
            ids = row_of(start_time=start, message_id=found.get("gen_ai.response.id"))
            tier = found.get("gen_ai.openai.response.service_tier") or found.get(
                "openai.response.service_tier"
            )
            yield {**row, **ids, **row_of(service_tier=tier)}


def _spans(item: Object) -> Iterator[Object]:
    resources = item.get("resourceSpans", item.get("resource_spans"))
    if not isinstance(resources, list):
        yield item
        return
    for resource in resources:
        for scope in part(resource, "scopeSpans") or part(resource, "scope_spans") or ():
            yield from (span for span in part(scope, "spans") or () if isinstance(span, dict))


def _attributes(found: object) -> Object:
    """Attributes as an object, whether they are one or a list of keys and typed values."""
    if isinstance(found, dict):
        return found
    pairs = found if isinstance(found, list) else []
    attributes: Object = {}
    for pair in pairs:
        value = part(pair, "value")
        for name, one in value.items() if isinstance(value, dict) else ():
            whole = name == "intValue" and str(one).lstrip("-").isdigit()
            attributes[str(part(pair, "key"))] = int(one) if whole else one
    return attributes


def promptfoo(objects: Iterable[Object]) -> Iterator[Row]:
    """
    Results of promptfoo; what its own cache answered cost nothing.

    The prompt holds what a cache of the provider held, and what was written to it.
    """
    for item in objects:
        found = part(item, "results", "results") or part(item, "results")
        stamp = part(item, "results", "timestamp") or part(item, "evalId")
        for result in found if isinstance(found, list) else ():
            usage = part(result, "response", "tokenUsage") or part(result, "tokenUsage")
            name = part(result, "provider", "id") or part(result, "provider")
            if not isinstance(usage, dict) or not isinstance(name, str):
                continue
            held = part(result, "response", "cached") is True or "prompt" not in usage
            yield row_of(
                model=name.rpartition(":")[2],
                provider=name.partition(":")[0] if ":" in name else None,
                time=_day_of(stamp),
                input=number(usage.get("prompt")),
                output=number(usage.get("completion")),
                cached=part(usage, "completionDetails", "cacheReadInputTokens"),
                written=part(usage, "completionDetails", "cacheCreationInputTokens"),
                reasoning_tokens=part(usage, "completionDetails", "reasoning"),
                cache_hit=held,
                cost=part(result, "cost"),
            )


def _day_of(stamp: object) -> str | None:
    """A time, also where it is the end of an evaluation's name."""
    found = re.search(r"\d{4}-\d\d-\d\d(T[\d:.]+Z?)?", str(stamp))
    return found.group() if found else None


def inspect(objects: Iterable[Object]) -> Iterator[Row]:
    """
    Logs of Inspect: the events of the model in its samples, or the sums of its header.

    What a cache held is beside the input; only where the total says so, as in old logs, within it.
    """
    header: list[Row] = []
    events = 0
    for item in objects:
        created = part(item, "eval", "created")
        sums = part(item, "stats", "model_usage")
        for model, usage in sums.items() if isinstance(sums, dict) else ():
            header.append(_inspected(model, created, usage))
        samples = item.get("samples")
        for sample in samples if isinstance(samples, list) else [item]:
            for event in part(sample, "events") or ():
                usage = part(event, "output", "usage")
                if part(event, "event") == "model" and isinstance(usage, dict):
                    events += 1
                    name = part(event, "model") or part(event, "output", "model")
                    yield _inspected(name, part(event, "timestamp") or created, usage)
    if not events:
        yield from header


def _inspected(model: object, time: object, usage: Object) -> Row:
    read = number(usage.get("input_tokens_cache_read"))
    written = number(usage.get("input_tokens_cache_write"))
    into, out = number(usage.get("input_tokens")), number(usage.get("output_tokens"))
    beside = not (read + written) or usage.get("total_tokens") != into + out
    return row_of(
        model=model,
        time=time,
        input=into + read + written if beside else into,
        cached=read,
        written=written,
        output=out,
        reasoning_tokens=usage.get("reasoning_tokens"),
        total_cost=usage.get("total_cost"),
    )
