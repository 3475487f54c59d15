"""A proposal put into the files of a catalog: all of them, or none."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping

from llmpick.catalog import check, read
from llmpick.errors import UserError, shown
from llmpick.feeds.proposal import Proposal
from llmpick.feeds.records import Feed, Table
from llmpick.files import write


def apply(folder: str, proposal: Proposal, feed: Feed, *, whole: bool) -> list[str]:
    """
    Write what is proposed; the paths.

    Args:
        folder: The catalog.
        proposal: What to write.
        feed: The feed that it is from.
        whole: Nothing was left out, so that the feed's record takes the day of the state.

    Raises:
        UserError: a file would not be as `catalog validate` wants it; none is changed then.
    """
    tables = dict(proposal.files)
    if whole and (feed.dated is None or feed.dated < proposal.day):
        tables[f"feeds/{feed.id}.toml"] = _dated(feed.data, proposal.day)
    day = read.day_of(read.version(folder))
    newest = max(day, proposal.day.isoformat()) if tables else day
    for path, table in tables.items():
        _check(path, table, newest)
    files = {path: write.toml(table) for path, table in tables.items()}
    if newest != day:
        files["VERSION"] = f"{newest.replace('-', '.')}\n".encode()
    changed = {path: data for path, data in files.items() if _differs(folder, path, data)}
    write.replace_all({os.path.join(folder, path): data for path, data in changed.items()})
    return sorted(changed)


def _dated(data: Mapping[str, object], day: datetime.date) -> Table:
    """The feed's record with the day of its newest state, before its tables."""
    tables = ("effort_names", "price_feed", "end_feed", "rate_feed")
    head = {name: value for name, value in data.items() if name not in (*tables, "dated")}
    tail = {name: value for name, value in data.items() if name in tables}
    return {**head, "dated": day, **tail}


def _check(path: str, table: Table, day: str) -> None:
    """That the file is as the schema and the checks of the catalog want it."""
    kind, _, rest = path.removesuffix(".toml").partition("/")
    record = read.Record(kind, rest, path, table, write.toml(table).decode())
    found = [*check.shape_findings(record)] or [*check.record_findings(record, day)]
    for finding in found:
        if finding.level == "error":
            raise UserError(
                f"{shown(path, 200)} would be wrong: {finding.fact}: {shown(finding.message, 160)}",
                hint="no file was changed; leave it out, or mend it by hand first",
            )


def _differs(folder: str, path: str, data: bytes) -> bool:
    try:
        with open(os.path.join(folder, path), "rb") as file:
            return file.read() != data
    except FileNotFoundError:
        return True
