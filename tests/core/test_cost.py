"""A month costs what the price list in force says, tier by tier and term by term."""

import json
from pathlib import Path

import pytest
from made import DAY, offering, terms, workload

from llmpick.core.cost import Change, Prices, monthly_cost, next_change, prices, settled

CASES = json.loads(
    (Path(__file__).parents[1] / "data" / "reference" / "cost.json").read_text(encoding="utf-8")
)["cases"]

NOT_BUILT = {
    "batch_share": "batch prices",
    "cache_write_share": "prices of cache writes",
    "attempts": "retries",
    "tokenizer_ratio": "tokenizer ratios",
    "verbosity": "verbosity",
    "per_request": "fees per request",
}
"""What the reference prices and llmpick does not yet."""


def not_built(case):
    """The terms of *case* that llmpick does not price."""
    given = {**case["input"]["workload"], **case["input"]["price"]}
    return sorted(NOT_BUILT[name] for name in NOT_BUILT if name in given)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference(case):
    """The published rules of section 3.1 of the method, worked out in exact fractions."""
    if not_built(case):
        pytest.skip(f"not built: {', '.join(not_built(case))}")
    work, price = case["input"]["workload"], case["input"]["price"]
    sold = offering(
        input=price["input"],
        output=price["output"],
        cache_read=price.get("cache_read"),
        terms=tuple(
            terms(
                over_input_tokens=tier["above"],
                input=tier["input"],
                output=tier["output"],
                cache_read=tier.get("cache_read"),
            )
            for tier in price.get("tiers", ())
        ),
    )
    job = workload(
        requests_per_month=work["requests"],
        input_tokens=work["input_tokens"],
        output_tokens=work["output_tokens"],
        cache_read_share=work.get("cache_hit", 0.0),
    )
    listed = prices(sold, job.input_tokens, DAY)
    assert listed is not None
    cost = monthly_cost(job, listed, price.get("reasoning_tokens", 0), {})
    assert cost is not None
    expected, close = case["expected"], {"rel": case["tol"], "abs": 1e-9}
    assert cost.total == pytest.approx(expected["monthly"], **close)
    assert cost.input + cost.cache_read == pytest.approx(expected["input"], **close)
    assert cost.output == pytest.approx(expected["output"], **close)
    assert cost.reasoning == pytest.approx(expected["reasoning"], **close)


def test_enough_of_the_reference_is_built():
    """Half of the reference cases are priced; the rest wait for terms that are named."""
    assert sum(not not_built(case) for case in CASES) >= 6


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
        terms(over_input_tokens=200_000, input=3.0, output=9.0),
        terms(over_input_tokens=500_000, input=7.0, output=9.0),
    ]
    sold = offering(terms=tuple(tiers[::-1] if turned else tiers))
    found = prices(sold, tokens, DAY)
    assert found is not None
    assert found.input == expected


def test_a_tier_without_a_price_of_its_own_keeps_the_base_price():
    """A tier that only changes the input price leaves output and cache as they were."""
    sold = offering(cache_read=0.1, terms=(terms(over_input_tokens=10, input=5.0),))
    assert prices(sold, 11, DAY) == Prices("USD", 5.0, 2.0, 0.1)


CHANGE = offering(
    terms=(
        terms(since="2026-12-01", input=3.0, output=6.0),
        terms(since="2027-01-01", input=4.0, output=8.0),
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
    sold = CHANGE._replace(terms=CHANGE.terms[::-1]) if turned else CHANGE
    found = prices(sold, 100, day)
    assert found is not None
    assert found.input == expected


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
        terms=(
            terms(over_input_tokens=1000, input=5.0, output=9.0),
            terms(since="2026-12-01", input=3.0, output=6.0),
            terms(since="2026-12-01", over_input_tokens=1000, input=7.0, output=11.0),
        )
    )
    short, long = prices(sold, 1000, day), prices(sold, 1001, day)
    assert short is not None
    assert long is not None
    assert (short.input, long.input) == expected


def test_a_tier_changes_while_the_base_price_stays():
    """A tier's list with a later day wins over its older one."""
    sold = offering(
        terms=(
            terms(over_input_tokens=1000, input=5.0, output=9.0),
            terms(since="2026-12-01", over_input_tokens=1000, input=7.0, output=11.0),
        )
    )
    before, after = prices(sold, 1001, "2026-11-30"), prices(sold, 1001, "2026-12-01")
    assert before is not None
    assert after is not None
    assert (before.input, after.input) == (5.0, 7.0)


def test_a_tier_outlives_a_change_of_the_base_price():
    """A list is in force until the next one of the same terms: long requests keep their tier."""
    sold = offering(
        terms=(
            terms(over_input_tokens=1000, input=5.0, output=9.0),
            terms(since="2026-12-01", input=3.0, output=6.0),
        )
    )
    found = prices(sold, 1001, "2026-12-01")
    assert found is not None
    assert found.input == 5.0


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
    found = prices(offering(terms=(terms(input=9.0, output=9.0, **other),)), 100, DAY)
    assert found is not None
    assert found.input == 1.0


@pytest.mark.parametrize(
    "sold",
    [
        pytest.param(offering(input=None), id="no input price"),
        pytest.param(offering(output=None), id="no output price"),
        pytest.param(offering(currency=None, input=None, output=None), id="no list"),
        pytest.param(
            offering(input=None, output=None, terms=(terms(over_input_tokens=5, input=1.0),)),
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
    assert found == Change("2026-12-01", pytest.approx(3.0 + 0.2 * 6.0))


def test_no_change_after_the_last_day():
    """A change that has come is no longer announced."""
    assert next_change(CHANGE, workload(), 0, {}, "2027-01-01") is None


def test_a_change_of_another_tier_is_no_change():
    """A new price of a length that the work does not reach changes nothing."""
    sold = offering(terms=(terms(since="2026-12-01", over_input_tokens=10**6, input=9.0),))
    assert next_change(sold, workload(), 0, {}, DAY) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-30", 1.0), ("2026-12-01", 3.0), ("2026-12-31", 3.0), ("2027-01-01", 4.0)],
)
@pytest.mark.parametrize("turned", [False, True], ids=["oldest first", "newest first"])
def test_an_offering_settled_on_a_day_bears_the_price_of_that_day(day, expected, turned):
    """What is shown as its price is what it costs, on both days around a change."""
    sold = CHANGE._replace(terms=CHANGE.terms[::-1]) if turned else CHANGE
    found = settled(sold, day)
    listed = prices(sold, 100, day)
    assert found.input == expected
    assert listed is not None
    assert (found.currency, found.input, found.output, found.cache_read) == listed


def test_settling_takes_neither_tiers_nor_other_services():
    """Only a standard list at any length and hour becomes the base."""
    others = (
        terms(since="2026-01-01", over_input_tokens=9, input=9.0, output=9.0),
        terms(since="2026-01-01", service="batch", input=9.0, output=9.0),
        terms(since="2026-01-01", window="peak", input=9.0, output=9.0),
    )
    assert settled(offering(terms=others), DAY) == offering(terms=others)
