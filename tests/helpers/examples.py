"""On how many examples a property is tried: few by day, many by night."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

DAILY = "daily"
NIGHTLY = "nightly"
USUAL = 100
"""Examples of a property that states no number, before a profile scales it."""
FEWEST = 5

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
