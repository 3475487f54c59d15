"""A publisher of catalogs for tests: keys of its own, a repository, a server that may misbehave."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata

from llmpick.catalog.load import load
from llmpick.errors import UserError
from llmpick.files.fetch import Session
from llmpick.releases import publish
from llmpick.releases.repository import keys_in
from llmpick.releases.store import Store
from llmpick.releases.update import update

OLD, NEW = "2026.11.21", "2026.11.22"
ROLES = ("root", "targets", "snapshot", "timestamp")
Handler = http.server.SimpleHTTPRequestHandler


def make_keys(folder: Path, *roles: str) -> Path:
    """New private keys for *roles*, or for all."""
    folder.mkdir(parents=True, exist_ok=True)
    for role in roles or ROLES:
        (folder / f"{role}.pem").write_bytes(CryptoSigner.generate_ed25519().private_bytes)
    return folder


def version(catalog: Path, target: Path, name: str, note: str = "") -> Path:
    """A copy of *catalog* at *target*, as the version *name*; *note* changes one fact."""
    shutil.copytree(catalog, target)
    (target / "VERSION").write_text(f"{name}\n", encoding="utf-8")
    if note:
        path = target / "models" / "acme" / "atlas-1.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('name = "', f'name = "{note} ', 1), encoding="utf-8")
    return target


class Publisher:
    """A repository in *folder* with its keys beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = folder / "repository"
        self.keys = folder / "keys"
        self.root = self.repository / "metadata" / "1.root.json"

    def publish(self, catalog: Path, **more: Any) -> publish.Published:
        """Put *catalog* into the repository."""
        return publish.publish(str(catalog), str(self.repository), str(self.keys), **more)

    def resign(self, role: str, change: Callable[[Any], None], keys: Path | None = None) -> None:
        """Change what *role* says, and sign it again, by other *keys* if any."""
        path = self.newest(role)
        found: Metadata[Any] = Metadata.from_bytes(path.read_bytes())
        change(found.signed)
        found.signatures.clear()
        for signer in keys_in(str(keys or self.keys))[role]:
            found.sign(signer, append=True)
        path.write_bytes(found.to_bytes())

    def newest(self, role: str) -> Path:
        """The file of the newest metadata of *role*."""
        folder = self.repository / "metadata"
        if role == "timestamp":
            return folder / "timestamp.json"
        return max(folder.glob(f"*.{role}.json"), key=lambda path: int(path.name.split(".")[0]))

    def target(self, end: str) -> Path:
        """The one file of a target whose name ends in *end*."""
        [found] = [path for path in self.repository.rglob("*") if path.name.endswith(end)]
        return found


class Server:
    """The files of a folder on this machine; *answers* by path do something else."""

    def __init__(self, folder: Path) -> None:
        self.answers: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[str] = []
        self.released = threading.Event()
        outer = self

        class Files(Handler):
            protocol_version = "HTTP/1.1"

            def __init__(self, *given: Any) -> None:
                super().__init__(*given, directory=str(folder))

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                for part, answer in outer.answers.items():
                    if part in self.path:
                        self.close_connection = True
                        with contextlib.suppress(OSError):
                            answer(self)
                        return
                super().do_GET()

            def log_message(self, *given: Any) -> None:
                """Nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *given: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        """End it, and whoever waits in it."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server for *folder*, for as long as it is needed."""
    server = Server(folder)
    try:
        yield server
    finally:
        server.stop()


def endless(handler: Handler) -> None:
    """Bytes without end, and without a length."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"0" * 65_536)


def reset(handler: Handler) -> None:
    """A body that the connection dies in."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"0" * 500)
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def cut(handler: Handler) -> None:
    """A body that ends early, without an error."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"0" * 500)


def drip(server: Server) -> Callable[[Handler], None]:
    """One byte now and then, in the headers too."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not server.released.wait(0.02):
            handler.wfile.write(b"0")
            handler.wfile.flush()

    return answer


def stall(server: Server) -> Callable[[Handler], None]:
    """Nothing at all."""
    return lambda handler: (server.released.wait(30), None)[1]


def redirect(to: str) -> Callable[[Handler], None]:
    """Elsewhere."""

    def answer(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def fetched(store: Store, url: str, catalog: Any, *, seconds: float = 20, **more: Any) -> Any:
    """An update of *store* from *url*."""
    session = Session(url, total_seconds=seconds, stall_seconds=more.pop("stall", 5))
    try:
        return update(store, url, session, catalog, **more)
    finally:
        session.close()


def refused(store: Store, url: str, small, match: str, **more) -> None:
    """An update is refused, in words that *match*; the old catalog stays, and nothing else."""
    before = every_file(store)
    with pytest.raises(UserError, match=match):
        fetched(store, url, small, **more)
    assert store.in_use() == OLD
    assert [one.version for one in store.versions()] == [OLD]
    assert load(store.versions()[0].folder).meta.compiled
    after = every_file(store)
    assert {name for name in after if "trust" not in name} == {
        name for name in before if "trust" not in name
    }


def every_file(store: Store) -> set[str]:
    """The paths of all files of a store."""
    return {str(path) for path in Path(store.folder).rglob("*") if path.is_file()}
