"""The language of a page or record while it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from llmpick.lang import japanese
from llmpick.lang.said import joined
from llmpick.lang.speak import Speaker
from llmpick.render.blocks import Block
from llmpick.render.formats import spoken as formats

_SPEAKER: ContextVar[Speaker | None] = ContextVar("speaker", default=None)
"""None: English, as messages stand."""


@contextmanager
def language_of(speaker: Speaker | None) -> Iterator[None]:
    """What is put together meanwhile is said by *speaker*."""
    token = _SPEAKER.set(speaker)
    try:
        yield
    finally:
        _SPEAKER.reset(token)


def code() -> str:
    """The language, as HTML names it."""
    return "en" if _SPEAKER.get() is None else "ja"


def spoken(text: str) -> str:
    """A message as the page says it; a text that is none stays as it is."""
    speaker = _SPEAKER.get()
    return text if speaker is None else formats.tidy(speaker.text(text))


def spoken_blocks(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of an answer as the page says them."""
    speaker = _SPEAKER.get()
    return list(blocks) if speaker is None else formats.spoken(blocks, speaker)


def separator(english: str) -> str:
    """What stands between parts of a list."""
    return english if _SPEAKER.get() is None else japanese.SEPARATORS[english]


def right(head: str) -> str:
    """The head of a column that is aligned right."""
    return joined("", (">", head))


def spoken_all(value: Any) -> Any:
    """*value* with every message in it said: what a script of the page reads."""
    if _SPEAKER.get() is None:
        return value
    if isinstance(value, str):
        return spoken(value)
    if isinstance(value, dict):
        return {key: spoken_all(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [spoken_all(one) for one in value]
    return value
