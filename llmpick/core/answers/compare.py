"""Named models side by side, each by the route that serves the need best."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.life import Life, life_of
from llmpick.core.facts.records import Model, Offering
from llmpick.core.need.need import EFFORTS, PRIVACY_LEVELS, Need
from llmpick.core.ranking.filter import budget_violations, impatience
from llmpick.core.ranking.limits import (
    HardLimits,
    Route,
    Violations,
    efforts,
    evidence_violations,
    gone,
)
from llmpick.core.ranking.score import Candidate, Scorer, warnings
from llmpick.core.robustness.draws import Column, sample
from llmpick.core.robustness.measures import quality
from llmpick.core.robustness.pool import Pool
from llmpick.core.robustness.smaa import p_above

PROBABLY = 0.65
"""From so high a chance on one quality is told from another."""
CHEAPER = 0.95
"""Costs that differ by less than a twentieth are alike."""
MORE_POINTS = 5
"""Points of customisability that count as more."""


class NamedModel(NamedTuple):
    """What the user named: a model, perhaps at an effort, perhaps by certain routes."""

    name: str
    model: str
    effort: str | None
    routes: tuple[str, ...]
    note: str | None


class Side(NamedTuple):
    """
    One model of a comparison.

    *candidate* is its best route, None where none is on sale at a known price; *violations* are the
    limits that this route breaks; *hosts* counts the providers that sell it now.
    """

    pick: NamedModel
    model: Model
    estimate: Estimate | None
    candidate: Candidate | None
    violations: Violations
    hosts: int
    life: Life
    p_best: float | None
    warnings: tuple[str, ...]
    choose_if: tuple[str, ...]


class Comparison(NamedTuple):
    """
    The sides in the order asked for; *better* is P(quality of row above quality of column).

    *effort* was asked for, of all that name none.
    """

    need: Need
    sides: tuple[Side, ...]
    better: tuple[tuple[float | None, ...], ...]
    effort: str | None = None

    @property
    def offerings(self) -> list[Offering]:
        """What the sides are served by."""
        return [side.candidate.route.offering for side in self.sides if side.candidate]


def compare(
    need: Need, facts: Facts, picks: Sequence[NamedModel], effort: str | None = None
) -> Comparison:
    """
    Each of *picks* by its best route for *need*, and how likely each is the better one.

    At *effort* where no other is named with the model: the nearest one that was measured, the
    lower of two. Without it each is taken at the effort that serves the need best.
    """
    scorer = Scorer(need, facts)
    by_model = efforts(facts.estimates)
    pool = Pool()
    sides = [
        _side(scorer, pick, _at(by_model.get(pick.model, []), pick.effort, effort))
        for pick in picks
    ]
    drawn = [abilities(scorer, side.estimate, pool) for side in sides]
    better = tuple(tuple(_better(one, other, one is other) for other in drawn) for one in drawn)
    chances = iter(shares_of_first([column for column in drawn if column]))
    return Comparison(
        need,
        tuple(
            side._replace(
                p_best=next(chances) if column else None,
                choose_if=tuple(_reasons(side, sides, row)),
            )
            for side, column, row in zip(sides, drawn, better, strict=True)
        ),
        better,
        effort,
    )


def _at(rows: list[Estimate], named: str | None, effort: str | None) -> list[Estimate]:
    """Of a model's estimates those at the effort *named* with it, else nearest to *effort*."""
    if named is not None or effort is None:
        return [row for row in rows if named in (None, row.effort)]
    measured = [row for row in rows if row.effort in EFFORTS]
    wanted = EFFORTS.index(effort)

    def far(row: Estimate) -> tuple[int, int]:
        place = EFFORTS.index(row.effort or "")
        return abs(place - wanted), place

    return [min(measured, key=far)] if measured else rows


