"""Session files of coding agents, as rows of requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from llmpick.usage_logs.stream import BROKEN, Object, Row, flattened, kept


def part(found: object, *path: str) -> Any:
    """What lies at *path* of nested objects, or None."""
    for key in path:
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def number(found: object) -> int:
    """A whole number, or 0 for what is none."""
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def row_of(**values: object) -> Row:
    """A row of *values* that are there, by our own names."""
    found: Row = {}
    for name, value in values.items():
        text = kept(name, value) if value is not None else None
        if text is not None:
            found[name] = text
    return found


def claude_code(objects: Iterable[Object]) -> Iterator[Row]:
    """
    A session of Claude Code: a line for each block of an answer, each with the usage of the whole.

    Lines of sub-agents, in files of their own or wrapped into lines of progress, are lines alike.
    """
    for item in objects:
        if item is BROKEN:
            yield {}
            continue
        line = item
        if item.get("type") == "progress":
            line = part(item, "data", "message") or item
        message = line.get("message")
        usage = part(message, "usage")
        if not isinstance(usage, dict) or not isinstance(message, dict):
            continue
        row = flattened(usage)
        row |= row_of(
            model=message.get("model"),
            timestamp=line.get("timestamp") or item.get("timestamp"),
            message_id=message.get("id"),
            cost=line.get("costUSD"),
        )
        yield row


def codex(objects: Iterable[Object]) -> Iterator[Row]:
    """
    A rollout of Codex: running totals after each request, of which the difference is the request.

    An event that comes again with the same total is no new request.
    """
    model: str | None = None
    before: dict[str, int] = {}
    for item in objects:
        if item is BROKEN:
            yield {}
            continue
        payload = item.get("payload")
        if item.get("type") == "turn_context":
            model = part(payload, "model") or model
            continue
        if part(payload, "type") != "token_count":
            continue
        total, last = (
            part(payload, "info", "total_token_usage"),
            part(payload, "info", "last_token_usage"),
        )
        usage = last
        if isinstance(total, dict):
            now = {key: number(total.get(key)) for key in CODEX}
            if now == before:
                continue
            grown = all(now[key] >= before.get(key, 0) for key in CODEX)
            if not isinstance(last, dict) or (grown and before):
                usage = {key: now[key] - before.get(key, 0) for key in CODEX}
            before = now
        if not isinstance(usage, dict):
            continue
        stamp = item.get("timestamp")
        # a rollout that goes on from another one repeats its events
        again = f"{stamp} {before.get('total_tokens')}" if stamp and before else None
        yield row_of(
            model=model,
            timestamp=stamp,
            message_id=again,
            input_tokens=usage.get("input_tokens"),
            cached_input_tokens=usage.get("cached_input_tokens"),
            output_tokens=usage.get("output_tokens"),
        )


CODEX = ("input_tokens", "cached_input_tokens", "output_tokens", "total_tokens")


def gemini_cli(objects: Iterable[Object]) -> Iterator[Row]:
    """A session of Gemini CLI: thoughts are counted beside the output, tools beside the input."""
    for item in objects:
        if item is BROKEN:
            yield {}
            continue
        messages = item.get("messages")
        for message in messages if isinstance(messages, list) else [item]:
            tokens = part(message, "tokens")
            if not isinstance(tokens, dict):
                continue
            yield row_of(
                model=message.get("model"),
                timestamp=message.get("timestamp"),
                message_id=message.get("id"),
                input_tokens=number(tokens.get("input")) + number(tokens.get("tool")),
                cached_tokens=number(tokens.get("cached")),
                output_tokens=number(tokens.get("output")) + number(tokens.get("thoughts")),
                reasoning_tokens=tokens.get("thoughts"),
                provider="google",
            )
