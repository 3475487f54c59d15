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


UNREAD = sum(
    POINTS[name] for name in ("hosted fine-tuning", "system prompt", "logprobs", "sampling", "seed")
)
"""Points of facts that the catalog does not hold yet."""


def customisability(model: Model, licence: Licence | None, use: str | None) -> Customisability:
    """
    The points of *model* under its *licence*.

    Args:
        model: The model.
        licence: The licence of its weights, None where unknown or closed.
        use: Commercial, internal or research; a licence that forbids it earns nothing.
    """
    proved, possible = _of_weights(model, licence, use)
    possible += UNREAD
    for fact, points in (
        (model.structured_output, POINTS["structured output"]),
        (model.tool_calling, POINTS["tool calling"]),
    ):
        proved += points if fact else 0
        possible += 0 if fact is False else points
    return Customisability(proved, possible - proved)


def _of_weights(model: Model, licence: Licence | None, use: str | None) -> tuple[int, int]:
    """
    Points for weights, licence, own training and distillation: proved, and possible.

    Nothing where the weights are closed, but that a provider's terms may let outputs train; nothing
    at all where the licence forbids the *use*.
    """
    if model.open_weights is False:
        return 0, POINTS["distillation"]
    allowed = licence.commercial_use if licence else None
    if use == "commercial" and allowed == "no":
        return 0, 0
    most = POINTS["weights"] + POINTS["own training"]
    if model.open_weights is None:
        return 0, most + POINTS["licence"] + POINTS["distillation"]
    outputs = licence.outputs_train_other_models if licence else None
    granted, at_best = _of_licence(licence)
    given = {"yes": 6, "conditional": 3, "no": 0, None: 0}[outputs]
    at_most = POINTS["distillation"] if outputs is None else given
    weights = 0 if use == "commercial" and allowed is None else POINTS["weights"]
    return weights + granted + given, most + at_best + at_most


def _of_licence(licence: Licence | None) -> tuple[int, int]:
    """Conditions that a user may not meet, and duties of display or naming, cost points."""
    if licence is None or licence.commercial_use is None:
        return 0, POINTS["licence"]
    if licence.commercial_use == "conditional":
        return (8, 8) if licence.display_duty or licence.naming_duty else (8, 12)
    return (15, 15) if licence.commercial_use == "yes" else (0, 0)
