"""LiteLLM's proxy: one name a route, in order, with costs of our own and fallbacks."""

from __future__ import annotations

from collections.abc import Iterator

from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.render.export.shared import base, head, key, per_token, quoted

DIALECTS = ("openai-chat", "anthropic-messages", "gemini", "bedrock-converse")
PREFIX = {
    "openai-chat": "openai",
    "anthropic-messages": "anthropic",
    "gemini": "gemini",
    "bedrock-converse": "bedrock/converse",
}


def text(plan: RoutePlan) -> str:
    """`config.yaml` for `litellm --config`."""
    names = ["primary", *(f"fallback-{number}" for number in range(1, len(plan.legs)))]
    lines = ["model_list:"]
    for order, (name, leg) in enumerate(zip(names, plan.legs, strict=True), 1):
        lines += _model(name, leg, order)
    lines += ["router_settings:", "  routing_strategy: simple-shuffle", "  num_retries: 2"]
    lines += ["  timeout: 60", "  allowed_fails: 3", "  cooldown_time: 30"]
    if len(names) > 1:
        lines.append(f"  fallbacks: [{{primary: [{', '.join(names[1:])}]}}]")
    return head(plan) + "\n".join(lines) + "\n"


def _model(name: str, leg: Leg, order: int) -> Iterator[str]:
    found = leg.connection
    yield f"  - model_name: {name}"
    yield "    litellm_params:"
    prefix = PREFIX[found.dialect or ""]
    yield f"      model: {quoted(f'{prefix}/{found.model}')}"
    if found.dialect == "bedrock-converse":
        yield "      aws_region_name: os.environ/AWS_REGION"
    elif found.dialect != "gemini":
        yield f"      api_base: {quoted(base(leg))}"
    yield f"      api_key: os.environ/{key(leg)}"
    yield f"      order: {order}"
    if leg.input_usd_per_mtok is not None and leg.output_usd_per_mtok is not None:
        yield f"      input_cost_per_token: {per_token(leg.input_usd_per_mtok)}"
        yield f"      output_cost_per_token: {per_token(leg.output_usd_per_mtok)}"
        if leg.cache_read_usd_per_mtok is not None:
            yield f"      cache_read_input_token_cost: {per_token(leg.cache_read_usd_per_mtok)}"
    yield f"    model_info: {{id: {quoted(found.route)}}}"
