"""Files from an address: which may be read, through what, and where a redirect may not lead."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest
from publisher import redirect, served

from llmpick.errors import UserError
from llmpick.files import fetch
from llmpick.files.fetch import Session


def body(session: Session, address: str) -> bytes:
    """What is there."""
    with contextlib.closing(session):
        return b"".join(session.get(address).parts)


@pytest.fixture
def server(tmp_path):
    """A server with two small files."""
    (tmp_path / "a").write_text("one")
    (tmp_path / "b").write_text("two")
    with served(tmp_path) as found:
        yield found


def test_files_come_over_one_connection(server, monkeypatch):
    """Who fetches many packs does not greet for each."""
    dialled = []
    connect = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda *given: dialled.append(given) or connect(*given)
    )
    session = Session(server.url)
    with contextlib.closing(session):
        found = [b"".join(session.get(f"{server.url}/{name}").parts) for name in "ab"]
    assert found == [b"one", b"two"]
    assert (len(dialled), session.requests, session.received_bytes) == (1, 2, 6)


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "data:text/plain,x", "ftp://127.0.0.1/x", "http://", "x"),
        *("https://name:secret@example.org/", "https://example.org:99999/", "https://[::1/"),
    ],
)
def test_what_is_no_address(address):
    """Only https is, and http on this machine; a password is not repeated."""
    with pytest.raises(UserError, match="cannot be read") as error:
        Session(address)
    assert "secret" not in str(error.value)


def test_control_characters_and_spaces(server):
    """They would end the request's line, and begin another."""
    for end in (" HTTP/1.1", "\r\nX: y", "\u00e9"):
        with pytest.raises(UserError, match="it is no address"):
            body(Session(server.url), f"{server.url}/a{end}")


def at(monkeypatch, *addresses: str) -> None:
    """Names resolve to these, one name after the other."""
    left = list(addresses)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *given, **more: [
            (socket.AF_INET, 1, 6, "", (left.pop(0) if left[1:] else left[0], port))
        ],
    )


@pytest.mark.parametrize("address", ["10.1.2.3", "8.8.8.8", "169.254.169.254", "0.0.0.0"])
def test_http_elsewhere(monkeypatch, address):
    """Whatever the name says: what it resolves to counts."""
    at(monkeypatch, address)
    with pytest.raises(UserError, match="from this machine alone: use https"):
        body(Session("http://localhost/"), "http://localhost/")


class Answer:
    """A redirect."""

    status = 302

    def __init__(self, to: str) -> None:
        self.to = to

    def getheader(self, name: str) -> str | None:
        """Where to."""
        return self.to if name == "Location" else None

    def isclosed(self) -> bool:
        """There is no body."""
        return True

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def redirected(monkeypatch):
    """Every server sends on to b.example; where names lead is for the test to say."""
    answers = [Answer("https://b.example/")]
    for name, made in {
        "connect": lambda self: None,
        "request": lambda self, *given, **more: None,
        "getresponse": lambda self: answers.pop(0),
    }.items():
        monkeypatch.setattr(fetch._Connection, name, made)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fc00::1"])
def test_a_redirect_from_a_public_address_to_a_private_one(monkeypatch, redirected, address):
    """Somebody else's server does not reach what only this machine does."""
    at(monkeypatch, "8.8.8.8", address)
    with pytest.raises(UserError, match="it is on a private network"):
        body(Session("https://a.example/"), "https://a.example/")


def test_a_private_address_that_the_user_named(monkeypatch, redirected):
    """A mirror of one's own is read, and may send on; here there is no second answer."""
    at(monkeypatch, "10.1.2.3")
    with pytest.raises(IndexError):
        body(Session("https://a.example/"), "https://a.example/")


def test_redirects_in_a_circle(server):
    """They end."""
    server.answers["/a"] = redirect("/a")
    with pytest.raises(UserError, match="from one address to the next"):
        body(Session(server.url), f"{server.url}/a")


def test_no_such_name(monkeypatch):
    """Or no network, which looks the same."""

    def dead(*given, **more):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", dead)
    with pytest.raises(UserError, match="no such host, or no network"):
        body(Session("https://a.example/"), "https://a.example/")


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that lets nobody through, and what it was asked."""
    asked: list[bytes] = []

    class Refuses(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(4_000))
            self.request.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Refuses) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield f"127.0.0.1:{made.server_address[1]}", asked
        made.shutdown()
        thread.join()


def test_a_proxy_is_asked_and_its_password_is_not_repeated(monkeypatch, proxy):
    """HTTPS_PROXY counts, with a name and a password; NO_PROXY too."""
    address, asked = proxy
    monkeypatch.setenv("https_proxy", f"http://name:secret@{address}")
    monkeypatch.setenv("no_proxy", "other.example")
    with pytest.raises(UserError, match="407") as error:
        body(Session("https://a.example/"), "https://a.example/")
    assert asked[0].startswith(b"CONNECT a.example:443 HTTP/1.")
    assert b"Proxy-Authorization: Basic bmFtZTpzZWNyZXQ=" in asked[0]
    assert "secret" not in f"{error.value} {error.value.hint}"
    at(monkeypatch, "127.0.0.1")
    with pytest.raises(UserError, match="cannot be read"):
        body(Session("https://other.example:1/"), "https://other.example:1/")
    assert len(asked) == 1


def test_a_dead_proxy(monkeypatch):
    """One sentence."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    with pytest.raises(UserError, match="cannot be read: Connection refused"):
        body(Session("https://a.example/"), "https://a.example/")
