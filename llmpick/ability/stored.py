"""Estimates from stored posteriors and baskets, at run time (standard library only)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from llmpick.ability.update import contrast
from llmpick.core.facts.records import Z80

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.ability.update import State


class StoredItem(NamedTuple):
    """One part of a stored basket: its share, difficulty, and loadings by factor name."""

    share: float
    mu: float
    loadings: Mapping[str, float]


class StoredBasket(NamedTuple):
    """theta = offset + contrast . factors, with the items that make up the expected share."""

    offset: float
    contrast: Mapping[str, float]
    items: tuple[StoredItem, ...]


class StoredEstimate(NamedTuple):
    """*theta* and *se* in logits, *share* 0 to 1 with its 80 % interval."""

    theta: float
    se: float
    share: float
    low: float
    high: float


def expected_share(basket: StoredBasket, means: Mapping[str, float], shift: float = 0.0) -> float:
    """Share of the basket that is solved, all items moved by *shift* logits."""

    def logit(item: StoredItem) -> float:
        return item.mu + shift + math.fsum(w * means[f] for f, w in item.loadings.items())

    return math.fsum(item.share / (1.0 + math.exp(-logit(item))) for item in basket.items)


def estimate(
    state: State,
    factors: Sequence[str],
    basket: StoredBasket,
    *,
    widening: float = 1.0,
    calibration: float = 1.0,
) -> StoredEstimate:
    """
    Ability of a stored (or updated) state for a basket.

    Args:
        state: Mean and covariance, in the order of *factors*.
        factors: Names of the factors.
        basket: A task's basket, or a mix.
        widening: Factor on the error, for what the fit added to it.
        calibration: Factor c on the error in the interval; *se* itself is without it.
    """
    weights = [basket.contrast.get(name, 0.0) for name in factors]
    theta, variance = contrast(state, basket.offset, weights)
    se = widening * math.sqrt(max(0.0, variance))
    means = dict(zip(factors, state.mean, strict=True))
    reach = Z80 * calibration * se
    low, share, high = (expected_share(basket, means, shift) for shift in (-reach, 0.0, reach))
    return StoredEstimate(theta, se, share, low, high)
