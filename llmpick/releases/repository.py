"""
A repository by the rules of The Update Framework: its metadata read, renewed and signed.

A folder that any web server can hand out: metadata/ with what is signed, targets/ with what that
names, each file under a name that never means other bytes; metadata/timestamp.json alone changes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from llmpick.errors import UserError, shown
from llmpick.files import write
from llmpick.files.read import read_bytes

ROLES = ("root", "targets", "snapshot", "timestamp")
ROOT_DAYS = 365
RENEW_DAYS = 90
"""A root that ends within so many days is signed anew, where its key is at hand."""
MAX_KEY_BYTES = 20_000
Keys = Mapping[str, list[CryptoSigner]]
S = TypeVar("S", Targets, Snapshot, Timestamp)


def keys_in(folder: str) -> dict[str, list[CryptoSigner]]:
    """
    The private keys in *folder* by role: root.pem, root-2.pem, targets.pem, ...

    Raises:
        UserError: one cannot be read, or is no private key.
    """
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise UserError(
            f"the folder of keys `{shown(folder, 200)}` cannot be read: {error.strerror}",
            hint="docs/updates.md says how to make keys",
        ) from None
    return {
        role: [
            _key(os.path.join(folder, name))
            for name in names
            if re.fullmatch(rf"{role}(-\d+)?\.pem", name)
        ]
        for role in ROLES
    }


def _key(path: str) -> CryptoSigner:
    try:
        found: Any = load_pem_private_key(read_bytes(path, "key", MAX_KEY_BYTES), None)
        return CryptoSigner(found)
    except (ValueError, TypeError):
        raise UserError(
            f"`{shown(path, 200)}` is no private key in PEM without a password",
            hint="openssl genpkey -algorithm ed25519 -out root.pem",
        ) from None


class Repository:
    """The metadata of a repository in *folder*, as it stands or empty."""

    def __init__(self, folder: str) -> None:
        """
        Raises:
            UserError: what lies there is no repository.
        """
        self.folder = folder
        self.metadata = os.path.join(folder, "metadata")
        self.targets_folder = os.path.join(folder, "targets")
        self.root: Metadata[Root] | None = None
        self.timestamp: Metadata[Timestamp] = _empty(Timestamp())
        self.snapshot: Metadata[Snapshot] = _empty(Snapshot())
        self.targets: Metadata[Targets] = _empty(Targets())
        roots = self._root_numbers()
        if not roots:
            return
        self.root = self._read(f"{roots[-1]}.root")
        if os.path.exists(os.path.join(self.metadata, "timestamp.json")):
            self.timestamp = self._read("timestamp")
            self.snapshot = self._read(f"{self.timestamp.signed.snapshot_meta.version}.snapshot")
            number = self.snapshot.signed.meta["targets.json"].version
            self.targets = self._read(f"{number}.targets")

    def _root_numbers(self) -> list[int]:
        try:
            names = os.listdir(self.metadata)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UserError(
                f"the repository `{shown(self.folder, 200)}` cannot be read: {error.strerror}",
                hint="name another --out",
            ) from None
        return sorted(int(name[:-10]) for name in names if re.fullmatch(r"\d+\.root\.json", name))

    def _read(self, name: str) -> Any:
        path = os.path.join(self.metadata, f"{name}.json")
        data = read_bytes(path, "metadata", 5_000_000)
        try:
            found: Metadata[Any] = Metadata.from_bytes(data)
        except RepositoryError:
            raise UserError(
                f"`{shown(path, 200)}` is no metadata of a repository", hint="name another --out"
            ) from None
        return found

    def target_path(self, name: str, sha256: str) -> str:
        """Where the target *name* lies, below its hash."""
        folder, _, last = name.rpartition("/")
        return os.path.join(self.targets_folder, *folder.split("/"), f"{sha256}.{last}")

    def put_target(self, name: str, data: bytes, sha256: str) -> bool:
        """Put a target in its place, if it is not there; whether it was not."""
        path = self.target_path(name, sha256)
        if os.path.exists(path):
            return False
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write.replace(path, data)
        return True

    def state(self, name: str, data: bytes) -> None:
        """The target *name* is *data* from now on."""
        self.targets.signed.targets[name] = TargetFile.from_data(name, data, ["sha256"])

    def renew_root(self, keys: Keys, old_keys: Keys) -> int:
        """
        Sign a new root where *keys* are others than it names, or where it soon ends; its version.

        Raises:
            UserError: a key is missing, or the chain from the old root would break.
        """
        old = self.root
        named = {role: [signer.public_key for signer in keys[role]] for role in ROLES}
        if old is None and not all(named.values()):
            missing = next(role for role in ROLES if not named[role])
            raise UserError(f"there is no key {missing}.pem", hint="docs/updates.md names the keys")
        moved = old is None or any(
            named[role] and {key.keyid for key in named[role]} != set(old.signed.roles[role].keyids)
            for role in ROLES
        )
        ends = old is not None and old.signed.expires < _in_days(RENEW_DAYS)
        if old is not None and not moved and not (ends and named["root"]):
            return int(old.signed.version)
        if not named["root"]:
            raise UserError(
                "a key is none of those that the root names, and a new root needs root.pem",
                hint="put root.pem beside them, and the old one into --old-keys",
            )
        new = Root(
            version=old.signed.version + 1 if old else 1,
            expires=_in_days(ROOT_DAYS),
            consistent_snapshot=True,
        )
        for role in ROLES:
            kept = [old.signed.keys[one] for one in old.signed.roles[role].keyids] if old else []
            for key in named[role] or kept:
                new.add_key(key, role)
        self.root = _signed(new, [*keys["root"], *old_keys["root"]])
        if old is not None:
            self._follows(old.signed)
        self._save(f"{new.version}.root", self.root)
        return int(new.version)

    def _follows(self, old: Root) -> None:
        assert self.root is not None
        try:
            old.verify_delegate(Root.type, self.root.signed_bytes, self.root.signatures)
        except RepositoryError:
            raise UserError(
                "the new root is not signed by the old one's key, and nobody would follow it",
                hint="name the folder with the old root.pem: --old-keys DIR",
            ) from None

    def commit(self, keys: Keys, days: int) -> None:
        """
        Sign and write what changed, the timestamp last: a reader sees the old state or the new.

        Raises:
            UserError: a key is missing, or is none that the root names.
        """
        targets = self._next(self.targets, keys, ROOT_DAYS)
        self._save(f"{targets.signed.version}.targets", targets)
        self.snapshot.signed.meta["targets.json"] = _described(targets)
        snapshot = self._next(self.snapshot, keys, days)
        self._save(f"{snapshot.signed.version}.snapshot", snapshot)
        self.timestamp.signed.snapshot_meta = _described(snapshot)
        self._save("timestamp", self._next(self.timestamp, keys, days))

    def _next(self, before: Metadata[S], keys: Keys, days: int) -> Metadata[S]:
        role = before.signed.type
        if not keys[role]:
            raise UserError(f"there is no key {role}.pem", hint="docs/updates.md names the keys")
        before.signed.version += 1
        before.signed.expires = _in_days(days)
        found = _signed(before.signed, keys[role])
        assert self.root is not None
        self.root.signed.verify_delegate(role, found.signed_bytes, found.signatures)
        return found

    def _save(self, name: str, metadata: Metadata[Any]) -> None:
        os.makedirs(self.metadata, exist_ok=True)
        write.replace(os.path.join(self.metadata, f"{name}.json"), metadata.to_bytes())


def _signed(payload: Any, signers: list[CryptoSigner]) -> Metadata[Any]:
    found: Metadata[Any] = Metadata(payload)
    for signer in signers:
        found.sign(signer, append=True)
    return found


def _empty(payload: S) -> Metadata[S]:
    payload.version = 0  # the first that is signed is 1
    return Metadata(payload)


def _described(metadata: Metadata[Any]) -> MetaFile:
    data = metadata.to_bytes()
    return MetaFile.from_data(metadata.signed.version, data, ["sha256"])


def _in_days(days: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
