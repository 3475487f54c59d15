"""
What a replica does in a step of continuous batching, and how long that takes.

A step reads the weights in use and all caches, computes one token of each request, and does its
share of the prompts that finished requests make room for (Pope et al., arXiv 2211.05102). What is
read and computed follows from the model and the layout; the shares of the peaks that are reached
are fitted.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit
from llmpick.core.self_hosting.memory import (
    GIB,
    Engine,
    Unsizable,
    cache_bytes,
    embedding_parameters,
    overhead_gib,
    stored_bytes,
    unquantised_bytes,
    usable_gib,
)
from llmpick.core.self_hosting.speed import (
    decode_seconds,
    is_linear,
    is_moe,
    peak,
    prompt_flops,
    prompt_seconds,
)


class Layout(NamedTuple):
    """
    How a replica is laid out over *gpus*.

    *data_parallel* copies of attention serve requests of their own beside shared experts.
    """

    gpus: int
    data_parallel: int = 1

    @property
    def tensor_parallel(self) -> int:
        """Accelerators that share one copy of attention."""
        return max(1, self.gpus // self.data_parallel)


class Replica(NamedTuple):
    """One copy of a model as it runs; *cache* is the precision of its cache."""

    arch: Architecture
    form: Format
    accelerator: Accelerator
    engine: Engine
    layout: Layout = Layout(1)
    cache: str = "bf16"


def expert_parameters(arch: Architecture) -> tuple[float, float]:
    """
    Split the parameters of a mixture of experts, from its totals.

    Returns:
        Parameters outside the experts, and those of all experts; all outside where it is dense.
    """
    if not arch.experts or not arch.experts_per_token or not is_moe(arch):
        return float(arch.parameters_total), 0.0
    used = arch.experts_per_token / arch.experts
    # total = outside + inside, active = outside + used x inside
    inside = (arch.parameters_total - arch.parameters_active) / (1 - used)
    return arch.parameters_total - inside, inside


def touched_bytes(arch: Architecture, form: Format, running: float) -> tuple[float, float]:
    """
    Bytes of fixed weights and of experts that a step of *running* sequences reads.

    Each sequence picks its experts by itself: of E experts, a step reaches 1 - (1 - k/E)^running.

    Args:
        arch: The model, which picks k of its E experts for a token.
        form: How its weights are stored.
        running: Sequences that decode at once.

    Returns:
        Bytes outside the experts, and of experts, over all accelerators.
    """
    fixed, experts = expert_parameters(arch)
    table = 0 if arch.vocabulary is None else arch.vocabulary * arch.hidden_size
    outside = max(0.0, fixed - embedding_parameters(arch))
    reached = 1 - (1 - (arch.experts_per_token or 0) / (arch.experts or 1)) ** running
    return (
        (outside * form.bits + table * form.embedding_bits) / 8 + unquantised_bytes(arch, form),
        experts * reached * form.bits / 8,
    )


def resident_bytes(replica: Replica) -> float:
    """Bytes of weights on each accelerator: data-parallel ranks each hold attention whole."""
    arch, form, layout = replica.arch, replica.form, replica.layout
    # experts are spread over all accelerators, the rest over those of one copy of attention
    inside = expert_parameters(arch)[1] * form.bits / 8
    return (stored_bytes(arch, form) - inside) / layout.tensor_parallel + inside / layout.gpus


def cache_ranks(replica: Replica) -> int:
    """Over how many accelerators the caches are spread: MLA is copied, layers are shared out."""
    if not replica.engine.tensor_parallel:
        return replica.layout.gpus
    shards = min(replica.layout.tensor_parallel, replica.arch.kv_shards)
    return shards * replica.layout.data_parallel


def room(replica: Replica, context_tokens: float) -> float | Unsizable:
    """
    How many sequences the cache of a replica has room for.

    Args:
        replica: What runs.
        context_tokens: Tokens of each sequence.

    Returns:
        Sequences, not rounded; negative where the weights alone do not fit.
    """
    sequence = cache_bytes(replica.arch, context_tokens, replica.cache)
    if isinstance(sequence, Unsizable):
        return sequence
    accelerator, engine = replica.accelerator, replica.engine
    free = usable_gib(accelerator, engine)
    free -= overhead_gib(accelerator, engine, replica.layout.gpus)
    return (free * GIB - resident_bytes(replica)) * cache_ranks(replica) / max(sequence, 1.0)


class StepWork(NamedTuple):
    """
    What a step of *running* requests does on each accelerator: bytes and operations.

    *prompt_flops* are those of one whole prompt over the accelerators. *link_mb* is what a layer
    exchanges, in MB; 0 on one accelerator.
    """

    replica: Replica
    running: float
    peak: float
    weight_bytes: float
    cache_bytes: float
    token_flops: float
    prompt_flops: float
    prompts: float
    """Prompts of others that a step of a request does in the mean, beside its token."""
    link_mb: float
    at_once: bool = False


def work(
    replica: Replica,
    fit: SpeedFit,
    *,
    running: float,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float = 0.0,
    at_once: bool = False,
) -> StepWork | Unsizable:
    """
    What a step does.

    Args:
        replica: What runs.
        fit: Where the peak of an accelerator is not known, what it is taken for.
        running: Requests that decode at once.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.
        cached_share: Part of each prompt that is in the cache already, and is not computed.
        at_once: All ask at the same moment, and nobody follows.
    """
    arch, form, accelerator, _, layout, cache = replica
    # requests are at all stages: on average half of each answer is in the cache
    sequence = cache_bytes(arch, prompt_tokens + output_tokens / 2, cache)
    if isinstance(sequence, Unsizable):
        return sequence
    fixed, experts = touched_bytes(arch, form, running)
    own = prompt_flops(arch, prompt_tokens) - prompt_flops(arch, prompt_tokens * cached_share)
    # activations of 2 bytes an element, exchanged within each copy of attention
    link = running / layout.data_parallel * arch.hidden_size * 2e-6 if layout.gpus > 1 else 0.0
    return StepWork(
        replica=replica,
        running=running,
        peak=peak(accelerator, form, fit),
        # weights are read by all ranks at once
        weight_bytes=fixed / layout.tensor_parallel + experts / layout.gpus,
        cache_bytes=sequence * running / cache_ranks(replica),
        token_flops=2 * arch.parameters_active * running / layout.gpus,
        prompt_flops=own / layout.gpus,
        # in steady state, every request that ends makes room for a new prompt: one in
        # *output_tokens* steps of each; of those that came at once the mean one meets half
        prompts=(running - 1) / (2 if at_once else 1) / max(1.0, output_tokens),
        link_mb=link,
        at_once=at_once,
    )


def _prompt_share(done: StepWork, c: Mapping[str, float], name: str) -> float:
    """
    The part of the peak that prompts reach: less on many accelerators, and of a mixture of experts.

    The higher a peak, the less of it is reached (the slope of the share on its logarithm).
    """
    share = c[name] * done.replica.layout.gpus ** -c["serve.prompt_split"]
    return float(share * c["serve.prompt_moe"] if is_moe(done.replica.arch) else share)


def _engine(done: StepWork, c: Mapping[str, float], name: str) -> str:
    """The name of a constant of an engine; those that were not measured count as vLLM."""
    own = f"{name}.{done.replica.engine.id}"
    return own if own in c else f"{name}.vllm"


def decode_step(done: StepWork, fit: SpeedFit) -> float:
    """Seconds of a step without prompts, before the offsets."""
    c, arch = fit.constants, done.replica.arch
    bandwidth = done.replica.accelerator.bandwidth_gb_per_s * 1e9
    read = done.weight_bytes / c["serve.share"] + done.cache_bytes / c["serve.cache_share"]
    compute = done.token_flops / c["serve.compute"]
    compute /= done.peak * (done.peak / 1e15) ** -c["serve.peak_slope"]
    # microseconds a layer, beside reading and computing: launches, links between accelerators,
    # routing to experts
    starts = c["serve.layer_us"]
    if done.replica.layout.gpus > 1:
        # a tree of so many steps
        hops = math.log2(done.replica.layout.gpus)
        starts += c["serve.link_us"] * hops + done.link_mb * c["serve.link_us_per_mb"]
    if is_moe(arch):
        compute /= c["serve.moe_compute"]
        starts += c["serve.moe_us"]
    if is_linear(arch):
        starts += c["serve.linear_us"]
    starts = arch.layers * starts + done.running * c["serve.request_us"]
    return float(read / bandwidth + compute + starts * 1e-6)


def prompts_of_step(done: StepWork, fit: SpeedFit) -> float:
    """Seconds that prompts add to a step in the mean, before the offsets."""
    c = fit.constants
    rate = done.peak * (done.peak / 1e15) ** -c["serve.prompt_slope"]
    return float(done.prompts * done.prompt_flops / (rate * _prompt_share(done, c, "serve.prompt")))


def seconds(done: StepWork, fit: SpeedFit) -> float:
    """Seconds of a step: the time between tokens of each request."""
    c = fit.constants
    factor = c[_engine(done, c, "serve.engine")]
    if done.replica.form.bits < 6:
        factor *= c["serve.four_bits"]
    offset = fit.offsets.get(f"serve/{done.replica.accelerator.id}", 0.0)
    return (decode_step(done, fit) + prompts_of_step(done, fit)) * factor * math.exp(offset)


def own_prompt(done: StepWork, fit: SpeedFit) -> float:
    """Seconds that one prompt takes beside the steps of others."""
    c = fit.constants
    share = _prompt_share(done, c, _engine(done, c, "first.share"))
    return float(
        done.prompt_flops / (done.peak * (done.peak / 1e15) ** -c["first.peak_slope"] * share)
    )


def before_prompt(done: StepWork, fit: SpeedFit) -> float:
    """Seconds to the first token beside the prompt: admission, and the steps under way."""
    c = fit.constants
    steps = c[_engine(done, c, "first.steps")] * decode_step(done, fit)
    return c[_engine(done, c, "first.fixed_s")] + steps


def first_seconds(done: StepWork, fit: SpeedFit) -> float:
    """
    Seconds until the first token: steps, the prompt itself, and the prompts that come with it.

    Where each request that ends is followed by the next, prompts come in waves, above all at the
    start; copies of attention each work off their own. Those that came at once stand in one queue,
    and the mean one is in its middle.
    """
    c = fit.constants
    wave = c[_engine(done, c, "first.queue")] * max(0.0, done.running - 1)
    wave *= math.sqrt(done.replica.layout.data_parallel)
    if done.at_once:
        wave = max(wave, (done.running - 1) / 2)
    return before_prompt(done, fit) + own_prompt(done, fit) * (1 + wave)


# Engines that share out layers


def batch_seconds(
    replica: Replica, fit: SpeedFit, *, running: float, prompt_tokens: float, output_tokens: float
) -> float | Unsizable:
    """
    Seconds of a step of a batch whose prompts are done, layers shared out over the accelerators.

    The step of one stream, and what each further request adds: its cache, the experts that nobody
    else picked, the arithmetic of one token, and its share of the engine's own work.

    Args:
        replica: What runs.
        fit: The constants.
        running: Requests that decode at once.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.
    """
    arch, form, accelerator, _, layout, cache = replica
    c, gpus = fit.constants, layout.gpus
    context = prompt_tokens + output_tokens / 2
    held = cache_bytes(arch, context, cache)
    if isinstance(held, Unsizable):
        return held
    one = decode_seconds(
        arch, form, accelerator, fit, gpus=gpus, context_tokens=context, cache=cache
    )
    if running <= 1:
        return one
    token = prompt_seconds(arch, form, accelerator, fit, gpus=gpus, tokens=1)
    bandwidth = accelerator.bandwidth_gb_per_s * 1e9 * c["batch.share"]
    once, all_of_them = (math.fsum(touched_bytes(arch, form, count)) for count in (1, running))
    more = (all_of_them - once + (running - 1) * held) / bandwidth
    return one + more + (running - 1) * (token + c["batch.request_us"] * 1e-6)
