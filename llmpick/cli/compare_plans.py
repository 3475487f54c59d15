"""Plans by the seat side by side: the part of `llmpick compare` that is about them."""

from llmpick.catalog.load import Catalog
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NeedOptions


def compare(
    catalog: Catalog, plans: list[str], need: NeedOptions, how: AnswerOptions, form: str
) -> int:
    """
    The *plans*, by identifier, for the people of *need*; written in *form*.

    Raises:
        UserError: a value is unknown, absurd or contradictory.
    """
    from llmpick.api import seats
    from llmpick.cli import query
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import plan_sides

    wanted = need_of(catalog, seats.about_people(catalog, need, plans))
    found = query.about(catalog, wanted, None, how)
    sides = seats.compare(found.catalog, found.need, plans, found.adjust)
    return found.emit(plan_sides.answer(sides, found.need, found.about), form)
