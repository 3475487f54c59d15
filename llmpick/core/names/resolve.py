"""
Resolve any spelling of a model, an offering or a route to canonical identifiers.

The tables (`name_index`) are built once, when the catalog is compiled; `resolve` only looks up.
The steps are tried in this order, and the first that answers wins: identifier, alias, offering
identifier, squashed key, set of tokens, subset of tokens. A name that fits several models, or one
model only after adding a word that tells models apart (`mini`, `flash`, a version, a size), is
never guessed: it comes back as candidates.
"""

import re
from typing import NamedTuple

from llmpick.core.names.finding import (
    ROLLING,
    by_alias,
    by_reading,
    find,
    models_of,
    newest_first,
    sold,
    unique,
)
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
    VENDOR_WORDS,
    Spelling,
    cleaned,
    flat_form,
    plain_form,
    token_set,
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


# Names that no model has, but that can only mean one: a version too early, and sizes as the
# mixture of experts is built (16 or 128 experts of 17 billion active parameters).


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
        return Resolution(low, models_of(routes)[0], routes=routes, rule="offering")
    found = own_identifier(low, names)
    if found is None:
        return None
    models = models_of(found.routes)
    if len(models) > 1:
        return _either(low, models, names)
    note = ROLLING if low.endswith("-latest") else None
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
        whole = by_alias((low,), names) or by_reading(plain_form(unwrapped(low).name), names)
        if whole and base.model is None:
            return _resolve_name(low, provider, names)
        if whole and base.model not in whole.models:
            return _either(low, (*whole.models, base.model or ""), names)
    return base._replace(effort=effort)


def _either(low: str, models: tuple[str, ...], names: NameIndex) -> Resolution:
    """Two readings of one text: both are candidates."""
    return Resolution(low, candidates=newest_first(models, names), rule="squash")


def _resolve_name(low: str, provider: str | None, names: NameIndex) -> Resolution:
    """Resolve a name without effort; platform spellings may fix the provider."""
    own = None if provider or low in names.ids else _own(low, names)
    if own is not None:
        return own
    spelling = unwrapped(low)
    provider = provider or _provider_in(low, spelling, names)
    hit = find(low, spelling, provider, names)
    if hit is None or not hit.models:
        note = hit.note if hit else None
        return Resolution(low, note=note, suggestions=_suggest(spelling.name, names))
    if len(hit.models) > 1 or not hit.sure:
        candidates = newest_first(hit.models, names)
        return Resolution(low, note=hit.note, candidates=candidates, rule=hit.rule)
    model = hit.models[0]
    provider = provider or _onlyseller(low, hit.rule, names)
    if provider:
        routes = _routes_at(model, provider, names, low, spelling.variant)
    else:
        # an identifier that only variants are sold under means these, unless the model's own name
        plain = flat_form(low) in (flat_form(model), flat_form(model.partition("/")[2]))
        variants = () if plain else variants_named(low, names)
        routes = tuple(route for route in variants if models_of((route,)) == (model,))
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


def _suggest(name: str, names: NameIndex) -> tuple[str, ...]:
    """At most three models with a name near the unknown one."""
    from difflib import get_close_matches

    # identifiers without their lab, then display names: people type either
    pool = {model.partition("/")[2]: model for model in names.names}
    pool |= {name.lower().replace(" ", "-"): model for model, name in names.names.items()}
    near = get_close_matches(plain_form(name), pool, n=6, cutoff=0.75)
    return unique(pool[key] for key in near)[:3] or _contained(plain_form(name), names)[:3]


def _contained(plain: str, names: NameIndex) -> tuple[str, ...]:
    """Models whose name is the largest part of a longer unknown one, of two words at least."""
    wanted = token_set(plain)
    inside = [key for key in names.token_sets if wanted.issuperset(key.split()) and " " in key]
    largest = max((key.count(" ") for key in inside), default=0)
    return unique(m for key in inside if key.count(" ") == largest for m in names.token_sets[key])


def _host(low: str, names: NameIndex) -> str | None:
    """Provider in front of a path, as litellm writes it; a lab's name there is not one."""
    head, slash, _ = low.partition("/")
    provider = provider_of(head, names) if slash and head not in VENDOR_WORDS else None
    labs = (f"{head}/", f"{provider}/")
    return None if any(known.startswith(labs) for known in names.ids) else provider


def _provider_in(low: str, spelling: Spelling, names: NameIndex) -> str | None:
    """Provider that the form of a query names, unless others alone sell under that identifier."""
    provider = provider_of(spelling.provider or "", names) or _host(low, names)
    sellers = {seller(route) for route in sold(low, names)}
    return provider if provider in sellers or not sellers else None


def _onlyseller(low: str, rule: str, names: NameIndex) -> str | None:
    """The provider of an identifier that only one provider uses."""
    sellers = {seller(route) for route in sold(low, names)}
    certain = rule == "offering" or re.match(DOTTED, low)
    return sellers.pop() if certain and len(sellers) == 1 else None


def _routes_at(
    model: str, provider: str, names: NameIndex, low: str = "", variant: str | None = None
) -> tuple[str, ...]:
    """Routes of a model at a provider, narrowed by identifier and region where that leaves some."""
    routes = tuple(r for r in names.routes_of.get(model, ()) if seller(r) == provider)
    spelled = set(sold(low, names))
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
    others = [r for r in sold(low, names) if r.partition("@")[0] != model]
    return (
        f"at {seller(others[0])} this id serves {others[0].partition('@')[0]}" if others else None
    )
