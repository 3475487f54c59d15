"""A task in a language: the task's estimates moved towards those of the language itself."""

from collections.abc import Iterable

from llmpick.core.facts.estimates import Estimate, Frontier

SHARE = 0.35
"""The weight of the command of a language in the quality of work in it; the rest is the task's."""

PREFIX = "language-"


def language_task(code: str) -> str:
    """The name of the estimates of a language alone."""
    return f"{PREFIX}{code}"


def blend(task: Iterable[Estimate], language: Iterable[Estimate]) -> list[Estimate]:
    """
    The estimates of *task* with a share of those of *language*.

    The two errors are assumed to be fully correlated, which never makes an interval too narrow.
    Direct evidence is that of the language, and the label is the weaker of both; how much there is
    of the task is kept beside it.

    Args:
        task: Estimates of a task, of all models.
        language: Estimates of a language alone.

    Returns:
        One estimate for each model and effort that has both.
    """
    spoken = {(row.model, row.effort): row for row in language}
    return [
        _mixed(row, spoken[row.model, row.effort])
        for row in task
        if (row.model, row.effort) in spoken
    ]


def blend_frontiers(task: Frontier, language: Frontier) -> Frontier:
    """The best on the scale on which `blend` places models."""
    return task._replace(score=_mix(task.score, language.score))


def _mixed(task: Estimate, language: Estimate) -> Estimate:
    return task._replace(
        theta=_mix(task.theta, language.theta),
        # fully correlated errors add up as the means do; independent ones would add in squares
        stderr=_mix(task.stderr, language.stderr),
        score=_mix(task.score, language.score),
        low=_mix(task.low, language.low),
        high=_mix(task.high, language.high),
        direct=language.direct,
        of_task=task.direct,
        label=max(task.label, language.label, key=LABELS.index),
    )


def _mix(task: float, language: float) -> float:
    return (1 - SHARE) * task + SHARE * language


LABELS = ("direct", "some", "general only", "thin")
"""From the best supported estimate to the least."""
