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


Part = tuple[int, int]
"""Points that are proved, and that the facts not known could bring it to."""


def customisability(model: Model, licence: Licence | None, use: str | None) -> Customisability:
    """
    The points of *model* under its *licence*.

    Args:
        model: The model.
        licence: The licence of its weights, None where unknown or closed.
        use: Commercial, internal or research; a licence that forbids it earns nothing.
    """
    parts: dict[str, Part] = {name: (0, points) for name, points in POINTS.items()}
    parts["structured output"] = _flag(model.structured_output, POINTS["structured output"])
    parts["tool calling"] = _flag(model.tool_calling, POINTS["tool calling"])
    parts |= _of_weights(model, licence, use)
    proved = sum(least for least, _ in parts.values())
    return Customisability(proved, sum(most for _, most in parts.values()) - proved)


def _flag(fact: bool | None, points: int) -> Part:
    return (0, points) if fact is None else (points, points) if fact else (0, 0)


def _of_weights(model: Model, licence: Licence | None, use: str | None) -> dict[str, Part]:
    """What hangs on the weights: nothing where they are closed or may not be used so."""
    allowed = licence.commercial_use if licence else None
    if model.open_weights is False:
        return {"weights": (0, 0), "licence": (0, 0), "own training": (0, 0)}
    if use == "commercial" and allowed == "no":
        return dict.fromkeys(("weights", "licence", "own training", "distillation"), (0, 0))
    if model.open_weights is None:
        return {}
    proved = 0 if use == "commercial" and allowed is None else POINTS["weights"]
    outputs = licence.outputs_train_other_models if licence else None
    return {
        "weights": (proved, POINTS["weights"]),
        "licence": _of_licence(licence),
        "distillation": {"yes": (6, 6), "conditional": (3, 3), "no": (0, 0)}.get(
            outputs or "", (0, POINTS["distillation"])
        ),
    }


def _of_licence(licence: Licence | None) -> Part:
    """Conditions that a user may not meet, and duties of display or naming, cost points."""
    if licence is None or licence.commercial_use is None:
        return (0, POINTS["licence"])
    if licence.commercial_use == "conditional":
        return (8, 8) if licence.display_duty or licence.naming_duty else (8, 12)
    return (15, 15) if licence.commercial_use == "yes" else (0, 0)
