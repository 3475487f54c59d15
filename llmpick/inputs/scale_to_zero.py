"""Capacity that scales to zero: what a user typed of its starts, checked."""

from __future__ import annotations

from llmpick.core.self_hosting.running import Scaling
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.options import HostingOptions


def scaling_of(asked: HostingOptions) -> Scaling | None:
    """
    What is said of copies that scale to zero, None where they are always on.

    Raises:
        UserError: a value that is absurd, or said of what is always on.
    """
    given = {
        "--starts": asked.starts,
        "--cold-start-seconds": asked.cold_start_seconds,
        "--idle-minutes": asked.idle_minutes,
    }
    said = [flag for flag, value in given.items() if value is not None]
    if said and not asked.scale_to_zero:
        raise UserError(
            f"{said[0]} is said of what scales to zero",
            hint="leave it out" if asked.own or asked.owned else "add --scale-to-zero",
        )
    if said and asked.starts is None:
        raise UserError(
            f"{said[0]} is of each start, and how many there are was not said",
            hint="add --starts: how often a month a copy starts",
        )
    if not asked.scale_to_zero:
        return None
    starts = values.bounded("number of starts a month", asked.starts, 1e9)
    cold = values.bounded("cold start in seconds", asked.cold_start_seconds, 86_400)
    idle = values.bounded("time idle, in minutes,", asked.idle_minutes, 43_800)
    return Scaling(starts, cold, None if idle is None else idle * 60)


def not_counted(scaling: Scaling | None) -> list[str]:
    """What of the bill of copies that scale to zero was not said: it costs that or more."""
    if scaling is None:
        return []
    if scaling.starts is None:
        what = "cold starts and idle time are not counted"
        flags = "--starts with --cold-start-seconds and --idle-minutes"
        return [f"{what}, so the price is a lower bound: {flags}"]
    parts = (
        ("the time of cold starts is", scaling.cold_start_s, "--cold-start-seconds"),
        ("idle time before a copy stops is", scaling.idle_s, "--idle-minutes"),
    )
    return [
        f"{what} not counted, so the price is a lower bound: {flag}"
        for what, value, flag in parts
        if value is None
    ]
