"""What else would do the work of a model in use."""

from __future__ import annotations

from llmpick.api.decisions import Adjust, facts_for
from llmpick.api.names import model_of
from llmpick.catalog.load import Catalog
from llmpick.core import alternatives as core
from llmpick.core.compare import Pick
from llmpick.core.need import Need


def alternatives(
    catalog: Catalog,
    need: Need,
    name: str,
    wanted: core.Wanted,
    *,
    top: int = 10,
    adjust: Adjust | None = None,
) -> core.Alternatives:
    """
    Replacements for the model that *name* means; its maker's own first, where there is one.

    Raises:
        AmbiguousName: several fit. UnknownName: none does.
    """
    in_use = Pick(name, *model_of(catalog, name))
    successor = catalog.models[in_use.model].replacement
    facts = facts_for(catalog, need, adjust)
    return core.alternatives(
        need, facts, in_use, wanted, dialects=catalog.dialects, successor=successor, top=top
    )
