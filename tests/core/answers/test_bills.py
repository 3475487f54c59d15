"""A bill adds up, names what it assumes, and tells what is announced."""

from math import exp

import pytest
from made import DAY, facts, model, need, offering, price_list, provider, workload

from llmpick.core.answers.bills import bills
from llmpick.core.facts.counting import NO_TOKENS, Tokenizer, Tokens
from llmpick.core.facts.records import Z80

OTHER = Tokenizer("other", "Other", True, 0.1, {"ja": 1.5}, {})


def tables(*sold, tokens=NO_TOKENS, reasoning=False):
    """One model, sold so."""
    hosts = [provider(), provider(id="other")]
    return facts([model(reasoning=reasoning)], sold, [], hosts)._replace(tokens=tokens)


def test_the_cheapest_comes_first():
    """Routes stand by what a month costs, then by their name."""
    dear = offering(input_per_mtok=9.0)
    cheap = offering(provider="other")
    found = bills(need(), tables(dear, cheap))
    assert [bill.ask.offering.provider for bill in found.bills] == ["other", "host"]


def test_terms_add_to_the_total():
    """Every cent of the total stands in a term, and each term has its tokens."""
    job = workload(cache_read_share=0.5, cache_write_share=0.2, attempts=1.1)
    sold = offering(cache_read_per_mtok=0.1, cache_write_per_mtok=1.25, per_request=0.001)
    (bill,) = bills(need(workload=job), tables(sold, reasoning=True)).bills
    assert [term.name for term in bill.terms] == [
        "input",
        "cache read",
        "cache write",
        "output",
        "reasoning",
        "fees",
    ]
    assert sum(term.usd for term in bill.terms) == pytest.approx(bill.cost.total)
    for term, price in zip(bill.terms, (1.0, 0.1, 1.25, 2.0, 2.0), strict=False):
        assert term.usd == pytest.approx(term.mtok * price)


def test_the_range_holds_what_is_assumed():
    """The tokenizer's spread widens what is tokens of text; nothing else is unsure here."""
    tokens = Tokens(None, {"lab/one": OTHER}, {})
    job = workload(content="ja", reasoning_tokens=0)
    (bill,) = bills(need(workload=job), tables(offering(), tokens=tokens)).bills
    plain = 1.0 + 0.2 * 2.0
    assert bill.cost.total == pytest.approx(1.5 * plain)
    assert bill.high == pytest.approx(bill.cost.total * exp(0.1 * Z80))
    assert bill.low == pytest.approx(bill.cost.total * exp(-0.1 * Z80))


def test_tokens_as_billed_have_no_range():
    """Where the user says what is billed, nothing is assumed."""
    job = workload(content=None, reasoning_tokens=50, measured_reasoning="exact")
    (bill,) = bills(need(workload=job), tables(offering(), reasoning=True)).bills
    assert bill.low == bill.cost.total == bill.high
    assert {item.spread for item in bill.assumptions} == {0.0}


@pytest.mark.parametrize(("horizon", "expected"), [(7, []), (8, ["2026-12-01"])])
def test_a_change_within_the_horizon_is_told(horizon, expected):
    """An announced price is told from the horizon's last day on."""
    sold = offering(
        price_lists=(price_list(since="2026-12-01", input_per_mtok=2.0, output_per_mtok=4.0),)
    )
    (bill,) = bills(need(day=DAY), tables(sold), horizon_days=horizon).bills
    assert [change.since for change in bill.changes] == expected


def test_what_is_missing_is_named():
    """No cache price, no batch service, peak hours: each is an assumption with its name."""
    job = workload(cache_read_share=0.5, batch_share=0.5)
    sold = offering(
        peak_share=0.2,
        price_lists=(price_list(window="peak", input_per_mtok=2.0, output_per_mtok=4.0),),
    )
    (bill,) = bills(need(workload=job), tables(sold)).bills
    names = {item.name for item in bill.assumptions}
    assert {"peak hours", "cache read", "batch"} <= names


def test_a_currency_without_a_rate_is_counted():
    """Yen without a rate are not priced, and the answer says how many routes that are."""
    found = bills(need(), tables(offering(currency="JPY")))
    assert (found.bills, found.unpriced) == ((), (("JPY", 1),))


def test_the_price_list_keeps_its_currency():
    """The bill in yen is what the provider writes; dollars are converted from it."""
    found = bills(need(rates=(("JPY", 150.0),)), tables(offering(currency="JPY")))
    (bill,) = found.bills
    assert bill.native == pytest.approx(bill.cost.total * 150)


def test_what_is_named_and_no_longer_sold_has_its_last_price():
    """Named alone it is priced, and the note says since when it is gone; else it is left out."""
    gone = offering(listing="retired", retires_on="2020-01-31")
    sold = offering(provider="other")
    wanted = {gone.id: None}
    (bill,) = bills(need(), tables(gone, sold), wanted).bills
    assert bill.ask.offering is gone
    assert "no longer on sale since 2020-01-31: its last price" in bill.notes
    both = bills(need(), tables(gone, sold), {**wanted, sold.id: None})
    assert [one.ask.offering for one in both.bills] == [sold]
    assert both.excluded == (("available", 1),)
    assert [one.ask.offering for one in bills(need(), tables(gone, sold)).bills] == [sold]


def test_a_model_stands_by_its_cheapest_route():
    """By model: the others are counted, and those at the same price."""
    sold = [offering(provider=name) for name in ("host", "other")]
    dear = offering(variant="dear", input_per_mtok=9.0)
    found = bills(need(), tables(*sold, dear), by_model=True)
    assert [one.ask.offering.id for one in found.bills] == ["lab/one@host"]
    assert found.priced == 3
    assert dict(found.others) == {"lab/one@host": (2, 1)}
    assert bills(need(), tables(*sold, dear)).others == ()
