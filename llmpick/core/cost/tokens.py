"""How many tokens a model makes of a text, and how many it spends on reasoning."""

from collections.abc import Mapping
from math import log, sqrt
from typing import NamedTuple

from llmpick.core.facts.counting import Thinking, Tokens
from llmpick.core.facts.records import Model
from llmpick.core.need.need import Workload
from llmpick.lang.said import said

UNKNOWN_TOKENIZER_SPREAD = 0.25
MEASURED_SPREAD = 0.6
ASSUMED_SPREAD = 1.1
"""
Standard deviations of logarithms where nothing is measured. The last two are how far models differ
in their reasoning tokens on the same work, at an effort at which many were counted, and at others
(BullshitBench: .52 at high, 1.14 at low, 1.24 at xhigh; Terminal-Bench 4: .62 and .57 at high and
max). A model that was counted at another effort or kind of work is known no better than that: from
low to high the same model thinks 0.8 to 49 times as much.
"""
COUNTED_EFFORTS = {False: frozenset({"high"}), True: frozenset({"high", "xhigh", "max"})}
"""Efforts at which many models were counted: of one call, and of runs of many."""
AGENTS = "agents"
"""Class of prompts that are runs of many turns; the others are answered in one."""


class Guess(NamedTuple):
    """A number that is not the user's own; *spread* is the standard deviation of its logarithm."""

    value: float
    spread: float
    basis: str


def ratio(tokens: Tokens, model: str, content: str | None) -> Guess:
    """
    Tokens of a model for one token of the reference tokenizer.

    Args:
        tokens: What was measured of tokenizers.
        model: Identifier of the model.
        content: A language or kind of text; None where the tokens are those that are billed.

    Returns:
        The ratio with its error; 1 where the model's tokenizer, or its ratio for the content, is
        not known.
    """
    if content is None:
        return Guess(1.0, 0.0, said("tokens as they are billed"))
    found = tokens.tokenizers.get(model)
    if found is None:
        return Guess(1.0, UNKNOWN_TOKENIZER_SPREAD, said("tokenizer unknown"))
    if content not in found.ratios:
        return Guess(
            1.0,
            UNKNOWN_TOKENIZER_SPREAD,
            said("{name} not measured on {content}", name=found.name, content=content),
        )
    if tokens.reference is not None and found.id == tokens.reference.id:
        return Guess(1.0, 0.0, said("the reference tokenizer"))
    standing = "" if found.published else said(", standing in")
    return Guess(
        found.ratios[content],
        found.spread,
        said("{name}{standing}, on {content}", name=found.name, standing=standing, content=content),
    )


def by_effort(stated: Mapping[str, int], multipliers: Mapping[str, float]) -> dict[str, int]:
    """
    Reasoning tokens of a call at every effort, from those that a task states.

    Minimal effort lies halfway from none to low, and medium halfway from low to high, in the
    logarithm of one token more; any other effort is its multiple of high.

    Args:
        stated: Tokens at `low`, `high` and perhaps further efforts.
        multipliers: Tokens at each effort by those at medium, of the median model.
    """
    low, high = stated["low"], stated["high"]
    found = {name: round(high * step / multipliers["high"]) for name, step in multipliers.items()}
    between = {"none": 0, "minimal": _halfway(0, low), "medium": _halfway(low, high)}
    return {**found, **between, **stated}


def _halfway(one: int, other: int) -> int:
    return round(sqrt((1 + one) * (1 + other)) - 1)


def is_run(workload: Workload) -> bool:
    """Whether a request is many calls of the model, and not one answer."""
    return workload.turns > 1 or workload.calls_per_request > 1


def thinking(
    tokens: Tokens,
    model: Model,
    effort: str | None,
    workload: Workload,
    multipliers: Mapping[str, float],
) -> Guess:
    """
    Reasoning tokens of a call, which are billed and not shown.

    Where it is not known whether a model reasons, it counts as one that does. What the user
    measured of the model, or states, replaces what is assumed. Else the median model's tokens at
    the effort, as the task states them, count as often as this model thinks for one token of the
    median model: by the row of the effort that is requested, else of the kind of work (a run of
    calls, or one answer), else of prompts that take about as much reasoning.

    Args:
        tokens: What was measured of models' reasoning.
        model: The model.
        effort: One of `EFFORTS`; None counts as medium.
        workload: Holds the tokens by effort, or those at medium that the user measured.
        multipliers: Tokens at each effort by those at medium, of the median model.

    Returns:
        Tokens a call with their error; 0 for a model that does not reason, or at effort `none`.
    """
    if model.reasoning is False or effort == "none":
        return Guess(0.0, 0.0, said("does not reason"))
    if workload.measured_reasoning == "exact":
        return Guess(float(workload.reasoning_tokens), 0.0, said("given"))
    if (own := tokens.own.get((model.id, effort))) is not None:
        return Guess(
            own.tokens, own.spread, said("measured on {calls} calls of your own", calls=own.calls)
        )
    at = effort or "medium"
    usual = workload.reasoning_tokens * multipliers.get(at, 1.0)
    if workload.thinking_tokens is not None:
        usual = float(workload.thinking_tokens.get(at, usual))
    if workload.measured_reasoning or not usual:
        basis = (
            said("given at medium effort")
            if workload.measured_reasoning
            else said("the task's preset")
        )
        return Guess(usual, 0.0, said("{basis}, effort {at}", basis=basis, at=at))
    run = is_run(workload)
    rows = tokens.thinking.get(model.id, ())
    if not rows:
        spread = MEASURED_SPREAD if at in COUNTED_EFFORTS[run] else ASSUMED_SPREAD
        return Guess(usual, spread, said("the task's preset, effort {at}", at=at))

    def of_median(row: Thinking) -> float:
        return multipliers.get(row.median_effort or "medium", 1.0) or 1.0

    medium = max(1, workload.reasoning_tokens)
    row = min(
        rows,
        key=lambda row: (
            row.effort != effort,
            (row.prompts == AGENTS) is not run,
            abs(log(row.median_tokens / of_median(row) / medium)),
            row.prompts,
        ),
    )
    # the row's multiple is of the median at its own effort; here, of the median at the row's effort
    multiple = row.multiple * of_median(row) / (multipliers.get(row.effort or "medium", 1.0) or 1.0)
    spread = MEASURED_SPREAD if row.spread is None else row.spread
    if row.effort != effort or (row.prompts == AGENTS) is not run:
        spread = max(spread, ASSUMED_SPREAD)
    return Guess(
        usual * multiple,
        spread,
        said(
            "the task's preset times {multiple:.2g}, measured on {prompts}",
            multiple=multiple,
            prompts=row.prompts,
        ),
    )
