"""Models on hardware of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmpick.api import on_hardware, selfhost
from llmpick.asking.query import Answered, answered, asked, check_top
from llmpick.inputs import values
from llmpick.inputs.options import stating
from llmpick.render.answers import selfhost as render

if TYPE_CHECKING:
    from llmpick.catalog.load import Catalog
    from llmpick.evidence.own import OwnResults
    from llmpick.inputs.options import HostingOptions, NeedOptions

ORDERS = ("format", "hardware", "all")
USUAL_TOP = 10


def size(
    catalog: Catalog,
    need: NeedOptions,
    hosting: HostingOptions,
    model: str | None = None,
    results: OwnResults | None = None,
    *,
    by: str = "format",
    top: int = USUAL_TOP,
) -> Answered:
    """
    Hardware for a model, or models for hardware: what fits, how fast, what a month costs.

    Args:
        catalog: The facts.
        need: What is stated of the need.
        hosting: What is stated of the hardware.
        model: None: all, for the hardware that is stated.
        results: The user's own, if any.
        by: Of a model, one of `ORDERS`.
        top: How many at most.

    Raises:
        UserError: a name that nothing or several have, or a value that is off.
    """
    by = values.one_of("order", by, ORDERS)
    check_top(top)
    # a list is ranked by the need of `recommend`, where nothing more is stated
    wanted = need if model is None else stating(need, open_weights=True)
    found = asked(catalog, wanted, None, results)
    if model is None:
        answer = on_hardware.of_hardware(catalog, found.need, hosting, top=top, adjust=found.adjust)
    else:
        answer = selfhost.of_model(
            catalog, found.need, hosting, model, by=by, top=top, adjust=found.adjust
        )
    return answered(render.answer(answer, found.need, found.about, by_model=model is None), catalog)
