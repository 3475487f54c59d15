"""
Draws that depend on a seed and on nothing else: the same on every Python and every machine.

A pool holds the middles of 2,048 equal shares of the normal law in random order. The draws of a
cause (a weight, a model's ability) are a run of the pool that starts at a place of its own: within
one draw no two causes read the same entry. The place comes from the cause's name, so that another
alternative leaves the draws of the rest as they were, but for rare names that meet.
"""

from __future__ import annotations

from math import erf, exp, pi, sqrt
from zlib import crc32

SIZE = 2048
SEED = 1
DRAWS = 2000
_BITS = 0xFFFFFFFFFFFFFFFF
_DIGITS = 9
"""Quantiles are rounded so far: mathematical libraries differ in the last bits, not in these."""


def normal_quantiles(count: int) -> list[float]:
    """
    The middles of *count* equal shares of the normal law, lowest first, exact to 1e-9.

    By Halley's method on the error function, from each quantile to the next.

    Args:
        count: How many, 1 or more.
    """
    # only the upper half: the lower one is its mirror image, to the last bit
    found: list[float] = []
    x = 0.0
    for place in range(count // 2):
        below = 0.5 + (place + 0.5 + (count % 2) / 2) / count
        for _ in range(8):
            density = exp(-0.5 * x * x) / sqrt(2 * pi)
            step = (0.5 * (1 + erf(x / sqrt(2))) - below) / density
            step /= 1 + 0.5 * x * step  # Halley: the density's derivative is -x times itself
            x -= step
            if -1e-6 < step < 1e-6:  # it converges with the third power
                break
        found.append(round(x, _DIGITS))
    return [-x for x in reversed(found)] + [0.0] * (count % 2) + found


def split_mix(seed: int, count: int) -> list[int]:
    """
    Pseudo-random numbers by SplitMix64.

    Source: Steele, Lea and Flood, OOPSLA 2014. Whole numbers only: the same stream in every
    language and version.

    Args:
        seed: Where the stream begins, 64 bits.
        count: How many numbers.

    Returns:
        Whole numbers from 0 to 2**64 - 1, evenly distributed.
    """
    found, state = [], seed
    for _ in range(count):
        state = state + 0x9E3779B97F4A7C15 & _BITS
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _BITS
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _BITS
        found.append(mixed ^ mixed >> 31)
    return found


class Pool:
    """
    Normal draws by cause; *quantiles* are all that there are, the lowest first.

    Args:
        seed: Which order the pool is in.
        draws: How many draws a cause has, at most the size of the pool.
    """

    def __init__(self, seed: int = SEED, draws: int = DRAWS) -> None:
        if not 0 < draws <= SIZE:
            raise ValueError(f"{draws} draws of a pool of {SIZE}")
        self.seed = seed
        self.draws = draws
        keys = split_mix(seed, SIZE)
        ranks = sorted(range(SIZE), key=keys.__getitem__)
        self.quantiles = quantiles = normal_quantiles(SIZE)
        # twice over, so that a run that passes the end is still one slice
        self._normal = [quantiles[rank] for rank in ranks] * 2
        self._starts: dict[str, int] = {}
        self._occupied: set[int] = set()

    def start(self, cause: str) -> int:
        """Where the run of *cause* starts: a place that no other cause has."""
        found = self._starts.get(cause)
        if found is None:
            # not `hash`, which is salted anew in every process
            found = crc32(cause.encode()) % SIZE
            while found in self._occupied and len(self._occupied) < SIZE:
                found = (found + 1) % SIZE
            self._starts[cause] = found
            self._occupied.add(found)
        return found

    def normal(self, cause: str) -> list[float]:
        """The standard normal draws of *cause*."""
        start = self.start(cause)
        return self._normal[start : start + self.draws]
