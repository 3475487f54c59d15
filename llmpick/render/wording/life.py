"""The end of a model in words: of a route in use, or of one that is compared."""

from __future__ import annotations

from llmpick.core.facts.life import OVER, Life
from llmpick.core.facts.records import Model, Offering
from llmpick.render import words


def sentence(model: Model, offering: Offering | None, life: Life) -> str:
    """What is known against *model* by *offering*, without a full stop; empty where nothing is."""
    name = model.id
    if life.state == "ended":
        if life.on and (life.days_left or 0) > 0:
            return _ending(name, life)
        return f"{name} ended on {life.on}" if life.on else f"{name} is no longer sold"
    if life.state == "resold":
        place = offering.provider if offering else ""
        on = f" on {life.on}" if life.on else ""
        return f"{name} ended at its maker{on}, though {place} still lists it"
    if life.state == "ending":
        return _ending(name, life)
    if life.state == "deprecated":
        if model.status in OVER:
            return f"{name} is listed by its maker, though another source says that it has ended"
        since = f" since {model.deprecated_on}" if model.deprecated_on else ""
        return f"{name} is deprecated{since}, and the day of its end is not known"
    return ""


def _ending(name: str, life: Life) -> str:
    by = " at its maker" if life.by_maker else ""
    left = words.plural(life.days_left or 0, "day")
    return f"{name} ends{by} on {life.on}, in {left}"
