"""From a need and the catalog's facts to a ranked answer, with all that was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmpick.core import cost as costs
from llmpick.core import days, privacy, robust, values
from llmpick.core.customisability import Customisability, customisability
from llmpick.core.facts import Estimate, Licence, Model, Offering, Provider, Scale
from llmpick.core.need import CRITERIA, Need
from llmpick.core.routes import (
    BITS,
    RULES,
    Miss,
    Misses,
    Offer,
    Route,
    efforts,
    evidence_misses,
    mask,
    offers,
)

CONTENDERS = 40
"""How many of the best share in P(best); the rest could not win."""
TOSS_UP = 0.25
TOLERANCE = 0.01


class Facts(NamedTuple):
    """The tables a decision reads; *calibration* widens the standard errors of the fit."""

    models: Mapping[str, Model]
    offerings: Sequence[Offering]
    providers: Mapping[str, Provider]
    licences: Mapping[str, Licence]
    estimates: Sequence[Estimate]
    scale: Scale
    calibration: float


class Criterion(NamedTuple):
    """One view of a candidate: *contribution* is weight times utility."""

    name: str
    value: float | str | None
    unit: str
    utility: float
    weight: float
    contribution: float


class Candidate(NamedTuple):
    """A route with its cost, its criteria and its score, 0 to 1."""

    route: Route
    score: float
    cost: costs.MonthlyCost
    reasoning_tokens: float
    change: costs.Change | None
    privacy_level: str
    privacy_grade: str
    customisability: Customisability
    licence: Licence | None
    criteria: tuple[Criterion, ...]


class Ranked(NamedTuple):
    """
    A candidate in its place.

    *p_best* is P(it is the best), *p_beats_first* P(it is above the first), both from the errors
    of the quality estimates at the given weights; *others* counts further routes of its model.
    """

    rank: int
    candidate: Candidate
    p_best: float
    p_beats_first: float
    others: int
    dominated_by: str | None
    warnings: tuple[str, ...]


class Exclusion(NamedTuple):
    """
    What one rule cost: the routes that it was the first to stop, those of them that were only
    unknown, the facts that stopped them, and the best route that this rule alone stopped.
    """

    rule: str
    routes: int
    unknown: int
    facts: tuple[tuple[str, int], ...]
    alone: int
    best: Candidate | None
    cheapest: Candidate | None


class Decision(NamedTuple):
    """The whole answer; *routes* were looked at, *fitting* meet every limit."""

    need: Need
    ranking: tuple[Ranked, ...]
    routes: int
    fitting: int
    fitting_models: int
    excluded: tuple[Exclusion, ...]
    toss_up: tuple[str, ...]
    confidence: str
    reasons: tuple[str, ...]


class _Scored(NamedTuple):
    score: float
    cost: float
    id: str
    route: Route


def quality_key(need: Need) -> str:
    """The name of the estimates that answer *need*: its task, in its language where given."""
    return f"{need.task.id}+{need.language}" if need.language else need.task.id


def decide(need: Need, facts: Facts, *, top: int = 10, by_route: bool = False) -> Decision:
    """
    Filter, price, score and rank every route.

    Args:
        need: What is asked.
        facts: The catalog's tables on the need's day.
        top: How many to rank at most.
        by_route: Rank all routes, not the best one of each model.
    """
    scorer = Scorer(need, facts)
    sieve = _Sieve()
    by_model = efforts(facts.estimates)
    found = offers(need, facts.models, facts.offerings, facts.providers, facts.licences)
    for offer in found:
        _sift(sieve, scorer, offer, by_model.get(offer.offering.model) or [None])
    fitting = sorted(sieve.fitting, key=_order)
    shown = fitting if by_route else _best_of_each_model(fitting)
    ranking = _ranking(scorer, shown, Counter(row.route.model.id for row in fitting), top)
    confidence, reasons = _confidence(scorer, ranking)
    return Decision(
        need=need,
        ranking=tuple(ranking),
        routes=sieve.routes,
        fitting=len(fitting),
        fitting_models=len({row.route.model.id for row in fitting}),
        excluded=tuple(_exclusions(scorer, sieve)),
        toss_up=tuple(row.candidate.route.id for row in ranking if row.p_beats_first >= TOSS_UP),
        confidence=confidence,
        reasons=reasons,
    )


class Scorer:
    """Prices and scores routes for one need; what is shared by many is worked out once."""

    def __init__(self, need: Need, facts: Facts) -> None:
        self.need = need
        self.facts = facts
        scale = facts.scale
        self.anchors = scale.quality.get(quality_key(need)) or scale.quality[need.task.id]
        self.ends = values.cost_ends(scale, need.workload, need.budget_usd_per_month)
        self.required = scale.privacy_grades[privacy.LEVEL_GRADE[need.privacy_level]]
        self.weights = _effective(need.weights, self.required)
        self.rates = dict(need.rates)
        self._grades: dict[tuple[str, str | None], tuple[str, float]] = {}
        self._customs: dict[str, Customisability] = {}

    def licence(self, model: Model) -> Licence | None:
        """The licence of the model's weights, where known."""
        return self.facts.licences.get(model.licence or "")

    def customisability(self, model: Model) -> Customisability:
        """The points of *model* for the need's use."""
        if model.id not in self._customs:
            found = customisability(model, self.licence(model), self.need.use)
            self._customs[model.id] = found
        return self._customs[model.id]

    def grade(self, offering: Offering, provider: Provider) -> tuple[str, float]:
        """The privacy grade, and its utility beyond what is required."""
        key = (provider.id, offering.region)
        if key not in self._grades:
            name = privacy.grade(provider, offering)
            worth = values.beyond(self.facts.scale.privacy_grades[name], self.required)
            self._grades[key] = (name, worth or 0.0)
        return self._grades[key]

    def quality(self, estimate: Estimate | None) -> float:
        """The utility of an estimate; nothing is known of a route without one."""
        if estimate is None:
            return 0.0
        return values.quality_utility(estimate.theta, self.anchors, self.facts.scale.knee_utility)

    def reasoning_tokens(self, model: Model, effort: str | None) -> float:
        """
        Tokens a request that are thought and not seen.

        None for a model that does not reason or is told not to; where it is not known whether a
        model reasons, it counts as one that does.
        """
        if model.reasoning is False or effort == "none":
            return 0.0
        multiplier = self.facts.scale.effort_multipliers.get(effort or "medium", 1.0)
        return self.need.workload.reasoning_tokens * multiplier

    def cost(self, route: Route) -> costs.MonthlyCost | None:
        """USD a month; None where no price in a known currency is in force."""
        work = self.need.workload
        price = costs.prices(route.offering, work.input_tokens, self.need.day)
        if price is None:
            return None
        thought = self.reasoning_tokens(route.model, route.effort)
        return costs.monthly_cost(work, price, thought, self.rates)

    def score(self, route: Route, cost: float) -> float:
        """The weighted sum of the four utilities."""
        weights = self.weights
        return (
            weights["performance"] * self.quality(route.estimate)
            + weights["cost"] * values.cost_utility(cost, *self.ends)
            + weights["privacy"] * self.grade(route.offering, route.provider)[1]
            + weights["customisability"] * self.customisability(route.model).share
        )

    def deviation(self, route: Route) -> float:
        """The standard error of the score that the estimate of quality brings."""
        estimate = route.estimate
        if estimate is None:
            return 0.0
        slope = values.quality_slope(estimate.theta, self.anchors, self.facts.scale.knee_utility)
        return self.weights["performance"] * slope * estimate.stderr * self.facts.calibration

    def candidate(self, route: Route) -> Candidate:
        """*route*, which has a price, in full."""
        cost = self.cost(route)
        assert cost is not None
        need = self.need
        name, privacy_utility = self.grade(route.offering, route.provider)
        custom = self.customisability(route.model)
        terms = privacy.Terms(
            need.region, need.have, need.blocked_jurisdictions, need.accept_low_confidence
        )
        estimate = route.estimate
        thought = self.reasoning_tokens(route.model, route.effort)
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
            score=sum(criterion.contribution for criterion in criteria),
            cost=cost,
            reasoning_tokens=thought,
            change=costs.next_change(route.offering, need.workload, thought, self.rates, need.day),
            privacy_level=privacy.highest_level(route.provider, route.offering, terms),
            privacy_grade=name,
            customisability=custom,
            licence=self.licence(route.model),
            criteria=criteria,
        )


