"""Dialects of API: what a request is, and what the events of its stream say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from llmpick.core.connecting.connection import Connection
from llmpick.trying.prompts import Prompt


class Settings(NamedTuple):
    """
    What a call asks for.

    *max_output_tokens* holds for what is thought as well; *temperature* None: as the model has it;
    *effort* None: as the model has it. *without* are parameters that the route refused.
    """

    max_output_tokens: int
    temperature: float | None = 0.0
    effort: str | None = None
    without: frozenset[str] = frozenset()


class Request(NamedTuple):
    """A request: path below the base URL, headers without the key, body."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


class Usage(NamedTuple):
    """
    Tokens as they are billed; None where the server does not say.

    *input* are all that went in, with those read from a cache and written to it; *output* those
    that are seen, *reasoning* those that are thought beside them.
    """

    input: int
    output: int
    reasoning: int | None = None
    cache_read: int = 0
    cache_write: int = 0


class Delta(NamedTuple):
    """What an event adds; *stop* is why the reply ended, *error* that the server gave up."""

    text: str = ""
    reasoning: str = ""
    usage: Usage | None = None
    stop: str | None = None
    error: bool = False


NOTHING = Delta()
FAILED = Delta(error=True)
LIMIT = "limit"
"""Why a reply ended that ran into the tokens that it was allowed."""
ENDED = "ended"


class Dialect(NamedTuple):
    """
    How one dialect asks and answers.

    *read* makes a reader of one stream,
    which takes the table of an event. *droppable* are parameters that a call may do without, by the
    name that a refusal has, with the one that is sent instead, if any.
    """

    name: str
    request: Callable[[Connection, Prompt, Settings], Request]
    read: Callable[[], Callable[[Mapping[str, Any]], Delta]]
    droppable: tuple[str, ...]


def table(value: Any) -> Mapping[str, Any]:
    """*value* where it is a table, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def first(value: Any) -> Mapping[str, Any]:
    """The first table of a list; an empty one where there is none."""
    return table(value[0]) if isinstance(value, list) and value else {}


def text(value: Any) -> str:
    """*value* where it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def count(value: Any) -> int | None:
    """*value* where it can be a number of tokens, else None."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= 1_000_000_000 else None


def event(data: str) -> Mapping[str, Any] | None:
    """The table in the data of an event; None where it is none, such as `[DONE]`."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Mapping) else None
