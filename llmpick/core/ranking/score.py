"""Prices, utilities and scores of routes for one need."""

from collections.abc import Iterable, Mapping
from math import inf, log
from typing import NamedTuple

from llmpick.core.cost import bill as costs
from llmpick.core.cost import price_lists, tokens
from llmpick.core.customisation.customisability import Customisability, customisability
from llmpick.core.customisation.tunable import UNKNOWN
from llmpick.core.facts import days
from llmpick.core.facts.estimates import Estimate, Scale
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.life import end_of
from llmpick.core.facts.records import (
    Z80,
    Deployed,
    Licence,
    Model,
    Offering,
    Place,
    Prices,
    Provider,
    Uplift,
)
from llmpick.core.need.need import CRITERIA, Need, Workload
from llmpick.core.privacy import requirements
from llmpick.core.ranking import values
from llmpick.core.ranking.limits import MIN_SCORES, Route
from llmpick.core.ranking.values import POINTS, CostScale, QualityScale
from llmpick.lang.said import said

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
        reference = reference_bill(need.workload, scale)
        self.weights = need.weights
        self.quality_scale = QualityScale(facts.frontier.score, scale.quality_span)
        self.cost_scale = CostScale(min(reference, need.budget_usd_per_month or inf))
        if need.failure_cost_usd is not None:
            stake = failures(need.workload, 100.0) * need.failure_cost_usd
            self.quality_scale = POINTS
            self.cost_scale = CostScale(DEAREST * (reference + stake), straight=True)
            self.weights = _money_weights(stake, self.cost_scale.reference)
        self.least_score = least_score(need, facts)
        self.until = days.after(need.day, need.lives_days) if need.lives_days else None
        self.rates = dict(need.rates)
        self._announcing = {
            one.model: one
            for one in facts.offerings
            if one.first_party and any(item.since for item in one.price_lists)
        }
        self._levels: dict[Place, tuple[str, float]] = {}
        self._customs: dict[str, Customisability] = {}

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

    def privacy(self, offering: Offering, provider: Provider) -> tuple[str, float]:
        """The highest level of privacy that is proved, and its worth."""
        key = self.facts.providers.place(offering)
        if key not in self._levels:
            level = requirements.highest_level(provider, offering, self.need.privacy_terms)
            self._levels[key] = (level, self.facts.scale.privacy_levels[level])
        return self._levels[key]

    def quality(self, estimate: Estimate | None) -> float:
        """The worth of an estimate; nothing is known of a route without one."""
        return 0.0 if estimate is None else self.quality_scale.utility(counted(estimate))

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

    def announced(self, offering: Offering, ratio: float) -> list[costs.Bill]:
        """The bills of price lists that are announced for as long as the need looks ahead."""
        makers, since = self.announcing(offering)
        until = self.until or (self.need.day if since < self.need.day else None)
        return costs.announced(makers, self.need.workload, self.rates, since, until, ratio)

    def announcing(self, offering: Offering) -> tuple[Offering, str]:
        """
        The offering whose later prices hold, and the day after which: its own, else its maker's.

        Who resells a model at its maker's price, or a closed one at that or more, is taken to sell
        at the maker's price at least later too: at what is announced, and at what has come into
        force since the reseller's price was read. One that announces prices of its own does not.
        """
        day, makers, own = self.need.day, self._announcing.get(offering.model), offering.prices
        ahead = any((item.since or "") > day for item in offering.price_lists)
        if makers is None or own is None or makers is offering or ahead:
            return offering, day
        read = min(day, max(offering.price_read or day, offering.price_since or ""))
        then = price_lists.base_on(makers, read)
        if then is None or own.currency != then.currency:
            return offering, day
        pairs = (
            (own.input_per_mtok, then.input_per_mtok),
            (own.output_per_mtok, then.output_per_mtok),
        )
        dearer = all(one is not None and one >= (other or 0.0) for one, other in pairs)
        closed = self.facts.models[offering.model].open_weights is False
        if own[:3] == then[:3] or (closed and dearer):
            return makers, read
        return offering, day

    def lasting_cost(self, route: Route, cost: float) -> float:
        """The dearest month, as far as the need looks ahead, of a route that costs *cost* today."""
        bills = self.announced(route.offering, self.ratio(route.model))
        reasoning = self.reasoning_tokens(route.model, route.effort) if bills else 0.0
        return max([cost, *(costs.spent(bill, reasoning).total for bill in bills)])

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
        weight = self.weights["customisability"]
        return weight * self.customisability(model).share if weight else 0.0

    def privacy_part(self, offering: Offering, provider: Provider) -> float:
        """What privacy adds to the score."""
        return self.weights["privacy"] * self.privacy(offering, provider)[1]

    def cost_part(self, cost: float) -> float:
        """What a monthly *cost* in USD adds to the score."""
        return self.weights["cost"] * self.cost_scale.utility(cost)

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
        criteria = self._criteria(route, cost.total, self.lasting_cost(route, cost.total))
        return Candidate(
            route=route,
            score=values.total(criterion.contribution for criterion in criteria),
            cost=cost,
            cost_interval=self.cost_interval(route, cost),
            reasoning_tokens=self.reasoning_tokens(route.model, route.effort),
            change=self._next_change(route),
            privacy_level=self.privacy(route.offering, route.provider)[0],
            customisability=self.customisability(route.model),
            licence=self.licence(route.model),
            criteria=criteria,
            deployed=self.facts.deployed(route.offering, route.effort),
        )

    def utilities(self, route: Route, cost: float) -> tuple[float, float, float, float]:
        """What *route* is worth at a lasting *cost* in USD a month, in the order of `CRITERIA`."""
        return (
            self.quality(route.estimate),
            self.cost_scale.utility(cost),
            self.privacy(route.offering, route.provider)[1],
            self.customisability(route.model).share,
        )

    def _criteria(self, route: Route, cost: float, lasting: float) -> tuple[Criterion, ...]:
        estimate = route.estimate
        raw: tuple[tuple[float | str | None, str], ...] = (
            (estimate.score * 100 if estimate else None, "expected score, 0-100"),
            (cost, "USD/month"),
            (self.privacy(route.offering, route.provider)[0], "level"),
            (self.customisability(route.model).score, "points, 0-100"),
        )
        rows = zip(CRITERIA, raw, self.utilities(route, lasting), strict=True)
        return tuple(
            Criterion(name, value, unit, utility, self.weights[name], self.weights[name] * utility)
            for name, (value, unit), utility in rows
        )

    def _next_change(self, route: Route) -> costs.PriceChange | None:
        work, model = self.need.workload, route.model
        reasoning = self.reasoning_tokens(model, route.effort)
        makers, since = self.announcing(route.offering)
        ratio = self.ratio(model)
        return costs.next_change(makers, work, reasoning, self.rates, since, ratio)


