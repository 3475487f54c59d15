"""What the fit expects of a published score, from stored parameters (standard library only)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from llmpick.ability.data import HARNESS_DOMAINS
from llmpick.ability.transform import expected_value, measure
from llmpick.ability.update import contrast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmpick.ability.data import FitBenchmark, PublishedScore
    from llmpick.ability.update import State, Vector


class FittedBenchmark(NamedTuple):
    """
    A fitted benchmark: difficulty *mu*, *loadings* by factor name, own variance *psi*.

    *scatter* is how far scores of its domain were seen to lie off, in errors that the fit states.
    """

    mu: float
    loadings: Mapping[str, float]
    psi: float
    scatter: float = 1.0


class SourceClass(NamedTuple):
    """What the fit takes off a reporter's numbers (logits), and the variance it adds."""

    offset: float
    offset_harness: float
    variance: float


class Expectation(NamedTuple):
    """The *value* expected, in the benchmark's unit, and how many errors the score lies off."""

    value: float
    residual: float


def stored_loadings(parameters: FittedBenchmark, factors: Sequence[str]) -> tuple[Vector, float]:
    """
    Loadings in the order of the stored *factors*, and the variance of the other factors.

    Those are the boards', which no catalog stores: each has variance 1 before its scores.
    """
    known = [parameters.loadings.get(name, 0.0) for name in factors]
    return known, math.fsum(w**2 for name, w in parameters.loadings.items() if name not in factors)


def expectation(
    score: PublishedScore,
    benchmark: FitBenchmark,
    parameters: FittedBenchmark,
    reporter: SourceClass,
    state: State,
    factors: Sequence[str],
) -> Expectation:
    """
    Place *score* against what the fit expects of its model.

    The score itself took part in the fit, so the residual understates how far it lies off. The
    errors of the benchmark's own parameters are not in it.

    Args:
        score: The published score.
        benchmark: Its scale.
        parameters: Its fitted parameters.
        reporter: The class of the score's source.
        state: Factors of the score's (model, effort), in the order of *factors*.
        factors: Names of the stored factors.
    """
    loadings, unstored = stored_loadings(parameters, factors)
    mean, variance = contrast(state, parameters.mu, loadings)
    harness = benchmark.domain in HARNESS_DOMAINS
    mean += reporter.offset_harness if harness else reporter.offset
    measured = measure(score, benchmark)
    error = math.sqrt(variance + unstored + parameters.psi + measured.v + reporter.variance)
    residual = (measured.z - mean) / (error * parameters.scatter)
    return Expectation(expected_value(mean, benchmark), residual)
