"""Claude Code: variables of a shell."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("anthropic-messages",)
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """Lines to source; every class of model is the pick, and its own key stays unset."""
    lines = [f"# {plan.pick.connection.route}", "unset ANTHROPIC_API_KEY"]
    own = key(plan.pick)
    if own == "ANTHROPIC_API_KEY":
        lines = [f"# {plan.pick.connection.route}"]
    else:
        lines.append(f'export ANTHROPIC_AUTH_TOKEN="${own}"')
    lines.append(f"export ANTHROPIC_BASE_URL={quoted(base(plan.pick))}")
    for kind in ("OPUS", "SONNET", "HAIKU"):
        lines.append(f"export ANTHROPIC_DEFAULT_{kind}_MODEL={quoted(plan.pick.connection.model)}")
    return head(plan) + "\n".join(lines) + "\n"
