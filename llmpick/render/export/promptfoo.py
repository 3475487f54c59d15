"""promptfoo: the routes side by side on prompts of one's own."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat", "anthropic-messages")


def text(plan: RoutePlan) -> str:
    """`promptfooconfig.yaml`; no cost assertion, which fails on models that promptfoo lacks."""
    lines = ['prompts: ["{{prompt}}"]', "providers:"]
    for leg in plan.legs:
        found = leg.connection
        is_claude = found.dialect == "anthropic-messages"
        kind = "anthropic:messages" if is_claude else "openai:chat"
        lines.append(f"  - id: {quoted(f'{kind}:{found.model}')}")
        lines.append(f"    label: {quoted(found.route)}")
        lines.append(f"    config: {{apiBaseUrl: {quoted(base(leg))}, apiKeyEnvar: {key(leg)}}}")
    lines += ["tests:", "  - vars: {prompt: Say hello.}"]
    lines += ["    assert:", "      - {type: icontains, value: hello}"]
    return head(plan) + "\n".join(lines) + "\n"
