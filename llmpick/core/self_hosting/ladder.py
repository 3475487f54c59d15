"""How much of a copy's memory makes how long a context, for how many requests at a time."""

from typing import NamedTuple

from llmpick.core.facts.hardware import HostingFacts
from llmpick.core.self_hosting import engines
from llmpick.core.self_hosting.memory import Unsizable, footprint
from llmpick.core.self_hosting.serving import Replica

CONTEXTS = (4096, 8192, 32_768, 131_072, 262_144, 1_048_576)
"""Lengths of a context that people ask for."""
LONGEST = 100_000_000
"""Where the search for the largest context ends, if no window does."""


class Room(NamedTuple):
    """
    What has room with one precision of the *cache*.

    *alone* is the largest context of one request, *together* that of as many as were asked for,
    both in tokens; *sessions* are how many requests of a context there may be at a time.
    """

    cache: str
    alone: int
    together: int
    sessions: tuple[tuple[int, int], ...]


def rooms(replica: Replica, concurrency: int, tables: HostingFacts) -> list[Room]:
    """
    The room of a copy for each precision of the cache that its engine can be told.

    Args:
        replica: The copy.
        concurrency: Requests at a time.
        tables: The catalog's tables.
    """
    window = replica.arch.context_window_tokens or LONGEST
    lengths = [context for context in CONTEXTS if context < window]
    if window < LONGEST:
        lengths.append(window)
    found = []
    for cache in engines.CACHES:
        if engines.cache_of(replica.engine.id, cache, tables) is None:
            continue
        one = replica._replace(cache=cache)
        found.append(
            Room(
                cache,
                largest_context(one, 1),
                largest_context(one, concurrency),
                tuple((context, most_sessions(one, context)) for context in lengths),
            )
        )
    return found


def most_sessions(replica: Replica, context_tokens: int) -> int:
    """How many requests of *context_tokens* have room at a time."""
    held = footprint(
        replica.arch,
        replica.form,
        replica.accelerator,
        replica.engine,
        gpus=replica.layout.gpus,
        context_tokens=context_tokens,
        concurrency=1,
        cache=replica.cache,
    )
    return 0 if isinstance(held, Unsizable) else held.sequences


def largest_context(replica: Replica, concurrency: int) -> int:
    """The most tokens that each of *concurrency* requests may grow to, up to the window."""
    longest = replica.arch.context_window_tokens or LONGEST
    if most_sessions(replica, longest) >= concurrency:
        return longest
    least = 0
    while longest - least > 1:
        middle = (least + longest) // 2
        if most_sessions(replica, middle) >= concurrency:
            least = middle
        else:
            longest = middle
    return least
