"""How the routes of a trial are called: address, placeholders, keys from the environment."""

from __future__ import annotations

from collections.abc import Mapping

from llmpick.api.connecting import OPENAI, endpoint
from llmpick.catalog.contents import Catalog
from llmpick.core.connecting.connection import (
    REGION_NAMES,
    Connection,
    Host,
    connection,
)
from llmpick.core.facts.records import Offering
from llmpick.core.facts.regions import countries
from llmpick.core.need.need import Need
from llmpick.core.privacy.levels import region_of
from llmpick.errors import UserError
from llmpick.trying.registry import DIALECTS


def connected(
    catalog: Catalog,
    need: Need,
    offering: Offering,
    urls: Mapping[str, str],
    environment: Mapping[str, str],
) -> Connection:
    """
    How a route is called, in a region of *need* where it asks for one.

    Args:
        catalog: Knows addresses.
        need: What it keeps to.
        offering: What is called.
        urls: Addresses of the user's own, by provider, which they vouch for.
        environment: Variables; what stands in an address as a name in braces is read from them.

    Raises:
        UserError: no address is known, none keeps the need, it wants more than a key, nothing here
            speaks its dialect, or a name in braces is not set.
    """
    known, url = endpoint(catalog, offering), urls.get(offering.provider)
    regions: tuple[str, ...] = ()
    if url is not None:
        spoken = known.dialects or OPENAI
        known = known._replace(hosts=(Host(url, spoken),), dialects=spoken, sign_in="key")
    else:
        regions = tuple(need.allowed_regions)
    found = connection(offering, known, regions=regions, dialects=tuple(DIALECTS))
    if found.refusal is not None:
        raise UserError(found.refusal, hint="another host, or --base-url PROVIDER=URL")
    if found.sign_in != "key":
        raise UserError(
            f"{offering.provider} wants {found.sign_in}, and no plain key",
            hint="another host, or --base-url PROVIDER=URL of a gateway",
        )
    return _filled(found, environment)


def _filled(found: Connection, environment: Mapping[str, str]) -> Connection:
    """*found* with the user's own in the place of names in braces."""
    for name in found.placeholders:
        value = environment.get(name)
        if not value or not value.isprintable() or set(value) & set("/{}?#@ "):
            raise UserError(
                f"`{found.route}` wants {name}, which is yours to say",
                hint=f"export {name}=..., or --base-url {found.provider}=URL",
            )
        if found.region and name in REGION_NAMES:
            place = region_of(value)
            if place is None or not countries(place) <= countries(found.region):
                raise UserError(
                    f"{name}={value} is not known to be in {found.region}",
                    hint=f"a region in {found.region}",
                )
        found = found._replace(
            base_url=(found.base_url or "").replace(f"{{{name}}}", value),
            model=found.model.replace(f"{{{name}}}", value),
        )
    return found


def keys(
    connections: Mapping[str, Connection], environment: Mapping[str, str]
) -> dict[str, str | None]:
    """
    The key of each route, by its variable; None where none is sent.

    Raises:
        UserError: variables are not set; they are named, never shown.
    """
    missing = sorted(
        {
            one.key_variable
            for one in connections.values()
            if one.key_variable and not environment.get(one.key_variable)
        }
    )
    if missing:
        raise UserError(
            f"no key in {', '.join(missing)}",
            hint=f"export {missing[0]}=...; keys are read from the environment alone",
        )
    return {
        route: environment[one.key_variable] if one.key_variable else None
        for route, one in connections.items()
    }
