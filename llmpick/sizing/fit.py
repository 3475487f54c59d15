"""
The fit of efficiencies and latencies on measured rows.

Rows of a pair of hardware and model are one group: they stand in one part (dev or test) and share
their weight. Intervals are quantiles of residuals of rows that were left out (folds by group).
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.facts.records import Z80
from llmpick.core.self_hosting import steps, validation
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.steps import StepWork
from llmpick.core.self_hosting.validation import MeasuredRow, World
from llmpick.sizing.solve import Vector, solve

FOLDS = 5
"""Parts of the dev rows; each is predicted by constants fitted on the others."""
NOISE = 0.32
"""Standard deviation of a row's logarithm, for the weight of rows against priors."""
OFFSET_SPREADS = {"decode": 0.2, "prompt": 0.2, "serve": 0.1}
"""Prior standard deviation of an accelerator's offset from its kind, logarithm, by stage."""
MIN_ROWS = 20
"""Rows from which a class of residuals gets quantiles of its own."""
PRIOR_ROWS = 8
PRIOR_SPREAD = 0.3
"""What few residuals are mixed with: so many rows of that standard deviation (logarithm)."""


class Stage(NamedTuple):
    """
    One fit: which tasks, the constants with prior mean and spread of the logarithm, the offsets.

    *widest* is the class of residuals that every row is in.

    *own* gives the residual of a row of serving from its step, where it is not that of
    `validation.residual`. *borrowed* is how many rows all others weigh beside those of a class, in
    its interval: a class of few pairs of hardware and model says little of the next pair.
    """

    name: str
    tasks: tuple[str, ...]
    widest: str
    constants: Mapping[str, tuple[float, float]]
    offsets: str | None = None
    own: Callable[[MeasuredRow, StepWork, SpeedFit], float | None] | None = None
    classes: Callable[[MeasuredRow, World], tuple[str, ...]] | None = None
    borrowed: int = 0


def _between(row: MeasuredRow, done: StepWork, fit: SpeedFit) -> float | None:
    return math.log(row.value / (steps.seconds(done, fit) * 1e3))


def _first(row: MeasuredRow, done: StepWork, fit: SpeedFit) -> float | None:
    if row.first_token_ms is None:
        return None
    return math.log(row.first_token_ms / validation.first_ms(row, done, fit))


