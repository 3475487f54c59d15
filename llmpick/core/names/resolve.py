"""
Resolve any spelling of a model, an offering or a route to canonical identifiers.

The tables (`name_index`) are built once, when the catalog is compiled; `resolve` only looks up.
The steps are tried in this order, and the first that answers wins: identifier, alias, offering
identifier, squashed key, set of tokens, subset of tokens. A name that fits several models, or one
model only after adding a word that tells models apart (`mini`, `flash`, a version, a size), is
never guessed: it comes back as candidates.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from llmpick.core.names.name_index import NameIndex
from llmpick.core.names.provider_path import (
    own_identifier,
    provider_of,
    remark,
    seller,
    sold_at,
    tuned_base,
    variants_named,
    without_marks,
)
from llmpick.core.names.spelling import (
    DOTTED,
    SIZE,
    VENDOR_WORDS,
    Spelling,
    cleaned,
    dashed,
    flat_form,
    path_ends,
    plain_form,
    readings,
    token_set,
    tokens,
    unwrapped,
)
from llmpick.core.need.need import EFFORTS


class Resolution(NamedTuple):
    """What a query stands for; without `model`, `candidates` or `suggestions` say what might."""

    query: str
    model: str | None = None
    effort: str | None = None
    routes: tuple[str, ...] = ()
    note: str | None = None
    candidates: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    rule: str = "none"
    taken_off: tuple[str, ...] = ()
    """Parts of the query that were left out and change no price: `[1m]`."""

    @property
    def said(self) -> str | None:
        """All that is to be said of how the query was read: what was taken off, and the note."""
        left = f"without `{' '.join(self.taken_off)}`" if self.taken_off else None
        return "; ".join(part for part in (left, self.note) if part) or None


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
_ROLLING = "rolling id"
# Names that no model has, but that can only mean one: a version too early, and sizes as the
# mixture of experts is built (16 or 128 experts of 17 billion active parameters).
_NO_LLAMA_3_405B = "there is no Llama 3 405B; taken as Llama 3.1 405B"
_RESPELLED = {
    "llama-3-405b": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama-3-0-405b": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama3-405b": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama-3-405b-instruct": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama3-405b-instruct": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama4-16x17b": ("llama-4-scout", None),
    "llama4-128x17b": ("llama-4-maverick", None),
}


def resolve(query: str, names: NameIndex) -> Resolution:
    """
    Find what a query stands for.

    Args:
        query: Any text: a name, an alias, an identifier of a provider, a file, a route, each with
            `:EFFORT` or not.
        names: Tables made by `build`.

    Returns:
        A model, or candidates newest first, or suggestions. Routes if the query fixes them.
    """
    low = cleaned(query)
    if low is None:
        return Resolution(query)
    name, taken_off = without_marks(low)
    found = _resolve_clean(name, names)
    return found._replace(query=query, taken_off=(*taken_off, *found.taken_off))


def _resolve_clean(low: str, names: NameIndex) -> Resolution:
    """Tell a route from a name; a canonical identifier needs no more than one look."""
    if low in names.ids:
        return Resolution(low, names.ids[low], rule="id")
    own = _own(low, names)
    if own is not None:
        return own
    # what Google Vertex puts after `@` is a snapshot (`@20240620`, `@001`) and no provider
    left, _, right = low.rpartition("@")
    if left and not re.fullmatch(r"\d{3,8}(?:[ _.-]\d+)?|default|latest", right):
        return _resolve_route(left, right, names)
    return _resolve_effort(low, None, names)


def _own(low: str, names: NameIndex) -> Resolution | None:
    """What a provider's own identifier, with the provider ahead, or a tuned model, stands for."""
    base = tuned_base(low)
    if base is not None or remark(low):
        routes = names.api_models.get(base or "", ())
        if not routes:
            return Resolution(low, note=remark(low))
        return Resolution(low, _models_of(routes)[0], routes=routes, rule="offering")
    found = own_identifier(low, names)
    if found is None:
        return None
    models = _models_of(found.routes)
    if len(models) > 1:
        return _either(low, models, names)
    note = _ROLLING if low.endswith("-latest") else None
    return Resolution(
        low, models[0], routes=found.routes, note=note, rule="offering", taken_off=found.taken_off
    )


