"""
Speed of a deployment: a roofline with fitted efficiencies, each answer with its 80 % interval.

One stream is bound by bandwidth, a prompt by arithmetic, a batch by both (Pope et al., arXiv
2211.05102). The constants are data of the catalog; without them there is no speed.
"""

import math
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit
from llmpick.core.self_hosting.memory import Unsizable, active_bytes, cache_bytes


class Interval(NamedTuple):
    """An estimate with the ends of its 80 % interval."""

    value: float
    low: float
    high: float


def kind(accelerator: Accelerator) -> str:
    """The kind whose constants hold: amd, apple or nvidia, the most measured, for all others."""
    name = accelerator.vendor.lower()
    return name if name in ("amd", "apple") else "nvidia"


def width(form: Format) -> str:
    """The class of a format by its bits: `16`, `8`, `4`, or `low` under four."""
    # effective bits, scales included: Q6_K (6.56) is of the class of eight
    if form.bits >= 12:
        return "16"
    if form.bits >= 6.2:
        return "8"
    return "4" if form.bits >= 4 else "low"


def is_moe(arch: Architecture) -> bool:
    """Whether a token uses only some of the parameters."""
    return arch.parameters_active < 0.9 * arch.parameters_total


def is_linear(arch: Architecture) -> bool:
    """Whether some layers keep a state in place of a cache."""
    return arch.state_bytes_per_sequence > 0 or "hybrid" in arch.attention


def interval(value: float, fit: SpeedFit, *names: str) -> Interval:
    """
    An estimate with the 80 % interval of its class.

    Args:
        value: The estimate, a time or another amount that residuals were measured of.
        fit: Holds the residuals by class.
        names: Classes, the narrowest first: the first that has residuals of its own counts.

    Returns:
        The interval in the unit of *value*, at the 10 % and 90 % points of its error.
    """
    low, high = next(fit.residuals[name] for name in names if name in fit.residuals)
    return Interval(value, value * math.exp(low), value * math.exp(high))


def inverse(found: Interval, times: float = 1.0) -> Interval:
    """*times* over an interval: a rate from a time, its ends exchanged."""
    return Interval(times / found.value, times / found.high, times / found.low)


def classes(task: str, arch: Architecture, form: Format) -> tuple[str, str]:
    """The classes of residuals of a model in a format, the narrowest first."""
    narrow = "moe" if is_moe(arch) else "low" if width(form) == "low" else "dense"
    return f"{task}/{narrow}", task


# One stream


def decode_seconds(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    fit: SpeedFit,
    *,
    gpus: int = 1,
    context_tokens: float = 0.0,
    cache: str = "bf16",
) -> float:
    """
    Seconds from one token to the next of a single request, layers shared out over *gpus*.

    The weights in use and the cache are read once a token; every layer costs a start. With
    layers shared out, accelerators work in turn: more of them bring memory, not speed.

    Args:
        arch: The model.
        form: How its weights are stored.
        accelerator: What it runs on.
        fit: The constants.
        gpus: Accelerators that the layers are spread over.
        context_tokens: Tokens in the cache; their mean over an answer.
        cache: Precision of the cache.
    """
    # share: of the bandwidth that is reached; starts: what launching the kernels of a layer takes
    c, own = fit.constants, kind(accelerator)
    share = c[f"decode.share.{own}"] * c[f"decode.format.{width(form)}"]
    # the higher a bandwidth, the less of it one stream reaches
    share *= (accelerator.bandwidth_gb_per_s / 1000) ** -c["decode.share_slope"]
    starts = arch.layers * c[f"decode.layer_us.{own}"] * 1e-6
    if is_moe(arch):
        share *= c["decode.moe_share"]
        starts *= c["decode.moe_layers"]
    if is_linear(arch):
        starts *= c["decode.linear_layers"]
    read = active_bytes(arch, form) / share
    held = cache_bytes(arch, context_tokens, cache)
    if not isinstance(held, Unsizable):
        read += held / c["decode.cache_share"]
    seconds = read / (accelerator.bandwidth_gb_per_s * 1e9) + starts
    # what handing over between accelerators costs, from none on one to *split* on many
    seconds *= 1 + c["decode.split"] * (gpus - 1) / gpus
    return float(seconds * math.exp(fit.offsets.get(f"decode/{accelerator.id}", 0.0)))


