"""OpenRouter's list: texts a token; what is free or floats is left out."""

from __future__ import annotations

import copy

import pytest
from feed_files import OPENROUTER, row

from llmpick.feeds.rows import OtherForm


def test_free_and_floating_prices_are_no_rows():
    """One row is left, with its batch list."""
    found = row("openrouter", OPENROUTER)
    assert found.models == ("acme/atlas-3",)
    assert [(price.service, price.amounts["input_per_mtok"]) for price in found.prices] == [
        ("standard", 2.0),
        ("batch", 1.0),
    ]


@pytest.mark.parametrize("price", [0.000002, "two", "nan", None])
def test_a_price_is_a_text_that_is_a_number(price):
    """Another form of it is another form of the list."""
    data = copy.deepcopy(OPENROUTER)
    data["data"] = data["data"][:1]
    data["data"][0]["pricing"] = {"prompt": price}
    with pytest.raises(OtherForm):
        row("openrouter", data)
