"""What an interview says on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from llmpick.core.ranking.swing import CriterionEnds
from llmpick.render import words
from llmpick.render.answers import settings

LEVELS = {
    "public": "may train on what you send, or nobody knows",
    "internal": "no training; kept for long, or nobody knows how long",
    "confidential": "no training, kept 30 days at most, under a contract",
    "regulated": "nothing kept, in a place you choose",
    "air-gapped": "on machines of your own",
}
"""The levels of privacy as a person reads them."""

SWING = (
    "Imagine the worst for you in every respect. One may be lifted to its best:",
    "Which would you lift first?",
)


def welcome() -> str:
    """The first lines."""
    return "A few questions; an empty answer takes what stands in brackets, Ctrl-C leaves.\n"


def question(text: str, choices: Sequence[tuple[str, str]], preset: str) -> str:
    """A question with its choices by number, and what an empty answer stands for."""
    lines = [f"\n{text}"]
    lines += [f"  {place:2}  {said}" for place, (_, said) in enumerate(choices, 1)]
    return "\n".join([*lines, f"[{preset}] "])


def swing(anchor: CriterionEnds) -> str:
    """From the worst to the best of a criterion, in its own units."""
    worst, best = anchor.worst, anchor.best
    if anchor.criterion == "performance":
        return (
            f"performance: from {worst:.0f} points of 100 to {best:.0f}, "
            f"those of {anchor.best_model}"
        )
    if anchor.criterion == "cost":
        return f"cost: from {_usd(worst)} to {_usd(best)} USD a month"
    if anchor.criterion == "privacy":
        return f"privacy: from {worst} ({LEVELS[str(worst)]}) to {best} ({LEVELS[str(best)]})"
    return (
        "customisability: from a model you can only call (0 points) "
        "to one you may change in every way (100)"
    )


def _usd(amount: float | str) -> str:
    return words.money(float(amount))


def points(anchor: CriterionEnds, first: CriterionEnds) -> str:
    """How much a swing is worth beside the first."""
    return f"\n{swing(anchor)}\nIf {first.criterion} is worth 100, how much is this? [50] "


def shares(found: Mapping[str, float]) -> str:
    """The weights in words."""
    parts = [f"{name} {share * 100:.0f}" for name, share in found.items()]
    return f"\nweights of 100: {', '.join(parts)}\n"


def command(need: Mapping[str, Any]) -> str:
    """The command line that gives the same answer."""
    return f"llmpick recommend {settings.options(need)}".rstrip()
