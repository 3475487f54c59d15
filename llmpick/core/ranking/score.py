"""Prices, utilities and scores of routes for one need."""

from collections.abc import Iterable, Mapping
from math import fsum, log
from typing import NamedTuple

from llmpick.core.cost import bill as costs
from llmpick.core.cost import tokens
from llmpick.core.customisation.customisability import Customisability, customisability
from llmpick.core.customisation.tunable import UNKNOWN
from llmpick.core.facts import days
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import (
    Z80,
    Deployed,
    Estimate,
    Licence,
    Model,
    Offering,
    Place,
    Provider,
    Uplift,
)
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking import values
from llmpick.core.ranking.limits import MIN_SCORES, Route, terms_of
from llmpick.core.terms import privacy

OLD_PRICE_DAYS = 90
GENERAL_ONLY = "general only"
"""The label of an estimate that no score in the task's own domains supports."""


class Criterion(NamedTuple):
    """One view of a candidate: *contribution* is weight times utility."""

    name: str
    value: float | str | None
    unit: str
    utility: float
    weight: float
    contribution: float


class Candidate(NamedTuple):
    """A route with its cost in USD a month, its criteria and its score, 0 to 1."""

    route: Route
    score: float
    cost: costs.MonthlyCost
    cost_interval: tuple[float, float]
    reasoning_tokens: float
    change: costs.PriceChange | None
    privacy_level: str
    privacy_grade: str
    customisability: Customisability
    licence: Licence | None
    criteria: tuple[Criterion, ...]
    deployed: Deployed | None = None


