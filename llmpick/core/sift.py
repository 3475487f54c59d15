"""Which routes meet every hard limit, and what each limit stopped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from llmpick.core.facts import Estimate
from llmpick.core.need import Need
from llmpick.core.routes import (
    NOT_ASKED,
    RULES,
    Miss,
    Misses,
    Offer,
    Route,
    evidence_misses,
    mask,
)
from llmpick.core.score import Scorer


class Scored(NamedTuple):
    """A priced route with its score."""

    score: float
    cost: float
    route: Route


class Sieve:
    """
    What fits, and what each rule stopped.

    *stopped* counts routes by the first rule they break, *unknown* those of them that are only
    unknown, *facts* by (rule, fact); *alone* holds those that break one rule of the user's only.
    """

    def __init__(self) -> None:
        self.routes = 0
        self.fitting: list[Scored] = []
        self.stopped: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.facts: Counter[tuple[str, str]] = Counter()
        self.alone: dict[str, list[Scored]] = {}

    def stop(self, misses: Misses, bits: int, count: int = 1) -> None:
        """Count *count* routes under the first rule of *bits*."""
        rule = RULES[(bits & -bits).bit_length() - 1]
        self.stopped[rule] += count
        of_rule = [miss for miss in misses if miss.rule == rule]
        if all(miss.unknown for miss in of_rule):
            self.unknown[rule] += count
        self.facts[rule, of_rule[0].fact] += count


def sift(
    sieve: Sieve,
    scorer: Scorer,
    offer: Offer,
    estimates: Sequence[Estimate | None],
    thin: Mapping[tuple[str, str | None], Misses],
) -> None:
    """
    Sort the routes of one *offer* into the *sieve*.

    Args:
        sieve: What is filled.
        scorer: Prices and scores.
        offer: An offering, with the limits it breaks.
        estimates: Of its model, one an effort; None where there is none.
        thin: The limits that an estimate breaks, by model and effort.
    """
    sieve.routes += len(estimates)
    bits = mask(offer.misses)
    if bits & (bits - 1) or bits & NOT_ASKED:
        sieve.stop(offer.misses, bits, len(estimates))
        return
    model, provider, offering, misses, waived = offer
    fixed = scorer.fixed(offering, provider, model)
    for estimate in estimates:
        more = NO_ESTIMATE if estimate is None else thin[estimate.model, estimate.effort]
        if more and (bits or more[0].rule == "evidence"):
            found = misses + more
            sieve.stop(found, mask(found))
            continue
        effort = estimate.effort if estimate else None
        cost = scorer.cost(offering, model, effort)
        if cost is None:
            found = (*misses, *more, UNPRICED if offering.currency is None else NO_RATE)
            sieve.stop(found, mask(found))
            continue
        found = misses + more + budget_misses(scorer.need, cost.total)
        broken = mask(found)
        if broken:
            sieve.stop(found, broken)
            if broken & (broken - 1):
                continue
        row = Scored(
            scorer.score(estimate, cost.total, fixed),
            cost.total,
            Route(model, effort, offering, provider, estimate, found, waived),
        )
        if broken:
            sieve.alone.setdefault(found[0].rule, []).append(row)
        else:
            sieve.fitting.append(row)


NO_ESTIMATE = evidence_misses(None, None)
UNPRICED = Miss("price", "price", True)
NO_RATE = Miss("price", "currency", True)
_BUDGET = (Miss("budget", "budget", False),)


def thinness(
    need: Need, by_model: Mapping[str, Sequence[Estimate]]
) -> dict[tuple[str, str | None], Misses]:
    """The limits that each estimate breaks: too thin, or below the least quality asked for."""
    return {
        (row.model, row.effort): evidence_misses(need, row)
        for rows in by_model.values()
        for row in rows
    }


def budget_misses(need: Need, cost: float) -> Misses:
    """Whether a monthly *cost* in USD is beyond the budget."""
    limit = need.budget_usd_per_month
    return _BUDGET if limit is not None and cost > limit else ()


def order(row: Scored) -> tuple[float, float, str]:
    """Higher score first, then lower cost, then the identifier: a total order."""
    return (-row.score, row.cost, row.route.id)
