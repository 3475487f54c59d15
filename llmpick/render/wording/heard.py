"""A need in plain words: what was understood of it, and what was not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.render.records.decision import HeardRecord


class Heard(NamedTuple):
    """
    What was made of a *text*: the *command* that says the same, *parts* as (words, options), and
    what was *missed* as (words, why or nothing).
    """

    text: str
    command: str
    parts: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]


def lines(heard: Heard) -> Iterable[tuple[str, str]]:
    """The command that was understood, and every word that was not."""
    yield "heard", heard.command
    plain = [f"“{words}”" for words, why in heard.missed if not why]
    if plain:
        yield (
            "missed",
            said("{plain}: not understood, and nothing was made of it", plain=", ".join(plain)),
        )
    for words, why in heard.missed:
        if why:
            yield "missed", f"“{words}”: {why}"


def payload(heard: Heard | None) -> HeardRecord | None:
    """The object `heard`."""
    if heard is None:
        return None
    return {
        "text": heard.text,
        "command": heard.command,
        "understood": [{"words": words, "options": options} for words, options in heard.parts],
        "not_understood": [{"words": words, "why": why or None} for words, why in heard.missed],
    }
