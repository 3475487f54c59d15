"""What the catalog knows of its feeds and offerings, as its files have it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.catalog import read
from llmpick.errors import CatalogError, UserError, near_names, shown

Table = dict[str, Any]
READ = ("price_feed", "end_feed", "rate_feed")
"""Tables of a feed's record that say how it is read."""


class Feed(NamedTuple):
    """A feed of prices: its record under feeds/, with what it says of prices apart."""

    id: str
    dated: datetime.date | None
    data: Table

    @property
    def prices(self) -> Mapping[str, Any]:
        """How it is read."""
        return self.data["price_feed"]  # type: ignore[no-any-return]


class StoredOffering(NamedTuple):
    """A file under offerings/."""

    id: str
    path: str
    data: Table

    @property
    def provider(self) -> str:
        """Who sells it."""
        return self.id.partition("/")[0]

    @property
    def region(self) -> str | None:
        """The region that it is bound to."""
        found = self.data["facts"].get("region")
        return found[-1]["value"] if found else None

    @property
    def model(self) -> str:
        """DEVELOPER/MODEL that is sold."""
        return self.id.partition("/")[2].partition("@")[0]

    def fact(self, name: str) -> Any:
        """The last value of a fact that nobody disputes, or None."""
        values = [
            entry for entry in self.data["facts"].get(name) or () if not entry.get("disputed")
        ]
        return values[-1]["value"] if values else None

    def on_sale(self, day: datetime.date) -> bool:
        """Whether it is sold on *day*."""
        end = self.fact("retires_on")
        return self.fact("listing") == "current" and not (end and end <= day)


class StoredModel(NamedTuple):
    """A file under models/."""

    id: str
    path: str
    data: Table


def feeds(folder: str) -> dict[str, Feed]:
    """Every feed of the catalog in *folder*, by its name."""
    return {
        record.id: Feed(record.id, _whole_day(record.data.get("dated")), record.data)
        for record in _records(folder, "feeds")
    }


def feed(found: Mapping[str, Feed], name: str, tables: Sequence[str] = READ) -> Feed:
    """
    The feed called *name* that is read for one of *tables* of its record.

    Raises:
        UserError: there is none, or it is not read for that.
    """
    known = sorted(key for key, one in found.items() if set(tables) & set(one.data))
    if name in known:
        return found[name]
    near = near_names(name, known, 1)
    what = "of ends " if tables == ("end_feed",) else ""
    raise UserError(
        f"no feed {what}`{shown(name)}` that is read",
        hint=f"did you mean `{near[0]}`?" if near else f"one of {', '.join(known) or 'none'}",
    )


def released(folder: str) -> dict[str, datetime.date]:
    """StoredModel → the day of its release, where the whole day is known."""
    found = {}
    for record in _records(folder, "models"):
        known = [
            one["value"]
            for one in record.data["facts"].get("released") or ()  # type: ignore[attr-defined]
            if not one.get("disputed")
        ]
        day = _whole_day(known[-1]) if known else None
        if day:
            found[record.id] = day
    return found


def offerings(folder: str) -> list[StoredOffering]:
    """Every offering of the catalog in *folder*."""
    return [
        StoredOffering(record.id, record.path, record.data)
        for record in _records(folder, "offerings")
    ]


def rates(folder: str, name: str) -> Table:
    """The file of rates called *name*."""
    return next(record.data for record in _records(folder, "rates") if record.id == name)


def models(folder: str) -> list[StoredModel]:
    """Every model of the catalog in *folder*."""
    return [
        StoredModel(record.id, record.path, record.data) for record in _records(folder, "models")
    ]


def _records(folder: str, kind: str) -> Iterator[read.Record]:
    read.version(folder)
    for path in read.files(folder):
        if path.startswith(f"{kind}/"):
            record = read.parse(folder, path)
            if isinstance(record, read.Fault):
                raise CatalogError(f"{shown(path, 200)}: {record.message}", hint=record.hint)
            yield record


def _whole_day(value: object) -> datetime.date | None:
    return value if isinstance(value, datetime.date) else None
