"""LangChain: chat models with fallbacks."""

from __future__ import annotations

from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat", "anthropic-messages")
MODEL_PROVIDER = {"openai-chat": "openai", "anthropic-messages": "anthropic"}


def text(plan: RoutePlan) -> str:
    """A module with `model`."""
    lines = ["import os", "", "from langchain.chat_models import init_chat_model", ""]
    names = ["primary", *(f"fallback_{at}" for at in range(1, len(plan.legs)))]
    for name, leg in zip(names, plan.legs, strict=True):
        lines += [f"# {leg.connection.route}", f"{name} = {_model(leg)}"]
    after = f".with_fallbacks([{', '.join(names[1:])}])" if names[1:] else ""
    return head(plan) + "\n".join([*lines, f"model = primary{after}"]) + "\n"


def _model(leg: Leg) -> str:
    found = leg.connection
    provider = MODEL_PROVIDER[found.dialect or ""]
    return (
        f"init_chat_model(\n    {quoted(found.model)},\n"
        f"    model_provider={quoted(provider)},\n"
        f"    base_url={quoted(base(leg))},\n    api_key=os.environ[{quoted(key(leg))}],\n)"
    )
