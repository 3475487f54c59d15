"""
Names of models that stand in a text as identifiers.

Only what is letter for letter an identifier, an alias or a provider's own identifier counts. A
name of one word, or without a digit, is a common word too often: it counts only where it is
quoted in a line that speaks of a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from llmpick.core.names.name_index import NameIndex
from llmpick.core.names.resolve import resolve

_RUN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:/@+-]*[A-Za-z0-9])?")
_QUOTES = "\"'`"
_LONGEST = 200
"""Characters of a run beyond which it is no name: the resolver refuses longer ones too."""


class Mention(NamedTuple):
    """A name as it stands in a text; *line* and *column* from 1."""

    text: str
    line: int
    column: int


def mentions(text: str, names: NameIndex) -> Iterator[Mention]:
    """
    Find the places in *text* where exactly one model of the catalog is named.

    Args:
        text: Source code, configuration or prose.
        names: Tables made by `name_index.build`.

    Yields:
        Mentions in the order of the text, lines and columns counted from 1.
    """
    for number, line in enumerate(text.split("\n"), 1):
        for run in _RUN.finditer(line):
            start, word = run.start(), run.group()
            if (start and line[start - 1] == "_") or line[run.end() : run.end() + 1] == "_":
                continue  # part of a longer word
            if len(word) > _LONGEST:
                continue
            # a label before a colon (`model:gpt-4o`) is not part of the name, while a tag of a
            # provider's identifier after one is: the whole is tried first
            if not is_name(word, names) and ":" in word:
                _, _, word = word.partition(":")
                start = run.end() - len(word)
            if is_name(word, names) and (_is_telling(word) or _is_quoted(line, start, word)):
                yield Mention(word, number, start + 1)


def is_name(word: str, names: NameIndex) -> bool:
    """
    Whether *word* is an identifier, alias or provider's identifier of one model.

    A name that moves from model to model, or for which the resolver only has candidates, is none.
    """
    return _is_listed(word.lower(), names) and resolve(word, names).model is not None


def _is_listed(low: str, names: NameIndex) -> bool:
    if low in names.ids:
        return True
    routes = names.api_models.get(low, ())
    if routes:
        # the identifier of several providers is a name where all of them mean one model
        return len({route.partition("@")[0] for route in routes}) == 1
    model, at, place = low.rpartition("@")
    if at and model in names.ids:
        return f"{names.ids[model]}@{place}" in names.routes_of.get(names.ids[model], ())
    # `+` is respelled as `plus` in the tables, so that a literal one here is no alias
    flat = re.sub(r"[.:@/+-]+", "-", low)
    return "+" not in low and len(names.aliases.get(flat, ())) == 1


def _is_telling(word: str) -> bool:
    # a digit and a separator: hardly a common word
    return any(char.isdigit() for char in word) and any(char in "-/:" for char in word)


def _is_quoted(line: str, start: int, word: str) -> bool:
    before, after = line[max(0, start - 1) : start], line[start + len(word) :][:1]
    return bool(before) and before == after and before in _QUOTES and "model" in line.lower()
