"""Inspect: a task file that knows the prices, and the command that runs it."""

from __future__ import annotations

from llmpick.core.connecting.plan import Leg, RoutePlan
from llmpick.render.export.shared import base, head, key, number, quoted

DIALECTS = ("openai-chat", "anthropic-messages", "gemini", "bedrock-converse")
NATIVE = {
    "anthropic-messages": "anthropic",
    "gemini": "google",
    "bedrock-converse": "bedrock",
}


def text(plan: RoutePlan) -> str:
    """`own.py`; `inspect eval own.py --model NAME` runs it, `evidence import` reads its log."""
    lines = ["from inspect_ai import Task, task", "from inspect_ai.dataset import Sample"]
    lines += ["from inspect_ai.model import ModelCost, ModelInfo, set_model_info"]
    lines += [
        "from inspect_ai.scorer import includes",
        "from inspect_ai.solver import generate",
        "",
    ]
    for leg in plan.legs:
        lines += [f"# {leg.connection.route}", *_variables(leg)]
        lines += [f"# inspect eval own.py --model {name(leg)}"]
        if leg.input_usd_per_mtok is not None and leg.output_usd_per_mtok is not None:
            read = leg.cache_read_usd_per_mtok
            cached = leg.input_usd_per_mtok if read is None else read
            lines += ["set_model_info(", f"    {quoted(name(leg))},", "    ModelInfo("]
            lines += ["        cost=ModelCost("]
            lines += [f"            input={number(leg.input_usd_per_mtok)},"]
            lines += [f"            output={number(leg.output_usd_per_mtok)},"]
            lines += [f"            input_cache_write={number(leg.input_usd_per_mtok)},"]
            lines += [f"            input_cache_read={number(cached)},"]
            lines += ["        )", "    ),", ")"]
        lines += [""]
    lines += ["", "@task", "def own() -> Task:", '    """Prompts of your own, graded."""']
    lines += ['    samples = [Sample(input="Say hello.", target="hello")]']
    lines += ["    return Task(dataset=samples, solver=generate(), scorer=includes())"]
    return head(plan) + "\n".join(lines) + "\n"


def name(leg: Leg) -> str:
    """What `--model` takes."""
    found = leg.connection
    native = NATIVE.get(found.dialect or "")
    return f"{native}/{found.model}" if native else f"openai-api/{_service(leg)}/{found.model}"


def _service(leg: Leg) -> str:
    return leg.connection.provider


def _variables(leg: Leg) -> list[str]:
    """How Inspect is told the address and the key."""
    if leg.connection.dialect != "openai-chat":
        return []
    mark = _service(leg).upper().replace("-", "_")
    lines = [f"# export {mark}_BASE_URL={quoted(base(leg))}"]
    if key(leg) != f"{mark}_API_KEY":
        lines.append(f'# export {mark}_API_KEY="${key(leg)}"')
    return lines