class Scorer:
    """Prices and scores routes for one need; what is shared by many is worked out once."""

    def __init__(self, need: Need, facts: Facts) -> None:
        self.need = need
        self.facts = facts
        scale = facts.scale
        self.anchors = facts.anchors
        self.ends = values.cost_ends(scale, need.workload, need.budget_usd_per_month)
        self.required = scale.privacy_grades[privacy.LEVEL_GRADE[need.privacy_level]]
        self.weights = _effective(need.weights, self.required)
        self._cost_weight = self.weights["cost"]
        self.rates = dict(need.rates)
        self._grades: dict[Place, tuple[str, float]] = {}
        self._customs: dict[str, Customisability] = {}
        self._qualities: dict[tuple[str, str | None], float] = {}

    def licence(self, model: Model) -> Licence | None:
        """The licence of the model's weights, where known."""
        return self.facts.licences.get(model.licence or "")

    def customisability(self, model: Model) -> Customisability:
        """The points of *model* for the need's use."""
        if model.id not in self._customs:
            need, custom = self.need, self.facts.custom.get(model.id, UNKNOWN)
            licence = self.licence(model)
            found = customisability(model, licence, need.use, need.day, custom, need.region)
            self._customs[model.id] = found
        return self._customs[model.id]

    def grade(self, offering: Offering, provider: Provider) -> tuple[str, float]:
        """The privacy grade, and its utility beyond what is required."""
        key = self.facts.providers.place(offering)
        if key not in self._grades:
            name = privacy.grade(provider, offering, self.need.have)
            worth = values.beyond(self.facts.scale.privacy_grades[name], self.required)
            self._grades[key] = (name, worth or 0.0)
        return self._grades[key]

    def quality(self, estimate: Estimate | None) -> float:
        """The utility of an estimate; nothing is known of a route without one."""
        if estimate is None:
            return 0.0
        key = (estimate.model, estimate.effort)
        if key not in self._qualities:
            self._qualities[key] = values.quality_utility(
                estimate.theta, self.anchors, self.facts.scale.knee_utility
            )
        return self._qualities[key]

    def reasoning_tokens(self, model: Model, effort: str | None) -> float:
        """Tokens a request that are thought and not seen."""
        facts, work = self.facts, self.need.workload
        multipliers = facts.scale.effort_multipliers
        return tokens.thinking(facts.tokens, model, effort, work, multipliers).value

    def ratio(self, model: Model) -> float:
        """Tokens of *model* for one reference token of the work."""
        return tokens.ratio(self.facts.tokens, model.id, self.need.workload.content).value

    def cost(
        self, offering: Offering, model: Model, effort: str | None
    ) -> costs.MonthlyCost | None:
        """USD a month; None where no price in a known currency is in force."""
        reasoning, ratio = self.reasoning_tokens(model, effort), self.ratio(model)
        work, day = self.need.workload, self.need.day
        return costs.route_cost(offering, work, reasoning, self.rates, day, ratio)

    def cost_spread(self, route: Route, cost: costs.MonthlyCost) -> float:
        """
        The standard deviation of the logarithm of the cost, from what is assumed of tokens.

        Of a deployment, half the width of its interval: its steps count as if they were none.
        """
        facts, work = self.facts, self.need.workload
        own = facts.deployed(route.offering, route.effort)
        if own is not None:
            low, high = own.usd_interval or (1.0, 1.0)
            return log(high / low) / (2 * Z80) if low > 0 else 0.0
        ratio = tokens.ratio(facts.tokens, route.model.id, work.content)
        reasoning = tokens.thinking(
            facts.tokens, route.model, route.effort, work, facts.scale.effort_multipliers
        )
        return costs.spread(cost, ratio.spread, reasoning.spread)

    def cost_interval(self, route: Route, cost: costs.MonthlyCost) -> tuple[float, float]:
        """Where the cost lies in four cases of five."""
        own = self.facts.deployed(route.offering, route.effort)
        if own is not None and own.usd_interval is not None:
            return own.usd_interval
        return costs.interval(cost.total, self.cost_spread(route, cost))

    def quality_part(self, estimate: Estimate | None) -> float:
        """What quality adds to the score."""
        return self.weights["performance"] * self.quality(estimate)

    def custom_part(self, model: Model) -> float:
        """What customisability adds to the score."""
        return self.weights["customisability"] * self.customisability(model).share

    def privacy_part(self, offering: Offering, provider: Provider) -> float:
        """What privacy beyond the requirement adds to the score."""
        return self.weights["privacy"] * self.grade(offering, provider)[1]

    def cost_part(self, cost: float) -> float:
        """What a monthly *cost* in USD adds to the score."""
        return self._cost_weight * values.cost_utility(cost, *self.ends)

    def score(self, route: Route, cost: float) -> float:
        """The weighted sum of the four utilities."""
        return values.total(
            (
                self.quality_part(route.estimate),
                self.cost_part(cost),
                self.privacy_part(route.offering, route.provider),
                self.custom_part(route.model),
            )
        )

    def candidate(self, route: Route) -> Candidate:
        """*route*, which has a price, in full."""
        cost = self.cost(route.offering, route.model, route.effort)
        assert cost is not None
        criteria = self._criteria(route, cost.total)
        return Candidate(
            route=route,
            score=values.total(criterion.contribution for criterion in criteria),
            cost=cost,
            cost_interval=self.cost_interval(route, cost),
            reasoning_tokens=self.reasoning_tokens(route.model, route.effort),
            change=self._next_change(route),
            privacy_level=privacy.highest_level(
                route.provider, route.offering, terms_of(self.need)
            ),
            privacy_grade=self.grade(route.offering, route.provider)[0],
            customisability=self.customisability(route.model),
            licence=self.licence(route.model),
            criteria=criteria,
            deployed=self.facts.deployed(route.offering, route.effort),
        )

    def utilities(self, route: Route, cost: float) -> tuple[float, float, float, float]:
        """What *route* is worth at a monthly *cost* in USD, in the order of `CRITERIA`."""
        return (
            self.quality(route.estimate),
            values.cost_utility(cost, *self.ends),
            self.grade(route.offering, route.provider)[1],
            self.customisability(route.model).share,
        )

    def _criteria(self, route: Route, cost: float) -> tuple[Criterion, ...]:
        estimate = route.estimate
        raw: tuple[tuple[float | str | None, str], ...] = (
            (estimate.score * 100 if estimate else None, "expected score, 0-100"),
            (cost, "USD/month"),
            (self.grade(route.offering, route.provider)[0], "grade, P0-P5"),
            (self.customisability(route.model).score, "points, 0-100"),
        )
        rows = zip(CRITERIA, raw, self.utilities(route, cost), strict=True)
        return tuple(
            Criterion(name, value, unit, utility, self.weights[name], self.weights[name] * utility)
            for name, (value, unit), utility in rows
        )

    def _next_change(self, route: Route) -> costs.PriceChange | None:
        need, model = self.need, route.model
        reasoning = self.reasoning_tokens(model, route.effort)
        return costs.next_change(
            route.offering, need.workload, reasoning, self.rates, need.day, self.ratio(model)
        )


