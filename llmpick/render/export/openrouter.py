"""OpenRouter: the body of a request, kept to the hosts of the plan."""

from __future__ import annotations

import json

from llmpick.core.connecting.plan import RoutePlan
from llmpick.errors import UserError
from llmpick.render.export.shared import number

DIALECTS = ("openai-chat", "openai-responses", "anthropic-messages", "gemini", "bedrock-converse")


def text(plan: RoutePlan) -> str:
    """
    A line for a shell, with the body in JSON as its input.

    Raises:
        UserError: OpenRouter does not sell the model, or none of its hosts.
    """
    pick = plan.pick
    region = pick.connection.region
    if region and pick.connection.provider != "openrouter":
        raise UserError(
            f"OpenRouter's hosts of {pick.model} are not known to keep requests in {region}",
            hint="llmpick export litellm",
        )
    if pick.openrouter is None:
        raise UserError(
            f"no route of {pick.model} at OpenRouter is on sale", hint="llmpick export litellm"
        )
    legs = [leg for leg in plan.legs if leg.model == pick.model]
    hosts = [leg.tools.get("openrouter") for leg in legs]
    own = [leg.connection.provider == "openrouter" for leg in legs]
    if not any(own) and not all(hosts):
        lost = next(leg for leg, host in zip(legs, hosts, strict=True) if not host)
        raise UserError(
            f"OpenRouter has no name for {lost.connection.provider}", hint="llmpick export litellm"
        )
    provider: dict[str, object] = {"require_parameters": True}
    if not any(own):
        named = list(dict.fromkeys(hosts))
        provider = {"only": named, "order": named, "allow_fallbacks": False, **provider}
    if plan.no_training:
        provider["data_collection"] = "deny"
    if plan.no_retention:
        provider["zdr"] = True
    if all(leg.is_priced for leg in legs):
        provider["max_price"] = {
            "prompt": number(max(leg.input_usd_per_mtok or 0 for leg in legs)),
            "completion": number(max(leg.output_usd_per_mtok or 0 for leg in legs)),
        }
    body = {
        "model": pick.openrouter,
        "messages": [{"role": "user", "content": "Say hello."}],
        "provider": provider,
    }
    keys = "Authorization: Bearer $OPENROUTER_API_KEY"
    return (
        "".join(f"# {line}\n" for line in plan.origin)
        + f'curl {_address(plan)} -H "{keys}" -H "Content-Type: application/json" -d @- '
        + f"<<'BODY'\n{json.dumps(body, indent=2, ensure_ascii=False)}\nBODY\n"
    )


def _address(plan: RoutePlan) -> str:
    """That of the plan's own route there, which may keep a region; else the usual one."""
    own = [leg.connection for leg in plan.legs if leg.connection.provider == "openrouter"]
    base = own[0].base_url if own else None
    return f"{base or 'https://openrouter.ai/api/v1'}/chat/completions"
