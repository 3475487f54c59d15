"""A month costs what the price list in force says, tier by tier and term by term."""

import json
from pathlib import Path

import pytest
from made import DAY, offering, price_list, workload

from llmpick.core.cost.bill import PriceChange, monthly_cost, next_change, route_cost
from llmpick.core.cost.price_lists import charged, prices, settled
from llmpick.core.facts.records import Prices

CASES = json.loads(
    (Path(__file__).parents[2] / "data" / "reference" / "cost.json").read_text(encoding="utf-8")
)["cases"]


def listed(price, factor=1.0):
    """The price fields of a list, each times *factor*."""
    fees = {name: price[name] * factor for name in ("per_request",) if name in price}
    names = ("input", "output", "cache_read", "cache_write")
    return {f"{name}_per_mtok": price[name] * factor for name in names if name in price} | fees


def loop(workload, writes):
    """
    The turns of a run, each as a workload of its own.

    The first turn sends the whole input; every later one sends it again with what has come since.
    All but the new part is read from the cache; the new part is *written* to it where writes are
    sold, else it is input.
    """
    for turn in range(workload.turns):
        context = workload.input_tokens + turn * workload.context_growth_tokens
        new = workload.context_growth_tokens if turn else workload.input_tokens
        fresh = new / context if context else 0.0
        yield workload._replace(
            input_tokens=context,
            cache_read_share=1.0 - fresh,
            cache_write_share=fresh if writes else 0.0,
            cache_write_1h_share=0.0,
            turns=1,
        )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference(case):
    """The published rules of section 3.1 of the method, worked out in exact fractions."""
    work, price = case["input"]["workload"], case["input"]["price"]
    lists = [
        price_list(over_input_tokens=tier["above"], **listed(tier))
        for tier in price.get("tiers", ())
    ]
    if "batch_factor" in price:
        lists.append(price_list(service="batch", **listed(price, price["batch_factor"])))
    sold = offering(**listed(price), price_lists=tuple(lists))
    job = workload(
        requests_per_month=work["requests"],
        input_tokens=work["input_tokens"],
        output_tokens=work["output_tokens"],
        cache_read_share=work.get("cache_hit", 0.0),
        cache_write_share=work.get("cache_write_share", 0.0),
        batch_share=work.get("batch_share", 0.0),
        attempts=work.get("attempts", 1.0),
    )
    ratio = price.get("tokenizer_ratio", 1.0)
    charge = charged(sold, job, job.input_tokens * ratio, DAY)
    assert charge is not None
    reasoning = price.get("reasoning_tokens", 0)
    cost = monthly_cost(job, charge, reasoning, {}, ratio, price.get("verbosity", 1.0))
    assert cost is not None
    expected, close = case["expected"], {"rel": case["tol"], "abs": 1e-9}
    assert cost.total == pytest.approx(expected["monthly"], **close)
    assert cost.input + cost.cache_read + cost.cache_write == pytest.approx(
        expected["input"], **close
    )
    assert cost.output == pytest.approx(expected["output"], **close)
    assert cost.reasoning == pytest.approx(expected["reasoning"], **close)
    assert cost.fees == pytest.approx(expected["per_request_fee"], **close)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param(0, 1.0, id="no input"),
        pytest.param(199_999, 1.0, id="below the tier"),
        pytest.param(200_000, 1.0, id="as long as the tier's end is not over it"),
        pytest.param(200_001, 3.0, id="over the first tier"),
        pytest.param(500_001, 7.0, id="over the second tier"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["short tier first", "long tier first"])
def test_a_request_is_billed_whole_at_the_tier_of_its_length(tokens, expected, turned):
    """The longest tier that the input is over prices the whole request."""
    tiers = [
        price_list(over_input_tokens=200_000, input_per_mtok=3.0, output_per_mtok=9.0),
        price_list(over_input_tokens=500_000, input_per_mtok=7.0, output_per_mtok=9.0),
    ]
    sold = offering(price_lists=tuple(tiers[::-1] if turned else tiers))
    found = prices(sold, tokens, DAY)
    assert found is not None
    assert found.input_per_mtok == expected


def test_a_tier_without_a_price_of_its_own():
    """A tier that only changes the input price leaves output as it was; the cache moves along."""
    sold = offering(
        cache_read_per_mtok=0.1,
        cache_write_per_mtok=1.25,
        per_request=0.01,
        price_lists=(price_list(over_input_tokens=10, input_per_mtok=5.0),),
    )
    assert prices(sold, 11, DAY) == Prices("USD", 5.0, 2.0, 0.5, 6.25, per_request=0.01)


