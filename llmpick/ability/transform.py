"""From a published score to logits with a measurement variance, and back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from llmpick.ability.data import FitBenchmark, PublishedScore

LOGITS_PER_ELO = math.log(10.0) / 400.0
# An arena score reads as the win share against a model of this rating.
ELO_REFERENCE = 1400.0
CLIP = 0.005
DEFAULT_ITEMS = 200
MIN_ITEMS = 20
Z95 = 1.959964


class MeasuredLogit(NamedTuple):
    """A score in logits: *z*, and the variance *v* of its measurement alone."""

    z: float
    v: float


def logit(share: float) -> float:
    """Log-odds of a share; both ends are clipped (see CLIP)."""
    p = min(1.0 - CLIP, max(CLIP, share))
    return math.log(p / (1.0 - p))


def sigmoid(z: float) -> float:
    """Share of a log-odds, 0 to 1."""
    if z >= 0.0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


def above_chance(share: float, chance: float | None) -> float:
    """Share of what blind guessing leaves open; below chance is negative."""
    return share if not chance else (share - chance) / (1.0 - chance)


def elo_to_logit(rating: float) -> float:
    """Log-odds of winning against the reference rating."""
    return (rating - ELO_REFERENCE) * LOGITS_PER_ELO


def share_of_scale(value: float, benchmark: FitBenchmark) -> float:
    """Place a value on its declared range, 1 is best, corrected for chance."""
    low = benchmark.scale_min or 0.0
    high = 100.0 if benchmark.scale_max is None else benchmark.scale_max
    chance = None if benchmark.chance is None else (benchmark.chance - low) / (high - low)
    share = (value - low) / (high - low)
    if not benchmark.higher_is_better:
        share = 1.0 - share
    return above_chance(share, chance)


def unit_to_share(benchmark: FitBenchmark) -> float:
    """Chance-corrected share per unit of the scale, always positive."""
    low = benchmark.scale_min or 0.0
    high = 100.0 if benchmark.scale_max is None else benchmark.scale_max
    chance = 0.0 if benchmark.chance is None else (benchmark.chance - low) / (high - low)
    return 1.0 / (high - low) / (1.0 - chance)


def standard_error(score: PublishedScore) -> float | None:
    """Published error in the benchmark's unit: the interval first, then the stderr."""
    if score.interval is not None and score.interval[1] > score.interval[0]:
        return (score.interval[1] - score.interval[0]) / (2.0 * Z95)
    return score.stderr if score.stderr else None


def sampling_variance(share: float, items: int | None) -> float:
    """Variance, in squared logits, of a share measured on a number of items."""
    p = min(0.98, max(0.02, share))
    n = max(MIN_ITEMS, items if items else DEFAULT_ITEMS)
    return 1.0 / (n * p * (1.0 - p))


def logit_variance(share: float, stderr_share: float) -> float:
    """Variance, in squared logits, of a share with a known standard error (delta method)."""
    p = min(0.98, max(0.02, share))
    return (stderr_share / (p * (1.0 - p))) ** 2


def measure(score: PublishedScore, benchmark: FitBenchmark) -> MeasuredLogit:
    """
    Put a score on the logit scale of the fit.

    The number of items only sets the variance where no error was published, and
    never for an arena, where it counts votes: there an unknown error is 15 Elo.
    """
    stderr = standard_error(score)
    if benchmark.link == "elo":
        error = (15.0 if stderr is None else stderr) * LOGITS_PER_ELO
        return MeasuredLogit(elo_to_logit(score.value), error**2)
    share = share_of_scale(score.value, benchmark)
    if stderr is None:
        return MeasuredLogit(logit(share), sampling_variance(share, score.items))
    return MeasuredLogit(logit(share), logit_variance(share, stderr * unit_to_share(benchmark)))


def expected_value(z: float, benchmark: FitBenchmark) -> float:
    """The published unit's value that logits *z* stand for (inverse of `measure`)."""
    if benchmark.link == "elo":
        return ELO_REFERENCE + z / LOGITS_PER_ELO
    low = benchmark.scale_min or 0.0
    high = 100.0 if benchmark.scale_max is None else benchmark.scale_max
    chance = 0.0 if benchmark.chance is None else (benchmark.chance - low) / (high - low)
    share = chance + (1.0 - chance) * sigmoid(z)
    return low + (high - low) * (share if benchmark.higher_is_better else 1.0 - share)
