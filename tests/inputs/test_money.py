"""Sums of money as people write them, and what a need makes of them."""

from __future__ import annotations

import pytest

from llmpick.catalog.load import load
from llmpick.errors import UserError
from llmpick.inputs.money import Sum, in_words, read_sum
from llmpick.inputs.need import need_of
from llmpick.inputs.options import Job, NeedOptions, Work

PER_USD = 175.68 / 1.1172
"""Yen for a US dollar, of the European Central Bank's reference rates of 2026-10-30."""


@pytest.fixture(scope="module")
def shipped():
    """The catalog of the repository, on a day."""
    return load(None, "2026-11-23")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300", Sum(300, "USD", "month")),
        ("300EUR", Sum(300, "EUR", "month")),
        ("300 eur", Sum(300, "EUR", "month")),
        ("EUR 300", Sum(300, "EUR", "month")),
        ("€300", Sum(300, "EUR", "month")),
        ("1,500€", Sum(1500, "EUR", "month")),
        ("$300", Sum(300, "USD", "month")),
        ("£1.5k/year", Sum(1500, "GBP", "year")),
        ("3600/year", Sum(3600, "USD", "year")),
        ("300 USD per month", Sum(300, "USD", "month")),
        ("0.01/request", Sum(0.01, "USD", "request")),
        ("¥50000", Sum(50000, "JPY", "month")),
        ("５万円", Sum(50000, "JPY", "month")),
        ("￥50,000/月", Sum(50000, "JPY", "month")),
        ("2M KRW a year", Sum(2e6, "KRW", "year")),
    ],
)
def test_a_sum_is_read(text, expected):
    """Currency before or behind, signs, powers, periods, full-width signs."""
    assert read_sum(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no sum of money"),
        ("much", "no sum of money"),
        ("-5EUR", "no sum of money"),
        ("€300EUR", "no sum of money"),
        ("1.500,00EUR", "no sum of money"),
        ("300 zorkmids", "no currency `ZORKMIDS`"),
        ("300EUR/fortnight", "not by `fortnight`"),
        ("1e999EUR/", "no sum of money"),
    ],
)
def test_what_is_no_sum_is_refused(text, message):
    """In one sentence that names the part at fault."""
    with pytest.raises(UserError, match=message):
        read_sum(text)


@pytest.mark.parametrize(
    ("text", "usd", "words"),
    [
        ("300USD", 300.0, ""),
        ("3600/year", 300.0, "3,600 USD a year"),
        ("50000JPY", 50_000 / PER_USD, "50,000 JPY a month"),
        ("0.5JPY/request", 0.5 / PER_USD * 2_000, "0.5 JPY a request"),
    ],
)
def test_a_budget_becomes_dollars_a_month(shipped, text, usd, words):
    """At the catalog's rate; the need keeps what was stated, and bills are in that currency too."""
    asked = NeedOptions(Job(task="coding", budget=text), work=Work(requests=2_000))
    need = need_of(shipped, asked)
    assert need.budget_usd_per_month == pytest.approx(usd)
    assert need.budget_stated == words
    assert need.money[0] == ("JPY" if "JPY" in text else "USD")


def test_a_currency_is_told_apart_from_the_budgets(shipped):
    """`--currency` wins; a rate that is given wins over the catalog's; none is an error."""
    asked = Job(budget="300EUR", currency="jpy")
    assert need_of(shipped, NeedOptions(asked, work=Work(rates=("JPY=155",)))).money == ("JPY", 155)
    with pytest.raises(UserError, match="no rate for `XAU`"):
        need_of(shipped, NeedOptions(Job(currency="XAU")))
    with pytest.raises(UserError, match="cannot be met"):
        need_of(shipped, NeedOptions(Job(budget="0EUR")))


def test_a_sum_in_words():
    """As the line of the need says it."""
    assert in_words(Sum(1500.0, "EUR", "year")) == "1,500 EUR a year"
