"""Routes as the uncertain alternatives that are drawn: what is not known of each, and shared."""

from __future__ import annotations

from llmpick.core.facts.estimates import Estimate
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.score import GENERAL_SHARE, Scorer
from llmpick.core.robustness.draws import Uncertain
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
        scorer.lasting_cost(route, cost.total),
        (
            0.0 if route.estimate is None else quality(scorer, route.estimate),
            _cost(
                scorer,
                route,
                scorer.lasting_cost(route, cost.total),
                scorer.cost_spread(route, cost),
            ),
            scorer.privacy(route.offering, route.provider)[1],
            scorer.customisability(route.model).share,
        ),
    )


def quality(scorer: Scorer, estimate: Estimate) -> Uncertain:
    """An expected score with its error: routes with the same model and effort share all of it."""
    scale = scorer.quality_scale
    spread = estimate.spread / scale.span
    # variances add up, deviations do not: each part has the root of its share
    own, shared = spread * (1 - GENERAL_SHARE) ** 0.5, spread * GENERAL_SHARE**0.5
    cause = f"ability {estimate.model}:{estimate.effort or ''}"
    return Uncertain(scale.utility(estimate.score), own, cause, shared, f"ability {estimate.model}")


def _cost(scorer: Scorer, route: Route, usd: float, of_tokens: float) -> Uncertain:
    """
    A monthly cost in *usd*, with what its errors do to its utility, to first order.

    Routes of a model share the error of what is guessed *of_tokens*.
    """
    steepness = scorer.cost_scale.steepness(usd)
    of_price = VOLATILE_DEVIATION if route.offering.volatile_price else 0.0
    return Uncertain(
        scorer.cost_scale.utility(usd),
        steepness * of_price,
        f"price {route.id}",
        steepness * of_tokens,
        f"tokens {route.model.id}",
    )
