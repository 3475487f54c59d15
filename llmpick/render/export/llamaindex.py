"""LlamaIndex: a client of chat completions."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat",)
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """A module with `llm`; the context window is ours, the class's own is 3,900 tokens."""
    leg = plan.pick
    window = f"    context_window={leg.context_tokens},\n" if leg.context_tokens else ""
    return (
        f"{head(plan)}import os\n\nfrom llama_index.llms.openai_like import OpenAILike\n\n"
        f"# {leg.connection.route}\nllm = OpenAILike(\n    model={quoted(leg.connection.model)},\n"
        f"    api_base={quoted(base(leg))},\n    api_key=os.environ[{quoted(key(leg))}],\n"
        f"    is_chat_model=True,\n{window})\n"
    )
