"""Resources and prompts."""

from __future__ import annotations

import json

import pytest

from llmpick.agents import resources, tools
from llmpick.errors import UserError


@pytest.fixture(scope="module")
def facts(compiled_catalog):
    """The small catalog."""
    from llmpick.catalog.load import load

    return tools.ToolFacts(load(str(compiled_catalog), "2026-11-23"))


@pytest.mark.parametrize(
    ("uri", "key", "value"),
    [
        ("llmpick://catalog/stamp", "as_of", "2026-11-23"),
        ("llmpick://options", "zdr", None),
        ("llmpick://model/acme/atlas-3", "id", "acme/atlas-3"),
        ("llmpick://model/acme%2Fatlas-3", "id", "acme/atlas-3"),
        ("llmpick://task/coding", "kind", "task"),
    ],
)
def test_a_resource_is_json(uri, key, value, facts):
    """Each address that is listed can be read."""
    found = json.loads(resources.read(facts, uri))
    assert key in found
    assert value in (None, found[key])


@pytest.mark.parametrize(
    "uri", ["", "file:///etc/passwd", "llmpick://", "llmpick://model/", "llmpick://model/x/y"]
)
def test_what_is_not_there_is_said(uri, facts):
    """No address leads out of the catalog."""
    with pytest.raises(UserError):
        resources.read(facts, uri)


def test_prompts_name_tools_that_there_are():
    """A prompt without its argument, or one that is not there, is refused."""
    for one in resources.PROMPTS.values():
        words = resources.prompt(one.name, {one.argument: "a bot for 100 people"})
        assert "a bot for 100 people" in words
        assert any(tool in words for tool in tools.TOOLS)
        with pytest.raises(UserError, match=one.argument):
            resources.prompt(one.name, {})
    with pytest.raises(UserError, match="no prompt"):
        resources.prompt("x", {})
    with pytest.raises(UserError, match="too long"):
        resources.prompt("choose_model", {"job": "x" * 5000})
