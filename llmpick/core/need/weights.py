"""Weights of criteria from what people can say: an order of importance, or points for swings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from llmpick.errors import UserError
from llmpick.lang.said import said


def rank_order_centroid(count: int) -> list[float]:
    """
    The weights of *count* criteria, most important first: the middle of all that fit the order.

    Source: Edwards and Barron, Organizational Behavior and Human Decision Processes 60, 1994
    (SMARTER). For an order of swings, where the user saw the ends of each criterion.
    """
    shares = [1 / place for place in range(1, count + 1)]
    found, total = [], 0.0
    for share in reversed(shares):
        total += share
        found.append(total / count)
    return found[::-1]


def rank_sum(count: int) -> list[float]:
    """
    The weights of *count* criteria, most important first, falling in even steps.

    Source: Roberts and Goodwin, Journal of Multi-Criteria Decision Analysis 11, 2002: nearer than
    the centroid to weights that people give freely. For a plain order of importance.
    """
    return [2 * (count - place) / (count * (count + 1)) for place in range(count)]


RULES = {"roc": rank_order_centroid, "rs": rank_sum}
"""By the name that `--rank-rule` takes."""


def of_ranking(ranking: Sequence[str], rule: str = "rs") -> dict[str, float]:
    """The weight of each criterion of *ranking*, which names the most important first."""
    return dict(zip(ranking, RULES[rule](len(ranking)), strict=True))


def of_points(points: Mapping[str, float]) -> dict[str, float]:
    """
    Weights that add to 1, in proportion to *points*: of a budget, or for swings (100 the greatest).

    Raises:
        UserError: A number below 0, or none above 0.
    """
    for name, given in points.items():
        if not 0 <= given < float("inf"):
            raise UserError(
                said("the weight of {name} is `{given:g}`", name=name, given=given),
                hint=said("weights are 0 or more"),
            )
    total = 0.0
    for given in points.values():
        total += given
    if not total:
        raise UserError(said("all weights are 0"), hint=said("give one criterion a weight above 0"))
    return {name: given / total for name, given in points.items()}
