"""Plans by the seat, as the answer of `recommend` has them."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.needs import NeedAnswer
from llmpick.render.records.values import (
    Amount,
    Count,
    Day,
    Effort,
    Ordinal,
    Positive,
    PrivacyLevel,
    Share,
    one_of,
)


class SeatBillRecord(TypedDict):
    """What a month costs all people, US dollars."""

    seats: Count
    """Seats that are paid: the fewest that are sold, where there are fewer people."""
    licences: Amount
    """Licences, billed by the month; by the year where they are not sold otherwise."""
    licences_by_the_year: Amount | None
    """A month of licences that are billed by the year; null where not sold."""
    use: Amount
    """All use at prices of the API of the model's maker."""
    allowance: Amount | None
    """Use that comes with the seats, at the same prices; null where no page says."""
    beyond: Amount | None
    """Use that the seats do not cover; null where it is not known what they cover."""
    least: Amount
    """The sum where the seats cover as much as they may."""
    expected: Amount | None
    """Licences and use beyond; null where it is not known what they cover."""
    most: Amount
    """The sum of a heavy month, of which nothing is covered where it is not known."""
    counted: Amount
    """The sum by which the plan is ranked: what is expected, else midway between all covered and
    nothing."""


class PlanResultRecord(TypedDict):
    """A plan that fits, by the model of it that serves the need best."""

    rank: Ordinal
    """Place among the plans, from 1."""
    plan: str
    """Plan, VENDOR/PLAN."""
    name: str
    """Name to show."""
    vendor: str
    """Company that sells it."""
    billing: str
    """Who can buy it: per-seat, individual, account, usage."""
    model: str
    """Model, DEVELOPER/MODEL."""
    effort: Effort | None
    """Usual effort at which it is judged; null where it has no setting that was measured."""
    model_named: bool
    """Whether a page names the model as one of the plan's; else its maker sells it by API."""
    quality: Share
    """Expected score for the task, a share."""
    score: Share
    """Weighted sum, as of the routes; nothing of a model can be changed through a seat."""
    privacy_level: PrivacyLevel
    """Highest level that its terms prove."""
    terms: str
    """Provider whose terms hold; the plan itself where it has no such record."""
    usd_per_month: SeatBillRecord
    included: str | None
    """What comes with a seat, in words; null where unknown."""
    overage: str | None
    """What use beyond costs: api-price, credits, none; null where unknown."""
    overage_default: str | None
    """Whether it is charged unless somebody acts: on, off; null where unknown."""
    break_even_requests_per_day: Positive | None
    """From so many requests of a person a day on, a seat costs no more than its tokens by API; null
    where it never does, or where there is no seat price."""
    break_even_lasts_unknown: bool
    """Whether that holds only as far as an allowance reaches that is not published."""
    sso: bool | None
    """Whether it has single sign-on; null where unknown."""
    policy_controls: bool | None
    """Whether an administrator sets policies for all seats; null where unknown."""
    indemnity: bool | None
    """Whether the vendor answers for claims on what it generates; null where unknown."""
    price_confidence: str | None
    """How well its price is founded: high, medium, low."""
    price_read: Day | None
    """Day that the price was read."""
    waived: list[str]
    """Unknown facts that the user lets through."""


class PlanExclusionRecord(TypedDict):
    """What one rule stopped."""

    rule: str
    """Rule; one that breaks several is counted under the first."""
    option: str | None
    """Option that lifts it; null where there is none."""
    plans: list[str]
    """Plans that it was the first to stop."""
    unknown: Count
    """Those of them of which the fact is only unknown."""


class SeatsRecord(TypedDict):
    """The people who are asked for, and the plans that do not fit them."""

    people: Count
    """Who use it."""
    requests_per_day: Positive
    """Requests of each on a day of use."""
    days_per_month: Positive
    """Days of use in a month."""
    heavy: Positive | None
    """What a heavy month is of a usual one; null where nothing is published of it."""
    serves: Annotated[str, one_of("coding", "chat")]
    """Kind of plan that serves the task."""
    individual: bool
    """Whether plans that are sold to one person are let through."""
    plans_considered: Count
    """Plans looked at."""
    excluded: list[PlanExclusionRecord]
    """Rules that stopped a plan."""


class PlanViolationRecord(TypedDict):
    """A rule that a plan is not shown to keep."""

    rule: str
    """Rule."""
    fact: str
    """The fact that it hangs on."""
    unknown: bool
    """Whether that is only unknown."""


class PlanSideRecord(TypedDict):
    """A plan of a comparison."""

    plan: str
    """Plan, VENDOR/PLAN."""
    name: str
    """Name to show."""
    result: PlanResultRecord | None
    """By its best model, as if alone in a ranking; null where no model of it is measured, or no
    price is known."""
    violations: list[PlanViolationRecord]
    """Rules that it is not shown to keep; empty: it fits."""
    currency: str | None
    """Of its prices, ISO 4217; null where none is known."""
    seat_month: Amount | None
    """A seat a month, billed by the month; null where unknown."""
    seat_year: Amount | None
    """A seat a month, billed by the year; null where unknown."""
    least_seats: Count | None
    """Fewest seats sold; null where unknown."""
    trains_on_inputs: str | None
    """Whether inputs train models; null where unknown."""
    retention_days: Count | None
    """Days that content is kept at most; null where unknown."""
    dpa: bool | None
    """Whether there is an agreement on data processing; null where unknown."""
    tools: list[str] | None
    """Where it can be used; null where unknown."""


class ComparePlansAnswer(NeedAnswer):
    """Plans by the seat side by side. With `--format jsonl`, each line is one of `plans`."""

    plans: list[PlanSideRecord]
    """In the order asked for."""
