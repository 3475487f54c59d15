"""What days of ending do to the catalog."""

from __future__ import annotations

import datetime

import pytest

from llmpick.errors import UserError
from llmpick.feeds.end_rows import EndRow
from llmpick.feeds.ends import EndReading, propose_ends
from llmpick.feeds.records import Feed, StoredModel, StoredOffering

DAY = datetime.date(2026, 11, 20)
END = datetime.date(2027, 3, 1)
OTHER = datetime.date(2027, 6, 1)
SOURCES = {
    "list": {"kind": "feed", "feed": "list", "read": datetime.date(2026, 10, 1)},
    "old": {"kind": "feed", "feed": "f", "read": datetime.date(2026, 11, 1)},
    "page": {"kind": "vendor", "url": "https://x.example", "read": datetime.date(2026, 6, 1)},
}


def offering(entries=(), fact="retires_on", seen=None, *, own=False):
    """One with *entries* of a fact on its ends."""
    facts = {"listing": [{"value": "current", "source": "list"}]}
    if entries:
        facts[fact] = [dict(entry) for entry in entries]
    if seen:
        facts["last_listed_on"] = [{"value": seen, "source": "list"}]
    data = {"api_model": "atlas-3", "first_party": own, "sources": dict(SOURCES), "facts": facts}
    return StoredOffering("acme/acme/atlas-3", "offerings/acme/acme/atlas-3.toml", data)


def said(one, *, kind="feed", floors=(), accepted=(), row_day=END, models=(), **more):
    """The change and the facts after a row of that day."""
    terms = {
        "kind": kind,
        "confidence": "medium",
        "providers": {"Acme": ["acme"]},
        "floors_at": [*floors],
    }
    reading = EndReading(Feed("f", None, {"end_feed": terms}), DAY, frozenset(accepted))
    row = EndRow("Acme", "atlas-3", row_day, **more)
    count, (change,), files = propose_ends([row], [one], models, reading, None)
    assert count == 1
    facts = files.get(one.path, one.data)["facts"]
    return change, facts, files


def values(facts, fact="retires_on"):
    """What is held, with whether it is disputed."""
    return [(entry["value"], bool(entry.get("disputed"))) for entry in facts.get(fact) or ()]


def test_a_day_that_was_not_known_is_entered():
    """With the day of the state; an agreeing one says so, and twice changes nothing."""
    change, facts, files = said(offering())
    assert (change.outcome, change.was, change.now) == ("changed", None, END)
    assert facts["retires_on"] == [{"value": END, "source": "f", "confidence": "medium"}]
    (table,) = files.values()
    assert table["sources"]["f"] == {"kind": "feed", "read": DAY, "feed": "f"}
    again = StoredOffering("acme/acme/atlas-3", "x", table)
    assert said(again)[2] == {}


def test_a_second_feed_agrees():
    """The first keeps its place."""
    change, facts, _ = said(offering([{"value": END, "source": "list"}]))
    assert change.outcome == "confirmed"
    assert facts["retires_on"] == [{"value": END, "source": "list", "agreeing": ["f"]}]


@pytest.mark.parametrize(
    ("source", "kind", "confidence", "holds"),
    [
        ("list", "feed", "medium", True),
        ("list", "feed", "high", False),
        ("page", "feed", "low", False),
        ("page", "vendor", "low", True),
        ("old", "feed", "high", True),
    ],
    ids=["newer", "surer", "the maker", "the maker again, surer", "its own older state"],
)
def test_of_two_days_the_surer_or_newer_holds(source, kind, confidence, holds):
    """The other stays beside it as disputed; its own older reading goes."""
    change, facts, _ = said(
        offering([{"value": OTHER, "source": source, "confidence": confidence}]), kind=kind
    )
    assert change.outcome == ("changed" if holds else "contradicted")
    left = [] if source == "old" else [(OTHER, holds)]
    assert sorted(values(facts)) == sorted([(END, not holds), *left])


def test_a_day_before_which_nothing_ends_is_no_end():
    """At providers that state only such days, or in a row that says so."""
    for more in ({"floors": ["acme"]}, {"is_floor": True}):
        _, facts, _ = said(offering(), **more)
        assert values(facts) == []
        assert values(facts, "earliest_retirement_on") == [(END, False)]


def test_what_a_person_read_as_the_other_stays_so():
    """A list has one column for both."""
    held = [{"value": END, "source": "list"}]
    _, facts, _ = said(offering(held), floors=["acme"])
    assert values(facts) == [(END, False)]
    _, facts, _ = said(offering(held, "earliest_retirement_on"))
    assert values(facts, "earliest_retirement_on") == [(END, False)]
    assert values(facts) == []


def test_where_an_end_is_known_no_earlier_day_is_needed():
    """It says less."""
    change, _, files = said(offering([{"value": OTHER, "source": "list"}]), floors=["acme"])
    assert (change.outcome, files) == ("confirmed", {})


def test_an_end_before_the_last_listing_is_asked_about():
    """A person may let it through."""
    one = offering(seen=datetime.date(2027, 3, 5))
    change, _, files = said(one)
    assert (change.outcome, change.guard, files) == ("refused", "listed-after", {})
    assert said(one, accepted=["listed-after"])[0].outcome == "changed"


def test_a_makers_own_model_ends_with_its_offering():
    """A host's offering says nothing of the model."""
    model = StoredModel("acme/atlas-3", "models/acme/atlas-3.toml", {"sources": {}, "facts": {}})
    _, _, files = said(offering(own=True), models=[model])
    assert values(files[model.path]["facts"]) == [(END, False)]
    assert model.path not in said(offering(), models=[model])[2]


def test_an_older_state_changes_nothing():
    """The catalog has a later one."""
    late = {"kind": "feed", "feed": "f", "read": datetime.date(2026, 11, 25)}
    one = offering([{"value": OTHER, "source": "late"}])
    one.data["sources"]["late"] = late
    change, _, files = said(one)
    assert (change.outcome, files) == ("older", {})


def test_another_feeds_file_is_said_so():
    """No row is of an offering."""
    reading = EndReading(Feed("f", None, {"end_feed": {"providers": {}}}), DAY)
    with pytest.raises(UserError, match="no row of the file"):
        propose_ends([EndRow("Acme", "x", END)], [offering()], [], reading, None)
