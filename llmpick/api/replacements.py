"""What else would do the work of a model in use."""

from __future__ import annotations

from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import age
from llmpick.core.answers import replacements as core
from llmpick.core.answers.compare import NamedModel
from llmpick.core.need.need import Need
from llmpick.inputs.names import model_of


def alternatives(
    catalog: Catalog,
    need: Need,
    name: str,
    wanted: core.ReplacementNeed,
    *,
    top: int = 10,
    adjust: Adjust | None = None,
) -> core.Alternatives:
    """
    Replacements for the model that *name* means; its maker's own first, where there is one.

    Raises:
        AmbiguousName: several fit. UnknownName: none does. StaleAnswer: a replacement's price
            is older than *need* takes.
    """
    in_use = NamedModel(name, *model_of(catalog, name))
    found = core.alternatives(
        need,
        rated(catalog, need, adjust),
        in_use,
        wanted,
        dialects=catalog.dialects,
        top=top,
        priced=lambda other: rated(catalog, other, adjust),
    )
    age.check(need, [row.candidate.route.offering for row in found.replacements])
    return found
