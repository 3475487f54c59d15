"""Numbers, money and lists as Japanese has them."""

from __future__ import annotations

from math import floor, log10

SEPARATORS = {", ": "、", "; ": "。", " · ": "、", " ": "", "": "", " or ": "または", ": ": "。"}
"""What stands between parts, by what stands there in English."""


def count(number: float) -> str:
    """A count in text: 9,500, 200万, 1.2億; with all its digits where one decimal is too few."""
    if number != floor(number):
        return f"{number:g}"
    for unit, name in ((10**8, "億"), (10**4, "万")):
        if number >= unit:
            if number * 10 % unit:
                break
            return f"{number / unit:,.1f}".removesuffix(".0") + name
    return f"{number:,.0f}"


def yen(usd: float, rate: float) -> str:
    """Dollars as yen, to three digits at most: 28.5万円, 2.1円, 0.32円"""
    amount = usd * rate
    if amount < 1:
        return f"{amount:.2g}円"
    digits = max(floor(log10(amount)) - 2, -1)
    rounded = round(amount / 10**digits) * 10**digits
    if rounded >= 10**8:
        return f"{rounded / 10**8:,.2f}".rstrip("0").rstrip(".") + "億円"
    if rounded >= 10**4:
        return f"{rounded / 10**4:,.1f}".removesuffix(".0") + "万円"
    return f"{rounded:,.1f}".removesuffix(".0") + "円"


class Dollars(str):
    """Dollars as they are shown: `{usd}` the number, `{usd:yen}` with its unit and yen beside."""

    beside: str

    def __format__(self, spec: str) -> str:
        """The number; with *spec* `yen` its unit, and what it is in yen."""
        return f"{self}ドル{self.beside}" if spec == "yen" else str(self)


def dollars(shown: str, rate: float | None) -> Dollars:
    """The amount *shown*, with yen beside it where their *rate* for a dollar is known."""
    found = Dollars(shown)
    number = shown.replace(",", "")
    known = rate is not None and number.replace(".", "", 1).isdigit() and float(number) > 0
    found.beside = f"（約{yen(float(number), rate or 0)}）" if known else ""
    return found
