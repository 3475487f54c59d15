"""Who is said to agree with a price, and gives another in the same file."""

from __future__ import annotations

import datetime

import pytest

from llmpick.catalog.check_agreeing import agreeing_findings, identifier_findings
from llmpick.catalog.read import Record

DAY = datetime.date(2026, 11, 20)
OTHER = {"source": "b", "input_per_mtok": 3.0, "output_per_mtok": 9.0, "disputed": True}


def found(*more, source="a", agreeing=("b",), read=DAY):
    """What is said of a price of 2 and 9 with *agreeing*, beside the entries *more*."""
    sources = {
        name: {"kind": "feed", "feed": name.rstrip("2"), "read": read if name == "b2" else DAY}
        for name in ("a", "a2", "b", "b2")
    }
    price = {"source": source, "input_per_mtok": 2.0, "output_per_mtok": 9.0}
    data = {"sources": sources, "prices": [{**price, "agreeing": [*agreeing]}, *more]}
    return [finding.message for finding in agreeing_findings("x.toml", data)]


@pytest.mark.parametrize(
    "other",
    [
        None,
        {**OTHER, "service": "batch"},
        {**OTHER, "disputed": False, "since": datetime.date(2026, 12, 1)},
        {**OTHER, "input_per_mtok": 2.01},
        {**OTHER, "source": "a2"},
    ],
    ids=["alone", "other terms", "a later price", "as good as the same", "another feed"],
)
def test_nothing_is_said_against_who_agrees(other):
    """It says the same, or speaks of another list or day."""
    assert found(*([other] if other else [])) == []


def test_a_feed_that_gives_another_price_does_not_agree():
    """By itself, or among those that agree with the other."""
    assert found(OTHER) == ["`b` gives another price in this file"]
    assert found({**OTHER, "source": "a2", "agreeing": ["b2"]})[0] == (
        "`b` gives another price in this file"
    )


def test_an_older_state_may_have_said_otherwise():
    """Only a state as new as the one that agrees stands against it."""
    old = DAY - datetime.timedelta(days=1)
    assert found({**OTHER, "source": "b2"}, read=old) == []


def test_the_feed_that_gives_a_price_is_no_second_witness():
    """Not in another state either."""
    assert found(agreeing=["a2"]) == ["`a2` is the feed that gives the price"]


def sold(name, amount, region=None, api_model="a-1"):
    """An offering with a base price and a region."""
    facts = {"listing": [{"value": "current"}]}
    if region:
        facts["region"] = [{"value": region}]
    price = {"source": "a", "input_per_mtok": amount, "output_per_mtok": 9.0}
    data = {"api_model": api_model, "facts": facts, "prices": [price]}
    return Record("offerings", name, f"{name}.toml", data, "")


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (sold("p/d/a@x", 2.0, "x"), "at the same price"),
        (sold("p/d/a@x", 3.0, "x"), "at another price"),
        (sold("p/d/a@x", 3.0, "x", "b-1"), None),
        (sold("q/d/a@x", 3.0, "x"), None),
    ],
    ids=["twice", "two prices", "another identifier", "another provider"],
)
def test_one_identifier_has_one_price(second, said):
    """At one provider; else one of both is wrong, or both are one."""
    records = {one.id: one for one in (sold("p/d/a", 2.0), second)}
    found = [one.message for one in identifier_findings(records, "2026-11-30")]
    assert bool(found) is bool(said)
    assert all(said in one for one in found)


def test_regions_with_endpoints_of_their_own_may_differ():
    """The identifier does not tell them apart, the address does."""
    records = {one.id: one for one in (sold("p/d/a@x", 2.0, "x"), sold("p/d/a@y", 3.0, "y"))}
    assert not [*identifier_findings(records, "2026-11-30")]


@pytest.mark.parametrize(
    ("provider", "name", "wrong"),
    [
        ("amazon-bedrock", "amazon/nova-lite", True),
        ("amazon-bedrock", "eu.amazon.nova-lite-v1:0", False),
        ("google", "gemma-4-26b-a4b-it-maas", True),
        ("google", "gemini-4-argon", False),
        ("fireworks", "gpt-oss-120b", True),
        ("cloudflare", "@cf/openai/gpt-oss-120b", False),
        ("groq", "anything/goes", False),
    ],
)
def test_an_identifier_has_the_form_of_its_provider(provider, name, wrong):
    """The key of a price list is none that the provider knows; an ended route is let be."""
    for listing in ("current", "removed"):
        data = {"api_model": name, "facts": {"listing": [{"value": listing}]}}
        record = Record("offerings", f"{provider}/x/y", "x.toml", data, "")
        said = [one.level for one in identifier_findings({record.id: record}, "2026-11-20")]
        assert said == (["error"] if wrong and listing == "current" else [])
