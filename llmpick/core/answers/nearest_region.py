"""Where nothing fits: what would in the union that a country is in, or with an approval."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmpick.core.facts.facts import Facts
from llmpick.core.facts.regions import EU
from llmpick.core.need.need import Need
from llmpick.core.ranking.filter import filter_routes
from llmpick.core.ranking.score import Scorer

APPROVAL = "zdr-approval"


class WayOut(NamedTuple):
    """
    A need that is a little wider, and how many *routes* of *models* fit it.

    *options* are what to state: `--region EU`, `--have zdr-approval`.
    """

    options: tuple[str, ...]
    routes: int
    models: int


def ways_out(need: Need, facts: Facts) -> tuple[WayOut, ...]:
    """The least that must be stated otherwise for something to fit; none where nothing helps."""
    for tried in _widened(need):
        found = [_fitting(options, wider, facts) for options, wider in tried]
        if fitting := tuple(one for one in found if one.routes):
            return fitting
    return ()


def _widened(need: Need) -> Iterable[list[tuple[tuple[str, ...], Need]]]:
    """Needs with one thing stated otherwise, then with both."""
    union = [(("--region EU",), _in_union(need))] if _is_member(need) else []
    lacks = APPROVAL not in need.have and need.privacy_level in ("confidential", "regulated")
    approved = [((f"--have {APPROVAL}",), _approved(need))] if lacks else []
    yield [*union, *approved]
    if union and approved:
        yield [(("--region EU", f"--have {APPROVAL}"), _approved(_in_union(need)))]


def _is_member(need: Need) -> bool:
    allowed = need.allowed_regions
    return bool(allowed) and set(allowed) <= EU


def _in_union(need: Need) -> Need:
    return need._replace(region="EU", processing_regions=())


def _approved(need: Need) -> Need:
    return need._replace(have=need.have | {APPROVAL})


def _fitting(options: tuple[str, ...], need: Need, facts: Facts) -> WayOut:
    found = filter_routes(Scorer(need, facts)).fitting
    return WayOut(options, len(found), len({row.route.model.id for row in found}))