def _effective(weights: dict[str, float], required: float) -> dict[str, float]:
    """*weights*; where all that fits has the most privacy, its weight is shared out."""
    if required < 1:
        return weights
    rest = fsum(weights[name] for name in CRITERIA if name != "privacy")
    return {
        name: 0.0 if name == "privacy" or not rest else weights[name] / rest for name in CRITERIA
    }


def pinned(
    need: Need,
    offering: Offering,
    model: Model,
    provider: Provider,
    uplifts: Mapping[str, Uplift],
) -> Iterable[str]:
    """That a region is pinned by account, and what that costs as far as it is known."""
    if not need.allowed_regions or offering.region or provider.deployment != "hosted":
        return
    found = None
    if uplifts:
        from llmpick.core.cost import uplift

        found = uplift.applies(offering, model, need.allowed_regions, uplifts)
    if found:
        yield f"region pinned by account, {uplift.words(found)}"
    elif provider.id not in uplifts:
        yield "region pinned by account: may cost more than the list price"


def warnings(scorer: Scorer, candidate: Candidate) -> Iterable[str]:
    """What to know before taking *candidate*: its end, its price, its evidence, its gaps."""
    need, route = scorer.need, candidate.route
    end = route.offering.retires_on
    if end is not None and days.between(need.day, end) <= need.warn_days:
        yield f"ends {end}"
    if candidate.change is not None:
        now, then = candidate.cost.total, candidate.change.total
        yield f"price changes {candidate.change.since}: {now:.0f} to {then:.0f} USD a month"
    if route.model.open_weights is False and end is None and route.model.retires_on:
        yield f"its maker ends the model {route.model.retires_on}"
    label = dict(need.rate_labels).get(route.offering.currency or "")
    if label:
        yield f"priced in {route.offering.currency}, at a rate of {label}"
    if route.offering.volatile_price:
        yield "price moves from day to day"
    read = route.offering.price_read
    if read is not None and days.between(read, need.day) > OLD_PRICE_DAYS:
        yield f"price read {read}"
    estimate = route.estimate
    if estimate is None or estimate.model_scores < MIN_SCORES:
        yield "quality hardly measured"
    elif estimate.label == GENERAL_ONLY:
        what = "in the language" if estimate.task_scores else "of this task"
        yield f"no test {what}: quality is the model's general level"
    yield from pinned(need, route.offering, route.model, route.provider, scorer.facts.uplifts)
    if route.model.reasoning is None and candidate.reasoning_tokens:
        yield "not known whether it reasons: counted as if"
    own = scorer.facts.deployed(route.offering, route.effort)
    if own and own.rented_from:
        yield f"priced as rented from {own.rented_from}; P5 holds on machines of your own"
    if route.offering.quantised:
        yield "quantised build: measured quality may be that of the full model"
    if route.waived:
        facts = ", ".join(sorted({violation.fact for violation in route.waived}))
        yield f"unknown, let through: {facts}"
