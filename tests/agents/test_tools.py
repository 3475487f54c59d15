"""The tools: answers as the command gives them, shortened; mistakes as sentences."""

from __future__ import annotations

import json

import pytest

import llmpick
from llmpick.agents import tools
from llmpick.agents.schemas import output_schema
from llmpick.errors import UserError

DAY = "2026-11-23"
NEED = {"task": "coding", "budget": 300, "zdr": True}
CALLS = {
    "recommend_routes": NEED,
    "recommend_routes of search": {"task": "embeddings"},
    "recommend_routes that nothing fits": {"task": "coding", "budget": 0.001},
    "recommend_routes for people": {"task": "coding", "more": {"seats": 10}},
    "compare_routes": {"names": ["atlas-3", "sapling-8b"], "task": "coding"},
    "compare_routes of plans": {"names": ["acme/desk", "birch/club"]},
    "estimate_cost": {"names": ["atlas-3"], "requests": 1000},
    "estimate_cost of all": {},
    "show_record": {"name": "atlas-3"},
    "show_record of a task": {"name": "coding", "kind": "task"},
    "list_records": {"kind": "tasks"},
    "list_records for a task": {"task": "coding", "limit": 2},
    "check_policy": {"names": ["atlas-2"], "policy": {"models": {"denied": ["atlas-2"]}}},
    "connect_route": {"route": "atlas-3"},
}


@pytest.fixture(scope="module")
def facts(compiled_catalog):
    """The small catalog."""
    from llmpick.catalog.load import load

    return tools.ToolFacts(load(str(compiled_catalog), DAY))


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_keeps_its_schema_and_is_short(name, facts):
    """What is declared is what comes; the whole answer comes only where it is asked for."""
    from jsonschema import Draft202012Validator

    tool = name.split()[0]
    found = tools.call(facts, tool, CALLS[name])
    schema = output_schema(tools.TOOLS[tool].record)
    Draft202012Validator(schema).validate(json.loads(json.dumps(found)))
    assert found["as_of"] == DAY
    assert "full" not in found
    assert len(json.dumps(found)) < 3000
    if tool != "show_record":
        assert len(found.get("results", ())) <= 20


def test_hardware_is_sized(known):
    """Of a model whose shape is known; the way is one of the command's."""
    found = tools.call(
        tools.ToolFacts(known), "size_self_hosting", {"model": "gpt-oss-120b", "detail": "full"}
    )
    assert [row["id"] for row in found["results"]] == [
        row["id"] for row in found["full"]["results"][:5]
    ]


def test_one_need_has_one_answer(facts, compiled_catalog, run):
    """By command, from Python, as a batch, and of an agent: the same document."""
    where = ("--as-of", DAY, "--catalog", str(compiled_catalog))
    command = run("recommend", "-t", "coding", "-b", "300", "--zdr", *where, "--json").stdout
    batch = run("batch", *where, stdin=json.dumps(NEED)).stdout
    catalog = llmpick.open_catalog(compiled_catalog, as_of=DAY)
    python = llmpick.recommend(catalog, llmpick.Need.from_dict(NEED)).to_dict()
    agent = tools.call(facts, "recommend_routes", {**NEED, "detail": "full"})
    whole = json.loads(json.dumps(agent["full"]))
    from llmpick.render.formats.documents import tidy

    assert json.loads(command) == json.loads(batch) == python == tidy(whole)
    assert agent["headline"] == python["headline"]
    assert [row["route"] for row in agent["results"]] == [
        row["route"] for row in python["results"][:5]
    ]


@pytest.mark.parametrize(
    ("name", "given", "sentence", "hint"),
    [
        ("recomend_routes", {}, "no tool `recomend_routes`", "`recommend_routes`"),
        ("recommend_routes", {"taks": "coding"}, "takes no `taks`", "`task`"),
        ("recommend_routes", {"task": "codign"}, "no task `codign`", "`coding`"),
        ("recommend_routes", {"task": 5}, "`task` is not a text", "task ="),
        ("recommend_routes", {"task": ["coding"]}, "`task` is not a text", "task ="),
        ("recommend_routes", {"more": []}, "`more` is no object", "made_in"),
        ("recommend_routes", {"limit": 21}, "21", "1 to 20"),
        ("recommend_routes", {"limit": True}, "not a whole number", "1 to 20"),
        ("recommend_routes", {"detail": "long"}, "no detail `long`", "full"),
        ("recommend_routes", {"requests": 10**400}, "requests", "1000"),
        ("compare_routes", {"names": "atlas-3"}, "not a list of texts", "two or more"),
        ("compare_routes", {"names": ["atlas-3"] * 21}, "21", "1 to 20"),
        ("compare_routes", {"names": ["atlas-3"]}, "one model", "two or more"),
        ("connect_route", {}, "needs `route`", "MODEL@PROVIDER"),
        ("connect_route", {"route": "x" * 20_000}, "too long", "characters"),
        ("show_record", {"name": "atlas-9"}, "atlas-9", "atlas"),
        ("check_policy", {"names": ["atlas-3"]}, "no policy", "--policy"),
        ("check_policy", {"names": ["atlas-3"], "policy": {"models": 5}}, "models", "[models]"),
    ],
)
def test_a_mistake_is_a_sentence_with_a_hint(name, given, sentence, hint, facts):
    """An agent reads what was wrong and what to try."""
    with pytest.raises(UserError) as raised:
        tools.call(facts, name, given)
    assert sentence in str(raised.value)
    assert hint in (raised.value.hint or "")


def test_the_tools_are_the_eight_and_their_list_is_short():
    """No tool tries a model: that costs money. What every agent carries is bounded."""
    assert list(tools.TOOLS) == [
        *("recommend_routes", "compare_routes", "estimate_cost", "show_record", "list_records"),
        *("check_policy", "size_self_hosting", "connect_route"),
    ]
    described = [
        (one.name, one.text, one.takes.schema, output_schema(one.record))
        for one in tools.TOOLS.values()
    ]
    assert len(json.dumps(described)) < 28_000


def test_the_servers_own_policy_holds_where_a_call_states_none(facts, tmp_path):
    """`llmpick mcp --policy FILE`: an agent names no file."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[models]\ndenied = ['atlas-2']\n", encoding="utf-8")
    own = facts._replace(policy=str(policy))
    assert tools.call(own, "check_policy", {"names": ["atlas-2"]})["states"] == {
        "atlas-2": "broken"
    }
