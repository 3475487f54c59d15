"""The OpenAI package for Python: a client and one request."""

from __future__ import annotations

from llmpick.core.connecting.plan import RoutePlan
from llmpick.render.export.shared import base, head, key, quoted

DIALECTS = ("openai-chat",)
FALLBACKS = False


def text(plan: RoutePlan) -> str:
    """A script."""
    found = plan.pick.connection
    return (
        f"{head(plan)}import os\n\nfrom openai import OpenAI\n\n"
        f"# {found.route}\nclient = OpenAI(\n    base_url={quoted(base(plan.pick))},\n"
        f"    api_key=os.environ[{quoted(key(plan.pick))}],\n)\n"
        f"reply = client.chat.completions.create(\n    model={quoted(found.model)},\n"
        '    messages=[{"role": "user", "content": "Say hello."}],\n)\nprint(reply)\n'
    )
