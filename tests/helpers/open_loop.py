"""
A replica under arrivals: how many requests run, when the first token comes, and what is too much.

Unlike the closed loop of `serving.serve`, nobody waits for an answer before asking again.
"""

from typing import NamedTuple

from llmpick.core.facts.hardware import SpeedFit
from llmpick.core.self_hosting import arrivals, steps
from llmpick.core.self_hosting.memory import Unsizable
from llmpick.core.self_hosting.serving import most_running
from llmpick.core.self_hosting.speed import Interval, interval
from llmpick.core.self_hosting.steps import Replica

ROUNDS = 40
"""Halvings of the search for how many run: to a millionth of a request."""


class Arriving(NamedTuple):
    """
    A replica that requests arrive at.

    *saturated_at_per_s* are the requests a second that it ends when full; *saturated* is whether
    more arrive, and then nothing settles: times are None. Else *running* decode at once in the
    mean, and half of the requests have their first token by *first_token_p50_s*.
    """

    saturated_at_per_s: Interval
    saturated: bool
    running: float | None = None
    time_per_token_s: Interval | None = None
    first_token_p50_s: Interval | None = None
    first_token_p95_s: Interval | None = None


def arrive(
    replica: Replica,
    fit: SpeedFit,
    *,
    rate_per_s: float,
    prompt_tokens: float,
    output_tokens: float,
    cached_share: float = 0.0,
    tokens_per_step: float = 1.0,
) -> Arriving | Unsizable:
    """
    What *rate_per_s* does to a replica with tensor parallelism.

    By the law of Little as many run as arrive while an answer takes; the more run, the longer
    their steps. Prompts wait for each other at one counter.

    Args:
        replica: What runs.
        fit: The constants.
        rate_per_s: Requests that arrive a second, without memory.
        prompt_tokens: Length of a prompt.
        output_tokens: Length of an answer.
        cached_share: Part of each prompt that is in the cache of an earlier one.
        tokens_per_step: Tokens that speculative decoding keeps of each step, as its user states.

    Returns:
        How many run and how long it takes, or why no request is served.
    """
    answer = output_tokens / tokens_per_step

    def step(running: float) -> steps.StepWork | Unsizable:
        return steps.work(
            replica,
            fit,
            running=max(1.0, running),
            prompt_tokens=prompt_tokens,
            output_tokens=answer,
            cached_share=cached_share,
        )

    most = most_running(replica, prompt_tokens + output_tokens / 2)
    if isinstance(most, Unsizable):
        return most
    if most < 1:
        return Unsizable("no room for one request of this context")
    full = step(most)
    if isinstance(full, Unsizable):
        return full
    names = (f"serve/{replica.engine.id}", "serve")
    held = interval(steps.seconds(full, fit) * answer, fit, *names)
    limit = Interval(most / held.value, most / held.high, most / held.low)
    if rate_per_s >= limit.value:
        return Arriving(limit, True)
    low, high = 0.0, float(most)
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        tried = step(middle)
        assert not isinstance(tried, Unsizable)  # the largest was sized
        if middle >= rate_per_s * answer * steps.seconds(tried, fit):
            high = middle
        else:
            low = middle
    done = step(high)
    assert not isinstance(done, Unsizable)
    own = steps.own_prompt(done, fit)
    points = [
        interval(
            steps.before_prompt(done, fit)
            + own
            + arrivals.wait_at(share, rate_per_s=rate_per_s, service_s=own),
            fit,
            f"first/{replica.engine.id}",
            "first",
        )
        for share in (0.5, 0.95)
    ]
    each = interval(steps.seconds(done, fit) / tokens_per_step, fit, *names)
    return Arriving(limit, False, high, each, points[0], points[1])
