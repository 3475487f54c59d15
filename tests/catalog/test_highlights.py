"""What a person looks for first."""

from __future__ import annotations

from llmpick.catalog.diff import Moved, moved
from llmpick.catalog.highlights import by_name, counts, highlights

DAY = "2026-11-27"
SOURCES = {"a": {"kind": "feed", "feed": "list", "read": "2026-11-20"}}


def record(fact, value):
    """A record with one fact."""
    return {"sources": SOURCES, "facts": {fact: [{"value": value, "source": "a"}]}}


def priced(amount):
    """A record with one price."""
    return {"sources": SOURCES, "prices": [{"source": "a", "input_per_mtok": amount}]}


def found(old, new) -> list[Moved]:
    """What differs between two tables of records."""
    return list(moved(old, new, sorted({*old, *new}), DAY))


def test_the_largest_move_stands_first_up_or_down():
    """A third is further from one than double."""
    paths = ["offerings/p/d/a.toml", "offerings/p/d/b.toml", "offerings/p/d/c.toml"]
    old = {path: priced(3.0) for path in paths}
    new = dict(zip(paths, map(priced, (6.0, 1.0, 3.3)), strict=True))
    order = [one.record for one in highlights(found(old, new), DAY).price_moves]
    assert order == ["p/d/b", "p/d/a", "p/d/c"]


def test_the_next_end_stands_first_and_the_past_last():
    """What ends soon is what a reader must act on."""
    days = {"a": "2026-01-01", "b": "2027-06-01", "c": "2026-12-01"}
    new = {f"models/d/{name}.toml": record("retires_on", day) for name, day in days.items()}
    old = {path: {"sources": SOURCES, "facts": {}} for path in new}
    ends = highlights(found(old, new), DAY).ends
    assert [one.record for one in ends] == ["d/c", "d/b", "d/a"]


def test_a_state_is_an_end_where_it_says_so():
    """Deprecated is news, active is none."""
    path = "models/d/m.toml"
    for value, number in (("deprecated", 1), ("active", 0)):
        rows = found({path: record("status", "preview")}, {path: record("status", value)})
        assert len(highlights(rows, DAY).ends) == number


def test_a_route_goes_with_its_listing_or_its_record():
    """Removed from the list, or from the catalog."""
    path = "offerings/p/d/m.toml"
    listed = {path: record("listing", "current")}
    for after in ({path: record("listing", "removed")}, {}):
        assert len(highlights(found(listed, after), DAY).gone_routes) == 1


def test_counts_are_by_kind_and_by_name():
    """Records, values, and by whom."""
    old = {"providers/p.toml": record("dpa", True), "models/d/m.toml": record("licence", "x")}
    new = {"providers/p.toml": record("dpa", False), "models/d/n.toml": record("licence", "x")}
    rows = found(old, new)
    assert [(one.kind, dict(one.records), dict(one.facts)) for one in counts(rows)] == [
        ("models", {"gone": 1, "new": 1}, {"gone": 1, "new": 1}),
        ("providers", {"changed": 1}, {"changed": 1}),
    ]
    changes = [change for one in rows for change in one.changes]
    assert by_name(changes, "provider") == [("p", {"changed": 1})]
    assert by_name(changes, "model") == [("d/m", {"gone": 1}), ("d/n", {"new": 1})]