# In this order: a stage is fitted with the constants of those before it as they came out. A spread
# of 0.01 fixes a constant: formats are measured against 16 bits, whose factor is 1.
STAGES = (
    Stage(
        "decode",
        ("decode",),
        "decode",
        {
            "decode.share.nvidia": (0.85, 0.5),
            "decode.share.amd": (0.80, 0.5),
            "decode.share.apple": (0.85, 0.5),
            "decode.share_slope": (0.10, 1.5),
            "decode.format.16": (1.0, 0.01),
            "decode.format.8": (1.0, 0.5),
            "decode.format.4": (1.0, 0.5),
            "decode.format.low": (0.6, 0.5),
            "decode.layer_us.nvidia": (60.0, 0.5),
            "decode.layer_us.amd": (60.0, 0.3),
            "decode.layer_us.apple": (80.0, 0.3),
            "decode.moe_share": (0.8, 0.5),
            "decode.moe_layers": (1.5, 0.5),
            "decode.linear_layers": (1.3, 0.5),
            "decode.cache_share": (0.6, 0.5),
            "decode.split": (0.05, 1.0),
        },
        "decode",
    ),
    Stage(
        "prompt",
        ("prompt",),
        "prompt",
        {
            "prompt.share.nvidia": (0.40, 0.7),
            "prompt.share.amd": (0.40, 0.3),
            "prompt.share.apple": (0.60, 0.5),
            "prompt.share_slope": (0.2, 1.0),
            "prompt.format.16": (1.0, 0.01),
            "prompt.format.8": (0.9, 0.3),
            "prompt.format.4": (0.8, 0.5),
            "prompt.format.low": (0.7, 0.3),
            "prompt.geforce": (1.5, 0.5),
            "prompt.split": (0.05, 1.0),
            "prompt.moe": (0.5, 0.5),
            # operations by byte of bandwidth, where no peak is known: near the listings of Apple's
            # chips (2.6 TFLOPS at 68 GB/s, 27.2 at 800), a guess for others
            "prompt.unknown_peak.apple": (34.0, 0.3),
            "prompt.unknown_peak.nvidia": (200.0, 1.0),
            "prompt.unknown_peak.amd": (150.0, 0.5),
        },
        "prompt",
    ),
    Stage(
        "batch",
        ("batch",),
        "batch",
        {"batch.share": (0.7, 0.5), "batch.request_us": (200.0, 1.0)},
    ),
    Stage(
        "serving",
        ("serving",),
        "serve",
        {
            "serve.share": (0.74, 0.5),
            "serve.cache_share": (0.40, 0.7),
            "serve.compute": (0.80, 0.7),
            "serve.peak_slope": (0.3, 0.5),
            "serve.prompt": (0.7, 0.7),
            "serve.prompt_moe": (0.4, 0.7),
            "serve.prompt_slope": (0.15, 0.7),
            "serve.prompt_split": (0.4, 0.7),
            "serve.four_bits": (1.0, 0.2),
            "serve.engine.vllm": (1.0, 0.2),
            "serve.engine.sglang": (1.0, 0.2),
            "serve.engine.tensorrt-llm": (1.0, 0.2),
            "serve.layer_us": (25.0, 0.7),
            "serve.link_us": (15.0, 0.7),
            "serve.link_us_per_mb": (5.0, 0.7),
            "serve.moe_us": (40.0, 0.7),
            "serve.moe_compute": (0.8, 0.5),
            "serve.linear_us": (10.0, 0.7),
            "serve.request_us": (5.0, 0.7),
        },
        "serve",
        own=_between,
        borrowed=200,
    ),
    Stage(
        "first",
        ("serving",),
        "first",
        {
            "first.share.vllm": (1.2, 0.7),
            "first.share.sglang": (1.2, 0.7),
            "first.share.tensorrt-llm": (1.2, 0.7),
            "first.peak_slope": (0.4, 0.7),
            "first.queue.vllm": (0.1, 1.0),
            "first.queue.sglang": (0.1, 1.0),
            "first.queue.tensorrt-llm": (0.1, 1.0),
            "first.fixed_s.vllm": (0.03, 1.0),
            "first.fixed_s.sglang": (0.1, 1.0),
            "first.fixed_s.tensorrt-llm": (0.1, 1.0),
            "first.steps.vllm": (3.0, 0.7),
            "first.steps.sglang": (3.0, 0.7),
            "first.steps.tensorrt-llm": (3.0, 0.7),
        },
        own=_first,
        classes=lambda row, world: (f"first/{row.engine}", "first"),
        borrowed=200,
    ),
    Stage(
        "throughput",
        ("throughput-offline", "throughput-server", "throughput-interactive"),
        "capacity",
        {
            "capacity.share": (0.9, 0.5),
            "capacity.data_parallel": (0.8, 0.5),
            "capacity.unlinked": (0.8, 0.3),
            "capacity.widened": (0.7, 0.5),
        },
    ),
    Stage(
        "tuning-memory",
        ("tuning-memory",),
        "tune.memory",
        {
            "tune.logits": (3.5, 0.2),
            "tune.logits_qlora": (4.0, 0.2),
            "tune.checkpoint": (1.0, 0.2),
            "tune.score_bytes": (16.0, 0.3),
            "tune.reserve": (1.05, 0.1),
            "tune.reserve_qlora": (1.08, 0.1),
            "tune.reserve_eager": (1.05, 0.1),
            "tune.context_gib": (0.25, 0.3),
        },
    ),
    Stage("tuning-speed", ("tuning-speed",), "tune.hours", {"tune.utilisation": (0.5, 0.3)}),
)

UNUSABLE = (
    *("unpacked", "cpu offload", "dpo"),
    *("load of the stage not stated", "two machines", "speculative decoding"),
)
"""Runs whose rows say so are measured, but are no case of the formulas."""


class FittedConstant(NamedTuple):
    """A fitted constant with the standard error of its logarithm (an offset's own)."""

    value: float
    stderr: float


class FitResiduals(NamedTuple):
    """The 10 % and 90 % points of log(measured / predicted), of how many rows."""

    low: float
    high: float
    rows: int


class FittedSpeeds(NamedTuple):
    """All that a fit found."""

    constants: dict[str, FittedConstant]
    offsets: dict[str, FittedConstant]
    residuals: dict[str, FitResiduals]
    dev_rows: int
    test_rows: int

    def speed(self) -> SpeedFit:
        """What core computes with."""
        return SpeedFit(
            {name: found.value for name, found in self.constants.items()},
            {name: found.value for name, found in self.offsets.items()},
            {name: (found.low, found.high) for name, found in self.residuals.items()},
        )