def _effective(weights: dict[str, float], required: float) -> dict[str, float]:
    """*weights*; where all that fits has the most privacy, its weight is shared out."""
    if required < 1:
        return weights
    rest = sum(weights[name] for name in CRITERIA if name != "privacy")
    return {
        name: 0.0 if name == "privacy" or not rest else weights[name] / rest for name in CRITERIA
    }


class _Sieve:
    """What fits, and what each rule stopped."""

    def __init__(self) -> None:
        self.routes = 0
        self.fitting: list[_Scored] = []
        self.stopped: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.facts: Counter[tuple[str, str]] = Counter()
        self.alone: dict[str, list[_Scored]] = {}

    def stop(self, misses: Misses, bits: int, count: int) -> None:
        """Count *count* routes under the first rule of *bits*."""
        rule = RULES[(bits & -bits).bit_length() - 1]
        self.stopped[rule] += count
        of_rule = [miss for miss in misses if miss.rule == rule]
        if all(miss.unknown for miss in of_rule):
            self.unknown[rule] += count
        self.facts[rule, of_rule[0].fact] += count


def _sift(
    sieve: _Sieve, scorer: Scorer, offer: Offer, estimates: Sequence[Estimate | None]
) -> None:
    sieve.routes += len(estimates)
    bits = mask(offer.misses)
    if bits & (bits - 1):
        sieve.stop(offer.misses, bits, len(estimates))
        return
    for estimate in estimates:
        misses = offer.misses + evidence_misses(scorer.need, estimate)
        route = Route(
            offer.model,
            estimate.effort if estimate else None,
            offer.offering,
            offer.provider,
            estimate,
            misses,
            offer.waived,
        )
        _judge(sieve, scorer, route)


