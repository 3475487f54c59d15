"""The dialect gemini: `POST /models/MODEL:streamGenerateContent`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from llmpick.core.connecting.connection import Connection
from llmpick.trying.dialects import (
    ENDED,
    FAILED,
    LIMIT,
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
    config: dict[str, Any] = {"maxOutputTokens": settings.max_output_tokens}
    if settings.temperature is not None and "temperature" not in settings.without:
        config["temperature"] = settings.temperature
    if settings.effort is not None:
        config["thinkingConfig"] = _thinking(settings.effort)
    parts = [{"text": prompt.input}] + [
        {"inlineData": {"mimeType": image.media_type, "data": image.data}}
        for image in prompt.images
    ]
    model = connection.model.removeprefix("models/")
    path = f"/models/{model}:streamGenerateContent?alt=sse"
    body = {"contents": [{"role": "user", "parts": parts}], "generationConfig": config}
    return Request(path, {}, body)


def _thinking(effort: str) -> dict[str, Any]:
    """Thoughts are asked for, so that the first of them can be timed."""
    if effort == "none":
        return {"thinkingBudget": 0}
    if effort == "thinking":
        return {"thinkingBudget": -1, "includeThoughts": True}
    return {"thinkingLevel": effort.upper(), "includeThoughts": True}


def reader() -> Callable[[Mapping[str, Any]], Delta]:
    """A reader of one stream; it needs to remember nothing."""
    return read


def read(event: Mapping[str, Any]) -> Delta:
    """What an event adds; every event may hold the usage so far."""
    if event.get("error"):
        return FAILED
    candidate = first(event.get("candidates"))
    parts = table(candidate.get("content")).get("parts")
    rows = [table(part) for part in parts] if isinstance(parts, list) else []
    reason = candidate.get("finishReason")
    return Delta(
        "".join(text(row.get("text")) for row in rows if not row.get("thought")),
        "".join(text(row.get("text")) for row in rows if row.get("thought")),
        usage(table(event.get("usageMetadata"))),
        None if not reason else LIMIT if reason == "MAX_TOKENS" else ENDED,
    )


def usage(found: Mapping[str, Any]) -> Usage | None:
    """Tokens by an event's `usageMetadata`: thoughts come beside the candidates."""
    sent, made = count(found.get("promptTokenCount")), count(found.get("candidatesTokenCount"))
    if sent is None or made is None:
        return None
    cached = count(found.get("cachedContentTokenCount")) or 0
    return Usage(sent, made, count(found.get("thoughtsTokenCount")), min(sent, cached))


DIALECT = Dialect("gemini", request, reader, ("temperature",))
