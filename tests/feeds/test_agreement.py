"""Agreement that a state does not bear out is taken back."""

from __future__ import annotations

import datetime

import pytest

from llmpick.feeds.agreement import without_unfounded
from llmpick.feeds.records import StoredOffering

DAY = datetime.date(2026, 11, 20)


def offering(read=DAY):
    """One whose price `one` gives and `two` agrees with, whose state was *read* then."""
    data = {
        "sources": {
            "one": {"kind": "feed", "feed": "one", "read": DAY},
            "two": {"kind": "feed", "feed": "two", "read": read},
        },
        "facts": {"listing": [{"value": "current", "source": "one"}]},
        "prices": [{"source": "one", "input_per_mtok": 1.0, "agreeing": ["two"]}],
    }
    return StoredOffering("acme/acme/atlas-3", "x.toml", data)


def test_agreement_as_of_the_day_of_the_state_goes_with_its_source():
    """What is left names who gives the price, and the old table stays as it was."""
    one = offering()
    table = without_unfounded(one, "two", DAY)
    assert table["prices"] == [{"source": "one", "input_per_mtok": 1.0}]
    assert list(table["sources"]) == ["one"]
    assert one.data == offering().data


@pytest.mark.parametrize(
    ("feed", "read"), [("one", DAY), ("two", DAY - datetime.timedelta(days=3)), ("three", DAY)]
)
def test_agreement_of_another_feed_or_an_older_state_stays(feed, read):
    """It was worked out from that state, whose day the source bears."""
    assert without_unfounded(offering(read), feed, DAY) is None
