"""What a rule of plain words is, and the quantities that rules of both languages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

Values: TypeAlias = Mapping[str, Any]
"""Field of an option → value."""

DAYS_A_MONTH = 30
TOKENS_A_PAGE = 670
"""A page of a report as text, the median of FinanceBench (o200k_base)."""
NO_VOLUME = "a volume of none asks nothing: --requests 1000"


class Refused(NamedTuple):
    """Words that have a meaning, of which no option can be made; *why*, and what to do."""

    why: str


class Rule(NamedTuple):
    """Where *pattern* is found in the text, it *states* values; or it is `Refused`."""

    pattern: re.Pattern[str]
    states: Callable[[re.Match[str]], Values | Refused]


States: TypeAlias = "Values | Refused | Callable[[re.Match[str]], Values | Refused]"


def rule(pattern: str, states: States) -> Rule:
    """A rule; *states* is a table, or what makes one of the words that were found."""
    made = states if callable(states) else lambda _: states
    return Rule(re.compile(pattern), made)


def words(pattern: str, states: States) -> Rule:
    """The same for whole words of English."""
    return rule(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", states)


POWERS = {"k": 1e3, "thousand": 1e3, "千": 1e3, "万": 1e4, "m": 1e6, "mio": 1e6, "million": 1e6}
POWERS |= {"億": 1e8, "b": 1e9, "bn": 1e9, "billion": 1e9}
NUMBERS = {
    **{"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7},
    **{"eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20},
    **{"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "thousand": 1000},
}
PER_MONTH = {
    **{"second": 86_400 * DAYS_A_MONTH, "minute": 1440 * DAYS_A_MONTH, "hour": 24 * DAYS_A_MONTH},
    **{"day": DAYS_A_MONTH, "week": DAYS_A_MONTH / 7, "month": 1, "year": 1 / 12},
}


def number(digits: str, power: str | None = None) -> float:
    """`1,500`, `2.5`, `2,5` and `ten`, times a *power*: k, million, 万."""
    plain = re.sub(r"^(\d+),(?!\d{3}$)(\d+)$", r"\1.\2", digits.strip()).replace(",", "")
    value = float(NUMBERS[plain]) if plain in NUMBERS else float(plain)
    return value * POWERS.get((power or "").strip(), 1.0)


def whole(value: float) -> int:
    """At least one."""
    return max(1, round(value))
