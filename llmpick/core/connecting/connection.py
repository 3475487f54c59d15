"""From what is known of a provider's endpoints to what a request of one route must name."""

from __future__ import annotations

import re
from typing import NamedTuple

from llmpick.core.facts.records import Offering
from llmpick.core.facts.regions import countries
from llmpick.core.privacy.levels import region_of

PATHS = {
    "openai-chat": "/chat/completions",
    "openai-responses": "/responses",
    "anthropic-messages": "/v1/messages",
    "gemini": "/models/{model}:generateContent",
    "bedrock-converse": "/model/{model}/converse",
}
"""Dialect → what follows the base address; other dialects are not known here."""

REGION_NAMES = frozenset(("AWS_REGION", "LOCATION", "REGION"))
"""Placeholders of an address that name the region of its host."""

_PLACEHOLDER = re.compile(r"\{([A-Z][A-Z0-9_]*)\}")


IDENTIFIER_FORMS = {
    "amazon-bedrock": re.compile(r"[a-z0-9-]+(?:\.[A-Za-z0-9:_-]+)+"),
    "cloudflare": re.compile(r"@cf/[^/]+/[^/]+"),
    "fireworks": re.compile(r"accounts/[^/]+/(?:models|routers)/[^/]+"),
    "google": re.compile(r"(?!.*-maas$)[^/]+"),
}
"""What an identifier looks like at a provider that has a form for it."""


class Host(NamedTuple):
    """A base address, the *dialects* that it speaks, and the *region* that it keeps to, if any."""

    base_url: str
    dialects: tuple[str, ...]
    region: str | None = None
    note: str | None = None


class Endpoint(NamedTuple):
    """
    What is known of how a provider is reached for one model.

    *dialects* are those that the model is served in, the main one first. *hosts* has the usual
    address first. *sign_in* is `key` where a key as it is goes into the request, else what is
    made of it. *own_model* names what the user must fill in instead of an identifier of the model.
    *processing_regions* None: not known.
    """

    provider: str
    dialects: tuple[str, ...]
    hosts: tuple[Host, ...]
    key_variable: str | None
    variables: tuple[str, ...] = ()
    sign_in: str = "key"
    own_model: str | None = None
    processing_regions: tuple[str, ...] | None = None
    docs_url: str | None = None
    note: str | None = None


class Connection(NamedTuple):
    """
    What a request of one route names; with a *refusal*, why there is none that keeps the need.

    *url* is the whole address of a request. *placeholders* are the names in braces in *base_url*
    and *model*: the user's own, never filled in here. Values of *headers* hold `$NAME` for the
    variable that has the key. *sign_in* other than `key`: the headers want a token that is made of
    what the variables hold. *region* is the code that the connection keeps to, None: none asked.
    """

    route: str
    provider: str
    base_url: str | None
    url: str | None
    model: str
    dialect: str | None
    key_variable: str | None
    variables: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    placeholders: tuple[str, ...]
    sign_in: str
    region: str | None
    docs_url: str | None
    notes: tuple[str, ...]
    refusal: str | None = None

    @property
    def has_plain_key(self) -> bool:
        """Whether one variable and what is the user's own are all that a request wants."""
        return self.sign_in == "key" and self.url is not None and self.key_variable is not None


class Keys(NamedTuple):
    """A provider and its key's variables; *found* is the first that the environment has."""

    provider: str
    name: str
    variables: tuple[str, ...]
    found: str | None
    sign_in: str


def connection(
    offering: Offering,
    endpoint: Endpoint,
    *,
    regions: tuple[str, ...] = (),
    dialects: tuple[str, ...] = (),
) -> Connection:
    """
    How *offering* is reached by *endpoint*.

    Args:
        offering: The route.
        endpoint: What is known of its provider.
        regions: Codes of which one must be kept; empty: any host will do.
        dialects: Those that the caller speaks, best first; empty: as the provider prefers.
    """
    model = f"{{{endpoint.own_model}}}" if endpoint.own_model else offering.api_model
    nothing = _connection(offering, endpoint, model)
    shape = IDENTIFIER_FORMS.get(offering.provider)
    if shape and not shape.fullmatch(offering.api_model):
        why = (
            f"`{offering.api_model}` is no identifier of {offering.provider}: the catalog is wrong"
        )
        return nothing._replace(refusal=why)
    speaking = _speaking(endpoint, dialects)
    if not speaking:
        return nothing._replace(refusal=_unspoken(endpoint, dialects))
    if not regions:
        dialect, host = next((one for one in speaking if one[1].region is None), speaking[0])
        return _reached(nothing, dialect, host)
    if offering.region and region_of(offering.region) not in regions:
        why = f"{offering.id} runs in {offering.region}, which is none of {', '.join(regions)}"
        return nothing._replace(refusal=why)
    for dialect, host in speaking:
        kept = _kept(host, offering, endpoint, regions)
        if kept:
            return _reached(nothing, dialect, host, kept)
    where = " or ".join(regions)
    why = f"no address of {endpoint.provider} is known that keeps requests in {where}"
    return nothing._replace(refusal=why)


