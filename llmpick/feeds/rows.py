"""What every feed is translated to: rows of price lists, and the faults of a file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from math import isfinite
from typing import Any, NamedTuple

from llmpick.catalog.price_lists import BASE, Terms
from llmpick.errors import UserError, shown
from llmpick.files.read import json_of

MAX_PER_MTOK = 1_000_000.0
PER_MTOK = 1_000_000


class FeedPrices(NamedTuple):
    """
    What a feed asks under one set of terms.

    `amounts` are per million tokens, under the names of the catalog. `since` is the first day,
    where the feed knows it; `listed` says that this is only when it first had the price, and
    `touched` on which days it wrote it again.
    """

    amounts: Mapping[str, float]
    service: str = "standard"
    window: str | None = None
    over_input_tokens: int | None = None
    since: datetime.date | None = None
    listed: bool = False
    touched: tuple[datetime.date, ...] = ()

    @property
    def terms(self) -> Terms:
        """What it is the price of."""
        return self.service, self.window, self.over_input_tokens


class FeedRow(NamedTuple):
    """
    One entry of a feed: its key there, whose it is, the names a request would use.

    `facts` are what it says of the model beside its prices, under the catalog's names.
    """

    key: str
    provider: str
    models: tuple[str, ...]
    prices: tuple[FeedPrices, ...]
    name: str | None = None
    url: str | None = None
    facts: Mapping[str, Any] | None = None

    @property
    def base(self) -> FeedPrices | None:
        """The last of its standard price lists."""
        found = [price for price in self.prices if price.terms == BASE]
        return found[-1] if found else None


class FeedState(NamedTuple):
    """A feed as one file has it; `day` where the file bears one, `unread` price fields unknown."""

    rows: tuple[FeedRow, ...]
    day: datetime.date | None = None
    unread: tuple[str, ...] = ()


class OtherForm(ValueError):
    """A file that is not of the form that its feed had; the message says where."""


def parsed(data: bytes) -> Any:
    """
    The JSON in *data*.

    Raises:
        OtherForm: it is none.
    """
    try:
        return json_of(data, parse_constant=_no_number)
    except ValueError as error:
        raise OtherForm(f"not JSON: {str(error)[:120]}") from None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def table(value: Any, where: str) -> dict[str, Any]:
    """
    *value*, if it is a table.

    Raises:
        OtherForm: it is none.
    """
    if not isinstance(value, dict):
        raise OtherForm(f"{where} is no table")
    return value


def listing(value: Any, where: str) -> list[Any]:
    """
    *value*, if it is a list.

    Raises:
        OtherForm: it is none.
    """
    if not isinstance(value, list):
        raise OtherForm(f"{where} is no list")
    return value


def amount(value: Any, where: str, factor: int = 1) -> float | None:
    """
    A price per million tokens, rounded to six places; None where there is none.

    Args:
        value: As the feed has it.
        where: Its name, for messages.
        factor: What makes it a price per million tokens.

    Raises:
        OtherForm: it is no number, or no price.
    """
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # whole numbers of JSON have no end, and are not made floats before they are held to a bound
    if not is_number or (isinstance(value, float) and not isfinite(value)):
        raise OtherForm(f"{where} is no number")
    per_mtok = round(value * factor, 6)
    if not 0 <= per_mtok <= MAX_PER_MTOK:
        raise OtherForm(f"{where} is no price per million tokens")
    return float(per_mtok)


def word(value: Any, where: str) -> str:
    """
    A name, of printable characters.

    Raises:
        OtherForm: it is none.
    """
    if not isinstance(value, str) or not value or len(value) > 300 or not value.isprintable():
        raise OtherForm(f"{where} is no name")
    return value


def page(value: Any) -> str | None:
    """*value*, if it is the address of a page."""
    good = isinstance(value, str) and len(value) <= 600 and value.isprintable()
    return value if good and value.startswith("https://") and " " not in value else None


def day(value: Any, where: str, *, partial: bool = False) -> datetime.date | None:
    """
    The day of an ISO text, a time of the day left out; None where there is none.

    With *partial* a month or a year is none.

    Raises:
        OtherForm: it is none.
    """
    if value is None or (partial and len(str(value)) < 10):
        return None
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise OtherForm(f"{where} is no day") from None


def fault(feed: str, file: str, why: str) -> UserError:
    """What to say of a file that cannot be read as *feed*."""
    return UserError(
        f"`{shown(file, 200)}` is not {feed} in a form that is known: {shown(why, 200)}",
        hint="the catalog stays as it was; is it the right file, and whole?",
    )
