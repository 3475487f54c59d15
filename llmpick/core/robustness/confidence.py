"""
How far an answer can be trusted: high, medium or low, by rule, with every check as data.

The label says how often the first is at most three points worse than the best: in nine answers of
ten where it is *high*, in three of four where it is *medium*. `bench/advice.py` measures it on
tests that the estimates were not made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

Label: TypeAlias = Literal["none", "low", "medium", "high"]

LABELS: tuple[Label, ...] = ("low", "medium", "high")
NEAR_POINTS = 3.0
"""A first choice that is so many points of quality worse than the best, or less, is as good."""
NEAR_BEST: Mapping[str, tuple[float | None, float | None]] = {
    "direct": (0.30, 0.0),
    "some": (0.85, 0.0),
    "general only": (None, 0.70),
    "thin": (None, None),
}
"""
How well an estimate is founded → how likely the first must be near the best, for *high* and for
*medium*; None: never. Read off `bench/advice.py` on 2026-11-30: of 887 answers that a hidden test
judged the first was near the best in 94 of 100 where three independent tests or more supported it
(*direct*), in 90 where some did and in 95 where it was also likely by the draws, in 67 where none
did.
"""
PRICE_DAYS = 90


class Check(NamedTuple):
    """
    One condition: its *value*, what *high* and *medium* require (None: never), what it allows.

    `near-best`: how likely the first is at most three points worse than the best, or what is worth
    as much, at least so; `price-age`: days since its price was read, at most so, None where that is
    unknown; it holds the label at medium and never lower.
    """

    name: Literal["near-best", "price-age"]
    value: float | None
    high: float | None
    medium: float | None
    allows: Label


class Confidence(NamedTuple):
    """
    The label, *checks*: all that were made, and *limits*: those that keep it from being more.

    *evidence* is how well the estimate of the first is founded, *tests* its independent tests of
    the task, or of the *language* where those are fewer.
    """

    label: Label
    checks: tuple[Check, ...]
    limits: tuple[Check, ...]
    evidence: str
    tests: int
    language: str | None = None


class Grounds(NamedTuple):
    """What the label rests on, all of the first choice; *evidence* is a key of `NEAR_BEST`."""

    p_near_best: float
    evidence: str
    tests: int
    price_age_days: int | None
    language: str | None = None


def confidence(grounds: Grounds) -> Confidence:
    """How far the first choice can be trusted: the weaker check decides."""
    checks = (_near_best(grounds), _price_age(grounds.price_age_days))
    label = min((check.allows for check in checks), key=LABELS.index)
    limits = tuple(check for check in checks if check.allows == label and label != "high")
    return Confidence(label, checks, limits, grounds.evidence, grounds.tests, grounds.language)


def _near_best(grounds: Grounds) -> Check:
    high, medium = NEAR_BEST[grounds.evidence]
    likely = grounds.p_near_best
    allows: Label = "low"
    if high is not None and likely >= high:
        allows = "high"
    elif medium is not None and likely >= medium:
        allows = "medium"
    return Check("near-best", likely, high, medium, allows)


def _price_age(days: int | None) -> Check:
    allows: Label = "high" if days is not None and days <= PRICE_DAYS else "medium"
    return Check("price-age", None if days is None else float(days), PRICE_DAYS, None, allows)
