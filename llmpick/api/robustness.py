"""What an answer hangs on: methods side by side, and how its parts may move."""

from __future__ import annotations

from llmpick.api.decisions import Adjust, facts_for
from llmpick.catalog.load import Catalog
from llmpick.core.field import Field, field
from llmpick.core.methods import Pick, picks
from llmpick.core.need import Need


def compare_methods(
    catalog: Catalog, need: Need, *, by_route: bool = False, adjust: Adjust | None = None
) -> tuple[Field, list[Pick]]:
    """What each method picks of the routes that meet *need*; none where nothing does."""
    found = field(need, facts_for(catalog, need, adjust), by_route=by_route)
    return found, picks(found.utilities, found.weights, found.costs, found.ids)
