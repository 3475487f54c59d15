"""The journal of a trial: each call before it is sent and after it ended, without a word of it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from llmpick.errors import UserError, shown
from llmpick.files.log import AppendedFile
from llmpick.files.read import bounded

FORM = 1
MAX_BYTES = 200_000_000


class CallResult(NamedTuple):
    """
    A call that ended, as the journal keeps it; *route* and *item* name it, *item* by its place.

    *usd* None: the server did not say what it used, and it cost *most_usd* at most. *grade* None:
    not graded. Times in seconds from the answered attempt's leaving. *judge_usd* is what grading it
    cost. *failed* None: it was answered. *over* says that the server made more than it was allowed.
    """

    route: str
    item: int
    failed: str | None
    charged: bool
    usd: float | None
    most_usd: float
    grade: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    first_reasoning_s: float | None = None
    first_text_s: float | None = None
    last_s: float | None = None
    retries: int = 0
    waited_s: float = 0.0
    limited: bool = False
    over: bool = False
    dropped: tuple[str, ...] = ()
    judge_usd: float = 0.0
    resumed: bool = False

    @property
    def spent_usd(self) -> float:
        """What it cost, or the most that it can have cost where that is not known."""
        if not self.charged:
            return self.judge_usd
        return (self.most_usd if self.usd is None else self.usd) + self.judge_usd


Key = tuple[str, int]


class Before(NamedTuple):
    """
    What earlier runs left: calls that ended, and those that were sent and have no end, with the
    most that each can have cost.
    """

    ended: dict[Key, CallResult]
    lost: dict[Key, float]


def fingerprint(said: Mapping[str, Any]) -> str:
    """A name for trials of the same prompts by the same settings."""
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class Journal:
    """The file of a trial, its owner's alone, which one run at a time adds to."""

    def __init__(self, path: str, name: str, *, read_only: bool = False) -> None:
        """
        Open the journal at *path* of the trial *name*; one that is *read_only* need not be there.

        Raises:
            UserError: it is of another trial, cannot be read, or another run has it.
        """
        self._lock = threading.Lock()
        self.path = path
        self._log = None if read_only else AppendedFile(path)
        self.before = Before({}, {})
        rows = _rows(path) if os.path.exists(path) else []
        if rows and rows[0].get("trial") != name:
            self.close()
            raise UserError(
                f"`{shown(path, 200)}` is the journal of another trial",
                hint="another --journal, or leave it out",
            )
        if not rows and not read_only:
            self._append({"trial": name, "form": FORM})
        try:
            for row in rows[1:]:
                self._take(row)
        except (KeyError, TypeError):
            self.close()
            raise UserError(
                f"`{shown(path, 200)}` is no journal of this version", hint="another --journal"
            ) from None

    def _take(self, row: Mapping[str, Any]) -> None:
        key = (row["route"], row["item"])
        if "most_usd" in row and "failed" not in row:
            self.before.lost[key] = row["most_usd"]
            return
        self.before.lost.pop(key, None)
        found = CallResult(**{**row, "dropped": tuple(row["dropped"]), "resumed": True})
        if found.failed is None or found.charged:
            self.before.ended[key] = found

    def begin(self, route: str, item: int, most_usd: float) -> None:
        """Note that a call is about to be sent."""
        self._append({"route": route, "item": item, "most_usd": most_usd})

    def end(self, result: CallResult) -> None:
        """Note how a call ended."""
        row = result._asdict()
        del row["resumed"]
        self._append(row)

    def _append(self, row: Mapping[str, Any]) -> None:
        assert self._log is not None
        with self._lock:
            self._log.append(json.dumps(row).encode() + b"\n")

    def close(self) -> None:
        """Let others have it."""
        if self._log is not None:
            self._log.close()


def _rows(path: str) -> list[Mapping[str, Any]]:
    """The rows of a journal; a line that was cut is none."""
    try:
        data = bounded(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise UserError(
            f"the journal `{shown(path, 200)}` cannot be read: {error}", hint="another --journal"
        ) from None
    found: list[Mapping[str, Any]] = []
    for line in data.split(b"\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            found.append(row)
    return found
