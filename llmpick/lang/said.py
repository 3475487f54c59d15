"""
Texts that still know what they say: English as they stand, and to be said in another language.

Each is a `str` whose value is the English: JSON, files and hashes take that, whatever the language
of the reader. What a person reads is said anew from the template and its fields (`lang.speak`).
"""

from __future__ import annotations

from collections.abc import Iterable


class Said(str):
    """A message: an English *template* with its *fields*; *context* tells senses of a word apart"""

    template: str
    context: str
    fields: dict[str, object]


class Joined(str):
    """Messages side by side, with *separator* between them in English."""

    separator: str
    parts: tuple[str, ...]


class Amount(str):
    """A number as English shows it, with its *kind* (usd, count or share) and its *value*."""

    kind: str
    value: float


class Counted(str):
    """A number of things: 1 model, 2 models"""

    number: int
    noun: str


def said(template: str, /, **fields: object) -> str:
    """The message *template*, filled with *fields*: numbers, texts, and messages themselves."""
    found = Said(template.format_map(fields) if fields else template)
    found.template, found.fields, found.context = template, fields, ""
    return found


def term(context: str, word: str) -> str:
    """A *word* that the *context* gives its sense: a task, a level, a criterion."""
    found = Said(word)
    found.template, found.fields, found.context = word, {}, context
    return found


def joined(separator: str, parts: Iterable[str]) -> str:
    """*parts* with *separator* between them; another language has its own for each."""
    kept = tuple(parts)
    if len(kept) == 1:
        return kept[0]
    found = Joined(separator.join(kept))
    found.separator, found.parts = separator, kept
    return found


def listed(parts: Iterable[str]) -> str:
    """*parts* as in a sentence: one, two and three"""
    kept = tuple(parts)
    if len(kept) < 2:
        return "".join(kept) if not kept else kept[0]
    found = Joined(f"{', '.join(kept[:-1])} and {kept[-1]}")
    found.separator, found.parts = ", ", kept
    return found


def amount(kind: str, value: float, english: str) -> str:
    """The number *value* of a *kind*, which English shows as *english*."""
    found = Amount(english)
    found.kind, found.value = kind, value
    return found


def counted(count: int, noun: str) -> str:
    """A *count* of things: 1 model, 2 models"""
    found = Counted(f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s")
    found.number, found.noun = count, noun
    return found
