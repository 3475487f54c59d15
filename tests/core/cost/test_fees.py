"""Fees beside the tokens: by request, by search, by the hours of a cache; and sound."""

from __future__ import annotations

import pytest
from made import facts, model, need, offering, provider, workload

from llmpick.catalog.schema_offerings import Fee as StatedFee
from llmpick.catalog.schema_offerings import Price
from llmpick.core.answers.bills import bills
from llmpick.core.cost import fees
from llmpick.core.facts.records import Fee, Prices

REQUEST = (Fee("request", 0.006, "low"), Fee("request", 0.014, "high"))
SEARCH = (Fee("web-search", 0.01, None),)
KEPT = (Fee("cached-mtok-hour", 4.5, None),)


def billed(sold, **work):
    """The one bill of a million tokens' work at an offering."""
    job = need(workload=workload(reasoning_tokens=0, **work))
    return bills(job, facts([model()], [sold], [], [provider()])).bills[0]


def usd(found):
    """Term → US dollars."""
    return {term.name: term.usd for term in found.terms}


def test_a_fee_by_request_is_taken_at_its_smallest_and_its_largest_is_told():
    """So much for each call of the month."""
    found = billed(offering(fees=REQUEST))
    calls = workload().calls_per_month
    assert usd(found)["fees"] == pytest.approx(0.006 * calls)
    assert any("14 at the largest" in note for note in found.notes)


def test_searches_cost_where_a_fee_is_known_and_are_told_where_not():
    """Nothing that is asked for changes nothing in silence."""
    calls = workload().calls_per_month
    assert usd(billed(offering(fees=SEARCH), searches=2.0))["fees"] == pytest.approx(0.02 * calls)
    silent = billed(offering(), searches=2.0)
    assert "fees" not in usd(silent)
    assert any("searches are not priced" in note for note in silent.notes)
    assert "fees" not in usd(billed(offering(fees=SEARCH)))


def test_hours_of_a_cache_are_those_of_its_tokens():
    """A million tokens that are kept for ten hours cost ten hours of one."""
    found = billed(offering(fees=KEPT), cache_read_share=0.5, cache_hours=10.0)
    kept_mtok = workload().input_tokens * 0.5 / 1e6
    assert usd(found)["fees"] == pytest.approx(10 * 4.5 * kept_mtok)
    assert any("hours of a cache" in note for note in billed(offering(), cache_hours=1.0).notes)


def test_images_that_change_nothing_are_told():
    """Neither a fee by image nor tokens of a size."""
    assert any("images change nothing" in note for note in billed(offering(), images=5.0).notes)
    priced = billed(offering(per_image=0.01), images=5.0)
    assert not any("images change nothing" in note for note in priced.notes)


def test_sound_is_priced_as_sound():
    """The share of the tokens that is sound, at its own price; as text where it has none."""
    plain = usd(billed(offering()))["input"]
    sound = usd(billed(offering(input_audio_per_mtok=11.0), audio_share=0.5))["input"]
    assert sound == pytest.approx(plain * 6)
    assert usd(billed(offering(), audio_share=0.5))["input"] == pytest.approx(plain)


def test_every_term_of_a_price_is_read():
    """What the schema of price lists holds has a place in the records, and fees have a count."""
    amounts = {name for name in Price.model_fields if "_per_" in name or name.startswith("per_")}
    assert amounts <= set(Prices._fields)
    kinds = set(StatedFee.model_fields["per"].annotation.__args__)
    for kind in kinds:
        sold = offering(fees=(Fee(kind, 1.0, None),))
        found = billed(sold, searches=1.0, cache_hours=1.0, cache_read_share=0.5)
        assert usd(found)["fees"] > 0, kind


def test_a_list_in_another_currency_takes_no_dollars():
    """Fees are in US dollars; they are not added to yen."""
    price = offering().prices
    whole = price._replace(currency="JPY")
    assert fees.with_fees(whole, offering(fees=SEARCH), workload(searches=1.0), 1.0) == whole
