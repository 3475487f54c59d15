"""The server by clients of the SDK, of both generations of the protocol, in this process."""

from __future__ import annotations

import json
from functools import partial

import pytest

pytest.importorskip("mcp_types", reason="the extra `mcp` is not installed")

import anyio
from mcp.client import Client
from mcp.shared.exceptions import MCPError

from llmpick.agents import resources, tools
from llmpick.agents.server import server

MODES = ("auto", "legacy")
"""What a client of today speaks, and what one of before 2026-07-28 does."""


@pytest.fixture(scope="module")
def made(compiled_catalog):
    """The server of the small catalog."""
    from llmpick.catalog.load import load

    facts = tools.ToolFacts(load(str(compiled_catalog), "2026-11-23"))
    return server(lambda: facts)


def talk(made, mode, talking):
    """What *talking* finds of a client of *made*."""

    async def main():
        async with Client(made, mode=mode) as client:
            return await talking(client)

    return anyio.run(main)


@pytest.mark.parametrize("mode", MODES)
def test_tools_are_listed_and_answer(made, mode):
    """Each only reads; text and structured content are one answer, which the client validates."""

    async def talking(client):
        listed = (await client.list_tools()).tools
        found = await client.call_tool("recommend_routes", {"task": "coding", "budget": 300})
        return listed, found

    listed, found = talk(made, mode, talking)
    assert [one.name for one in listed] == list(tools.TOOLS)
    assert all(one.annotations.read_only_hint for one in listed)
    assert all(one.output_schema and one.input_schema["type"] == "object" for one in listed)
    assert not found.is_error
    assert json.loads(found.content[0].text) == found.structured_content
    assert found.structured_content["headline"].startswith("Use ")


@pytest.mark.parametrize("mode", MODES)
def test_mistakes_are_answers_and_the_next_call_works(made, mode):
    """Wrong types, unknown names, tools that are not there: a sentence, a hint, and on it goes."""

    async def talking(client):
        wrong = [
            await client.call_tool("recommend_routes", {"task": {"a": 1}}),
            await client.call_tool("recommend_routes", {"task": "codign"}),
            await client.call_tool("spend_money", {}),
        ]
        return wrong, await client.call_tool("list_records", {"kind": "tasks"})

    wrong, right = talk(made, mode, talking)
    assert all(one.is_error and "\nhint: " in one.content[0].text for one in wrong)
    assert not right.is_error


@pytest.mark.parametrize("mode", MODES)
def test_resources_and_prompts_are_listed_and_read(made, mode):
    """What is listed can be read; what is not is an error of the protocol, with the hint."""

    async def talking(client):
        listed = (await client.list_resources()).resources
        texts = [(await client.read_resource(one.uri)).contents[0].text for one in listed]
        templates = (await client.list_resource_templates()).resource_templates
        prompts = (await client.list_prompts()).prompts
        said = await client.get_prompt("choose_model", {"job": "a bot"})
        with pytest.raises(MCPError, match="hint: there are"):
            await client.read_resource("llmpick://nothing")
        with pytest.raises(MCPError, match="hint"):
            await client.get_prompt("nothing", {})
        return texts, templates, prompts, said

    texts, templates, prompts, said = talk(made, mode, talking)
    assert all(json.loads(text) for text in texts)
    assert [one.uri_template for one in templates] == [one.uri for one in resources.TEMPLATES]
    assert [one.name for one in prompts] == list(resources.PROMPTS)
    assert "a bot" in said.messages[0].content.text


def test_a_bug_is_not_told_to_the_client(made, monkeypatch):
    """The client learns that the call failed, not how; the next call is answered."""
    broken = tools.TOOLS["list_records"]._replace(ask=partial(int, "secret"))
    monkeypatch.setitem(tools.TOOLS, "list_records", broken)

    async def talking(client):
        with pytest.raises(MCPError) as raised:
            await client.call_tool("list_records", {})
        return str(raised.value), await client.call_tool("show_record", {"name": "atlas-3"})

    told, after = talk(made, "auto", talking)
    assert "secret" not in told
    assert not after.is_error
