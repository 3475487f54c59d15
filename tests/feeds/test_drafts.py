"""Files drafted for entries of a feed that are no offering yet."""

from __future__ import annotations

import datetime

import pytest

from llmpick.feeds.drafts import drafted
from llmpick.feeds.merge import Reading
from llmpick.feeds.records import Feed, StoredModel, StoredOffering
from llmpick.feeds.rows import FeedPrices, FeedRow

DAY = datetime.date(2026, 11, 20)
ATLAS = StoredModel(
    "acme/atlas-4",
    "models/acme/atlas-4.toml",
    {"name": "Atlas 4", "aliases": ["atlas-4"], "sources": {}, "facts": {}},
)


def offering(name, api_model, *, own=False, region=None):
    """One that the catalog has."""
    facts = {"listing": [{"value": "current", "source": "x"}]}
    if region:
        facts["region"] = [{"value": region, "source": "x"}]
    data = {"api_model": api_model, "first_party": own, "sources": {}, "facts": facts}
    return StoredOffering(name, f"offerings/{name}.toml", data)


KNOWN = [
    offering("acme/acme/atlas-3", "atlas-3", own=True),
    offering("relay/acme/atlas-3", "acme/atlas-3"),
    offering("relay/birch/oak", "birch-labs/oak"),
    offering("cloud/acme/atlas-3@us", "us.atlas-3", region="us"),
]


def drafts(*rows, states=("price", "listing"), accepted=(), models=(ATLAS,)):
    """What is drafted for *rows*, by offering."""
    providers = {name: [name] for name in ("acme", "relay", "cloud")}
    feed = Feed("f", None, {"price_feed": {"providers": providers, "states": [*states]}})
    reading = Reading(feed, {}, DAY, frozenset(accepted))
    return {one.offering.id: one for one in drafted(rows, KNOWN, models, reading)}


def row(provider, model, *prices, name="Maker: New 1", facts=None):
    """An entry of the feed."""
    listed = prices or (FeedPrices({"input_per_mtok": 2.0, "output_per_mtok": 8.0}),)
    return FeedRow(f"{provider}/{model}", provider, (model,), listed, name, None, facts)


def test_a_known_model_at_a_host_is_an_offering_of_it():
    """With its base price, the day it was listed, and nothing that the feed does not say."""
    (found,) = drafts(row("relay", "acme/Atlas-4")).values()
    assert found.offering.path == "offerings/relay/acme/atlas-4.toml"
    assert found.offering.data == {
        "api_model": "acme/Atlas-4",
        "first_party": False,
        "sources": {"f": {"kind": "feed", "read": DAY, "feed": "f"}},
        "facts": {
            "listing": [{"value": "current", "source": "f"}],
            "last_listed_on": [{"value": DAY, "source": "f"}],
        },
        "prices": [
            {"source": "f", "currency": "USD", "input_per_mtok": 2.0, "output_per_mtok": 8.0}
        ],
    }
    assert found.models == {}


def test_what_its_maker_lists_fills_what_the_model_lacks():
    """At a host it may be the host's limit."""
    facts = {"context_window_tokens": 200_000}
    (found,) = drafts(row("acme", "atlas-4", facts=facts)).values()
    (table,) = found.models.values()
    assert table["facts"]["context_window_tokens"] == [
        {"value": 200_000, "source": "f", "confidence": "low"}
    ]
    assert drafts(row("relay", "acme/atlas-4", facts=facts))["relay/acme/atlas-4"].models == {}


def test_a_new_model_is_recorded_and_hosts_sell_it_too():
    """Whatever stands first in the feed; its maker is who sells only its own."""
    facts = {"context_window_tokens": 200_000}
    found = drafts(row("cloud", "us.new-1"), row("acme", "new-1", facts=facts))
    assert set(found) == {"acme/acme/new-1", "cloud/acme/new-1@us"}
    (stub,) = found["acme/acme/new-1"].models.values()
    assert (stub["name"], stub["aliases"]) == ("New 1", ["new-1"])
    assert stub["facts"]["status"] == [{"value": "active", "source": "f"}]
    assert found["cloud/acme/new-1@us"].offering.data["facts"]["region"][0]["value"] == "us"


def test_the_maker_may_stand_in_the_name():
    """As another of its models is called at that host."""
    facts = {"context_window_tokens": 200_000}
    found = drafts(row("relay", "birch-labs/pine", facts=facts))
    (stub,) = found["relay/birch/pine"].models.values()
    assert stub["facts"]["status"][0]["value"] == "listed-on-hosts"


@pytest.mark.parametrize(
    "one",
    [
        row("relay", "unheard/new-1", facts={"context_window_tokens": 1}),
        row("acme", "new-1"),
        row("acme", "atlas-latest"),
        row("relay", "~acme/atlas-4"),
        row("relay", "acme/atlas-4:free"),
        row("relay", "eu/atlas-4"),
        row("relay", "acme/atlas-3"),
        FeedRow("acme/atlas-4", "acme", ("atlas-4",), ()),
    ],
    ids=["maker", "says nothing", "moves", "moves too", "free", "region", "there", "no price"],
)
def test_nothing_is_drafted(one):
    """An unknown maker, a moving name, a service, a region's key, what is there, no price."""
    known = (ATLAS, StoredModel("acme/atlas-3", "x", {"name": "A", "aliases": ["atlas-3"]}))
    assert drafts(one, models=known) == {}


def test_a_feed_that_is_no_proof_of_sale_is_asked_about():
    """Until a person lets it through; then of low confidence."""
    stopped = drafts(row("relay", "acme/atlas-4"), states=["price"])["relay/acme/atlas-4"]
    assert [stop.guard for stop in stopped.stops] == ["unlisted"]
    let = drafts(row("relay", "acme/atlas-4"), states=["price"], accepted=["unlisted"])
    found = let["relay/acme/atlas-4"]
    assert not found.stops
    assert found.offering.data["facts"] == {
        "listing": [{"value": "current", "source": "f", "confidence": "low"}]
    }


def test_only_lists_in_force_are_taken():
    """One of a day to come, and one of hours, wait for the next refresh."""
    base = FeedPrices({"input_per_mtok": 2.0, "output_per_mtok": 8.0})
    later = base._replace(since=DAY + datetime.timedelta(days=5))
    found = drafts(row("relay", "acme/atlas-4", base, later, base._replace(window="peak")))
    assert len(found["relay/acme/atlas-4"].offering.data["prices"]) == 1
