"""What a plan by the seat costs: licences, what is covered, what is beyond, the break-even."""

from __future__ import annotations

import pytest
from made import plan

from llmpick.core.facts.plans import Allowance
from llmpick.core.seats.bill import SeatBreakEven, SeatWork, break_even, seat_bill

WORK = SeatWork(people=10, usd=500.0, requests=2000, calls=4000, tokens=1e8, days=20.0, heavy=2.0)
"""Ten people who make 200 requests each, of two calls, for 500 USD by API."""


def test_licences_allowance_and_overage_stand_apart():
    """Ten seats of 20 hold 200 of 500 USD of use: 300 beyond; a heavy month is of 1,000."""
    bill = seat_bill(plan(seat_month=20.0, allowance=Allowance(20.0, "usd", "month")), WORK, {})
    assert (bill.licences, bill.allowance, bill.beyond) == (200.0, 200.0, 300.0)
    assert (bill.least, bill.expected, bill.most) == (500.0, 500.0, 1000.0)
    assert bill.counted == 500.0


def test_what_is_not_published_is_a_range():
    """Nothing more if the limits hold all, all of a heavy month if nothing; ranked midway."""
    bill = seat_bill(plan(seat_month=30.0), WORK, {})
    assert (bill.allowance, bill.beyond, bill.expected) == (None, None, None)
    assert (bill.least, bill.most) == (300.0, 1300.0)
    assert bill.counted == 300.0 + 250.0


@pytest.mark.parametrize(
    ("allowance", "covered"),
    [
        (Allowance(200.0, "calls", "month"), 250.0),
        (Allowance(20.0, "calls", "day"), 500.0),
        (Allowance(300.0, "calls", "week"), 500.0 * 3000 * 52 / 12 / 4000),
        (Allowance(5e6, "tokens", "month"), 250.0),
        (Allowance(1000.0, "credits", "month"), None),
    ],
)
def test_an_allowance_in_calls_or_tokens_covers_its_part_of_the_use(allowance, covered):
    """Half of the calls is half of the money; a day's limit holds for days of use."""
    bill = seat_bill(plan(seat_month=1.0, allowance=allowance), WORK, {})
    assert bill.allowance == (covered and pytest.approx(covered))


def test_fewest_seats_and_the_price_of_the_team_are_paid():
    """Ten people pay twelve seats where no fewer are sold, and the base price of the team."""
    bill = seat_bill(plan(seat_month=40.0, team_month=80.0, least_seats=12), WORK, {})
    assert (bill.seats, bill.licences) == (12, 560.0)


def test_by_the_year_where_that_is_sold():
    """The yearly price stands beside; where it is the only one, it is the price."""
    both = seat_bill(plan(seat_month=25.0, seat_year=20.0), WORK, {})
    assert (both.licences, both.yearly) == (250.0, 200.0)
    assert seat_bill(plan(seat_month=None, seat_year=20.0), WORK, {}).licences == 200.0


def test_other_currencies_need_a_rate():
    """Yuan at seven for a dollar; no rate and no price are no bill."""
    yuan = plan(seat_month=70.0, currency="CNY")
    assert seat_bill(yuan, WORK, {"CNY": 7.0}).licences == 100.0
    assert seat_bill(yuan, WORK, {}) is None
    assert seat_bill(plan(seat_month=None), WORK, {}) is None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        # a request is .25 USD, a seat 20 USD: 80 requests a month, 4 a day
        ({"allowance": Allowance(20.0, "usd", "month")}, SeatBreakEven(4.0, False)),
        ({"allowance": None}, SeatBreakEven(4.0, True)),
        ({"allowance": Allowance(10.0, "usd", "month")}, None),
        ({"billing": "usage"}, None),
    ],
)
def test_from_which_use_on_a_seat_is_no_dearer(given, found):
    """A seat that holds less use than it costs never is; of unknown size, as far as it lasts."""
    bill = seat_bill(plan(seat_month=20.0, **given), WORK, {})
    assert break_even(bill, WORK) == found


def test_below_the_break_even_the_tokens_are_cheaper_by_api():
    """At the break-even both cost the same; with more use the seat costs no more."""
    metered = plan(seat_month=20.0, allowance=Allowance(20.0, "usd", "month"))
    at = break_even(seat_bill(metered, WORK, {}), WORK)
    share = at.requests_per_day * WORK.people * WORK.days / WORK.requests
    for factor, dearer in ((0.5, True), (1.0, False), (3.0, False)):
        work = WORK._replace(usd=WORK.usd * share * factor)
        assert (seat_bill(metered, work, {}).expected > work.usd + 1e-9) is dearer
