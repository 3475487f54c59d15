"""curl: one line a route."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.answers.connection import curl
from llmpick.render.export.shared import head

DIALECTS = ("openai-chat", "anthropic-messages", "gemini", "bedrock-converse", "openai-responses")


def text(plan: RoutePlan) -> str:
    """A script: the pick's line, those of its fallbacks as comments."""
    lines = [head(plan)]
    for at, leg in enumerate(plan.legs):
        lines.append(f"# {leg.connection.route}\n{'# ' if at else ''}{curl(leg.connection)}\n")
    return "".join(lines)
