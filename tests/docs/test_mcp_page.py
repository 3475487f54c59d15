"""docs/mcp.md and docs/agents.md: the tables are made from the tools, the examples are answered."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from llmpick.agents import resources, tools
from llmpick.agents.bounds import MAX_MESSAGE_BYTES
from llmpick.catalog.load import CHECKOUT
from llmpick.errors import UserError

DOCS = Path(__file__).parents[2] / "docs"
DAY = "2026-11-23"


def tool_table() -> str:
    """The tools, with what each takes."""
    lines = ["| tool | answers | takes |", "|---|---|---|"]
    for one in tools.TOOLS.values():
        takes = ", ".join(f"`{name}`" for name in one.takes.schema["properties"])
        lines.append(f"| `{one.name}` | {one.text} | {takes} |")
    return "\n".join(lines)


def resource_table() -> str:
    """Resources, then prompts."""
    lines = ["| resource or prompt | holds |", "|---|---|"]
    for one in (*resources.RESOURCES, *resources.TEMPLATES):
        lines.append(f"| `{one.uri}` | {one.text} |")
    for prompt in resources.PROMPTS.values():
        lines.append(f"| `{prompt.name}({prompt.argument})` | {prompt.text} |")
    return "\n".join(lines)


def test_the_tables_are_those_of_the_server(request):
    """`pytest -n 0 --write-snapshots` rewrites them."""
    page = DOCS / "mcp.md"
    text = made = page.read_text(encoding="utf-8")
    for name, table in (("tools", tool_table()), ("resources", resource_table())):
        head, _, rest = made.partition(f"<!-- {name} -->\n")
        _, _, tail = rest.partition(f"<!-- end of {name} -->")
        made = f"{head}<!-- {name} -->\n{table}\n<!-- end of {name} -->{tail}"
    if request.config.getoption("--write-snapshots"):
        page.write_text(made, encoding="utf-8")
    assert text == made


def test_what_the_page_says_of_limits_and_mistakes_is_so(shipped):
    """Its figures, and its example of an error."""
    text = (DOCS / "mcp.md").read_text(encoding="utf-8")
    assert f"{MAX_MESSAGE_BYTES:,} bytes" in text
    with pytest.raises(UserError) as raised:
        tools.call(tools.ToolFacts(shipped), "recommend_routes", {"task": "codign"})
    assert f"{raised.value}\nhint: {raised.value.hint}\n" in text


def test_calls_of_the_page_are_answered_and_the_command_is_the_first(shipped, run):
    """Each call on the page for agents, and what the command beside the first one says."""
    text = (DOCS / "agents.md").read_text(encoding="utf-8")
    calls = [json.loads(one) for one in re.findall(r'^(\{"tool".*)$', text, re.MULTILINE)]
    facts = tools.ToolFacts(shipped)
    found = [tools.call(facts, one["tool"], one["arguments"]) for one in calls]
    assert len(found) == 4
    (command,) = re.findall(r"^llmpick (recommend .* --json)$", text, re.MULTILINE)
    printed = run(*shlex.split(command), "--as-of", DAY, "--catalog", CHECKOUT).stdout
    assert json.loads(printed)["headline"] == found[0]["headline"]
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", text)) - {"input_tokens", "output_tokens"}
    assert named - {"as_of", "min_context"} <= set(tools.TOOLS)
