"""
Files from an address that the user named: bounded in time and reach, one connection a host.

Nothing but what it is asked for is kept; how large a file may be is for whoever reads it to say.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from llmpick.errors import UserError, shown

TOTAL_SECONDS = 30.0
STALL_SECONDS = 10.0
"""So long a server may be silent."""
MAX_REDIRECTS = 5
CHUNK_BYTES = 65_536
PORTS = {"https": 443, "http": 80}
ONLY = "only https addresses without a name and a password are read"
HINT = "what you have stays as it was"


class FetchAddress(NamedTuple):
    """Where an address leads: *path* with its query."""

    scheme: str
    host: str
    port: int
    path: str


class Body(NamedTuple):
    """What a server answers: its *status*, and the bytes as they come."""

    status: int
    parts: Iterator[bytes]


class Session:
    """
    Reads addresses below one that the user named, until a deadline that all of them share,
    from the first on.

    Only https is read, or http on this very machine where the user named that. A redirect stays
    with the scheme, and does not lead from the public network into a private one.
    """

    def __init__(
        self,
        named: str,
        *,
        total_seconds: float = TOTAL_SECONDS,
        stall_seconds: float = STALL_SECONDS,
        public: bool = False,
    ) -> None:
        """
        *public*: neither the address that is named may lie in a private network.

        Raises:
            UserError: *named* is no address that may be read.
        """
        self._named = _place(named)
        if public and self._named.scheme != "https":
            raise _failed(named, ONLY)
        self._total = total_seconds
        self._stall = stall_seconds
        self._deadline: float | None = None
        self._open: tuple[FetchAddress, http.client.HTTPConnection] | None = None
        self._response: http.client.HTTPResponse | None = None
        self._public = public
        self.received_bytes = 0
        self.requests = 0
        self.server_date: str | None = None

    def get(self, address: str) -> Body:
        """
        What is at *address*, redirects followed.

        Raises:
            UserError: it is not to be read, or cannot be had; reading the parts raises it too.
        """
        if self._deadline is None:
            self._deadline = time.monotonic() + self._total
        with _Words(self, address):
            for _ in range(MAX_REDIRECTS + 1):
                place = _place(address)
                if place.scheme != self._named.scheme:
                    raise _failed(address, f"it leads from {self._named.scheme} to another scheme")
                response = self._ask(place)
                self.server_date = response.getheader("Date") or self.server_date
                if response.status not in (301, 302, 303, 307, 308):
                    return Body(response.status, self._parts(address, response))
                address = urljoin(address, response.getheader("Location") or "")
        raise _failed(address, "it leads from one address to the next")

    def close(self) -> None:
        """Hang up."""
        if self._response:
            self._response.close()
        if self._open:
            self._open[1].close()
        self._open = self._response = None

    def _ask(self, place: FetchAddress) -> http.client.HTTPResponse:
        kept = self._connected(place)
        for again in (kept is not None, False):
            connection = kept or self._connect(place)
            try:
                self.requests += 1
                connection.request("GET", place.path, headers={"User-Agent": "llmpick"})
                self._response = connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
                if not again:
                    raise
                kept = None
            else:
                return self._response
        raise AssertionError("either an answer or an error")

    def _connected(self, place: FetchAddress) -> http.client.HTTPConnection | None:
        """The open connection, where it is to that host and has nothing left to say."""
        idle = self._response is None or self._response.isclosed()
        if idle and self._open and self._open[0][:3] == place[:3]:
            return self._open[1]
        self.close()
        return None

    def _connect(self, place: FetchAddress) -> http.client.HTTPConnection:
        proxy = _proxy(place)
        found = [] if proxy else self._looked_up(place)
        made = _connection(place, proxy, found, self)
        made.connect()
        self._open = (place, made)
        return made

    def _looked_up(self, place: FetchAddress) -> list[str]:
        """The addresses of a host, each looked up once and then connected to."""
        entries = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        kinds = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
        if place.scheme == "http" and not all(one.is_loopback for one in kinds):
            raise _failed(place.host, "http is read from this machine alone: use https")
        public = all(one.is_global for one in kinds)
        if self._public and not public:
            raise _failed(place.host, "it is on a private network, and only public ones are read")
        self._public = self._public or public
        return found

    def left(self) -> float:
        """
        Seconds that the next step may take.

        Raises:
            TimeoutError: there are none.
        """
        left = (self._deadline or 0) - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self._stall)

    def late(self) -> str:
        """Why a time-out came."""
        if time.monotonic() >= (self._deadline or 0):
            return f"it takes longer than {self._total:g} seconds"
        return f"nothing came for {self._stall:g} seconds"

    def _parts(self, address: str, response: http.client.HTTPResponse) -> Iterator[bytes]:
        with _Words(self, address):
            while part := response.read1(CHUNK_BYTES):
                self.received_bytes += len(part)
                yield part
            if response.length:  # `read1` takes an early end for an end
                raise _failed(address, "it ended in the middle")
            response.close()  # the connection is free for the next


class _Words:
    """What the network says of *address*, as a sentence."""

    def __init__(self, session: Session, address: str) -> None:
        self._session = session
        self._address = address

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, OSError | http.client.HTTPException):
            return
        if isinstance(error, TimeoutError):
            why = self._session.late()
        elif isinstance(error, socket.gaierror):
            why = "no such host, or no network"
        elif isinstance(error, http.client.IncompleteRead):
            why = "it ended in the middle"
        else:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise _failed(self._address, why) from None


class _Timed:
    """A socket whose every step ends at the session's deadline, headers too."""

    def __init__(self, raw: socket.socket, session: Session) -> None:
        self._raw = raw
        self._session = session

    def sendall(self, data: bytes) -> None:
        self._raw.settimeout(self._session.left())
        self._raw.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._raw, self._session))

    def close(self) -> None:
        self._raw.close()


