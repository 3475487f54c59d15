"""Whose agreement rests on nothing that a state says: taken back, so that none is kept by hand."""

from __future__ import annotations

import copy
import datetime

from llmpick.feeds.records import StoredOffering, Table


def without_unfounded(offering: StoredOffering, feed: str, day: datetime.date) -> Table | None:
    """
    Its table without the agreement of *feed* as of *day*; None where there is none.

    Args:
        offering: One that the state of that day does not name, or of which it was refused.
        feed: Whose agreement it is.
        day: Day of the state.
    """
    sources = offering.data["sources"]
    own = {name for name, one in sources.items() if one.get("feed") == feed and one["read"] == day}
    if not any(own & set(price.get("agreeing") or ()) for price in _prices(offering.data)):
        return None
    data = copy.deepcopy(offering.data)
    for price in _prices(data):
        left = [name for name in price.get("agreeing") or () if name not in own]
        price.pop("agreeing", None)
        if left:
            price["agreeing"] = left
    used = names_used(data)
    data["sources"] = {name: one for name, one in sources.items() if name in used}
    return data


def _prices(data: Table) -> list[Table]:
    return data.get("prices") or []


def names_used(data: Table) -> set[str]:
    """Every source that a value of an offering names."""
    entries = [entry for entries in data["facts"].values() for entry in entries]
    entries += [*_prices(data), *(data.get("hours") or ())]
    dated = {one["dated_by"] for one in entries if "dated_by" in one}
    named = {name for one in entries for name in (one["source"], *(one.get("agreeing") or ()))}
    return dated | named
