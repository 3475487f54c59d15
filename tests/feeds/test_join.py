"""Which entry is which offering."""

from __future__ import annotations

import datetime

import pytest

from llmpick.feeds.join import join
from llmpick.feeds.records import StoredOffering
from llmpick.feeds.rows import FeedPrices, FeedRow

DAY = datetime.date(2026, 11, 20)


def offering(name, api_model, *, region=None, others=(), listing="current", ends=None):
    """An offering of the provider before the first slash."""
    facts = {"listing": [{"value": listing, "source": "s"}]}
    if region:
        facts["region"] = [{"value": region, "source": "s"}]
    if ends:
        facts["retires_on"] = [{"value": ends, "source": "s"}]
    data = {"api_model": api_model, "facts": facts, "other_api_models": list(others)}
    return StoredOffering(name, f"offerings/{name}.toml", data)


def row(key, *models, price=1.0, provider="cloud"):
    """An entry with one price."""
    prices = (FeedPrices({"input_per_mtok": price, "output_per_mtok": price}),)
    return FeedRow(key, provider, models or (key,), prices)


def joined(rows, offerings, **feed):
    """The join, with one provider known."""
    return join(rows, offerings, {"providers": {"cloud": ["cloud"]}, **feed}, DAY)


@pytest.mark.parametrize(
    ("model", "others"), [("A-1", ()), ("a-1", ()), ("b", ("A-1",)), ("b", ("a-1",))]
)
def test_by_name_by_case_by_another_name(model, others):
    """A request would use one of them."""
    found = joined([row("A-1")], [offering("cloud/d/a-1", model, others=others)])
    assert found.rows["cloud/d/a-1"].key == "A-1"


@pytest.mark.parametrize("key", ["a-1-2026-01-01", "a-1-latest", "a1", "a-1:free"])
def test_nothing_is_cut_off(key):
    """A date, a version, a dash belongs to the name."""
    found = joined([row(key)], [offering("cloud/d/a-1", "a-1")])
    assert not found.rows
    assert found.unknown == [row(key)]


def test_a_join_that_the_record_names():
    """An exception is data."""
    joins = [{"key": "short", "offering": "cloud/d/a-1", "why": "x"}]
    found = joined([row("short")], [offering("cloud/d/a-1", "accounts/a-1")], joins=joins)
    assert found.rows["cloud/d/a-1"].key == "short"


def test_what_is_not_on_sale_is_neither_joined_nor_new():
    """Retired, removed, or past its end."""
    gone = [
        offering("cloud/d/a-1", "a-1", listing="retired"),
        offering("cloud/d/a-2", "a-2", ends=DAY),
    ]
    found = joined([row("a-1"), row("a-2")], gone)
    assert (found.rows, found.unknown, found.doubts) == ({}, [], [])


def test_other_providers_are_passed_over():
    """Who is not in the record is not of the catalog."""
    found = joined([row("a-1", provider="other")], [offering("cloud/d/a-1", "a-1")])
    assert (found.rows, found.unknown) == ({}, [])


REGIONS = [
    offering("cloud/d/a-1@global", "global.a-1", region="global"),
    offering("cloud/d/a-1@us", "us.a-1", region="us"),
]


def test_the_region_of_an_identifier_is_that_of_the_offering():
    """`us.` is not sold as `geo`, nor a bare name as `us`."""
    geo = offering("cloud/d/a-2@geo", "us.a-2", region="geo")
    bare = offering("cloud/d/a-3@us", "a-3", region="us")
    rows = [row("global.a-1"), row("us.a-1"), row("us.a-2"), row("a-3")]
    found = joined(rows, [*REGIONS, geo, bare])
    assert set(found.rows) == {"cloud/d/a-1@global", "cloud/d/a-1@us"}
    assert [(doubt.why, doubt.offering) for doubt in found.doubts] == [
        ("region", "cloud/d/a-2@geo"),
        ("region", "cloud/d/a-3@us"),
    ]


def test_one_entry_for_the_region_global_and_others_has_no_one_price():
    """`global.` is cheaper than `us.`."""
    found = joined([row("a-1", "us.a-1", "global.a-1")], REGIONS)
    assert not found.rows
    assert {doubt.why for doubt in found.doubts} == {"region"}


def test_one_identifier_has_one_price():
    """Of two offerings that share it, the one without a region has it."""
    plain = offering("cloud/d/a-1", "a-1")
    west = offering("cloud/d/a-1@west", "a-1", region="west")
    found = joined([row("a-1")], [plain, west])
    assert set(found.rows) == {"cloud/d/a-1"}
    assert [(doubt.why, doubt.offering) for doubt in found.doubts] == [
        ("identifier", "cloud/d/a-1@west")
    ]


def test_entries_that_differ_in_price_are_no_join():
    """Unless one of them is a fallback, which counts where no other is."""
    rows = [row("k1", "a-1"), row("k2", "a-1", price=2.0, provider="other")]
    sold = [offering("cloud/d/a-1", "a-1")]
    both = {"cloud": ["cloud"], "other": ["cloud"]}
    found = joined(rows, sold, providers=both)
    assert [doubt.why for doubt in found.doubts] == ["ambiguous"]
    found = joined(rows, sold, providers=both, fallbacks=["other"])
    assert found.rows["cloud/d/a-1"].key == "k1"
    found = joined(rows[1:], sold, providers=both, fallbacks=["other"])
    assert found.rows["cloud/d/a-1"].key == "k2"
