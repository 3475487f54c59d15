"""How long a model can be had by a route: until when, by whose word, and what has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.facts import days
from llmpick.core.facts.records import Model, Offering

LifeState: TypeAlias = Literal["ended", "resold", "ending", "deprecated", "open"]
OVER = ("retired", "removed-from-first-party")
"""States of a model that its maker no longer sells."""


class Life(NamedTuple):
    """
    The end of a model by a route.

    *state*: `ended`: nobody sells it; `resold`: its maker has ended it, others still list it;
    `ending`: on the day *on*; `deprecated`: its maker advises against it, or is said to have ended
    it, on no day that is known; `open`: no end is announced. *by_maker*: the day is that of the
    model at its maker, and the seller of the route has said none of its own. *days_left* from now
    to *on*, negative after it.
    """

    state: LifeState
    on: str | None
    by_maker: bool
    days_left: int | None


def life_of(model: Model, offering: Offering | None, day: str) -> Life:
    """
    The end of *model* by *offering* on the ISO *day*; None: it is not on sale.

    What a seller says of its own end decides. Where it says none, the maker's day counts for
    closed weights: who sells them has them from the maker. Open weights outlive their maker's API.
    """

    def life(state: LifeState, on: str | None, *, by_maker: bool) -> Life:
        return Life(state, on, by_maker, None if on is None else days.between(day, on))

    if offering is None:
        return life("ended", model.retires_on, by_maker=True)
    if offering.retires_on is not None:
        return life("ending", offering.retires_on, by_maker=False)
    if offering.first_party or not model.open_weights:
        if model.status in OVER and not offering.first_party:
            return life("resold", model.retires_on, by_maker=True)
        if model.retires_on is not None:
            return life("ending", model.retires_on, by_maker=not offering.first_party)
        if model.status in ("deprecated", *OVER):
            return life("deprecated", None, by_maker=True)
    return life("open", None, by_maker=False)


def successors_of(model: Model, models: Mapping[str, Model]) -> tuple[str, ...]:
    """
    What the maker of *model* names in its place, and in the place of that where it has ended too.

    Returns:
        The models named, the last of which has not ended or has none named in its place; empty
        where none of the catalog is named.
    """
    found: list[str] = []
    at = model
    while (name := at.replacement) in models and name not in (model.id, *found):
        assert name is not None
        found.append(name)
        at = models[name]
        if at.status not in OVER and at.retires_on is None:
            break
    return tuple(found)
