"""A month's work, priced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.api import money
from llmpick.asking.query import Answered, about, answered, check_top
from llmpick.errors import UserError
from llmpick.inputs.need import need_of
from llmpick.inputs.options import need_options, stated
from llmpick.lang.said import said
from llmpick.render.answers import bill as render

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.inputs.options import NeedOptions

OF_NAMED = {"privacy": "public", "lives": 0, "previews": True}
"""What is named is asked for: nothing but what was stated stops it."""
USUAL_TOP = 20
USUAL_HORIZON_DAYS = 90


def cost(
    catalog: Catalog,
    need: NeedOptions,
    names: Sequence[str] = (),
    *,
    effort: str | None = None,
    horizon_days: int = USUAL_HORIZON_DAYS,
    top: int = USUAL_TOP,
    explain: bool = False,
    by_route: bool | None = None,
    bare: tuple[str, ...] = (),
) -> Answered:
    """
    What the work of *need* costs a month, route by route, term by term.

    Args:
        catalog: The facts.
        need: What is stated of the need.
        names: Of models or routes; none: all that fit.
        effort: At which they think.
        horizon_days: Announced prices so far ahead are told.
        top: How many at most.
        explain: Show terms and assumptions of every route.
        by_route: Every route, or, False, each model by its cheapest; None: by what is named.
        bare: Options that were given without a value.

    Raises:
        UserError: a name that nothing or several have, or a value that is off.
    """
    check_top(top, 100_000)
    check_horizon(horizon_days)
    if names:
        need = need_options({**OF_NAMED, **stated(need)})
    full = need_of(catalog, need, exact_reasoning=True)
    bills = money.cost(
        catalog, full, names, effort=effort, horizon_days=horizon_days, top=top, by_route=by_route
    )
    answer = render.answer(bills, about(catalog), full.money, explain=explain, bare=bare)
    return answered(answer, catalog)


def check_horizon(days: int) -> None:
    """
    Refuse a number of days that is none.

    Raises:
        UserError: it is below 0, or above 100 years.
    """
    if not 0 <= days <= 36_500:
        raise UserError(
            said("a horizon of {days} days cannot be used", days=days), hint=said("from 0 up")
        )