def usable(row: MeasuredRow) -> bool:
    """Whether a row's run is one that the formulas describe."""
    if row.task == "serving" and not row.load_stated:
        return False
    return not any(word in row.note.lower() for word in UNUSABLE)


def fit(rows: Sequence[MeasuredRow], world: World) -> FittedSpeeds:
    """
    Fit the constants, stage by stage.

    Args:
        rows: All measured rows; only their dev part is fitted on.
        world: What the rows refer to.

    Returns:
        Constants and offsets with standard errors, and the residuals of rows that were left out.
    """
    done = FittedSpeeds({}, {}, {}, 0, 0)
    for stage in STAGES:
        chosen = [row for row in rows if row.task in stage.tasks and usable(row)]
        # what is scored is settled at the prior, so that no step of the fit changes its rows
        scored = _scored(stage, chosen, world, _start(stage, done))
        dev = [row for row in scored if validation.part(row) == "dev"]
        done = _with(done, stage, *_solve(stage, dev, world, done))
        left_out = _left_out(stage, dev, world, done)
        done.residuals.update(_quantiles(stage, left_out, world))
        # the first tokens are of rows that another stage has counted already
        if stage.name != "first":
            done = done._replace(
                dev_rows=done.dev_rows + len(dev),
                test_rows=done.test_rows + len(scored) - len(dev),
            )
    return done


def _works(
    stage: Stage, rows: Sequence[MeasuredRow], world: World, constants: SpeedFit
) -> list[StepWork | None]:
    """What the steps of rows do, once for all values that are tried; None where a stage needs no
    step, or a row has none."""
    if stage.own is None:
        return [None] * len(rows)
    found = [validation.work_of(row, world, constants) for row in rows]
    return [None if isinstance(one, Unsizable) else one for one in found]


def _residual(
    stage: Stage, row: MeasuredRow, done: StepWork | None, world: World, constants: SpeedFit
) -> float | None:
    if stage.own is None:
        return validation.residual(row, world, constants)
    # engines that share out layers have no such steps
    if done is None or not done.replica.engine.tensor_parallel:
        return None
    return stage.own(row, done, constants)


def _wide(found: SpeedFit) -> SpeedFit:
    """With residuals for every class, which are needed to predict but not yet known."""
    unknown = {stage.widest: (-1.0, 1.0) for stage in STAGES}
    return found._replace(residuals={**unknown, **found.residuals})


def _start(stage: Stage, done: FittedSpeeds) -> SpeedFit:
    before = done.speed()
    prior = {name: mean for name, (mean, _) in stage.constants.items()}
    return _wide(before._replace(constants={**before.constants, **prior}))


def _scored(
    stage: Stage, rows: Sequence[MeasuredRow], world: World, constants: SpeedFit
) -> list[MeasuredRow]:
    works = _works(stage, rows, world, constants)
    return [
        row
        for row, done in zip(rows, works, strict=True)
        if _residual(stage, row, done, world, constants) is not None
    ]


def _solve(
    stage: Stage, rows: Sequence[MeasuredRow], world: World, done: FittedSpeeds
) -> tuple[dict[str, FittedConstant], dict[str, FittedConstant]]:
    names = list(stage.constants)
    hardware = sorted({f"{stage.offsets}/{row.hardware}" for row in rows}) if stage.offsets else []
    before = _start(stage, done)
    # logarithms, so that constants stay positive and a spread is relative; offsets are logarithms
    # already, around 0
    means = [math.log(mean) for mean, _ in stage.constants.values()]
    spreads = [spread for _, spread in stage.constants.values()]
    prior = np.array(means + [0.0] * len(hardware))
    spread = np.array(spreads + [OFFSET_SPREADS.get(stage.offsets or "", 0.0)] * len(hardware))
    # a pair with n rows weighs as the square root of n: its rows are neither one nor independent
    members = Counter((row.hardware, row.model) for row in rows)
    weights = np.array(
        [members[row.hardware, row.model] ** -0.5 / NOISE**2 for row in rows], dtype=np.float64
    )

    def constants(values: Vector) -> SpeedFit:
        found = [float(value) for value in values]
        own = {name: math.exp(value) for name, value in zip(names, found, strict=False)}
        offsets = dict(zip(hardware, found[len(names) :], strict=True))
        return before._replace(
            constants={**before.constants, **own}, offsets={**before.offsets, **offsets}
        )

    works = _works(stage, rows, world, before)

    def residuals(values: Vector) -> Vector:
        tried = constants(values)
        # None at some values where the formulas have no answer: such a row pulls nowhere
        return np.array(
            [
                _residual(stage, row, done, world, tried) or 0.0
                for row, done in zip(rows, works, strict=True)
            ]
        )

    solution = solve(residuals, prior, spread, weights)
    values = [float(value) for value in solution.values]
    errors = [float(error) for error in solution.stderr]
    own = {
        name: FittedConstant(math.exp(value), error)
        for name, value, error in zip(names, values, errors, strict=False)
    }
    beyond = zip(hardware, values[len(names) :], errors[len(names) :], strict=True)
    return own, {name: FittedConstant(value, error) for name, value, error in beyond}


