"""Which routes meet every hard limit, and what each limit stopped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

from llmpick.core import cost as costs
from llmpick.core.facts import Estimate, Model, Offering, Provider
from llmpick.core.need import Need
from llmpick.core.routes import (
    RULES,
    Miss,
    Misses,
    Route,
    evidence_misses,
    gone,
    mask,
    model_misses,
    place_misses,
    provider_misses,
    split,
)
from llmpick.core.score import Scorer


class Scored(NamedTuple):
    """A priced route with its score."""

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


class Sieve:
    """
    What fits, and what each rule stopped.

    *stopped* counts routes by the first rule they break, *unknown* those of them that are only
    unknown, *facts* by (rule, fact); *alone* is of the routes that break one rule of the user's.
    """

    def __init__(self) -> None:
        self.routes = 0
        self.fitting: list[Scored] = []
        self.stopped: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.facts: Counter[tuple[str, str]] = Counter()
        self.alone: dict[str, Alone] = {}
        self._first: dict[Misses, tuple[str, bool, str]] = {}
        self._alone: dict[Misses, Alone | None] = {}

    def stop(self, misses: Misses, count: int = 1) -> None:
        """Count *count* routes under the first rule that *misses* break."""
        if misses not in self._first:
            self._first[misses] = _first_rule(misses)
        rule, unknown, fact = self._first[misses]
        self.stopped[rule] += count
        self.facts[rule, fact] += count
        if unknown:
            self.unknown[rule] += count

    def of_one_rule(self, misses: Misses) -> bool:
        """Whether *misses* are all of one rule."""
        return self.alone_of(misses) is not None

    def alone_of(self, misses: Misses) -> Alone | None:
        """What the one rule of *misses* stopped alone; None where they are of several rules."""
        if misses not in self._alone:
            rules = {miss.rule for miss in misses}
            rule = misses[0].rule
            self._alone[misses] = self.alone.setdefault(rule, Alone()) if len(rules) == 1 else None
        return self._alone[misses]


def _first_rule(misses: Misses) -> tuple[str, bool, str]:
    """The first rule broken, whether only for want of facts, and the first of them."""
    bits = mask(misses)
    rule = RULES[(bits & -bits).bit_length() - 1]
    of_rule = [miss for miss in misses if miss.rule == rule]
    return rule, all(miss.unknown for miss in of_rule), of_rule[0].fact


class _Choice(NamedTuple):
    """A model at one effort: its limits, its tokens, what its quality adds to the score."""

    estimate: Estimate | None
    effort: str | None
    misses: Misses
    reasoning_tokens: float
    performance: float


class _Side(NamedTuple):
    """What is true of a model wherever it runs: *thin* counts efforts of too little evidence."""

    misses: Misses
    waived: Misses
    thin: int
    choices: tuple[_Choice, ...]
    part: float


class _Place(NamedTuple):
    """What is true of a provider's region for every model; *part* is its share of the score."""

    misses: Misses
    waived: Misses
    part: float


def sift(scorer: Scorer, estimates: Mapping[str, list[Estimate]]) -> Sieve:
    """
    Sort every route of the catalog.

    Args:
        scorer: Prices and scores; it holds the need and the catalog's tables.
        estimates: The estimates of each model, one an effort.
    """
    need, facts = scorer.need, scorer.facts
    sieve = Sieve()
    sides: dict[str, _Side] = {}
    places: dict[tuple[str, str | None, bool | None], _Place] = {}
    for offering in facts.offerings:
        name = offering.model
        side = sides.get(name)
        if side is None:
            model = facts.models[name]
            side = sides[name] = _side(scorer, model, estimates.get(name, ()))
        key = (offering.provider, offering.region, offering.other_terms)
        place = places.get(key)
        if place is None:
            place = places[key] = _place(scorer, offering, facts.providers[offering.provider])
        count = side.thin + len(side.choices)
        sieve.routes += count
        misses = side.misses + place.misses
        ended = gone(need, offering)
        if ended or (len(misses) > 1 and not sieve.of_one_rule(misses)):
            sieve.stop(ended + misses, count)
            continue
        if side.thin:
            sieve.stop(misses + THIN, side.thin)
        if side.choices:
            _sift(sieve, scorer, offering, side, place)
    return sieve


def _side(scorer: Scorer, model: Model, estimates: Sequence[Estimate]) -> _Side:
    need = scorer.need
    misses, waived = split(model_misses(need, model, scorer.licence(model)), need)
    choices = []
    for estimate in estimates:
        broken = evidence_misses(need, estimate)
        if broken != THIN:
            thought = scorer.reasoning_tokens(model, estimate.effort)
            part = scorer.weights["performance"] * scorer.quality(estimate)
            choices.append(_Choice(estimate, estimate.effort, broken, thought, part))
    thin = max(1, len(estimates)) - len(choices)
    return _Side(misses, waived, thin, tuple(choices), scorer.custom_part(model))


def _place(scorer: Scorer, offering: Offering, provider: Provider) -> _Place:
    need = scorer.need
    found = provider_misses(need, provider) + place_misses(need, offering, provider)
    return _Place(*split(found, need), scorer.privacy_part(offering, provider))


def _sift(sieve: Sieve, scorer: Scorer, offering: Offering, side: _Side, place: _Place) -> None:
    """Sort the well measured routes of an offering that is on sale and breaks one rule at most."""
    need, facts = scorer.need, scorer.facts
    misses = side.misses + place.misses
    price = costs.prices(offering, need.workload.input_tokens, need.day)
    bill = price and costs.bill(need.workload, price, scorer.rates)
    if not bill:
        sieve.stop((*misses, NO_RATE if price else UNPRICED), len(side.choices))
        return
    start, slope, *_ = bill
    budget = inf if need.budget_usd_per_month is None else need.budget_usd_per_month
    fixed = side.part + place.part
    for choice in side.choices:
        total = start + slope * choice.reasoning_tokens
        found = misses + choice.misses
        if total > budget:
            found += OVER_BUDGET
        score = choice.performance + scorer.cost_part(total) + fixed
        if found:
            sieve.stop(found)
            alone = sieve.alone_of(found)
            if alone is None:
                continue
            alone.count += 1
            if score < alone.score and total > alone.cost:
                continue
        row = Scored(
            score,
            total,
            Route(
                facts.models[offering.model],
                choice.effort,
                offering,
                facts.providers[offering.provider],
                choice.estimate,
                found,
                side.waived + place.waived,
            ),
        )
        if found and alone:
            alone.keep(row)
        else:
            sieve.fitting.append(row)


UNPRICED = Miss("price", "price", True)
NO_RATE = Miss("price", "currency", True)
OVER_BUDGET = (Miss("budget", "budget", False),)
THIN = evidence_misses(None, None)


def budget_misses(need: Need, cost: float) -> Misses:
    """Whether a monthly *cost* in USD is beyond the budget."""
    limit = need.budget_usd_per_month
    return OVER_BUDGET if limit is not None and cost > limit else ()


def order(row: Scored) -> tuple[float, float, str]:
    """Higher score first, then lower cost, then the identifier: a total order."""
    return (-row.score, row.cost, row.route.id)


def cheapness(row: Scored) -> tuple[float, str]:
    """Lower cost first, then the identifier."""
    return (row.cost, row.route.id)