def _judge(sieve: _Sieve, scorer: Scorer, route: Route) -> None:
    """Price one route, and put it where it belongs."""
    cost = scorer.cost(route)
    misses = route.misses
    if cost is None:
        misses += (Miss("price", "currency" if route.offering.currency else "price", True),)
    else:
        misses += budget_misses(scorer.need, cost.total)
    bits = mask(misses)
    if bits:
        sieve.stop(misses, bits, 1)
    if cost is None or bits & (bits - 1):
        return
    if len(misses) != len(route.misses):
        route = route._replace(misses=misses)
    scored = _Scored(scorer.score(route, cost.total), cost.total, route.id, route)
    if not bits:
        sieve.fitting.append(scored)
    elif bits != BITS["evidence"] or route.estimate:
        sieve.alone.setdefault(misses[0].rule, []).append(scored)


def budget_misses(need: Need, cost: float) -> Misses:
    """Whether a monthly *cost* in USD is beyond the budget."""
    limit = need.budget_usd_per_month
    return (Miss("budget", "budget", False),) if limit is not None and cost > limit else ()


def _order(row: _Scored) -> tuple[float, float, str]:
    """Higher score first, then lower cost, then the identifier: a total order."""
    return (-row.score, row.cost, row.id)


def _best_of_each_model(rows: Iterable[_Scored]) -> list[_Scored]:
    first: dict[str, _Scored] = {}
    for row in rows:
        first.setdefault(row.route.model.id, row)
    return list(first.values())


def _ranking(
    scorer: Scorer, rows: Sequence[_Scored], routes_of: Counter[str], top: int
) -> list[Ranked]:
    contenders = rows[:CONTENDERS]
    spreads = [scorer.deviation(row.route) for row in contenders]
    chances = robust.best_of([row.score for row in contenders], spreads)
    ranking = []
    for position, row in enumerate(rows[:top]):
        candidate = scorer.candidate(row.route)
        likely = position < len(contenders)
        spread = spreads[position] if likely else scorer.deviation(row.route)
        ranking.append(
            Ranked(
                rank=position + 1,
                candidate=candidate,
                p_best=chances[position] if likely else 0.0,
                p_beats_first=robust.beats(row.score, spread, rows[0].score, spreads[0]),
                others=routes_of[row.route.model.id] - 1,
                dominated_by=_dominator(scorer, row, rows),
                warnings=tuple(warnings(scorer, candidate)),
            )
        )
    return ranking


