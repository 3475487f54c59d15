"""
What stands in a name beside the model: a provider ahead, a region, marks of a tool.

A name with its provider ahead (`xai/grok-3-mini-fast`) is that provider's own identifier before
anything else: identifiers that differ by a suffix have prices of their own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from llmpick.core.names.name_index import NameIndex
from llmpick.core.names.spelling import folded_provider

# What SDKs and gateways call a provider, by its identifier here.
_PROVIDER_WORDS = {
    "bedrock": "amazon-bedrock",
    "bedrock-converse": "amazon-bedrock",
    "vertex": "google-vertex",
    "gemini": "google",
    "dashscope": "alibaba",
    "moonshot": "moonshotai",
    "zhipu": "zhipuai",
    "nvidia-nim": "nvidia",
}
# Parts of a path that say which interface is called; the model and its price are the same.
_INTERFACES = frozenset(
    ("converse", "converse_like", "invoke", "responses", "chat", "o_series", "gpt5_series")
)
_LONG_CONTEXT = re.compile(r"\[\d+[mk]\]$")
_TUNED = re.compile(r"(?:^|/)ft:([^:]+)(?=:|$)")
SYNTHETIC = "<synthetic>"


class Beside(NamedTuple):
    """A name without the marks that change nothing of its price, and what they were."""

    name: str
    taken_off: tuple[str, ...] = ()


class OwnIdentifier(NamedTuple):
    """The routes that a provider sells under the rest of a name, and what was taken off it."""

    provider: str
    routes: tuple[str, ...]
    taken_off: tuple[str, ...] = ()


def provider_of(word: str, names: NameIndex) -> str | None:
    """Provider of the catalog that a word names."""
    folded = folded_provider(word)
    for known in (folded, _PROVIDER_WORDS.get(folded, ""), folded.removesuffix("-ai")):
        if known in names.providers:
            return names.providers[known]
    return None


def seller(route: str) -> str:
    """Provider of a route."""
    return route.partition("@")[2].partition("/")[0]


def without_marks(low: str) -> Beside:
    """*low* without what a tool marks a name with: `[1m]` is the same model with a long context."""
    match = _LONG_CONTEXT.search(low)
    return Beside(low[: match.start()], (match[0],)) if match and match.start() else Beside(low)


def own_identifier(low: str, names: NameIndex) -> OwnIdentifier | None:
    """
    The routes of `PROVIDER/IDENTIFIER`, letter for letter; None where there are none.

    A region may stand between the two, as LiteLLM writes it (`azure/eu/gpt-4o`), and so may the
    interface that is called (`bedrock/converse/...`). Where one identifier is sold both plain and
    in regions, it is the plain offering that a name without a region means.
    """
    head, slash, rest = low.partition("/")
    provider = provider_of(head, names) if slash else None
    if provider is None:
        return None
    if routes := sold_at(provider, rest, names):
        return OwnIdentifier(provider, _plain_one(routes))
    way, slash, inner = rest.partition("/")
    routes = sold_at(provider, inner, names) if slash else ()
    if way in _INTERFACES and routes:
        return OwnIdentifier(provider, _plain_one(routes), (f"{way}/",))
    models = {route.partition("@")[0] for route in routes}
    in_region = tuple(
        route
        for model in sorted(models)
        for route in names.routes_of[model]
        if route == f"{model}@{provider}/{way}"
    )
    return OwnIdentifier(provider, in_region) if in_region else None


def variants_named(low: str, names: NameIndex) -> tuple[str, ...]:
    """
    The routes of an identifier that only variants are sold under; none, where it is a model's.

    `gpt-4o-2024-05-13` is a variant at each of its sellers, with a price of its own.
    """
    routes = names.api_models.get(low, ())
    return routes if routes and all("/" in r.partition("@")[2] for r in routes) else ()


def remark(low: str) -> str | None:
    """Why a name that is no model's is none, where its form says so."""
    low = low.strip().lower()
    if low == SYNTHETIC:
        return "no model: a message that Claude Code wrote itself, which costs nothing"
    match = _TUNED.search(low)
    return f"a tuned model of {match[1]}: the catalog has no price of it" if match else None


def tuned_base(low: str) -> str | None:
    """The name under which a provider prices a tuned model: `ft:BASE` of `ft:BASE:OWNER::ID`."""
    match = _TUNED.search(low)
    return f"ft:{match[1]}" if match else None


def sold_at(provider: str, identifier: str, names: NameIndex) -> tuple[str, ...]:
    """Routes that a provider sells under an identifier."""
    sold = names.api_models.get(identifier, ())
    return tuple(route for route in sold if seller(route) == provider)


def _plain_one(routes: tuple[str, ...]) -> tuple[str, ...]:
    """Of routes of one model, the one that is no variant; all of them where none is."""
    plain = tuple(route for route in routes if "/" not in route.partition("@")[2])
    return plain if len(plain) == 1 else routes
