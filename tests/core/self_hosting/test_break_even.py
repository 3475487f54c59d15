"""From which volume running a model oneself is cheaper than a route by the token."""

from itertools import pairwise

import pytest
from made import offering
from sizing_world import BF16, FIT, FP8, H100, LLAMA_70B, Q2_K

from llmpick.core.facts.hardware import HostingFacts, Rental
from llmpick.core.self_hosting import break_even
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.break_even import SAME_WEIGHTS, Rival
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.running import Load

RENTAL = Rental(H100.id, "dojo", "neocloud", None, "on-demand", 2.0, 1, "2026-11-01")
SHOP = HostingFacts({H100.id: H100}, [RENTAL], {form.id: form for form in (BF16, FP8, Q2_K)}, FIT)
JOB = HostingJob(
    load=Load(requests=1, prompt_tokens=1000, output_tokens=400, peak_to_mean=3),
    context_tokens=1400,
    concurrency=8,
    min_tps=10,
)


def units(number=None, **change):
    """What no other on H100 beats, the cheapest when full first."""
    found, _ = hosting.ways(LLAMA_70B, [Hardware(H100, number)], SHOP, JOB._replace(**change))
    return break_even.units_of(found)


def unit(number=None, **change):
    """What costs least when full."""
    return units(number, **change)[0]


def rival(usd_per_request):
    """A route at so much a request."""
    return Rival(offering(), None, SAME_WEIGHTS, usd_per_request)


def full(one):
    """Requests a month that a unit takes."""
    return one.capacity.value * 0.8 / 3 * 730 * 3600 / 400


def test_a_fixed_cost_is_met_where_the_price_adds_up_to_it():
    """By hand: the month of one unit over the price of a request."""
    one = unit()
    cost = 2.0 * 730 * one.gpus
    price = 2 * cost / full(one)
    (met,) = break_even.evens([one], JOB, [rival(price)])
    assert met.expected.first == pytest.approx(cost / price)
    assert met.expected.first == pytest.approx(full(one) / 2)


def test_people_move_it_up():
    """People's work has to be earned too."""
    one = unit()
    price = rival(4 * 2.0 * 730 * one.gpus / full(one))
    without, given = (
        break_even.evens([one], JOB._replace(people_usd=usd), [price])[0].expected.first
        for usd in (None, 1000.0)
    )
    assert given - without == pytest.approx(1000.0 / price.usd_per_request)


def test_a_price_under_that_of_a_full_unit_is_never_met():
    """Then no volume helps, and both prices are said."""
    one = unit()
    (met,) = break_even.evens([one], JOB, [rival(0.5 * 2.0 * 730 * one.gpus / full(one))])
    assert met.expected.first is None
    assert met.expected.reason.startswith("never: ")


def test_between_the_ends_of_the_speed_it_is_open():
    """A price that only the upper end of the speed meets."""
    one = unit()
    ratio = (one.capacity.high / one.capacity.value + 1) / 2
    (met,) = break_even.evens([one], JOB, [rival(2.0 * 730 * one.gpus / full(one) / ratio)])
    assert (met.expected.first, met.slow.first) == (None, None)
    assert met.fast.first is not None


def test_given_hardware_grows_by_all_of_it():
    """Five H100 with two copies of two are one unit, and five are paid for."""
    five = unit(5)
    assert (five.gpus, five.own_usd(1, 0.0)) == (5, 5 * 2.0 * 730)
    assert five.capacity.value == five.way.capacity.output_tps.value * five.way.copies
    assert five.way.copies == 5 // five.way.sized.replica.layout.gpus


def test_the_smaller_unit_is_met_sooner_and_the_larger_is_cheaper_full():
    """Of both, each rival is met by whichever meets it first."""
    found = units(larger=True)
    assert len(found) > 1
    large, small = found[0], found[-1]
    assert small.own_usd(1, 0.0) < large.own_usd(1, 0.0)
    assert small.own_usd(1, 0.0) / full(small) > large.own_usd(1, 0.0) / full(large)
    dear, cheap = (
        rival(price)
        for price in (
            3 * small.own_usd(1, 0.0) / full(small),
            1.001 * large.own_usd(1, 0.0) / full(large),
        )
    )
    first, second = break_even.evens(found, JOB, [dear, cheap])
    assert (first.rival, first.unit) == (cheap, large)
    assert (second.rival, second.unit) == (dear, small)


def test_two_bits_are_not_compared():
    """The cheapest is taken among formats within a tie of the best."""
    assert unit().way.option.form.id != Q2_K.id


def test_the_curve_rises_by_steps():
    """Own cost is flat until another copy is needed; the route's is straight."""
    one = unit()
    points = break_even.curve([one], JOB, rival(0.001), break_even.volumes(one, JOB))
    assert points[0].own_usd.value == points[2].own_usd.value == one.own_usd(1, 0.0)
    for before, after in pairwise(points):
        assert after.own_usd.value >= before.own_usd.value
        ratio = after.requests / before.requests
        assert after.other_usd / before.other_usd == pytest.approx(ratio)
    assert all(point.used <= 0.8 / 3 + 1e-9 for point in points)
