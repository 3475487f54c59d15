"""A server of models on the loopback address, of three dialects, that can misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from made import offering

from llmpick.core.connecting.connection import Connection, Endpoint, Host, connection

DIALECTS = {
    "/chat/completions": "openai-chat",
    "/v1/messages": "anthropic-messages",
    "/models/": "gemini",
}


def reached(
    url: str, dialect: str, key: str | None = None, model: str = "some-model"
) -> Connection:
    """How a server at *url* is reached, its key in the variable *key*."""
    endpoint = Endpoint("p", (dialect,), (Host(url, (dialect,)),), key)
    return connection(offering(api_model=model), endpoint)


class Told(NamedTuple):
    """A request as it came: path, headers in lower case, body, and the prompt in it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    prompt: str


class Plays(NamedTuple):
    """
    How the server answers a request.

    *status* other than 200 refuses it, with *says* as body. *first_s* is its time to the first
    token, *gap_s* that between tokens, *thinks_s* that of the first thought before. *usage*: None
    sends none. *cut* ends the stream before its end, *drop* before its first byte.
    """

    words: tuple[str, ...] = ("fo", "ur")
    status: int = 200
    retry_after: str | None = None
    says: str = "{}"
    first_s: float = 0.0
    gap_s: float = 0.0
    thinks_s: float | None = None
    usage: tuple[int, int, int] | None = (10, 2, 0)
    cut: bool = False
    drop: bool = False
    stop: str = ""


class Model:
    """What was asked of the server, what it charged for, and its own clock."""

    def __init__(self, plays: Callable[[Told, int], Plays]) -> None:
        self.plays = plays
        self.told: list[Told] = []
        self.served: list[Told] = []
        self.first_text_s: list[float] = []
        self.first_thought_s: list[float] = []
        self.last_s: list[float] = []
        self.url = ""
        self.busiest = self.busy = 0
        self.lock = threading.Lock()


@contextmanager
def serving(plays: Callable[[Told, int], Plays] = lambda told, number: Plays()) -> Iterator[Model]:
    """A server for the time being; *plays* says how it answers the request of a number, from 0."""
    model = Model(plays)
    handler = type("Handler", (_Handler,), {"model": model})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that was killed is none
    model.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    model: Model
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        """Answer as the model plays."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        begun = time.perf_counter()
        dialect = next(name for part, name in DIALECTS.items() if part in self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        told = Told(self.path, headers, body, _prompt(dialect, body))
        with self.model.lock:
            number = len(self.model.told)
            self.model.told.append(told)
            self.model.busy += 1
            self.model.busiest = max(self.model.busiest, self.model.busy)
        try:
            plays = self.model.plays(told, number)
            if plays.status != 200 or plays.drop:
                self._refuse(plays)
                return
            with self.model.lock:
                self.model.served.append(told)
            self._stream(dialect, plays, begun)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.model.lock:
                self.model.busy -= 1

    def _refuse(self, plays: Plays) -> None:
        self.close_connection = plays.drop
        if plays.drop:
            return
        self.send_response(plays.status)
        if plays.retry_after is not None:
            self.send_header("Retry-After", plays.retry_after)
        data = plays.says.encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, dialect: str, plays: Plays, begun: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        say = _SAYS[dialect]
        for event in say.begin(plays):
            self._event(event)
        if plays.thinks_s is not None:
            _until(begun + plays.thinks_s)
            self._event(say.thought("hm"))
            self.model.first_thought_s.append(time.perf_counter() - begun)
        _until(begun + plays.first_s)
        for place, word in enumerate(plays.words):
            if place and plays.gap_s:
                _until(begun + plays.first_s + place * plays.gap_s)
            if place and plays.cut:
                self.close_connection = True
                return
            self._event(say.word(word))
            if not place:
                self.model.first_text_s.append(time.perf_counter() - begun)
        self.model.last_s.append(time.perf_counter() - begun)
        for event in say.end(plays):
            self._event(event)
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def _event(self, event: object) -> None:
        text = event if isinstance(event, str) else json.dumps(event)
        data = f"data: {text}\n\n".encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _until(moment: float) -> None:
    left = moment - time.perf_counter()
    if left > 0:
        time.sleep(left)


def _prompt(dialect: str, body: dict[str, Any]) -> str:
    if dialect == "gemini":
        return str(body["contents"][0]["parts"][0]["text"])
    content = body["messages"][0]["content"]
    if isinstance(content, str):
        return content
    return str(next(part["text"] for part in content if part["type"] == "text"))


class _OpenAi:
    def begin(self, plays: Plays) -> list[object]:
        return []

    def thought(self, text: str) -> object:
        return {"choices": [{"index": 0, "delta": {"reasoning_content": text}}]}

    def word(self, text: str) -> object:
        return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}

    def end(self, plays: Plays) -> list[object]:
        last = {"choices": [{"index": 0, "delta": {}, "finish_reason": plays.stop or "stop"}]}
        if plays.usage is None:
            return [last, "[DONE]"]
        sent, made, thought = plays.usage
        usage = {
            "prompt_tokens": sent,
            "completion_tokens": made + thought,
            "total_tokens": sent + made + thought,
            "completion_tokens_details": {"reasoning_tokens": thought},
        }
        return [last, {"choices": [], "usage": usage}, "[DONE]"]


class _Anthropic:
    def begin(self, plays: Plays) -> list[object]:
        usage = {} if plays.usage is None else {"input_tokens": plays.usage[0], "output_tokens": 1}
        return [{"type": "message_start", "message": {"usage": usage}}, {"type": "ping"}]

    def thought(self, text: str) -> object:
        delta = {"type": "thinking_delta", "thinking": text}
        return {"type": "content_block_delta", "index": 0, "delta": delta}

    def word(self, text: str) -> object:
        delta = {"type": "text_delta", "text": text}
        return {"type": "content_block_delta", "index": 1, "delta": delta}

    def end(self, plays: Plays) -> list[object]:
        end: dict[str, object] = {
            "type": "message_delta",
            "delta": {"stop_reason": plays.stop or "end_turn"},
        }
        if plays.usage is not None:
            _, made, thought = plays.usage
            end["usage"] = {
                "output_tokens": made + thought,
                "output_tokens_details": {"thinking_tokens": thought},
            }
        return [end, {"type": "message_stop"}]


class _Gemini:
    def begin(self, plays: Plays) -> list[object]:
        return []

    def thought(self, text: str) -> object:
        return {"candidates": [{"content": {"parts": [{"text": text, "thought": True}]}}]}

    def word(self, text: str) -> object:
        return {"candidates": [{"content": {"parts": [{"text": text}]}}]}

    def end(self, plays: Plays) -> list[object]:
        end: dict[str, object] = {"candidates": [{"finishReason": plays.stop or "STOP"}]}
        if plays.usage is not None:
            sent, made, thought = plays.usage
            end["usageMetadata"] = {
                "promptTokenCount": sent,
                "candidatesTokenCount": made,
                "thoughtsTokenCount": thought,
            }
        return [end]


_SAYS: dict[str, Any] = {
    "openai-chat": _OpenAi(),
    "anthropic-messages": _Anthropic(),
    "gemini": _Gemini(),
}
