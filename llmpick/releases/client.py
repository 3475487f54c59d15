"""
What a repository publishes, by the reference client of The Update Framework.

The client checks signatures, versions, hashes, lengths and days; here are its files and its words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import TargetFile
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from llmpick.errors import UserError, shown
from llmpick.files.fetch import Body
from llmpick.releases import forms, packs

BOOTSTRAP = "bootstrap.json"
"""The root that the user named, in the folder of trust."""
LIMITS = UpdaterConfig(
    root_max_length=200_000,
    timestamp_max_length=16_000,
    snapshot_max_length=1_000_000,
    targets_max_length=5_000_000,
)
STAYS = "the old catalog stays"
CLOCK_SLACK = timedelta(days=1)


class ReleaseSource(Protocol):
    """Where files come from: an address, or an archive."""

    received_bytes: int
    requests: int
    server_date: str | None

    def get(self, address: str) -> Body:
        """What is there."""

    def close(self) -> None:
        """Be done with it."""


class _Fetcher(FetcherInterface):
    """Hands the client what a source has."""

    def __init__(self, source: ReleaseSource) -> None:
        self._source = source

    def _fetch(self, url: str) -> Iterator[bytes]:
        body = self._source.get(url)
        if body.status != 200:
            raise DownloadHTTPError(f"`{shown(url, 200)}`: {body.status}", body.status)
        yield from body.parts


class Client:
    """The newest state of the repository at *address*, checked against the folder *trust*."""

    def __init__(self, address: str, source: ReleaseSource, trust: str, temporary: str) -> None:
        """
        Raises:
            UserError: the repository cannot be had, or cannot be trusted.
        """
        self.address = address.rstrip("/")
        self._source = source
        self._temporary = temporary
        with open(os.path.join(trust, BOOTSTRAP), "rb") as file:
            root = file.read()
        with _ClientWords(self):
            self._updater = Updater(
                metadata_dir=trust,
                metadata_base_url=f"{self.address}/metadata/",
                target_base_url=f"{self.address}/targets/",
                fetcher=_Fetcher(source),
                config=LIMITS,
                bootstrap=root,
            )
            self._updater.refresh()

    def index(self) -> forms.Index:
        """All versions that are published."""
        return forms.read(forms.Index, self._target(forms.INDEX))

    def contents(self, release: forms.Release) -> forms.Contents:
        """What *release* is made of."""
        data = self._target(release.target)
        return forms.read(forms.Contents, packs.expanded_list(data))

    def content(self, pack: forms.Pack) -> bytes:
        """
        The content of *pack*, fetched and checked.

        Raises:
            UserError: it is not what its list says.
        """
        target = TargetFile(pack.length, {"sha256": pack.sha256}, pack.target)
        content = packs.expanded(self._fetched(target), pack.content_bytes)
        if packs.digest(content) != pack.content_sha256:
            raise UserError("a pack of the published catalog is not what its list says", hint=STAYS)
        return content

    def _target(self, name: str) -> bytes:
        with _ClientWords(self):
            found = self._updater.get_targetinfo(name)
        if found is None:
            raise UserError(f"`{shown(self.address, 200)}` publishes no `{name}`", hint=STAYS)
        return self._fetched(found)

    def _fetched(self, target: TargetFile) -> bytes:
        path = os.path.join(self._temporary, "target")
        with _ClientWords(self):
            self._updater.download_target(target, path)
        with open(path, "rb") as file:
            return file.read()

    def clock_is_off(self) -> str | None:
        """What the server's clock says, where this machine's says something else."""
        try:
            there = parsedate_to_datetime(self._source.server_date or "")
        except (ValueError, TypeError):
            return None
        if there.tzinfo is None or abs(there - datetime.now(UTC)) < CLOCK_SLACK:
            return None
        return f"{there:%Y-%m-%d}"


class _ClientWords:
    """What the client finds wrong, as a sentence."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ExpiredMetadataError):
            raise self._expired() from None
        if isinstance(error, DownloadError | RepositoryError):
            where = f"`{shown(self._client.address, 200)}`"
            raise UserError(f"{where} {_why(error)}", hint=STAYS) from None

    def _expired(self) -> UserError:
        today = datetime.now(UTC).date()
        there = self._client.clock_is_off()
        if there is not None:
            return UserError(
                f"this machine's clock says {today}, the server's says {there}",
                hint=f"set the clock: what is signed holds for some days only; {STAYS}",
            )
        return UserError(
            f"what `{shown(self._client.address, 200)}` publishes was signed to hold until a day "
            f"before {today}",
            hint="its publisher has not renewed it, somebody holds the newer one back, or this "
            f"machine's clock is wrong; {STAYS}",
        )


def _why(error: DownloadError | RepositoryError) -> str:
    if isinstance(error, DownloadHTTPError):
        return f"does not have what it should: the server answers {error.status_code}"
    if isinstance(error, DownloadLengthMismatchError):
        return "sends more bytes than there may be"
    if isinstance(error, BadVersionNumberError):
        return "offers an older state than was seen before: refused as a rollback"
    if isinstance(error, UnsignedMetadataError):
        return "is not signed by the keys that the root of trust names"
    if isinstance(error, LengthOrHashMismatchError):
        return "sends other bytes than were signed"
    return f"is no repository that can be trusted: {shown(str(error), 160)}"
