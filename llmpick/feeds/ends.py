"""
What a state of a feed says of days on which models end, held against the catalog.

A maker's word stands before a list's, a surer one before one less sure, then the newer. Where two
differ both are kept, the one that does not hold as disputed.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.catalog.price_lists import named
from llmpick.errors import UserError
from llmpick.feeds.agreement import names_used
from llmpick.feeds.end_rows import EndRow
from llmpick.feeds.join import FeedNames
from llmpick.feeds.merge import FeedChange
from llmpick.feeds.records import Feed, StoredModel, StoredOffering, Table

ENDS, FLOOR = "retires_on", "earliest_retirement_on"
SURENESS = {"low": 0, "medium": 1, None: 1, "high": 2}


class EndReading(NamedTuple):
    """A state of a feed of ends, and the guards that a person has let through."""

    feed: Feed
    day: datetime.date
    accepted: frozenset[str] = frozenset()

    @property
    def terms(self) -> Mapping[str, Any]:
        """How it is read."""
        return self.feed.data["end_feed"]  # type: ignore[no-any-return]


def joined(
    rows: Iterable[EndRow], offerings: Sequence[StoredOffering], reading: EndReading
) -> dict[str, EndRow]:
    """
    By offering, its row: the identifier of a request first, then a further one.

    Where two rows name it with other days, the earlier stands.
    """
    names = FeedNames(offerings)
    found: dict[str, tuple[int, EndRow]] = {}
    for row in rows:
        for provider in reading.terms["providers"].get(row.provider, ()):
            for rank, offering in names.matching(provider, (row.model,)):
                held = found.get(offering)
                if held is None or (rank, row.day) < (held[0], held[1].day):
                    found[offering] = rank, row
    return {offering: row for offering, (_, row) in found.items()}


def propose_ends(
    rows: Sequence[EndRow],
    offerings: Sequence[StoredOffering],
    models: Sequence[StoredModel],
    reading: EndReading,
    only: frozenset[str] | None,
) -> tuple[int, list[FeedChange], dict[str, Table]]:
    """
    Offerings joined, what changes, and the files: those of offerings, and of a maker's own models.

    Raises:
        UserError: no row is an offering of the catalog.
    """
    found = joined(rows, offerings, reading)
    if not found:
        raise UserError(
            "no row of the file is an offering of the catalog", hint="is it the file of this feed?"
        )
    known = {model.id: model for model in models}
    changes: list[FeedChange] = []
    files: dict[str, Table] = {}
    for offering in offerings:
        row = found.get(offering.id)
        if row is None or offering.fact("listing") != "current":
            continue
        if only is not None and offering.id not in only:
            continue
        stop = _stop(offering, row, reading)
        if stop:
            changes.append(_change("refused", offering.id, row, guard="listed-after", why=stop))
            continue
        data, change = merged(offering.id, offering.provider, offering.data, row, reading)
        changes.append(change)
        if data != offering.data:
            files[offering.path] = data
        _, _, name = offering.id.partition("/")
        if offering.data["first_party"] and name in known:
            model = known[name]
            data, _ = merged(name, offering.provider, model.data, row, reading)
            if data != model.data:
                files[model.path] = data
    return len(found), changes, files


def _stop(offering: StoredOffering, row: EndRow, reading: EndReading) -> str | None:
    """Why a day cannot be its end: its provider listed it after that."""
    seen = offering.fact("last_listed_on")
    is_end = fact_of(offering.provider, offering.data["facts"], row, reading) == ENDS
    if is_end and seen and seen > row.day and "listed-after" not in reading.accepted:
        return f"it was listed on {seen}, after {row.day}"
    return None


def _change(outcome: str, name: str, row: EndRow, **more: Any) -> FeedChange:
    return FeedChange(outcome, name, f"{row.provider}/{row.model}", **more)


def fact_of(provider: str, facts: Mapping[str, Any], row: EndRow, reading: EndReading) -> str:
    """
    Whether the day is an end, or one before which it does not come.

    What was read as the one before, by a person who saw the page, is not the other in a list.
    """
    fact = FLOOR if row.is_floor or provider in (reading.terms.get("floors_at") or ()) else ENDS
    other = ENDS if fact == FLOOR else FLOOR
    held = any(entry["value"] == row.day for entry in facts.get(other) or ())
    return other if held and reading.terms["kind"] == "feed" else fact


def merged(
    name: str, provider: str, old: Table, row: EndRow, reading: EndReading
) -> tuple[Table, FeedChange]:
    """The table with the day of *row*, and what became of it."""
    data = copy.deepcopy(old)
    facts, sources = data["facts"], data["sources"]
    fact = fact_of(provider, facts, row, reading)
    feed = reading.feed.id

    def is_own(entry: Mapping[str, Any]) -> bool:
        return bool(sources[entry["source"]].get("feed") == feed)

    entries: list[Table] = facts.get(fact) or []
    before = next((e["value"] for e in reversed(entries) if not e.get("disputed")), None)
    said: dict[str, Any] = {"fact": fact, "was": before, "now": row.day}
    if any(is_own(e) and sources[e["source"]]["read"] > reading.day for e in entries):
        return old, _change("older", name, row, why="the catalog has a later state of it", **said)
    if fact == FLOOR and not entries and any(not e.get("disputed") for e in facts.get(ENDS) or ()):
        return old, _change("confirmed", name, row, why="an end is known", **said)
    source = _put_source(sources, row, reading)
    own = [entry for entry in entries if is_own(entry)]
    others = [entry for entry in entries if not is_own(entry)]
    for entry in others:
        _agree(
            entry, [one for one in entry.get("agreeing") or () if not _is_of(sources, one, feed)]
        )
    held = next((entry for entry in reversed(others) if not entry.get("disputed")), None)
    kept: Table = next((entry for entry in own if entry["value"] == row.day), {})
    new: Table = {**kept, "value": row.day, "source": source}
    new.pop("disputed", None)
    new.setdefault("confidence", reading.terms["confidence"])
    same = [one for one in others if one.get("disputed") and one["value"] == row.day]
    if held is None or held["value"] != row.day:
        agreed = [one for one in new.get("agreeing") or () if not _is_of(sources, one, feed)]
        _agree(new, [*agreed, *(name for one in same for name in named(one))])
        others = [one for one in others if not any(one is each for each in same)]
    if held is None:
        facts[fact] = [*others, new]
    elif held["value"] == row.day:
        _agree(held, [*(held.get("agreeing") or ()), source])
        facts[fact] = others
    elif _weight(new, sources) > _weight(held, sources):
        held["disputed"] = True
        facts[fact] = [*others, new]
    else:
        facts[fact] = [*others, {**new, "disputed": True}]
    facts[fact] = sorted(map(_ordered, facts[fact]), key=_place)
    used = names_used(data) | {score["source"] for score in data.get("scores") or ()}
    used |= {name for claim in data.get("claims") or () for name in _of_claim(claim)}
    data["sources"] = {key: sources[key] for key in sources if key in used}
    after = next((e["value"] for e in reversed(facts[fact]) if not e.get("disputed")), None)
    outcome = "changed" if after != before else "confirmed"
    if after != row.day:
        outcome = "contradicted"
    why = {"changed": "", "contradicted": "a surer or newer source says otherwise"}.get(outcome, "")
    return data, _change(outcome, name, row, why=why, **said)


def _ordered(entry: Table) -> Table:
    """Its keys in the order in which the catalog has them."""
    names = ("value", "source", "agreeing", "since", "confidence", "disputed", "note")
    return {name: entry[name] for name in names if name in entry}


def _place(entry: Mapping[str, Any]) -> tuple[bool, datetime.date, str]:
    """What is in force first, by its day; then what is disputed."""
    return bool(entry.get("disputed")), entry.get("since") or datetime.date.min, entry["source"]


def _of_claim(claim: Mapping[str, Any]) -> Iterator[str]:
    yield claim["source"]
    yield from claim.get("evidence") or ()


def _is_of(sources: Mapping[str, Any], name: str, feed: str) -> bool:
    return bool(sources[name].get("feed") == feed)


def _agree(entry: Table, names: Iterable[str]) -> None:
    entry.pop("agreeing", None)
    found = sorted(set(names) - {entry["source"]})
    if found:
        entry["agreeing"] = found


def _weight(
    entry: Mapping[str, Any], sources: Mapping[str, Any]
) -> tuple[bool, int, datetime.date]:
    source = sources[entry["source"]]
    return source["kind"] == "vendor", SURENESS[entry.get("confidence")], source["read"]


def _put_source(sources: Table, row: EndRow, reading: EndReading) -> str:
    """The name of the state in the file's sources, which it joins where it is not there yet."""
    feed = reading.feed.id
    source: Table = {"kind": reading.terms["kind"]}
    url = row.url or reading.terms.get("page")
    if url:
        source["url"] = url
    source |= {"read": reading.day, "feed": feed}
    if row.read and row.read != reading.day:
        source["text_date"] = row.read
    same = [name for name, held in sources.items() if held == source]
    names = (feed, f"{feed}-ends", f"{feed}-ends-{reading.day}")
    name = next(iter(same), None) or next(one for one in names if one not in sources)
    sources[name] = source
    return name
