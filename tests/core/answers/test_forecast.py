"""The month after a log: a straight line, its range, and what changes before the month is over."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import pytest

from llmpick.core.answers.forecast import forecast
from llmpick.core.answers.usage import ran_of
from llmpick.core.answers.usage_records import Group
from llmpick.core.need.need import Workload

WORK = Workload(1, 0, 0, 0.0, 0)


@pytest.fixture
def month(known):
    """The month after days of gpt-4o that cost so many USD each."""
    offering = next(one for one in known.offerings if one.id == "openai/gpt-4o@openai")
    price = offering.prices.input_per_mtok

    def call(amounts, day="2026-11-30", start=date(2026, 11, 1), change=None):
        groups = tuple(
            Group(
                *("gpt-4o", (start + timedelta(place)).isoformat(), 0, None, 1),
                *(round(usd / price * 1e6), 0, 0, 0),
            )
            for place, usd in enumerate(amounts)
        )
        sold = offering._replace(**change) if change else offering
        ran = ran_of("gpt-4o", sold, groups, WORK, {})
        return forecast([(ran, groups)], known.models, WORK, {}, day)

    return call


def test_days_alike_cost_as_much_next_month(month):
    """Thirty days of 2 USD: thirty-one of 2 USD, and no doubt."""
    found = month([2.0] * 30)
    assert (found.first, found.last) == ("2026-12-01", "2026-12-31")
    assert found.usd == pytest.approx(62.0, rel=1e-6)
    assert found.high - found.low < 0.01
    assert found.rows[0].usual == pytest.approx(62.0, rel=1e-6)


def test_a_straight_line_goes_on(month):
    """1, 2, 3 ... 30 USD: 31 to 61 of December."""
    assert month([1.0 + day for day in range(30)]).usd == pytest.approx(
        math.fsum(range(31, 62)), rel=1e-6
    )


def test_less_than_a_week_is_no_trend(month):
    """Six days tell nothing of a month."""
    assert month([2.0] * 6) is None
    assert month([2.0] * 7) is not None


def test_the_range_holds_four_times_of_five(month):
    """Days that scatter about a line, tried many times: their next month lies in the range."""
    draw, inside = random.Random(5), 0
    for _ in range(300):
        days = [50 + 0.4 * day + draw.gauss(0, 8) for day in range(30 + 31)]
        found = month(days[:30])
        inside += found.low <= math.fsum(days[30:]) <= found.high
    assert 0.74 <= inside / 300 <= 0.9


def test_ends_within_the_month_are_told(month):
    """A route that ends on 2026-12-20 is told before; one that ends a month later is not."""
    [end] = month([2.0] * 30, change={"retires_on": "2026-12-20"}).coming
    assert (end.what, end.on, end.has_ended) == ("end", "2026-12-20", False)
    assert not month([2.0] * 30, change={"retires_on": "2027-01-20"}).coming


def test_a_price_that_changes_counts_from_its_day_on(month, known):
    """Twice the price from 2026-12-17 on: 16 days at today's, 15 at twice of it."""
    offering = next(one for one in known.offerings if one.id == "openai/gpt-4o@openai")
    own = offering.prices
    twice = own._replace(
        input_per_mtok=own.input_per_mtok * 2, output_per_mtok=own.output_per_mtok * 2
    )
    base = next(
        item
        for one in known.offerings
        for item in one.price_lists
        if item.service == "standard" and item.window is None and item.over_input_tokens is None
    )
    item = base._replace(prices=twice, since="2026-12-17", unread_until=None)
    found = month([2.0] * 30, change={"price_lists": (*offering.price_lists, item)})
    [change] = found.coming
    assert (change.what, change.on, change.ratio) == ("price", "2026-12-17", pytest.approx(2.0))
    assert found.usd == pytest.approx(16 * 2.0 + 15 * 4.0, rel=1e-6)
