"""
Open loops: requests that arrive whether others have ended or not.

A replica takes requests up to the rate at which it ends them; beyond, it is saturated and the wait
grows without end. Below, prompts wait for each other as at one counter.
"""

import math


def wait_at(share: float, *, rate_per_s: float, service_s: float) -> float:
    """
    The wait that *share* of the requests do not exceed, s.

    Arrivals without memory at one counter with a fixed time of service: the mean wait is that of
    Pollaczek and Khinchine; who has to wait at all (*busy* of them) does so for an exponential time
    (Kingman, Mathematical Proceedings of the Cambridge Philosophical Society 57, 1961).

    Args:
        share: Part of the requests, below 1.
        rate_per_s: Requests that arrive a second.
        service_s: Seconds that each takes at the counter.

    Returns:
        Seconds; infinite where more arrive than are served.
    """
    busy = rate_per_s * service_s
    if busy >= 1:
        return math.inf
    if busy <= 1 - share:
        return 0.0
    mean_of_waiting = service_s / (2 * (1 - busy))
    return mean_of_waiting * math.log(busy / (1 - share))


def mean_wait(*, rate_per_s: float, service_s: float) -> float:
    """The mean wait, s (Pollaczek and Khinchine); infinite where more arrive than are served."""
    busy = rate_per_s * service_s
    return math.inf if busy >= 1 else busy * service_s / (2 * (1 - busy))
