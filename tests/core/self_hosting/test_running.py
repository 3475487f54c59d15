"""What a deployment costs a month, and from when it pays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.facts.hardware import Rental
from llmpick.core.self_hosting import running
from llmpick.core.self_hosting.running import Load, Owned, Rented, Scaling
from llmpick.core.self_hosting.speed import Interval

HOUR = Rental("h100-sxm", "a-cloud", "neocloud", None, "on-demand", 2.0, 1, "2026-11-01")
EIGHT = HOUR._replace(gpus=8)
TPS = Interval(1000.0, 800.0, 1250.0)
# 2,628,000 requests of 250 tokens: 250 output tokens a second over a month
LOAD = Load(requests=2_628_000, prompt_tokens=1000, output_tokens=250, peak_to_mean=3.0)


def month(load=LOAD, terms=None, gpus=2, **change):
    """A month on two accelerators a replica."""
    return running.month(load, TPS, gpus, terms or Rented(HOUR), **change)


def test_always_on_bills_every_hour():
    """750 tokens a second at the peak fill 0.94 of a replica's 800: one of two accelerators."""
    found = month()
    assert found.replicas == 1
    assert found.usd.value == pytest.approx(2 * 2.0 * 730)
    assert found.used == pytest.approx(0.25)
    assert found.usd_per_mtok == pytest.approx(2920 / (2_628_000 * 1250) * 1e6)


def test_no_load_costs_as_much():
    """Always on is billed whatever the load; a price by the token there is none."""
    idle = month(LOAD._replace(requests=0))
    assert idle.usd.value == pytest.approx(2920)
    assert idle.usd_per_mtok is None


def test_the_interval_is_that_of_the_capacity():
    """At the low end of the throughput a second replica is needed."""
    found = month()
    assert (found.usd.low, found.usd.high) == (pytest.approx(2920), pytest.approx(5840))


@pytest.mark.parametrize(
    ("terms", "change", "usd"),
    [
        pytest.param(Rented(EIGHT), {}, 8 * 2 * 730, id="a whole machine"),
        pytest.param(Rented(EIGHT), {"redundancy": 3}, 8 * 2 * 730, id="four share a machine"),
        pytest.param(Rented(HOUR), {"redundancy": 1}, 4 * 2 * 730, id="one more"),
        pytest.param(Rented(HOUR, Scaling()), {}, 2 * 2 * 730 * 250 / 800, id="scale to zero"),
        pytest.param(
            Rented(HOUR, Scaling(100, 180, 600)),
            {},
            2 * 2 * (730 * 250 / 800 + 100 * 780 / 3600),
            id="a hundred starts of 13 minutes",
        ),
        pytest.param(
            Rented(HOUR, Scaling(10_000, 180, 600)), {}, 2 * 2 * 730, id="at most all hours"
        ),
        pytest.param(Rented(HOUR), {"people_usd_per_month": 5000.0}, 7920, id="people"),
        pytest.param(
            Owned(36_000, 36, 700, 1.5, 0.10),
            {},
            2 * (1000 + 0.7 * 1.5 * 0.10 * 730),
            id="owned: written off, and power",
        ),
    ],
)
def test_terms(terms, change, usd):
    """Each way to pay, by hand."""
    assert month(terms=terms, **change).usd.value == pytest.approx(usd)


def test_replicas_follow_the_peak():
    """Twice the peak, twice the replicas."""
    assert running.replicas(LOAD._replace(peak_to_mean=6.0), 1000.0, 0) == 2
    assert running.replicas(LOAD._replace(peak_to_mean=6.0), 1000.0, 1) == 3


@given(
    requests=st.floats(0, 1e9),
    more=st.floats(0, 1e9),
    peak=st.floats(1, 20),
    machine=st.sampled_from([1, 2, 4, 8]),
)
def test_cost_never_falls_with_volume(requests, more, peak, machine):
    """Neither the cost nor its ends, and the ends lie around it."""
    terms = Rented(HOUR._replace(gpus=machine))
    low, high = (
        month(LOAD._replace(requests=count, peak_to_mean=peak), terms).usd
        for count in (requests, requests + more)
    )
    assert low.value <= high.value
    assert low.low <= low.value <= low.high


# ---- break-even


def by_replica(count):
    """2920 US dollars a replica."""
    return 2920.0 * count


MOST = 1000 * 0.8 * 730 * 3600 / (250 * 3.0)
"""Requests a month that fill a replica at the peak."""


def even(price, **change):
    """Against a price in US dollars a request."""
    return running.break_even(LOAD, 1000.0, by_replica, lambda count: price * count, **change)


def test_break_even_is_where_the_price_meets_the_fixed_cost():
    """Half of a replica's capacity at twice its price a request."""
    found = even(2 * 2920 / MOST)
    assert found.first == pytest.approx(MOST / 2)
    assert found.reason is None


def test_the_second_replica_can_turn_it_back():
    """Just above full the second replica is idle: it settles where both are full enough."""
    found = even(1.25 * 2920 / MOST)
    assert found.first == pytest.approx(0.8 * MOST)
    assert found.settled == pytest.approx(4 / 1.25 * MOST)


def test_a_price_that_stops_rising_wins_in_the_end():
    """Cheaper for a while is not cheaper for good."""
    found = running.break_even(
        LOAD, 1000.0, by_replica, lambda count: min(3000.0, 2 * 2920 / MOST * count)
    )
    assert found.first == pytest.approx(MOST / 2)
    assert found.settled is None


def test_never_is_said():
    """Where even a full replica is dearer, no volume helps."""
    found = even(0.9 * 2920 / MOST)
    assert (found.first, found.settled) == (None, None)
    assert found.reason.startswith("never: even full, it costs ")


def test_a_redundant_replica_weighs_less_the_more_there_are():
    """One more replica moves the break-even up."""
    assert even(2 * 2920 / MOST, redundancy=1).first > even(2 * 2920 / MOST).first


def test_people_count():
    """A fixed sum beside the replicas moves it too."""
    plain = even(2 * 2920 / MOST)
    with_people = running.break_even(
        LOAD,
        1000.0,
        lambda count: 5000 + by_replica(count),
        lambda count: 2 * 2920 / MOST * count,
    )
    assert with_people.first > plain.first


def test_the_curve_shows_both():
    """Points carry both costs and how full it is."""
    points = running.curve(LOAD, [0.0, MOST], month, lambda count: count / 1000)
    assert [point.other_usd for point in points] == [0.0, MOST / 1000]
    assert points[0].used == 0.0
    assert points[1].used == pytest.approx(0.8 / 3)
