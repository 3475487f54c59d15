"""The routes that none beats on every chosen criterion, in their own units."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from llmpick.core.need.need import CRITERIA
from llmpick.core.ranking.dominance import dominates
from llmpick.core.ranking.field import Field
from llmpick.core.ranking.filter import Scored
from llmpick.core.ranking.score import Candidate, counted


class Member(NamedTuple):
    """One of the front: how many routes it beats, and the routes of exactly the same values."""

    candidate: Candidate
    beats: int
    equals: tuple[str, ...]


class FrontStep(NamedTuple):
    """
    From one alternative of the front to the next: what changes, in the unit of each raw value.

    *price* is what one unit of the first chosen value costs in units of the second; None where
    there are not just two, or nothing is gained.
    """

    origin: int
    to: int
    changes: tuple[float, ...]
    price: float | None


class Front(NamedTuple):
    """
    Who is on the front, worst first on the first of *criteria*.

    *steps* lead from one of *members* to the next, in the units of the criteria, of grades in what
    they are worth; *beaten* has the members that beat each other route.
    """

    criteria: tuple[str, ...]
    members: tuple[Member, ...]
    steps: tuple[FrontStep, ...]
    beaten: tuple[tuple[str, tuple[str, ...]], ...]


def front_of(found: Field, criteria: Sequence[str]) -> Front:
    """
    The undominated of *found* on *criteria*, two at least.

    By the values themselves, not by what they are worth: beyond its ends a scale sees no more
    difference between two costs, but a buyer does.
    """
    groups: dict[tuple[float, ...], list[Scored]] = {}
    for row in found.shown:
        groups.setdefault(tuple(_goodness(found, row, name) for name in criteria), []).append(row)
    points = sorted(groups)
    best = skyline(points)
    beats = dict.fromkeys(best, 0)
    beaten = []
    for point in points:
        winners = [member for member in best if dominates(member, point, 0.0)]
        for member in winners:
            beats[member] += len(groups[point])
        if winners:
            names = tuple(groups[member][0].route.id for member in winners)
            beaten += [(row.route.id, names) for row in groups[point]]
    members = tuple(
        Member(
            found.scorer.candidate(groups[point][0].route),
            beats[point],
            tuple(row.route.id for row in groups[point][1:]),
        )
        for point in best
    )
    places = [CRITERIA.index(name) for name in criteria]
    raw = [[_raw(member.candidate, place) for place in places] for member in members]
    return Front(
        tuple(criteria), members, tuple(steps(range(len(raw)), raw)), tuple(sorted(beaten))
    )


def skyline(points: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The different *points* that no other dominates, in rising order; more is better."""
    best: list[tuple[float, ...]] = []
    # who comes later in falling order is never as good as, and better than, who came before
    for point in sorted(points, reverse=True):
        if not any(dominates(member, point, 0.0) for member in best):
            best.append(point)
    return best[::-1]


def steps(members: Sequence[int], raw: Sequence[Sequence[float]]) -> list[FrontStep]:
    """
    The steps along the front *members*, worst first on the first value.

    Args:
        members: Positions in *raw*.
        raw: Values in their own units (basket points, USD a month), one row an alternative.
    """
    found = []
    for origin, to in pairwise(members):
        changes = tuple(b - a for a, b in zip(raw[origin], raw[to], strict=True))
        priced = len(changes) == 2 and changes[0] > 0
        found.append(FrontStep(origin, to, changes, changes[1] / changes[0] if priced else None))
    return found


def _goodness(found: Field, row: Scored, name: str) -> float:
    """A number that is higher for what is better, unclamped."""
    route = row.route
    if name == "performance":
        return counted(route.estimate) if route.estimate else float("-inf")
    if name == "cost":
        return -row.cost
    if name == "privacy":
        return found.scorer.privacy(route.offering, route.provider)[1]
    return found.scorer.customisability(route.model).share


def _raw(candidate: Candidate, place: int) -> float:
    """The value in its own unit; of a level, or where it is unknown, what it is worth."""
    criterion = candidate.criteria[place]
    value = criterion.value
    return float(value) if isinstance(value, float | int) else criterion.utility