def _utilities(scorer: Scorer, row: _Scored) -> tuple[float, ...]:
    route = row.route
    return (
        scorer.quality(route.estimate),
        values.cost_utility(row.cost, *scorer.ends),
        scorer.grade(route.offering, route.provider)[1],
        scorer.customisability(route.model).share,
    )


def _dominator(scorer: Scorer, row: _Scored, rows: Sequence[_Scored]) -> str | None:
    """The first route that is as good everywhere and clearly better somewhere, if any."""
    own = _utilities(scorer, row)
    for other in rows:
        if other.score <= row.score:
            break
        theirs = _utilities(scorer, other)
        if all(b >= a for a, b in zip(own, theirs, strict=True)) and any(
            b > a + TOLERANCE for a, b in zip(own, theirs, strict=True)
        ):
            return other.id
    return None


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
    if route.offering.volatile_price:
        yield "price moves from day to day"
    read = route.offering.price_read
    if read is not None and days.between(read, need.day) > OLD_PRICE_DAYS:
        yield f"price read {read}"
    estimate = route.estimate
    if estimate is None or estimate.scores < 2:
        yield "quality hardly measured"
    elif estimate.direct == 0:
        yield "no test of this task: quality is the model's general level"
    if route.model.reasoning is None and candidate.reasoning_tokens:
        yield "not known whether it reasons: counted as if"
    if route.offering.quantised:
        yield "quantised build: measured quality may be that of the full model"
    if route.waived:
        facts = ", ".join(sorted({miss.fact for miss in route.waived}))
        yield f"unknown, let through: {facts}"


OLD_PRICE_DAYS = 90


def _exclusions(scorer: Scorer, sieve: _Sieve) -> Iterable[Exclusion]:
    for rule in RULES:
        if not sieve.stopped[rule]:
            continue
        alone = sieve.alone.get(rule, [])
        best = min(alone, key=_order, default=None)
        cheapest = min(alone, key=lambda row: (row.cost, row.id), default=None)
        facts = Counter({fact: n for (name, fact), n in sieve.facts.items() if name == rule})
        yield Exclusion(
            rule=rule,
            routes=sieve.stopped[rule],
            unknown=sieve.unknown[rule],
            facts=tuple(sorted(facts.items(), key=lambda item: (-item[1], item[0]))),
            alone=len(alone),
            best=scorer.candidate(best.route) if best else None,
            cheapest=scorer.candidate(cheapest.route) if cheapest else None,
        )


def _confidence(scorer: Scorer, ranking: Sequence[Ranked]) -> tuple[str, tuple[str, ...]]:
    """The label of section 5 of the design, with what keeps it from being higher."""
    if not ranking:
        return "none", ("nothing fits",)
    first = ranking[0]
    route = first.candidate.route
    estimate = route.estimate
    stderr = (estimate.stderr if estimate else 9.0) * scorer.facts.calibration
    direct = estimate.direct if estimate else 0
    read = route.offering.price_read
    age = days.between(read, scorer.need.day) if read else 9999
    checks = (
        (first.p_best >= 0.70, first.p_best >= 0.45, f"P(best) is {first.p_best:.2f}"),
        (
            direct >= 3 and stderr <= 0.20,
            direct >= 2,
            f"{direct} scores in the task's own domains, standard error {stderr:.2f} logit",
        ),
        (age <= 90, age <= 180, f"its price was read {age} days ago"),
        (
            first.candidate.reasoning_tokens == 0,
            True,
            "its reasoning tokens are assumed, not measured",
        ),
    )
    if all(high for high, _, _ in checks):
        return "high", ()
    medium = all(fair for _, fair, _ in checks)
    return (
        "medium" if medium else "low",
        tuple(reason for high, fair, reason in checks if not (high if medium else fair)),
    )
