"""Days between ISO dates."""

from __future__ import annotations

from datetime import date


def between(earlier: str, later: str) -> int:
    """Days from *earlier* to *later*, both ISO days."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
