"""A call until it is answered: what is tried again, after which wait, and what is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from llmpick.trying.dialects import LIMIT, Dialect, Request, Settings, Usage
from llmpick.trying.stream import Attempt

AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524, 529})
"""Answers by which a server says that it did not do the work, and may do it later."""
FIRST_WAIT_S, LONGEST_WAIT_S, LONGEST_RETRY_AFTER_S = 1.0, 30.0, 300.0
MOST_DROPPED = 3


class Outcome(NamedTuple):
    """
    What became of a call.

    *failed* None: it was answered; else why not, in words that hold nothing of what was sent.
    *charged* False: no attempt can have been billed. Times are of the attempt that was answered;
    *waited_s* are those between attempts. *dropped* are parameters that the route refused.
    """

    failed: str | None
    charged: bool
    retries: int
    waited_s: float
    attempt: Attempt
    dropped: tuple[str, ...] = ()

    @property
    def usage(self) -> Usage | None:
        """Tokens as billed; None: the server did not say."""
        return self.attempt.usage

    @property
    def limited(self) -> bool:
        """Whether the reply ended at the tokens that it was allowed."""
        return self.attempt.stop == LIMIT


class Gate:
    """
    When a route may be called: so many times a minute, and not before it said that it may.

    Calls wait here before the clock of their attempt starts; *wait* answers whether it was called
    off.
    """

    def __init__(
        self,
        per_minute: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._gap = 60.0 / per_minute if per_minute else 0.0
        self._clock, self._wait = clock, wait
        self._next = self._closed_until = 0.0
        self._lock = threading.Lock()

    def enter(self) -> float:
        """Wait for one's turn; seconds waited."""
        with self._lock:
            begun = self._clock()
            turn = max(begun, self._next)
            self._next = turn + self._gap
        now = begun
        while (left := max(turn, self._closed_until) - now) > 0:
            if self._wait(left):
                break
            now = self._clock()
        return now - begun

    def close(self, seconds: float) -> None:
        """Let nobody in for so many seconds."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._clock() + seconds)


class Refusals:
    """Parameters that a route refused once, so that no later call is refused for them."""

    def __init__(self, dropped: Iterable[str] = ()) -> None:
        self._dropped = set(dropped)
        self._lock = threading.Lock()

    @property
    def dropped(self) -> frozenset[str]:
        """Their names."""
        with self._lock:
            return frozenset(self._dropped)

    def take(self, dialect: Dialect, request: Request, attempt: Attempt) -> bool:
        """Whether the call may be sent anew, without a parameter that *attempt* was refused for."""
        if attempt.status not in (400, 422):
            return False
        said = attempt.refusal.lower()
        for name in dialect.droppable:
            if name in said and _is_sent(request.body, name):
                with self._lock:
                    self._dropped.add(name)
                return True
        return False


def _is_sent(body: Mapping[str, Any], name: str) -> bool:
    return any(
        key == name or (isinstance(value, dict) and name in value) for key, value in body.items()
    )


def call(
    send: Callable[[Request], Attempt],
    made: Callable[[Settings], Request],
    dialect: Dialect,
    settings: Settings,
    *,
    gate: Gate,
    refusals: Refusals,
    most_retries: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """
    Send a call until it is answered, or is not to be sent again.

    What may have been billed is never sent again: a stream that was cut, and a request that was
    sent and got no answer.

    Args:
        send: Makes one attempt.
        made: The request, by settings.
        dialect: Says which parameters a call may do without.
        settings: What is asked for.
        gate: Holds calls back.
        refusals: What the route refused before.
        most_retries: Attempts after the first one, but for those without a refused parameter.
        stopped: Whether nothing more is to be sent.
    """
    retries, waited, before, attempt = 0, 0.0, refusals.dropped, Attempt("unsent")
    while True:
        waited += gate.enter()
        if stopped():
            return Outcome("stopped", False, retries, waited, attempt)
        request = made(settings._replace(without=refusals.dropped))
        attempt = send(request)
        dropped = tuple(sorted(refusals.dropped - before))
        if attempt.kind == "answered":
            return Outcome(None, True, retries, waited, attempt, dropped)
        if attempt.kind in ("cut", "silent"):
            why = "the stream was cut" if attempt.kind == "cut" else "no answer came"
            return Outcome(why, True, retries, waited, attempt, dropped)
        if len(dropped) < MOST_DROPPED and refusals.take(dialect, request, attempt):
            continue
        if retries >= most_retries or (attempt.kind == "refused" and attempt.status not in AGAIN):
            return Outcome(in_words(attempt), False, retries, waited, attempt, dropped)
        pause = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**retries)
        if attempt.retry_after_s is not None:
            if attempt.retry_after_s > LONGEST_RETRY_AFTER_S:
                why = f"{in_words(attempt)}: it asks to come back in {attempt.retry_after_s:.0f} s"
                return Outcome(why, False, retries, waited, attempt, dropped)
            pause = attempt.retry_after_s
        retries += 1
        gate.close(pause)


STATUS = {
    400: "the request was refused",
    401: "the key was refused",
    402: "the account has no money left",
    403: "the key may not do this",
    404: "no such address or model",
    413: "the prompt is too large",
    422: "the request was refused",
    429: "too many requests",
}


def in_words(attempt: Attempt) -> str:
    """Why an attempt got no answer; nothing that the server wrote, which may hold the prompt."""
    if attempt.kind == "unsent":
        return "no connection"
    what = "the server failed" if attempt.status >= 500 else "refused"
    return f"{STATUS.get(attempt.status, what)} ({attempt.status})"
