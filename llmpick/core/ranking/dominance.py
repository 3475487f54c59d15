"""Which alternatives are as good as others on every count, and better on one."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from operator import ge
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmpick.core.ranking.methods import Rows

TOLERANCE = 0.01
"""A difference of utility that counts as better somewhere."""


def dominates(one: Sequence[float], other: Sequence[float], tolerance: float = TOLERANCE) -> bool:
    """
    Whether *one* is as good as *other* everywhere, and better somewhere.

    Args:
        one: Utilities, one a criterion.
        other: Utilities in the same order.
        tolerance: How much better in utility it has to be somewhere, so that a difference of no
            consequence dominates nobody.
    """
    better = False
    for a, b in zip(one, other, strict=True):
        if a < b:
            return False
        better = better or a > b + tolerance
    return better


def undominated(values: Rows) -> list[int]:
    """
    The positions that no other row is as good as everywhere; of equal rows the first.

    Whatever the weights of an additive score, one of them is the best. No tolerance applies, and
    thousands of rows are no problem.

    Args:
        values: Utilities, one row an alternative.

    Returns:
        Positions in ascending order.
    """
    # a row is never dominated by one of a lower sum: only rows already kept need a look
    found: list[int] = []
    for place in sorted(range(len(values)), key=lambda place: (-fsum(values[place]), place)):
        row = values[place]
        if not any(all(map(ge, values[kept], row)) for kept in found):
            found.append(place)
    return sorted(found)
