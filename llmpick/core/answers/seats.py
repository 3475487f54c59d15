"""Plans beside routes: which meet a need of so many people, what each costs, how good it is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.plans import Plan
from llmpick.core.facts.records import Model, Offering, Provider
from llmpick.core.need.need import EFFORTS, Need, Seats
from llmpick.core.privacy import requirements
from llmpick.core.ranking import values
from llmpick.core.ranking.filter import impatience
from llmpick.core.ranking.limits import (
    RULES,
    HardLimits,
    Violation,
    Violations,
    efforts,
    evidence_violations,
    offering_violations,
    place_violations,
    short_lived,
    split,
)
from llmpick.core.ranking.score import Scorer
from llmpick.core.seats.bill import SeatBill, SeatBreakEven, SeatWork, break_even, seat_bill

OF_PLANS = ("plan-work", "plan-sale", "plan-person", "plan-seats", "plan-price", "plan-models")
"""Rules that only plans can break, in the order in which one that breaks several is counted."""
USUAL_EFFORT = "medium"
"""At which a model of a plan is judged: the nearest that was measured, the lower of two."""


class JudgedModel(NamedTuple):
    """
    One model of a plan for a need: what it costs, how good it is, which limits it breaks.

    *waived* are unknowns that the user lets through.
    """

    plan: Plan
    model: Model
    effort: str | None
    estimate: Estimate
    bill: SeatBill
    score: float
    privacy_level: str
    break_even: SeatBreakEven | None
    violations: Violations
    waived: Violations

    @property
    def named(self) -> bool:
        """Whether a page names the model as one of the plan's, or all is bought by API."""
        return self.plan.models is not None or self.plan.billing == "usage"


class PlanExclusion(NamedTuple):
    """What one rule cost: plans that it was the first to stop, those of them only unknown."""

    rule: str
    plans: tuple[str, ...]
    unknown: int


class SeatAnswer(NamedTuple):
    """
    The plans that fit, the best first, and those that do not.

    *unproved* are plans that break nothing, but of which a fact is not known, the best first.
    """

    seats: Seats
    ranking: tuple[JudgedModel, ...]
    plans: int
    excluded: tuple[PlanExclusion, ...]
    unproved: tuple[JudgedModel, ...] = ()


class PlanSide(NamedTuple):
    """A plan of a comparison: *judged* is its best model, None where none is measured or priced."""

    plan: Plan
    judged: JudgedModel | None
    violations: Violations


def sides(
    need: Need, seats: Seats, facts: Facts, plans: Iterable[Plan], rates: Mapping[str, float]
) -> list[PlanSide]:
    """Each of *plans* by its best model, whatever rules it breaks; as of `rank`."""
    judge = Judge(need, seats, facts, rates)
    found = []
    for plan in plans:
        best = judge.best(plan, every=True)
        if isinstance(best, JudgedModel):
            broken = (*judge.of_plan(plan), *best.violations)
            found.append(PlanSide(plan, best, broken))
        else:
            found.append(PlanSide(plan, None, (*judge.of_plan(plan), *best)))
    return found


def rank(
    need: Need, seats: Seats, facts: Facts, plans: Iterable[Plan], rates: Mapping[str, float]
) -> SeatAnswer:
    """
    Every one of *plans* by its best model for *need*, or why it is out.

    Args:
        need: What is asked.
        seats: The people of whom it is asked.
        facts: The catalog's tables on the need's day.
        plans: What is sold by the seat.
        rates: Units of each currency for one US dollar.
    """
    judge = Judge(need, seats, facts, rates)
    found: list[JudgedModel] = []
    unproved: list[JudgedModel] = []
    stopped: dict[str, list[tuple[str, bool]]] = {}
    count = 0
    for plan in plans:
        count += 1
        best = judge.best(plan)
        if isinstance(best, JudgedModel) and not best.violations:
            found.append(best)
        else:
            broken = best.violations if isinstance(best, JudgedModel) else best
            if isinstance(best, JudgedModel) and all(one.unknown for one in broken):
                unproved.append(best)
            first = min(broken, key=lambda one: ORDER.index(one.rule))
            stopped.setdefault(first.rule, []).append((plan.id, first.unknown))
    return SeatAnswer(
        seats,
        tuple(sorted(found, key=_order)),
        count,
        tuple(_exclusions(stopped)),
        tuple(sorted(unproved, key=_order)),
    )