def _with(
    done: FittedSpeeds,
    stage: Stage,
    own: dict[str, FittedConstant],
    offsets: dict[str, FittedConstant],
) -> FittedSpeeds:
    return done._replace(constants={**done.constants, **own}, offsets={**done.offsets, **offsets})


def _fold(row: MeasuredRow) -> int:
    # by group, as rows of one pair are too alike to predict each other fairly
    key = f"fold|{row.hardware}|{row.model}".encode()
    return hashlib.sha256(key).digest()[0] % FOLDS


def _left_out(
    stage: Stage, rows: Sequence[MeasuredRow], world: World, done: FittedSpeeds
) -> list[tuple[MeasuredRow, float]]:
    """The residual of each row under constants that were fitted without its fold."""
    found: list[tuple[MeasuredRow, float]] = []
    for fold in range(FOLDS):
        rest = [row for row in rows if _fold(row) != fold]
        out = [row for row in rows if _fold(row) == fold]
        if not rest or not out:
            continue
        tried = _wide(_with(done, stage, *_solve(stage, rest, world, done)).speed())
        # hardware that the fold alone has gets no offset, as hardware without any row would
        left = {
            name: value
            for name, value in tried.offsets.items()
            if not name.startswith(f"{stage.offsets}/")
            or name.partition("/")[2] in {row.hardware for row in rest}
        }
        tried = tried._replace(offsets=left)
        for row, step in zip(out, _works(stage, out, world, tried), strict=True):
            value = _residual(stage, row, step, world, tried)
            if value is not None:
                found.append((row, value))
    return found


def _quantiles(
    stage: Stage, found: Sequence[tuple[MeasuredRow, float]], world: World
) -> dict[str, FitResiduals]:
    """Ends of the 80 % interval of each class with rows enough, and of the widest whatever."""
    # the widest class always has an end: every estimate needs an interval
    by_class: dict[str, list[tuple[float, float]]] = {stage.widest: []}
    members = Counter((row.hardware, row.model) for row, _ in found)
    everything = []
    for row, value in found:
        everything.append((value, members[row.hardware, row.model] ** -0.5))
        for name in (stage.classes or validation.residual_class)(row, world):
            by_class.setdefault(name, []).append(everything[-1])
    # all rows together weigh as so many of them
    share = stage.borrowed / max(1, len(everything))
    lent = [(value, weight * share) for value, weight in everything] if stage.borrowed else []
    return {
        name: _ends(values, [] if name == stage.widest else lent)
        for name, values in sorted(by_class.items())
        if name == stage.widest or len(values) >= MIN_ROWS
    }


def _ends(
    values: Sequence[tuple[float, float]], lent: Sequence[tuple[float, float]] = ()
) -> FitResiduals:
    """
    Quantiles of values with their weights; of few rows, those of a normal curve with a prior.

    Rows weigh as in the fit, so that a pair of hardware and model with many does not rule; *lent*
    are those of other classes, which weigh less.
    """
    if len(values) >= MIN_ROWS:
        both = [*values, *lent]
        low, high = _quantile(both, 0.1), _quantile(both, 0.9)
        # an interval holds its estimate, even where all residuals lie on one side
        return FitResiduals(min(low, -0.01), max(high, 0.01), len(values))
    squares = sum(value**2 for value, _ in values) + PRIOR_ROWS * PRIOR_SPREAD**2
    reach = Z80 * math.sqrt(squares / (len(values) + PRIOR_ROWS))
    return FitResiduals(-reach, reach, len(values))


def _quantile(values: Sequence[tuple[float, float]], share: float) -> float:
    """The value below which *share* of the weight lies, between two by straight line."""
    ordered = sorted(values)
    weights = np.array([weight for _, weight in ordered])
    # each row stands in the middle of its weight
    places = (np.cumsum(weights) - weights / 2) / weights.sum()
    return float(np.interp(share, places, [value for value, _ in ordered]))
