"""Each target's file, as its golden file has it; the head says where it came from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from llmpick.core.connecting.connection import Connection
from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.errors import UserError
from llmpick.render.export.targets import TARGETS, target

GOLDEN = Path(__file__).parents[2] / "snapshots" / "export"
MARKER = "sk-never-printed"


def leg(name: str, dialect: str, usd: float | None = 0.5) -> Leg:
    """A route at a provider called *name*."""
    claude = dialect == "anthropic-messages"
    base = f"https://api.{name}.test" + ("" if claude else "/v1")
    paths = {"openai-chat": "/chat/completions", "openai-responses": "/responses"}
    found = Connection(
        route=f"acme/atlas@{name}",
        provider=name,
        base_url=base,
        url=base + paths.get(dialect, "/v1/messages"),
        model="atlas-1",
        dialect=dialect,
        key_variable=f"{name.upper()}_API_KEY",
        variables=(),
        headers=(("Authorization", f"Bearer ${name.upper()}_API_KEY"),),
        placeholders=(),
        sign_in="key",
        region=None,
        docs_url=None,
        notes=(),
    )
    sums = (usd, usd and usd * 4, usd and usd / 10)
    return Leg(
        found, "acme/atlas", 128000, 8192, *sums, "2026-11-20", {"openrouter": name}, "a/atlas"
    )


def plan_of(name: str) -> RoutePlan:
    """A pick and, where the form has them, a fallback."""
    chosen = target(name)
    legs = [leg("north", chosen.dialects[0])]
    if chosen.has_fallbacks:
        legs.append(leg("south", chosen.dialects[0], None if name == "litellm" else 0.75))
    origin = (
        "made by llmpick from the decision d.toml of 2026-11-30",
        "facts of catalog 2026.11.30",
    )
    return RoutePlan(tuple(legs), origin, no_training=True)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_writes_its_golden_file(name, request, monkeypatch):
    """The whole text, with its origin on top and keys by name alone."""
    monkeypatch.setenv("NORTH_API_KEY", MARKER)
    made = target(name).text(plan_of(name))
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--write-snapshots"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
    assert "the decision d.toml of 2026-11-30" in made
    assert MARKER not in made


@pytest.mark.parametrize("name", ["langchain", "llamaindex", "pydantic-ai", "openai", "inspect"])
def test_modules_for_python_compile(name):
    """They are Python."""
    compile(target(name).text(plan_of(name)), name, "exec")


def test_forms_parse():
    """TOML and JSON are read by their own parsers."""
    table = tomllib.loads(target("codex").text(plan_of("codex")))
    assert table["model_provider"] in {f"llmpick-{one}" for one in ("north", "south")}
    assert table["model_provider"].removeprefix("llmpick-") == "north"
    lines = target("opencode").text(plan_of("opencode")).splitlines()
    assert json.loads("\n".join(one for one in lines if not one.startswith("//")))["provider"]


def test_every_fallback_of_litellm_is_a_model_of_the_file():
    """LiteLLM takes a fallback that names no model in silence."""
    made = target("litellm").text(plan_of("litellm"))
    assert "- model_name: fallback-1" in made
    assert "fallbacks: [{primary: [fallback-1]}]" in made


def test_openrouter_keeps_to_its_hosts_or_refuses():
    """`order` alone falls back to others; a region that it may leave is refused."""
    made = target("openrouter").text(plan_of("openrouter"))
    assert '"allow_fallbacks": false' in made
    assert '"data_collection": "deny"' in made
    plan = plan_of("openrouter")
    north = plan.pick._replace(connection=plan.pick.connection._replace(region="EU"))
    with pytest.raises(UserError, match="not known to keep requests in EU"):
        target("openrouter").text(plan._replace(legs=(north,)))


def test_an_unknown_target_names_the_near_one():
    """With what was meant."""
    with pytest.raises(UserError, match="no target") as caught:
        target("lite-llm")
    assert "litellm" in (caught.value.hint or "")
