"""
How far a model can be made one's own: 0 to 100, each point from a fact (rubric of the design).

Unknown earns nothing; what it could earn is reported as the upper end.
"""

from functools import lru_cache
from typing import NamedTuple

from llmpick.core.customisation.tunable import UNKNOWN, hosted_method
from llmpick.core.facts.records import BIT, Custom, Licence, Model

# Our own choice, adding to 100; several rules below hold a part of one of them.
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


def customisability(
    model: Model,
    licence: Licence | None,
    use: str | None,
    day: str,
    custom: Custom = UNKNOWN,
    region: str | None = None,
) -> Customisability:
    """
    The points of *model* under its *licence*.

    Args:
        model: The model.
        licence: The licence of its weights, None where unknown or closed.
        use: Commercial, internal or research; a licence that forbids it earns nothing.
        day: ISO day; hosted tuning that ends soon after it earns nothing.
        custom: What is known of tuning it and of its parameters.
        region: Where hosted training has to run; None: anywhere.

    Returns:
        Points that facts prove, and how many more the unknown facts could bring.
    """
    proved, possible = _of_weights(model, licence, use, custom)
    tools = POINTS["tool calling"]
    proved += tools if model.tool_calling else 0
    possible += 0 if model.tool_calling is False else tools
    for low, high in (
        _of_parameters(custom.yes, custom.no),
        _of_hosts(custom, day, region),
        _of_output(model, custom),
    ):
        proved += low
        possible += high
    return Customisability(proved, possible - proved)


_SINGLE = (
    (BIT["system prompt"], POINTS["system prompt"]),
    (BIT["logprobs"], POINTS["logprobs"]),
    (BIT["temperature"], 1),
    (BIT["other sampling"], 2),
    (BIT["seed"], POINTS["seed"]),
)
# Together the 15 of hosted fine-tuning, and the 14 of own training.
_HOSTED_POINTS = {"sft": 8, "dpo": 4, "rft": 3}
_TRAINING = ((BIT["lora"], 10), (BIT["full"], 4))
_JSON_MODE_POINTS = 3
"""For an output that is JSON, but of no schema that the host enforces."""


@lru_cache(maxsize=4096)
def _of_parameters(yes: int, no: int) -> tuple[int, int]:
    """Points for what requests may set; few pairs of bits occur, and many models share them."""
    proved = sum(points for bit, points in _SINGLE if yes & bit)
    return proved, sum(points for bit, points in _SINGLE if not no & bit)


def _of_hosts(custom: Custom, day: str, region: str | None) -> tuple[int, int]:
    """Points for hosted tuning that lasts: proved, and possible."""
    # no host is named, and nothing is known to be missing: all is possible
    if not custom.hosted and not custom.no:
        return 0, POINTS["hosted fine-tuning"]
    proved = possible = 0
    for method, points in _HOSTED_POINTS.items():
        found = hosted_method(custom, method, day, region)
        proved += points if found else 0
        possible += 0 if found is False else points
    return proved, possible


@lru_cache(maxsize=4096)
def _of_training(yes: int, no: int) -> tuple[int, int]:
    """Points for training by a library: proved, and possible."""
    proved = sum(points for bit, points in _TRAINING if yes & bit)
    return proved, sum(points for bit, points in _TRAINING if not no & bit)


def _of_output(model: Model, custom: Custom) -> tuple[int, int]:
    """Points for structured output: a schema that is enforced, or JSON alone."""
    most = POINTS["structured output"]
    json_mode = custom.has("json mode")
    if model.structured_output:
        return most, most
    least = _JSON_MODE_POINTS if json_mode else 0
    if model.structured_output is None:
        return least, most
    # no schema is enforced: only JSON as such is left to gain
    return least, 0 if json_mode is False else _JSON_MODE_POINTS


def _of_weights(
    model: Model, licence: Licence | None, use: str | None, custom: Custom
) -> tuple[int, int]:
    """
    Points for weights, licence, own training and distillation: proved, and possible.

    Nothing where the weights are closed, but that a provider's terms may let outputs train; nothing
    at all where the licence forbids the *use*.
    """
    if model.open_weights is False:
        return 0, POINTS["distillation"]  # by the provider's terms, which are not read for this
    allowed = licence.commercial_use if licence else None
    if use == "commercial" and allowed == "no":
        return 0, 0  # weights that may not be used are not the user's own
    trained, trainable = _of_training(custom.yes, custom.no)
    most = POINTS["weights"] + trainable
    if model.open_weights is None:
        return 0, most + POINTS["licence"] + POINTS["distillation"]
    outputs = licence.outputs_train_other_models if licence else None
    # a licence that is read gives the same points at least and at best; one that is not gives none
    # and leaves all open
    granted, at_best = _of_licence(licence)
    given = {"yes": 6, "conditional": 3, "no": 0, None: 0}[outputs]
    at_most = POINTS["distillation"] if outputs is None else given
    # whether the weights may be used is not known: they count as possible, not as proved
    unsure = use == "commercial" and allowed is None
    owned = 0 if unsure else POINTS["weights"] + trained
    return owned + granted + given, most + at_best + at_most


def _of_licence(licence: Licence | None) -> tuple[int, int]:
    """Conditions that a user may not meet, and duties of display or naming, cost points."""
    if licence is None or licence.commercial_use is None:
        return 0, POINTS["licence"]
    if licence.commercial_use == "conditional":
        return (8, 8) if licence.display_duty or licence.naming_duty else (8, 12)
    return (15, 15) if licence.commercial_use == "yes" else (0, 0)
