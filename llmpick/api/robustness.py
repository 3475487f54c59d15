"""What an answer hangs on: methods side by side, and how its parts may move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import age
from llmpick.core.answers.pareto import Front, front_of
from llmpick.core.answers.sensitivity import Sensitivity
from llmpick.core.answers.sensitivity import sensitivity as sensitive
from llmpick.core.need.need import Need
from llmpick.core.ranking.field import Field, field
from llmpick.core.ranking.methods import MethodPick, picks

if TYPE_CHECKING:
    from llmpick.api.deployments import OwnDeployments


def _field(
    catalog: Catalog, need: Need, by_route: bool, adjust: Adjust | None, own: OwnDeployments | None
) -> Field:
    """
    The routes that meet *need*, with the user's *own* deployments if any.

    Raises:
        StaleAnswer: the first rests on an older price than *need* takes.
    """
    tables = rated(catalog, need, adjust)
    found = field(need, own.among(tables) if own else tables, by_route=by_route)
    age.check(need, [row.route.offering for row in found.shown[:1]])
    return found


def compare_methods(
    catalog: Catalog,
    need: Need,
    *,
    by_route: bool = False,
    adjust: Adjust | None = None,
    own: OwnDeployments | None = None,
) -> tuple[Field, list[MethodPick]]:
    """What each method picks of the routes that meet *need*; none where nothing does."""
    found = _field(catalog, need, by_route, adjust, own)
    return found, picks(found.utilities, found.weights, found.costs, found.ids)


def sensitivity(
    catalog: Catalog,
    need: Need,
    *,
    method: str = "additive",
    by_route: bool = False,
    adjust: Adjust | None = None,
    own: OwnDeployments | None = None,
) -> tuple[Field, Sensitivity | None]:
    """What the answer to *need* hangs on; None where nothing meets it."""
    found = _field(catalog, need, by_route, adjust, own)
    return found, sensitive(found, method, by_route=by_route) if found.shown else None


def pareto(
    catalog: Catalog,
    need: Need,
    criteria: Sequence[str],
    *,
    by_route: bool = False,
    adjust: Adjust | None = None,
    own: OwnDeployments | None = None,
) -> tuple[Field, Front]:
    """The routes that no other one beats on all of *criteria*, and whom they beat."""
    found = _field(catalog, need, by_route, adjust, own)
    return found, front_of(found, criteria)
