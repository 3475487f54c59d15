"""How much a score that nobody has yet would narrow an estimate (standard library only)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from llmpick.ability.update import dot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmpick.ability.update import State

UNMEASURED_VARIANCE = 1.0 / (200 * 0.25)
"""Of a score on 200 items at one half, squared logits."""


def error_after(
    state: State, contrast: Sequence[float], loadings: Sequence[float], noise: float
) -> tuple[float, float]:
    """
    Standard error of contrast . factors before and after one more score, logits.

    Of a Gaussian it does not depend on what the score turns out to be.

    Args:
        state: Factors of a (model, effort).
        contrast: What is wanted, by factor.
        loadings: Of the benchmark, by factor.
        noise: All other variance of the score, squared logits.
    """
    spread = [dot(row, loadings) for row in state.cov]
    variance = dot(contrast, [dot(row, contrast) for row in state.cov])
    told = dot(contrast, spread) ** 2 / (dot(loadings, spread) + noise)
    return math.sqrt(max(0.0, variance)), math.sqrt(max(0.0, variance - told))