def test_a_tier_with_a_price_of_the_cache():
    """What the tier says of the cache is what it costs."""
    sold = offering(
        cache_read_per_mtok=0.1,
        price_lists=(
            price_list(over_input_tokens=10, input_per_mtok=5.0, cache_read_per_mtok=0.2),
        ),
    )
    assert prices(sold, 11, DAY) == Prices("USD", 5.0, 2.0, 0.2)


CHANGE = offering(
    price_lists=(
        price_list(since="2026-12-01", input_per_mtok=3.0, output_per_mtok=6.0),
        price_list(since="2027-01-01", input_per_mtok=4.0, output_per_mtok=8.0),
    )
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-30", 1.0),
        ("2026-12-01", 3.0),
        ("2026-12-31", 3.0),
        ("2027-01-01", 4.0),
        ("2030-01-01", 4.0),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["oldest first", "newest first"])
def test_the_price_in_force_on_both_days_around_a_change(day, expected, turned):
    """The day before an announced change costs the old price, the day itself the new one."""
    sold = CHANGE._replace(price_lists=CHANGE.price_lists[::-1]) if turned else CHANGE
    found = prices(sold, 100, day)
    assert found is not None
    assert found.input_per_mtok == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-11-23", (1.0, 5.0), id="before"),
        pytest.param("2026-12-01", (3.0, 7.0), id="both change on one day"),
    ],
)
def test_a_tier_changes_with_its_own_list(day, expected):
    """A new list of a tier replaces the old one of that tier, not only the base list."""
    sold = offering(
        price_lists=(
            price_list(over_input_tokens=1000, input_per_mtok=5.0, output_per_mtok=9.0),
            price_list(since="2026-12-01", input_per_mtok=3.0, output_per_mtok=6.0),
            price_list(
                since="2026-12-01", over_input_tokens=1000, input_per_mtok=7.0, output_per_mtok=11.0
            ),
        )
    )
    short, long = prices(sold, 1000, day), prices(sold, 1001, day)
    assert short is not None
    assert long is not None
    assert (short.input_per_mtok, long.input_per_mtok) == expected


def test_a_tier_changes_while_the_base_price_stays():
    """A tier's list with a later day wins over its older one."""
    sold = offering(
        price_lists=(
            price_list(over_input_tokens=1000, input_per_mtok=5.0, output_per_mtok=9.0),
            price_list(
                since="2026-12-01", over_input_tokens=1000, input_per_mtok=7.0, output_per_mtok=11.0
            ),
        )
    )
    before, after = prices(sold, 1001, "2026-11-30"), prices(sold, 1001, "2026-12-01")
    assert before is not None
    assert after is not None
    assert (before.input_per_mtok, after.input_per_mtok) == (5.0, 7.0)


def test_a_tier_outlives_a_change_of_the_base_price():
    """A list is in force until the next one of the same terms: long requests keep their tier."""
    sold = offering(
        price_lists=(
            price_list(over_input_tokens=1000, input_per_mtok=5.0, output_per_mtok=9.0),
            price_list(since="2026-12-01", input_per_mtok=3.0, output_per_mtok=6.0),
        )
    )
    found = prices(sold, 1001, "2026-12-01")
    assert found is not None
    assert found.input_per_mtok == 5.0


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"service": "batch"}, id="batch"),
        pytest.param({"service": "priority"}, id="priority"),
        pytest.param({"window": "peak"}, id="hours"),
    ],
)
def test_other_services_and_hours_do_not_price_a_standard_request(other):
    """Only the standard list at any hour counts."""
    found = prices(
        offering(price_lists=(price_list(input_per_mtok=9.0, output_per_mtok=9.0, **other),)),
        100,
        DAY,
    )
    assert found is not None
    assert found.input_per_mtok == 1.0


@pytest.mark.parametrize(
    "sold",
    [
        pytest.param(offering(input_per_mtok=None), id="no input price"),
        pytest.param(offering(output_per_mtok=None), id="no output price"),
        pytest.param(offering(prices=None), id="no list"),
        pytest.param(
            offering(
                input_per_mtok=None,
                output_per_mtok=None,
                price_lists=(price_list(over_input_tokens=5, input_per_mtok=1.0),),
            ),
            id="a tier of nothing",
        ),
    ],
)
def test_a_missing_price_is_no_price(sold):
    """Unknown is never free."""
    assert prices(sold, 100, DAY) is None


def test_a_currency_without_a_rate_has_no_cost():
    """Yen are not taken for dollars."""
    price = Prices("JPY", 90.0, 150.0, None)
    assert monthly_cost(workload(), price, 0, {}) is None
    assert monthly_cost(workload(), price, 0, {"EUR": 0.9}) is None


