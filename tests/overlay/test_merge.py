"""A record over another: facts from their first day on, prices by their kind, names added."""

from __future__ import annotations

import pytest

from llmpick.overlay.merge import from_base, marked, over

BELOW = {
    "name": "Acme",
    "aliases": ["a"],
    "sources": {"terms": {"read": "2026-10-01"}},
    "facts": {
        "dpa": [{"value": False, "source": "terms"}],
        "retention_days": [
            {"value": 30, "source": "terms"},
            {"value": 20, "source": "terms", "since": "2026-12-01"},
        ],
    },
    "prices": [
        {"source": "terms", "input_per_mtok": 2.0},
        {"source": "terms", "service": "batch", "input_per_mtok": 1.0},
    ],
}


def laid(**own):
    """*own* over BELOW, with one source."""
    table = {"sources": {"c": {"read": "2026-09-01"}}, **own}
    return over(BELOW, marked(table, "user"))


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (None, [(None, 0)]),
        ("2026-09-01", [(None, 30), ("2026-09-01", 0)]),
        ("2027-01-01", [(None, 30), ("2026-12-01", 20), ("2027-01-01", 0)]),
    ],
)
def test_a_fact_from_its_first_day_on(since, expected):
    """What was known before stays; what the catalog says of later days does not."""
    value = {"value": 0, "source": "c"} | ({"since": since} if since else {})
    found = laid(facts={"retention_days": [value]})
    values = found["facts"]["retention_days"]
    assert [(one.get("since"), one["value"]) for one in values] == expected
    assert found["facts"]["dpa"] == BELOW["facts"]["dpa"]
    assert values[-1]["source"] == "own.user.c"
    assert set(found["sources"]) == {"terms", "own.user.c"}


def test_a_price_list_replaces_those_of_its_kind_alone():
    """The batch price stays where the standard one is one's own."""
    found = laid(prices=[{"source": "c", "input_per_mtok": 1.7}])
    assert [(one["source"], one["input_per_mtok"]) for one in found["prices"]] == [
        ("own.user.c", 1.7),
        ("terms", 1.0),
    ]


def test_names_are_added_and_the_rest_is_replaced():
    """Aliases grow; a name is one's own."""
    found = laid(name="Ours", aliases=["b", "a"])
    assert (found["name"], found["aliases"]) == ("Ours", ["a", "b"])
    assert BELOW["name"] == "Acme"


def test_terms_of_single_models_fact_by_fact():
    """Of one model, beside those of others."""
    below = {**BELOW, "own_terms": {"x/a": {"dpa": [1]}, "x/b": {"dpa": [2]}}}
    own = marked({"sources": {"c": {}}, "own_terms": {"x/a": {"ismap": [{"source": "c"}]}}}, "user")
    found = over(below, own)["own_terms"]
    assert set(found["x/a"]) == {"dpa", "ismap"}
    assert found["x/b"] == {"dpa": [2]}


def test_a_tuned_model_has_what_its_base_has_but_its_days():
    """Its window and its licence; never when it came out, or when it ends."""
    base = {
        "family": "oak",
        "sources": {"card": {}},
        "facts": {"released": [1], "retires_on": [2], "context_window_tokens": [3], "licence": [4]},
    }
    own = {"name": "Ours", "sources": {"own.user.o": {}}, "facts": {"licence": [5]}}
    found = from_base(own, base)
    assert found["facts"] == {"context_window_tokens": [3], "licence": [5]}
    assert set(found["sources"]) == {"card", "own.user.o"}
