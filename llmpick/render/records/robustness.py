"""How sure a ranking is."""

from typing import Annotated, Literal

from typing_extensions import TypedDict

from llmpick.render.records.values import (
    Amount,
    ByCriterion,
    Level,
    Ordinal,
    Share,
    SumOfShares,
    one_of,
    told,
)


class RegretRecord(TypedDict):
    """What the first falls short of the best of a draw, in points of the score, 0 to 1."""

    mean: Amount
    """Mean."""
    p95: Amount
    """In one draw of twenty it is more."""
    highest: Amount
    """Most of all draws."""
    p_near: Share
    """Share of the draws in which that is what three points of quality are worth, or less."""


_WeightIntervalWords = TypedDict(
    "_WeightIntervalWords",
    {"from": Annotated[Share, told("Least weight at which the first stays first.")]},
)


class WeightIntervalRecord(_WeightIntervalWords):
    """
    How far one weight may move, the others in proportion, before a route of another model (with
    --by route: another route) is first.
    """

    weight: Share
    """Weight now, a share."""
    to: Share
    """Greatest weight at which the first stays first."""


class FlipPointRecord(TypedDict):
    """One factor that alone would make another route tie with the first."""

    route: str
    """The route that would be first."""
    criterion: str
    """Criterion."""
    kind: Literal["weight", "value"]
    """`weight`: the weight of the criterion changes; `value`: what that route is worth in it."""
    now: float | str | None
    """What it is now, in `unit`; null where unknown."""
    needed: float | str | None
    """What it takes, in `unit`; of a grade the lowest that is enough; null where this criterion
    alone cannot do it."""
    unit: str
    """Unit of `now` and `needed`."""
    relative_change: Amount | None
    """From `now` to `needed` as a share of `now`; of a grade the share of the whole scale. Null
    where nothing does it."""


class RobustnessRecord(TypedDict):
    """
    How robust the first place is, by stochastic acceptability analysis (SMAA-2): weights are drawn
    around the given ones, quality and cost within their errors; what is unknown of privacy and
    customisability stands at what is proved.
    """

    seed: int
    """Seed of the draws: the same seed gives the same numbers."""
    draws: Ordinal
    """Number of draws."""
    weight_deviation: Amount | None
    """Standard deviation of the logarithm of a drawn weight; null where only the order of the
    weights is known (--rank) and all that keep it are drawn alike."""
    sampling_error: Share
    """Half the 95 % interval of a share of the draws, at most."""
    drawn: list[str]
    """Routes that were drawn: those of the forty best that can beat the first."""
    p_toss_up: SumOfShares
    """Share of draws in which one of `confidence.toss_up` is the best."""
    p_row_beats_column: list[list[Share]]
    """Share of draws in which the row is above the column, both in the order of
    `confidence.toss_up`; 0 on the diagonal."""
    regret: RegretRecord
    weight_stability: ByCriterion[WeightIntervalRecord]
    """By criterion."""
    other_methods: dict[str, str]
    """What each other method picks: additive, product, topsis or promethee, and a route."""
    break_evens: list[FlipPointRecord]
    """Single factors that would make another first, the smallest relative change first: ends of
    `weight_stability`, and what the next five routes lack on each criterion, where that alone can
    do it."""


class AcceptabilityRecord(TypedDict):
    """What the draws say of it."""

    ranks: list[Share]
    """Share of the draws in which it is first, second, ... of those drawn."""
    central_weights: ByCriterion[Share] | None
    """Mean weights of the draws in which it is the best: whoever weighs so is served best by it.
    Null where it never is."""


class JudgedRecord(TypedDict):
    """The score by another method than `additive`."""

    method: Annotated[str, one_of("product", "topsis", "promethee")]
    """The method."""
    score: float
    """Its score: 0 to 1, of promethee -1 to 1."""
    parts: ByCriterion[float] | None
    """By criterion: of product the weighted logarithms of the utilities (not below .02), which add
    up to the logarithm of the score; of promethee the weighted net flows, which add up to the
    score; null for topsis."""
    distance_to_ideal: Amount | None
    """Of topsis: weighted distance to the best on all criteria; else null."""
    distance_to_worst: Amount | None
    """Of topsis: weighted distance to the worst on all criteria; else null."""


class CheckRecord(TypedDict):
    """One check of the confidence label."""

    check: str
    """`near-best`: how likely the first is three points of quality, or what is worth as much, or
    less behind the best; `price-age`: days since its price was read."""
    value: float | None
    """What was found: a probability or days; null where unknown."""
    high_needs: float | None
    """What `high` asks of it, at least or (age) at most; null: nothing suffices."""
    medium_needs: float | None
    """What `medium` asks of it; null: nothing suffices, or (age) it asks nothing."""
    allows: Level
    """The highest label that it allows."""
