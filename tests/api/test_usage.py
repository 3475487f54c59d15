"""A name in a log, and the route that it was billed at."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("gpt-4o", "openai/gpt-4o@openai"),
        ("gpt-4o-2024-08-06", "openai/gpt-4o@openai"),
        ("azure/gpt-4o", "openai/gpt-4o@azure"),
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic/claude-sonnet-4.5@amazon-bedrock"),
        ("llama-3.3-70b", None),
        ("llama-3-405b", None),
        ("gpt-4o-audio-preview", None),
        ("ft:gpt-4o-mini:acme::abc", None),
        ("gpt", None),
    ],
)
def test_what_a_name_means(shipped, name, route):
    """The developer's own route, the host that is named, or nothing: never a neighbour."""
    from llmpick.api.usage import route_of

    found, why = route_of(shipped, shipped.offerings, name)
    assert (found.id if found else None) == route
    assert bool(why) is (route is None)
