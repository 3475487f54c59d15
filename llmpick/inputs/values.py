"""What a user typed, value by value: known, in range, of its form; else one sentence and a hint."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.errors import UnknownName, UserError, near_names, shown
from llmpick.lang.said import joined, said, term

MAX_TOKENS = 100_000_000
MAX_REQUESTS = 1_000_000_000_000
MAX_CALLS = 10_000
MAX_BUDGET_USD = 1e12


def share(name: str, share: float | None, preset: float) -> float:
    if share is None:
        return preset
    if not 0 <= share <= 1:
        raise UserError(
            said(
                "a {name} share of {share:g} cannot be used", name=term("kind", name), share=share
            ),
            hint=said("from 0 to 1: .3 is three tenths"),
        )
    return share


def whole(name: str, value: int | None, most: int) -> int | None:
    if value is None:
        return None
    if value < 0:
        raise UserError(
            said("{value} {name} is less than none", value=value, name=name),
            hint=said("give 0 or more"),
        )
    if value > most:
        raise UserError(
            said("{value:,} {name} is absurd", value=value, name=name),
            hint=said("at most {most:,}", most=most),
        )
    return value


def positive(name: str, value: float | None, most: float) -> float | None:
    if value is not None and value > most:
        raise UserError(
            said("a {name} of {value:g} is absurd", name=term("kind", name), value=value),
            hint=said("at most {most:,.0f} US dollars", most=most),
        )
    if value is not None and not value > 0:
        raise UserError(
            said("a {name} of {value:g} cannot be met", name=term("kind", name), value=value),
            hint=said("give more than 0 US dollars a month"),
        )
    return value


def bounded(name: str, value: float | None, most: float) -> float | None:
    if value is not None and not 0 <= value <= most:
        raise UserError(
            said("a {name} of {value:g} is off the scale", name=term("kind", name), value=value),
            hint=said("from 0 to {most:g}", most=most),
        )
    return value


def one_of(kind: str, value: str, allowed: Iterable[str]) -> str:
    folded = value.strip().lower().replace("_", "-")
    known = list(allowed)
    if folded in known:
        return folded
    near = near_names(folded, known, 1)
    hint = (
        said("did you mean `{near}`?", near=near[0])
        if near
        else said("one of {known}", known=joined(", ", known))
    )
    raise UserError(
        said("no {kind} `{value}`", kind=term("kind", kind), value=shown(value)), hint=hint
    )


def known(kind: str, values: tuple[str, ...], known: Iterable[str]) -> tuple[str, ...]:
    names = set(known)
    folded = [part.strip().lower() for value in values for part in value.split(",")]
    for name in folded:
        if name not in names:
            listing = f"llmpick list {'providers' if kind == 'provider' else 'models'}"
            raise UnknownName(kind, name, near_names(name, sorted(names)), listing)
    return tuple(dict.fromkeys(folded))


def stated(text: str | None, otherwise: str) -> str:
    """What was stated, be it nothing: an empty shell variable is a mistake, not a default."""
    return otherwise if text is None else text


def region(text: str) -> str:
    """
    The code of a country, or EU.

    Raises:
        UserError: it is none.
    """
    from llmpick.core.facts.countries import CODES, OFTEN_MEANT

    code = text.strip().upper()
    if code in CODES:
        return code
    meant = OFTEN_MEANT.get(code)
    hint = (
        said("did you mean `{meant}`?", meant=meant)
        if meant
        else said("two letters, such as JP, DE or US; or EU")
    )
    raise UserError(said("no region or country `{text}`", text=shown(text)), hint=hint)


def rate(text: str) -> tuple[str, float]:
    name, found, number = text.partition("=")
    currency = name.strip().upper()
    try:
        rate = float(number)
    except ValueError:
        rate = 0.0
    known = len(currency) == 3 and currency.isascii() and currency.isalpha()
    if not found or not known or not 0 < rate < 1e9:
        raise UserError(
            said("`{text}` is no exchange rate", text=shown(text)),
            hint=said("as --rate JPY=155: yen for one dollar"),
        )
    return currency, rate
