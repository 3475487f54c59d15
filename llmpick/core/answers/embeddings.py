"""
Which embedding model or reranker to use: the whole chain, from all that is known to an order.

Limits of models and providers are those of any route. Rerankers, and models without a result for
the need, are filtered and priced, and not ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum, inf
from typing import NamedTuple

from llmpick.core.answers.picks import (
    BETTER_CHANCE,
    BETTER_POINTS,
    DOUBLE,
    SAVES_SHARE,
    SAVES_USD,
)
from llmpick.core.embeddings.bill import EmbeddingBill, bill, index_gb, tokens_per_month
from llmpick.core.embeddings.expected import ExpectedPoints, all_expected, chance_better
from llmpick.core.embeddings.need import SearchNeed
from llmpick.core.embeddings.records import (
    Board,
    EmbeddingModel,
    EmbeddingOffering,
    as_model,
    as_offering,
)
from llmpick.core.facts.estimates import Scale
from llmpick.core.facts.records import Licence, Provider, Providers
from llmpick.core.need.need import CRITERIA
from llmpick.core.privacy import requirements
from llmpick.core.ranking.limits import (
    RULES,
    Violation,
    Violations,
    model_violations,
    place_violations,
    provider_violations,
    short_lived,
    split,
)
from llmpick.core.ranking.values import CostScale, QualityScale

REFERENCE_USD_PER_MTOK = 0.1
"""The price that is worth half: the middle one of the list prices of 2026-11-12."""
REFERENCE_WEIGHTS_GB = 16.0
"""On own hardware, the weights that are worth half: those of 8 thousand million parameters."""
FLOOR_POINTS = 15.0
"""What is so far under the best is no step down, and of no use where the least bill is wanted."""
SAVES_GB = 1.0
"""On own hardware a step down saves so much memory at least."""
DIMENSIONS = "dimensions"
ORDER = (*RULES[: RULES.index("context") + 1], DIMENSIONS, *RULES[RULES.index("context") + 1 :])
"""In this order a route that breaks several rules is counted, once."""
SELF_HOSTED = "self-hosted"


class SearchFacts(NamedTuple):
    """What is known on the need's day."""

    models: Mapping[str, EmbeddingModel]
    boards: Mapping[str, Board]
    providers: Providers
    licences: Mapping[str, Licence]
    scale: Scale


class SearchRoute(NamedTuple):
    """
    A model by an offering, or on the user's own hardware, where *offering* is None.

    *bill* is None where nothing prices it; *dimensions* are those of its vectors; *criteria* are
    utilities by criterion, 0 to 1, and *score* their weighted sum, None where nothing ranks it.
    """

    model: EmbeddingModel
    offering: EmbeddingOffering | None
    provider: Provider
    privacy_level: str
    bill: EmbeddingBill | None
    dimensions: int | None
    index_gb: float | None
    expected: ExpectedPoints | None
    violations: Violations
    waived: Violations
    criteria: Mapping[str, float]
    score: float | None

    @property
    def id(self) -> str:
        """MODEL@PROVIDER[/REGION]"""
        return f"{self.model.id}@{self.offering.place if self.offering else SELF_HOSTED}"

    @property
    def cost(self) -> float:
        """What is saved by a step down: US dollars a month, or GB of weights on own hardware."""
        if self.offering is None:
            return inf if self.model.weights_gb is None else self.model.weights_gb
        return inf if self.bill is None else self.bill.total


class SearchStep(NamedTuple):
    """A route beside the first: *points* more, *cost* more; either may be below 0."""

    route: SearchRoute
    points: float
    cost: float


class SearchSteps(NamedTuple):
    """What the first may be exchanged for; *equal* are what cannot be told from it."""

    better: SearchStep | None = None
    cheaper: SearchStep | None = None
    equal: tuple[SearchRoute, ...] = ()


class Excluded(NamedTuple):
    """Routes that one rule was the first to stop, and those of them of which it is unknown."""

    rule: str
    routes: int
    unknown: int


class SearchAnswer(NamedTuple):
    """
    The whole answer; *fitting* counts routes and *models* models that meet every limit.

    *ranking* and the steps are empty for rerankers and where no board tests the need; *unranked*
    fit and have no result, the cheapest first; *unsold* counts models that nobody is known to sell.
    *considered* are all routes; *ahead* would be first, if what is not known of it held; *expected*
    is by model, sold or not.
    """

    asked: SearchNeed
    boards: Sequence[Board]
    frontier: float | None
    routes: int
    fitting: int
    models: int
    ranking: tuple[SearchRoute, ...]
    unranked: tuple[SearchRoute, ...]
    excluded: tuple[Excluded, ...]
    unsold: int
    steps: SearchSteps
    considered: tuple[SearchRoute, ...]
    ahead: SearchRoute | None
    expected: Mapping[str, ExpectedPoints]