def _resolve_route(left: str, right: str, names: NameIndex) -> Resolution:
    """Resolve `MODEL[:EFFORT]@PROVIDER[/VARIANT]`, each part in any spelling."""
    word, _, variant = right.partition("/")
    provider = provider_of(word, names)
    found = _resolve_effort(left, provider, names)
    if provider is None:
        offered = names.routes_of.get(found.model or "", ())
        return Resolution(left, note=f"no provider `{word}` in the catalog", suggestions=offered)
    if found.model is None:
        # the provider may settle what the name leaves open, but not by words that it lacks
        there = tuple(m for m in found.candidates if _routes_at(m, provider, names))
        if len(there) != 1 or found.rule == "subset":
            return found._replace(candidates=there or found.candidates)
        found = found._replace(model=there[0], candidates=())
    own = sold_at(provider, left, names)
    routes = own if own and not variant else _routes_named(found, provider, variant, names)
    if routes:
        return found._replace(routes=routes, rule="route")
    note = f"no offering of {found.model} at `{right}` in the catalog"
    return Resolution(left, note=note, suggestions=names.routes_of.get(found.model or "", ()))


def _routes_named(
    found: Resolution, provider: str, variant: str, names: NameIndex
) -> tuple[str, ...]:
    """Routes of a resolved model at a provider: one if the query names it to the end."""
    exact = f"{found.model}@{provider}" + (f"/{variant}" if variant else "")
    offered = names.routes_of.get(found.model or "", ())
    if any(route.lower() == exact.lower() for route in offered):
        return tuple(route for route in offered if route.lower() == exact.lower())
    if variant:
        return ()  # a variant that is not offered is not replaced by another one
    return found.routes or _routes_at(found.model or "", provider, names)


def _resolve_effort(low: str, provider: str | None, names: NameIndex) -> Resolution:
    """Split off `:EFFORT`, unless the whole is a name (`phi3:medium`, an Ollama tag)."""
    left, _, effort = low.rpartition(":")
    if not left or effort not in EFFORTS:
        return _resolve_name(low, provider, names)
    base = _resolve_name(left, provider, names)
    # `phi3:medium` could be an effort or a tag: with an exact identifier ahead it is an effort,
    # else the whole is tried as a name, and two different models come back as candidates
    if left not in names.ids:
        whole = _by_alias((low,), names) or _by_reading(plain_form(unwrapped(low).name), names)
        if whole and base.model is None:
            return _resolve_name(low, provider, names)
        if whole and base.model not in whole.models:
            return _either(low, (*whole.models, base.model or ""), names)
    return base._replace(effort=effort)


def _either(low: str, models: tuple[str, ...], names: NameIndex) -> Resolution:
    """Two readings of one text: both are candidates."""
    return Resolution(low, candidates=_newest_first(models, names), rule="squash")


def _resolve_name(low: str, provider: str | None, names: NameIndex) -> Resolution:
    """Resolve a name without effort; platform spellings may fix the provider."""
    own = None if provider or low in names.ids else _own(low, names)
    if own is not None:
        return own
    spelling = unwrapped(low)
    provider = provider or _provider_in(low, spelling, names)
    hit = _find(low, spelling, provider, names)
    if hit is None or not hit.models:
        note = hit.note if hit else None
        return Resolution(low, note=note, suggestions=_suggest(spelling.name, names))
    if len(hit.models) > 1 or not hit.sure:
        candidates = _newest_first(hit.models, names)
        return Resolution(low, note=hit.note, candidates=candidates, rule=hit.rule)
    model = hit.models[0]
    provider = provider or _onlyseller(low, hit.rule, names)
    if provider:
        routes = _routes_at(model, provider, names, low, spelling.variant)
    else:
        # an identifier that only variants are sold under means these, unless the model's own name
        plain = flat_form(low) in (flat_form(model), flat_form(model.partition("/")[2]))
        variants = () if plain else variants_named(low, names)
        routes = tuple(route for route in variants if _models_of((route,)) == (model,))
    remarks = (
        hit.note,
        _sold_as_other(low, model, provider, names),
        _not_sold(provider or spelling.provider, spelling.variant, routes),
    )
    note = "; ".join(remark for remark in remarks if remark) or None
    return Resolution(low, model, routes=routes, note=note, rule=hit.rule)


