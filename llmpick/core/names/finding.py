"""Models that a spelling may mean, one way of looking after the other."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from llmpick.core.names.name_index import NameIndex
from llmpick.core.names.provider_path import (
    seller,
)
from llmpick.core.names.spelling import (
    SIZE,
    Spelling,
    dashed,
    flat_form,
    path_ends,
    plain_form,
    readings,
    token_set,
    tokens,
)


class _Hit(NamedTuple):
    """Models that one step found; one model that is not *sure* is still only a candidate."""

    rule: str
    models: tuple[str, ...]
    note: str | None = None
    sure: bool = True


# Families, dead and moving identifiers, state of November 2026: never resolved without a provider.
_AMBIGUOUS = {
    "gemini-pro": "`gemini-pro` is Gemini 1.0 Pro to the letter, and seldom meant so",
    "command-r": "`command-r` is the original of March 2024, not a later model",
    "command-r-plus": "`command-r-plus` is the original of April 2024, not a later model",
    "qwen-max": "`qwen-max` is a rolling id",
    "qwen-plus": "`qwen-plus` is a rolling id",
    "qwen-turbo": "`qwen-turbo` is a rolling id",
    "qwen-flash": "`qwen-flash` is a rolling id",
    "deepseek-chat": "`deepseek-chat` named several models and was removed from DeepSeek's API",
    "deepseek-reasoner": "`deepseek-reasoner` named several models and was removed from"
    " DeepSeek's API",
    "mistral-small": "`mistral-small` is a family",
    "mistral-medium": "`mistral-medium` is a family",
    "mistral-large": "`mistral-large` is a family",
    "mistral-large-latest": "rolling id, and the sources disagree on the model behind it",
}
ROLLING = "rolling id"
NO_LLAMA_3_405B = "there is no Llama 3 405B; taken as Llama 3.1 405B"
_RESPELLED = {
    "llama-3-405b": ("llama-3-1-405b", NO_LLAMA_3_405B),
    "llama-3-0-405b": ("llama-3-1-405b", NO_LLAMA_3_405B),
    "llama3-405b": ("llama-3-1-405b", NO_LLAMA_3_405B),
    "llama-3-405b-instruct": ("llama-3-1-405b", NO_LLAMA_3_405B),
    "llama3-405b-instruct": ("llama-3-1-405b", NO_LLAMA_3_405B),
    "llama4-16x17b": ("llama-4-scout", None),
    "llama4-128x17b": ("llama-4-maverick", None),
}


def find(low: str, spelling: Spelling, provider: str | None, names: NameIndex) -> _Hit | None:
    """
    Try the steps in order; the first that finds something answers.

    From the most literal to the loosest. What a provider's own identifier settles comes before the
    names that move, and those before aliases, so that no alias resolves a bare `gemini-pro`.
    """
    forms = path_ends(low)
    plain = plain_form(spelling.name)
    return (
        _by_id(forms, names)
        or _by_offering(forms, provider, names)
        or _by_full_alias(low, names)
        or _by_moving(forms, plain, names)
        or _by_respelling(dashed(plain), None, names)
        or by_alias(forms, names)
        or _by_any_offering(forms, names)
        or by_reading(plain, names)
        or _by_product(plain, names)
        or _by_subset(plain, names)
    )


def _by_id(forms: tuple[str, ...], names: NameIndex) -> _Hit | None:
    """Canonical identifier, also behind a host (`openrouter/openai/gpt-4o`)."""
    return next((_Hit("id", (names.ids[form],)) for form in forms if form in names.ids), None)


def _by_offering(forms: tuple[str, ...], provider: str | None, names: NameIndex) -> _Hit | None:
    """Identifier of a known provider: settles what collides between providers."""
    for form in forms if provider else ():
        routes = [r for r in sold(form, names) if seller(r) == provider]
        if routes:
            note = ROLLING if form.endswith("-latest") else None
            return _Hit("offering", models_of(routes), note)
    return None


def _by_full_alias(low: str, names: NameIndex) -> _Hit | None:
    """Alias in its platform's wrapping (`google/gemini-pro`): outranks the moving names."""
    wrapped = "/" in low or "--" in low or "@" in low
    models = names.aliases.get(flat_form(low), ()) if wrapped else ()
    return _Hit("alias", models) if len(models) == 1 else None


def _by_moving(forms: tuple[str, ...], plain: str, names: NameIndex) -> _Hit | None:
    """Names that move: resolved only where the catalog says what they point at."""
    key = dashed(plain)
    if key in _AMBIGUOUS:
        return _Hit("subset", _supersets_of(plain, names), _AMBIGUOUS[key], sure=False)
    for form in forms:
        if models := names.rolling.get(flat_form(form)):
            return _Hit("alias", models, ROLLING)
    if key.endswith("-latest"):
        return _Hit("subset", _supersets_of(plain, names), ROLLING, sure=False)
    return None


def _by_respelling(key: str, note: str | None, names: NameIndex) -> _Hit | None:
    """Names that are wrong or coded, and still have one meaning."""
    target, remark = _RESPELLED.get(key, (None, None))
    models = names.squashed.get(target or "", ())
    return _Hit("alias", models, remark or note) if models else None


def by_alias(forms: tuple[str, ...], names: NameIndex) -> _Hit | None:
    """Alias or display name, whatever its case and separators."""
    found = (names.aliases.get(flat_form(form)) for form in forms)
    return next((_Hit("alias", models) for models in found if models), None)


