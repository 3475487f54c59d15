"""How far an answer can be trusted: high, medium or low, by rule, with every check as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.robustness.stability import WeightInterval

Label: TypeAlias = Literal["none", "low", "medium", "high"]

LABELS: tuple[Label, ...] = ("low", "medium", "high")
NEAR = 0.05
"""A weight this near to the end of its stability interval takes one step off the label."""
# Thresholds of the label, (high, medium) where there are two. They are our own choice: see the
# table of labels in the method's design. Of the first two and INDEPENDENT more is better.
P_BEST = (0.70, 0.45)
DIRECT = (3, 2)
STDERR = 0.20  # logits, about five points of the score in the middle of the scale
INDEPENDENT = 2
PRICE_DAYS = (90, 180)


class Check(NamedTuple):
    """
    One condition: its *value*, what *high* and *medium* require (None: nothing), what it allows.

    Of `p-best`, `direct-scores` and `independent-scores` more is better; of `stderr`, `price-age`
    and `assumed-reasoning` less. The last two kinds only take a step down: `other-method` (value:
    the method, *subject*: its pick) and `stability` (value: the margin, *subject*: the criterion).
    The *subject* of `direct-scores` is the language that they are in, where those are the fewer.
    """

    name: str
    value: float | str | None
    high: float | None
    medium: float | None
    allows: Label
    subject: str | None = None


class Confidence(NamedTuple):
    """
    The label, and *checks*: all that were made, those that hold it down first.

    *before* is the label that P(best), evidence and facts allow; one step lower where a step down
    applies. *limits* are the checks that keep the label from being higher.
    """

    label: Label
    before: Label
    checks: tuple[Check, ...]
    limits: tuple[Check, ...]


class Grounds(NamedTuple):
    """
    What the label rests on, all of the first choice.

    *p_group* is P(best within the toss-up set), None where no set is shown; *direct* counts scores
    in the task's own domains, or those in *language* where they are fewer, *independent* those that
    its developer did not measure; *stderr* is calibrated, in logits; *price_age_days* is None where
    the day is not known; *others* has the pick of each further method, *intervals* the stability
    interval of each criterion.
    """

    first: str
    p_best: float
    p_group: float | None
    direct: int
    independent: int
    stderr: float
    price_age_days: int | None
    assumed_reasoning: bool
    others: Mapping[str, str] = {}
    intervals: Mapping[str, WeightInterval] = {}
    language: str | None = None


def confidence(grounds: Grounds | None) -> Confidence:
    """
    How far the first choice can be trusted.

    Args:
        grounds: What the label rests on; None where nothing fits.

    Returns:
        The label by the weakest check, one step lower where another method or a small change of a
        weight would choose differently; `none` where nothing fits.
    """
    if grounds is None:
        return Confidence("none", "none", (), ())
    checks = _checks(grounds)
    # the weakest check decides: much of one kind of evidence does not make up for another
    before = min((check.allows for check in checks), key=LABELS.index)
    down = [*_other_picks(grounds), *_near_ends(grounds)]
    # one step in all, however many of these checks apply
    label = LABELS[max(0, LABELS.index(before) - bool(down))]
    limits = [check for check in checks if check.allows == before and before != "high"]
    # a step that the lowest label cannot take still stands in the way of a higher one
    if label != before or before == "low":
        limits = [*limits, *down]
    rest = [check for check in [*checks, *down] if check not in limits]
    return Confidence(label, before, (*limits, *rest), tuple(limits))


def _checks(grounds: Grounds) -> list[Check]:
    # a toss-up set is shown as one recommendation, so that its probability counts as one
    shown = max(grounds.p_best, grounds.p_group or 0.0)
    age = grounds.price_age_days
    assumed = float(grounds.assumed_reasoning)
    return [
        _at_least("p-best", shown, *P_BEST),
        _at_least("direct-scores", grounds.direct, *DIRECT)._replace(subject=grounds.language),
        _at_least("independent-scores", grounds.independent, INDEPENDENT, None),
        _at_most("stderr", grounds.stderr, STDERR, None),
        _at_most("price-age", None if age is None else float(age), *PRICE_DAYS),
        _at_most("assumed-reasoning", assumed, 0.0, None),
    ]


# Without a bound for medium, a check holds the label at medium and never lower.


def _at_least(name: str, value: float, high: float, medium: float | None) -> Check:
    allows: Label = "low"
    if value >= high:
        allows = "high"
    elif medium is None or value >= medium:
        allows = "medium"
    return Check(name, value, high, medium, allows)


def _at_most(name: str, value: float | None, high: float, medium: float | None) -> Check:
    allows: Label = "low"  # also of an unknown value, which meets no bound
    if value is not None and value <= high:
        allows = "high"
    elif medium is None or (value is not None and value <= medium):
        allows = "medium"
    return Check(name, value, high, medium, allows)


def _other_picks(grounds: Grounds) -> Sequence[Check]:
    return [
        Check("other-method", method, None, None, "medium", pick)
        for method, pick in grounds.others.items()
        if pick != grounds.first
    ]


def _near_ends(grounds: Grounds) -> Sequence[Check]:
    return [
        Check("stability", interval.margin, NEAR, None, "medium", criterion)
        for criterion, interval in grounds.intervals.items()
        # a weight of 0 takes the criterion out of the answer, and its interval with it
        if interval.given > 0 and interval.margin <= NEAR
    ]