def choose(asked: SearchNeed, facts: SearchFacts, *, by_route: bool = False) -> SearchAnswer:
    """
    Filter, price and, where there are results, rank.

    Args:
        asked: What is wanted.
        facts: The catalog on the day of the need.
        by_route: Every route, not each model by its best one.
    """
    boards, points = all_expected(facts.models, facts.boards, asked.of)
    ranks = asked.kind == "embedding" and bool(boards)
    frontier = max((one.points for one in points.values()), default=None) if ranks else None
    kind = [model for model in facts.models.values() if model.kind == asked.kind]
    found = [
        _route(asked, facts, model, offering, points.get(model.id) if ranks else None, frontier)
        for model in kind
        for offering in (_own(model) if asked.self_hosted else model.offerings)
    ]
    fitting = [route for route in found if not route.violations]
    ranked = sorted((one for one in fitting if one.score is not None), key=_order)
    rest = sorted((one for one in fitting if one.score is None), key=_cheapest)
    shown = ranked if by_route else _best(ranked)
    return SearchAnswer(
        asked=asked,
        boards=boards if ranks else (),
        frontier=frontier,
        routes=len(found),
        fitting=len(fitting),
        models=len({route.model.id for route in fitting}),
        ranking=tuple(shown),
        unranked=tuple(rest if by_route else _best(rest)),
        excluded=_excluded(found),
        unsold=0 if asked.self_hosted else sum(1 for model in kind if not model.offerings),
        steps=_steps(asked, shown, frontier),
        considered=tuple(found),
        ahead=_ahead(found, ranked),
        expected=points if ranks else {},
    )


def _ahead(found: Iterable[SearchRoute], ranked: Sequence[SearchRoute]) -> SearchRoute | None:
    """The best of what a single unknown fact stops, where it would be first."""
    rows = [
        route
        for route in found
        if route.score is not None
        and len({one.fact for one in route.violations}) == 1
        and all(one.unknown for one in route.violations)
    ]
    best = min(rows, key=_order, default=None)
    return best if best and (not ranked or _order(best) < _order(ranked[0])) else None


def _own(model: EmbeddingModel) -> tuple[None, ...]:
    """One way to run it on own hardware, where its weights can be had."""
    return (None,) if model.open_weights else ()


def _best(rows: Iterable[SearchRoute]) -> list[SearchRoute]:
    """The first route of each model."""
    first: dict[str, SearchRoute] = {}
    for row in rows:
        first.setdefault(row.model.id, row)
    return list(first.values())


def _route(
    asked: SearchNeed,
    facts: SearchFacts,
    model: EmbeddingModel,
    offering: EmbeddingOffering | None,
    expected: ExpectedPoints | None,
    frontier: float | None,
) -> SearchRoute:
    need, work = asked.need, asked.work
    provider = facts.providers[offering.provider] if offering else _OWN
    sold = as_offering(model, offering or _SELF)
    month = bill(asked.kind, work, offering) if offering else None
    size = model.dimensions_within(asked.dimensions) if asked.kind == "embedding" else None
    level = requirements.highest_level(provider, sold, need.privacy_terms)
    plain = as_model(model)
    if offering and offering.max_input_tokens:
        window = min(offering.max_input_tokens, model.max_input_tokens or offering.max_input_tokens)
        plain = plain._replace(context_window_tokens=window)
    broken = model_violations(need, plain, facts.licences.get(model.licence or ""))
    broken += provider_violations(need, provider) + place_violations(need, sold, provider)
    broken += short_lived(need, sold, plain)
    broken += _own_violations(asked, model, offering, month, size)
    broken += _too_poor(asked, expected, frontier)
    verdict = split(broken, need)
    route = SearchRoute(
        model=model,
        offering=offering,
        provider=provider,
        privacy_level=level,
        bill=month,
        dimensions=size,
        index_gb=index_gb(work, size) if asked.kind == "embedding" else None,
        expected=expected,
        violations=verdict.broken,
        waived=verdict.waived,
        criteria={},
        score=None,
    )
    if expected is None or frontier is None:
        return route
    worth = _utilities(asked, facts.scale, route, expected, frontier)
    total = fsum(need.weights[name] * worth[name] for name in CRITERIA)
    return route._replace(criteria=worth, score=total)


_OWN = Provider(SELF_HOSTED, "Self-hosted", "the user", "api", "self", token_priced=False)
_SELF = EmbeddingOffering(SELF_HOSTED, "", None, None, None, None, None, None, None, "")


