"""The made-up world, once a session."""

from __future__ import annotations

import pytest
from ability_world import World


@pytest.fixture(scope="session")
def world() -> World:
    """The made-up world."""
    return World()
