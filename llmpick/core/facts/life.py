"""How long a model can be had by a route: until when, by whose word, and what has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.facts import days
from llmpick.core.facts.records import Model, Offering

LifeState: TypeAlias = Literal["ended", "resold", "ending", "deprecated", "open"]
OVER = ("retired", "removed-from-first-party")
"""States of a model that its maker no longer sells."""


class End(NamedTuple):
    """
    The end of a model by a route.

    *state*: `ended`: nobody sells it; `resold`: its maker has ended it, others still list it;
    `ending`: on the day *on*; `deprecated`: its maker advises against it, or is said to have ended
    it, on no day that is known; `open`: no end is announced. *by_maker*: the day is that of the
    model at its maker, and the seller of the route has said none of its own.
    """

    state: LifeState
    on: str | None
    by_maker: bool


class Life(NamedTuple):
    """The same, with the *days_left* to *on*, negative after it."""

    state: LifeState
    on: str | None
    by_maker: bool
    days_left: int | None


OPEN = End("open", None, by_maker=False)


def end_of(model: Model, offering: Offering, day: str) -> End:
    """
    The end of *model* by *offering*, as announced on the ISO *day*.

    What a seller says of its own end decides. Where it says none, the maker's day counts at the
    maker's own platform, and for closed weights everywhere: who sells them has them from the maker.
    Open weights outlive their maker's API. A maker's day counts from its notice on.
    """
    noticed = model.deprecated_on is None or model.deprecated_on <= day
    if offering.retires_on is not None:
        is_news = offering.first_party and offering.retires_on == model.retires_on and not noticed
        return OPEN if is_news else End("ending", offering.retires_on, by_maker=False)
    if offering.first_party or not model.open_weights:
        if model.status in OVER and not offering.first_party:
            return End("resold", model.retires_on, by_maker=True)
        if model.retires_on is not None and noticed:
            return End("ending", model.retires_on, by_maker=not offering.first_party)
        if model.status in ("deprecated", *OVER):
            return End("deprecated", None, by_maker=True)
    return OPEN


def life_of(model: Model, offering: Offering | None, day: str) -> Life:
    """The end of *model* by *offering*, and how far off it is on *day*; None: it is not on sale."""
    if offering is None:
        end = End("ended", model.retires_on, by_maker=True)
    else:
        end = end_of(model, offering, day)
    return Life(*end, None if end.on is None else days.between(day, end.on))


def has_ended(model: Model, offering: Offering, day: str) -> bool:
    """Whether *offering* is no longer sold on *day*; at the maker's own platform by its word."""
    if not offering.is_on_sale(day):
        return True
    end = model.retires_on if offering.first_party and offering.retires_on is None else None
    return end is not None and end <= day


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
