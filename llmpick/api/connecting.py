"""How routes are reached: what the catalog says of a provider's endpoints, and of keys at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llmpick.catalog.contents import Catalog
from llmpick.catalog.in_force import in_force
from llmpick.core.connecting.connection import Connection, Endpoint, Host, Keys, connection
from llmpick.core.facts.records import Offering
from llmpick.errors import UserError, shown
from llmpick.inputs.names import model_of

OPENAI = ("openai-chat", "openai-responses")
"""What an address speaks of which nothing else is said."""


def endpoint(catalog: Catalog, offering: Offering) -> Endpoint:
    """What the catalog says of how *offering* is reached."""
    facts = facts_of(catalog, offering.provider, offering.model)
    spoken = catalog.dialects.of(offering) or ()
    base, key = facts("base_url"), facts("key_variable")
    hosts: list[Host] = []
    if base:
        usual = tuple(base.get("dialects") or OPENAI)
        hosts.append(Host(base["value"], usual))
        for one in (facts("further_hosts") or {}).get("value", ()):
            speaks = tuple(one.get("dialects") or usual)
            hosts.append(Host(one["base_url"], speaks, one.get("region"), one.get("note")))
    provider = catalog.providers[offering.provider]
    own = facts("own_model")
    regions = provider.processing_regions
    return Endpoint(
        provider=offering.provider,
        dialects=spoken,
        hosts=tuple(hosts),
        key_variable=key["value"] if key else None,
        variables=tuple((key or {}).get("further") or ()),
        sign_in=(facts("sign_in") or {}).get("value", "key"),
        own_model=own["value"] if own else None,
        processing_regions=regions.value if regions else None,
        docs_url=(facts("docs_url") or {}).get("value"),
        note=base.get("note") if base else None,
    )


def facts_of(catalog: Catalog, provider: str, model: str) -> Any:
    """A function from a fact's name to its entry in force, a model's own one before others."""
    record = catalog.record("providers", provider)
    own: Mapping[str, Any] = (record.get("own_terms") or {}).get(model) or {}
    usual: Mapping[str, Any] = record.get("facts") or {}
    day = catalog.meta.day
    return lambda name: in_force(own.get(name, usual.get(name)), day)


def connect(
    catalog: Catalog, name: str, regions: tuple[str, ...] = (), dialects: tuple[str, ...] = ()
) -> list[Connection]:
    """
    How each route that *name* means is reached, on sale ones first.

    Raises:
        AmbiguousName, UnknownName, UserError: it means none, or a model that nobody sells.
    """
    model, _, routes, _ = model_of(catalog, name)
    sold = [one for one in catalog.offerings if one.model == model]
    chosen = [one for one in sold if not routes or one.id in routes]
    if "@" not in name:
        chosen = [one for one in chosen if one.is_on_sale(catalog.meta.day)] or chosen
    if not chosen:
        raise UserError(f"`{shown(name)}` is sold nowhere", hint=f"llmpick show {model}")
    return [
        connection(one, endpoint(catalog, one), regions=regions, dialects=dialects)
        for one in sorted(chosen, key=lambda one: (not one.first_party, one.id))
    ]


def keys(catalog: Catalog, names: Iterable[str]) -> list[Keys]:
    """
    Of each provider that sells by the token: its variables, and which of them is in *names*.

    *names* are those of the environment that are not empty; no value comes in.
    """
    held = frozenset(names)
    found = []
    for provider in catalog.providers.values():
        if not provider.token_priced:
            continue
        facts = facts_of(catalog, provider.id, "")
        key = facts("key_variable")
        if key is None:
            continue
        others = [one for many in (key.get("by_tool") or {}).values() for one in many]
        variables = tuple(dict.fromkeys((key["value"], *_keys_only(others))))
        sign_in = (facts("sign_in") or {}).get("value", "key")
        first = next((one for one in variables if one in held), None)
        found.append(Keys(provider.id, provider.name, variables, first, sign_in))
    return found


def _keys_only(names: Iterable[str]) -> list[str]:
    """Those that hold a key: a project, a place or an address alone opens nothing."""
    ends = ("_PROJECT", "_LOCATION", "_ID", "_URL", "_ENDPOINT", "_REGION")
    return [one for one in names if not one.endswith(ends)]