def decode(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    fit: SpeedFit,
    *,
    gpus: int = 1,
    context_tokens: float = 0.0,
    cache: str = "bf16",
) -> Interval:
    """Tokens per second of a single request (see `decode_seconds`)."""
    seconds = decode_seconds(
        arch, form, accelerator, fit, gpus=gpus, context_tokens=context_tokens, cache=cache
    )
    return inverse(interval(seconds, fit, *classes("decode", arch, form)))


# A prompt


def is_widened(accelerator: Accelerator, form: Format) -> bool:
    """Whether four-bit floating weights meet an accelerator without four-bit arithmetic."""
    return form.bits < 6 and form.compute in ("fp4", "fp8") and accelerator.fp4_tflops is None


def peak_flops(accelerator: Accelerator, form: Format) -> float:
    """
    Dense peak for the arithmetic of *form*, operations a second; 0 where none is known.

    Where an accelerator lacks the precision, weights are widened to 16 bits first.
    """
    peaks = {
        "fp4": accelerator.fp4_tflops,
        "fp8": accelerator.fp8_tflops,
        "int8": accelerator.int8_tops,
    }
    wide = accelerator.bf16_tflops or accelerator.fp16_tflops or 0.0
    narrow = None if is_widened(accelerator, form) else peaks.get(form.compute)
    return (narrow or wide) * 1e12


def peak(accelerator: Accelerator, form: Format, fit: SpeedFit) -> float:
    """
    As `peak_flops`; where none is known, what its bandwidth suggests.

    Operations by byte of bandwidth are fitted for each kind, and are far from exact.
    """
    known = peak_flops(accelerator, form)
    return (
        known
        or accelerator.bandwidth_gb_per_s
        * 1e9
        * fit.constants[f"prompt.unknown_peak.{kind(accelerator)}"]
    )


def prompt_flops(arch: Architecture, tokens: float) -> float:
    """Operations that a prompt of *tokens* takes: two a weight, and attention over half of it."""
    # scores and mixing are two multiplications of 2 x tokens^2 x width each, and the causal mask
    # leaves half of them
    width = (arch.heads or 0) * (arch.head_dim or 0)
    return 2 * arch.parameters_active * tokens + 2 * arch.layers * width * tokens**2


def prompt_seconds(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    fit: SpeedFit,
    *,
    gpus: int = 1,
    tokens: float,
    after_tokens: float = 0.0,
) -> float:
    """
    Seconds that a single prompt of *tokens* takes, layers shared out over *gpus*.

    GeForce cards multiply with 16-bit accumulation at twice the rate that their tables give.

    Args:
        arch: The model.
        form: How its weights are stored.
        accelerator: What it runs on.
        fit: The constants.
        gpus: Accelerators that the layers are spread over.
        tokens: Length of the prompt.
        after_tokens: Tokens that are in the cache already, and are attended to.
    """
    c = fit.constants
    # the efficiencies are fitted as shares of the 16-bit peak, whatever the format
    most = peak(accelerator, form._replace(compute="fp16"), fit)
    share = c[f"prompt.share.{kind(accelerator)}"] * c[f"prompt.format.{width(form)}"]
    share *= (most / 1e14) ** -c["prompt.share_slope"]
    if is_moe(arch):
        share *= c["prompt.moe"]
    if "GeForce" in accelerator.name:
        share *= c["prompt.geforce"]
    flops = prompt_flops(arch, after_tokens + tokens)
    if after_tokens:
        flops -= prompt_flops(arch, after_tokens)
    seconds = flops / (share * most)
    # unlike tokens of an answer, parts of a prompt follow each other through the accelerators
    seconds /= 1 + c["prompt.split"] * (gpus - 1) / gpus
    return float(seconds * math.exp(fit.offsets.get(f"prompt/{accelerator.id}", 0.0)))


def prompt(
    arch: Architecture,
    form: Format,
    accelerator: Accelerator,
    fit: SpeedFit,
    *,
    gpus: int = 1,
    tokens: float,
) -> Interval:
    """Time to the first token of a single request, s (see `prompt_seconds`)."""
    seconds = prompt_seconds(arch, form, accelerator, fit, gpus=gpus, tokens=tokens)
    return interval(seconds, fit, "prompt")
