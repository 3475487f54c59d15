"""
What would change the first choice: how far a weight may move, what another one lacks to win.

Weight j at t means the others scaled in proportion to add to 1 - t. `additive`, `product` and
`promethee` order by a weighted sum of terms (utilities, their logarithms, net flows), which is
straight in t: closed forms. `topsis` orders by a ratio of squares: its ties are the roots of a
quadratic. Only the value that makes `topsis` or `promethee` tie is searched, by bisection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import exp, sqrt
from typing import NamedTuple, TypeAlias

from llmpick.core.ranking.methods import METHODS, Row, Rows, dot, logarithms, net_flows, order

EQUAL = 1e-12
"""Differences of scores below this are rounding."""
_NEAR = 1e-9
"""A tie this near to the given weight is at it."""
_PROBE = 1e-6
"""Stretches of a weight shorter than this are not distinguished."""
_HALVINGS = 200
"""More than a double needs: bisection stops by itself where no number lies in between."""


class WeightInterval(NamedTuple):
    """
    Where a weight may stand and the first stays first: *low* to *high*, *given* inside.

    *below* and *above* are the positions of those that pass it there; None where nobody does.
    """

    given: float
    low: float
    high: float
    below: int | None = None
    above: int | None = None

    @property
    def margin(self) -> float:
        """The least change that makes another one first; infinite where no change does."""
        down = self.given - self.low if self.low > 0 else float("inf")
        up = self.high - self.given if self.high < 1 else float("inf")
        return min(down, up)


class Curves(NamedTuple):
    """
    Scores as one weight goes from 0 to 1.

    *points* are weights, *scores* one list an alternative, *winners* (position, from, to) in the
    order of the weight: who is first in which stretch of it.
    """

    points: tuple[float, ...]
    scores: tuple[tuple[float, ...], ...]
    winners: tuple[tuple[int, float, float], ...]


def moved(weights: Row, criterion: int, weight: float) -> list[float]:
    """
    Set one weight and scale the others in proportion.

    Args:
        weights: Adding to 1, two or more.
        criterion: Position of the one that is set.
        weight: Its new value, 0 to 1.

    Returns:
        Weights adding to 1; where all others were 0, they share the rest alike.
    """
    rest = 0.0
    for place, other in enumerate(weights):
        rest += 0.0 if place == criterion else other
    others = len(weights) - 1
    return [
        weight if place == criterion else (1 - weight) * (other / rest if rest else 1 / others)
        for place, other in enumerate(weights)
    ]


def terms(values: Rows, method: str) -> list[list[float]] | None:
    """
    What *method* weighs and adds up.

    Args:
        values: Utilities, one row an alternative.
        method: One of `METHODS`.

    Returns:
        One row an alternative whose weighted sum orders as the method does; None for `topsis`,
        which has no such sum.
    """
    if method == "additive":
        return [list(row) for row in values]
    if method == "product":
        return logarithms(values)
    return net_flows(values) if method == "promethee" else None


def stability_intervals(
    values: Rows, weights: Row, first: int, method: str = "additive"
) -> list[WeightInterval]:
    """
    The stretch of each weight, the given one inside, in which *first* stays first or ties.

    Args:
        values: Utilities, one row an alternative.
        weights: Adding to 1.
        first: Position of the first; it is so at the given weights.
        method: One of `METHODS`.

    Returns:
        One interval a criterion, with the positions of those that pass *first* at its ends.
    """
    apart = _apart(terms(values, method), first)
    found = []
    for criterion, given in enumerate(weights):
        low, high = 0.0, 1.0
        last: int | None = None
        next_: int | None = None
        for rival, lead in enumerate(_leads(values, apart, weights, criterion, first)):
            # no tie inside what is left of the interval: this rival cannot narrow it
            if _within(lead, low, high):
                continue
            below, above = _passes(lead, given)
            if below is not None and (last is None or below > low):
                low, last = below, rival
            if above is not None and (next_ is None or above < high):
                high, next_ = above, rival
        found.append(WeightInterval(given, low, high, last, next_))
    return found


_Lead: TypeAlias = tuple[float, float | None, float]
"""How far the first leads at 0 and at 1; of a quadratic also the middle coefficient."""


def _apart(rows: Rows | None, first: int) -> list[list[float]] | None:
    """How far *first* is ahead of each of *rows*, term by term."""
    if rows is None:
        return None
    return [[a - b for a, b in zip(rows[first], row, strict=True)] for row in rows]


def _leads(
    values: Rows, apart: Rows | None, weights: Row, criterion: int, first: int
) -> Iterator[_Lead]:
    """The lead of *first* over each of *values* as one weight moves; *apart* as of `_apart`."""
    rest = moved(weights, criterion, 0.0)
    if apart is None:
        return (_topsis_lead(values[first], row, rest, criterion) for row in values)
    return ((dot(row, rest), None, row[criterion]) for row in apart)


def _within(lead: _Lead, low: float, high: float) -> bool:
    """Whether the first plainly stays first from *low* to *high*: where its lead is a line."""
    start, middle, end = lead
    if middle is not None:
        return False
    if start < 0 <= end:
        return start / (start - end) < low - _NEAR
    if end < 0 <= start:
        return start / (start - end) > high + _NEAR
    return start >= 0


_Passes: TypeAlias = tuple[float | None, float | None]
"""The nearest weights below and above the given one beyond which a rival is ahead."""


def _passes(lead: _Lead, given: float) -> _Passes:
    """Where a rival with this *lead* to make up passes the first as one weight moves."""
    ties = _ties(lead)
    above = [given, *(tie for tie in ties if tie > given + _NEAR), 1.0]
    below = [given, *(tie for tie in reversed(ties) if tie < given - _NEAR), 0.0]
    return _first_loss(lead, below), _first_loss(lead, above)


def _first_loss(lead: _Lead, marks: Sequence[float]) -> float | None:
    """The first mark after which the first is behind; a tie that is only touched is passed over."""
    if max(abs(part or 0.0) for part in lead) < EQUAL:
        return None
    # between two marks the lead keeps its sign, so that any point in between tells it
    for mark, after in pairwise(marks):
        if mark != after and _lead_at(lead, (mark + after) / 2) < 0:
            return mark
    return None


def _topsis_lead(first: Row, rival: Row, rest: Row, criterion: int) -> _Lead:
    """
    Coefficients in u = (t / (1 - t))^2 of a quadratic that is positive where *first* leads.

    *first* is nearer where far_a * short_b > far_b * short_a, both squared distances; with weight
    t each is u times the criterion's part plus the part of the *rest*, the weights at t = 0.
    """

    # closeness is far / (far + short), which orders as far / short does: no root is needed
    def parts(row: Row) -> tuple[float, float, float, float]:
        own = row[criterion]
        far = short = 0.0
        for value, weight in zip(row, rest, strict=True):
            far += (weight * value) ** 2
            short += (weight * (1 - value)) ** 2
        return own * own, far, (1 - own) * (1 - own), short

    far_a, rest_far_a, short_a, rest_short_a = parts(first)
    far_b, rest_far_b, short_b, rest_short_b = parts(rival)
    return (
        rest_far_a * rest_short_b - rest_far_b * rest_short_a,
        far_a * rest_short_b + rest_far_a * short_b - far_b * rest_short_a - rest_far_b * short_a,
        far_a * short_b - far_b * short_a,
    )


def _lead_at(lead: _Lead, weight: float) -> float:
    start, middle, end = lead
    if middle is None:
        return (1 - weight) * start + weight * end
    # the quadratic in u times (1 - t)^4, which keeps its sign and is finite at t = 1
    own, rest = weight * weight, (1 - weight) * (1 - weight)
    return start * rest * rest + middle * own * rest + end * own * own


def _ties(lead: _Lead) -> list[float]:
    """The weights from 0 to 1 at which two tie, lowest first; none where they always do."""
    start, middle, end = lead
    if middle is None:
        straddles = start <= 0 <= end or end <= 0 <= start
        return [start / (start - end)] if straddles and start != end else []
    found = []
    for squared in _roots(end, middle, start):
        ratio = sqrt(squared)  # u = (t / (1 - t))^2, solved for t
        found.append(ratio / (1 + ratio))
    return sorted(set(found))


def _roots(square: float, linear: float, constant: float) -> list[float]:
    """The roots that are not negative of a quadratic, which may be of lower degree."""
    if square == 0:
        roots = [-constant / linear] if linear else []
    else:
        inside = linear * linear - 4 * square * constant
        if inside < 0:
            return []
        # the form that does not subtract what is nearly equal
        half = -0.5 * (linear + (sqrt(inside) if linear >= 0 else -sqrt(inside)))
        roots = [half / square] + ([constant / half] if half else [])
    return [root for root in roots if root >= 0]


def curves(
    values: Rows,
    weights: Row,
    criterion: int,
    costs: Row,
    ids: Sequence[str],
    *,
    method: str = "additive",
    steps: int = 20,
) -> Curves:
    """
    The scores of all alternatives as one weight moves from 0 to 1, and who is first where.

    Args:
        values: Utilities, one row an alternative.
        weights: Adding to 1; all but *criterion* keep their proportions.
        criterion: Position of the weight that moves.
        costs: USD a month, one an alternative; they settle ties.
        ids: Identifiers, which settle ties of equal cost.
        method: One of `METHODS`.
        steps: Even steps between the weights at which scores are given.
    """
    score = METHODS[method]
    points = [step / steps for step in range(steps + 1)]
    columns = [score(values, moved(weights, criterion, point)) for point in points]
    return Curves(
        tuple(points),
        tuple(zip(*columns, strict=True)),
        tuple(_winners(values, weights, criterion, costs, ids, method)),
    )


def _winners(
    values: Rows, weights: Row, criterion: int, costs: Row, ids: Sequence[str], method: str
) -> list[tuple[int, float, float]]:
    """Walk from 0 to 1: who is first just above here, and up to which weight."""
    score = METHODS[method]
    rows = terms(values, method)

    def first_at(weight: float) -> int:
        scores = score(values, moved(weights, criterion, weight))
        return order(scores, costs, ids)[0]

    found: list[tuple[int, float, float]] = []
    here = 0.0
    while here < 1.0:
        inside = min(here + _PROBE, 1.0)  # at *here* itself two are level
        first = first_at(inside)
        given = moved(weights, criterion, inside)
        end = 1.0
        for lead in _leads(values, _apart(rows, first), given, criterion, first):
            _, above = _passes(lead, inside)
            if above is not None:
                end = min(end, above)
        # a tie that is only touched ends no stretch: it goes on under the same first
        if found and found[-1][0] == first:
            found[-1] = (first, found[-1][1], end)
        else:
            found.append((first, here, end))
        here = end
    return found


def value_needed(
    values: Rows,
    weights: Row,
    first: int,
    rival: int,
    criterion: int,
    method: str = "additive",
) -> float | None:
    """
    The utility that *rival* must have on *criterion* to tie with *first*, all else as it is.

    Args:
        values: Utilities, one row an alternative.
        weights: Adding to 1.
        first: Position of the first.
        rival: Position of the other one.
        criterion: Position of the criterion on which *rival* would change.
        method: One of `METHODS`.

    Returns:
        A utility; above 1 it cannot be reached on this criterion alone. None where the criterion
        has no weight, or where the method, whose scores stop at a utility of 1, does not tie there.
    """
    weight = weights[criterion]
    own = values[rival][criterion]
    if not weight:
        return None
    if method == "additive":
        lead = dot(values[first], weights) - dot(values[rival], weights)
        return own + lead / weight
    score = METHODS[method]

    def gap(value: float) -> float:
        rows = [list(row) for row in values]
        rows[rival][criterion] = value
        scores = score(rows, weights)
        return scores[rival] - scores[first]

    if method == "product":
        rows = logarithms([values[first], values[rival]])
        lead = dot(rows[0], weights) - dot(rows[1], weights)
        exponent = rows[1][criterion] + lead / weight
        return exp(min(exponent, 700.0))  # above 709 a double overflows
    if gap(1.0) < 0:
        return None
    return _bisect(gap, own, 1.0)


def _bisect(rises: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises from *low* to *high* is 0, to the last bit."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rises(middle) < 0:
            low = middle
        else:
            high = middle
    return high
