"""Discounts in price lists: which one counts, from which day to which, and off which prices."""

from __future__ import annotations

import pytest

from llmpick.overlay.discount import discounted, discounts

ROUTE = "acme/atlas-3@acme"
BASE = {"source": "list", "input_per_mtok": 2.0, "output_per_mtok": 10.0}
BATCH = {"source": "list", "service": "batch", "input_per_mtok": 1.0, "output_per_mtok": 5.0}


def row(discount: float, **named):
    """A discount as a layer's table has it, of a provider unless it names something else."""
    named = named or {"provider": "acme"}
    return {"discount": discount, "contract": "C", "signed": "2026-09-01", **named}


def inputs(prices, *rows):
    """(since, input price) of each list after the discounts of *rows*."""
    made, _ = discounted(ROUTE, prices, discounts(rows))
    return [(price.get("since"), round(price["input_per_mtok"], 6)) for price in made]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([row(0.1)], [(None, 2), ("2026-09-01", 1.8)], id="from the day it is signed"),
        pytest.param(
            [row(0.1, provider="acme", since="2026-10-01", until="2026-12-31")],
            [(None, 2), ("2026-10-01", 1.8), ("2027-01-01", 2)],
            id="between two days",
        ),
        pytest.param([row(0.1), row(0.2)], [(None, 2), ("2026-09-01", 1.6)], id="the last of two"),
        pytest.param(
            [row(0.3, offering=ROUTE), row(0.1)],
            [(None, 2), ("2026-09-01", 1.4)],
            id="the one that names most",
        ),
        pytest.param(
            [row(0.1), row(0.3, model="acme/atlas-3", since="2026-11-01", until="2026-11-30")],
            [(None, 2), ("2026-09-01", 1.8), ("2026-11-01", 1.4), ("2026-12-01", 1.8)],
            id="one in the time of another",
        ),
        pytest.param([row(0.1, provider="other")], [(None, 2)], id="another provider's"),
        pytest.param([row(0.5, provider="acme", service="batch")], [(None, 2)], id="of a batch"),
        pytest.param([row(0.0)], [(None, 2)], id="none"),
    ],
)
def test_one_price(rows, expected):
    """A list price, split where another discount holds."""
    assert inputs([BASE], *rows) == expected


def test_each_list_in_its_own_time():
    """A later list is discounted from its own day on; one before the contract is not."""
    prices = [
        {**BASE, "since": "2026-01-01"},
        {**BASE, "since": "2026-08-01", "input_per_mtok": 1.5},
        {**BASE, "since": "2027-01-01", "input_per_mtok": 3.0},
    ]
    assert inputs(prices, row(0.1)) == [
        ("2026-01-01", 2),
        ("2026-08-01", 1.5),
        ("2026-09-01", 1.35),
        ("2027-01-01", 2.7),
    ]


def test_every_amount_of_every_list():
    """Cache, thinking, fees and tiers alike; the currency and what is no money stay."""
    full = {
        **BASE,
        "currency": "JPY",
        "over_input_tokens": 200_000,
        "cache_read_per_mtok": 0.2,
        "output_thinking_per_mtok": 20.0,
        "per_request": 0.01,
        "per_image": 0.1,
    }
    made, used = discounted(ROUTE, [full, BATCH], discounts([row(0.15)]))
    for before, after in ((full, made[1]), (BATCH, made[3])):
        for name, value in before.items():
            is_money = name.endswith(("_per_mtok", "per_request", "per_image"))
            assert after[name] == (pytest.approx(0.85 * value) if is_money else value)
        assert after["note"] == "after discount 15 %: C of 2026-09-01"
    assert [one.share for one in used] == [0.15]


def test_none_is_taken_off_what_one_states_or_nobody_believes():
    """Own list prices are what was agreed; a disputed price is in force nowhere."""
    prices = [{**BASE, "source": "own.user.contract"}, {**BATCH, "disputed": True}]
    assert discounted(ROUTE, prices, discounts([row(0.15)])) == (prices, [])
