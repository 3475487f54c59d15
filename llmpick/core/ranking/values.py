"""From raw values to utilities, 0 to 1, on fixed ends: no candidate moves another."""

from __future__ import annotations

from math import exp, fsum, log

from llmpick.core.facts.records import Anchors, Scale
from llmpick.core.need.need import Workload


def quality_utility(theta: float, anchors: Anchors, knee_utility: float) -> float:
    """
    The worth of an ability: straight from low (0) to knee, and from knee to high (1), clamped.

    Args:
        theta: Ability in the task, logits.
        anchors: The task's ends, logits.
        knee_utility: Worth of the knee, above which more matters less.

    Returns:
        Utility, without unit, 0 to 1.
    """
    if theta <= anchors.low:
        return 0.0
    if theta >= anchors.high:
        return 1.0
    if theta <= anchors.knee:
        return knee_utility * (theta - anchors.low) / (anchors.knee - anchors.low)
    return knee_utility + (1 - knee_utility) * (theta - anchors.knee) / (
        anchors.high - anchors.knee
    )


def cost_ends(scale: Scale, workload: Workload, budget: float | None) -> tuple[float, float]:
    """
    The costs worth 0 and 1.

    With a budget it is worth 0, and a fixed share of it 1; else the workload is priced at the
    constants of the scale. Below the floor cost does not discriminate.

    Args:
        scale: The constants: shares, floors and prices.
        workload: Requests and tokens of a month.
        budget: USD a month, None where none is given.

    Returns:
        Worst and best, USD a month; worst is greater, so that the logarithm between has a width.
    """
    if budget is not None:
        best = max(budget * scale.best_share_of_budget, scale.floor_usd_per_month)
        return max(budget, best * (1 + 1e-9)), best
    calls = workload.calls_per_month
    # each turn of a loop adds the same to the input: the mean turn has half of what the last added
    context = workload.input_tokens + (workload.turns - 1) * workload.context_growth_tokens / 2
    tokens_in = calls * context / 1e6
    tokens_out = calls * workload.output_tokens / 1e6
    best = max(
        tokens_in * scale.best_input_usd_per_mtok + tokens_out * scale.best_output_usd_per_mtok,
        scale.floor_usd_per_month,
    )
    worst = (
        tokens_in * scale.worst_input_usd_per_mtok + tokens_out * scale.worst_output_usd_per_mtok
    )
    return max(worst, best * (1 + 1e-9)), best


def cost_utility(cost: float, worst: float, best: float) -> float:
    """
    The worth of a monthly *cost*: a factor counts the same wherever it stands, clamped.

    Args:
        cost: USD a month, 0 or more.
        worst: USD a month worth 0.
        best: USD a month worth 1, less than *worst*.

    Returns:
        Utility, without unit, 0 to 1.
    """
    if cost <= best:
        return 1.0
    if cost >= worst:
        return 0.0
    return log(worst / cost) / log(worst / best)


def cost_at(utility: float, worst: float, best: float) -> float:
    """
    The monthly cost that is worth *utility*: the inverse of `cost_utility`.

    Args:
        utility: 0 to 1; beyond them the line goes on.
        worst: USD a month worth 0.
        best: USD a month worth 1, less than *worst*.
    """
    return worst * exp(-utility * log(worst / best))


def beyond(value: float, required: float) -> float | None:
    """
    What a graded *value* is worth beyond what is required: meeting the need exactly is worth 0.

    Args:
        value: Worth of a grade, 0 to 1.
        required: Worth of the grade that the need requires, same scale.

    Returns:
        Utility, 0 to 1; None where the highest grade is required, and nothing is left to rank.
    """
    if required >= 1:
        return None
    return max(0.0, (value - required) / (1 - required))


total = fsum
"""
The score that contributions, weight times utility each, add up to.

Rounded once, so that it has the same bits in whatever order they come.
"""
