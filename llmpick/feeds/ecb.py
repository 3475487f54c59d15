"""The European Central Bank's reference rates: units of each currency for one euro, by day."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Mapping

from llmpick.errors import UserError
from llmpick.feeds.package import MAX_FILE_BYTES
from llmpick.feeds.records import Feed, Table
from llmpick.feeds.rows import OtherForm, day

FILE = r"(.*/)?eurofxref[a-z0-9-]*\.(csv|xml|zip)"
OLDEST_DAYS = 10
MAX_RATE = 100_000_000.0
CUBE = re.compile(r"""<Cube\s+currency=['"]([A-Z]{3})['"]\s+rate=['"]([0-9.]+)['"]\s*/>""")
TIME = re.compile(r"""<Cube\s+time=['"](\d{4}-\d{2}-\d{2})['"]\s*>""")

Rates = dict[datetime.date, dict[str, float]]


def rates(files: Mapping[str, bytes]) -> Rates:
    """
    By day, units of each currency for one euro; the history where *files* have it.

    Raises:
        OtherForm: no such table.
    """
    names = [name for name in files if name.endswith(".zip")] or list(files)
    data = files[names[0]]
    if data.startswith(b"PK"):
        data = _unzipped(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OtherForm("it is no text") from None
    found = _of_xml(text) if text.lstrip().startswith("<") else _of_csv(text)
    if not found or not all("USD" in row for row in found.values()):
        raise OtherForm("it has no rate of the US dollar")
    return found


def _unzipped(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name for name in package.namelist() if name.endswith(".csv")]
            if len(names) != 1 or package.getinfo(names[0]).file_size > MAX_FILE_BYTES:
                raise OtherForm("the zip does not hold one table")
            return package.read(names[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise OtherForm("the zip is broken") from None


def _of_csv(text: str) -> Rates:
    try:
        rows = list(csv.reader(io.StringIO(text)))
    except csv.Error as error:
        raise OtherForm(f"not CSV: {error}") from None
    if not rows or rows[0][:1] != ["Date"]:
        raise OtherForm("its first column is not `Date`")
    currencies = [name.strip() for name in rows[0][1:]]
    found: Rates = {}
    for number, row in enumerate(rows[1:], 2):
        if not row:
            continue
        on = _day(row[0].strip())
        if on is None or len(row) > len(rows[0]):
            raise OtherForm(f"line {number} is no day with its rates")
        values = zip(currencies, row[1:], strict=False)
        found[on] = {
            name: _rate(value.strip(), f"{name} of {on}")
            for name, value in values
            if name and value.strip() not in ("", "N/A")
        }
    return found


def _day(text: str) -> datetime.date | None:
    """A day, as 2026-10-30 or, in the daily table, as 30 October 2026."""
    try:
        return datetime.datetime.strptime(text, "%d %B %Y").date()
    except ValueError:
        return day(text, f"`{text[:20]}`")


def _of_xml(text: str) -> Rates:
    parts = TIME.split(text)
    found: Rates = {}
    for text_of_day, cubes in zip(parts[1::2], parts[2::2], strict=True):
        on = day(text_of_day, f"`{text_of_day[:20]}`")
        assert on is not None
        found[on] = {name: _rate(value, f"{name} of {on}") for name, value in CUBE.findall(cubes)}
    return found


def _rate(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise OtherForm(f"{where} is no number") from None
    if not 0 < value <= MAX_RATE:
        raise OtherForm(f"{where} is no rate")
    return value


def latest(found: Rates, asked: datetime.date) -> tuple[datetime.date, dict[str, float]]:
    """
    The last rates up to the day *asked*, with their day.

    Raises:
        UserError: they are older than ten days.
    """
    on = max((one for one in found if one <= asked), default=None)
    if on is None or (asked - on).days > OLDEST_DAYS:
        held = f"its last before {asked} are of {on}" if on else f"it has none up to {asked}"
        raise UserError(
            f"the file has no rates of the {OLDEST_DAYS} days before {asked}: {held}",
            hint="take a newer file, or name with --day the day that its rates are for",
        )
    return on, found[on]


def table(old: Table, feed: Feed, on: datetime.date, found: Mapping[str, float]) -> Table:
    """The file of rates with those of the day *on* behind what it holds, none of them twice."""
    held: dict[str, Table] = {}
    for entry in old["exchange"]:
        if not entry.get("since") or entry["since"] < on:
            held[entry["currency"]] = entry
    known = [entry for entry in old["exchange"] if entry.get("since") == on]
    if known or any(entry.get("since") and entry["since"] > on for entry in old["exchange"]):
        return old
    name = f"ecb-{on}"
    source = {
        "kind": "secondary",
        "url": "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
        "title": f"Euro foreign exchange reference rates of {on}",
        "read": on,
        "feed": feed.id,
        "text_date": on,
    }
    new = [
        {"source": name, "currency": currency, "value": found[currency], "since": on}
        for currency in sorted(held)
        if currency in found
    ]
    kept = [entry for entry in old["exchange"] if entry["currency"] in held]
    return {**old, "exchange": [*kept, *new], "sources": {**old["sources"], name: source}}
