"""
What a month of a plan costs a team: licences, the use that comes with them, and what is beyond.

Use is valued at what the same tokens cost by API. What a plan does not cover has to be bought by
the token, from its vendor or from another one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from llmpick.core.facts.plans import Allowance, Plan

PER_MONTH = {"week": 52 / 12, "month": 1.0}


class SeatWork(NamedTuple):
    """
    A month of all *people*: USD that it costs by API, *requests*, *calls* of a model, *tokens* in
    and out; *days* of use; *heavy* is what a heavy month is of a usual one, None where unknown.
    """

    people: int
    usd: float
    requests: float
    calls: float
    tokens: float
    days: float
    heavy: float | None


class SeatBill(NamedTuple):
    """
    USD a month: *licences* of *seats*, *use* at prices of the API, the *allowance* that comes with
    the seats, None where it is not published, and what is *beyond* it, None where that is unknown.

    *least* is where the allowance covers all, if unknown; *most* is a heavy month, where nothing is
    covered, if unknown. *yearly* are the licences where they are billed by the year.
    """

    seats: int
    licences: float
    yearly: float | None
    use: float
    allowance: float | None
    beyond: float | None
    least: float
    expected: float | None
    most: float

    @property
    def counted(self) -> float:
        """
        The sum by which it is ranked: what is expected; where no page says what is covered, midway
        between all and nothing.
        """
        return self.licences + self.use / 2 if self.expected is None else self.expected


class SeatBreakEven(NamedTuple):
    """
    From so many requests of a person a day on a seat costs no more than its tokens by API.

    *lasts*: only as far as an allowance reaches whose size is not published.
    """

    requests_per_day: float
    lasts: bool


def seat_bill(plan: Plan, work: SeatWork, rates: Mapping[str, float]) -> SeatBill | None:
    """
    The month of all people with *plan*.

    Args:
        plan: What is sold; seats that nobody uses are paid where fewer are not sold.
        work: All that they do.
        rates: Units of each currency for one US dollar; USD needs none.

    Returns:
        None where it has no list price, or none in a known currency.
    """
    usd = 1.0 if plan.currency in ("USD", None) else rates.get(plan.currency)
    price = plan.usual_price
    if usd is None or price is None:
        return None
    seats = max(work.people, plan.least_seats or 0)
    team = (plan.team_month or 0.0) / usd
    licences = seats * price / usd + team
    yearly = None if plan.seat_year is None else seats * plan.seat_year / usd + team
    covered = _covered(plan.allowance, seats, work)
    beyond = None if covered is None else max(0.0, work.usd - covered)
    heavy = work.usd * (work.heavy or 1.0)
    expected = None if beyond is None else licences + beyond
    return SeatBill(
        seats=seats,
        licences=licences,
        yearly=yearly,
        use=work.usd,
        allowance=covered,
        beyond=beyond,
        least=licences if expected is None else expected,
        expected=expected,
        most=licences + max(0.0, heavy - (covered or 0.0)),
    )


def _covered(allowance: Allowance | None, seats: int, work: SeatWork) -> float | None:
    """USD of use, at prices of the API, that comes with *seats*; None where nobody says."""
    if allowance is None or allowance.unit == "credits":
        return None
    periods = PER_MONTH.get(allowance.period, work.days)
    amount = seats * allowance.amount * periods
    if allowance.unit == "usd":
        return amount
    done = work.calls if allowance.unit == "calls" else work.tokens
    return amount * work.usd / done if done else None


def break_even(bill: SeatBill, work: SeatWork) -> SeatBreakEven | None:
    """
    From which use on a seat costs no more than its tokens by API.

    None where it never does, and where there is no seat price.

    Args:
        bill: Of the plan.
        work: The use that the bill is for: its requests say what one costs.
    """
    if not work.usd or not bill.licences:
        return None
    if bill.allowance is not None and bill.licences > bill.allowance:
        return None
    requests = bill.licences / work.usd * work.requests
    return SeatBreakEven(requests / work.people / work.days, bill.allowance is None)
