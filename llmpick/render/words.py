"""Numbers, money, days and names as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from llmpick.lang import said

NOTHING = "-"
"""What stands for an unknown value, which is never shown as 0."""
CAP = 0.95
"""No probability is shown above this: errors of the model itself are not in it."""


def money(amount: float | None) -> str:
    """US dollars to two significant digits, in cents from 0.10 to 10: 1,900, 0.85, 0.0044"""
    # two digits, as costs are estimates: more would claim a precision that they lack
    if amount is None:
        return NOTHING
    if 1e-12 < amount < 0.0995:
        text = f"{amount:.{1 - floor(log10(amount))}f}"
        return text.removesuffix("0") if len(text) > len("0.00") else text
    if amount < 10:
        return f"{amount:.2f}"
    digits = floor(log10(amount)) - 1
    return f"{round(amount / 10**digits) * 10**digits:,.0f}"


def usd(amount: float) -> str:
    """Dollars as `money` shows them, for a sentence: another language puts its own beside."""
    return said.amount("usd", amount, money(amount))


def number(value: float, text: str | None = None) -> str:
    """A count for a sentence, in English as *text* or with separators."""
    return said.amount("count", value, count(value) if text is None else text)


def cents(amount: float) -> str:
    """A sum to the cent; what is less than ten cents to two significant digits."""
    return f"{amount:,.2f}" if amount >= 0.0995 else money(amount)


def small(amount: float) -> str:
    """US dollars of any size to two significant digits: 0.0044, 0.85, 1,900"""
    if not 0 < amount < 10:
        return money(amount)
    return f"{amount:.{max(2, 1 - floor(log10(amount)))}f}"


def money_range(amount: float, low: float, high: float) -> str:
    """US dollars with their interval, where there is one: 1,900 (1,600-2,200)"""
    if money(low) == money(high):
        return money(amount)
    return f"{money(amount)} ({money(low)}-{money(high)})"


def price(amount: float | None) -> str:
    """A price per Mtok to four significant digits."""
    return NOTHING if amount is None else f"{amount:.4g}"


def mtok(amount: float | None) -> str:
    """Millions of tokens to three decimals; what is less than a tenth to two significant digits."""
    if amount is None:
        return NOTHING
    if not 1e-12 < amount < 0.0995:
        return f"{amount:,.3f}"
    return f"{amount:.{max(3, 1 - floor(log10(amount)))}f}"


def count(number: float | None) -> str:
    """A whole number with separators."""
    return NOTHING if number is None else f"{number:,.0f}"


def short_count(number: int | None) -> str:
    """Tokens or requests in thousands or millions: 128k, 1.05M."""
    if number is None:
        return NOTHING
    if number >= 1_000_000:
        return f"{number / 1e6:.2f}".rstrip("0").rstrip(".") + "M"
    if number >= 1000:
        return f"{number / 1e3:.1f}".rstrip("0").rstrip(".") + "k"
    return str(number)


def share(value: float | None) -> str:
    """A share or probability without its nought: .71"""
    if value is None:
        return NOTHING
    text = f"{value:.2f}"
    return said.amount("share", value, text[1:] if text.startswith("0.") else text)


def chance(probability: float | None) -> str:
    """A probability, no surer than the model behind it allows: .95 at most, .05 at least."""
    return share(None if probability is None else min(CAP, max(1 - CAP, probability)))


def chance_of_best(probability: float | None) -> str:
    """A P(best) among many, no surer than the model behind it allows: .95 at most."""
    # among many candidates a small P(best) is the rule and no claim: it has no lower cap
    if probability is None or probability >= 0.01:
        return share(None if probability is None else min(CAP, probability))
    return said.amount("share", probability, "<.01")


def points_apart(one: float, other: float) -> tuple[str, str]:
    """
    Two numbers of points with as many decimals as make them differ.

    Args:
        one: Points.
        other: Points.

    Returns:
        Both with the same number of decimals, none to two; alike where two do not suffice.
    """
    for digits in range(3):
        texts = (f"{one:.{digits}f}", f"{other:.{digits}f}")
        if texts[0] != texts[1]:
            break
    return texts


def apart(one: float, other: float) -> tuple[str, str]:
    """
    Two shares with as many digits as make them differ, and *one* differ from 0.

    Args:
        one: A share, 0 to 1.
        other: A share, 0 to 1.

    Returns:
        Both with the same two to four digits, without the 0 before the point.
    """
    for digits in (2, 3, 4):
        texts = (f"{one:.{digits}f}", f"{other:.{digits}f}")
        if texts[0] != texts[1] and (float(texts[0]) or not one):
            break
    shown = [
        said.amount("share", value, text.removeprefix("0"))
        for value, text in zip((one, other), texts, strict=True)
    ]
    return shown[0], shown[1]


def points(value: float | None) -> str:
    """Points of 100, whole."""
    return NOTHING if value is None else f"{value:.0f}"


def quality(score: float, low: float, high: float) -> str:
    """A quality of 0 to 1 with its interval, in points: 71 (67-75)"""
    return f"{score * 100:.0f} ({low * 100:.0f}-{high * 100:.0f})"


def adding_up(parts: Sequence[float], total: float, digits: int) -> list[str]:
    """
    Round parts so that they add up to their total as it is shown: by largest remainders.

    Source: Hamilton's method of apportionment. Parts that are rounded by themselves often miss
    their total by a digit.

    Args:
        parts: Adding up to *total*.
        total: Their sum.
        digits: Decimals.

    Returns:
        One text a part, in the order given.
    """
    scale = 10**digits
    whole = [floor(part * scale) for part in parts]
    missing = round(float(f"{total:.{digits}f}") * scale) - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda place: whole[place] - parts[place] * scale)
    for place in by_remainder[: max(missing, 0)]:
        whole[place] += 1
    return [f"{one / scale:.{digits}f}" for one in whole]


def yes(value: bool | None, context: str = "") -> str:
    """A three-valued fact; *context* is what it is of, where that has words of its own."""
    return said.term(context, "unknown" if value is None else "yes" if value else "no")


def plural(number: int, noun: str) -> str:
    """A number with its noun: 1 model, 2 models"""
    return said.counted(number, noun)


def listed(parts: list[str]) -> str:
    """Parts joined as in a sentence."""
    return said.listed(parts)


def printable(text: str) -> str:
    """*text* with no control characters but line ends."""
    # names and notes come from files and other people: an escape sequence in them could rewrite
    # what the terminal shows
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text
    )