def _not_sold(provider: str | None, variant: str | None, routes: tuple[str, ...]) -> str | None:
    """Remark that the provider or variant in a spelling has no route."""
    where = f"{provider}/{variant}" if variant else provider
    found = bool(routes) and (variant is None or routes[0].endswith(f"@{where}"))
    return None if provider is None or found else f"no offering at {where} in the catalog"


def _find(low: str, spelling: Spelling, provider: str | None, names: NameIndex) -> _Hit | None:
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
        or _by_alias(forms, names)
        or _by_any_offering(forms, names)
        or _by_reading(plain, names)
        or _by_product(plain, names)
        or _by_subset(plain, names)
    )


def _by_id(forms: tuple[str, ...], names: NameIndex) -> _Hit | None:
    """Canonical identifier, also behind a host (`openrouter/openai/gpt-4o`)."""
    return next((_Hit("id", (names.ids[form],)) for form in forms if form in names.ids), None)


def _by_offering(forms: tuple[str, ...], provider: str | None, names: NameIndex) -> _Hit | None:
    """Identifier of a known provider: settles what collides between providers."""
    for form in forms if provider else ():
        routes = [r for r in _sold(form, names) if seller(r) == provider]
        if routes:
            note = _ROLLING if form.endswith("-latest") else None
            return _Hit("offering", _models_of(routes), note)
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
            return _Hit("alias", models, _ROLLING)
    if key.endswith("-latest"):
        return _Hit("subset", _supersets_of(plain, names), _ROLLING, sure=False)
    return None


def _by_respelling(key: str, note: str | None, names: NameIndex) -> _Hit | None:
    """Names that are wrong or coded, and still have one meaning."""
    target, remark = _RESPELLED.get(key, (None, None))
    models = names.squashed.get(target or "", ())
    return _Hit("alias", models, remark or note) if models else None


def _by_alias(forms: tuple[str, ...], names: NameIndex) -> _Hit | None:
    """Alias or display name, whatever its case and separators."""
    found = (names.aliases.get(flat_form(form)) for form in forms)
    return next((_Hit("alias", models) for models in found if models), None)


def _by_any_offering(forms: tuple[str, ...], names: NameIndex) -> _Hit | None:
    """Identifier of any provider."""
    found = (_sold(form, names) for form in forms)
    return next((_Hit("offering", _models_of(routes)) for routes in found if routes), None)


def _by_reading(plain: str, names: NameIndex) -> _Hit | None:
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
            dated = _dated_siblings(key, names) if note and note.startswith("snapshot") else ()
            return _Hit("squash" if squashed else "tokens", _unique((*models, *dated)), note)
    return None


def _by_product(plain: str, names: NameIndex) -> _Hit | None:
    """The product's name before a version: `chatgpt 4o mini` is the model GPT-4o mini."""
    for written, meant in ((r"chat-?gpt-(?=o\d)", ""), (r"chat-?gpt-(?=\d)", "gpt-")):
        if match := re.match(written, plain):
            hit = _by_reading(meant + plain[match.end() :], names)
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
        return _Hit("subset", _by_main_name(wanted, missing, names), note, sure=False)
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
    return _by_main_name(wanted, _supersets(wanted, names), names)


def _by_main_name(
    wanted: frozenset[str], models: Iterable[str], names: NameIndex
) -> tuple[str, ...]:
    """Of these models, those whose own name has all tokens too; all of them if none does."""
    models = tuple(models)
    named = (m for m in models if wanted <= tokens(m) or wanted <= tokens(names.names[m]))
    return tuple(named) or models


