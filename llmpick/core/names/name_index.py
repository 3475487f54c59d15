"""All spellings of models and offerings, as tables to look them up in."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from llmpick.core.names.spelling import flat_form, folded_provider, joined_tokens, squash

Index = dict[str, tuple[str, ...]]


class ModelNames(NamedTuple):
    """What a catalog knows about the names of one model."""

    id: str
    name: str
    released: str | None
    aliases: tuple[str, ...]
    rolling: tuple[str, ...]
    """Identifiers that move from model to model (`-latest`): kept out of `aliases`."""


class OfferingNames(NamedTuple):
    """What a catalog knows about the names of one offering."""

    route: str
    """`MODEL@PROVIDER[/VARIANT]`."""
    model: str
    provider: str
    api_models: tuple[str, ...]
    """Identifiers as the provider spells them; two providers may use one for different models."""


class NameIndex(NamedTuple):
    """Every look-up table of the resolver: dictionaries and tuples of strings, nothing else."""

    ids: dict[str, str]
    """Lower-case canonical identifier to identifier."""
    aliases: Index
    """Flat alias or display name to models."""
    rolling: Index
    """Flat moving identifier to models."""
    api_models: Index
    """Lower-case identifier of a provider to routes."""
    routes_of: Index
    """Model to its routes."""
    providers: dict[str, str]
    """Provider, folded, and what tools call it, to provider."""
    squashed: Index
    """Squashed key to models."""
    token_sets: Index
    """Sorted tokens, joined by blanks, to models."""
    brands: dict[str, str]
    """First word of a family (`gpt`, `claude`) to one lab that uses it."""
    released: dict[str, str]
    """Model to its release date, ISO; empty if unknown."""
    names: dict[str, str]
    """Model to its display name."""


def build(
    models: Iterable[ModelNames],
    offerings: Iterable[OfferingNames],
    tool_names: Mapping[str, Iterable[str]] | None = None,
) -> NameIndex:
    """
    Compute every look-up table, once, so that `resolve` only looks up.

    An alias outranks an identifier of a provider: the latter only fills keys still free.

    Args:
        models: Names of all models; their order does not matter.
        offerings: Names of all offerings.
        tool_names: What tools call each provider.
    """
    # sorted, so that the tables are the same whatever order the files were read in
    models = sorted(models, key=lambda m: m.id)
    offerings = sorted(offerings, key=lambda o: o.route)
    spelled = [(alias, m.id) for m in models for alias in _spellings(m)]
    sold = [(api, o.model) for o in offerings for api in o.api_models]
    return NameIndex(
        ids={m.id.lower(): m.id for m in models},
        aliases=_index((flat_form(text), model) for text, model in spelled),
        rolling=_rolling_index(models),
        api_models=_index((api.lower(), o.route) for o in offerings for api in o.api_models),
        routes_of=_index((o.model, o.route) for o in offerings),
        providers=_provider_words(offerings, tool_names or {}),
        squashed=_keyed(squash, spelled, sold),
        token_sets=_keyed(joined_tokens, spelled, sold),
        brands={brand(m.id): m.id.partition("/")[0] for m in models},
        released={m.id: m.released or "" for m in models},
        names={m.id: m.name for m in models},
    )


def _provider_words(
    offerings: Iterable[OfferingNames], tool_names: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Every word for a provider that sells something; its identifier outranks a tool's name."""
    own = {folded_provider(o.provider): o.provider for o in offerings}
    sellers = set(own.values())
    named = {
        folded_provider(word): provider
        for provider, words in sorted(tool_names.items())
        for word in sorted(words)
        if provider in sellers
    }
    return named | own


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    """Gather the values of equal keys, in order."""
    found: dict[str, dict[str, None]] = {}  # the inner one is an ordered set
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items() if key}


def _keyed(
    key: Callable[[str], str], spelled: list[tuple[str, str]], sold: list[tuple[str, str]]
) -> Index:
    """Index by a key of the spelling; what providers write only where no alias stands."""
    certain = _index((key(text), model) for text, model in spelled)
    # the right side of `|` wins
    return _index((key(text), model) for text, model in sold) | certain


def _spellings(model: ModelNames) -> tuple[str, ...]:
    """All fixed spellings of a model."""
    return (model.id, model.id.partition("/")[2], model.name, *model.aliases)


def _rolling_index(models: Iterable[ModelNames]) -> Index:
    """Moving identifiers; a bare one also means what others put under a path of that name."""
    pairs = [(text, m.id) for m in models for text in m.rolling]
    index = _index((flat_form(text), model) for text, model in pairs)
    bare = _index((flat_form(text.rpartition("/")[2]), model) for text, model in pairs)
    return index | {text: found for text, found in bare.items() if text in index}


def brand(model: str) -> str:
    """First word of a family: `gpt` of `openai/gpt-4o`."""
    match = re.match(r"[a-z]{2,}", model.partition("/")[2].lower())
    return match[0] if match else model
