"""The AI SDK: a model of its OpenAI-compatible package."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat",)
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """A module with `model`."""
    found = plan.pick.connection
    return (
        f"{head(plan, '//')}"
        'import { createOpenAICompatible } from "@ai-sdk/openai-compatible";\n\n'
        f"const provider = createOpenAICompatible({{\n  name: {quoted(found.provider)},\n"
        f"  baseURL: {quoted(base(plan.pick))},\n  apiKey: process.env.{key(plan.pick)},\n"
        "  includeUsage: true,\n});\n\n"
        f"// {found.route}\nexport const model = provider({quoted(found.model)});\n"
    )
