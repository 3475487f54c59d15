"""
Identifiers of models in source code and configuration, by the providers that spell them so.

Only what is letter for letter an identifier counts. Where a piece of a longer text is one (an
address, an ARN, `groq:llama3-70b-8192`), what stands before it may name the provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from llmpick.core.names.name_index import NameIndex
from llmpick.core.names.provider_path import own_identifier, provider_of, seller
from llmpick.core.names.spelling import flat_form

_RUN = re.compile(r"@?[A-Za-z0-9](?:[A-Za-z0-9._:/@+-]*[A-Za-z0-9])?")
_LONGEST = 300
_NEAR = 300
"""Characters of a line to each side that say what a word is."""
_HOLDERS = re.compile(r"(?:^|[/:])(?:models|foundation-model|inference-profile|deployments)/")
_VERB = re.compile(r":[a-z]+(?:[A-Z][a-z]+)+$|:(?:predict|invoke|converse)$")
_ASSIGNED = re.compile(r"model(?:_?(?:id|name))?[\"'`]?\s*(?::=|=>|[:=])\s*[\"'`]?$", re.IGNORECASE)
_QUOTES = "\"'`"

Ended = Mapping[str, Mapping[str, object]]
"""Provider → its identifiers, lower case, that ended and that no offering stands for."""


class Spelled(NamedTuple):
    """
    What an identifier means at one provider that spells it so.

    *identifier* is the part of the text that the provider reads; *routes* are empty where only the
    list of ended identifiers has it. *is_said*: the text names the provider.
    """

    provider: str
    identifier: str
    routes: tuple[str, ...]
    is_said: bool = False


class CodePlace(NamedTuple):
    """
    An identifier at an offset of a text; *alias_of* is the model of one that no provider takes.

    Where it is not *sure*, it is a short word in quotes, which counts in a file that speaks to one
    of its providers.
    """

    text: str
    start: int
    at: tuple[Spelled, ...]
    alias_of: str | None = None
    is_sure: bool = True


class Tables(NamedTuple):
    """The tables that a text is held against."""

    names: NameIndex
    ended: Ended


def places(text: str, known: Tables) -> Iterator[CodePlace]:
    """
    Find every identifier of a model in *text*, in order.

    Args:
        text: A source text, or a string of one.
        known: Names of the catalog, and identifiers that have ended.
    """
    cache: dict[str, CodePlace | None] = {}
    for run in _RUN.finditer(text):
        word = run[0]
        if len(word) > _LONGEST or not _stands_alone(text, run.start(), run.end()):
            continue
        if word not in cache:
            if len(cache) > 100_000:
                cache.clear()
            cache[word] = _place(word, known)
        found = cache[word]
        if found is None:
            continue
        start = run.start() + found.start
        sure = is_telling(found.text) or _is_named(text, start, found.text)
        if sure or (found.at and _is_quoted(text, start, found.text)):
            is_sure = sure or "-" in found.text
            if is_sure or any(char.isdigit() for char in found.text):
                yield found._replace(start=start, is_sure=is_sure)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a run is not a piece of a longer word, or of a pattern of words."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before not in tuple("-_.~}") and after not in tuple("-_*{$%")


def _place(word: str, known: Tables) -> CodePlace | None:
    """*word*, or the piece of it that is an identifier, at its offset in *word*."""
    for piece, start, label in _pieces(word):
        at = spelled(piece.lower(), known)
        said = provider_of(label, known.names) if label else None
        if said is not None:
            at = tuple(one._replace(is_said=True) for one in at if one.provider == said) or at
        if at:
            return CodePlace(piece, start, at)
    model = _alias(word.lower(), known.names)
    return CodePlace(word, 0, (), model) if model else None


def _pieces(word: str) -> Iterator[tuple[str, int, str]]:
    """*word* and its ends that may be identifiers, with the label before them."""
    yield word, 0, ""
    bare = _VERB.sub("", word)
    if bare != word:
        yield bare, 0, ""
    for holder in reversed(list(_HOLDERS.finditer(bare))):
        piece = bare[holder.end() :]
        yield piece, holder.end(), ""
        yield piece.partition("/")[0], holder.end(), ""
    label, colon, rest = bare.partition(":")
    rest = rest.removeprefix("-")  # of a shell: ${MODEL:-gpt-4o}
    if colon and rest and not rest.startswith("/"):
        yield rest, len(bare) - len(rest), label


def spelled(low: str, known: Tables) -> tuple[Spelled, ...]:
    """Each provider that takes *low* as an identifier, or took it."""
    found: dict[str, Spelled] = {}
    names, ended = known
    own = own_identifier(low, names)
    head, slash, rest = low.partition("/")
    if own is not None:
        identifier = rest.removeprefix(own.taken_off[0]) if own.taken_off else rest
        found[own.provider] = Spelled(own.provider, identifier, own.routes, is_said=True)
    elif slash and (provider := provider_of(head, names)) and rest in ended.get(provider, ()):
        found[provider] = Spelled(provider, rest, (), is_said=True)
    for route in names.api_models.get(low, ()):
        provider = seller(route)
        before = found.get(provider)
        if before is None:
            found[provider] = Spelled(provider, low, (route,))
        elif before.identifier == low:
            found[provider] = before._replace(routes=(*before.routes, route))
    for provider, identifiers in ended.items():
        if low in identifiers:
            found.setdefault(provider, Spelled(provider, low, ()))
    return tuple(found.values())


def _alias(low: str, names: NameIndex) -> str | None:
    """The model of an alias that is no provider's identifier."""
    if low in names.ids:
        return names.ids[low]
    models = () if "+" in low else names.aliases.get(flat_form(low), ())
    return models[0] if len(models) == 1 else None


def is_telling(word: str) -> bool:
    """Whether *word* is hardly a common word: it has a digit and a separator."""
    return any(char.isdigit() for char in word) and any(char in "-/:" for char in word)


def _is_named(text: str, start: int, word: str) -> bool:
    """Whether a common word stands for a model: quoted or assigned in a line that says so."""
    begin, end = line_around(text, start, start + len(word))
    if _ASSIGNED.search(text[begin:start]):
        return True
    return "model" in text[begin:end].lower() and _is_quoted(text, start, word)


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the line of a place begins and ends, as far as it is near: one may be megabytes."""
    begin = max(0, start - _NEAR)
    finish = text.find("\n", end, end + _NEAR)
    return text.rfind("\n", begin, start) + 1 or begin, finish if finish >= 0 else end + _NEAR


def _is_quoted(text: str, start: int, word: str) -> bool:
    end = start + len(word)
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(before) and before == after and before in _QUOTES
