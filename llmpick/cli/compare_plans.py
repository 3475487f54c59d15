"""Plans by the seat side by side: the part of `llmpick compare` that is about them."""

from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NeedOptions


def compare(plans: list[str], need: NeedOptions, how: AnswerOptions, form: str) -> int:
    """
    The *plans*, by identifier, for the people of *need*; written in *form*.

    Raises:
        UserError: a value is unknown, absurd or contradictory.
    """
    from llmpick.api import seats
    from llmpick.cli import options, query
    from llmpick.render.answers import plan_sides

    catalog = options.open_catalog(how.catalog, how.as_of)
    found = query.opened(seats.about_people(catalog, need, plans), None, how)
    sides = seats.compare(found.catalog, found.need, plans, found.adjust)
    return found.emit(plan_sides.answer(sides, found.need, found.about), form)
