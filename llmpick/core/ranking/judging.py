"""Routes judged by another method than the weighted sum, with what each criterion adds to that."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from llmpick.core.ranking.methods import METHODS, Row, Rows, logarithms, net_flows


class Judged(NamedTuple):
    """
    The *score* of a route by *method*.

    *parts* are by criterion: of `product` the weighted logarithms, which add up to that of the
    score, of `promethee` the weighted net flows, which add up to it; `topsis` has none, but the
    *distances* to all ones and to all zeros.
    """

    method: str
    score: float
    parts: tuple[float, ...] | None
    distances: tuple[float, float] | None


def judge(method: str, values: Rows, weights: Row) -> list[Judged]:
    """Every row of utilities by *method*, one of `methods.METHODS`."""
    scores = METHODS[method](values, weights)
    parts: Sequence[tuple[float, ...] | None] = [None] * len(scores)
    distances: Sequence[tuple[float, float] | None] = [None] * len(scores)
    if method == "topsis":
        # a ratio of distances has no parts that add up
        distances = [_distances(row, weights) for row in values]
    elif method == "product":
        parts = [_weighted(row, weights) for row in logarithms(values)]
    elif method == "promethee":
        parts = [_weighted(row, weights) for row in net_flows(values)]
    else:
        parts = [_weighted(row, weights) for row in values]
    return [Judged(method, *found) for found in zip(scores, parts, distances, strict=True)]


def _weighted(row: Row, weights: Row) -> tuple[float, ...]:
    return tuple(weight * value for value, weight in zip(row, weights, strict=True))


def _distances(row: Row, weights: Row) -> tuple[float, float]:
    pairs = list(zip(row, weights, strict=True))
    short = fsum((weight * (1 - value)) ** 2 for value, weight in pairs)
    far = fsum((weight * value) ** 2 for value, weight in pairs)
    return sqrt(short), sqrt(far)
