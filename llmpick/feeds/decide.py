"""
Which of two prices holds: the one in force, or another that a feed has.

A maker's own page first; then a feed that is preferred at the provider; then what two feeds say
that are not made from one another; then the newest, and within a fortnight the feed of lower rank.
A state older than 30 days has no voice where there is a younger one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.feeds.records import Feed

OLD_DAYS = 30
FORTNIGHT_DAYS = 14
LAST_RANK = 99


class Vote(NamedTuple):
    """A source that gives a price: its feed and family, its place among feeds, the day of it."""

    feed: str
    family: str
    rank: int
    preferred: bool
    read: datetime.date
    vendor: bool


def vote(source: Mapping[str, Any], feeds: Mapping[str, Feed], provider: str, name: str) -> Vote:
    """What *source*, a table of an offering of *provider*, weighs."""
    feed = source.get("feed") or name
    known = feeds[feed].data.get("price_feed") if feed in feeds else None
    return Vote(
        feed=feed,
        family=known["family"] if known else feed,
        rank=known["rank"] if known else LAST_RANK,
        preferred=provider in ((known or {}).get("preferred_at") or ()),
        read=source["read"],
        vendor=source["kind"] == "vendor" and "feed" not in source,
    )


def keeps(
    held: Sequence[Vote], other: Sequence[Vote], *, is_global: bool, start: datetime.date | None
) -> str | None:
    """
    Why the price in force stays, or None where the other takes its place.

    Args:
        held: Who gives the price in force, the feed that is read now left out.
        other: Who gives the other, that feed among them.
        is_global: The offering is of the region `global`.
        start: First day of the other, where its feed states one.
    """
    if any(one.vendor for one in held):
        return "the maker's own page"
    youngest = max(one.read for one in (*held, *other))
    held = [one for one in held if _speaks(one, youngest, start)]
    other = [one for one in other if (youngest - one.read).days <= OLD_DAYS]
    if not other:
        return "a state older than 30 days"
    if not held:
        return None
    first, second = (_preferred(side, youngest) for side in (held, other))
    if not is_global and first != second:
        return "a feed that is preferred at this provider" if first < second else None
    families = [len({one.family for one in side}) for side in (held, other)]
    if max(families) > 1 and min(families) == 1:
        return "two feeds against one" if families[0] > 1 else None
    stays = _place(held, youngest) <= _place(other, youngest)
    return "a newer state, or a feed of lower rank" if stays else None


def _speaks(one: Vote, youngest: datetime.date, start: datetime.date | None) -> bool:
    return (youngest - one.read).days <= OLD_DAYS and not (start and one.read < start)


def _preferred(side: Iterable[Vote], youngest: datetime.date) -> tuple[int, int]:
    """Smaller holds: the rank of the first that is preferred at the provider, then its age."""
    found = [(one.rank, (youngest - one.read).days) for one in side if one.preferred]
    return min(found, default=(LAST_RANK + 1, 0))


def _place(side: Iterable[Vote], youngest: datetime.date) -> tuple[int, int]:
    """Smaller holds: the rank of those read within a fortnight of the *youngest*, then its age."""
    ages = [((youngest - one.read).days, one.rank) for one in side]
    near = [rank for age, rank in ages if age <= FORTNIGHT_DAYS]
    return min(near, default=LAST_RANK + 1), min(age for age, _ in ages)
