"""How far off the fit is, on the rows it was made on and on those it was not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import validation
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.validation import MeasuredRow, World


class Errors(NamedTuple):
    """
    Relative errors of predictions, shares: mean, median, within a factor of two.

    *covered* is the share of rows inside their 80 % interval, *bias* the geometric mean of
    predicted by measured.
    """

    rows: int
    mape: float
    median: float
    within_2x: float
    covered: float | None
    bias: float


class ScoredRow(NamedTuple):
    """A row with log(measured / predicted) in its own unit, and whether its interval held it."""

    row: MeasuredRow
    log_ratio: float
    inside: bool | None


def score(rows: Sequence[MeasuredRow], world: World, fit: SpeedFit) -> list[ScoredRow]:
    """The rows that can be predicted, with their errors."""
    found = []
    for row in rows:
        value = validation.residual(row, world, fit)
        if value is None:
            continue
        names = validation.residual_class(row, world)
        low, high = next(fit.residuals[name] for name in names if name in fit.residuals)
        # the residual of a rate is that of its time, while the ratio is shown in the row's own unit
        sign = -1 if row.task in validation.RATES else 1
        found.append(ScoredRow(row, sign * value, low <= value <= high))
    return found


def score_first(rows: Sequence[MeasuredRow], world: World, fit: SpeedFit) -> list[ScoredRow]:
    """The same of the time to the first token of rows of serving."""
    found = []
    for row in rows:
        if row.task == "serving" and row.first_token_ms:
            done = validation.work_of(row, world, fit)
            if not isinstance(done, Unsizable):
                low, high = fit.residuals.get(f"first/{row.engine}") or fit.residuals["first"]
                ratio = math.log(row.first_token_ms / validation.first_ms(row, done, fit))
                found.append(ScoredRow(row, ratio, low <= ratio <= high))
    return found


def errors(scored: Sequence[ScoredRow]) -> Errors | None:
    """
    Sum up how far off predictions are.

    Args:
        scored: Rows with log(measured / predicted).

    Returns:
        Shares, relative to what was measured; None where there are no rows.
    """
    if not scored:
        return None
    ratios = [one.log_ratio for one in scored]
    # predicted / measured - 1
    relative = sorted(abs(math.exp(-ratio) - 1) for ratio in ratios)
    count = len(relative)
    middle = (relative[(count - 1) // 2] + relative[count // 2]) / 2
    inside = [one.inside for one in scored if one.inside is not None]
    return Errors(
        rows=count,
        mape=math.fsum(relative) / count,
        median=middle,
        within_2x=sum(abs(ratio) <= math.log(2) for ratio in ratios) / count,
        covered=sum(inside) / len(inside) if inside else None,
        bias=math.exp(-math.fsum(ratios) / count),
    )
