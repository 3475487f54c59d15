"""The dialect anthropic-messages: `POST /v1/messages`, streamed."""

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
    table,
    text,
)
from llmpick.trying.prompts import Prompt

VERSION = "2023-06-01"


def request(connection: Connection, prompt: Prompt, settings: Settings) -> Request:
    """The request of a prompt."""
    content: Any = prompt.input
    if prompt.images:
        content = [
            {
                "type": "image",
                "source": {"type": "base64", "media_type": image.media_type, "data": image.data},
            }
            for image in prompt.images
        ] + [{"type": "text", "text": prompt.input}]
    body: dict[str, Any] = {
        "model": connection.model,
        "max_tokens": settings.max_output_tokens,
        "messages": [{"role": "user", "content": content}],
        "temperature": settings.temperature,
        "stream": True,
        **_thinking(settings.effort),
    }
    kept = {
        name: value
        for name, value in body.items()
        if value is not None and name not in settings.without
    }
    path = (
        "/messages" if (connection.base_url or "").rstrip("/").endswith("/v1") else "/v1/messages"
    )
    return Request(path, {"anthropic-version": VERSION}, kept)


def _thinking(effort: str | None) -> dict[str, Any]:
    if effort is None:
        return {}
    if effort == "none":
        return {"thinking": {"type": "disabled"}}
    if effort == "thinking":
        return {"thinking": {"type": "adaptive"}}
    return {"thinking": {"type": "adaptive"}, "output_config": {"effort": effort}}


def reader() -> Callable[[Mapping[str, Any]], Delta]:
    """A reader of one stream: what went in comes first, what came out with the end."""
    begun: dict[str, Any] = {}

    def read(event: Mapping[str, Any]) -> Delta:
        kind = event.get("type")
        if kind == "error":
            return FAILED
        if kind == "message_start":
            begun.update(table(table(event.get("message")).get("usage")))
            return NOTHING
        if kind == "content_block_delta":
            delta = table(event.get("delta"))
            return Delta(text(delta.get("text")), text(delta.get("thinking")))
        if kind == "message_delta":
            found = {**begun, **table(event.get("usage"))}
            reason = table(event.get("delta")).get("stop_reason")
            stop = None if not reason else LIMIT if reason == "max_tokens" else ENDED
            return Delta(usage=usage(found) if event.get("usage") else None, stop=stop)
        return NOTHING

    return read


def usage(found: Mapping[str, Any]) -> Usage | None:
    """Tokens by a message's `usage`: input leaves out what the cache gave and took."""
    sent, made = count(found.get("input_tokens")), count(found.get("output_tokens"))
    if sent is None or made is None:
        return None
    read = count(found.get("cache_read_input_tokens")) or 0
    written = count(found.get("cache_creation_input_tokens")) or 0
    thought = count(table(found.get("output_tokens_details")).get("thinking_tokens"))
    return Usage(sent + read + written, max(0, made - (thought or 0)), thought, read, written)


DIALECT = Dialect(
    "anthropic-messages",
    request,
    reader,
    ("temperature",),
)
