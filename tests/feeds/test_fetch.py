"""An address that was named: https, public, bounded."""

from __future__ import annotations

import http.client
import io
import socket

import pytest

from llmpick.errors import UserError
from llmpick.feeds import fetch


class Answer(io.BytesIO):
    """What a server says."""

    def __init__(self, body=b"", status=200, **headers):
        super().__init__(body)
        self.status, self.headers = status, headers

    def getheader(self, name):
        """A header, or None."""
        return self.headers.get(name.replace("-", "_"))


@pytest.fixture
def server(monkeypatch):
    """Answers to give in turn; what was asked. Names resolve to a public address."""
    answers, asked = [], []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **more: [(0, 0, 0, "", ("8.8.8.8", port))]
    )
    connection = fetch._Connection
    monkeypatch.setattr(connection, "request", lambda self, *given, **more: asked.append(self.host))
    monkeypatch.setattr(connection, "getresponse", lambda self: answers.pop(0))
    return answers, asked


def test_a_redirect_is_followed_to_another_public_address(server):
    """The body at the end of it."""
    answers, asked = server
    answers += [Answer(status=302, Location="https://b.example/y"), Answer(b"body")]
    assert fetch.fetch("https://a.example/x", 100) == b"body"
    assert asked == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([Answer(status=302, Location="http://a.example/")], "only https"),
        ([Answer(status=302, Location="file:///etc/passwd")], "only https"),
        ([Answer(status=301, Location="/x") for _ in range(9)], "from one address to the next"),
        ([Answer(status=404)], "answers 404"),
        ([Answer(b"1" * 101)], "larger than 100 bytes"),
        ([Answer(b"1" * 50, Content_Length="60")], "ended in the middle"),
    ],
    ids=["http", "file", "circle", "missing", "endless", "cut"],
)
def test_what_a_server_may_not_do(server, answers, message):
    """Another scheme, a circle, endless bytes, an end in the middle."""
    server[0].extend(answers)
    with pytest.raises(UserError, match=message):
        fetch.fetch("https://a.example/x", 100)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "192.168.1.1", "0.0.0.0"]
)
def test_a_private_address_is_not_asked(monkeypatch, address):
    """Whatever the name says: what it resolves to counts."""
    found = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **more: found)
    with pytest.raises(UserError, match="private network"):
        fetch.fetch("https://a.example/x", 100)


@pytest.mark.parametrize(
    "error",
    [TimeoutError("timed out"), ConnectionResetError("reset"), http.client.BadStatusLine("")],
)
def test_a_server_that_stalls_or_dies_is_one_sentence(server, monkeypatch, error):
    """No traceback."""

    def die(self):
        raise error

    monkeypatch.setattr(fetch._Connection, "getresponse", die)
    with pytest.raises(UserError, match="cannot be read"):
        fetch.fetch("https://a.example/x", 100)


def test_slow_bytes_end_at_the_deadline(server, monkeypatch):
    """A server may not keep it for ever, one byte at a time."""
    clock = iter(range(0, 10_000, 400))
    monkeypatch.setattr(fetch.time, "monotonic", lambda: next(clock))
    server[0].append(Answer(b"1"))
    with pytest.raises(UserError, match="takes longer"):
        fetch.fetch("https://a.example/x", 100)
