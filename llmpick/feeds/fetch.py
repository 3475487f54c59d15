"""One file from an https address that the user named: bounded in size, time and reach."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urljoin, urlsplit

from llmpick.errors import UserError, shown

TIMEOUT_SECONDS = 20
MAX_SECONDS = 300
MAX_REDIRECTS = 5
CHUNK_BYTES = 65_536
HINT = "the catalog stays as it was; download the file, and name it with --from"


def fetch(address: str, most: int) -> bytes:
    """
    The bytes at *address*, at most *most*.

    Every address on the way must be https and public: the name is looked up once, and the
    connection goes to what was found.

    Raises:
        UserError: it is not, or it cannot be had whole.
    """
    deadline = time.monotonic() + MAX_SECONDS
    for _ in range(MAX_REDIRECTS + 1):
        host, port, path = _parts(address)
        try:
            connection = _Connection(host, port, public(host, port))
            try:
                connection.request("GET", path, headers={"User-Agent": "llmpick"})
                answer = connection.getresponse()
                if answer.status in (301, 302, 303, 307, 308):
                    address = urljoin(address, answer.getheader("Location") or "")
                    continue
                if answer.status != 200:
                    raise _failed(address, f"the server answers {answer.status}")
                return _body(answer, address, most, deadline)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ssl.SSLError) as error:
            raise _failed(address, str(error) or type(error).__name__) from None
    raise _failed(address, "it leads from one address to the next")


def _parts(address: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(address)
        port = parts.port or 443
    except ValueError:
        raise _failed(address, "it is no address") from None
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise _failed(address, "only https addresses without a name and a password are read")
    if not address.isprintable() or " " in address or not address.isascii():
        raise _failed(address, "it is no address")
    path = parts.path or "/"
    return parts.hostname, port, f"{path}?{parts.query}" if parts.query else path


def public(host: str, port: int) -> str:
    """
    The first address of *host*, where all of them are public.

    Raises:
        UserError: one is of a private network.
        OSError: the name is not known.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for one in found:
        if not ipaddress.ip_address(one.partition("%")[0]).is_global:
            raise _failed(host, "it is on a private network")
    return found[0]


class _Connection(http.client.HTTPSConnection):
    """TLS for a host at an address that was checked before."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT_SECONDS, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _body(answer: http.client.HTTPResponse, address: str, most: int, deadline: float) -> bytes:
    parts, size = [], 0
    while part := answer.read(CHUNK_BYTES):
        parts.append(part)
        size += len(part)
        if size > most:
            raise _failed(address, f"it is larger than {most:,} bytes")
        if time.monotonic() > deadline:
            raise _failed(address, f"it takes longer than {MAX_SECONDS} seconds")
    length = answer.getheader("Content-Length")
    if length is not None and length.isdigit() and int(length) != size:
        raise _failed(address, "it ended in the middle")
    return b"".join(parts)


def _failed(address: str, why: str) -> UserError:
    return UserError(f"`{shown(address, 200)}` cannot be read: {shown(why, 160)}", hint=HINT)
