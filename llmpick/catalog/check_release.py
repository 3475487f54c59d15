"""
Findings that keep a catalog from being published: feeds not read, old readings, dead sources.

The offerings most used are guessed from the catalog itself: those that makers sell of their own
models, the models first that most providers sell, then the newest.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from llmpick.catalog import read
from llmpick.catalog.finding import Finding, error, warning
from llmpick.catalog.price_lists import BASE, named, terms_of
from llmpick.catalog.read import Record

NEWEST_SEEN_DAYS = 14
OLD_PRICE_DAYS = 45
FRESH_DAYS = 30
FRESH_SHARE = 0.9
LIFECYCLE_DAYS = 14
MOST_USED = 100
WIDE_FEEDS = ("litellm", "genai-prices", "pi-ai")
"""Feeds of which a share of the prices must be fresh."""

NOT_KEPT = re.compile(r"(stored|public) file\b", re.IGNORECASE)
OF_A_VERSION = re.compile(r"\b\d+\.\d+|\b[0-9a-f]{8,40}\b")
LIFECYCLE_OF_A_MODEL = ("status", "deprecated_on", "retires_on", "earliest_retirement_on")
LIFECYCLE_OF_AN_OFFERING = ("listing", "last_listed_on", "retires_on", "earliest_retirement_on")

Records = Mapping[str, Mapping[str, Record]]


def release_findings(folder: str) -> list[Finding]:
    """What stands against publishing the catalog in *folder*, beside what `validate` finds."""
    day = datetime.date.fromisoformat(read.day_of(read.version(folder)))
    records: dict[str, dict[str, Record]] = {}
    for path in read.files(folder):
        record = read.parse(folder, path)
        if isinstance(record, Record):
            records.setdefault(record.kind, {})[record.id] = record
    found = [
        *feed_findings(records, day),
        *price_age_findings(records, day),
        *lifecycle_findings(records, day),
        *source_findings(records),
    ]
    return sorted(found)


def feed_findings(records: Records, day: datetime.date) -> Iterator[Finding]:
    """Feeds of prices that are not at the newest state that is known, or that nobody looked for."""
    for record in records.get("feeds", {}).values():
        feed: Any = record.data.get("price_feed")
        if feed is None:
            continue
        newest = feed.get("newest")
        dated: Any = record.data.get("dated")
        if newest is None:
            tip = "look for its newest state, and enter its name, its day and today's"
            yield error(record.path, "price_feed.newest", "its newest state is not known", tip)
        elif not isinstance(dated, datetime.date) or dated < newest["day"]:
            yield error(
                record.path,
                "dated",
                f"the state of {dated} was read, {newest['state']} is of {newest['day']}",
                "run `llmpick catalog refresh` on that",
            )
        elif (day - newest["seen"]).days > NEWEST_SEEN_DAYS:
            yield error(
                record.path,
                "price_feed.newest.seen",
                f"nobody looked for a newer state for {(day - newest['seen']).days} days",
                "look again, and enter the day",
            )


def _on_sale(record: Record, day: datetime.date) -> bool:
    facts: Any = record.data["facts"]
    ends = [entry["value"] for entry in facts.get("retires_on") or () if not entry.get("disputed")]
    return facts["listing"][-1]["value"] == "current" and not (ends and ends[-1] <= day)


def _base(record: Record, day: datetime.date) -> Mapping[str, Any] | None:
    """The base price in force on *day*."""
    prices: Any = record.data.get("prices") or ()
    found = [
        price
        for price in prices
        if terms_of(price) == BASE
        and not price.get("disputed")
        and (not price.get("since") or price["since"] <= day)
    ]
    return found[-1] if found else None


def price_age_findings(records: Records, day: datetime.date) -> Iterator[Finding]:
    """The oldest price in force, and whether enough of what wide feeds list was read lately."""
    ages: list[tuple[int, str]] = []
    wide = fresh = 0
    for record in records.get("offerings", {}).values():
        price = _base(record, day) if _on_sale(record, day) else None
        if price is None:
            continue
        sources: Any = record.data["sources"]
        age = min((day - sources[name]["read"]).days for name in named(price))
        ages.append((age, record.path))
        if any(source.get("feed") in WIDE_FEEDS for source in sources.values()):
            wide += 1
            fresh += age < FRESH_DAYS
    if not ages:
        return
    age, path = max(ages)
    if age > OLD_PRICE_DAYS:
        old = sum(one > OLD_PRICE_DAYS for one, _ in ages)
        yield warning(
            path,
            "prices",
            f"the oldest of {len(ages):,} prices in force was last seen {age} days ago; "
            f"{old:,} longer ago than {OLD_PRICE_DAYS} days",
            "read a newer state of its feed",
        )
    if wide and fresh < FRESH_SHARE * wide:
        yield error(
            "offerings",
            "prices",
            f"{fresh / wide:.0%} of the {wide:,} prices that {', '.join(WIDE_FEEDS)} list were "
            f"seen within {FRESH_DAYS} days, not {FRESH_SHARE:.0%}",
            "read the newest state of each",
        )


def most_used(records: Records, day: datetime.date) -> list[Record]:
    """The hundred offerings most used, as far as the catalog can tell: see the module."""
    sold: Counter[str] = Counter()
    own = []
    for record in records.get("offerings", {}).values():
        if not _on_sale(record, day):
            continue
        provider, _, rest = record.id.partition("/")
        model = rest.partition("@")[0]
        sold[model] += 1
        if record.data["first_party"] is True and "@" not in rest:
            own.append((model, provider, record))

    def place(one: tuple[str, str, Record]) -> tuple[int, str, str, str]:
        facts: Any = records["models"][one[0]].data["facts"] if one[0] in records["models"] else {}
        released = str((facts.get("released") or [{"value": ""}])[-1]["value"])
        return sold[one[0]], released, one[0], one[1]

    return [record for _, _, record in sorted(own, key=place, reverse=True)[:MOST_USED]]


def lifecycle_findings(records: Records, day: datetime.date) -> Iterator[Finding]:
    """Of the offerings most used, those whose state nobody read for a fortnight."""
    for offering in most_used(records, day):
        model = records["models"].get(offering.id.partition("/")[2])
        seen = [*_read_days(offering, LIFECYCLE_OF_AN_OFFERING)]
        seen += _read_days(model, LIFECYCLE_OF_A_MODEL) if model else []
        age = (day - max(seen)).days if seen else None
        if age is None or age > LIFECYCLE_DAYS:
            when = "never" if age is None else f"{age} days ago"
            yield error(
                offering.path,
                "facts.listing",
                f"its state was read {when}, and it is among the {MOST_USED} most used",
                "read its maker's page or SDK, or a feed that says what is listed",
            )


def _read_days(record: Record, facts: tuple[str, ...]) -> Iterator[datetime.date]:
    held: Any = record.data["facts"]
    sources: Any = record.data["sources"]
    for fact in facts:
        for entry in held.get(fact) or ():
            yield from (sources[name]["read"] for name in named(entry))


def source_findings(records: Records) -> Iterator[Finding]:
    """Sources that a user cannot follow: no address, no publication that has one, no version."""
    addressed = {name for name, one in records.get("feeds", {}).items() if one.data.get("url")}
    for kind in records.values():
        for record in kind.values():
            sources: Any = record.data.get("sources") or {}
            for name, source in sources.items():
                why = _why_dead(source, addressed)
                if why:
                    tip = "give its address, or take out what rests on it"
                    yield error(record.path, f"sources.{name}", why, tip)


def _why_dead(source: Mapping[str, Any], addressed: set[str]) -> str | None:
    title = source.get("title") or ""
    if NOT_KEPT.search(title):
        return f"nobody can follow `{title[:80]}`"
    if source.get("url") or source["kind"] == "policy":
        return None
    if source.get("feed"):
        has_address = source["feed"] in addressed
        return None if has_address else f"`{source['feed']}` has no address, nor has this"
    return None if OF_A_VERSION.search(title) else f"`{title[:80]}` has no address"
