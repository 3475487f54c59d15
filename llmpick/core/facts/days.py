"""Days between ISO dates, and what is on sale or retired by them."""

from __future__ import annotations

from datetime import date, timedelta


def between(earlier: str, later: str) -> int:
    """Days from *earlier* to *later*, both ISO days."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def after(day: str, count: int) -> str:
    """The ISO day *count* days after *day*; the last that there is where that is later."""
    start = date.fromisoformat(day)
    return (start + timedelta(days=min(count, (date.max - start).days))).isoformat()


def listing_on(listing: str, ends: str | None, day: str, seen: str | None = None) -> str:
    """
    Whether an offering is on sale on *day*.

    One that *ends* is until then, and not after; one that ended on no day that is known, until the
    last day on which a listing was *seen* to carry it.
    """
    over = listing in ("retired", "removed")
    if ends is None:
        return "current" if over and seen is not None and day <= seen else listing
    if not over and listing != "current":
        return listing
    if ends > day:
        return "current"
    return listing if over else "retired"


def status_on(
    status: str | None, noticed: str | None, ends: str | None, day: str, *, open_weights: bool
) -> str | None:
    """
    The state of a model at its maker on *day*, by the days of its notice and its end.

    Unknown before the end of one that has ended, where the day of the notice is not known.
    """
    over = status in ("retired", "removed-from-first-party")
    if (not over and status not in ("active", "preview", "deprecated")) or (over and ends is None):
        return status
    if ends is not None and ends <= day:
        return status if over else "removed-from-first-party" if open_weights else "retired"
    if noticed is None:
        return None if over else status
    return "deprecated" if noticed <= day else "preview" if status == "preview" else "active"