def test_a_currency_is_converted_at_the_rate():
    """At 150 yen a dollar, 150 yen per Mtok is a dollar per Mtok."""
    yen = monthly_cost(workload(), Prices("JPY", 150.0, 300.0, 15.0), 50, {"JPY": 150.0})
    usd = monthly_cost(workload(), Prices("USD", 1.0, 2.0, 0.1), 50, {"USD": 7.0})
    assert yen == pytest.approx(usd)


def test_the_terms_add_to_the_total():
    """Input, cache, output and reasoning are the whole cost."""
    cost = monthly_cost(workload(cache_read_share=0.3), Prices("USD", 1.1, 2.3, 0.07), 77, {})
    assert cost is not None
    assert cost.total == pytest.approx(sum(cost[1:]))


def test_a_missing_cache_price_is_the_input_price():
    """Where reading the cache is not priced apart, it costs what input costs."""
    without = monthly_cost(workload(cache_read_share=0.8), Prices("USD", 3.0, 1.0, None), 0, {})
    plain = monthly_cost(workload(cache_read_share=0.0), Prices("USD", 3.0, 1.0, None), 0, {})
    assert without is not None
    assert plain is not None
    assert without.total == pytest.approx(plain.total)


def test_the_next_change_is_the_first_ahead():
    """An announced price is told with its day and the month's new cost."""
    found = next_change(CHANGE, workload(), 0, {}, DAY)
    assert found == PriceChange("2026-12-01", pytest.approx(3.0 + 0.2 * 6.0))


def test_no_change_after_the_last_day():
    """A change that has come is no longer announced."""
    assert next_change(CHANGE, workload(), 0, {}, "2027-01-01") is None


def test_a_change_of_another_tier_is_no_change():
    """A new price of a length that the work does not reach changes nothing."""
    sold = offering(
        price_lists=(price_list(since="2026-12-01", over_input_tokens=10**6, input_per_mtok=9.0),)
    )
    assert next_change(sold, workload(), 0, {}, DAY) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-30", 1.0), ("2026-12-01", 3.0), ("2026-12-31", 3.0), ("2027-01-01", 4.0)],
)
@pytest.mark.parametrize("turned", [False, True], ids=["oldest first", "newest first"])
def test_an_offering_settled_on_a_day_bears_the_price_of_that_day(day, expected, turned):
    """What is shown as its price is what it costs, on both days around a change."""
    sold = CHANGE._replace(price_lists=CHANGE.price_lists[::-1]) if turned else CHANGE
    found = settled(sold, day)
    listed = prices(sold, 100, day)
    assert found.prices == listed
    assert listed is not None
    assert listed.input_per_mtok == expected


def test_settling_takes_neither_tiers_nor_other_services():
    """Only a standard list at any length and hour becomes the base."""
    others = (
        price_list(
            since="2026-01-01", over_input_tokens=9, input_per_mtok=9.0, output_per_mtok=9.0
        ),
        price_list(since="2026-01-01", service="batch", input_per_mtok=9.0, output_per_mtok=9.0),
        price_list(since="2026-01-01", window="peak", input_per_mtok=9.0, output_per_mtok=9.0),
    )
    assert settled(offering(price_lists=others), DAY) == offering(price_lists=others)


def service_list(**given):
    """An offering with a cache price and a list of its own for a service."""
    return offering(
        cache_read_per_mtok=0.1, price_lists=(price_list(**{"service": "batch", **given}),)
    )


def test_a_service_moves_the_cache_price_that_it_leaves_out():
    """A batch list at half the input price reads the cache at half its price."""
    found = prices(service_list(input_per_mtok=0.5, output_per_mtok=1.0), 100, DAY, "batch")
    assert found == Prices("USD", 0.5, 1.0, 0.05)


def test_a_service_that_is_not_sold_has_no_list():
    """Nobody is given a discount that the provider does not offer."""
    assert prices(service_list(input_per_mtok=0.5, output_per_mtok=1.0), 100, DAY, "flex") is None


@pytest.mark.parametrize("given", [{"service": "flex"}, {"batch_share": 1.0}])
def test_work_for_a_service_that_is_not_sold_costs_the_standard_price(given):
    """Flex or batch work costs the standard price where there is none."""
    cost = route_cost(offering(), workload(**given), 0, {}, DAY)
    plain = route_cost(offering(), workload(), 0, {}, DAY)
    assert cost == plain


