"""Plans by the seat, beside routes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import seats as ranking
from llmpick.core.need.need import Need
from llmpick.inputs.options import NeedOptions, stating

if TYPE_CHECKING:
    from llmpick.core.answers.seats import PlanSide, SeatAnswer


def rank(catalog: Catalog, need: Need, adjust: Adjust | None = None) -> SeatAnswer | None:
    """The plans that meet *need*, and those that do not; None where it is not of people."""
    if need.seats is None:
        return None
    facts = rated(catalog, need, adjust)
    return ranking.rank(need, need.seats, facts, catalog.plans.values(), _rates(catalog, need))


def compare(
    catalog: Catalog, need: Need, plans: Iterable[str], adjust: Adjust | None = None
) -> list[PlanSide]:
    """The *plans*, by identifier, side by side for the people of *need*."""
    assert need.seats is not None
    facts = rated(catalog, need, adjust)
    chosen = [catalog.plans[name] for name in plans]
    return ranking.sides(need, need.seats, facts, chosen, _rates(catalog, need))


def about_people(catalog: Catalog, options: NeedOptions, plans: Iterable[str]) -> NeedOptions:
    """*options* for one person, at what all *plans* serve, where they say neither."""
    stated: dict[str, object] = {}
    if options.people.seats is None:
        stated["seats"] = 1
    if options.job.task is None:
        coding = all("coding" in catalog.plans[name].serves for name in plans)
        kind = "coding" if coding else "chat"
        stated["task"] = next(use.tasks[0] for use in catalog.seat_uses if use.serves == kind)
    return stating(options, **stated)


def _rates(catalog: Catalog, need: Need) -> dict[str, float]:
    return {one.currency: one.per_usd for one in catalog.rates.values()} | dict(need.rates)
