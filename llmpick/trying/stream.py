"""One attempt at a call: sent, streamed, timed from the moment its request leaves (extra `try`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.errors import MissingExtra
from llmpick.trying.dialects import Delta, Dialect, Request, Usage, event
from llmpick.trying.sse import TooLarge, data_of

if TYPE_CHECKING:
    import httpx2

    Client = httpx2.Client

MAX_REFUSAL_BYTES = 100_000
MAX_REPLY_CHARACTERS = 20_000_000
STREAMED = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
"""What is compressed on the way comes in lumps, and a first word would look late."""
SENT = "send_request_headers.started"
"""The end of what the client's trace says as a request leaves, its connection made."""


class Attempt(NamedTuple):
    """
    What became of an attempt; times in seconds from its request's leaving.

    *kind*: `answered`; `cut`: the stream ended before the reply did, or stood still; `refused` by
    *status*; `unsent`: no connection was made, so that nothing was sent; `silent`: sent, and no
    answer came. *refusal* is what the server said, never shown: it may hold the prompt, or the key.
    """

    kind: str
    status: int = 0
    retry_after_s: float | None = None
    first_reasoning_s: float | None = None
    first_text_s: float | None = None
    last_s: float | None = None
    text: str = ""
    usage: Usage | None = None
    stop: str | None = None
    refusal: str = ""


class TrialEndpoint(NamedTuple):
    """Where attempts go: base URL, dialect, and the headers that carry key and more."""

    base_url: str
    dialect: Dialect
    headers: Mapping[str, str]


def client(connections: int, timeout_s: float) -> Client:
    """
    A client that keeps so many *connections*, and waits so long for a connection or a next byte.

    It follows no redirect: a key goes to no host but the one that was named. It takes nothing from
    the environment but proxies and certificates.

    Raises:
        MissingExtra: the HTTP library is not installed.
    """
    try:
        import httpx2
    except ImportError:
        raise MissingExtra("`llmpick try`", "httpx2", "try") from None
    limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
    return httpx2.Client(
        timeout=httpx2.Timeout(timeout_s, connect=min(30.0, timeout_s)),
        limits=limits,
        follow_redirects=False,
        headers={"User-Agent": "llmpick"},
    )


def attempt(
    web: Client,
    target: TrialEndpoint,
    request: Request,
    clock: Callable[[], float] = time.perf_counter,
) -> Attempt:
    """Send *request* once, and read its stream to the end."""
    import httpx2

    sent: list[float] = []

    def trace(name: str, _: Any) -> None:
        if name.endswith(SENT) and not sent:
            sent.append(clock())

    url = target.base_url.rstrip("/") + request.path
    headers = {**request.headers, **target.headers, **STREAMED}
    reading = _StreamReading(target.dialect, clock)
    try:
        with web.stream(
            "POST", url, json=dict(request.body), headers=headers, extensions={"trace": trace}
        ) as response:
            if response.status_code != 200:
                return _refused(response)
            for data in data_of(response.iter_bytes()):
                if not reading.take(data):
                    break
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.InvalidURL):
        return Attempt("unsent")
    except (httpx2.HTTPError, httpx2.StreamError, TooLarge):
        if not sent:
            return Attempt("unsent")
        if not reading.begun:
            return Attempt("silent")
    return reading.outcome(sent[0] if sent else clock())


def _refused(response: httpx2.Response) -> Attempt:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_REFUSAL_BYTES:
            break
    return Attempt(
        "refused",
        response.status_code,
        retry_after(response.headers.get("retry-after"), time.time()),
        refusal=body[:MAX_REFUSAL_BYTES].decode("utf-8", "replace"),
    )


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds by a header `Retry-After`, which holds seconds or a day and hour; None: no such."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError):
        return None


class _StreamReading:
    """A stream as it is read."""

    def __init__(self, dialect: Dialect, clock: Callable[[], float]) -> None:
        self._read, self._clock = dialect.read(), clock
        self._text: list[str] = []
        self._size = 0
        self._usage: Usage | None = None
        self._stop: str | None = None
        self._thought: float | None = None
        self._said: float | None = None
        self._last: float | None = None
        self.begun = self._failed = False

    def take(self, data: str) -> bool:
        """Whether more is to be read after an event's *data*."""
        now = self._clock()
        self.begun = True
        found = event(data)
        if found is None:
            return True
        delta = self._read(found)
        self._note(delta, now)
        return not delta.error and self._size <= MAX_REPLY_CHARACTERS

    def _note(self, delta: Delta, now: float) -> None:
        if delta.reasoning and self._thought is None:
            self._thought = now
        if delta.text and self._said is None:
            self._said = now
        if delta.text or delta.reasoning:
            self._last = now
        self._text.append(delta.text)
        self._size += len(delta.text)
        self._usage = delta.usage or self._usage
        self._stop = delta.stop or self._stop
        self._failed = self._failed or delta.error

    def outcome(self, sent: float) -> Attempt:
        """The attempt as it ended."""
        ended = self._stop is not None and not self._failed

        def since(moment: float | None) -> float | None:
            return None if moment is None else max(0.0, moment - sent)

        return Attempt(
            "answered" if ended else "cut",
            200,
            first_reasoning_s=since(self._thought),
            first_text_s=since(self._said),
            last_s=since(self._last),
            text="".join(self._text),
            usage=self._usage,
            stop=self._stop,
        )
