"""A file of variables."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.answers.connection import env
from llmpick.render.export.shared import head

DIALECTS = ("openai-chat", "anthropic-messages", "gemini", "bedrock-converse", "openai-responses")
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """`.env` of the pick; keys are left empty."""
    return head(plan) + env(plan.pick.connection)
