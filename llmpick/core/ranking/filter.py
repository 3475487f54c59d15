"""Which routes meet every hard limit, and what each limit stopped."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from llmpick.core.cost import bill as costs
from llmpick.core.cost import price_lists
from llmpick.core.cost.fees import lacks_search_fee
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.records import Model, Offering, Place
from llmpick.core.need.need import Need
from llmpick.core.ranking import values
from llmpick.core.ranking.limits import (
    RULES,
    HardLimits,
    Route,
    Verdict,
    Violation,
    Violations,
    efforts,
    evidence_violations,
    gone,
    mask,
    short_lived,
)
from llmpick.core.ranking.score import Scorer


class Scored(NamedTuple):
    """A route with its score and its lasting cost: of the dearest month that is announced."""

    score: float
    cost: float
    route: Route


class Alone:
    """Of the routes that one rule alone stopped: how many, the best, and the cheapest."""

    def __init__(self) -> None:
        self.count = 0
        self.best: Scored | None = None
        self.cheapest: Scored | None = None
        self.score = float("-inf")
        self.cost = float("inf")

    def keep(self, row: Scored) -> None:
        """Remember *row* where it is the best or the cheapest so far."""
        if self.best is None or order(row) < order(self.best):
            self.best, self.score = row, row.score
        if self.cheapest is None or cheapness(row) < cheapness(self.cheapest):
            self.cheapest, self.cost = row, row.cost


class BrokenLimits:
    """The same limits broken by *count* routes; *alone* where they are all of one rule."""

    def __init__(self, violations: Violations, alone: Alone | None) -> None:
        bits = mask(violations)
        self.rule = RULES[(bits & -bits).bit_length() - 1]
        of_rule = [violation for violation in violations if violation.rule == self.rule]
        self.fact = of_rule[0].fact
        self.unknown = all(violation.unknown for violation in of_rule)
        self.count = 0
        self.alone = alone


class FilterResult:
    """
    What fits, what each combination of limits stopped, and what one rule alone stopped.

    *over_budget* are the routes that the budget alone stopped.
    """

    def __init__(self) -> None:
        self.routes = 0
        self.fitting: list[Scored] = []
        self.over_budget: list[Scored] = []
        self.alone: dict[str, Alone] = {}
        self._verdicts: dict[Violations, BrokenLimits] = {}

    def verdict(self, violations: Violations) -> BrokenLimits:
        """The verdict on routes that break *violations*, of which there is one at least."""
        found = self._verdicts.get(violations)
        if found is None:
            alone = None
            if len({violation.rule for violation in violations}) == 1:
                alone = self.alone.setdefault(violations[0].rule, Alone())
            found = self._verdicts[violations] = BrokenLimits(violations, alone)
        return found

    def stop(self, violations: Violations, count: int) -> None:
        """Count *count* routes that break *violations*."""
        self.verdict(violations).count += count

    def stopped(self, rule: str) -> tuple[int, int, dict[str, int]]:
        """Routes whose first rule it was, those of them only unknown, and by fact."""
        verdicts = [found for found in self._verdicts.values() if found.rule == rule]
        facts: dict[str, int] = {}
        for found in verdicts:
            facts[found.fact] = facts.get(found.fact, 0) + found.count
        return (
            sum(found.count for found in verdicts),
            sum(found.count for found in verdicts if found.unknown),
            facts,
        )


class _Choice(NamedTuple):
    """A model at one effort: its limits, its tokens, what its quality adds to the score."""

    estimate: Estimate | None
    effort: str | None
    violations: Violations
    reasoning_tokens: float
    performance: float


class _Side(NamedTuple):
    """
    What is true of a model wherever it runs: *thin* counts efforts of too little evidence.

    *ratio* is its tokens for one reference token, *part* its share of the score.
    """

    limits: Verdict
    thin: int
    choices: tuple[_Choice, ...]
    part: float
    ratio: float


class _Place(NamedTuple):
    """What is true of a provider's region for every model; *part* is its share of the score."""

    limits: Verdict
    part: float


def filter_routes(scorer: Scorer) -> FilterResult:
    """Sort every route of the catalog: *scorer* holds the need and the facts."""
    need, facts = scorer.need, scorer.facts
    filtered = FilterResult()
    limits = HardLimits(need, facts)
    estimates = efforts(facts.estimates)
    sides: dict[str, _Side] = {}
    places: dict[Place, _Place] = {}
    rated = any(one.what.of_offering for one in need.requirements)
    for offering in facts.offerings:
        name = offering.model
        side = sides.get(name)
        if side is None:
            side = sides[name] = _side(scorer, limits, facts.models[name], estimates.get(name, ()))
        key = facts.providers.place(offering)
        place = places.get(key)
        if place is None:
            place = places[key] = _place(scorer, limits, offering)
        if need.needs:
            place = place._replace(limits=place.limits + limits.of_tuning(offering))
        if rated:
            place = place._replace(limits=place.limits + limits.of_sold(offering))
        if offering.id in facts.deployments:
            side = _at_its_efforts(facts, offering, side)
        _count(filtered, scorer, offering, side, place)
    return filtered


