"""Sums of money as people write them: 300, 300EUR, €300, ¥50000/year, 0.01/request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.need import numbers
from llmpick.errors import UserError, shown
from llmpick.lang.said import said

Period: TypeAlias = Literal["month", "year", "request"]

SYMBOLS = {
    **{"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "YEN": "JPY"},
    **{"元": "CNY", "RMB": "CNY", "₩": "KRW", "₹": "INR", "EURO": "EUR", "EUROS": "EUR"},
    **{"DOLLAR": "USD", "DOLLARS": "USD", "FR.": "CHF"},
}
"""What stands for a currency; of the signs that several share, the one it mostly means."""

PERIODS: Mapping[str, Period] = {
    **{"month": "month", "mo": "month", "m": "month", "monthly": "month", "月": "month"},
    **{"year": "year", "yr": "year", "y": "year", "yearly": "year", "annum": "year", "年": "year"},
    **{"request": "request", "req": "request", "call": "request"},
}

_FORM = re.compile(
    r"(?P<before>[^\d\s.,/+-]*)\s*"
    r"(?P<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)(?P<power>[kKmM](?![a-zA-Z])|万)?\s*"
    r"(?P<after>[^\d\s/]*)\s*"
    r"(?:(?:/|\bper\b|\ban?\b)\s*(?P<period>\w+))?"
)


class Sum(NamedTuple):
    """An amount of a currency, once a *period*."""

    amount: float
    currency: str
    period: Period


MAX_AMOUNT = 1e15


def read_sum(text: str) -> Sum:
    """
    The sum that *text* states; US dollars and a month, where it names neither.

    Raises:
        UserError: it is none, or its currency or period is none.
    """
    # full-width digits and signs are what a Japanese keyboard gives
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).strip()
    grouped = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", folded)
    found = _FORM.fullmatch(grouped)
    if found is None or (found["before"] and found["after"]):
        raise UserError(
            said("`{text}` is no sum of money", text=shown(text)),
            hint=said("as 300, 300EUR, €300/year or 0.01/request"),
        )
    name = (found["before"] or found["after"] or "USD").strip().upper()
    code = SYMBOLS.get(name, name)
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise UserError(
            said("no currency `{name}`", name=shown(name)), hint=said("its code: 300EUR, 50000JPY")
        )
    period = PERIODS.get((found["period"] or "month").lower())
    if period is None:
        raise UserError(
            said(
                "a budget is by month, year or request, not by `{found}`",
                found=shown(found["period"]),
            ),
            hint=said("as 300/month, 3600/year or 0.01/request"),
        )
    amount = numbers.number(found["number"].replace("_", "") + (found["power"] or ""))
    if amount > MAX_AMOUNT:
        raise UserError(
            said("`{text}` is more than anybody has", text=shown(text)),
            hint=said("as 300 or 300EUR/year"),
        )
    return Sum(amount, code, period)


def in_words(stated: Sum) -> str:
    """`300 EUR a year`."""
    amount = f"{stated.amount:,.10g}"
    by_period = {
        "month": said("{amount} {currency} a month", amount=amount, currency=stated.currency),
        "year": said("{amount} {currency} a year", amount=amount, currency=stated.currency),
        "request": said("{amount} {currency} a request", amount=amount, currency=stated.currency),
    }
    return by_period[stated.period]
