"""A plan by the names that people give it."""

from __future__ import annotations

import pytest

from llmpick.core.names.plan_names import exact, matches

NAMES = {
    "github/copilot-business": ("GitHub Copilot Business",),
    "github/copilot-pro": ("GitHub Copilot Pro",),
    "github/copilot-pro-plus": ("GitHub Copilot Pro+",),
    "anthropic/claude-team-standard": ("Claude Team Standard", "claude team"),
    "anthropic/claude-team-premium": ("Claude Team Premium",),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("copilot business", ("github/copilot-business",)),
        ("GitHub/Copilot-Business", ("github/copilot-business",)),
        ("Claude Team", ("anthropic/claude-team-standard",)),
        ("claude premium", ("anthropic/claude-team-premium",)),
        ("copilot pro", ("github/copilot-pro",)),
        ("copilot pro+", ("github/copilot-pro-plus",)),
        ("github", ("github/copilot-business", "github/copilot-pro", "github/copilot-pro-plus")),
        ("cursor", ()),
        ("", ()),
    ],
)
def test_a_name_means_the_plans_that_hold_its_words(text, found):
    """Exactly by identifier or name; else every plan that holds all words."""
    assert matches(text, NAMES) == found


def test_a_part_of_a_name_is_not_its_name():
    """What several plans could be called is nobody's exact name."""
    assert exact("claude premium", NAMES) is None
    assert exact("claude team", NAMES) == "anthropic/claude-team-standard"
