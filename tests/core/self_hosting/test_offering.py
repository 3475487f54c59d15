"""Deployments as routes: the cheapest sane way, as an offering of the user's own."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_world import AWQ, BF16, FIT, FP8, H100, LLAMA_70B, Q2_K, RTX_4090

from llmpick.core.cost import bill
from llmpick.core.facts.hardware import HostingFacts, Rental
from llmpick.core.facts.records import Z80
from llmpick.core.need.need import Workload
from llmpick.core.self_hosting import deployment, engines
from llmpick.core.self_hosting import offering as own_routes
from llmpick.core.self_hosting import ways as hosting
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.places import Hardware, copy_sizes
from llmpick.core.self_hosting.running import Load

PRICES = {H100: 2.0, RTX_4090: 0.4}
RENTALS = [
    Rental(card.id, "dojo", "neocloud", None, "on-demand", usd, 1, "2026-11-01")
    for card, usd in PRICES.items()
]
JOB = HostingJob(
    load=Load(requests=10_000, prompt_tokens=1000, output_tokens=400, peak_to_mean=3),
    context_tokens=1400,
    concurrency=8,
    min_tps=10,
)
PLACES = [Hardware(card) for card in PRICES]


def tables(*forms):
    """The two cards, and these formats."""
    return HostingFacts(
        {card.id: card for card in PRICES}, RENTALS, {one.id: one for one in forms}, FIT
    )


@pytest.mark.parametrize(
    "forms", [(BF16,), (FP8, BF16), (AWQ, FP8, BF16), (Q2_K, AWQ, FP8, BF16)], ids=len
)
@pytest.mark.parametrize("requests", [10_000, 3_000_000, 30_000_000])
def test_no_way_that_is_as_good_is_cheaper(forms, requests):
    """What is left untimed could not have been it: the same as timing all."""
    job = JOB._replace(load=JOB.load._replace(requests=requests))
    found = own_routes.cheapest(LLAMA_70B, PLACES, tables(*forms), job, small_loss=False)
    every, _ = hosting.ways(LLAMA_70B, PLACES, tables(*forms), job)
    top = max(way.quality.low for way in every)
    near = [way for way in every if way.serves and top - way.quality.low <= 0.1]
    assert found.usd_per_month == pytest.approx(min(way.usd_per_month for way in near))


@given(
    form=st.sampled_from([BF16, FP8, AWQ, Q2_K]),
    place=st.sampled_from(PLACES),
    requests=st.floats(1e3, 1e9),
    prompt=st.integers(1, 20_000),
    output=st.integers(1, 8_000),
    min_tps=st.sampled_from([0, 1, 10, 30, 60]),
    redundancy=st.integers(0, 2),
)
def test_no_month_costs_less_than_its_floor(
    form, place, requests, prompt, output, min_tps, redundancy
):
    """What is passed over for its floor could not have been the cheapest."""
    load = JOB.load._replace(requests=requests, prompt_tokens=prompt, output_tokens=output)
    job = JOB._replace(load=load, min_tps=min_tps, redundancy=redundancy, larger=True)
    every, _ = hosting.ways(LLAMA_70B, [place], tables(form), job._replace(quantization=form.id))
    terms = tuple(by for _, _, by in hosting.terms_of(place.accelerator, tables(form), job))
    for way in every[:1]:
        one = own_routes.TriedFormat(place, form, 0.0, way.sized.replica, terms)
        floor = own_routes.floor_usd(one, tables(form), job)
        assert all(floor <= found.usd_per_month for found in every if found.serves)


def test_beside_hosted_routes_only_a_small_loss_is_let_in():
    """One estimate stands for hosted and own: an unread loss is not in it."""
    forms = tables(Q2_K, BF16._replace(quality_loss=None))
    found = own_routes.cheapest(LLAMA_70B, PLACES, forms, JOB, small_loss=True)
    assert found.option.form.id == BF16.id


def test_nothing_fits():
    """Then there is no route."""
    places = [Hardware(RTX_4090, 1)]
    assert own_routes.cheapest(LLAMA_70B, places, tables(BF16), JOB, small_loss=False) is None


def test_an_offering_costs_its_month():
    """Whatever is asked of it: the fee of all requests is what the deployment costs."""
    way = own_routes.cheapest(LLAMA_70B, PLACES, tables(FP8, BF16), JOB, small_loss=False)
    sold = own_routes.offering(way, "acme/atlas", 10_000)
    work = Workload(10_000, 1000, 400, 0.5, 600, turns=1)
    for reasoning in (0.0, 600.0):
        found = bill.route_cost(sold, work, reasoning, {}, "2026-11-23")
        assert found.total == pytest.approx(way.usd_per_month)
    loop = work._replace(requests_per_month=1000, turns=10, context_growth_tokens=100)
    found = bill.route_cost(sold, loop, 0.0, {}, "2026-11-23")
    assert found.total == pytest.approx(way.usd_per_month)
    calls = work._replace(requests_per_month=2500, calls_per_request=4.0)
    found = bill.route_cost(sold, calls, 0.0, {}, "2026-11-23")
    assert found.total == pytest.approx(way.usd_per_month)
    assert sold.quantised is (way.option.form.id != BF16.id)


def test_without_a_price_there_is_none():
    """A month that is not known is not nothing."""
    chip = H100._replace(id="m9")
    places = [Hardware(chip, 8)]
    way = own_routes.cheapest(LLAMA_70B, places, tables(BF16), JOB, small_loss=False)
    assert own_routes.offering(way, "acme/atlas", 10_000).prices is None


BIG = JOB._replace(load=JOB.load._replace(requests=30_000_000))


@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_the_cost_lies_between_the_costs_of_less_and_more_work(spread):
    """Speed that misses by a factor costs what that factor of the work does."""
    way = own_routes.cheapest(LLAMA_70B, PLACES, tables(BF16), BIG, small_loss=False)
    own = own_routes.deployed(way, BIG, spread)
    tps = way.capacity.output_tps
    speed = math.log(tps.high / tps.low) / (2 * Z80)
    factor = math.exp(Z80 * math.hypot(speed, spread))
    price = way.steady.rental.usd_per_gpu_hour * way.sized.replica.layout.gpus * 730
    peak = BIG.load.mean_tps * BIG.load.peak_to_mean / (tps.value * BIG.load.fill)
    assert own.usd_interval[0] == pytest.approx(math.ceil(peak / factor) * price)
    assert own.usd_interval[1] == pytest.approx(math.ceil(peak * factor) * price)
    assert own.usd_interval[0] < own.usd < own.usd_interval[1]
    assert own.usd_per_mtok == pytest.approx(own.usd / (30_000_000 * 1400 / 1e6))
    assert (own.copies, own.gpus) == (way.copies, way.copies * own.gpus_per_copy)


def test_given_hardware_costs_the_same_however_fast_it_is():
    """Nothing is added to it, so nothing of its month is unsure."""
    way = own_routes.cheapest(LLAMA_70B, [Hardware(H100, 4)], tables(BF16), JOB, small_loss=False)
    own = own_routes.deployed(way, JOB, 0.5)
    assert own.usd_interval == (pytest.approx(own.usd), pytest.approx(own.usd))
    assert own.gpus == 4


def test_a_deployment_without_a_price_has_no_interval():
    """And no price of a token."""
    places = [Hardware(H100._replace(id="m9"), 8)]
    way = own_routes.cheapest(LLAMA_70B, places, tables(BF16), JOB, small_loss=False)
    own = own_routes.deployed(way, JOB, 0.5)
    assert (own.usd, own.usd_interval, own.usd_per_mtok, own.terms) == (None, None, None, None)


@pytest.mark.parametrize("concurrency", [1, 8, 64, 512])
@pytest.mark.parametrize("context", [1400, 32_000, 10**9])
def test_what_has_room_is_what_is_sized(concurrency, context):
    """Room for many at once is found as it is for one: the same copies, or none."""
    forms = (Q2_K, AWQ, FP8, BF16)
    job = JOB._replace(concurrency=concurrency, context_tokens=context)
    found = {
        (one.place.accelerator.id, one.form.id): one.smallest.layout.gpus
        for one in own_routes._room(LLAMA_70B, PLACES, forms, tables(*forms), job)
    }
    for place in PLACES:
        for form in forms:
            runs = engines.engine_for(form, place, tables(*forms), None, asked=False)
            if isinstance(runs, engines.EngineRefusal):
                assert (place.accelerator.id, form.id) not in found
                continue
            sized = deployment.size(
                LLAMA_70B,
                form,
                place.accelerator,
                runs.engine,
                None,
                context_tokens=context,
                concurrency=concurrency,
                max_gpus=copy_sizes(place)[1],
            )
            fits = not isinstance(sized, deployment.Misfit)
            gpus = sized.replica.layout.gpus if fits else None
            assert found.get((place.accelerator.id, form.id)) == gpus
