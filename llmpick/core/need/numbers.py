"""Numbers as people type them."""

from math import isfinite

POWERS = {"k": 3, "m": 6, "b": 9, "万": 4}
"""Powers of ten that may end a number, as in 128k tokens, 1.5M requests or 5万 yen."""


def number(text: str) -> float:
    """
    0.5, 300, 2k, 1.5M.

    Raises:
        ValueError: *text* is no number.
    """
    power = POWERS.get(text[-1:].lower(), 0)
    return float(f"{text[:-1]}e{power}" if power else text)


def money(text: str) -> float | str:
    """A sum: a number of US dollars a month; any other is read where the rates are at hand."""
    try:
        found = number(text)
    except ValueError:
        return text
    return found if isfinite(found) else text


def whole(text: str) -> int:
    """
    32000, 32k, 1.5M.

    Raises:
        ValueError: *text* is no whole number.
    """
    if text.isdecimal():
        return int(text)
    found = number(text)
    if not found.is_integer():
        raise ValueError(text)
    return int(found)
