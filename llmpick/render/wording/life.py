"""The end of a model in words: of a route in use, or of one that is compared."""

from __future__ import annotations

from llmpick.core.facts.life import OVER, Life
from llmpick.core.facts.records import Model, Offering
from llmpick.lang.said import said
from llmpick.render import words


def sentence(model: Model, offering: Offering | None, life: Life) -> str:
    """What is known against *model* by *offering*, without a full stop; empty where nothing is."""
    name = model.id
    if life.state == "ended":
        if life.on and (life.days_left or 0) > 0:
            return _ending(name, life)
        return (
            said("{name} ended on {on}", name=name, on=life.on)
            if life.on
            else said("{name} is no longer sold", name=name)
        )
    if life.state == "resold":
        place = offering.provider if offering else ""
        on = said(" on {on}", on=life.on) if life.on else ""
        return said(
            "{name} ended at its maker{on}, though {place} still lists it",
            name=name,
            on=on,
            place=place,
        )
    if life.state == "ending":
        return _ending(name, life)
    if life.state == "deprecated":
        if model.status in OVER:
            return said(
                "{name} is listed by its maker, though another source says that it has ended",
                name=name,
            )
        since = (
            said(" since {deprecated_on}", deprecated_on=model.deprecated_on)
            if model.deprecated_on
            else ""
        )
        return said(
            "{name} is deprecated{since}, and the day of its end is not known",
            name=name,
            since=since,
        )
    return ""


def _ending(name: str, life: Life) -> str:
    by = said(" at its maker") if life.by_maker else ""
    left = words.plural(life.days_left or 0, "day")
    return said("{name} ends{by} on {on}, in {left}", name=name, by=by, on=life.on, left=left)
