"""
What a model lets a user change, and whether that meets a need: yes, no or unknown.

Facts of many models are bits: two whole numbers a model, one of what is known to be there and one
of what is known to be missing.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from llmpick.core.facts import days
from llmpick.core.facts.records import BIT, Custom, Hosted, Model

HOSTED_METHODS = ("sft", "dpo", "rft")

SUNSET_DAYS = 180
"""Hosted tuning that ends within so many days does not count: the tuned model ends with it."""

NEEDS = ("fine-tune", "weights", "lora", "dpo", "logprobs", "seed", "system-prompt")


UNKNOWN = Custom()


class TuningVerdict(NamedTuple):
    """Whether a need is met, None where unknown, and the fact that says so."""

    met: bool | None
    fact: str


def lasts(offer: Hosted, day: str) -> bool:
    """Whether *offer* takes jobs on *day* and does not end within `SUNSET_DAYS` of it."""
    ends = [end for end in (offer.jobs_end, offer.models_end) if end is not None]
    return all(days.between(day, end) > SUNSET_DAYS for end in ends)


def hosted_method(custom: Custom, method: str, day: str, region: str | None = None) -> bool | None:
    """
    Whether a host tunes the model by *method* on *day*, to last.

    Args:
        custom: What is known of the model.
        method: sft, dpo or rft.
        day: ISO day.
        region: Where the training has to run; an offer of unknown regions is then unknown.

    Returns:
        True, False, or None where it is unknown.
    """
    # False only where a fact says that no host but those named can offer it
    found: bool | None = False if custom.no & BIT[f"hosted {method}"] else None
    for offer in custom.hosted:
        if method in offer.methods and lasts(offer, day):
            if region is None or (offer.regions is not None and region in offer.regions):
                return True
            if offer.regions is None:
                found = None  # it may train there: no longer a certain no
    return found


def judge(
    need: str,
    model: Model,
    custom: Custom,
    day: str,
    *,
    route: Custom | None = None,
    provider: str | None = None,
    region: str | None = None,
) -> TuningVerdict:
    """
    Whether *model* meets *need*, one of `NEEDS`, on *day*.

    Args:
        need: What the user requires.
        model: The model.
        custom: What is known of it over all routes.
        day: ISO day.
        route: What the offering is known to take; None judges the model by its best route.
        provider: Count the hosted tuning of this provider alone.
        region: Where hosted training has to run.

    Returns:
        Whether the need is met, and the fact that decides.

    Raises:
        KeyError: no such need.
    """
    if need == "weights":
        return TuningVerdict(model.open_weights, "open_weights")
    if need in _PARAMETERS:
        name = _PARAMETERS[need]
        return TuningVerdict((custom if route is None else route).has(name), name.replace(" ", "_"))
    own = _of_own(need, model, custom)
    if need == "lora":
        return TuningVerdict(own, "libraries")
    methods = HOSTED_METHODS if need == "fine-tune" else (need,)
    if provider is not None:
        here = tuple(offer for offer in custom.hosted if offer.provider == provider)
        custom = custom._replace(hosted=here)
    hosted = _any(hosted_method(custom, method, day, region) for method in methods)
    # the fact that decides: hosted tuning, unless one's own training alone meets the need
    fact = "libraries" if own and not hosted else "hosted_tuning"
    return TuningVerdict(_any((own, hosted)), fact)


_PARAMETERS = {"logprobs": "logprobs", "seed": "seed", "system-prompt": "system prompt"}
_TRAININGS: Mapping[str, tuple[str, ...]] = {
    "fine-tune": ("lora", "full"),
    "lora": ("lora",),
    "dpo": ("preference",),
}


def _of_own(need: str, model: Model, custom: Custom) -> bool | None:
    """Whether one can train the weights oneself: they are open, and a library takes them."""
    by_library = _any(custom.has(name) for name in _TRAININGS[need])
    if model.open_weights is False or by_library is False:
        return False
    return True if model.open_weights and by_library else None


def _any(found: Iterable[bool | None]) -> bool | None:
    """True where one is, False where all are, else unknown."""
    answers = tuple(found)
    if True in answers:
        return True  # Kleene's "or": unknown matters only where nothing is true
    return None if None in answers else False