GENERAL_SHARE = 0.5
"""How much of the variance of an ability the efforts of a model share."""
DEAREST = 1000.0
"""Where money counts as money, a cost of so many times all that is at stake is worth nothing."""
PRUDENCE = 0.95
"""
Standard deviations that an estimate without evidence of its task counts below its middle: about as
far as another one, as uncertain, has to be behind to be better in one case of four.
"""


def failures(work: Workload, points: float) -> float:
    """Requests of a month's *work* that fail less for so many *points* of score more."""
    return work.requests_per_month * points / 100


def counted(estimate: Estimate) -> float:
    """
    The expected score that counts, 0 to 1.

    Without a test of the task the lower part of its range, and half as far down with one of a task
    near it: a route that was only measured elsewhere is not first while one that was measured here
    is as likely to be.
    """
    if estimate.is_tested:
        return estimate.score
    share = 0.5 if estimate.near else 1.0
    return max(0.0, estimate.score - share * PRUDENCE * estimate.spread)


def reference_bill(work: Workload, scale: Scale) -> float:
    """
    What the month's *work* costs at the reference prices, thinking at medium effort, in USD.

    One cent at least, so that a cost can be compared with it.
    """
    prices = Prices(
        "USD",
        scale.reference_input_usd_per_mtok,
        scale.reference_output_usd_per_mtok,
        scale.reference_cache_read_usd_per_mtok,
    )
    whole = costs.run_of(work, writes=False) if work.turns > 1 else work
    found = costs.bill(whole, prices, {})
    assert found is not None  # dollars need no rate
    return max(0.01, found.start + found.slope * work.turns * work.reasoning_tokens)