def _by_any_offering(forms: tuple[str, ...], names: NameIndex) -> _Hit | None:
    """Identifier of any provider."""
    found = (sold(form, names) for form in forms)
    return next((_Hit("offering", models_of(routes)) for routes in found if routes), None)


def by_reading(plain: str, names: NameIndex) -> _Hit | None:
    """Squashed key, then set of tokens, of each reading from the fullest to the barest."""
    for reading, note in readings(plain):
        key = dashed(reading)
        hit = _by_respelling(key, note, names)
        if hit:
            return hit
        squashed = names.squashed.get(key, ())
        models = squashed or names.token_sets.get(" ".join(sorted(token_set(reading))), ())
        if models:
            # a snapshot that the catalog lacks may be of any release with a date in its name
            dated = dated_siblings(key, names) if note and note.startswith("snapshot") else ()
            return _Hit("squash" if squashed else "tokens", unique((*models, *dated)), note)
    return None


def _by_product(plain: str, names: NameIndex) -> _Hit | None:
    """The product's name before a version: `chatgpt 4o mini` is the model GPT-4o mini."""
    for written, meant in ((r"chat-?gpt-(?=o\d)", ""), (r"chat-?gpt-(?=\d)", "gpt-")):
        if match := re.match(written, plain):
            hit = by_reading(meant + plain[match.end() :], names)
            return hit and hit._replace(
                note=hit.note or "ChatGPT is the product: taken as its model"
            )
    return None


def _by_subset(plain: str, names: NameIndex) -> _Hit | None:
    """A name with words left out: one model if only brand, date or active size are missing."""
    for reading, note in readings(plain):
        wanted = token_set(reading)
        missing = _supersets(wanted, names)
        if missing:
            return _judge(wanted, missing, note, names)
    return None


def _judge(
    wanted: frozenset[str],
    missing: dict[str, list[frozenset[str]]],
    note: str | None,
    names: NameIndex,
) -> _Hit:
    """Sure of a model if it alone has no further token that distinguishes models."""
    versioned = any(token[0].isdigit() for token in wanted)
    complete = {
        model: sets
        for model, sets in missing.items()
        if any(all(_neutral(t, versioned, names) for t in lacking) for lacking in sets)
    }
    if len(complete) != 1:
        return _Hit("subset", by_main_name(wanted, missing, names), note, sure=False)
    [(model, sets)] = complete.items()
    if all("preview" in lacking for lacking in sets):
        note = note or "only the preview is in the catalog"
    return _Hit("subset", (model,), note)


def _neutral(token: str, versioned: bool, names: NameIndex) -> bool:
    """Whether a model may carry this token without being another model for it."""
    if token in names.brands or token == "preview":
        return True
    # active size, number of experts, a date: details of one release, where the name has a version
    return versioned and re.fullmatch(r"a\d+b|\d+e|\d{4,8}|\d\d\.\d\d", token) is not None


def _supersets(wanted: frozenset[str], names: NameIndex) -> dict[str, list[frozenset[str]]]:
    """Models with every wanted token, and what each spelling has besides; needs a real word."""
    if not any(re.search("[a-z]", t) and not re.fullmatch(SIZE, t) for t in wanted):
        return {}
    # the longest token is in the fewest keys: a cheap test before sets are built
    rare = max(wanted, key=lambda token: (len(token), token))
    found: dict[str, list[frozenset[str]]] = {}
    for joined, models in names.token_sets.items():
        if rare in joined and wanted <= (have := frozenset(joined.split())):
            for model in models:
                found.setdefault(model, []).append(have - wanted)
    return found


def _supersets_of(plain: str, names: NameIndex) -> tuple[str, ...]:
    """Models that a moving name may mean."""
    wanted = token_set(plain) - {"latest"}
    return by_main_name(wanted, _supersets(wanted, names), names)


def models_of(routes: Iterable[str]) -> tuple[str, ...]:
    """Models of routes, each once."""
    return unique(route.partition("@")[0] for route in routes)


def newest_first(models: Iterable[str], names: NameIndex) -> tuple[str, ...]:
    """By release date, then identifier; unknown dates last."""
    # two stable sorts: `reverse` must turn the dates, not the identifiers
    return tuple(sorted(sorted(models), key=lambda m: names.released.get(m, ""), reverse=True))


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Items in their order, each once."""
    return tuple(dict.fromkeys(items))


def by_main_name(
    wanted: frozenset[str], models: Iterable[str], names: NameIndex
) -> tuple[str, ...]:
    """Of these models, those whose own name has all tokens too; all of them if none does."""
    models = tuple(models)
    named = (m for m in models if wanted <= tokens(m) or wanted <= tokens(names.names[m]))
    return tuple(named) or models


def dated_siblings(key: str, names: NameIndex) -> tuple[str, ...]:
    """Models that differ from *key* by a date alone: an unknown date may mean any of them."""
    return tuple(
        model
        for known, models in names.squashed.items()
        if known.startswith(key + "-")
        and re.fullmatch(r"(?:(?:instruct|thinking)-)?\d{4}", known[len(key) + 1 :])
        for model in models
    )


def sold(low: str, names: NameIndex) -> tuple[str, ...]:
    """Routes sold under an identifier."""
    return names.api_models.get(low, ())
