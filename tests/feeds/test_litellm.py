"""LiteLLM's map: USD a token, price names in parts."""

from __future__ import annotations

import json

import pytest
from feed_files import LITELLM, row

from llmpick.feeds import litellm
from llmpick.feeds.rows import FeedPrices, OtherForm


def entry(**fields):
    """The row of one entry."""
    return row("litellm", {"acme/x": {"litellm_provider": "acme", "mode": "chat", **fields}})


def test_lists_of_lengths_and_services_are_apart():
    """A price name is its base, then a length, then a service."""
    found = row("litellm", LITELLM)
    assert found.models == ("atlas-3",)
    assert found.url == "https://prices.example/"
    lists = {price.terms: price.amounts for price in found.prices}
    assert lists["standard", None, 200_000] == {"input_per_mtok": 4.0, "output_per_mtok": 15.0}
    assert lists["batch", None, None] == {"input_per_mtok": 1.0, "output_per_mtok": 5.0}


def test_only_the_providers_own_prefix_is_cut():
    """The region in a key stays in the name; another's prefix does too."""
    fields = {"litellm_provider": "bedrock", "mode": "chat", "input_cost_per_token": 1e-6}
    assert row("litellm", {"bedrock/eu-1/x": fields}).models == ("eu-1/x",)
    assert row("litellm", {"other/x": fields}).models == ("other/x",)
    assert row("litellm", {"us.x": fields}).models == ("us.x",)


def test_a_long_float_is_rounded():
    """3.1999999999999997 is 3.2."""
    found = entry(input_cost_per_token=3.1999999999999997e-06)
    assert found.base.amounts == {"input_per_mtok": 3.2}


@pytest.mark.parametrize("price", [10**400, -(10**400), 1e300, True, float("inf")])
def test_a_number_without_bounds_is_no_price(price):
    """A whole number of JSON may be larger than any float."""
    with pytest.raises(OtherForm, match="is no "):
        entry(input_cost_per_token=price)


def test_tiers_without_a_price_at_the_top():
    """The first tier is the base."""
    tiers = [
        {"range": [0, 32000.0], "input_cost_per_token": 1e-06},
        {"range": [32000.0, 128000.0], "input_cost_per_token": 2e-06},
    ]
    assert [
        (price.over_input_tokens, price.amounts["input_per_mtok"])
        for price in entry(tiered_pricing=tiers).prices
    ] == [(None, 1.0), (32_000, 2.0)]


def test_the_top_is_the_peak_where_there_are_other_hours():
    """The catalog's base is what most hours cost."""
    found = entry(input_cost_per_token=3e-06, off_peak_pricing={"input_cost_per_token": 1.5e-06})
    assert found.prices == (
        FeedPrices({"input_per_mtok": 1.5}),
        FeedPrices({"input_per_mtok": 3.0}, window="peak"),
    )


def test_a_price_field_that_nobody_knows_is_reported():
    """A new kind of price is not dropped in silence; fees of tools and pixels are known."""
    fields = {"litellm_provider": "acme", "mode": "chat", "input_cost_per_pixel": 1}
    data = {"x": {**fields, "input_cost_per_thought": 1, "input_cost_per_token_batches": 1e-6}}
    state = litellm.rows({"f": json.dumps(data).encode()})
    assert state.unread == ("input_cost_per_thought",)
