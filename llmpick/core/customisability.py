"""
How far a model can be made one's own: 0 to 100, each point from a fact (rubric of the design).

Unknown earns nothing; what it could earn is reported as the upper end.
"""

from typing import NamedTuple

from llmpick.core.facts import Licence, Model

POINTS = {
    "weights": 25,
    "licence": 15,
    "hosted fine-tuning": 15,
    "own training": 14,
    "distillation": 6,
    "structured output": 7,
    "tool calling": 6,
    "system prompt": 4,
    "logprobs": 3,
    "sampling": 3,
    "seed": 2,
}


class Customisability(NamedTuple):
    """Points proved, 0 to 100, and how many more the unknown facts could bring."""

    score: int
    unknown_points: int

    @property
    def share(self) -> float:
        """The proved points as a share of all."""
        return self.score / 100


def customisability(model: Model, licence: Licence | None, use: str | None) -> Customisability:
    """
    The points of *model* under its *licence*.

    Args:
        model: The model.
        licence: The licence of its weights, None where unknown or closed.
        use: Commercial, internal or research; a licence that forbids it earns nothing.
    """
    parts = {
        "weights": _flag(model.open_weights, 25),
        "structured output": _flag(model.structured_output, 7),
        "tool calling": _flag(model.tool_calling, 6),
        "hosted fine-tuning": None,
        "system prompt": None,
        "logprobs": None,
        "sampling": None,
        "seed": None,
        **_by_licence(model, licence, use),
    }
    proved = sum(points for points in parts.values() if points is not None)
    unknown = sum(POINTS[name] for name, points in parts.items() if points is None)
    return Customisability(proved, unknown)


def _flag(fact: bool | None, points: int) -> int | None:
    return None if fact is None else points if fact else 0


def _by_licence(model: Model, licence: Licence | None, use: str | None) -> dict[str, int | None]:
    if model.open_weights is False:
        return {"licence": 0, "own training": 0, "distillation": None}
    if licence is None:
        return {"licence": None, "own training": None, "distillation": None}
    if licence.commercial_use == "no" and use == "commercial":
        return {"weights": 0, "licence": 0, "own training": 0, "distillation": 0}
    duties = bool(licence.display_duty or licence.naming_duty)
    by_use = {"yes": 15, "conditional": 8 if duties else 12, "no": 0, None: None}
    outputs = {"yes": 6, "conditional": 3, "no": 0, None: None}
    return {
        "licence": by_use[licence.commercial_use],
        "own training": None,
        "distillation": outputs[licence.outputs_train_other_models],
    }