def _dated_siblings(key: str, names: NameIndex) -> tuple[str, ...]:
    """Models that differ from *key* by a date alone: an unknown date may mean any of them."""
    return tuple(
        model
        for known, models in names.squashed.items()
        if known.startswith(key + "-")
        and re.fullmatch(r"(?:(?:instruct|thinking)-)?\d{4}", known[len(key) + 1 :])
        for model in models
    )


def _suggest(name: str, names: NameIndex) -> tuple[str, ...]:
    """At most three models with a name near the unknown one."""
    from difflib import get_close_matches

    # identifiers without their lab, then display names: people type either
    pool = {model.partition("/")[2]: model for model in names.names}
    pool |= {name.lower().replace(" ", "-"): model for model, name in names.names.items()}
    near = get_close_matches(plain_form(name), pool, n=6, cutoff=0.75)
    return _unique(pool[key] for key in near)[:3] or _contained(plain_form(name), names)[:3]


def _contained(plain: str, names: NameIndex) -> tuple[str, ...]:
    """Models whose name is the largest part of a longer unknown one, of two words at least."""
    wanted = token_set(plain)
    inside = [key for key in names.token_sets if wanted.issuperset(key.split()) and " " in key]
    largest = max((key.count(" ") for key in inside), default=0)
    return _unique(m for key in inside if key.count(" ") == largest for m in names.token_sets[key])


def _host(low: str, names: NameIndex) -> str | None:
    """Provider in front of a path, as litellm writes it; a lab's name there is not one."""
    head, slash, _ = low.partition("/")
    provider = provider_of(head, names) if slash and head not in VENDOR_WORDS else None
    labs = (f"{head}/", f"{provider}/")
    return None if any(known.startswith(labs) for known in names.ids) else provider


def _provider_in(low: str, spelling: Spelling, names: NameIndex) -> str | None:
    """Provider that the form of a query names, unless others alone sell under that identifier."""
    provider = provider_of(spelling.provider or "", names) or _host(low, names)
    sellers = {seller(route) for route in _sold(low, names)}
    return provider if provider in sellers or not sellers else None


def _onlyseller(low: str, rule: str, names: NameIndex) -> str | None:
    """The provider of an identifier that only one provider uses."""
    sellers = {seller(route) for route in _sold(low, names)}
    certain = rule == "offering" or re.match(DOTTED, low)
    return sellers.pop() if certain and len(sellers) == 1 else None


def _routes_at(
    model: str, provider: str, names: NameIndex, low: str = "", variant: str | None = None
) -> tuple[str, ...]:
    """Routes of a model at a provider, narrowed by identifier and region where that leaves some."""
    routes = tuple(r for r in names.routes_of.get(model, ()) if seller(r) == provider)
    spelled = set(_sold(low, names))
    routes = tuple(r for r in routes if r in spelled) or routes
    if variant is None:
        return routes
    # a region that is not listed apart is served by the offering without one
    regional = tuple(r for r in routes if r.endswith(f"@{provider}/{variant}"))
    return regional or tuple(r for r in routes if r.endswith(f"@{provider}"))


def _sold_as_other(low: str, model: str, provider: str | None, names: NameIndex) -> str | None:
    """Warn that a provider serves another model under this identifier."""
    if provider:
        return None
    others = [r for r in _sold(low, names) if r.partition("@")[0] != model]
    return (
        f"at {seller(others[0])} this id serves {others[0].partition('@')[0]}" if others else None
    )


def _sold(low: str, names: NameIndex) -> tuple[str, ...]:
    """Routes sold under an identifier."""
    return names.api_models.get(low, ())


def _models_of(routes: Iterable[str]) -> tuple[str, ...]:
    """Models of routes, each once."""
    return _unique(route.partition("@")[0] for route in routes)


def _newest_first(models: Iterable[str], names: NameIndex) -> tuple[str, ...]:
    """By release date, then identifier; unknown dates last."""
    # two stable sorts: `reverse` must turn the dates, not the identifiers
    return tuple(sorted(sorted(models), key=lambda m: names.released.get(m, ""), reverse=True))


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    """Items in their order, each once."""
    return tuple(dict.fromkeys(items))
