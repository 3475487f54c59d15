"""An address that was named: public, whole, of a size; the rest is of llmpick/files/fetch.py."""

from __future__ import annotations

import io
import socket

import pytest

from llmpick.errors import UserError
from llmpick.feeds.fetch import fetch
from llmpick.files.fetch import Body, Session


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "192.168.1.1", "0.0.0.0"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_private_address_is_not_asked(monkeypatch, address, scheme):
    """Whatever the name says: what it resolves to counts."""
    found = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **more: found)
    with pytest.raises(UserError, match=r"private network|only https|use https") as error:
        fetch(f"{scheme}://a.example/x", 100)
    assert "--from" in error.value.hint


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example/", "x", "https://"])
def test_what_is_no_address(address):
    """Only https is read."""
    with pytest.raises(UserError, match="only https addresses"):
        fetch(address, 100)


def answer(monkeypatch, status: int, *parts: bytes) -> None:
    """What any server answers."""
    monkeypatch.setattr(Session, "get", lambda self, address: Body(status, iter(parts)))


def test_the_whole_file(monkeypatch):
    """Part by part, up to the size."""
    answer(monkeypatch, 200, b"a" * 60, b"b" * 40)
    assert fetch("https://a.example/x", 100) == b"a" * 60 + b"b" * 40


def test_a_file_that_is_too_large(monkeypatch):
    """It ends there, and not at the end of what is sent."""
    sent = io.BytesIO(b"1" * 10_000)
    monkeypatch.setattr(
        Session, "get", lambda self, address: Body(200, iter(lambda: sent.read(60), b""))
    )
    with pytest.raises(UserError, match="larger than 100 bytes"):
        fetch("https://a.example/x", 100)
    assert sent.tell() == 120


def test_a_file_that_is_missing(monkeypatch):
    """The server's number is said."""
    answer(monkeypatch, 404)
    with pytest.raises(UserError, match="the server answers 404"):
        fetch("https://a.example/x", 100)
