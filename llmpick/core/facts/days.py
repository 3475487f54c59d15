"""Days between ISO dates."""

from __future__ import annotations

from datetime import date, timedelta


def between(earlier: str, later: str) -> int:
    """Days from *earlier* to *later*, both ISO days."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def after(day: str, count: int) -> str:
    """The ISO day *count* days after *day*."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()
