"""What a user typed, value by value: known, in range, of its form; else one sentence and a hint."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.errors import UnknownName, UserError, near_names, shown


def share(name: str, share: float | None, preset: float) -> float:
    if share is None:
        return preset
    if not 0 <= share <= 1:
        raise UserError(
            f"a {name} share of {share:g} is none", hint="from 0 to 1: .3 is three tenths"
        )
    return share


def whole(name: str, value: int | None, most: int) -> int | None:
    if value is None:
        return None
    if value < 0:
        raise UserError(f"{value} {name} is less than none", hint="give 0 or more")
    if value > most:
        raise UserError(f"{value:,} {name} is absurd", hint=f"at most {most:,}")
    return value


def positive(name: str, value: float | None, most: float) -> float | None:
    if value is not None and value > most:
        raise UserError(f"a {name} of {value:g} is absurd", hint=f"at most {most:,.0f} US dollars")
    if value is not None and not value > 0:
        raise UserError(
            f"a {name} of {value:g} cannot be met", hint="give more than 0 US dollars a month"
        )
    return value


def bounded(name: str, value: float | None, most: float) -> float | None:
    if value is not None and not 0 <= value <= most:
        raise UserError(f"a {name} of {value:g} is off the scale", hint=f"from 0 to {most:g}")
    return value


def one_of(kind: str, value: str, allowed: Iterable[str]) -> str:
    folded = value.strip().lower().replace("_", "-")
    known = list(allowed)
    if folded in known:
        return folded
    near = near_names(folded, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(known)}"
    raise UserError(f"no {kind} `{shown(value)}`", hint=hint)


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
    hint = f"did you mean `{meant}`?" if meant else "two letters, such as JP, DE or US; or EU"
    raise UserError(f"no region or country `{shown(text)}`", hint=hint)


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
            f"`{shown(text)}` is no exchange rate", hint="as --rate JPY=155: yen for one dollar"
        )
    return currency, rate
