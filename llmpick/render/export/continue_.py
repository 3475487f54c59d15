"""Continue: the models of an editor."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat",)


def text(plan: RoutePlan) -> str:
    """`config.yaml`, version 1 of its schema."""
    lines = ["name: llmpick", "version: 0.0.1", "schema: v1", "models:"]
    for leg in plan.legs:
        lines += [f"  - name: {quoted(leg.connection.route)}", "    provider: openai"]
        lines += [f"    model: {quoted(leg.connection.model)}", f"    apiBase: {quoted(base(leg))}"]
        lines += [f"    apiKey: ${{{{ secrets.{key(leg)} }}}}", "    roles: [chat, edit, apply]"]
    return head(plan) + "\n".join(lines) + "\n"
