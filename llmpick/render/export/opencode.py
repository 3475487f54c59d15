"""opencode: a provider with the models of the plan."""

from __future__ import annotations

import json
from typing import Any

from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.render.export.shared import base, head, is_openai, key

DIALECTS = ("openai-chat", "anthropic-messages")


def text(plan: RoutePlan) -> str:
    """`opencode.jsonc`; the pick is its model, the others can be chosen."""
    providers: dict[str, Any] = {}
    for leg in plan.legs:
        package = "@ai-sdk/openai-compatible" if is_openai(leg) else "@ai-sdk/anthropic"
        address = base(leg) if is_openai(leg) else f"{base(leg)}/v1"
        one = providers.setdefault(
            leg.connection.provider,
            {
                "npm": package,
                "options": {"baseURL": address, "apiKey": f"{{env:{key(leg)}}}"},
                "models": {},
            },
        )
        one["models"][leg.connection.model] = _model(leg)
    pick = plan.pick.connection
    table = {
        "$schema": "https://opencode.ai/config.json",
        "model": f"{pick.provider}/{pick.model}",
        "provider": providers,
    }
    return head(plan, "//") + json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def _model(leg: Leg) -> dict[str, Any]:
    found: dict[str, Any] = {"name": leg.connection.route}
    if leg.context_tokens and leg.output_tokens:
        found["limit"] = {"context": leg.context_tokens, "output": leg.output_tokens}
    if leg.is_priced:
        found["cost"] = {"input": leg.input_usd_per_mtok, "output": leg.output_usd_per_mtok}
    return found
