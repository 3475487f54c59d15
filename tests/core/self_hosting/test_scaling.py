"""Where capacity that scales to zero meets a price by the token."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from llmpick.core.facts.hardware import Rental
from llmpick.core.self_hosting import running, scaling
from llmpick.core.self_hosting.running import Load, Rented, Scaling
from llmpick.core.self_hosting.scaling import BilledReplica
from llmpick.core.self_hosting.speed import Interval

HOUR = Rental("h100-sxm", "a-cloud", "neocloud", None, "on-demand", 2.0, 1, "2026-11-01")
LOAD = Load(requests=0, prompt_tokens=1000, output_tokens=250, peak_to_mean=3.0)
TPS = 1000.0
SECONDS = 250 / 800
"""A request is worked on, at eight tenths of a thousand tokens a second."""
WORK = SECONDS * 2 * 2.0 / 3600
"""US dollars of that on two accelerators at 2 US dollars an hour."""
STARTS = Scaling(100, 180, 600)
START = 780 / 3600 * 2 * 2.0
"""US dollars a start."""


def replica(terms=None, machine=1):
    """Two accelerators, rented from machines of so many."""
    return BilledReplica(2, TPS, Rented(HOUR._replace(gpus=machine), terms or Scaling()))


def even(price, terms=None, **change):
    """Against a price in US dollars a request."""
    return scaling.break_even(LOAD, replica(terms), price, **change)


def own(requests, one, **change):
    """What `running.month` bills for so many requests."""
    exact = Interval(one.capacity_tps, one.capacity_tps, one.capacity_tps)
    load = LOAD._replace(requests=requests)
    return running.month(load, exact, one.gpus, one.terms, **change).usd.value


@pytest.mark.parametrize(
    ("price", "terms", "change", "volume"),
    [
        pytest.param(1.25 * WORK, None, {}, 0.0, id="no start: from the first request"),
        pytest.param(
            2 * WORK, STARTS, {}, 100 * START / WORK, id="starts over what a request saves"
        ),
        pytest.param(START + 2 * WORK, STARTS, {}, 0.0, id="dearer than a start of its own"),
        pytest.param(
            2 * WORK,
            STARTS,
            {"people_usd": 50.0},
            (100 * START + 50) / WORK,
            id="people as a fixed sum",
        ),
        pytest.param(
            9 * WORK,
            Scaling(1e6, 180, 600),
            {},
            2920 / (9 * WORK),
            id="billed all hours: met as what is always on",
        ),
    ],
)
def test_by_hand(price, terms, change, volume):
    """Each shape of the bill."""
    found = even(price, terms, **change)
    assert found.first == pytest.approx(volume, rel=1e-12)
    assert found.reason is None


def test_never_is_said():
    """Work that alone costs more than the route is never cheaper, whatever the starts."""
    for terms in (None, STARTS):
        found = even(0.99 * WORK, terms)
        assert (found.first, found.settled) == (None, None)
        assert found.reason.startswith("never: billed for its work alone, it costs 347 USD")


def test_a_further_machine_turns_it_back():
    """Four copies share a machine of eight: a fifth brings one that is nearly empty."""
    found = scaling.break_even(LOAD, replica(machine=8), 1.2 * WORK)
    most = running.full_requests(LOAD, TPS)
    assert found.first == pytest.approx(3 * most)
    assert found.settled > 4 * most


TERMS = st.builds(
    Scaling,
    st.none() | st.floats(0, 3000),
    st.none() | st.floats(0, 900),
    st.none() | st.floats(0, 7200),
)


@given(
    price=st.floats(0.5, 40),
    terms=TERMS,
    people=st.just(0.0) | st.floats(1, 1e4),
    machine=st.sampled_from([1, 2, 4, 8]),
    spare=st.integers(0, 2),
)
def test_at_the_volume_both_cost_the_same(price, terms, people, machine, spare):
    """To 1e-9; or it is where copies are added, which costs a step, or never."""
    one, usd = replica(terms, machine), price * WORK
    change = {"redundancy": spare}
    found = scaling.break_even(LOAD, one, usd, people_usd=people, **change)
    most = running.full_requests(LOAD, TPS)
    for volume in {found.first, found.settled} - {None, 0.0}:
        steps = volume / most
        if abs(steps - round(steps)) < 1e-9:
            continue
        mine = own(volume, one, people_usd_per_month=people, **change)
        assert mine == pytest.approx(usd * volume, rel=1e-9)


@given(
    price=st.floats(0.5, 40),
    terms=TERMS,
    people=st.just(0.0) | st.floats(1, 1e4),
    machine=st.sampled_from([1, 2, 4, 8]),
    volume=st.floats(1e-3, 60),
)
def test_it_is_dearer_below_and_cheaper_for_good_above(price, terms, people, machine, volume):
    """At any volume the bill agrees with what is said of it."""
    one, usd = replica(terms, machine), price * WORK
    found = scaling.break_even(LOAD, one, usd, people_usd=people)
    requests = volume * running.full_requests(LOAD, TPS)
    mine = own(requests, one, people_usd_per_month=people)
    assume(abs(mine / (usd * requests) - 1) > 1e-9)
    if found.first is None or requests < found.first * (1 - 1e-9):
        assert mine > usd * requests
    if found.settled is not None and requests > found.settled * (1 + 1e-9):
        assert mine < usd * requests


@given(terms=TERMS, machine=st.sampled_from([1, 2, 8]), requests=st.floats(0, 1e9))
def test_it_is_never_dearer_than_all_hours(terms, machine, requests):
    """Nor cheaper for starts and idle time."""
    one = replica(terms, machine)
    always = one._replace(terms=one.terms._replace(scaling=None))
    free = one._replace(terms=one.terms._replace(scaling=Scaling()))
    assert own(requests, one) <= own(requests, always) * (1 + 1e-12)
    assert own(requests, free) <= own(requests, one) * (1 + 1e-12)
