"""What a feed knows of the past of a price: a start, a first reading, or an older price."""

from __future__ import annotations

import datetime

import pytest

from llmpick.feeds import history
from llmpick.feeds.merge import Reading
from llmpick.feeds.records import Feed, StoredOffering
from llmpick.feeds.rows import FeedPrices, FeedRow

DAY = datetime.date


def day(text):
    """An ISO text as a day."""
    return DAY.fromisoformat(text)


def price(into, out=10.0, **more):
    """An entry of the catalog."""
    return {"source": "pi-ai", "input_per_mtok": into, "output_per_mtok": out, **more}


def run(into, since=None, *, listed=False, out=10.0, **more):
    """A price list of a feed."""
    amounts = {"input_per_mtok": into, "output_per_mtok": out}
    return FeedPrices(amounts, since=since and day(since), listed=listed, **more)


def past(entries, runs, feed="genai-prices", state="2026-11-10", released="2026-01-01", **facts):
    """The entries after a feed's *runs*, and why each changed."""
    read = {"pi-ai": "2026-11-20", "model-prices": "2026-10-26", "litellm": "2026-11-01"}
    sources = {name: {"kind": "feed", "read": day(at), "feed": name} for name, at in read.items()}
    sources["genai"] = {"kind": "feed", "read": day("2026-11-05"), "feed": "genai-prices"}
    known = {name: [{"value": value, "source": "pi-ai"}] for name, value in facts.items()}
    kept = [{"value": "current", "source": name} for name in sources]  # so that all are named
    data = {"sources": sources, "facts": {"listing": kept, **known}, "prices": entries}
    reading = Reading(Feed(feed, None, {"price_feed": {}}), {}, day(state))
    offering = StoredOffering("acme/acme/atlas-3", "x.toml", data)
    row = FeedRow("acme/atlas-3", "acme", ("atlas-3",), tuple(runs))
    table, changes = history.past(offering, row, reading, released and day(released))
    again, none = history.past(offering._replace(data=table), row, reading, day("2026-01-01"))
    assert again == table, "a second reading changes something"
    assert "changed" not in {one.outcome for one in none}
    return table, [one.why for one in changes]


def days(table):
    """Input price, first day and first reading of each entry."""
    return [
        (one["input_per_mtok"], str(one.get("since", "")), str(one.get("first_read", "")))
        for one in table["prices"]
    ]


def test_a_stated_start_and_the_price_before_it():
    """The price before is known for the day before the change, and no longer back."""
    table, _ = past([price(2.0)], [run(4.0), run(2.0, "2026-06-10")])
    assert days(table) == [(4.0, "", "2026-06-09"), (2.0, "2026-06-10", "")]
    name = table["prices"][1]["dated_by"]
    assert table["sources"][name] == {
        "kind": "feed",
        "read": day("2026-11-10"),
        "feed": "genai-prices",
    }


def test_a_day_on_which_a_feed_had_a_price_is_its_first_reading():
    """That it was listed long after the model was out says nothing of its start."""
    table, _ = past([price(2.0)], [run(2.0, "2026-06-10", listed=True)], feed="llmledger")
    assert days(table) == [(2.0, "", "2026-06-10")]


@pytest.mark.parametrize(
    ("listed", "moved", "since"),
    [
        pytest.param("2026-01-15", False, "2026-01-01", id="a fortnight after its model"),
        pytest.param("2026-01-16", False, "", id="a day later"),
        pytest.param("2026-01-15", True, "", id="moved since it was listed"),
    ],
)
def test_a_price_listed_with_its_model_began_with_it(listed, moved, since):
    """Never moved, and listed within two weeks of the release: from then on, of low confidence."""
    before = [run(4.0, "2026-01-02", listed=True)] if moved else []
    table, _ = past([price(2.0)], [*before, run(2.0, listed, listed=True)], feed="llmledger")
    (entry,) = table["prices"]
    assert str(entry.get("since", "")) == since
    assert (entry.get("confidence") == "low") is bool(since)


