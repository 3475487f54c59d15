"""How a route is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from llmpick.api import connecting
from llmpick.asking.query import about
from llmpick.inputs import values
from llmpick.render.answers import connection as render

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.core.connecting.connection import Connection
    from llmpick.render.blocks import Answer


class Connected(NamedTuple):
    """The *connections* of what was named, and the *answer* that says them in every form."""

    connections: list[Connection]
    answer: Answer


def connect(catalog: Catalog, name: str, regions: Sequence[str] = ()) -> Connected:
    """
    How each route that *name* means is reached.

    Args:
        catalog: The facts.
        name: MODEL@PROVIDER, or a model: then all that sell it.
        regions: Only addresses that keep requests in one of these.

    Raises:
        UserError: a name that nothing or several have, or no such region.
    """
    found = connecting.connect(catalog, name, tuple(map(values.region, regions)))
    return Connected(found, render.answer(found, about(catalog)))
