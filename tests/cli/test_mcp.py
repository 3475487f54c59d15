"""`llmpick mcp` where it cannot start."""

from __future__ import annotations

import importlib.util

import pytest


def test_without_the_extra_it_says_how_to_get_it(run, monkeypatch):
    """As every other command that needs an extra."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    found = run("mcp")
    assert found.code == 2
    assert found.stderr == (
        'error: `llmpick mcp` needs mcp 2\n\nhint: install it with: pip install "llmpick[mcp]"\n'
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--policy", "nothing.toml"), "no policy `nothing.toml`"),
        (("--as-of", "yesterday"), "yesterday"),
        (("--catalog", "/nowhere"), "nowhere"),
        (("--port", "70000"), "70000"),
    ],
)
def test_a_mistake_is_said_before_it_answers(arguments, sentence, run):
    """No client has to find out."""
    pytest.importorskip("mcp_types", reason="the extra `mcp` is not installed")
    found = run("mcp", *arguments)
    assert found.code == 2
    assert sentence in found.stderr
