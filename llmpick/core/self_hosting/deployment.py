"""
Deployments: a model in a format on accelerators, whether it fits, how fast it is, and the choice.

The smallest tensor-parallel degree that has room, then copies of it: more accelerators a replica
buy latency and room for caches, not throughput each (77 %, 60 %, 32 % of one at 2, 4 and 8).
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit
from llmpick.core.facts.records import Z80
from llmpick.core.self_hosting import serving, speed
from llmpick.core.self_hosting.memory import (
    Engine,
    Footprint,
    Unsizable,
    cache_bytes,
    footprint,
)
from llmpick.core.self_hosting.serving import Layout, Replica, Serving
from llmpick.core.self_hosting.speed import Interval
from llmpick.lang.said import said

MAX_GPUS = 8
"""Accelerators of the largest machine: nothing beyond one machine is sized."""
TIE_LOGITS = 0.1
"""Lower ends of ability nearer than this count as equal: fewer accelerators decide then."""

DOUBT_LOGITS = ((8.0, 0.0), (4.0, 0.07), (3.0, 0.30), (0.0, 0.80))
"""Standard error that a format adds where no loss was read, from so many bits a weight up."""


class Sized(NamedTuple):
    """
    A replica that fits, with what it does.

    *single_tps* is one stream, *under_load* the requested concurrency; None without a fit.
    """

    replica: Replica
    footprint: Footprint
    single_tps: Interval | None
    under_load: Serving | None


class Misfit(NamedTuple):
    """Why a model does not run there; *needed_gib* each of the most would need, if known."""

    model: str
    form: str
    accelerator: str
    reason: str
    needed_gib: float | None = None


def layouts(arch: Architecture, engine: Engine, most: int) -> Iterable[Layout]:
    """What to try, the smallest first: powers of two, as heads split evenly; layers by any."""
    for gpus in sizes(engine, most):
        if not engine.tensor_parallel or splits(arch, gpus):
            yield Layout(gpus)


def sizes(engine: Engine, most: int) -> list[int]:
    """Accelerators of a copy to try: any number that shares out layers, else powers of two."""
    if not engine.tensor_parallel:
        return list(range(1, most + 1))
    return [2**power for power in range(most.bit_length())]


def splits(arch: Architecture, gpus: int) -> bool:
    """Whether the heads of a model split evenly over *gpus*."""
    return gpus == 1 or not arch.heads or arch.heads % gpus == 0


def size(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    engine: Engine,
    fit: SpeedFit | None,
    *,
    context_tokens: int,
    concurrency: int = 1,
    prompt_tokens: float | None = None,
    output_tokens: float = 256.0,
    cache: str = "bf16",
    max_gpus: int = MAX_GPUS,
    gpus: int | None = None,
    cached_share: float = 0.0,
) -> Sized | Misfit:
    """
    The smallest replica that has room for *concurrency* requests of *context_tokens*.

    Args:
        arch: The model.
        form: How its weights are stored.
        accelerator: What it runs on.
        engine: What runs it.
        fit: Constants of speed; None: only memory.
        context_tokens: Tokens that each request may grow to.
        concurrency: Requests at a time.
        prompt_tokens: Length of a prompt; None: what the context leaves beside the answer.
        output_tokens: Length of an answer.
        cache: Precision of the cache.
        max_gpus: Most accelerators of one machine.
        gpus: Exactly so many, where the hardware is given.
        cached_share: Part of each prompt that is in the cache of an earlier one.

    Returns:
        The replica with its memory and speed, or why the model does not run there.
    """
    window = arch.context_window_tokens
    if window is not None and context_tokens > window:
        return _misfit(arch, form, accelerator, f"its context window is {window} tokens")
    found: Footprint | None = None
    for layout in layouts(arch, engine, gpus or max_gpus):
        if gpus is not None and layout.gpus != gpus:
            continue
        tried = footprint(
            arch,
            form,
            accelerator,
            engine,
            gpus=layout.gpus,
            context_tokens=context_tokens,
            concurrency=concurrency,
            cache=cache,
        )
        if isinstance(tried, Unsizable):
            return _misfit(arch, form, accelerator, f"cannot be sized: {tried.reason}")
        found = tried  # the largest tried is the one whose need a misfit reports
        if tried.fits:
            replica = Replica(arch, form, accelerator, engine, layout, cache)
            prompt = max(1.0, context_tokens - output_tokens)
            lengths = (prompt_tokens or prompt, output_tokens, cached_share)
            return _timed(replica, tried, fit, concurrency, *lengths)
    if found is None:
        return _misfit(arch, form, accelerator, f"{gpus} accelerators cannot share its heads")
    return _misfit(arch, form, accelerator, said("does not fit"), found.total_gib)


def _misfit(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    reason: str,
    needed_gib: float | None = None,
) -> Misfit:
    return Misfit(arch.model, form.id, accelerator.id, reason, needed_gib)


def _timed(
    replica: Replica,
    held: Footprint,
    fit: SpeedFit | None,
    concurrency: int,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float,
) -> Sized:
    if fit is None:
        return Sized(replica, held, None, None)
    load = serving.serve(
        replica,
        fit,
        concurrency=concurrency,
        prompt_tokens=prompt_tokens,
        output_tokens=output_tokens,
        cached_share=cached_share,
    )
    under_load = None if isinstance(load, Unsizable) else load
    # with one request at a time, the load is the single stream: no need to work it out twice
    if concurrency == 1 and under_load is not None and replica.engine.tensor_parallel:
        return Sized(replica, held, under_load.output_tps, under_load)
    single = _single(replica, fit, prompt_tokens, output_tokens, cached_share)
    return Sized(replica, held, single, under_load)


def _single(
    replica: Replica,
    fit: SpeedFit,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float,
) -> Interval | None:
    """Tokens per second of one request alone."""
    if isinstance(cache_bytes(replica.arch, 1, replica.cache), Unsizable):
        return None
    # the model of serving where it applies, so that one stream and many agree; else that of
    # decoding, which needs no peak arithmetic
    if replica.engine.tensor_parallel and speed.peak_flops(replica.accelerator, replica.form):
        alone = serving.serve(
            *(replica, fit),
            concurrency=1,
            prompt_tokens=prompt_tokens,
            output_tokens=output_tokens,
            cached_share=cached_share,
        )
        return None if isinstance(alone, Unsizable) else alone.output_tps
    return speed.decode(
        replica.arch,
        replica.form,
        replica.accelerator,
        fit,
        gpus=replica.layout.gpus,
        context_tokens=prompt_tokens + output_tokens / 2,
        cache=replica.cache,
    )


# The choice


class FormatOption(NamedTuple):
    """
    One way to run one model, for the choice among them.

    *ability* and *stderr* are those of the model as released, in logits; *native_bits* the bits
    of its release.
    """

    model: str
    form: Format
    gpus: int
    ability: float | None
    stderr: float
    native_bits: float = 16.0
    usd_per_month: float | None = None
    single_tps: float | None = None


class Quality(NamedTuple):
    """Ability in a format, logits, with the standard error and whether its loss was read."""

    ability: float
    stderr: float
    sourced: bool

    @property
    def low(self) -> float:
        """The lower end of the 80 % interval."""
        return self.ability - Z80 * self.stderr


def quality(option: FormatOption) -> Quality | None:
    """
    Ability as it is stored: less the sourced loss, or with a wider interval where none was read.

    A model released in four bits loses nothing in four bits.
    """
    if option.ability is None:
        return None
    # no narrower than the release: nothing was rounded
    if option.form.bits >= option.native_bits:
        return Quality(option.ability, option.stderr, True)
    if option.form.quality_loss is not None:
        loss, error = option.form.quality_loss
        # the errors of ability and loss are independent: their squares add up
        return Quality(option.ability - loss, math.hypot(option.stderr, error), True)
    doubt = next(error for bits, error in DOUBT_LOGITS if option.form.bits >= bits)
    return Quality(option.ability, math.hypot(option.stderr, doubt), False)


def score_in(estimate: Estimate, stderr: float, found: Quality) -> tuple[float, float, float]:
    """
    The expected score, 0 to 1, in a format, with the ends of its 80 % interval.

    The estimate moves along its own slope, read off its interval: logits cost a model in the middle
    of a basket's scale more than one near its end.

    Args:
        estimate: Of the model as released.
        stderr: Its standard error in logits, above 0, as *found* was made with.
        found: The ability in the format.
    """
    slope = (estimate.high - estimate.low) / (2 * Z80 * stderr)
    middle = estimate.score - slope * (estimate.theta - found.ability)
    half = slope * Z80 * found.stderr
    return _share(middle), _share(middle - half), _share(middle + half)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def loss_logit(option: FormatOption) -> float | None:
    """Ability that its format loses, in logits; None where no source of it was read."""
    if option.form.bits >= option.native_bits:
        return 0.0
    return option.form.quality_loss[0] if option.form.quality_loss else None


def ranked(options: Sequence[FormatOption], min_tps: float = 0.0) -> list[FormatOption]:
    """
    Each model once, in its best format, by the lower end of its ability; those without one last.

    A format is better where the lower end is higher by more than a tie; among ties fewer
    accelerators, less money, and then more bits decide.

    Args:
        options: Ways to run several models.
        min_tps: Tokens per second of one stream below which an option is left out; one whose
            speed is unknown stays.

    Returns:
        One option a model, the best first; ties end on the model's identifier.
    """
    fast = [one for one in options if one.single_tps is None or one.single_tps >= min_tps]
    best = [
        _best([one for one in fast if one.model == model])
        for model in sorted({one.model for one in fast})
    ]
    return sorted(best, key=lambda one: (-_low(one), _cost(one), one.model))


def _best(options: Sequence[FormatOption]) -> FormatOption:
    top = max(map(_low, options))
    # where no ability is known all are at minus infinity, and their difference is no number
    ties = [one for one in options if top - _low(one) <= TIE_LOGITS or _low(one) == top]
    return min(ties, key=lambda one: (*_cost(one), -one.form.bits, one.form.id))


def _low(option: FormatOption) -> float:
    found = quality(option)
    return -math.inf if found is None else found.low


def _cost(option: FormatOption) -> tuple[float, float]:
    dear = math.inf if option.usd_per_month is None else option.usd_per_month
    return option.gpus, dear