def test_a_day_that_was_no_start_goes():
    """The day on which a feed wrote an equal price again was filed as its start."""
    held = price(2.0, source="model-prices", since=day("2026-10-01"))
    runs = [run(2.0, "2026-06-05", listed=True, touched=(day("2026-10-01"),))]
    table, why = past([held], runs, feed="model-prices", state="2026-10-26")
    assert days(table) == [(2.0, "", "2026-06-05")]
    assert "2026-10-01 is no start" in why


@pytest.mark.parametrize(
    ("by", "feed", "state", "expected"),
    [
        pytest.param("model-prices", "genai-prices", "2026-11-10", "2026-03-01", id="better"),
        pytest.param("litellm", "model-prices", "2026-10-26", "2026-03-01", id="states no days"),
        pytest.param("genai", "model-prices", "2026-10-26", "2026-05-01", id="worse"),
    ],
)
def test_of_two_stated_days_that_of_the_better_source_holds(by, feed, state, expected):
    """genai-prices before model-prices, and both before a feed that states no days."""
    held = price(2.0, since=day("2026-05-01"), dated_by=by)
    table, _ = past([held], [run(2.0, "2026-03-01")], feed=feed, state=state)
    assert days(table) == [(2.0, expected, "")]


def test_a_move_that_only_a_feed_saw_is_no_start():
    """It may have been a mistake that was mended."""
    held = price(2.0, source="model-prices", since=day("2026-06-11"))
    runs = [run(1.0, "2026-06-05", listed=True), run(2.0, "2026-06-11", listed=True)]
    table, _ = past([held], runs, feed="model-prices", state="2026-10-26")
    assert days(table) == [(2.0, "", "2026-06-11")]


def test_another_price_than_the_feeds_is_left_alone():
    """Who does not know the price in force knows nothing of its past."""
    table, why = past([price(2.0)], [run(3.0, "2026-06-10")])
    assert days(table) == [(2.0, "", "")]
    assert why == ["another price than the feed's"]


@pytest.mark.parametrize(
    ("volatile", "expected"),
    [
        pytest.param(True, [(3.0, "", "2026-08-30"), (2.0, "2026-11-20", "")], id="moves"),
        pytest.param(False, [(2.0, "", "")], id="may have been mended"),
    ],
)
def test_an_older_state_with_another_price(volatile, expected):
    """It held where prices are known to move; elsewhere it may have been a mistake."""
    table, _ = past(
        [price(2.0)], [run(3.0)], feed="pi-ai", state="2026-08-30", volatile_price=volatile
    )
    assert days(table) == expected


def test_an_older_state_with_the_same_price():
    """It was known then already."""
    table, _ = past([price(2.0)], [run(2.0)], feed="pi-ai", state="2026-08-30")
    assert days(table) == [(2.0, "", "2026-08-30")]


def test_lengths_begin_with_the_base_and_services_do_not():
    """A page of prices has its lengths from the start; that batches were sold is not known."""
    old = day("2026-10-01")
    entries = [
        price(2.0, source="model-prices", since=old),
        price(4.0, source="model-prices", since=old, over_input_tokens=200_000),
        price(1.0, source="litellm", since=old, service="batch"),
    ]
    runs = [run(2.0, "2026-01-03", listed=True, touched=(old,))]
    table, _ = past(entries, runs, feed="model-prices", state="2026-10-26")
    assert [str(one.get("since", "")) for one in table["prices"]] == ["2026-01-01"] * 2 + [""]


def test_a_jump_is_no_older_price():
    """More than five-fold is more often another unit than a move."""
    table, _ = past([price(2.0)], [run(40.0), run(2.0, "2026-06-10")])
    assert days(table) == [(2.0, "2026-06-10", "")]


def test_a_base_price_that_only_lost_its_lengths_did_not_begin():
    """Equal prices in turn are one price, with the day of the first."""
    table, _ = past([price(2.0)], [run(2.0), run(2.0, "2026-06-10")])
    assert days(table) == [(2.0, "", "2026-11-10")]
