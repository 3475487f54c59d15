"""
A replica under load: continuous batching, from a few requests to the most it can take.

The step and the first token are those of `steps`. How many requests run follows from the room for
their caches: an engine with pages holds what a request has so far, half of its answer on average.
"""

from typing import NamedTuple

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import arrivals, steps
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.speed import Interval, interval, inverse, is_widened, prompt_seconds
from llmpick.core.self_hosting.steps import Layout as Layout
from llmpick.core.self_hosting.steps import Replica as Replica
from llmpick.core.self_hosting.steps import room as room

MAX_RUNNING = 512
"""
Requests that one copy of attention decodes at once where memory allows more. `capacity.share` is
fitted with this cap.
"""
BUSY = 0.8
"""Part of what a copy takes that the busiest hour fills: the 95 % point is that of such an hour."""


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
    saturated_at_per_s: Interval | None = None
    """Requests a second from which the queue only grows, of a full copy."""
    first_token_p95_s: Interval | None = None
    """Time to first token that 95 % of requests keep when the copy is eight tenths busy."""
    step_s: float = 0.0
    """Seconds in which a token of each request is made, the prompts of all of them included."""


def serve(
    replica: Replica,
    fit: SpeedFit,
    *,
    concurrency: float,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float = 0.0,
    tokens_per_step: float = 1.0,
    at_once: bool = False,
) -> Serving | Unsizable:
    """
    A replica that always has *concurrency* requests, as far as it has room for them.

    Args:
        replica: What runs.
        fit: The constants.
        concurrency: Requests at a time; those without room wait for a first token.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.
        cached_share: Part of each prompt that is in the cache of an earlier one.
        tokens_per_step: Tokens that speculative decoding keeps of each step, as its user states.
        at_once: All ask at the same moment, and nobody follows.

    Returns:
        Times and rates with their intervals, or why there are none.
    """
    held = room(replica, prompt_tokens + output_tokens / 2)
    if isinstance(held, Unsizable):
        return held
    running = int(min(concurrency, held, _most(replica)))
    if running < 1:
        return Unsizable("no room for one request of this context")
    found = _running(
        replica, fit, running, prompt_tokens, output_tokens, cached_share, tokens_per_step, at_once
    )
    if isinstance(found, Unsizable):
        return found
    # whoever waits does so for whole answers of those that run
    wait = found.time_per_token_s.value * output_tokens * (concurrency - running) / running
    first = found.time_to_first_token_s
    later = Interval(first.value + wait, first.low + wait, first.high + wait)
    return found._replace(time_to_first_token_s=later)


def _most(replica: Replica) -> int:
    return replica.engine.max_sequences * replica.layout.data_parallel


def most_running(replica: Replica, context_tokens: float) -> int | Unsizable:
    """Requests of a mean of *context_tokens* that a full replica decodes at once."""
    held = room(replica, context_tokens)
    if isinstance(held, Unsizable):
        return held
    return int(min(held, _most(replica), MAX_RUNNING * replica.layout.data_parallel))


def _running(
    replica: Replica,
    fit: SpeedFit,
    running: int,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float = 0.0,
    tokens_per_step: float = 1.0,
    at_once: bool = False,
) -> Serving | Unsizable:
    if not replica.engine.tensor_parallel:
        return _shared_out(replica, fit, running, prompt_tokens, output_tokens, cached_share)
    done = steps.work(
        replica,
        fit,
        running=running,
        prompt_tokens=prompt_tokens,
        output_tokens=output_tokens / tokens_per_step,
        cached_share=cached_share,
        at_once=at_once,
    )
    if isinstance(done, Unsizable):
        return done
    each = steps.seconds(done, fit) / tokens_per_step
    engine = replica.engine.id
    first = interval(steps.first_seconds(done, fit), fit, f"first/{engine}", "first")
    between = interval(each, fit, f"serve/{engine}", "serve")
    # a request takes its place for the first token and those that follow (law of Little)
    answer = first.value + each * (output_tokens - 1)
    rate = running * output_tokens / answer
    tps = inverse(between, running)
    tps = Interval(rate, rate * tps.low / tps.value, rate * tps.high / tps.value)
    whole = done._replace(prompts=running * tokens_per_step / max(1.0, output_tokens))
    step = steps.seconds(whole, fit) / tokens_per_step
    return Serving(running, between, first, tps, step_s=step)


def _shared_out(
    replica: Replica,
    fit: SpeedFit,
    running: int,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float,
) -> Serving | Unsizable:
    """
    Engines that share out layers: a static batch, and a share of a prompt in every step.

    Steady load on them was not measured, so the intervals are twice as wide.
    """
    arch, form, accelerator, _, layout, _ = replica
    known = prompt_tokens * cached_share
    one = prompt_seconds(
        *(arch, form, accelerator, fit),
        gpus=layout.gpus,
        tokens=prompt_tokens - known,
        after_tokens=known,
    )
    step = steps.batch_seconds(
        replica, fit, running=running, prompt_tokens=prompt_tokens, output_tokens=output_tokens
    )
    if isinstance(step, Unsizable):
        return step
    # nobody's own prompt is between its tokens, while the copy has all of them to do
    each = step + one * (running - 1) / max(1.0, output_tokens)
    whole = step + one * running / max(1.0, output_tokens)
    between = stretched(interval(each, fit, "batch", "serve"), 2.0)
    busy = stretched(interval(whole, fit, "batch", "serve"), 2.0)
    # prompts are worked off in turn: the mean one is in the middle of the queue
    first = stretched(interval(one * (1 + running) / 2, fit, "first"), 2.0)
    return Serving(running, between, first, inverse(busy, running), step_s=whole)


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
    cached_share: float = 0.0,
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
        cached_share: Part of each prompt that is in the cache of an earlier one.

    Returns:
        What it does when full, or why no request is served.
    """
    running = most_running(replica, prompt_tokens + output_tokens / 2)
    if isinstance(running, Unsizable):
        return running
    if running < 1:
        return Unsizable("no room for one request of this context")
    found = _running(replica, fit, running, prompt_tokens, output_tokens, cached_share)
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
        tried = _running(replica, fit, middle, prompt_tokens, output_tokens, cached_share)
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
    # in the steady state a step makes a token of each request, its prompts included
    steady = found.running / found.step_s
    tps = interval(steady * share * c["capacity.share"], fit, "capacity")
    most = Interval(*(end / output_tokens for end in tps))
    late = _busy_hour(replica, fit, found, most.value, prompt_tokens, output_tokens, cached_share)
    return found._replace(output_tps=tps, saturated_at_per_s=most, first_token_p95_s=late)


def _busy_hour(
    replica: Replica,
    fit: SpeedFit,
    full: Serving,
    most_per_s: float,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float,
) -> Interval | None:
    """The 95 % point of the time to first token where *BUSY* of *most_per_s* arrive."""
    if not replica.engine.tensor_parallel:
        return None
    done = steps.work(
        replica,
        fit,
        # fewer run than when full, and their steps are shorter: no more than that share of them
        running=max(1.0, BUSY * full.running),
        prompt_tokens=prompt_tokens,
        output_tokens=output_tokens,
        cached_share=cached_share,
    )
    if isinstance(done, Unsizable):
        return None
    own = steps.own_prompt(done, fit)
    late = steps.before_prompt(done, fit) + own
    late += arrivals.wait_at(0.95, rate_per_s=BUSY * most_per_s, service_s=own)
    return interval(late, fit, f"first/{replica.engine.id}", "first")
