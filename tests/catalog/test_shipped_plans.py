"""Plans by the seat that are shipped: prices that teams pay, and where they were read."""

from __future__ import annotations

import pytest

from llmpick.catalog.load import CHECKOUT, load


@pytest.fixture(scope="module")
def shipped():
    """The catalog on its own day."""
    return load(CHECKOUT)


@pytest.mark.parametrize(
    ("plan", "month", "year", "least"),
    [
        ("github/copilot-business", 19.0, None, 1),
        ("github/copilot-enterprise", 39.0, None, 1),
        ("anthropic/claude-team-standard", 25.0, 20.0, 5),
        ("anthropic/claude-team-premium", 125.0, 100.0, 5),
        ("openai/chatgpt-business", 25.0, 20.0, 2),
        ("cursor/teams-standard", 40.0, None, None),
        ("opencode/go-teams", 20.0, None, 2),
    ],
)
def test_what_a_team_pays_a_seat(shipped, plan, month, year, least):
    """As the vendors' pages and their transcriptions have it, in US dollars."""
    found = shipped.plans[plan]
    assert (found.seat_month, found.seat_year, found.least_seats) == (month, year, least)
    assert (found.currency, found.billing, found.status) == ("USD", "per-seat", "current")


def test_a_team_of_devin_pays_a_base_price(shipped):
    """80 USD for the team and 40 a seat: ten seats are 480 USD a month."""
    devin = shipped.plans["cognition/devin-teams"]
    assert devin.team_month + 10 * devin.seat_month == 480.0


def test_every_value_has_a_page_that_can_be_followed(shipped):
    """No plan rests on a text without an address."""
    for name in shipped.ids("plans"):
        for source in shipped.record("plans", name)["sources"].values():
            assert source.get("url"), name


def test_who_only_quotes_is_never_of_high_confidence(shipped):
    """An aggregator or somebody else speaks with medium confidence at most."""
    for name in shipped.ids("plans"):
        record = shipped.record("plans", name)
        for fact, values in record["facts"].items():
            for value in values:
                if record["sources"][value["source"]]["kind"] != "vendor":
                    assert value["confidence"] != "high", (name, fact)


def test_what_is_sold_in_china_is_priced_as_listed(shipped):
    """In yuan, not turned to dollars."""
    found = [one for one in shipped.plans.values() if one.currency == "CNY"]
    assert len(found) >= 30
    assert "CNY" in shipped.rates


def test_people_ask_as_much_as_the_presets_of_tasks_say(shipped):
    """13.4 requests on 15 days are the 200 a month and developer of the coding tasks."""
    (use,) = (use for use in shipped.seat_uses if "agentic-coding" in use.tasks)
    month = use.requests_per_day * use.days_per_month
    assert month == pytest.approx(200, abs=2)
    assert shipped.tasks["agentic-coding"].requests_per_month == pytest.approx(10 * month, rel=0.01)
