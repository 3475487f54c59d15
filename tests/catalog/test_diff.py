"""What differs between two records, fact by fact."""

from __future__ import annotations

from llmpick.catalog.diff import moved

DAY = "2026-11-27"
SOURCES = {
    "a": {"kind": "feed", "feed": "list", "read": "2026-11-20"},
    "b": {"kind": "vendor", "url": "https://b.example/", "read": "2026-11-27"},
}


def differs(before, after, path="offerings/p/d/m.toml", **more):
    """What differs between a record with the facts *before* and one with *after*."""
    old = {path: {"sources": SOURCES, "facts": before}} if before is not None else {}
    new = {path: {"sources": SOURCES, "facts": after, **more}} if after is not None else {}
    (found,) = moved(old, new, [path], DAY)
    return found


def said(found):
    """Outcome, fact, old and new value of each change."""
    return [(one.what, one.fact, one.old, one.new) for one in found.changes]


def test_a_newer_value_is_one_change_and_its_past_no_loss():
    """The old value stays on file beside it: nothing is dropped."""
    old = {"value": 1, "source": "a"}
    found = differs({"x": [old]}, {"x": [old, {"value": 2, "source": "b", "since": "2026-11-25"}]})
    assert said(found) == [("changed", "x", 1, 2)]
    (change,) = found.changes
    assert (change.since, change.source, change.read) == (
        "2026-11-25",
        "https://b.example/",
        "2026-11-27",
    )


def test_a_value_that_is_mended_in_place_is_one_change():
    """The old one is named as old, and not as lost besides."""
    found = differs({"x": [{"value": 1, "source": "a"}]}, {"x": [{"value": 2, "source": "a"}]})
    assert said(found) == [("changed", "x", 1, 2)]


def test_an_announced_and_a_disputed_value_stand_beside_the_one_in_force():
    """They are recorded, not changed."""
    old = {"value": 1, "source": "a"}
    ahead = {"value": 2, "source": "b", "since": "2027-01-01"}
    other = {"value": 3, "source": "b", "disputed": True}
    found = differs({"x": [old]}, {"x": [old, ahead, other]})
    assert said(found) == [("recorded", "x", None, 2), ("recorded", "x", None, 3)]
    back = differs({"x": [old, ahead]}, {"x": [old]})
    assert said(back) == [("dropped", "x", 2, None)]


def test_the_same_value_from_another_reading_is_counted_alone():
    """A source that is called otherwise is no other reading."""
    found = differs({"x": [{"value": 1, "source": "a"}]}, {"x": [{"value": 1, "source": "b"}]})
    assert (said(found), found.read_again) == ([], 1)
    path = "models/d/m.toml"
    tables = [
        {path: {"sources": {name: SOURCES["a"]}, "facts": {"x": [{"value": 1, "source": name}]}}}
        for name in ("one", "two")
    ]
    (same,) = moved(*tables, [path], DAY)
    assert (said(same), same.read_again) == ([], 0)


def test_a_value_that_is_less_sure_has_changed():
    """Confidence decides what a value proves."""
    one, two = ({"value": 1, "source": "a", "confidence": sure} for sure in ("high", "low"))
    (change,) = differs({"x": [one]}, {"x": [two]}).changes
    assert (change.what, change.old_confidence, change.new_confidence) == ("changed", "high", "low")


def test_records_come_and_go_with_their_facts():
    """Each fact of a new one is new; what is gone keeps its source."""
    facts = {"x": [{"value": 1, "source": "a"}]}
    assert differs(None, facts).what == "new"
    gone = differs(facts, None)
    assert (gone.what, said(gone)) == ("gone", [("gone", "x", 1, None)])
    assert gone.changes[0].source == "list"


def prices(*rows):
    """A record of prices: (service or None, input price)."""
    made = [
        {"source": "a", "input_per_mtok": amount, **({"service": name} if name else {})}
        for name, amount in rows
    ]
    return {"offerings/p/d/m.toml": {"sources": SOURCES, "prices": made}}


def test_price_lists_are_told_apart_by_their_terms():
    """Batch against batch, and the factor of what moved."""
    old, new = prices((None, 2.0), ("batch", 1.0)), prices((None, 6.0), ("batch", 1.0))
    (found,) = moved(old, new, ["offerings/p/d/m.toml"], DAY)
    (change,) = found.changes
    assert (change.fact, change.of, change.price_factor) == ("prices", "", 3.0)
    (more,) = moved(old, prices((None, 2.0), ("batch", 0.5)), ["offerings/p/d/m.toml"], DAY)
    assert [(one.of, one.price_factor) for one in more.changes] == [("batch", 0.5)]


def test_a_price_in_another_currency_has_no_factor():
    """Yen are no dollars."""
    old, new = prices((None, 2.0)), prices((None, 300.0))
    new["offerings/p/d/m.toml"]["prices"][0]["currency"] = "JPY"
    (found,) = moved(old, new, ["offerings/p/d/m.toml"], DAY)
    assert [(one.what, one.price_factor) for one in found.changes] == [("changed", None)]


def test_scores_are_told_apart_by_benchmark_effort_and_source():
    """A row of one board is not held against that of another."""

    def scores(*rows):
        made = [
            {"benchmark": "quiz", "name": "M", "value": value, "source": source, "date": "2026-10"}
            for value, source in rows
        ]
        return {"models/d/m.toml": {"sources": SOURCES, "scores": made}}

    (found,) = moved(
        scores((1.0, "a"), (2.0, "b")), scores((1.0, "a"), (3.0, "b")), ["models/d/m.toml"], DAY
    )
    assert [(one.what, one.of, one.new["value"]) for one in found.changes] == [
        ("changed", "quiz, M, https://b.example/", 3.0)
    ]


def test_terms_of_single_models_are_of_both_model_and_provider():
    """`own_terms` name the model."""
    path = "providers/p.toml"

    def terms(value):
        own = {"d/m": {"dpa": [{"value": value, "source": "a"}]}}
        return {path: {"sources": SOURCES, "own_terms": own}}

    (found,) = moved(terms(True), terms(False), [path], DAY)
    (change,) = found.changes
    assert (change.fact, change.model, change.provider) == ("dpa", "d/m", "p")
    assert (change.old, change.new) == (True, False)


def test_what_is_made_of_facts_is_no_fact():
    """Estimates are counted as files alone."""
    path = "derived/estimates.csv"
    (found,) = moved({path: {"rows": [{"a": "1"}]}}, {path: {"rows": [{"a": "2"}]}}, [path], DAY)
    assert (found.what, found.changes) == ("changed", [])


def test_a_day_on_which_a_listing_was_seen_is_a_reading():
    """It moves with every state of a feed, and says nothing new."""
    one, two = ([{"value": day, "source": "a"}] for day in ("2026-11-20", "2026-11-27"))
    found = differs({"last_listed_on": one}, {"last_listed_on": two})
    assert (said(found), found.read_again) == ([], 1)
