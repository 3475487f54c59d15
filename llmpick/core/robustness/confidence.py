"""
How far an answer can be trusted: high, medium or low, by rule, with every check as data.

The label says how often the first is at most three points worse than the best: in nine answers of
ten where it is *high*, in three of four where it is *medium*. `bench/advice.py` measures it on
tests that the estimates were not made from.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Label: TypeAlias = Literal["none", "low", "medium", "high"]

LABELS: tuple[Label, ...] = ("low", "medium", "high")
NEAR_POINTS = 3.0
"""A first choice that is so many points of quality worse than the best, or less, is as good."""
# Thresholds of the label, (high, medium): None asks nothing for medium.
NEAR_BEST = (0.75, 0.50)
TESTS = (1, None)
PRICE_DAYS = (90, None)


class Check(NamedTuple):
    """
    One condition: its *value*, what *high* and *medium* require (None: nothing), what it allows.

    `near-best`: how likely the first is at most three points worse than the best, or what is worth
    as much; `tests`: independent tests of the task itself that it has; `price-age`: days since its
    price was read, None where that is unknown. Of the first two more is better. The *subject* of
    `tests` is the language that they are in, where those are the fewer.
    """

    name: Literal["near-best", "tests", "price-age"]
    value: float | None
    high: float
    medium: float | None
    allows: Label
    subject: str | None = None


class Confidence(NamedTuple):
    """The label, *checks*: all that were made, and *limits*: those that keep it from being more."""

    label: Label
    checks: tuple[Check, ...]
    limits: tuple[Check, ...]


class Grounds(NamedTuple):
    """What the label rests on, all of the first choice: the values of the checks."""

    p_near_best: float
    tests: int
    price_age_days: int | None
    language: str | None = None


def confidence(grounds: Grounds) -> Confidence:
    """How far the first choice can be trusted: the weakest check decides."""
    age = grounds.price_age_days
    checks = (
        _at_least("near-best", grounds.p_near_best, *NEAR_BEST),
        _at_least("tests", grounds.tests, *TESTS)._replace(subject=grounds.language),
        _at_most("price-age", None if age is None else float(age), *PRICE_DAYS),
    )
    label = min((check.allows for check in checks), key=LABELS.index)
    limits = tuple(check for check in checks if check.allows == label and label != "high")
    return Confidence(label, checks, limits)


# Without a bound for medium, a check holds the label at medium and never lower.


def _at_least(
    name: Literal["near-best", "tests"], value: float, high: float, medium: float | None
) -> Check:
    allows: Label = "low"
    if value >= high:
        allows = "high"
    elif medium is None or value >= medium:
        allows = "medium"
    return Check(name, value, high, medium, allows)


def _at_most(
    name: Literal["price-age"], value: float | None, high: float, medium: float | None
) -> Check:
    allows: Label = "low"  # also of an unknown value, which meets no bound
    if value is not None and value <= high:
        allows = "high"
    elif medium is None or (value is not None and value <= medium):
        allows = "medium"
    return Check(name, value, high, medium, allows)
