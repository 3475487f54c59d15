"""model-prices: runs of equal prices, and how a day is known."""

from __future__ import annotations

import copy
import datetime

from feed_files import FILES, MODEL_PRICES, row

from llmpick.feeds import model_prices


def test_equal_entries_are_one_price_from_the_first_of_them():
    """The day is that of the run, the cache price that of its last entry."""
    found = row("model-prices", MODEL_PRICES)
    assert found.base.since == datetime.date(2026, 7, 1)
    assert not found.base.listed
    assert found.base.amounts["cache_read_per_mtok"] == 0.2
    assert found.base.amounts["cache_write_1h_per_mtok"] == 4.0


def test_a_day_that_is_not_documented_is_that_of_a_listing():
    """A commit of another feed shows when it had the price, not when it began."""
    data = copy.deepcopy(MODEL_PRICES)
    runs = data["prices"]["acme"]["atlas-3"]["standard"]
    runs[2]["rates"]["valid_from_basis"] = "models.dev commit"
    assert row("model-prices", data).base.listed


def test_the_runs_before_are_told_too():
    """Oldest first, each with the day from which on the feed had it."""
    found = row("model-prices", MODEL_PRICES)
    assert [(one.amounts["input_per_mtok"], one.listed) for one in found.prices] == [
        (1.0, True),
        (2.0, False),
    ]
    assert found.prices[0].since == datetime.date(2026, 6, 1)
    assert found.base.touched == (datetime.date(2026, 7, 1), datetime.date(2026, 8, 1))


def test_the_file_bears_its_day():
    """No day has to be named."""
    state = model_prices.rows({"snapshot.json": FILES["model-prices"][1]})
    assert state.day == datetime.date(2026, 10, 26)