def test_a_long_batch_keeps_its_discount():
    """Where only the standard tier is listed for long requests, batch keeps its proportion."""
    sold = offering(
        price_lists=(
            price_list(service="batch", input_per_mtok=0.5, output_per_mtok=1.5),
            price_list(over_input_tokens=1000, input_per_mtok=4.0, output_per_mtok=8.0),
        )
    )
    found = prices(sold, 2000, DAY, "batch")
    assert found is not None
    assert (found.input_per_mtok, found.output_per_mtok) == (2.0, 6.0)


def test_a_long_batch_with_a_tier_of_its_own():
    """A tier of the service itself wins over the proportion."""
    sold = offering(
        price_lists=(
            price_list(service="batch", input_per_mtok=0.5, output_per_mtok=1.0),
            price_list(
                service="batch", over_input_tokens=1000, input_per_mtok=3.0, output_per_mtok=5.0
            ),
            price_list(over_input_tokens=1000, input_per_mtok=4.0, output_per_mtok=8.0),
        )
    )
    found = prices(sold, 2000, DAY, "batch")
    assert found is not None
    assert (found.input_per_mtok, found.output_per_mtok) == (3.0, 5.0)


PEAK = offering(
    peak_share=0.25,
    price_lists=(price_list(window="peak", input_per_mtok=2.0, output_per_mtok=4.0),),
)


@pytest.mark.parametrize(
    ("given", "factor"),
    [
        pytest.param(None, 1.25, id="evenly through the week"),
        pytest.param(0.0, 1.0, id="never at peak"),
        pytest.param(1.0, 2.0, id="always at peak"),
    ],
)
def test_peak_hours_cost_their_share(given, factor):
    """Requests at peak hours cost the peak price, the others the usual one."""
    cost = route_cost(PEAK, workload(peak_share=given), 0, {}, DAY)
    usual = route_cost(offering(), workload(), 0, {}, DAY)
    assert cost is not None
    assert usual is not None
    assert cost.total == pytest.approx(factor * usual.total)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param(1000, 1.0, id="within the first bracket"),
        pytest.param(2000, (1000 * 1 + 1000 * 3) / 2000, id="half in the second"),
        pytest.param(10_000, (1000 * 1 + 4000 * 3 + 5000 * 7) / 10_000, id="in all three"),
    ],
)
def test_a_marginal_tier_prices_only_what_is_beyond_it(tokens, expected):
    """Where the provider bills by bracket, each part of the input has its own price."""
    sold = offering(
        marginal_tiers=True,
        price_lists=(
            price_list(over_input_tokens=1000, input_per_mtok=3.0, output_per_mtok=3.0),
            price_list(over_input_tokens=5000, input_per_mtok=7.0, output_per_mtok=7.0),
        ),
    )
    found = charged(sold, workload(), tokens, DAY)
    assert found is not None
    assert found.input_per_mtok == pytest.approx(expected)


def test_a_cache_written_for_an_hour_costs_more():
    """Five minutes and an hour have a price each; without the second, the first holds."""
    price = Prices("USD", 1.0, 1.0, 0.1, 1.25, 2.0)
    short = monthly_cost(workload(cache_write_share=1.0, output_tokens=0), price, 0, {})
    long = monthly_cost(workload(cache_write_1h_share=1.0, output_tokens=0), price, 0, {})
    other = price._replace(cache_write_1h_per_mtok=None)
    missing = monthly_cost(workload(cache_write_1h_share=1.0, output_tokens=0), other, 0, {})
    assert [cost and cost.total for cost in (short, long, missing)] == [1.25, 2.0, 1.25]


@pytest.mark.parametrize("share", [0.1, 0.55, 0.61, 0.7, 0.83, 0.98])
def test_input_that_is_all_in_the_cache_costs_nothing(share):
    """What is neither read from the cache nor written to it is never less than none."""
    price = Prices("USD", 1.0, 1.0, 0.1, 1.25)
    for count in (7, 1000, 3300, 10_007):
        work = workload(input_tokens=count, cache_read_share=share, cache_write_share=1.0 - share)
        cost = monthly_cost(work, price, 0, {})
        assert cost is not None
        assert 0 <= cost.input < 1e-9


def test_images_have_a_fee():
    """A fee an image comes on top of tokens."""
    price = Prices("USD", 0.0, 0.0, None, per_image=0.002)
    cost = monthly_cost(workload(images=3.0), price, 0, {})
    assert cost is not None
    assert cost.total == cost.fees == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        pytest.param(4.0, (0.2, 0.8, 0.4), id="dearer: of all output"),
        pytest.param(0.5, (0.2, 0.2, 0.05), id="cheaper: of what is thought"),
    ],
)
def test_output_while_thinking_has_its_own_price(apart, expected):
    """Where thinking is priced apart, a thinking request costs that."""
    price = Prices("USD", 0.0, 1.0, None, output_thinking_per_mtok=apart)
    off, on = (monthly_cost(workload(), price, reasoning, {}) for reasoning in (0, 100))
    assert off is not None
    assert on is not None
    assert (off.output, on.output, on.reasoning) == pytest.approx(expected)