def least_score(need: Need, facts: Facts) -> float | None:
    """The lowest expected score that the need, or the floor of its task, lets through, 0 to 1."""
    if need.min_quality is not None:
        return need.min_quality / 100
    return floor_score(need, facts) if need.keeps_floor else None


def floor_score(need: Need, facts: Facts) -> float:
    """The expected score under which a route is of no use for the task, however cheap, 0 to 1."""
    return facts.frontier.score - need.task.floor_points / 100


def _money_weights(stake: float, dearest: float) -> dict[str, float]:
    """
    Weights by which a score falls as the money does that is spent and lost.

    Args:
        stake: What it would cost if all requests of a month failed, USD.
        dearest: The cost that is worth nothing, USD a month.
    """
    whole = stake + dearest
    return {
        "performance": stake / whole,
        "cost": dearest / whole,
        "privacy": 0.0,
        "customisability": 0.0,
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
        dearer = uplift.words(found)
        yield said("region pinned by account, {dearer}", dearer=dearer)
    elif provider.id not in uplifts:
        yield said("region pinned by account: may cost more than the list price")


def warnings(scorer: Scorer, candidate: Candidate) -> Iterable[str]:
    """What to know before taking *candidate*: its end, its price, its evidence, its gaps."""
    need, route = scorer.need, candidate.route
    end = end_of(route.model, route.offering, need.day)
    if end.on and not end.by_maker and days.between(need.day, end.on) <= need.warn_days:
        yield said("ends {day}", day=end.on)
    if route.offering.listed_until is not None:
        day = route.offering.listed_until
        yield said("ended on a day that is not known: last listed {day}", day=day)
    if candidate.change is not None:
        now, then = candidate.cost.total, candidate.change.total
        follows = scorer.announcing(route.offering)[0] is not route.offering
        yield said(
            "its maker's price changes, others tend to follow, {day}: {now:.0f} to {then:.0f} USD "
            "a month"
            if follows
            else "price changes {day}: {now:.0f} to {then:.0f} USD a month",
            day=candidate.change.since,
            now=now,
            then=then,
        )
    if end.on and end.by_maker:
        over = end.on <= need.day
        yield said(
            "its maker ended the model {day}" if over else "its maker ends the model {day}",
            day=end.on,
        )
    label = dict(need.rate_labels).get(route.offering.currency or "")
    if label:
        code = route.offering.currency
        yield said("priced in {code}, at a rate of {rate}", code=code, rate=label)
    if route.offering.volatile_price:
        yield said("price moves from day to day")
    read = route.offering.price_read
    if read is not None and days.between(read, need.day) > OLD_PRICE_DAYS:
        yield said("price read {day}", day=read)
    estimate = route.estimate
    if estimate is None or estimate.model_scores < MIN_SCORES:
        yield said("quality hardly measured")
    elif estimate.label == GENERAL_ONLY:
        of_task = estimate.task_scores
        what = said("no test in the language") if of_task else said("no test of this task")
        near = said("it was tested near it")
        carried = near if estimate.near else said("quality is its general level")
        yield said("{what}: {carried}", what=what, carried=carried)
    yield from pinned(need, route.offering, route.model, route.provider, scorer.facts.uplifts)
    if route.model.reasoning is None and candidate.reasoning_tokens:
        yield said("not known whether it reasons: counted as if")
    own = scorer.facts.deployed(route.offering, route.effort)
    if own and own.rented_from:
        yield said(
            "priced as rented from {provider}; air-gapped holds on machines of your own",
            provider=own.rented_from,
        )
    if route.offering.quantised:
        yield said("quantised build: measured quality may be that of the full model")
    if route.waived:
        facts = ", ".join(sorted({violation.fact for violation in route.waived}))
        yield said("unknown, let through: {facts}", facts=facts)