def _count(
    filtered: FilterResult, scorer: Scorer, offering: Offering, side: _Side, place: _Place
) -> None:
    """Count an offering's routes: as one where they all break the same, else each by itself."""
    count = side.thin + len(side.choices)
    filtered.routes += count
    violations = side.limits.broken + place.limits.broken
    model = scorer.facts.models[offering.model]
    violations += short_lived(scorer.need, offering, model)
    ended = gone(scorer.need, offering, model)
    if ended or (len(violations) > 1 and filtered.verdict(violations).alone is None):
        filtered.stop(ended + violations, count)
        return
    if side.thin:
        filtered.stop(violations + THIN, side.thin)
    if side.choices:
        _filtered(filtered, scorer, offering, side, place, violations)


def _side(scorer: Scorer, limits: HardLimits, model: Model, estimates: Sequence[Estimate]) -> _Side:
    choices = []
    for estimate in estimates:
        broken = evidence_violations(scorer.need, estimate, scorer.least_score)
        if broken != THIN:
            reasoning = scorer.reasoning_tokens(model, estimate.effort)
            broken += impatience(scorer.need, reasoning)
            part = scorer.quality_part(estimate)
            choices.append(_Choice(estimate, estimate.effort, broken, reasoning, part))
    thin = max(1, len(estimates)) - len(choices)
    part, ratio = scorer.custom_part(model), scorer.ratio(model)
    return _Side(limits.of_model(model), thin, tuple(choices), part, ratio)


def _at_its_efforts(facts: Facts, offering: Offering, side: _Side) -> _Side:
    """*side* at the efforts that a deployment was sized for."""
    kept = tuple(one for one in side.choices if facts.is_sold(offering, one.effort))
    return side._replace(choices=kept, thin=0 if kept else 1)


def _place(scorer: Scorer, limits: HardLimits, offering: Offering) -> _Place:
    provider = scorer.facts.providers.serving(offering)
    return _Place(limits.of_place(offering), scorer.privacy_part(offering, provider))


def _filtered(
    filtered: FilterResult,
    scorer: Scorer,
    offering: Offering,
    side: _Side,
    place: _Place,
    violations: Violations,
) -> None:
    """Sort the well measured routes of an offering that is on sale and breaks one rule at most."""
    need = scorer.need
    waived = side.limits.waived + place.limits.waived
    bill = costs.route_bill(offering, need.workload, scorer.rates, need.day, side.ratio)
    if bill is None:
        filtered.stop((*violations, _without_a_bill(need, offering)), len(side.choices))
        return
    start, slope, thinking, *_ = bill
    ahead = scorer.announced(offering, side.ratio)
    limit = need.budget_usd_per_month
    budget = inf if limit is None else limit
    plain = filtered.verdict(violations) if violations else None
    for choice in side.choices:
        reasoning = choice.reasoning_tokens
        total = start + (thinking if reasoning else 0.0) + slope * reasoning
        for later in ahead:
            total = max(total, costs.spent(later, reasoning).total)
        verdict = plain
        found = violations
        if choice.violations or total > budget:
            found = violations + choice.violations + (OVER_BUDGET if total > budget else ())
            verdict = filtered.verdict(found)
        score = values.total((choice.performance, scorer.cost_part(total), place.part, side.part))
        if verdict is None:
            route = _route(scorer, offering, choice, found, waived)
            filtered.fitting.append(Scored(score, total, route))
            continue
        verdict.count += 1
        alone = verdict.alone
        if alone is None:
            continue
        alone.count += 1
        over_budget = found == OVER_BUDGET
        if over_budget or score >= alone.score or total <= alone.cost:
            route = _route(scorer, offering, choice, found, waived)
            row = Scored(score, total, route)
            alone.keep(row)
            if over_budget:
                filtered.over_budget.append(row)


def _route(
    scorer: Scorer, offering: Offering, choice: _Choice, violations: Violations, waived: Violations
) -> Route:
    facts = scorer.facts
    model, provider = facts.models[offering.model], facts.providers.serving(offering)
    return Route(model, choice.effort, offering, provider, choice.estimate, violations, waived)


def _without_a_bill(need: Need, offering: Offering) -> Violation:
    if lacks_search_fee(offering, need.workload):
        return NO_SEARCH_FEE
    if price_lists.prices(offering, need.workload.input_tokens, need.day):
        return NO_RATE
    return UNREAD if price_lists.known_from(offering, need.day) else UNPRICED


UNPRICED = Violation("price", "price", True)
UNREAD = Violation("price", "price-history", True)
NO_SEARCH_FEE = Violation("price", "search-fee", True)
NO_RATE = Violation("price", "currency", True)
OVER_BUDGET = (Violation("budget", "budget", False),)
THIN = evidence_violations(None, None)


def impatience(need: Need, reasoning_tokens: float) -> Violations:
    """Whether a request thinks longer than a person waits."""
    limit = need.patience_tokens
    return IMPATIENT if limit is not None and reasoning_tokens > limit else ()


IMPATIENT = (Violation("patience", "thinking", False),)


def budget_violations(need: Need, cost: float) -> Violations:
    """Whether a monthly *cost* in USD is beyond the budget."""
    limit = need.budget_usd_per_month
    return OVER_BUDGET if limit is not None and cost > limit else ()


def order(row: Scored) -> tuple[float, float, str]:
    """Higher score first, then lower cost, then the identifier: a total order."""
    return (-row.score, row.cost, row.route.id)


def utilities_of(scorer: Scorer, row: Scored) -> tuple[float, float, float, float]:
    """What a route is worth, criterion by criterion."""
    return scorer.utilities(row.route, row.cost)


def cheapness(row: Scored) -> tuple[float, str]:
    """Lower cost first, then the identifier."""
    return (row.cost, row.route.id)
