"""The route that a name in a log means, with the provider and region that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.catalog.contents import Catalog
from llmpick.core.cost import uplift
from llmpick.core.facts.records import Offering, Prices
from llmpick.core.names import provider_path
from llmpick.core.names.resolve import Resolution, resolve


class Meant(NamedTuple):
    """
    The offering that a name means, or *why* there is none: never a neighbour.

    *left_out* are the parts of what was logged that the price does not follow, for a person: a
    region that has no price of its own.
    """

    offering: Offering | None
    why: str = ""
    left_out: tuple[str, ...] = ()


def route_named(
    catalog: Catalog,
    sold: Iterable[Offering],
    name: str,
    *,
    provider: str = "",
    region: str = "",
    variant: str = "",
    providers: tuple[str, ...] = (),
) -> Meant:
    """
    The route that a *name* of a log means.

    A provider's own identifier is looked up before anything is taken off. A model without a host
    is its developer's own offering where there is one; of several variants there, the one of that
    very name, or the plain one.

    Args:
        catalog: Its names and uplifts.
        sold: The offerings that may be meant, with the price lists of the log's days.
        name: As it is logged, with its provider ahead or without.
        provider: The provider that the log states beside it, in any spelling; empty: none.
        region: The region likewise (`us-gov-west-1`, `eu`).
        variant: The variant likewise (`fast`, `free`), which is no other name: it is sold or not.
        providers: Of several hosts, those that are taken.
    """
    host = provider_path.provider_of(provider, catalog.names) if provider else None
    if provider and host is None:
        return Meant(None, f"no provider `{provider}` in the catalog")
    meant = _resolved(catalog, name.lower(), host)
    if meant.model is None:
        tuned = _tuned(catalog, sold, name.lower(), host)
        if tuned is not None:
            return Meant(tuned)
        unknown = meant.note or "unknown model"
        return Meant(None, "fits several models" if meant.candidates else unknown)
    if meant.rule == "subset" or meant.note:
        return Meant(None, f"may be {meant.model}: {meant.note or 'not its name'}")
    found = [
        item
        for item in sold
        if item.model == meant.model
        and (not meant.routes or item.id in meant.routes)
        and (host is None or item.provider == host)
    ]
    one, why = _one(found, name, providers)
    left_out = meant.taken_off
    if one is not None and variant and one.variant != variant:
        one, why = _beside(sold, one, variant), f"no variant `{variant}` there in the catalog"
    if one is not None and region:
        one, left_out = _in_region(catalog, sold, one, region, left_out)
    return Meant(one, "" if one else why, left_out)


TUNED = "tuned"
"""The variant of a route that stands for a model that its user has tuned."""


def _tuned(
    catalog: Catalog, sold: Iterable[Offering], low: str, host: str | None
) -> Offering | None:
    """A tuned model at its provider's price of such, where the provider states one."""
    base = provider_path.tuned_base(low)
    if base is None:
        return None
    for provider in catalog.ids("tuning"):
        for row in catalog.record("tuning", provider).get("tuned_prices") or ():
            if row["identifier"] != base or row.get("disputed") or host not in (None, provider):
                continue
            plain = (row["model"], provider, None)
            own = next(
                (one for one in sold if (one.model, one.provider, one.variant) == plain), None
            )
            if own is None:
                continue
            prices = Prices(
                *("USD", row["input_per_mtok"], row["output_per_mtok"]),
                row.get("cache_read_per_mtok"),
            )
            return own._replace(
                variant=TUNED, api_model=base, prices=prices, price_lists=(), peak_share=None
            )
    return None


def _resolved(catalog: Catalog, low: str, host: str | None) -> Resolution:
    """The name as an identifier of its provider, else whatever it means there."""
    bare, taken_off = provider_path.without_marks(low.strip())
    for text in (f"{host}/{bare}", bare) if host else (bare,):
        own = provider_path.own_identifier(text, catalog.names)
        models = {route.partition("@")[0] for route in own.routes} if own else set()
        if own is None or len(models) != 1 or text.endswith("-latest"):
            continue
        # where the developer serves another model under a model's own identifier, nothing is sure
        if catalog.names.ids.get(text) in (None, *models):
            left = (*taken_off, *own.taken_off)
            return Resolution(low, models.pop(), routes=own.routes, rule="offering", taken_off=left)
    return resolve(f"{low}@{host}" if host and "@" not in low else low, catalog.names)


def _one(
    found: list[Offering], name: str, providers: tuple[str, ...]
) -> tuple[Offering | None, str]:
    """The one that is meant of the offerings of a model, or why none is."""
    if providers:
        found = [item for item in found if item.provider in providers]
    found = [item for item in found if item.first_party] or found
    if len({item.provider for item in found}) > 1:
        return None, "several hosts sell it: --provider says which"
    if len(found) > 1:
        found = [item for item in found if name in (item.api_model, item.model, item.id)] or found
    if len(found) > 1:
        found = [item for item in found if item.variant is None] or found
    if len(found) == 1:
        return found[0], ""
    return None, f"sold in {len(found)} variants there" if found else "sold nowhere"


def _beside(sold: Iterable[Offering], one: Offering, variant: str) -> Offering | None:
    """The same model at the same provider as another variant."""
    wanted = (one.model, one.provider, variant)
    return next(
        (item for item in sold if (item.model, item.provider, item.variant) == wanted), None
    )


def _in_region(
    catalog: Catalog,
    sold: Iterable[Offering],
    one: Offering,
    region: str,
    left_out: tuple[str, ...],
) -> tuple[Offering, tuple[str, ...]]:
    """*one* at the price of a region, where the catalog has it; else the region is left out."""
    region = region.strip().lower()
    own = _beside(sold, one, region)
    if own is not None or one.variant == region:
        return own or one, left_out
    code = region.upper()
    if one.provider in catalog.uplifts and code.isalpha():
        models = catalog.models
        [dearer] = uplift.uplifted([one], models, (code,), catalog.uplifts)
        return dearer, left_out
    return one, (*left_out, f"region {region}")
