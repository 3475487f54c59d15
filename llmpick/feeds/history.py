"""
What a feed says of the past of a price that the catalog has: when it began, and what was before.

A day that the feed *states* as a start becomes `since`. A day on which it merely had the price, or
first listed it, becomes `first_read`: before that nothing is known. Prices in force, their amounts
and their sources stay as they are.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping, Sequence

from llmpick.catalog.in_force import known_from
from llmpick.catalog.price_lists import BASE, Terms, agrees, amounts_of, terms_of
from llmpick.feeds import guards
from llmpick.feeds.agreement import names_used
from llmpick.feeds.entries import entry_of
from llmpick.feeds.join import join
from llmpick.feeds.merge import FeedChange, Reading
from llmpick.feeds.proposal import Proposal
from llmpick.feeds.records import StoredOffering, Table
from llmpick.feeds.rows import FeedPrices, FeedRow, FeedState

Day = datetime.date
AT_RELEASE_DAYS = 14
"""A price that was listed so soon after its model, and never moved, began with the model."""
SAME_MOVE_DAYS = 31
"""A move that was seen between two states, and a stated start so near before it, are the same."""
STATING = ("genai-prices", "model-prices", "metergraph", "llmledger")
"""Feeds whose stated starts hold, the first before the others."""
ONE_DAY = datetime.timedelta(days=1)


def propose(
    state: FeedState,
    offerings: Sequence[StoredOffering],
    reading: Reading,
    released: Mapping[str, Day],
    only: frozenset[str] | None = None,
) -> Proposal:
    """
    What *state* knows of the past of the prices of *offerings*, ended ones too.

    Args:
        state: The feed, as its file has it.
        offerings: Every offering of the catalog.
        reading: The feed and its day.
        released: Model → the day of its release.
        only: Offerings to change; None: all.
    """
    feed = reading.feed
    names = reading.feeds[feed.prices.get("joined_as") or feed.id].prices
    found = join(state.rows, offerings, names, reading.day, ended=True)
    changes: list[FeedChange] = []
    files: dict[str, Table] = {}
    for offering in offerings:
        row = found.rows.get(offering.id)
        if row is None or (only is not None and offering.id not in only):
            continue
        if row.provider in (names.get("converted") or ()):
            continue
        data, made = past(offering, row, reading, released.get(offering.model))
        changes += made
        if data is not offering.data:
            files[offering.path] = data
    return Proposal(
        feed.id, reading.day, feed.dated, len(found.rows), len(state.rows), changes, files, ()
    )


def past(
    offering: StoredOffering, row: FeedRow, reading: Reading, released: Day | None
) -> tuple[Table, list[FeedChange]]:
    """
    The table of *offering* with the days that *row* knows, the same one where it knows none.

    Args:
        offering: A file of the catalog.
        row: The feed's entry of it.
        reading: The feed and the day of its state.
        released: The day on which the model was released, where it is known.
    """
    return _Past(offering, row, reading, released).result()


def _runs(prices: Sequence[FeedPrices], terms: Terms, day: Day) -> list[FeedPrices]:
    """What the feed had until *day*, oldest first; equal prices in turn are one."""
    found: list[FeedPrices] = []
    for price in prices:
        if price.terms != terms or (price.since and price.since > day):
            continue
        if found and agrees(found[-1].amounts, price.amounts):
            first = found.pop()
            touched = (*first.touched, *((price.since,) if price.since else ()), *price.touched)
            price = price._replace(since=first.since, listed=first.listed, touched=touched)
        # the first day of a service is that on which the feed took it in
        found.append(price._replace(listed=price.listed or terms[0] != "standard"))
    return found


class _Past:
    """One offering whose days are looked for."""

    def __init__(
        self, offering: StoredOffering, row: FeedRow, reading: Reading, released: Day | None
    ) -> None:
        self.offering, self.row, self.reading = offering, row, reading
        self.released = released
        self.data: Table = copy.deepcopy(offering.data)
        self.prices: list[Table] = self.data.get("prices") or []
        self.changes: list[FeedChange] = []
        self.name = self._source_name()

    def result(self) -> tuple[Table, list[FeedChange]]:
        """The table, and what changed in it."""
        first = next(iter(self._entries(BASE)), None)
        began = first and first.get("since")
        for terms in dict.fromkeys([BASE, *map(terms_of, self.prices)]):
            runs = _runs(self.row.prices, terms, self.reading.day)
            if runs and self._entries(terms):
                self._terms(terms, runs)
            if terms == BASE and first is not None and began:
                self._follow(first, began)
        if self.data == self.offering.data:
            return self.offering.data, self.changes
        self._keep_sources()
        return self.data, self.changes

    def _entries(self, terms: Terms) -> list[Table]:
        """The catalog's lists of those *terms* that had begun on the day of the state."""
        return [
            price
            for price in self.prices
            if terms_of(price) == terms
            and not price.get("disputed")
            and not (price.get("since") and price["since"] > self.reading.day)
        ]

    def _terms(self, terms: Terms, runs: Sequence[FeedPrices]) -> None:
        """Go back from the newest price, as long as catalog and feed agree."""
        if runs[-1].since is None and len(runs) == 1:
            self._state(terms, runs[0])
            return
        entries = self._entries(terms)
        while runs:
            entry, run = entries[-1], runs[-1]
            if not agrees(entry, run.amounts, lists_differ=terms != BASE):
                if len(entries) == len(self._entries(terms)):
                    self._say("contradicted", run, entry, "another price than the feed's")
                return
            entries, runs = entries[:-1], runs[:-1]
            self._begin(entry, run, runs, is_first=not entries)
            if not runs or run.listed or run.since is None or entry.get("since") != run.since:
                return
            if not entries:
                stops = guards.of_list(runs[-1], None, converted=False)
                stops += guards.of_move(runs[-1], amounts_of(entry), ())
                if stops or self._is_disputed(runs[-1]):
                    return
                entries = [self._older(entry, runs[-1], run.since)]

    def _is_disputed(self, run: FeedPrices) -> bool:
        """Whether it is no price, or somebody found that it never held."""
        return not run.amounts.get("input_per_mtok") or any(
            price.get("disputed") and terms_of(price) == run.terms and agrees(price, run.amounts)
            for price in self.prices
        )

    def _begin(
        self, entry: Table, run: FeedPrices, before: Sequence[FeedPrices], *, is_first: bool
    ) -> None:
        """The day of *run* put on *entry*: as a start where the feed states it."""
        if run.since is None:
            return
        if not run.listed:
            self._start(entry, run, run.since)
            return
        moved = any(not agrees(entry, one.amounts) for one in before)
        if is_first and self._is_unfounded(entry):
            self._say("changed", run, entry, f"{entry['since']} is no start")
            for name in ("since", "dated_by", "confidence"):
                entry.pop(name, None)
        if entry.get("since"):
            return
        near = self.released and abs((run.since - self.released).days) <= AT_RELEASE_DAYS
        if is_first and not moved and near and self.released:
            self._start(entry, run, self.released, "low")
        else:
            self._read(entry, run, run.since)

    def _is_unfounded(self, entry: Table) -> bool:
        """Whether its day was taken from this feed, which does not state it as a start."""
        if "since" not in entry or "dated_by" in entry or entry.get("confidence") == "low":
            return False
        days = {day for run in self.row.prices for day in (run.since, *run.touched)}
        names = (entry["source"], *(entry.get("agreeing") or ()))
        own = self.reading.feed.id in map(self._feed_of, names)
        return own and bool(entry.get("since") in days)

    def _start(
        self, entry: Table, run: FeedPrices, day: Day, confidence: str | None = None
    ) -> None:
        """*day* as the first of *entry*, unless a better source gives another."""
        old = entry.get("since")
        if old == day and (entry.get("dated_by") or confidence or entry["source"] == self.name):
            return
        if old and old != day and not self._may_replace(entry, old, day, confidence):
            self._say("contradicted", run, entry, f"the catalog has {old} as its first day")
            return
        if not self._fits(entry, day):
            self._say("contradicted", run, entry, "an older price began later")
            return
        entry.pop("first_read", None)
        entry.pop("confidence", None)
        if (entry.get("note") or "").startswith("moved after"):
            del entry["note"]
        entry["since"] = day
        self._dated(entry)
        if confidence:
            entry["confidence"] = confidence
        self._say("changed", run, entry, "first day", since=day)

    def _may_replace(self, entry: Table, old: Day, day: Day, confidence: str | None) -> bool:
        """Whether a stated *day* may take the place of the *old* one."""
        if confidence or self._sources()[entry["source"]]["kind"] == "vendor":
            return False
        if (entry.get("note") or "").startswith("moved after"):
            return 0 <= (old - day).days <= SAME_MOVE_DAYS
        by = self._feed_of(entry.get("dated_by") or entry["source"])
        mine = STATING.index(self.reading.feed.id)
        return by not in STATING[: mine + 1] or (by == self.reading.feed.id)

    def _fits(self, entry: Table, day: Day) -> bool:
        """Whether *day* lies between the first days of the prices before and after."""
        same = self._entries(terms_of(entry))
        place = next(place for place, one in enumerate(same) if one is entry)
        before = [one["since"] for one in same[:place] if one.get("since")]
        after = [one["since"] for one in same[place + 1 :] if one.get("since")]
        return all(one < day for one in before) and all(day < one for one in after)

    def _read(self, entry: Table, run: FeedPrices, day: Day) -> None:
        """That the feed had the price on *day*."""
        if entry.get("since") or known_from(entry, self._sources()) <= day:
            return
        entry["first_read"] = day
        self._dated(entry)
        self._say("changed", run, entry, f"first read {day}")

    def _older(self, entry: Table, run: FeedPrices, until: Day) -> Table:
        """The price before *entry*, which held *until* the day that the feed states."""
        older = entry_of(self.name, run, None if run.listed else run.since)
        if "since" not in older:
            older["first_read"] = (run.listed and run.since) or until - ONE_DAY
        place = next(number for number, price in enumerate(self.prices) if price is entry)
        self.prices.insert(place, older)
        self._say("changed", run, None, "an older price", since=older.get("since"))
        return older

    def _state(self, terms: Terms, given: FeedPrices) -> None:
        """What a state without days says of its own day."""
        day = self.reading.day
        first = self._entries(terms)[0] if self._entries(terms) else None
        if first is None or known_from(first, self._sources()) <= day:
            return
        if agrees(first, given.amounts, lists_differ=terms != BASE):
            self._read(first, given, day)
        elif guards.jumps(given.amounts, amounts_of(first)):
            self._say("contradicted", given, first, "more than five times another price")
        elif self._moves(first):
            seen = known_from(first, self._sources())
            older = entry_of(self.name, given, None)
            older["first_read"] = day
            self.prices.insert(self.prices.index(first), older)
            first.pop("first_read", None)
            first["since"] = seen
            first["note"] = f"moved after {day} and by {seen}: the states of feeds before and after"
            self._say("changed", given, None, "an older price")
        else:
            self._say("contradicted", given, first, "moved or mended since: not known which")

    def _moves(self, first: Table) -> bool:
        """Whether another price in an older state of the same feed is one that held: it moves."""
        own = self._feed_of(first["source"]) == self.reading.feed.id
        return own and not first.get("since") and self.offering.fact("volatile_price") is True

    def _follow(self, base: Table, old: Day) -> None:
        """
        Lists beside the *base* that began with it, on the day *old*.

        Lengths and hours still do; of a service it is not known that it was sold from then on.
        """
        if base.get("since") == old:
            return
        for price in self.prices:
            if terms_of(price) == BASE or price.get("since") != old or "dated_by" in price:
                continue
            for name in ("since", "first_read", "confidence"):
                price.pop(name, None)
            if price.get("service", "standard") != "standard":
                continue
            for name in ("since", "first_read", "confidence"):
                if name in base:
                    price[name] = base[name]
            by = base.get("dated_by") or base["source"]
            if by != price["source"] and ("since" in price or "first_read" in price):
                price["dated_by"] = by

    def _dated(self, entry: Table) -> None:
        entry.pop("dated_by", None)
        if entry["source"] != self.name:
            entry["dated_by"] = self.name

    def _feed_of(self, source: str) -> str | None:
        table: Mapping[str, str] = self._sources()[source]
        return table.get("feed")

    def _source_name(self) -> str:
        """The source of the file that is the feed's, or the one that will be."""
        feed, day = self.reading.feed.id, self.reading.day
        own = {
            name: one["read"]
            for name, one in self.offering.data["sources"].items()
            if one.get("feed") == feed
        }
        same = [name for name in sorted(own) if own[name] == day]
        return same[0] if same else f"{feed}-{day}" if feed in own else feed

    def _sources(self) -> Table:
        new = {"kind": "feed", "read": self.reading.day, "feed": self.reading.feed.id}
        own: Table = self.data["sources"]
        return {self.name: new} | own

    def _keep_sources(self) -> None:
        """Those that are named, the feed's own among them."""
        named = names_used(self.data)
        self.data["sources"] = {
            name: one for name, one in sorted(self._sources().items()) if name in named
        }

    def _say(
        self, outcome: str, run: FeedPrices, entry: Table | None, why: str, since: Day | None = None
    ) -> None:
        self.changes.append(
            FeedChange(
                outcome,
                self.offering.id,
                self.row.key,
                run.terms,
                amounts_of(entry) if entry else None,
                run.amounts,
                since,
                why=why,
            )
        )
