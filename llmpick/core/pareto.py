"""Which alternatives nobody beats on every count, who beats the rest, what a step costs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import fsum
from operator import ge
from typing import NamedTuple

from llmpick.core.methods import Rows

TOLERANCE = 0.01
"""A difference of utility that counts as better somewhere."""


class Step(NamedTuple):
    """
    From one alternative of the front to the next: what changes, in the unit of each raw value.

    *price* is what one unit of the first chosen value costs in units of the second; None where
    there are not just two, or nothing is gained.
    """

    origin: int
    to: int
    changes: tuple[float, ...]
    price: float | None


def dominators(values: Rows, tolerance: float = TOLERANCE) -> list[tuple[int, ...]]:
    """
    The positions of those that dominate each row: as good everywhere and better somewhere.

    Args:
        values: Utilities on the chosen criteria, one row an alternative; more is better.
        tolerance: Better is better by more than this.
    """
    return [
        tuple(
            place
            for place, other in enumerate(values)
            if place != own and dominates(other, row, tolerance)
        )
        for own, row in enumerate(values)
    ]


def dominates(one: Sequence[float], other: Sequence[float], tolerance: float = TOLERANCE) -> bool:
    """Whether *one* is as good as *other* everywhere, and better by the tolerance somewhere."""
    better = False
    for a, b in zip(one, other, strict=True):
        if a < b:
            return False
        better = better or a > b + tolerance
    return better


def front(values: Rows, tolerance: float = TOLERANCE) -> list[int]:
    """The positions of the undominated, worst first on the first criterion, then by position."""
    return sorted(
        (place for place, found in enumerate(dominators(values, tolerance)) if not found),
        key=lambda place: (values[place][0], place),
    )


def steps(members: Sequence[int], raw: Sequence[Sequence[float]]) -> list[Step]:
    """
    The steps along the front *members*, as `front` orders them.

    Args:
        members: Positions in *raw*.
        raw: Values in their own units (basket points, USD a month), one row an alternative.
    """
    found = []
    for origin, to in pairwise(members):
        changes = tuple(b - a for a, b in zip(raw[origin], raw[to], strict=True))
        priced = len(changes) == 2 and changes[0] > 0
        found.append(Step(origin, to, changes, changes[1] / changes[0] if priced else None))
    return found


def undominated(values: Rows) -> list[int]:
    """
    The positions that no other row is as good as everywhere; of equal rows the first.

    Whatever the weights of an additive score, one of them is the best. Unlike `front`, which tells
    differences apart that matter to people, it knows no tolerance, and takes thousands of rows.
    """
    found: list[int] = []
    for place in sorted(range(len(values)), key=lambda place: (-fsum(values[place]), place)):
        row = values[place]
        if not any(all(map(ge, values[kept], row)) for kept in found):
            found.append(place)
    return sorted(found)