def _connection(offering: Offering, endpoint: Endpoint, model: str) -> Connection:
    """All but the address."""
    return Connection(
        route=offering.id,
        provider=endpoint.provider,
        base_url=None,
        url=None,
        model=model,
        dialect=None,
        key_variable=endpoint.key_variable,
        variables=endpoint.variables,
        headers=(),
        placeholders=(),
        sign_in=endpoint.sign_in,
        region=None,
        docs_url=endpoint.docs_url,
        notes=(endpoint.note,) if endpoint.note else (),
    )


def _speaking(endpoint: Endpoint, wanted: tuple[str, ...]) -> list[tuple[str, Host]]:
    """Dialects that the model is served in and the caller speaks, each with a host of it."""
    order = [name for name in wanted if name in endpoint.dialects] if wanted else endpoint.dialects
    found = [(name, host) for name in order for host in endpoint.hosts if name in host.dialects]
    if wanted:
        return found
    # what can be sent whole comes before what has only an address
    return sorted(found, key=lambda one: one[0] not in PATHS)


def _unspoken(endpoint: Endpoint, wanted: tuple[str, ...]) -> str:
    if not endpoint.hosts:
        return f"no address of {endpoint.provider} is known"
    if not endpoint.dialects:
        return f"no source says which dialect {endpoint.provider} speaks for it"
    spoken = ", ".join(endpoint.dialects)
    if wanted and not set(wanted) & set(endpoint.dialects):
        return f"{endpoint.provider} speaks {spoken}, not {', '.join(wanted)}"
    return f"no address of {endpoint.provider} is known that speaks {spoken}"


def _kept(
    host: Host, offering: Offering, endpoint: Endpoint, regions: tuple[str, ...]
) -> str | None:
    """The region of *regions* that *host* keeps to, or None."""
    for region in regions:
        area = countries(region)
        if host.region:
            if countries(host.region) <= area:
                return region
            continue
        listed = endpoint.processing_regions
        if listed and all(countries(one) <= area for one in listed):
            return region
        # the user names the host's region, so that one in the area can be named
        names_region = REGION_NAMES & set(_PLACEHOLDER.findall(host.base_url))
        of_profile = offering.region is not None and region_of(offering.region) == region
        pinned = listed is not None and (region in listed or "any-of-the-cloud" in listed)
        if names_region and (of_profile or (offering.region is None and pinned)):
            return region
    return None


def _reached(made: Connection, dialect: str, host: Host, region: str | None = None) -> Connection:
    """*made* with the address of *host*."""
    base = host.base_url.rstrip("/")
    path = PATHS.get(dialect)
    url = base + path.replace("{model}", made.model) if path and made.sign_in == "key" else None
    names = dict.fromkeys(_PLACEHOLDER.findall(base) + _PLACEHOLDER.findall(made.model))
    notes = [*made.notes, *((host.note,) if host.note else ())]
    for name in names:
        if region and name in REGION_NAMES:
            notes.append(f"{name} must be a region in {region}")
    return made._replace(
        base_url=base,
        url=url,
        dialect=dialect,
        headers=_headers(dialect, made.key_variable) if made.sign_in == "key" else (),
        placeholders=tuple(names),
        region=region,
        notes=tuple(notes),
    )


def _headers(dialect: str, key: str | None) -> tuple[tuple[str, str], ...]:
    """What a request bears beside its body: the key by the name of its variable."""
    if key is None:
        return ()
    if dialect == "anthropic-messages":
        return (("x-api-key", f"${key}"), ("anthropic-version", "2023-06-01"))
    if dialect == "gemini":
        return (("x-goog-api-key", f"${key}"),)
    return (("Authorization", f"Bearer ${key}"),)
