"""Pydantic AI: an agent with a model that falls back."""

from __future__ import annotations

from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.render.export.shared import base, head, is_openai, key, quoted

DIALECTS = ("openai-chat", "anthropic-messages")


def text(plan: RoutePlan) -> str:
    """A module with `agent`."""
    lines = ["import os", "", "from pydantic_ai import Agent"]
    if not all(map(is_openai, plan.legs)):
        lines += ["from pydantic_ai.models.anthropic import AnthropicModel"]
    if len(plan.legs) > 1:
        lines += ["from pydantic_ai.models.fallback import FallbackModel"]
    if any(map(is_openai, plan.legs)):
        lines += ["from pydantic_ai.models.openai import OpenAIChatModel"]
    if not all(map(is_openai, plan.legs)):
        lines += ["from pydantic_ai.providers.anthropic import AnthropicProvider"]
    if any(map(is_openai, plan.legs)):
        lines += ["from pydantic_ai.providers.openai import OpenAIProvider"]
    lines += [""]
    names = ["primary", *(f"fallback_{at}" for at in range(1, len(plan.legs)))]
    for name, leg in zip(names, plan.legs, strict=True):
        lines += [f"# {leg.connection.route}", f"{name} = {_model(leg)}"]
    model = f"FallbackModel({', '.join(names)})" if names[1:] else "primary"
    return head(plan) + "\n".join([*lines, f"agent = Agent({model})"]) + "\n"


def _model(leg: Leg) -> str:
    model, provider = (
        ("OpenAIChatModel", "OpenAIProvider")
        if is_openai(leg)
        else ("AnthropicModel", "AnthropicProvider")
    )
    return (
        f"{model}(\n    {quoted(leg.connection.model)},\n    provider={provider}(\n"
        f"        base_url={quoted(base(leg))},\n"
        f"        api_key=os.environ[{quoted(key(leg))}],\n    ),\n)"
    )