def _order(one: JudgedModel) -> tuple[float, float, str]:
    """Higher score first, then lower cost, then the identifier."""
    return (-one.score, one.bill.counted, one.plan.id)


ORDER = (*OF_PLANS, *RULES)


def _exclusions(stopped: Mapping[str, Sequence[tuple[str, bool]]]) -> Iterator[PlanExclusion]:
    for rule in sorted(stopped, key=ORDER.index):
        rows = stopped[rule]
        yield PlanExclusion(
            rule, tuple(name for name, _ in rows), Counter(unknown for _, unknown in rows)[True]
        )


class Judge:
    """Judges plans for one need; what is shared by many is worked out once."""

    def __init__(self, need: Need, seats: Seats, facts: Facts, rates: Mapping[str, float]) -> None:
        self.need, self.seats, self.facts, self.rates = need, seats, facts, rates
        self.scorer = Scorer(need, facts)
        self.limits = HardLimits(need, facts)
        self.estimates = efforts(facts.estimates)
        self.offerings = _of_makers(facts.offerings, need.day)
        self.sellers = {
            name.partition("/")[0] for name, one in self.offerings.items() if one.first_party
        }
        self._work: dict[tuple[str, str | None], SeatWork | None] = {}

    def best(self, plan: Plan, *, every: bool = False) -> JudgedModel | Violations:
        """
        The best model that *plan* gives, which may break limits; or the rules by which it is out.

        Of models that fit the best by the weighted sum; else the one that breaks fewest limits.
        With *every* a plan is judged although it is not sold to such a team for such work.
        """
        if not every and (broken := self.of_plan(plan)):
            return broken
        judged = [one for model in self._models(plan) if (one := self._judged(plan, model))]
        if not judged:
            return (Violation("plan-models", "models", unknown=True),)
        return min(judged, key=lambda one: (len(one.violations), -one.score, one.model.id))

    def of_plan(self, plan: Plan) -> Violations:
        """Whether it is sold to such a team for such work, at a price that is known."""
        seats = self.seats
        if seats.serves not in plan.serves:
            return (Violation("plan-work", "work", unknown=False),)
        if plan.status != "current":
            return (Violation("plan-sale", "status", unknown=False),)
        if plan.billing in ("individual", "account") and not (
            seats.individual or (seats.people == 1)
        ):
            return (Violation("plan-person", "billing", unknown=False),)
        if plan.most_seats is not None and seats.people > plan.most_seats:
            return (Violation("plan-seats", "most-seats", unknown=False),)
        if plan.usual_price is None or not self._has_rate(plan):
            return (Violation("plan-price", "price", unknown=True),)
        return ()

    def _has_rate(self, plan: Plan) -> bool:
        return plan.currency in ("USD", None) or plan.currency in self.rates

    def _models(self, plan: Plan) -> Iterator[Model]:
        """
        Models that it gives: those that are named, else those of its makers that are sold by API,
        by themselves where they sell any.
        """
        if plan.models is not None:
            yield from (self.facts.models[name] for name in plan.models if name in self.offerings)
            return
        makers = plan.makers or ()
        for name, offering in self.offerings.items():
            model = self.facts.models[name]
            sells = model.developer not in self.sellers or offering.first_party
            if model.developer in makers and sells:
                yield model

    def _judged(self, plan: Plan, model: Model) -> JudgedModel | None:
        """*model* in *plan* at its usual effort; None where it is not measured or has no price."""
        estimate = usual(self.estimates.get(model.id, ()))
        work = estimate and self._work_of(model, estimate.effort)
        if estimate is None or work is None:
            return None
        need, scorer = self.need, self.scorer
        bill = seat_bill(plan, work, self.rates)
        if bill is None:
            return None
        offering = self.offerings[model.id]
        provider = self._serving(plan, model)
        inside = offering._replace(provider=provider.id, region=None, other_terms=None)
        # what an interface allows in a minute is not what a seat does
        inside = inside._replace(requests_per_minute=None, tokens_per_minute=None)
        verdict = self.limits.of_model(model)
        verdict += split(
            (
                *self._refused(plan),
                *place_violations(need, inside, provider),
                *offering_violations(need, inside),
                *self._unchanged(),
            ),
            need,
        )
        thought = scorer.reasoning_tokens(model, estimate.effort)
        broken = (
            *evidence_violations(need, estimate, scorer.least_score),
            *impatience(need, thought),
            *short_lived(need, offering, model),
            *verdict.broken,
            *self._over_budget(bill),
        )
        level = requirements.highest_level(provider, inside, need.privacy_terms)
        parts = (
            scorer.quality_part(estimate),
            scorer.cost_part(bill.counted),
            scorer.weights["privacy"] * self.facts.scale.privacy_levels[level],
            0.0,  # nothing of a model can be changed through a seat
        )
        return JudgedModel(
            plan,
            model,
            estimate.effort,
            estimate,
            bill,
            values.total(parts),
            level,
            break_even(bill, work),
            broken,
            verdict.waived,
        )

    def _serving(self, plan: Plan, model: Model) -> Provider:
        """Who takes what is sent, on the terms of the model where it has its own."""
        own = self.facts.providers.own_terms.get((plan.provider.id, model.id))
        return own or plan.provider

    def _refused(self, plan: Plan) -> Violations:
        names = {plan.vendor_id, plan.provider.id}
        wanted, refused = set(self.need.providers), set(self.need.no_providers)
        out = bool(names & refused) or (bool(wanted) and not names & wanted)
        return (Violation("provider", "provider", unknown=False),) if out else ()

    def _unchanged(self) -> Violations:
        return (Violation("needs", "tuning", unknown=False),) if self.need.needs else ()

    def _over_budget(self, bill: SeatBill) -> Violations:
        limit = self.need.budget_usd_per_month
        over = limit is not None and bill.least > limit
        return (Violation("budget", "budget", unknown=False),) if over else ()

    def _work_of(self, model: Model, effort: str | None) -> SeatWork | None:
        """A month of all people on *model*, at the price of its maker's API."""
        key = (model.id, effort)
        if key not in self._work:
            self._work[key] = self._priced(model, effort)
        return self._work[key]

    def _priced(self, model: Model, effort: str | None) -> SeatWork | None:
        scorer, load = self.scorer, self.need.workload
        cost = scorer.cost(self.offerings[model.id], model, effort)
        if cost is None:
            return None
        visible = (load.input_tokens + load.output_tokens) * scorer.ratio(model)
        thought = scorer.reasoning_tokens(model, effort)
        return SeatWork(
            people=self.seats.people,
            usd=cost.total,
            requests=load.requests_per_month,
            calls=load.calls_per_month,
            tokens=load.calls_per_month * (visible + thought),
            days=self.seats.days_per_month,
            heavy=self.seats.heavy,
        )


def usual(rows: Sequence[Estimate]) -> Estimate | None:
    """Of a model's estimates the one nearest to the usual effort, the lower of two."""
    wanted = EFFORTS.index(USUAL_EFFORT)

    def far(row: Estimate) -> tuple[int, int]:
        place = EFFORTS.index(row.effort) if row.effort in EFFORTS else wanted
        return abs(place - wanted), place

    return min(rows, key=far, default=None)


def _of_makers(offerings: Iterable[Offering], day: str) -> dict[str, Offering]:
    """Model → an offering of it that is on sale: its maker's own, else the cheapest."""
    found: dict[str, Offering] = {}
    for offering in offerings:
        if not offering.is_on_sale(day) or offering.volatile_price or _price(offering) is None:
            continue
        before = found.get(offering.model)
        if before is None or _rank(offering) < _rank(before):
            found[offering.model] = offering
    return found


def _rank(offering: Offering) -> tuple[bool, bool, float]:
    return (
        not offering.first_party,
        (offering.currency or "USD") != "USD",
        _price(offering) or 0.0,
    )


def _price(offering: Offering) -> float | None:
    prices = offering.prices
    return None if prices is None else prices.input_per_mtok