def test_a_request_of_several_calls_costs_each_of_them():
    """Tokens, thinking and fees are those of a call; a further try is of all calls."""
    sold = offering(per_request=0.001, per_image=0.002)
    one = workload(requests_per_month=10, attempts=1.5, images=2)
    single = route_cost(sold, one, 50, {}, DAY)
    several = route_cost(sold, one._replace(calls_per_request=8.8), 50, {}, DAY)
    assert single is not None
    assert several == pytest.approx([8.8 * term for term in single])
    assert one._replace(calls_per_request=8.8).calls_per_month == pytest.approx(88)


def test_what_calls_of_one_request_read_was_written():
    """A tenth of 1,000 is new in each call: written at 1.25 where that is sold, else input at 1."""
    job = workload(requests_per_month=1, calls_per_request=2, cache_read_share=0.9, output_tokens=0)
    read = 2 * 900 * 0.1
    for sold, work, expected in (
        (offering(cache_read_per_mtok=0.1, cache_write_per_mtok=1.25), job, read + 200 * 1.25),
        (offering(cache_read_per_mtok=0.1), job, read + 200),
        (
            offering(cache_read_per_mtok=0.1, cache_write_per_mtok=1.25),
            job._replace(cache_write_share=0.05),
            read + 100 * 1.25 + 100,
        ),
    ):
        cost = route_cost(sold, work, 0, {}, DAY)
        assert cost is not None
        assert cost.total * 1e6 == pytest.approx(expected)


def test_a_loop_sends_its_context_again_with_every_turn():
    """T turns of a context S that grows by D: input T·S + T(T-1)/2·D, only the new part fresh."""
    job = workload(requests_per_month=1, input_tokens=1000, turns=4, context_growth_tokens=500)
    turns = list(loop(job, writes=False))
    assert [turn.input_tokens for turn in turns] == [1000, 1500, 2000, 2500]
    assert sum(turn.input_tokens for turn in turns) == 4 * 1000 + 4 * 3 // 2 * 500
    fresh = [turn.input_tokens * (1 - turn.cache_read_share) for turn in turns]
    assert fresh == pytest.approx([1000, 500, 500, 500])


def test_a_loop_by_hand():
    """2,500 tokens written at 1.25, 4,500 read at .1, 4 answers of 200 at 2, per Mtok."""
    job = workload(requests_per_month=1, input_tokens=1000, turns=4, context_growth_tokens=500)
    cost = route_cost(offering(cache_read_per_mtok=0.1, cache_write_per_mtok=1.25), job, 0, {}, DAY)
    assert cost is not None
    assert cost.total * 1e6 == pytest.approx(2500 * 1.25 + 4500 * 0.1 + 800 * 2.0)


def test_each_turn_of_a_loop_has_its_own_length():
    """Only the turns whose context is over the tier pay its price."""
    sold = offering(
        price_lists=(price_list(over_input_tokens=1800, input_per_mtok=10.0, output_per_mtok=2.0),)
    )
    job = workload(
        requests_per_month=1, input_tokens=1000, output_tokens=0, turns=4, context_growth_tokens=500
    )
    cost = route_cost(sold, job, 0, {}, DAY)
    assert cost is not None
    assert cost.total * 1e6 == pytest.approx(1000 + 1500 + 10 * (2000 + 2500))


@pytest.mark.parametrize("ratio", [1.0, 0.7, 1.4])
@pytest.mark.parametrize("growth", [0, 1, 137, 900])
def test_turns_that_are_added_cost_what_each_costs(ratio, growth):
    """Adding the turns of one tier before pricing them changes nothing."""
    sold = offering(
        cache_read_per_mtok=0.1,
        cache_write_per_mtok=1.25,
        per_request=0.001,
        price_lists=(
            price_list(over_input_tokens=2000, input_per_mtok=3.0, output_per_mtok=5.0),
            price_list(over_input_tokens=4000, input_per_mtok=7.0, output_per_mtok=9.0),
        ),
    )
    job = workload(requests_per_month=10, input_tokens=1000, turns=7, context_growth_tokens=growth)
    each = [route_cost(sold, turn, 50, {}, DAY, ratio) for turn in loop(job, writes=True)]
    cost = route_cost(sold, job, 50, {}, DAY, ratio)
    assert cost == pytest.approx([sum(terms) for terms in zip(*each, strict=True)])
