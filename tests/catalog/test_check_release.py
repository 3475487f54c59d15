"""What stands against publishing a catalog."""

from __future__ import annotations

import datetime

import pytest

from llmpick.catalog import check_release
from llmpick.catalog.read import Record

DAY = datetime.date(2026, 11, 30)


def ago(days):
    """That many days before the catalog's own."""
    return DAY - datetime.timedelta(days=days)


def record(kind, name, data):
    """A record of the catalog."""
    return Record(kind, name, f"{kind}/{name}.toml", data, "")


LATELY, TEN_AGO = ago(5), ago(10)


def feed(dated=TEN_AGO, **newest):
    """A feed of prices, read as of *dated*."""
    known = {"state": "2.0", "day": ago(10), "seen": ago(1), **newest}
    return {"dated": dated, "url": "https://f.example", "price_feed": {"newest": known}}


def offering(read=LATELY, *, own=True, name="litellm", **facts):
    """One whose price and listing *name* gave in the state of *read*."""
    held = {"listing": [{"value": "current", "source": "s"}], **facts}
    return {
        "first_party": own,
        "sources": {"s": {"kind": "feed", "feed": name, "read": read}},
        "facts": held,
        "prices": [{"source": "s", "input_per_mtok": 1.0}],
    }


def records(**kinds):
    """Records by kind and name; a key like `acme__acme__atlas` is a path."""
    return {
        kind: {
            name.replace("__", "/"): record(kind, name.replace("__", "/"), data)
            for name, data in one.items()
        }
        for kind, one in {"models": {}, **kinds}.items()
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (feed(), None),
        (feed(dated=ago(11)), "2.0 is of"),
        (feed(seen=ago(15)), "nobody looked"),
        ({"price_feed": {}}, "not known"),
        ({"dated": ago(1)}, None),
    ],
    ids=["newest", "older", "not looked for", "never looked for", "no prices"],
)
def test_a_feed_of_prices_stands_at_its_newest_known_state(data, said):
    """And somebody looked for a newer one within a fortnight."""
    found = [one.message for one in check_release.feed_findings(records(feeds={"f": data}), DAY)]
    assert bool(found) is bool(said)
    assert all(said in one for one in found)


def test_the_oldest_price_is_named():
    """With how many are as old; what ended counts no more."""
    ended = offering(ago(200), retires_on=[{"value": ago(1), "source": "s"}])
    all_of = {"a__a__x": offering(), "a__a__y": offering(ago(50), name="x"), "a__a__z": ended}
    (found,) = check_release.price_age_findings(records(offerings=all_of), DAY)
    assert found.level == "warning"
    assert "the oldest of 2 prices in force was last seen 50 days ago; 1 longer" in found.message
    assert not [*check_release.price_age_findings(records(offerings={"a": offering()}), DAY)]


def test_nine_in_ten_prices_of_wide_feeds_are_fresh():
    """Fewer stop the release."""
    some = {f"a__a__{number}": offering() for number in range(8)}
    old = {"a__a__x": offering(ago(31)), "a__a__y": offering(ago(31))}
    (found,) = check_release.price_age_findings(records(offerings=some | old), DAY)
    assert (found.level, found.message[:3]) == ("error", "80%")


def test_the_state_of_what_is_used_most_was_read_within_a_fortnight():
    """In the file of the offering or of the model."""
    own = offering(ago(20))
    model = {
        "sources": {"p": {"kind": "vendor", "read": ago(2)}},
        "facts": {"status": [{"value": "active", "source": "p"}]},
    }
    of = {"a__a__x": own}
    (found,) = check_release.lifecycle_findings(records(offerings=of), DAY)
    assert "its state was read 20 days ago" in found.message
    assert not [
        *check_release.lifecycle_findings(records(offerings=of, models={"a__x": model}), DAY)
    ]


def test_most_used_are_what_makers_sell_and_most_hosts_too():
    """Then the newest; a variant and a host's own are not among them."""
    all_of = {
        "acme__acme__x": offering(),
        "acme__acme__y": offering(),
        "relay__acme__y": offering(own=False),
        "acme__acme__y@eu": offering(),
    }
    found = check_release.most_used(records(offerings=all_of), DAY)
    assert [one.id for one in found] == ["acme/acme/y", "acme/acme/x"]


@pytest.mark.parametrize(
    ("source", "dead"),
    [
        ({"url": "https://x.example"}, False),
        ({"feed": "with"}, False),
        ({"feed": "without"}, True),
        ({"title": "a note"}, True),
        ({"title": "some-package 1.2.3, file.py"}, False),
        ({"title": "a note", "kind": "policy"}, False),
        ({"title": "a page (stored file 123)", "url": "https://x.example"}, True),
    ],
    ids=["address", "feed", "no address", "note", "package", "policy", "nobody has it"],
)
def test_a_source_can_be_followed(source, dead):
    """By an address, a publication that has one, or a package and its version."""
    data = {"sources": {"s": {"kind": "secondary", "read": DAY, **source}}}
    feeds = {"with": {"url": "https://f.example"}, "without": {}}
    found = [*check_release.source_findings(records(providers={"p": data}, feeds=feeds))]
    assert bool(found) is dead
