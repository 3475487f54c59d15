"""Mean-sigma linking: a new fit keeps the scale of the old one, so that old numbers stay."""

from __future__ import annotations

import math
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MIN_ANCHORS = 10


class LinkLine(NamedTuple):
    """old = slope * new + intercept; *move* is the anchors' root mean square move, in old sd."""

    slope: float
    intercept: float
    anchors: int
    move: float


IDENTITY = LinkLine(1.0, 0.0, 0, 0.0)


def mean_sigma(new: Mapping[str, float], old: Mapping[str, float]) -> LinkLine:
    """Line that gives the anchors' new values the mean and spread of their old ones."""
    names = sorted(new.keys() & old.keys())
    if len(names) < MIN_ANCHORS:
        return IDENTITY
    fresh, kept = [new[n] for n in names], [old[n] for n in names]
    spread = pstdev(fresh)
    slope = pstdev(kept) / spread if spread > 0.0 else 1.0
    intercept = fmean(kept) - slope * fmean(fresh)
    square = fmean((slope * x + intercept - y) ** 2 for x, y in zip(fresh, kept, strict=True))
    return LinkLine(slope, intercept, len(names), math.sqrt(square) / (pstdev(kept) or 1.0))
