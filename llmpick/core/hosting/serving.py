"""
A replica under load: continuous batching, from a few requests to the most it can take.

A step reads the weights in use and all caches, computes one token of each request, and does its
share of the prompts that finished requests make room for (Pope et al., arXiv 2211.05102).
"""

import math
from typing import NamedTuple

from llmpick.core.facts.hardware import Accelerator, Architecture, Format, SpeedFit
from llmpick.core.hosting.memory import (
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
from llmpick.core.hosting.speed import (
    Interval,
    decode_seconds,
    interval,
    inverse,
    is_linear,
    is_moe,
    is_widened,
    peak_flops,
    prompt_flops,
    prompt_seconds,
)

MAX_RUNNING = 512
"""
Requests that one copy of attention decodes at once where memory allows more. `capacity.share` is
fitted with this cap.
"""


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


class Serving(NamedTuple):
    """
    A replica under load.

    *running* is how many requests decode at once (no more than have room; the rest waits),
    *time_per_token_s* the time between tokens of one, *output_tps* the tokens of all of them.
    """

    running: int
    time_per_token_s: Interval
    time_to_first_token_s: Interval
    output_tps: Interval


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


def step_seconds(
    replica: Replica, fit: SpeedFit, *, running: float, prompt_tokens: float, output_tokens: float
) -> float | Unsizable:
    """
    Seconds of one step with *running* requests: the time between tokens of each.

    The higher a peak, the less of it is reached (the slope of the share on its logarithm).

    Args:
        replica: What runs.
        fit: The constants.
        running: Requests that decode at once.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.
    """
    arch, form, accelerator, engine, layout, cache = replica
    c, n = fit.constants, layout.gpus
    peak = peak_flops(accelerator, form)
    if not peak:
        return Unsizable(f"peak arithmetic of {accelerator.name} unknown")
    # requests are at all stages: on average half of each answer is in the cache
    sequence = cache_bytes(arch, prompt_tokens + output_tokens / 2, cache)
    if isinstance(sequence, Unsizable):
        return sequence
    peak *= (peak / 1e15) ** -c["serve.peak_slope"]
    bandwidth = accelerator.bandwidth_gb_per_s * 1e9
    fixed, experts = touched_bytes(arch, form, running)
    slow = c["serve.widened"] if is_widened(accelerator, form) else 1.0
    # what is read: weights by all ranks at once, then the caches
    read = (fixed / layout.tensor_parallel + experts / n) * slow / (bandwidth * c["serve.share"])
    read += sequence * running / cache_ranks(replica) / (bandwidth * c["serve.cache_share"])
    compute = 2 * arch.parameters_active * running / c["serve.compute"]
    # in steady state, every request that ends makes room for a new prompt: one in *output_tokens*
    # steps of each
    prompts = prompt_flops(arch, prompt_tokens) * running / max(1.0, output_tokens)
    if is_moe(arch):
        compute /= c["serve.moe_compute"]
    compute += prompts / c["serve.prompt"]
    # microseconds a layer, beside reading and computing: launches, links between accelerators,
    # routing to experts
    starts = c.get(f"serve.layer_us.{engine.id}", c["serve.layer_us.vllm"])
    if n > 1:
        # activations of 2 bytes an element, exchanged within each copy of attention
        traffic_mb = running / layout.data_parallel * arch.hidden_size * 2e-6
        starts += c["serve.link_us"] + traffic_mb * c["serve.link_us_per_mb"]
    if is_moe(arch):
        starts += c["serve.moe_us"]
    if is_linear(arch):
        starts += c["serve.linear_us"]
    overhead = (arch.layers * starts + running * c["serve.request_us"]) * 1e-6
    seconds = read + compute * slow / (n * peak) + overhead
    return float(seconds * math.exp(fit.offsets.get(f"serve/{accelerator.id}", 0.0)))


def first_token_seconds(
    replica: Replica, fit: SpeedFit, *, running: float, prompt_tokens: float, step_s: float
) -> float:
    """
    Seconds until the first token: a step, the prompt itself, and those that wait with it.

    Args:
        replica: What runs.
        fit: The constants.
        running: Requests at a time.
        prompt_tokens: Length of a prompt.
        step_s: Seconds of a step, by `step_seconds`.
    """
    c, form, accelerator = fit.constants, replica.form, replica.accelerator
    slow = c["serve.widened"] if is_widened(accelerator, form) else 1.0
    # engines whose time to the first token was not measured count as vLLM
    engine = replica.engine.id if f"first.share.{replica.engine.id}" in c else "vllm"
    rate = replica.layout.gpus * peak_flops(accelerator, form) * c[f"first.share.{engine}"]
    own = prompt_flops(replica.arch, prompt_tokens) * slow / rate
    waiting = 1 + c["first.queue"] * max(0.0, running - 1)
    fixed = c[f"first.fixed_s.{engine}"] + c["first.steps"] * step_s
    return float(fixed + own * waiting)


def serve(
    replica: Replica,
    fit: SpeedFit,
    *,
    concurrency: int,
    prompt_tokens: float,
    output_tokens: float,
) -> Serving | Unsizable:
    """
    A replica that always has *concurrency* requests, as far as it has room for them.

    Args:
        replica: What runs.
        fit: The constants.
        concurrency: Requests at a time; those without room wait for a first token.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.

    Returns:
        Times and rates with their intervals, or why there are none.
    """
    held = room(replica, prompt_tokens + output_tokens)
    if isinstance(held, Unsizable):
        return held
    running = int(min(concurrency, held, _most(replica)))
    if running < 1:
        return Unsizable("no room for one request of this context")
    found = _running(replica, fit, running, prompt_tokens, output_tokens)
    if isinstance(found, Unsizable):
        return found
    # whoever waits does so for whole answers of those that run
    wait = found.time_per_token_s.value * output_tokens * (concurrency - running) / running
    first = found.time_to_first_token_s
    later = Interval(first.value + wait, first.low + wait, first.high + wait)
    return found._replace(time_to_first_token_s=later)


def _most(replica: Replica) -> int:
    return replica.engine.max_sequences * replica.layout.data_parallel


def _running(
    replica: Replica, fit: SpeedFit, running: int, prompt_tokens: float, output_tokens: float
) -> Serving | Unsizable:
    if not replica.engine.tensor_parallel:
        return _shared_out(replica, fit, running, prompt_tokens, output_tokens)
    step = step_seconds(
        replica, fit, running=running, prompt_tokens=prompt_tokens, output_tokens=output_tokens
    )
    if isinstance(step, Unsizable):
        return step
    first = first_token_seconds(
        replica, fit, running=running, prompt_tokens=prompt_tokens, step_s=step
    )
    between = interval(step, fit, "serve")
    return Serving(running, between, interval(first, fit, "first"), inverse(between, running))


def _shared_out(
    replica: Replica, fit: SpeedFit, running: int, prompt_tokens: float, output_tokens: float
) -> Serving | Unsizable:
    """
    Engines that share out layers: the step of one stream, and what each further request adds.

    None was measured under load, so the intervals are twice as wide.
    """
    arch, form, accelerator, _, layout, cache = replica
    context = prompt_tokens + output_tokens / 2
    one = prompt_seconds(arch, form, accelerator, fit, gpus=layout.gpus, tokens=prompt_tokens)
    held = cache_bytes(arch, context, cache)
    if isinstance(one, Unsizable):
        return one
    if isinstance(held, Unsizable):
        return held
    bandwidth = accelerator.bandwidth_gb_per_s * 1e9
    once, all_of_them = (math.fsum(touched_bytes(arch, form, count)) for count in (1, running))
    seconds = decode_seconds(
        arch, form, accelerator, fit, gpus=layout.gpus, context_tokens=context, cache=cache
    )
    # each further request adds its cache and the experts that nobody else picked, its share of a
    # prompt in every step, and the arithmetic of one token, which is that of a prompt of one
    seconds += (all_of_them - once + (running - 1) * held) / bandwidth
    seconds += one * running / max(1.0, output_tokens)
    seconds += one * (running - 1) / max(1.0, prompt_tokens)
    between = stretched(interval(seconds, fit, "serve"), 2.0)
    # prompts are worked off in turn: the mean one is in the middle of the queue
    first = stretched(interval(one * (1 + running) / 2, fit, "first"), 2.0)
    return Serving(running, between, first, inverse(between, running))


def stretched(found: Interval, times: float) -> Interval:
    """An interval whose ends lie *times* as far off, on the logarithmic scale."""
    return Interval(
        found.value,
        found.value * (found.low / found.value) ** times,
        found.value * (found.high / found.value) ** times,
    )


def is_linked(replica: Replica) -> bool:
    """Whether the accelerators of a replica are joined by more than PCIe, or there is one."""
    link = (replica.accelerator.interconnect or "PCIe").lower()
    return replica.layout.gpus == 1 or not link.startswith("pcie")


def capacity(
    replica: Replica,
    fit: SpeedFit,
    *,
    prompt_tokens: float,
    output_tokens: float,
    max_time_per_token_s: float | None = None,
) -> Serving | Unsizable:
    """
    The most a replica takes: as many requests as have room and keep the time per token.

    Requests are at all stages at once: each holds half of its answer on average.

    Args:
        replica: What runs.
        fit: The constants.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.
        max_time_per_token_s: The longest that a request may wait for its next token.

    Returns:
        What it does when full, or why no request is served.
    """
    held = room(replica, prompt_tokens + output_tokens / 2)
    if isinstance(held, Unsizable):
        return held
    running = int(min(held, _most(replica), MAX_RUNNING * replica.layout.data_parallel))
    if running < 1:
        return Unsizable("no room for one request of this context")
    found = _running(replica, fit, running, prompt_tokens, output_tokens)
    # the time per token rises with the requests: bisect for the most that keep it; *least* is 0
    # until some number is known to
    least = 0
    while (
        max_time_per_token_s is not None
        and not isinstance(found, Unsizable)
        and running - least > 1
        and (least or found.time_per_token_s.value > max_time_per_token_s)
    ):
        middle = (least + running) // 2
        tried = _running(replica, fit, middle, prompt_tokens, output_tokens)
        if isinstance(tried, Unsizable) or tried.time_per_token_s.value > max_time_per_token_s:
            running = middle
        else:
            least, found = middle, tried
    if isinstance(found, Unsizable):
        return found
    if max_time_per_token_s is not None and found.time_per_token_s.value > max_time_per_token_s:
        return Unsizable("no request is served in that time per token")
    # measured throughput stays below the steady state: uneven copies, slow links, widened weights
    c = fit.constants
    share = c["capacity.data_parallel"] if replica.layout.data_parallel > 1 else 1.0
    share *= 1.0 if is_linked(replica) else c["capacity.unlinked"]
    share *= c["capacity.widened"] if is_widened(replica.accelerator, replica.form) else 1.0
    tps = found.output_tps.value * share * c["capacity.share"]
    return found._replace(output_tps=interval(tps, fit, "capacity"))
