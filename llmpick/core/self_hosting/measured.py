"""A load test beside what the formulas say of the same copy under the same load."""

from typing import NamedTuple

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import serving
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.speed import Interval
from llmpick.core.self_hosting.steps import Replica


class LoadTest(NamedTuple):
    """
    What a load test measured.

    Without *steady* all requests were sent at the same moment. *model*, *gpu*, *form* and *engine*
    are what the emitted command wrote into its result, None where another one measured.
    """

    concurrency: float
    prompt_tokens: float
    output_tokens: float
    steady: bool = True
    requests: int = 0
    failed: int = 0
    first_token_ms: float | None = None
    time_per_token_ms: float | None = None
    output_tps: float | None = None
    model: str | None = None
    gpu: str | None = None
    form: str | None = None
    engine: str | None = None


class Figure(NamedTuple):
    """One amount, as measured and as estimated, in *unit*."""

    what: str
    unit: str
    measured: float
    estimate: Interval

    @property
    def inside(self) -> bool:
        """Whether the 80 % interval holds what was measured."""
        return self.estimate.low <= self.measured <= self.estimate.high

    @property
    def times(self) -> float:
        """What was measured by the estimate."""
        return self.measured / self.estimate.value


class Compared(NamedTuple):
    """A load test with its figures."""

    test: LoadTest
    figures: tuple[Figure, ...]


def compared(
    replica: Replica, fit: SpeedFit, test: LoadTest, *, cached_share: float = 0.0
) -> Compared | Unsizable:
    """
    What was measured beside what is estimated.

    Args:
        replica: The copy that was tested.
        fit: The constants of speed.
        test: What was measured.
        cached_share: Part of each prompt that was in the engine's cache.
    """
    found = serving.serve(
        replica,
        fit,
        concurrency=test.concurrency,
        prompt_tokens=test.prompt_tokens,
        output_tokens=test.output_tokens,
        cached_share=cached_share,
        at_once=not test.steady,
    )
    if isinstance(found, Unsizable):
        return found
    amounts = (
        ("first token", "ms", test.first_token_ms, _times(found.time_to_first_token_s, 1e3)),
        ("time per token", "ms", test.time_per_token_ms, _times(found.time_per_token_s, 1e3)),
        ("all requests", "tokens/s", test.output_tps, found.output_tps),
    )
    figures = tuple(
        Figure(what, unit, value, estimate) for what, unit, value, estimate in amounts if value
    )
    return Compared(test, figures)


def _times(found: Interval, by: float) -> Interval:
    return Interval(*(end * by for end in found))
