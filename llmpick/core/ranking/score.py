"""Prices, utilities and scores of routes for one need."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, log
from typing import TYPE_CHECKING, NamedTuple

from llmpick.core.cost import bill as costs
from llmpick.core.cost import tokens
from llmpick.core.customisation.customisability import Customisability, customisability
from llmpick.core.customisation.tunable import UNKNOWN, Custom
from llmpick.core.facts import days
from llmpick.core.facts.records import (
    NO_TOKENS,
    Anchors,
    Deployed,
    Estimate,
    Licence,
    Model,
    Offering,
    Place,
    Provider,
    Providers,
    Scale,
    Tokens,
)
from llmpick.core.need.need import CRITERIA, Need
from llmpick.core.ranking import values
from llmpick.core.ranking.limits import MIN_SCORES, Route
from llmpick.core.terms import privacy, requirements

if TYPE_CHECKING:
    from llmpick.core.cost.uplift import Uplift

OLD_PRICE_DAYS = 90
GENERAL_ONLY = "general only"
"""The label of an estimate that no score in the task's own domains supports."""


class Facts(NamedTuple):
    """
    The tables a decision reads.

    *anchors* are the ends of the task's quality, *calibration* widens the fit's standard errors,
    *custom* is by model what can be changed of it, *takes* by offering what it takes;
    *deployments* is by offering of the user's own, and by effort, what runs.
    """

    models: Mapping[str, Model]
    offerings: Sequence[Offering]
    providers: Providers
    licences: Mapping[str, Licence]
    estimates: Sequence[Estimate]
    scale: Scale
    anchors: Anchors
    calibration: float
    tokens: Tokens = NO_TOKENS
    custom: Mapping[str, Custom] = {}
    takes: Mapping[str, Custom] = {}
    uplifts: Mapping[str, "Uplift"] = {}
    deployments: Mapping[str, Mapping[str | None, Deployed]] = {}

    def is_sold(self, offering: Offering, effort: str | None) -> bool:
        """Whether *offering* is had at *effort*: a deployment is of the size that one takes."""
        return offering.id not in self.deployments or effort in self.deployments[offering.id]

    def deployed(self, offering: Offering, effort: str | None) -> Deployed | None:
        """What of the user's own *offering* stands for, None where it is hosted."""
        return self.deployments.get(offering.id, {}).get(effort)


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
            return log(high / low) / (2 * costs.QUANTILE_90) if low > 0 else 0.0
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
        return (
            self.weights["performance"] * self.quality(route.estimate)
            + self.cost_part(cost)
            + (self.custom_part(route.model) + self.privacy_part(route.offering, route.provider))
        )

    def candidate(self, route: Route) -> Candidate:
        """*route*, which has a price, in full."""
        cost = self.cost(route.offering, route.model, route.effort)
        assert cost is not None
        need = self.need
        name, privacy_utility = self.grade(route.offering, route.provider)
        custom = self.customisability(route.model)
        terms = need.privacy_terms
        estimate = route.estimate
        reasoning = self.reasoning_tokens(route.model, route.effort)
        utilities = (
            self.quality(estimate),
            values.cost_utility(cost.total, *self.ends),
            privacy_utility,
            custom.share,
        )
        raw: tuple[tuple[float | str | None, str], ...] = (
            (estimate.score * 100 if estimate else None, "expected score, 0-100"),
            (cost.total, "USD/month"),
            (name, "grade, P0-P5"),
            (custom.score, "points, 0-100"),
        )
        criteria = tuple(
            Criterion(
                criterion,
                value,
                unit,
                utility,
                self.weights[criterion],
                self.weights[criterion] * utility,
            )
            for criterion, (value, unit), utility in zip(CRITERIA, raw, utilities, strict=True)
        )
        return Candidate(
            route=route,
            score=fsum(criterion.contribution for criterion in criteria),
            cost=cost,
            cost_interval=self.cost_interval(route, cost),
            reasoning_tokens=reasoning,
            change=costs.next_change(
                route.offering,
                need.workload,
                reasoning,
                self.rates,
                need.day,
                self.ratio(route.model),
            ),
            privacy_level=requirements.highest_level(route.provider, route.offering, terms),
            privacy_grade=name,
            customisability=custom,
            licence=self.licence(route.model),
            criteria=criteria,
            deployed=self.facts.deployed(route.offering, route.effort),
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
    uplifts: "Mapping[str, Uplift]",
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