def _side(scorer: Scorer, pick: NamedModel, rated: list[Estimate]) -> Side:
    facts = scorer.facts
    model = facts.models[pick.model]
    sold = [offering for offering in facts.offerings if offering.model == pick.model]
    if pick.routes:
        sold = [offering for offering in sold if offering.id in pick.routes]
    best = _best(scorer, model, sold, rated)
    current = [
        offering
        for offering in sold
        if offering.listing == "current" and offering.id not in facts.deployments
    ]
    return Side(
        pick=pick,
        model=model,
        estimate=best.route.estimate if best else _strongest(rated),
        candidate=best,
        violations=best.route.violations if best else (),
        hosts=len({offering.provider for offering in current}),
        life=life_of(model, best.route.offering if best else None, scorer.need.day),
        p_best=None,
        warnings=tuple(warnings(scorer, best)) if best else (),
        choose_if=(),
    )


def _strongest(estimates: list[Estimate]) -> Estimate | None:
    return max(estimates, key=lambda row: (row.theta, row.effort or ""), default=None)


def _best(
    scorer: Scorer, model: Model, sold: Iterable[Offering], estimates: list[Estimate]
) -> Candidate | None:
    """The best route on sale: one that breaks no limit where there is one."""
    facts, need = scorer.facts, scorer.need
    limits = HardLimits(need, facts)
    found: list[tuple[int, float, float, str, Route]] = []
    for offering in sold:
        if gone(need, offering, model):
            continue
        provider = facts.providers.serving(offering)
        violations, waived = limits.of_offering(offering)
        for estimate in (*estimates,) or (None,):
            effort = estimate.effort if estimate else None
            if not facts.is_sold(offering, effort):
                continue
            cost = scorer.cost(offering, model, effort)
            if cost is None:
                continue
            broken = (
                violations
                + evidence_violations(need, estimate, scorer.least_score)
                + impatience(need, scorer.reasoning_tokens(model, effort))
                + budget_violations(need, cost.total)
            )
            route = Route(model, effort, offering, provider, estimate, broken, waived)
            rules = len({violation.rule for violation in broken})
            found.append((rules, -scorer.score(route, cost.total), cost.total, route.id, route))
    return scorer.candidate(min(found, key=lambda row: row[:4])[4]) if found else None


def abilities(scorer: Scorer, estimate: Estimate | None, pool: Pool) -> Column:
    """Draws of an expected score, its general part shared by efforts of one model; or none."""
    if estimate is None:
        return []
    found = sample(quality(scorer, estimate), pool)
    return found if isinstance(found, list) else [found] * pool.draws


def shares_of_first(columns: Sequence[Column]) -> list[float]:
    """The share of draws in which each column is the highest; equals share a draw."""
    shares = [0.0] * len(columns)
    draws = 0
    for row in zip(*columns, strict=True):
        draws += 1
        top = max(row)
        first = [place for place, value in enumerate(row) if value == top]
        for place in first:
            shares[place] += 1 / len(first)
    return [share / draws for share in shares]


def _better(one: Column, other: Column, same: bool) -> float | None:
    return None if same or not one or not other else p_above(one, other)


def _reasons(side: Side, sides: Sequence[Side], better: Sequence[float | None]) -> Iterable[str]:
    """What *side* is clearly better at than every other side, by what the comparison shows."""
    others = [other for other in sides if other is not side]
    own = side.candidate
    if own is None or side.life.state in ("ended", "resold"):
        return
    if not side.violations and all(other.violations or other.candidate is None for other in others):
        yield "every limit must hold"
    rest = [other.candidate for other in others if other.candidate]
    chances = [chance for chance in better if chance is not None]
    if chances and all(chance >= PROBABLY for chance in chances):
        yield "performance"
    if rest and all(own.cost.total <= CHEAPER * other.cost.total for other in rest):
        yield "cost"
    if rest and all(_privacy(own) > _privacy(other) for other in rest):
        yield "privacy"
    points = own.customisability.score - MORE_POINTS
    if rest and all(points >= other.customisability.score for other in rest):
        yield "customisability"
    window = side.model.context_window_tokens or 0
    if others and all(window > (other.model.context_window_tokens or 0) for other in others):
        yield "context"
    if side.model.open_weights and not any(other.model.open_weights for other in others):
        yield "open weights"


def _privacy(candidate: Candidate) -> int:
    return PRIVACY_LEVELS.index(candidate.privacy_level)
