"""genai-prices: start days, hours, and names that are equal."""

from __future__ import annotations

import datetime

import pytest
from feed_files import FILES, GENAI, row

from llmpick.feeds import genai_prices
from llmpick.feeds.rows import OtherForm


def test_only_equal_names_are_names():
    """What starts like a model is another one."""
    assert row("genai-prices", GENAI).models == ("atlas-3", "atlas-3-20260601")


def test_start_days_lengths_and_hours():
    """Each start is a list; hours that cost more are the peak; variants but batch are left out."""
    found = row("genai-prices", GENAI)
    july = datetime.date(2026, 7, 1)
    said = [
        (price.service, price.window, price.over_input_tokens, price.since)
        for price in found.prices
    ]
    assert said == [
        ("standard", None, None, None),
        ("standard", None, None, july),
        ("standard", None, 200_000, july),
        ("standard", "peak", None, None),
        ("batch", None, None, None),
    ]


def test_the_module_is_read_as_data():
    """Days and decimals of the module are those of the JSON."""
    name, data = FILES["genai-prices"]
    (found,) = genai_prices.rows({name: data}).rows
    assert found.models == ("atlas-3", "atlas-3-20260601")
    assert found.base.amounts == {"input_per_mtok": 2.0, "output_per_mtok": 10.0}
    assert found.base.since == datetime.date(2026, 7, 1)


@pytest.mark.parametrize(
    "text",
    ["providers = [", "x = 1", "providers: list = [P(id=open('x'))]", "\0"],
    ids=["cut", "other", "call", "nul"],
)
def test_another_module_is_refused_and_never_run(text):
    """A module is parsed; a call in it is only a table."""
    with pytest.raises(OtherForm):
        genai_prices.rows({"data.py": text.encode()})
