"""Codex: a provider in its settings."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-responses",)
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """Lines for `config.toml`."""
    found = plan.pick.connection
    own = f"llmpick-{found.provider}"
    return (
        f"{head(plan)}# {found.route}\nmodel = {quoted(found.model)}\n"
        f"model_provider = {quoted(own)}\n\n[model_providers.{own}]\n"
        f"name = {quoted(found.provider)}\nbase_url = {quoted(base(plan.pick))}\n"
        f'env_key = {quoted(key(plan.pick))}\nwire_api = "responses"\n'
    )
