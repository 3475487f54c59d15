"""What a month's work costs, and how prices moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from llmpick.api.facts import priced
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import age
from llmpick.core.answers import bills as bill
from llmpick.core.answers.bills import Bills
from llmpick.core.need import need as needs
from llmpick.core.need.need import Need
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.names import record_path, remarks, wanted_offerings
from llmpick.lang.said import said


def cost(
    catalog: Catalog,
    need: Need,
    names: Iterable[str] = (),
    *,
    effort: str | None = None,
    horizon_days: int = 90,
    top: int | None = None,
    by_route: bool | None = None,
) -> Bills:
    """
    The bills of the named models, or of all routes that meet *need*, cheapest first.

    Several named models stand by their cheapest routes, unless *by_route*; everything else by
    route, unless it is False.

    Raises:
        AmbiguousName, UnknownName, UserError: a name that means several or none; no such effort; a
            price among the bills that is older than *need* takes.
    """
    if effort is not None:
        effort = values.one_of("effort", effort, needs.EFFORTS)
    names = tuple(names)
    wanted = wanted_offerings(catalog, names)
    found = bill.bills(
        need,
        priced(catalog, need),
        wanted,
        effort=effort,
        horizon_days=horizon_days,
        top=top,
        by_model=_several(wanted, catalog) if by_route is None else not by_route,
    )
    age.check(need, found.offerings)
    return found._replace(remarks=remarks(catalog, names))


def _several(wanted: Mapping[str, str | None] | None, catalog: Catalog) -> bool:
    """Whether several models are named, and one of them by more than one route."""
    if wanted is None:
        return False
    models = {one.model for one in catalog.offerings if one.id in wanted}
    return 1 < len(models) < len(wanted)


class PriceEntry(NamedTuple):
    """One dated price list of a route, with where it was read; *entry* as it is recorded."""

    route: str
    entry: Mapping[str, Any]
    source: Mapping[str, Any]


def price_history(catalog: Catalog, names: Iterable[str]) -> list[PriceEntry]:
    """
    Every price list of the named models, by route, service and day.

    Raises:
        UserError: no model is named.
    """
    wanted = wanted_offerings(catalog, names)
    if wanted is None:
        raise UserError(
            said("a history is that of a model"), hint=said("llmpick cost gpt-4o --history")
        )
    found = []
    for offering in catalog.offerings:
        if offering.id in wanted:
            record = catalog.record("offerings", record_path(offering))
            for entry in record.get("prices") or ():
                found.append(PriceEntry(offering.id, entry, record["sources"][entry["source"]]))
    return sorted(found, key=_dated)


def _dated(row: PriceEntry) -> tuple[str, str, str, int, str]:
    entry = row.entry
    return (
        row.route,
        entry.get("service", "standard"),
        entry.get("window") or "",
        entry.get("over_input_tokens") or 0,
        entry.get("since") or "",
    )
