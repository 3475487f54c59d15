"""Routes as the uncertain alternatives that are drawn: what is not known of each, and shared."""

from __future__ import annotations

from llmpick.core.facts.records import Estimate
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.score import GENERAL_SHARE, Scorer
from llmpick.core.robustness.draws import Cost, Error, Measure, Quality
from llmpick.core.robustness.smaa import Alternative

VOLATILE_DEVIATION = 0.10
"""Standard deviation of the logarithm of a price that moves from day to day."""


def alternative(scorer: Scorer, route: Route) -> Alternative:
    """
    *route*, which has a price, with the errors of its measures, in the order of the criteria.

    What is unknown of privacy and customisability stands at what is proved: ignorance wins nothing.
    """
    cost = scorer.cost(route.offering, route.model, route.effort)
    assert cost is not None
    return Alternative(
        route.id,
        cost.total,
        (
            0.0 if route.estimate is None else quality(scorer, route.estimate),
            _cost(scorer, route, cost.total, scorer.cost_spread(route, cost)),
            scorer.privacy(route.offering, route.provider)[1],
            scorer.customisability(route.model).share,
        ),
    )


def quality(scorer: Scorer, estimate: Estimate) -> Quality:
    """An expected score with its error: routes with the same model and effort share all of it."""
    spread = estimate.spread
    # variances add up, deviations do not: each part has the root of its share
    own, shared = spread * (1 - GENERAL_SHARE) ** 0.5, spread * GENERAL_SHARE**0.5
    cause = f"ability {estimate.model}:{estimate.effort or ''}"
    error = Error(own, cause, shared, f"ability {estimate.model}")
    return Quality(estimate.score, error, scorer.quality_scale)


def _cost(scorer: Scorer, route: Route, usd: float, of_tokens: float) -> Measure:
    """A monthly cost in *usd*: routes of a model share the error of what is guessed *of_tokens*."""
    if usd <= 0:
        return 1.0
    of_price = VOLATILE_DEVIATION if route.offering.volatile_price else 0.0
    error = Error(of_price, f"price {route.id}", of_tokens, f"tokens {route.model.id}")
    return Cost(usd, error, scorer.cost_scale)
