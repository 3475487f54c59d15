"""The routes that no other one beats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmpick.api import robustness
from llmpick.asking.query import Answered, answered
from llmpick.errors import UserError, shown
from llmpick.inputs.weights import criteria_of
from llmpick.lang.said import said
from llmpick.render.answers import pareto as render

if TYPE_CHECKING:
    from llmpick.asking.query import Query

USUAL = "performance,cost"


def pareto(found: Query, *, on: str = USUAL, by_route: bool = True) -> Answered:
    """
    The routes that no other one beats on every criterion of *on*, and what a step costs.

    Raises:
        UserError: *on* names one criterion, or what is none.
    """
    criteria = criteria_of(on)
    if len(criteria) < 2:
        raise UserError(
            said("--on `{on}` is one criterion", on=shown(on)),
            hint=said("--on {USUAL}", USUAL=USUAL),
        )
    field, front = robustness.pareto(
        found.catalog,
        found.need,
        criteria,
        by_route=by_route,
        adjust=found.adjust,
        own=found.deployments,
    )
    return answered(render.answer(field, front, found.about), found.catalog, found.notes)
