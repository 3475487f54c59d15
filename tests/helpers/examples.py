"""On how many examples a property is tried: few by day, many by night."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import settings

DAILY = "daily"
NIGHTLY = "nightly"
USUAL = 100
"""Examples of a property that states no number, before a profile scales it."""
FEWEST = 5
STRIDE = 5
"""Of a long list of cases every fifth is tried by day."""

Case = TypeVar("Case")

settings.register_profile(DAILY, deadline=None, max_examples=USUAL * 3 // 10)
settings.register_profile(NIGHTLY, deadline=None, max_examples=USUAL * 5)


def examples(number: int, **more: Any) -> settings:
    """
    Settings for a property that needs *number* examples where others need 100.

    The profile in force scales it: `pytest --hypothesis-profile nightly` tries five times as many,
    the daily suite three tenths.
    """
    scaled = number * settings().max_examples // USUAL
    return settings(max_examples=max(scaled, FEWEST), **more)


def some(cases: Sequence[Case]) -> Sequence[Case]:
    """All of a long list of alike *cases* by night, every fifth of them by day."""
    return cases if settings().max_examples >= USUAL else cases[::STRIDE]
