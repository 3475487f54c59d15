"""Routes as the uncertain alternatives that are drawn: what is not known of each, and shared."""

from __future__ import annotations

from collections.abc import Collection

from llmpick.core.facts.records import Estimate, Offering, Provider
from llmpick.core.ranking import values
from llmpick.core.ranking.limits import Route
from llmpick.core.ranking.score import Scorer
from llmpick.core.robustness.draws import (
    Curve,
    Measure,
    Normal,
    cost_measure,
    level_measure,
    quality_measure,
)
from llmpick.core.robustness.smaa import Alternative
from llmpick.core.terms import privacy

GENERAL_SHARE = 0.5
"""How much of an ability's variance efforts of one model share."""
VOLATILE_DEVIATION = 0.10
"""Standard deviation of the logarithm of a price that moves from day to day."""


def alternative(scorer: Scorer, route: Route) -> Alternative:
    """*route*, which has a price, with the errors of its measures, in the order of the criteria."""
    cost = scorer.cost(route.offering, route.model, route.effort)
    assert cost is not None
    worst, best = scorer.ends
    return Alternative(
        route.id,
        cost.total,
        (
            _quality(scorer, route),
            cost_measure(
                cost.total,
                worst,
                best,
                model=route.model.id,
                route=route.id,
                model_deviation=scorer.cost_spread(route, cost),
                price_deviation=VOLATILE_DEVIATION if route.offering.volatile_price else 0.0,
            ),
            _privacy(scorer, route.offering, route.provider),
            _customisability(scorer, route),
        ),
    )


def _quality(scorer: Scorer, route: Route) -> Measure:
    estimate, ends = route.estimate, scorer.anchors
    if estimate is None:
        return 0.0
    curve = Curve(ends.low, ends.knee, ends.high, scorer.facts.scale.knee_utility)
    return ability(estimate, scorer.facts.calibration, curve)


def ability(estimate: Estimate, calibration: float, curve: Curve) -> Normal:
    """An estimate with its calibrated error, worth what *curve* says."""
    return quality_measure(
        estimate.theta,
        estimate.stderr * calibration,
        curve,
        model=estimate.model,
        effort=estimate.effort,
        general_share=GENERAL_SHARE,
    )


def _privacy(scorer: Scorer, offering: Offering, provider: Provider) -> Measure:
    grades = scorer.facts.scale.privacy_grades
    proved = scorer.grade(offering, provider)[1]
    most = values.beyond(
        grades[possible_grade(provider, offering, scorer.need.have)], scorer.required
    )
    # all models of a provider on the same terms have the same unknowns: they are drawn together
    cause = " ".join(map(str, scorer.facts.providers.place(offering)))
    return level_measure(proved, most or 0.0, f"privacy {cause}")


def possible_grade(provider: Provider, offering: Offering, have: Collection[str] = ()) -> str:
    """
    The privacy grade that the facts allow: what is not known for sure is assumed at its best.

    Args:
        provider: Whose terms hold.
        offering: What is offered on them.
        have: Contracts and settings that the user states to have.

    Returns:
        A grade, `P0` to `P5`, no lower than the one that is proved.
    """
    if provider.deployment == "self":
        return "P5"
    if privacy.passes_on(provider, offering):
        # whose terms hold is not known: any of a hosted interface may
        provider = provider._replace(
            deployment="hosted",
            trains_on_inputs=None,
            retention_days=None,
            zero_data_retention=None,
            dpa=None,
        )
        offering = offering._replace(other_terms=None)
    # the best value of each fact that the grade asks for
    best: dict[str, object] = {
        "trains_on_inputs": "never",
        "retention_days": 0,
        "dpa": True,
        "processing_regions": True,
    }
    if provider.retention_days is None and provider.zero_data_retention is not None:
        # how long is unknown, but whether anything is kept follows from this fact
        if provider.zero_data_retention[0] == "default":
            del best["retention_days"]
        else:
            best["retention_days"] = 1  # something is kept
    unsure = {
        name: (value, None)
        for name, value in best.items()
        if (known := getattr(provider, name)) is None or known[1] == "low"
    }
    return privacy.grade(provider._replace(**unsure), offering, have)  # type: ignore[arg-type]


def _customisability(scorer: Scorer, route: Route) -> Measure:
    # every unknown fact could earn its points: proved is the lower end, all of them the upper one
    found = scorer.customisability(route.model)
    most = (found.score + found.unknown_points) / 100
    return level_measure(found.share, most, f"customisability {route.model.id}")
