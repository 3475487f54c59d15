"""How long ago the prices of an answer were read, and when that is too long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from llmpick.core.facts import days
from llmpick.errors import StaleAnswer

if TYPE_CHECKING:
    from llmpick.core.answers.decide import Decision
    from llmpick.core.facts.records import Offering
    from llmpick.core.need.need import Need

NOTED_DAYS = 45
"""Of prices that were read so long ago an answer says so."""


class PriceAge(NamedTuple):
    """The base price of an offering was read on the ISO day *read*, *days* before the answer's."""

    days: int
    offering: str
    read: str


def ages(offerings: Iterable[Offering], day: str) -> list[PriceAge]:
    """The ages of the prices of *offerings* on *day*, of those whose reading is dated, rising."""
    found = {
        PriceAge(days.between(one.price_read, day), one.id, one.price_read)
        for one in offerings
        if one.price_read
    }
    return sorted(found)


def check(need: Need, offerings: Iterable[Offering]) -> None:
    """
    Refuse an answer that rests on prices older than *need* takes.

    Raises:
        StaleAnswer: a price of *offerings* was read too long ago.
    """
    if need.max_age_days is None:
        return
    found = ages(offerings, need.day)
    if found and found[-1].days > need.max_age_days:
        raise StaleAnswer(found[-1].offering, found[-1].days, need.max_age_days)


def picked(decision: Decision) -> list[Offering]:
    """The offerings of what is picked; where names alone are asked for, of all that is ranked."""
    if decision.picks is None:
        return [row.candidate.route.offering for row in decision.ranking]
    steps = (decision.picks.better, decision.picks.cheaper)
    found = [decision.picks.use, *(step.candidate for step in steps if step)]
    return [one.route.offering for one in found]
