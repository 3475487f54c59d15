"""How many tokens a model makes of a text, and how many it spends on reasoning."""

from collections.abc import Mapping
from math import log
from typing import NamedTuple

from llmpick.core.facts.records import Model, Thinking, Tokens
from llmpick.core.need.need import Workload

UNKNOWN_TOKENIZER_SPREAD = 0.25
UNKNOWN_THINKING_SPREAD = 0.6
"""
Standard deviations of logarithms where nothing is measured. The second is how far models differ in
their reasoning tokens on the same work.
"""
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
        return Guess(1.0, 0.0, "tokens as they are billed")
    found = tokens.tokenizers.get(model)
    if found is None:
        return Guess(1.0, UNKNOWN_TOKENIZER_SPREAD, "tokenizer unknown")
    if content not in found.ratios:
        return Guess(1.0, UNKNOWN_TOKENIZER_SPREAD, f"{found.name} not measured on {content}")
    if tokens.reference is not None and found.id == tokens.reference.id:
        return Guess(1.0, 0.0, "the reference tokenizer")
    standing = "" if found.published else ", standing in"
    return Guess(found.ratios[content], found.spread, f"{found.name}{standing}, on {content}")


def thinking(
    tokens: Tokens,
    model: Model,
    effort: str | None,
    workload: Workload,
    multipliers: Mapping[str, float],
) -> Guess:
    """
    Reasoning tokens of a request, which are billed and not shown.

    Where it is not known whether a model reasons, it counts as one that does. What the user
    measured replaces what is assumed. A measured row stands for the effort asked, else for the kind
    of work (a run of turns, or one answer), else for prompts that take about as much thought.

    Args:
        tokens: What was measured of models' reasoning.
        model: The model.
        effort: One of `EFFORTS`; None counts as medium.
        workload: Holds the tokens at medium effort, and whether the user measured them.
        multipliers: Tokens at each effort by those at medium.

    Returns:
        Tokens a request with their error; 0 for a model that does not reason, or at effort `none`.
    """
    if model.reasoning is False or effort == "none":
        return Guess(0.0, 0.0, "does not reason")
    usual = float(workload.reasoning_tokens)
    if workload.measured_reasoning == "exact":
        return Guess(usual, 0.0, "given")
    step = multipliers.get(effort or "medium", 1.0)
    rows = tokens.thinking.get(model.id, ())
    if workload.measured_reasoning or not rows or not usual:
        spread = 0.0 if workload.measured_reasoning or not usual else UNKNOWN_THINKING_SPREAD
        basis = "given at medium effort" if workload.measured_reasoning else "the task's preset"
        return Guess(usual * step, spread, f"{basis}, effort {effort or 'medium'}")

    def of_median(row: Thinking) -> float:
        return multipliers.get(row.median_effort or "medium", 1.0) or 1.0

    # measured at this effort before any other, then on prompts of the kind of this work
    row = min(
        rows,
        key=lambda row: (
            row.effort != effort,
            (row.prompts == AGENTS) is (workload.turns == 1),
            abs(log(row.median_tokens / of_median(row) / usual)),
            row.prompts,
        ),
    )
    # the measured multiple holds its own effort already
    step *= of_median(row) / (multipliers.get(row.effort or "medium", 1.0) or 1.0)
    return Guess(
        usual * row.multiple * step,
        UNKNOWN_THINKING_SPREAD if row.spread is None else row.spread,
        f"the task's preset times {row.multiple:g}, measured on {row.prompts}",
    )
