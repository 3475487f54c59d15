"""Routes as the file of another tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.api import exporting
from llmpick.errors import UserError, shown
from llmpick.inputs import values
from llmpick.version import __version__

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.render.export.targets import Target

TOOL = f"llmpick {__version__}"


def export(
    catalog: Catalog, target: Target, names: Sequence[str], regions: Sequence[str] = ()
) -> str:
    """
    The file of *target* for the routes *names*: the pick, then its fallbacks.

    Args:
        catalog: The facts.
        target: Whose file.
        names: Each of one route, MODEL@PROVIDER.
        regions: Every route must keep requests in one of these.

    Raises:
        UserError: a name is not of one route, or a route cannot be reached as asked.
    """
    kept = tuple(map(values.region, regions))
    routes = exporting.routes_named(catalog, names)
    if len(routes) > 1 and not target.has_fallbacks:
        raise UserError(f"{target.name} takes one route", hint=f"name only {shown(names[0])}")
    return target.text(exporting.plan(catalog, routes, target.dialects, regions=kept, tool=TOOL))