class _Reader(io.RawIOBase):
    def __init__(self, raw: socket.socket, session: Session) -> None:
        self._raw = raw
        self._file = raw.makefile("rb", buffering=0)  # keeps the socket open while it is read
        self._session = session

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int | None:
        self._raw.settimeout(self._session.left())
        found: int | None = self._file.readinto(buffer)  # type: ignore[arg-type]
        return found

    def close(self) -> None:
        self._file.close()
        super().close()


class _Connection(http.client.HTTPConnection):
    """To one of the addresses that were looked up, in the time that is left."""

    found: list[str]
    session: Session

    def connect(self) -> None:
        self._create_connection = self._dial
        self.timeout = self.session.left()
        super().connect()
        self.sock: Any = _Timed(self.sock, self.session)

    def _dial(self, address: tuple[str, int], *given: object) -> socket.socket:
        last: OSError | None = None
        for host in self.found or [address[0]]:
            try:
                return socket.create_connection((host, address[1]), self.session.left())
            except OSError as error:
                last = error
        raise last or TimeoutError


class _SecureConnection(_Connection, http.client.HTTPSConnection):
    """The same behind TLS."""


def _connection(
    place: FetchAddress, proxy: FetchAddress | None, found: list[str], session: Session
) -> _Connection:
    """A connection to one of the addresses *found*, or through *proxy*."""
    kind = _SecureConnection if place.scheme == "https" else _Connection
    made = kind((proxy or place).host, (proxy or place).port)
    made.found, made.session = found, session
    if proxy:
        made.set_tunnel(place.host, place.port, headers=_credentials(proxy.path))
    return made


def _proxy(place: FetchAddress) -> FetchAddress | None:
    """The proxy that the environment names for https, with `NAME:PASSWORD` as its path."""
    named = urllib.request.getproxies().get("https")
    if place.scheme != "https" or not named or urllib.request.proxy_bypass(place.host):
        return None
    try:
        parts = urlsplit(named if "//" in named else f"//{named}", scheme="http")
        port = parts.port or 80
    except ValueError:
        raise UserError("the proxy for https is no address", hint="mend HTTPS_PROXY") from None
    if parts.scheme != "http" or not parts.hostname:
        raise UserError("the proxy for https is not an http proxy", hint="mend HTTPS_PROXY")
    secret = "" if parts.username is None else f"{parts.username}:{parts.password or ''}"
    return FetchAddress("http", parts.hostname, port, unquote(secret))


def _credentials(secret: str) -> dict[str, str]:
    if not secret:
        return {}
    return {"Proxy-Authorization": f"Basic {b64encode(secret.encode()).decode()}"}


def _place(address: str) -> FetchAddress:
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _failed(address, "it is no address") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise _failed(address, ONLY)
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise _failed(address, ONLY)
    if not address.isprintable() or " " in address or not address.isascii():
        raise _failed(address, "it is no address")
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return FetchAddress(parts.scheme, parts.hostname, port, f"{path}{query}")


def _is_here(host: str) -> bool:
    """Whether *host* is this machine, by its name alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _failed(address: str, why: str) -> UserError:
    plain = address.partition("?")[0]
    if "@" in plain:  # a name and a password are not repeated
        plain = plain.rpartition("@")[2]
    return UserError(f"`{shown(plain, 200)}` cannot be read: {shown(why, 160)}", hint=HINT)
