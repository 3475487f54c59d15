"""Fees beside the tokens: by request, by search, by the hours of a cache; and sound."""

from __future__ import annotations

import pytest
from made import facts, model, need, offering, provider, workload

from llmpick.catalog.schema_offerings import FeeEntry as StatedFee
from llmpick.catalog.schema_offerings import Price
from llmpick.core.answers.bills import NO_SEARCH_FEE, bills
from llmpick.core.cost import fees
from llmpick.core.facts.records import Fee

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


def test_searches_cost_where_a_fee_is_known_and_where_not_there_is_no_bill():
    """A route whose fee is not known never passes for a cheap one."""
    calls = workload().calls_per_month
    known, unknown = offering(fees=SEARCH), offering(provider="other", input_per_mtok=0.01)
    assert usd(billed(known, searches=2.0))["fees"] == pytest.approx(0.02 * calls)
    assert "fees" not in usd(billed(known))
    job = need(workload=workload(searches=2.0))
    hosts = [provider(), provider(id="other")]
    found = bills(job, facts([model()], [known, unknown], [], hosts))
    assert [one.ask.offering for one in found.bills] == [known]
    assert found.unpriced == ((NO_SEARCH_FEE, 1),)


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


ALL_TERMS = {
    **{"cache_read_share": 0.2, "cache_write_share": 0.1, "cache_write_1h_share": 0.1},
    **{"audio_share": 0.1, "output_audio_share": 0.5, "images": 2.0, "searches": 1.0},
    "cache_hours": 3.0,
}
AMOUNTS = sorted(name for name in Price.model_fields if "_per_" in name or name.startswith("per_"))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_every_amount_of_a_price_moves_a_bill(amount):
    """Whatever the schema of price lists holds is read: another amount is another total."""
    job = need(workload=workload(**ALL_TERMS, reasoning_tokens=50))

    def total(**prices):
        sold = offering(**{"fees": SEARCH, **prices})
        return (
            bills(job, facts([model(reasoning=True)], [sold], [], [provider()])).bills[0].cost.total
        )

    assert total(**{amount: 77.0}) != total()


@pytest.mark.parametrize("per", StatedFee.model_fields["per"].annotation.__args__)
def test_every_kind_of_fee_moves_a_bill(per):
    """What the schema of fees counts is counted."""
    usual = {fee.per: fee for fee in SEARCH}
    dear = usual | {per: Fee(per, 1.0, None)}
    totals = {
        billed(offering(fees=tuple(fees.values())), **ALL_TERMS).cost.total
        for fees in (usual, dear)
    }
    assert len(totals) == 2


def test_a_list_in_another_currency_takes_no_dollars():
    """Fees are in US dollars; they are not added to yen."""
    price = offering().prices
    whole = price._replace(currency="JPY")
    assert fees.with_fees(whole, offering(fees=SEARCH), workload(searches=1.0), 1.0) == whole
