"""The targets of `export` by name: where a new one plugs in."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from llmpick.core.connecting.plan import RoutePlan
from llmpick.errors import UserError, near_names, shown

TARGETS = {
    "litellm": "litellm",
    "openrouter": "openrouter",
    "promptfoo": "promptfoo",
    "inspect": "inspect",
    "langchain": "langchain",
    "llamaindex": "llamaindex",
    "pydantic-ai": "pydantic_ai",
    "ai-sdk": "ai_sdk",
    "openai": "openai",
    "anthropic": "anthropic",
    "curl": "curl",
    "env": "env",
    "opencode": "opencode",
    "continue": "continue_",
    "aider": "aider",
    "claude-code": "claude_code",
    "codex": "codex",
}
"""Name of a target → its module beside this one, with `text`, `DIALECTS`, perhaps `FALLBACKS`."""


class Target(NamedTuple):
    """A target: the dialects that it speaks, best first, and whether its form has fallbacks."""

    name: str
    module: str
    dialects: tuple[str, ...]
    has_fallbacks: bool

    def text(self, plan: RoutePlan) -> str:
        """The file for *plan*."""
        made: str = import_module(self.module).text(plan)
        return made


def target(name: str) -> Target:
    """
    The target called *name*.

    Raises:
        UserError: there is none.
    """
    folded = name.strip().lower()
    if folded not in TARGETS:
        near = near_names(folded, TARGETS, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(TARGETS)}"
        raise UserError(f"no target `{shown(name)}`", hint=hint)
    path = f"llmpick.render.export.{TARGETS[folded]}"
    module = import_module(path)
    return Target(folded, path, module.DIALECTS, getattr(module, "FALLBACKS", True))
