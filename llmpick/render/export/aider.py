"""aider: its settings for one model."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat",)
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """`.aider.conf.yml`; aider reads the key from OPENAI_API_KEY."""
    own = key(plan.pick)
    told = "" if own == "OPENAI_API_KEY" else f'# start it with: OPENAI_API_KEY="${own}" aider\n'
    model = f"openai/{plan.pick.connection.model}"
    return f"{head(plan)}{told}model: {quoted(model)}\nopenai-api-base: {quoted(base(plan.pick))}\n"