def _own_violations(
    asked: SearchNeed,
    model: EmbeddingModel,
    offering: EmbeddingOffering | None,
    month: EmbeddingBill | None,
    size: int | None,
) -> Violations:
    """The limits that only what searches has, and those of money."""
    found = []
    if asked.dimensions is not None and size is None:
        found.append(Violation(DIMENSIONS, DIMENSIONS, model.dimensions is None))
    if offering is not None and month is None:
        found.append(Violation("price", "price", True))
    limit = asked.need.budget_usd_per_month
    if limit is not None and month is not None and month.total > limit:
        found.append(Violation("budget", "budget", False))
    return tuple(found)


def _too_poor(
    asked: SearchNeed, expected: ExpectedPoints | None, frontier: float | None
) -> Violations:
    """Whether less is expected than the need asks; without a result it only cannot be known."""
    least = asked.need.min_quality
    if least is None and asked.need.keeps_floor and frontier is not None and expected is not None:
        least = frontier - FLOOR_POINTS
    if least is None or (expected is not None and expected.points >= least):
        return ()
    return (Violation("quality", "quality", expected is None),)


def _utilities(
    asked: SearchNeed, scale: Scale, route: SearchRoute, expected: ExpectedPoints, frontier: float
) -> dict[str, float]:
    """What a route is worth by each criterion, on fixed ends, 0 to 1."""
    quality = QualityScale(frontier / 100, scale.quality_span)
    if route.offering is None:
        cost = CostScale(REFERENCE_WEIGHTS_GB)
    else:
        reference = tokens_per_month(asked.kind, asked.work) / 1e6 * REFERENCE_USD_PER_MTOK
        cost = CostScale(min(reference, asked.need.budget_usd_per_month or inf))
    return {
        "performance": quality.utility(expected.points / 100),
        "cost": 0.0 if route.cost == inf else cost.utility(route.cost),
        "privacy": scale.privacy_levels[route.privacy_level],
        "customisability": 1.0 if route.model.open_weights else 0.0,
    }


def _order(route: SearchRoute) -> tuple[float, float, str]:
    return (-(route.score or 0.0), route.cost, route.id)


def _cheapest(route: SearchRoute) -> tuple[float, str]:
    return (route.cost, route.id)


def _excluded(routes: Iterable[SearchRoute]) -> tuple[Excluded, ...]:
    """What each rule was the first to stop, that of most routes first."""
    counts: dict[str, list[int]] = {}
    for route in routes:
        if route.violations:
            first = min(route.violations, key=lambda one: ORDER.index(one.rule))
            rows = counts.setdefault(first.rule, [0, 0])
            rows[0] += 1
            rows[1] += first.unknown
    found = [Excluded(rule, *rows) for rule, rows in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.routes, ORDER.index(one.rule))))


def _steps(asked: SearchNeed, rows: Sequence[SearchRoute], frontier: float | None) -> SearchSteps:
    """What the first of *rows* may be exchanged for."""
    if not rows or frontier is None:
        return SearchSteps()
    use = rows[0]
    least = SAVES_GB if asked.self_hosted else SAVES_USD
    up = _first(
        (_step(use, row) for row in rows[1:] if _is_better(row, use)),
        lambda step: (max(0.0, step.cost) / step.points, -step.points, step.route.id),
    )
    most = min((1 - SAVES_SHARE) * use.cost, use.cost - least)
    of_use = (row for row in rows[1:] if _points(row) >= frontier - FLOOR_POINTS)
    down = _first(
        (_step(use, row) for row in of_use if row.cost <= most),
        lambda step: (max(0.0, -step.points) / -step.cost, step.cost, step.route.id),
    )
    taken = {step.route.id for step in (up, down) if step}
    equal = [row for row in rows[1:] if row.id not in taken and _is_alike(row, use)]
    return SearchSteps(up, down, tuple(equal))


def _first(
    steps: Iterable[SearchStep], by: Callable[[SearchStep], tuple[float, float, str]]
) -> SearchStep | None:
    return min(steps, key=by, default=None)


def _points(route: SearchRoute) -> float:
    return route.expected.points if route.expected else 0.0


def _step(use: SearchRoute, to: SearchRoute) -> SearchStep:
    return SearchStep(to, _points(to) - _points(use), to.cost - use.cost)


def _is_better(row: SearchRoute, use: SearchRoute) -> bool:
    if row.expected is None or use.expected is None:
        return False
    gap = row.expected.points - use.expected.points
    return gap >= BETTER_POINTS and chance_better(row.expected, use.expected) >= BETTER_CHANCE


def _is_alike(row: SearchRoute, use: SearchRoute) -> bool:
    """Whether neither is clearly the better one, and the bills are of one size."""
    if row.expected is None or use.expected is None or row.cost > DOUBLE * use.cost:
        return False
    return 1 - BETTER_CHANCE < chance_better(row.expected, use.expected) < BETTER_CHANCE
