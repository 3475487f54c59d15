"""
How robust a choice is: stochastic multicriteria acceptability analysis over weights and measures.

Source: SMAA-2, Lahdelma and Salminen, Operations Research 49, 2001; computation: Tervonen and
Lahdelma, European Journal of Operational Research 178, 2007. Scores are weighted sums unless
another method is chosen. A share of N draws is off by at most 1.96 * 0.5 / sqrt(N) in nineteen
of twenty cases.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from math import fsum, sqrt
from operator import ge, gt, sub
from typing import NamedTuple

from llmpick.core.ranking.methods import METHODS, dot, order
from llmpick.core.robustness.draws import (
    SIGMA,
    Column,
    Measure,
    Uncertain,
    middle,
    sample,
)
from llmpick.core.robustness.pool import Pool

TOSS_UP = 0.25
"""The least P(beats the first) of those that are shown as its equals."""
RUNNING = 2.6
"""Standard deviations behind the first beyond which an alternative is not drawn: P below .005."""


class Alternative(NamedTuple):
    """What is ranked: one measure a criterion; the cost in USD a month settles ties."""

    id: str
    cost: float
    measures: tuple[Measure, ...]


class Regret(NamedTuple):
    """
    What the first falls short of the best over the draws, in points of the score, 0 to 1.

    *p_near* is the share of the draws in which that is no more than counts as near.
    """

    mean: float
    p95: float
    highest: float
    p_near: float


class Acceptability(NamedTuple):
    """
    How an alternative fares over the draws.

    *p_best* is the share in which it is first, *ranks* those of each rank, *central_weights* the
    mean weights with which it is first (None: never), *confidence_factor* P(first with exactly
    those weights), *p_beats_first* P(above the first of the given weights), ties as half.
    """

    id: str
    p_best: float
    ranks: tuple[float, ...]
    central_weights: tuple[float, ...] | None
    confidence_factor: float | None
    p_beats_first: float


class Robustness(NamedTuple):
    """
    All of it, *alternatives* in the order of the question.

    *first* is that of the given weights and mean measures; *toss_up* holds it, then its equals in
    order of score, *p_toss_up* is P(one of them is best); *pairwise* has P(row above column) of
    the members of *toss_up*; *error* is the sampling error of a share, half the 95 % interval.
    """

    seed: int
    draws: int
    error: float
    first: str
    alternatives: tuple[Acceptability, ...]
    toss_up: tuple[str, ...]
    p_toss_up: float
    pairwise: tuple[tuple[float, ...], ...]
    regret: Regret


def smaa(
    alternatives: Sequence[Alternative],
    weights: Sequence[float],
    drawn: Sequence[Column],
    pool: Pool,
    *,
    method: str = "additive",
    first: int | None = None,
    near: float = 0.0,
    factors: bool = True,
) -> Robustness:
    """
    Everything about *alternatives*, of which there is one at least.

    Args:
        alternatives: What is ranked.
        weights: The given weights, or the central ones of a ranking: they name the first.
        drawn: Draws of the weights, one column a criterion, as long as the pool's draws.
        pool: Where draws of measures come from.
        method: What makes a score of the utilities, one of `METHODS`.
        first: Position of the first, where it is known: the best score at the given weights.
        near: How much less than the best counts as near to it, in points of the score.
        factors: Whether to work out confidence factors, the slowest part.

    Returns:
        Shares of the draws, 0 to 1, of each alternative in the order that they came in, the
        toss-up set and the regret of the first.
    """
    middles = [[middle(one) for one in row.measures] for row in alternatives]
    scores = METHODS[method](middles, weights)
    costs = [row.cost for row in alternatives]
    ids = [row.id for row in alternatives]
    first = order(scores, costs, ids)[0] if first is None else first
    totals = scored(alternatives, drawn, pool, method)
    found = orders(totals, _tie_order(costs, ids))
    ranks, winners = rank_shares(found), [one[0] for one in found]
    central = central_weights(winners, drawn, len(alternatives))
    confident = confidence_factors(alternatives, central, pool, method) if factors else {}
    beats = beat_shares(found, totals, first)
    likely = [place for place in order(scores, costs, ids) if beats[place] >= TOSS_UP]
    # what counts of an untested one is less than its middle: the first need not lead by middles
    equals = [first, *(place for place in likely if place != first)]
    return Robustness(
        seed=pool.seed,
        draws=pool.draws,
        error=1.96 * 0.5 / sqrt(pool.draws),  # of a share of one half, where it is largest
        first=ids[first],
        alternatives=tuple(
            Acceptability(
                id=ids[place],
                p_best=ranks[place][0],
                ranks=tuple(ranks[place]),
                central_weights=central.get(place),
                confidence_factor=confident.get(place),
                p_beats_first=beats[place],
            )
            for place in range(len(ids))
        ),
        toss_up=tuple(ids[place] for place in equals),
        p_toss_up=fsum(ranks[place][0] for place in equals),
        pairwise=tuple(map(tuple, pairwise([totals[place] for place in equals]))),
        regret=regret(totals, winners, first, near),
    )


def scored(
    alternatives: Sequence[Alternative], drawn: Sequence[Column], pool: Pool, method: str
) -> list[Column]:
    """
    The score of each alternative in each draw by *method*.

    Args:
        alternatives: What is ranked.
        drawn: Draws of the weights, one column a criterion.
        pool: Where draws of measures come from.
        method: One of `METHODS`.

    Returns:
        One column of scores an alternative.
    """
    if method == "additive":
        return weighted(alternatives, drawn, pool)
    _reserve(alternatives, pool)
    score = METHODS[method]
    columns = [
        zip(*(_column(sample(one, pool), pool) for one in row.measures), strict=True)
        for row in alternatives
    ]
    rows = zip(*columns, strict=True)
    found = [
        score(row, weights) for row, weights in zip(rows, zip(*drawn, strict=True), strict=True)
    ]
    return [list(column) for column in zip(*found, strict=True)]


def _column(value: Column | float, pool: Pool) -> Column:
    return value if isinstance(value, list) else [value] * pool.draws


def weighted(
    alternatives: Sequence[Alternative], drawn: Sequence[Column], pool: Pool
) -> list[Column]:
    """
    The weighted sum of each alternative in each draw: what is exact first, then what is drawn.

    Args:
        alternatives: What is ranked.
        drawn: Draws of the weights, one column a criterion.
        pool: Where draws of measures come from.

    Returns:
        One column of scores an alternative, 0 to 1.
    """
    _reserve(alternatives, pool)
    uses = Counter(measure for row in alternatives for measure in row.measures)
    kept: dict[Measure, Column | float] = {}
    starts: dict[tuple[float | None, ...], Column] = {}

    def value_of(measure: Measure) -> Column | float:
        if measure in kept:
            return kept[measure]
        found = sample(measure, pool)
        if uses[measure] > 1:  # what siblings share is drawn once
            kept[measure] = found
        return found

    totals = []
    for row in alternatives:
        values = [value_of(one) for one in row.measures]
        # alternatives with the same exact utilities share that part of their sums
        exact = tuple(None if isinstance(value, list) else value for value in values)
        if exact not in starts:
            starts[exact] = _exact_part(exact, drawn, pool.draws)
        pairs = [(value, drawn[at]) for at, value in enumerate(values) if isinstance(value, list)]
        totals.append(_plus(starts[exact], pairs))
    return totals


def _exact_part(values: Sequence[float | None], drawn: Sequence[Column], draws: int) -> Column:
    """What exact utilities bring to a score in each draw; those that are None bring nothing."""
    total = [0.0] * draws
    for value, weight in zip(values, drawn, strict=True):
        if value:
            total = [one + value * share for one, share in zip(total, weight, strict=True)]
    return total


def _plus(total: Column, pairs: Sequence[tuple[Column, Column]]) -> Column:
    """*total* and each value times its weight; three at a time, as each pass makes a list."""
    for place in range(0, len(pairs), 3):
        (one, v), *more = pairs[place : place + 3]
        if not more:
            total = [t + a * x for t, a, x in zip(total, one, v, strict=True)]
            continue
        (two, w), *more = more
        if not more:
            total = [t + a * x + b * y for t, a, x, b, y in zip(total, one, v, two, w, strict=True)]
            continue
        ((three, u),) = more
        total = [
            t + a * x + b * y + c * z
            for t, a, x, b, y, c, z in zip(total, one, v, two, w, three, u, strict=True)
        ]
    return total


def _reserve(alternatives: Sequence[Alternative], pool: Pool) -> None:
    """Assign places in the pool in the order of names, whatever that of the alternatives is."""
    causes: set[str] = set()
    for row in alternatives:
        for measure in row.measures:
            if isinstance(measure, Uncertain):
                causes |= {measure.own, measure.shared}
    for cause in sorted(causes):
        pool.start(cause)


def _tie_order(costs: Sequence[float], ids: Sequence[str]) -> list[int]:
    return sorted(range(len(ids)), key=lambda place: (costs[place], ids[place]))


def orders(totals: Sequence[Column], ties: Sequence[int]) -> list[list[int]]:
    """
    The positions of all alternatives in each draw, the best first.

    Args:
        totals: The scores of each alternative.
        ties: Positions of all alternatives; of equal scores the earlier one is better.
    """
    # a stable sort: equals stay in the order of *ties*
    return [sorted(ties, key=row.__getitem__, reverse=True) for row in zip(*totals, strict=True)]


def rank_shares(found: Sequence[Sequence[int]]) -> list[list[float]]:
    """
    The share of the *found* orders in which each alternative has each rank.

    Args:
        found: Positions of all alternatives, the best first, one order a draw.

    Returns:
        One row an alternative and one column a rank; rows and columns add to 1.
    """
    count = len(found[0])
    shares = [[0.0] * count for _ in range(count)]
    for rank, column in enumerate(zip(*found, strict=True)):
        for place, times in Counter(column).items():
            shares[place][rank] = times / len(found)
    return shares


def beat_shares(
    found: Sequence[Sequence[int]], totals: Sequence[Column], first: int
) -> list[float]:
    """
    The share of the *found* orders in which each is above *first*; a tie is half a draw.

    Args:
        found: Positions of all alternatives, the best first, one order a draw.
        totals: The scores of each alternative, which tell ties from wins.
        first: Position of the one to beat.

    Returns:
        One share an alternative, 0 to 1; one half of *first* itself.
    """
    own = totals[first]
    above: list[int] = []
    level = [0] * len(totals)
    for draw, places in enumerate(found):
        own_rank, score = places.index(first), own[draw]
        start, end = own_rank, own_rank + 1
        # equal scores stand side by side in the order: widen the stretch of ties to both sides
        while start and totals[places[start - 1]][draw] == score:
            start -= 1
        while end < len(places) and totals[places[end]][draw] == score:
            end += 1
        above += places[:start]
        for place in places[start:end]:
            level[place] += 1
    times = Counter(above)
    return [(times[place] + level[place] / 2) / len(found) for place in range(len(totals))]


def central_weights(
    winners: Sequence[int], drawn: Sequence[Column], count: int
) -> dict[int, tuple[float, ...]]:
    """
    The mean weights with which each alternative is first.

    Args:
        winners: Position of the first in each draw.
        drawn: Draws of the weights, one column a criterion.
        count: How many alternatives there are.

    Returns:
        Weights by position; whoever is never first is absent.
    """
    of: dict[int, list[int]] = {}
    for draw, winner in enumerate(winners):
        of.setdefault(winner, []).append(draw)
    return {
        place: tuple(fsum(map(column.__getitem__, of[place])) / len(of[place]) for column in drawn)
        for place in range(count)
        if place in of
    }


def confidence_factors(
    alternatives: Sequence[Alternative],
    central: dict[int, tuple[float, ...]],
    pool: Pool,
    method: str = "additive",
) -> dict[int, float]:
    """
    P(first with its own central weights) of each alternative that is ever first.

    Measured against the others that are ever first: whoever never is, with any weights drawn, does
    not become first with the mean of some of them but in freak draws.

    Args:
        alternatives: What is ranked.
        central: The weights of each position that is ever first, by `central_weights`.
        pool: Where draws of measures come from.
        method: One of `METHODS`.

    Returns:
        A probability by position.
    """
    costs, ids = [row.cost for row in alternatives], [row.id for row in alternatives]
    rivals = [place for place in _tie_order(costs, ids) if place in central]
    drawn = [[sample(one, pool) for one in alternatives[place].measures] for place in rivals]
    found = {}
    for own, place in enumerate(rivals):
        if method == "additive":
            columns = [_fixed(row, central[place], pool.draws) for row in drawn]
        else:
            same = [[weight] * pool.draws for weight in central[place]]
            columns = scored([alternatives[rival] for rival in rivals], same, pool, method)
        # of equal scores `index` finds the first, and *rivals* are in the order that ties fall
        wins = sum(1 for row in zip(*columns, strict=True) if row.index(max(row)) == own)
        found[place] = wins / pool.draws
    return found


def _fixed(row: Sequence[Column | float], weights: Sequence[float], draws: int) -> Column:
    """Scores with the same weights in all draws."""
    total = [0.0] * draws
    for value, weight in zip(row, weights, strict=True):
        if isinstance(value, list):
            total = [one + weight * each for one, each in zip(total, value, strict=True)]
        else:
            step = weight * value
            total = [one + step for one in total]
    return total


def p_above(one: Column, other: Column) -> float:
    """The share of draws in which *one* is above *other*; a tie is half a draw."""
    above: int = sum(map(gt, one, other))
    not_below: int = sum(map(ge, one, other))
    return (above + not_below) / (2 * len(one))


def pairwise(totals: Sequence[Column]) -> list[list[float]]:
    """P(row above column); 0 on the diagonal."""
    size = range(len(totals))
    found = [[0.0] * len(totals) for _ in size]
    for row in size:
        for column in range(row):
            share = p_above(totals[row], totals[column])
            found[row][column], found[column][row] = share, 1 - share
    return found


def regret(
    totals: Sequence[Column], winners: Sequence[int], first: int, near: float = 0.0
) -> Regret:
    """
    What *first* lacks to the best of each draw.

    Args:
        totals: The scores of each alternative.
        winners: Position of the best in each draw.
        first: Position of the one that was chosen.
        near: How much less than the best counts as near to it, in points of the score.

    Returns:
        Mean, 95th percentile (that of the nearest rank) and maximum, in points of the score.
    """
    best = [totals[winner][draw] for draw, winner in enumerate(winners)]
    lost = sorted(map(sub, best, totals[first]))
    place = -(-95 * len(lost) // 100) - 1  # the division rounds up: whole numbers, no float
    close = bisect_right(lost, near)
    return Regret(fsum(lost) / len(lost), lost[place], lost[-1], close / len(lost))


def in_the_running(
    alternatives: Sequence[Alternative],
    weights: Sequence[float],
    first: int = 0,
    sigma: float = SIGMA,
    reach: float = RUNNING,
) -> list[int]:
    """
    Positions of the alternatives that can beat the first, itself included.

    To first order in the errors of weights around the given ones and of measures, with no error
    shared: an alternative stays where its gap is within *reach* standard deviations.

    Args:
        alternatives: What is ranked.
        weights: The given weights, adding to 1.
        first: Position of the one to beat.
        sigma: Standard deviation of the logarithm of a weight.
        reach: Standard deviations behind the first up to which one may still win.
    """
    rows = [[middle(one) for one in row.measures] for row in alternatives]
    scores = [dot(row, weights) for row in rows]
    own = _variance(alternatives[first], weights)
    kept = []
    for place, row in enumerate(rows):
        gap = scores[first] - scores[place]
        jitter = 0.0
        for weight, top, value in zip(weights, rows[first], row, strict=True):
            # what an error of this weight's logarithm does to the gap: all weights still add to 1,
            # so that only a difference beyond the gap itself counts
            jitter += (sigma * weight * (top - value - gap)) ** 2
        spread = sqrt(jitter + own + _variance(alternatives[place], weights))
        if place == first or gap <= reach * spread:
            kept.append(place)
    return kept


def _variance(alternative: Alternative, weights: Sequence[float]) -> float:
    """The variance that its measures bring to its score, as if no error were shared."""
    return fsum(
        (weight * measure.deviation) ** 2
        for measure, weight in zip(alternative.measures, weights, strict=True)
        if isinstance(measure, Uncertain)
    )
