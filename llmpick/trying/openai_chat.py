"""The dialect openai-chat: `POST /chat/completions`, streamed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from llmpick.core.connecting.connection import Connection
from llmpick.trying.dialects import (
    ENDED,
    FAILED,
    LIMIT,
    NOTHING,
    Delta,
    Dialect,
    Request,
    Settings,
    Usage,
    count,
    first,
    table,
    text,
)
from llmpick.trying.prompts import Prompt


def request(connection: Connection, prompt: Prompt, settings: Settings) -> Request:
    """The request of a prompt."""
    content: Any = prompt.input
    if prompt.images:
        content = [{"type": "text", "text": prompt.input}] + [
            {
                "type": "image_url",
                "image_url": {"url": f"data:{image.media_type};base64,{image.data}"},
            }
            for image in prompt.images
        ]
    # the older name is the one that most hosts know; OpenAI's newest models refuse it
    most = "max_completion_tokens" if "max_tokens" in settings.without else "max_tokens"
    body: dict[str, Any] = {
        "model": connection.model,
        "messages": [{"role": "user", "content": content}],
        most: settings.max_output_tokens,
        "temperature": settings.temperature,
        "reasoning_effort": None if settings.effort == "thinking" else settings.effort,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if settings.effort == "thinking":
        body["chat_template_kwargs"] = {"enable_thinking": True}
    kept = {
        name: value
        for name, value in body.items()
        if value is not None and name not in settings.without
    }
    return Request("/chat/completions", {}, kept)


def reader() -> Callable[[Mapping[str, Any]], Delta]:
    """A reader of one stream; it needs to remember nothing."""
    return read


def read(event: Mapping[str, Any]) -> Delta:
    """What an event adds. Reasoning is `reasoning_content` at some hosts, `reasoning` at others."""
    if event.get("error"):
        return FAILED
    choice = first(event.get("choices"))
    delta = table(choice.get("delta"))
    reason = choice.get("finish_reason")
    if not choice and not event.get("usage"):
        return NOTHING
    return Delta(
        text(delta.get("content")),
        text(delta.get("reasoning_content")) or text(delta.get("reasoning")),
        usage(table(event.get("usage"))),
        None if not reason else LIMIT if reason == "length" else ENDED,
    )


def usage(found: Mapping[str, Any]) -> Usage | None:
    """
    Tokens by an event's `usage`.

    Completion tokens hold what was thought, unless the total shows that it came beside them.
    """
    sent, made = count(found.get("prompt_tokens")), count(found.get("completion_tokens"))
    if sent is None or made is None:
        return None
    details = table(found.get("completion_tokens_details"))
    thought = count(details.get("reasoning_tokens"))
    beside = thought and count(found.get("total_tokens")) == sent + made + thought
    cached = table(found.get("prompt_tokens_details"))
    return Usage(
        sent,
        made if beside else max(0, made - (thought or 0)),
        thought,
        min(sent, count(cached.get("cached_tokens")) or 0),
        min(sent, count(cached.get("cache_write_tokens")) or 0),
    )


DIALECT = Dialect(
    "openai-chat",
    request,
    reader,
    ("temperature", "max_tokens", "stream_options"),
)
