"""
What an entry of a feed changes in the file of an offering: its prices, and who agrees.

A price is taken whole from one state, its cache prices included. Moved prices are new entries; the
old ones keep their source, with the day of the state that they were read from.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.catalog.in_force import first_reading
from llmpick.catalog.price_lists import (
    BASE,
    Terms,
    agrees,
    amounts_of,
    named,
    terms_of,
)
from llmpick.feeds import decide, guards
from llmpick.feeds.agreement import names_used
from llmpick.feeds.entries import agree, entry_of, is_in, ordered, places, rename, set_amounts
from llmpick.feeds.records import Feed, StoredOffering, Table
from llmpick.feeds.rows import FeedPrices, FeedRow


class FeedChange(NamedTuple):
    """
    One thing that a state of a feed says of an offering.

    `outcome` is confirmed, changed, contradicted, refused, withdrawn, new, gone or removed;
    `guard` what stopped it; `terms` the price list meant; `old` and `new` amounts per million
    tokens. Of a day on which something ends `fact` is set, with the day that was held and the
    feed's.
    """

    outcome: str
    offering: str
    key: str
    terms: Terms = BASE
    old: Mapping[str, float] | None = None
    new: Mapping[str, float] | None = None
    since: datetime.date | None = None
    guard: str | None = None
    why: str = ""
    fact: str | None = None
    was: datetime.date | None = None
    now: datetime.date | None = None


class Reading(NamedTuple):
    """A state of a feed, with what is needed to weigh it."""

    feed: Feed
    feeds: Mapping[str, Feed]
    day: datetime.date
    accepted: frozenset[str] = frozenset()


def merged(
    offering: StoredOffering, row: FeedRow, reading: Reading
) -> tuple[Table, list[FeedChange]]:
    """The table of *offering* after *row*, the same one where nothing is to be written."""
    return _Merge(offering, row, reading).result()


class _Merge:
    """One offering under change; what the guards stop leaves it as it was."""

    def __init__(self, offering: StoredOffering, row: FeedRow, reading: Reading) -> None:
        self.offering, self.row, self.reading = offering, row, reading
        self.data: Table = copy.deepcopy(offering.data)
        self.prices: list[Table] = self.data.get("prices") or []
        self.held = list(self.prices)
        self.sources: Table = self.data["sources"]
        self.changes: list[FeedChange] = []
        self.refused: list[FeedChange] = []
        self.name = self._source_name()
        self.before: datetime.date | None = (self.sources.get(self.name) or {}).get("read")
        self.fresh: list[Table] = []  # entries that the feed's new state gives or confirms
        self.read = [first_reading(price, self.sources) for price in self.prices]
        self.took_base = False
        self.moved: datetime.date | None = None

    def result(self) -> tuple[Table, list[FeedChange]]:
        """The new table and what changed; the old one where a guard stopped something."""
        if self.before and self.before > self.reading.day:
            return self._left("older", "the catalog has a later state of it")
        given = self.row.base and _in_force(self.row.prices, BASE, self.reading.day)
        held = self._held(BASE)
        if not given or not held:
            return self._left("refused", "no price in force on that day", guard="no-price")
        self._base(held, given)
        if not self.refused:
            self._other_terms()
            self._announced()
        if self.refused:
            return self.offering.data, self.refused
        self._settle()
        same = self.data == self.offering.data
        return (self.offering.data if same else self.data), self.changes

    def _left(
        self, outcome: str, why: str, guard: str | None = None
    ) -> tuple[Table, list[FeedChange]]:
        change = FeedChange(outcome, self.offering.id, self.row.key, guard=guard, why=why)
        return self.offering.data, [change]

    def _source_name(self) -> str:
        """The source of the file that stands for the feed's newest state."""
        feed = self.reading.feed.id
        own = {name: one["read"] for name, one in self.sources.items() if one.get("feed") == feed}
        if feed in own or not own:
            return feed
        return max(own, key=lambda name: own[name])

    def _held(self, terms: Terms) -> Table | None:
        """The entry of *terms* in force on the day of the state."""
        found = None
        for price in self.prices:
            since = price.get("since")
            if price.get("disputed") or terms_of(price) != terms:
                continue
            if not since or since <= self.reading.day:
                found = price
        return found

    def _note(self, outcome: str, given: FeedPrices, old: Table | None, **more: Any) -> None:
        change = FeedChange(
            outcome,
            self.offering.id,
            self.row.key,
            given.terms,
            amounts_of(old) if old else None,
            given.amounts,
            **more,
        )
        (self.refused if outcome == "refused" else self.changes).append(change)

    def _stop(self, found: Sequence[guards.Stop], given: FeedPrices, old: Table | None) -> bool:
        """Whether one of the stops that were *found* is not accepted; it is then noted."""
        stops = [stop for stop in found if stop.guard not in self.reading.accepted]
        for stop in stops:
            self._note("refused", given, old, guard=stop.guard, why=stop.why)
        return bool(stops)

    def _base(self, held: Table, given: FeedPrices) -> None:
        converted = self.row.provider in (self.reading.feed.prices.get("converted") or ())
        if converted and held.get("currency", "USD") != "USD" and agrees(held, given.amounts):
            self._confirm(held, given)  # it has the figure of the list, and calls it dollars
            return
        if self._stop(guards.of_list(given, held, converted=converted), given, held):
            return
        if agrees(held, given.amounts):
            self._confirm(held, given)
            return
        later = self._later(given)
        if later:
            self._note("confirmed", given, later)
            if not self._is_own(later):
                agree(later, [*self._without_own(later), self.name])
            self.fresh.append(later)
            self._drop(self._own_disputed())
            return
        peak = self._held(("standard", "peak", None))
        if peak and agrees(peak, given.amounts):
            self._note("contradicted", given, held, why="the feed gives the price of peak hours")
            agree(held, self._without_own(held))
            self._drop(self._own_disputed())
            return
        votes = [self._vote(name) for name in named(held)]
        others = [one for one in votes if one.feed != self.reading.feed.id]
        source = {"kind": "feed", "feed": self.reading.feed.id, "read": self.reading.day}
        agreeing = [
            self._vote(name)
            for price in self._of_others(given)
            for name in named(price)
            if self.sources[name].get("feed") != self.reading.feed.id
        ]
        reason = decide.keeps(
            others,
            [decide.vote(source, self.reading.feeds, self.offering.provider, ""), *agreeing],
            is_global=self.offering.region == "global",
            start=given.since if not given.listed else None,
        )
        if reason:
            self._contradict(held, given, reason)
            return
        lacking = self._lacking()
        if self._stop(guards.of_move(given, amounts_of(held), lacking), given, held):
            return
        # a price that others still have as it was is mended, not moved
        newest = max((one.read for one in others), default=datetime.date.min)
        is_old = (self.reading.day - newest).days > decide.FORTNIGHT_DAYS
        is_move = is_old or self.offering.fact("volatile_price") is True
        self._replace(held, given, is_move=is_move)
        for price in [one for terms in lacking if (one := self._held(terms))]:
            price["disputed"] = True
        self.took_base = True

    def _later(self, given: FeedPrices) -> Table | None:
        """The price that came into force after the day of the state, where that gave it already."""
        for price in self.prices:
            since = price.get("since") or datetime.date.min
            seen = max(self.sources[name]["read"] for name in named(price))
            is_base = terms_of(price) == BASE and not price.get("disputed")
            if is_base and self.reading.day < since <= seen and agrees(price, given.amounts):
                return price
        return None

    def _vote(self, name: str) -> decide.Vote:
        source = self.sources[name]
        return decide.vote(source, self.reading.feeds, self.offering.provider, name)

    def _is_own(self, price: Table) -> bool:
        """Whether an entry was taken from this feed, of whatever state."""
        return bool(self.sources[price["source"]].get("feed") == self.reading.feed.id)

    def _of_others(self, given: FeedPrices) -> list[Table]:
        """Disputed entries of other feeds that say the same as *given*."""
        return [
            price
            for price in self.prices
            if price.get("disputed")
            and terms_of(price) == given.terms
            and agrees(price, given.amounts)
            and not self._is_own(price)
        ]

    def _lacking(self) -> list[Terms]:
        """Price lists in force that the row has none of."""
        there = {price.terms for price in self.row.prices}
        return [terms for terms in self._every_terms() if terms not in there]

    def _every_terms(self) -> list[Terms]:
        """The terms that the catalog has a price in force for."""
        every = dict.fromkeys(terms_of(price) for price in self.prices)
        return [terms for terms in every if self._held(terms)]

    def _confirm(self, held: Table, given: FeedPrices) -> None:
        """The feed gives the price in force; where it is whole, cache prices come from it too."""
        more = {name: value for name, value in given.amounts.items() if name not in held}
        is_source = self._is_own(held)
        is_whole = set(amounts_of(held)) <= set(given.amounts)
        takes = bool(more) and is_whole and (is_source or "cache_read_per_mtok" in more)
        takes = takes and not (held.get("since") and not is_source)
        if takes:
            if self._stop(guards.of_cache(given), given, held):
                return
            self._note("changed", given, held, why="prices that were not known")
            source = held["source"]
            set_amounts(held, given.amounts)
            held["source"] = self.name
            agree(held, [*self._without_own(held), *([] if is_source else [source])])
        else:
            self._note("confirmed", given, held)
            if not is_source:
                agree(held, [*self._without_own(held), self.name])
            else:
                held["source"] = self.name
        self.took_base = is_source or takes
        self.fresh.append(held)
        self._drop(self._own_disputed())

    def _without_own(self, price: Table) -> list[str]:
        """Who agrees, this feed left out."""
        feed = self.reading.feed.id
        return [
            name for name in price.get("agreeing") or () if self.sources[name].get("feed") != feed
        ]

    def _own_disputed(self) -> list[Table]:
        """Disputed base prices of the feed's earlier states."""
        return [
            price
            for price in self.prices
            if price.get("disputed") and terms_of(price) == BASE and self._is_own(price)
        ]

    def _drop(self, gone: Sequence[Table]) -> None:
        self.prices[:] = [price for price in self.prices if not is_in(price, gone)]

    def _after(self, held: Table, entry: Table) -> None:
        """Put *entry* behind *held*."""
        place = next(number for number, price in enumerate(self.prices) if price is held)
        self.prices.insert(place + 1, entry)

    def _contradict(self, held: Table, given: FeedPrices, reason: str) -> None:
        """Keep the price in force, and the feed's beside it."""
        self._note("contradicted", given, held, why=reason)
        agree(held, self._without_own(held))
        own = self._own_disputed()
        if self.offering.fact("volatile_price") is True:  # another hour, not another truth
            self._drop(own)
            return
        same = [price for price in own if agrees(price, given.amounts)][:1]
        self._drop([price for price in own if not is_in(price, same)])
        if same:
            entry = same[0]
            entry["source"] = self.name
            set_amounts(entry, given.amounts)
        else:
            entry = entry_of(self.name, given, None)
            entry["disputed"] = True
            self.prices.append(entry)
        self.fresh.append(entry)

    def _replace(self, held: Table, given: FeedPrices, *, is_move: bool) -> None:
        """Put the feed's price in force: from a day on where it moved, else instead of the old."""
        same = self._of_others(given)
        self._drop([*same, *self._own_disputed()])
        start = held.get("since")
        since = given.since if not given.listed or self._may("listing-day") else None
        if since and since <= (start or datetime.date.min):
            since = None
        is_move = is_move and not _says_input_again(held, given)
        is_move = bool(since) or (is_move and (start or datetime.date.min) < self.reading.day)
        if is_move and not since:
            since = self.reading.day
        entry = entry_of(self.name, given, since if is_move else start)
        if is_move and since == self.reading.day:
            entry["note"] = self._span(held)
        others = [name for price in same for name in [price["source"], *self._without_own(price)]]
        agree(entry, others)
        self._after(held, entry)
        if not is_move and self._is_own(held):
            self._drop([held])
        elif not is_move:
            held["disputed"] = True
            agree(held, self._without_own(held))
        self.moved = since if is_move else None
        self.fresh.append(entry)
        self._note(
            "changed",
            given,
            held,
            since=entry.get("since"),
            why="moved" if is_move else "the old price is disputed",
        )
        if is_move:
            self._review(held, entry)

    def _may(self, guard: str) -> bool:
        return guard in self.reading.accepted

    def _span(self, held: Table) -> str:
        """When the price moved, as far as states of feeds tell."""
        read = max(self.sources[name]["read"] for name in named(held))
        return f"moved after {read} and by {self.reading.day}: the states of feeds before and after"

    def _review(self, old: Table, new: Table) -> None:
        """A jump that was accepted, or of a price that moves daily, is said to be right."""
        reviewed = self.data.setdefault("reviewed", [])
        jumps = guards.jumps(amounts_of(new), amounts_of(old))
        if jumps and not any(entry["rule"] == "price-move" for entry in reviewed):
            why = f"read in {self.reading.feed.id} of {self.reading.day}, and accepted"
            reviewed.append({"rule": "price-move", "reason": why})
        if not reviewed:
            del self.data["reviewed"]

    def _other_terms(self) -> None:
        """Price lists beside the base: batch, priority, peak hours, lengths."""
        every = {price.terms for price in self.row.prices} - {BASE}
        for terms in sorted(every, key=str):
            given = _in_force(self.row.prices, terms, self.reading.day)
            if not given or (terms[1] and not self.data.get("hours")):
                continue
            if "input_per_mtok" not in given.amounts and "output_per_mtok" not in given.amounts:
                continue
            held = self._held(terms)
            if held is None:
                self._add(given)
            elif agrees(held, given.amounts, lists_differ=True):
                self._agree_on_terms(held, given)
            elif self.took_base and (self.moved or self._is_own(held)):
                self._move_terms(held, given)
            else:
                agree(held, self._without_own(held))
                self._note("contradicted", given, held, why="the list of another feed stays")

    def _agree_on_terms(self, held: Table, given: FeedPrices) -> None:
        if self._is_own(held):
            held["source"] = self.name
        else:
            agree(held, [*self._without_own(held), self.name])
        self.fresh.append(held)

    def _add(self, given: FeedPrices) -> None:
        """A list that the catalog lacks, where the base is the feed's own as well."""
        if not self.took_base or guards.of_list(given, None, converted=False):
            return
        base = self._held(BASE) or {}
        entry = entry_of(self.name, given, base.get("since"))
        self.prices.append(entry)
        self.fresh.append(entry)
        since = base.get("since")
        self._note("changed", given, None, since=since, why="a list that was not known")

    def _move_terms(self, held: Table, given: FeedPrices) -> None:
        stops = guards.of_list(given, held, converted=False)
        stops += guards.of_move(given, amounts_of(held), ())
        if self._stop(stops, given, held):
            return
        since = self.moved or self.reading.day
        start = held.get("since")
        if start and start >= since:
            set_amounts(held, given.amounts)
            held["source"] = self.name
            agree(held, [])
            entry = held
        else:
            entry = entry_of(self.name, given, since)
            self._after(held, entry)
            self._review(held, entry)
        self.fresh.append(entry)
        self._note("changed", given, held, since=entry.get("since"), why="moved")

    def _announced(self) -> None:
        """Base prices of a day to come, from a feed whose price in force is the catalog's."""
        base = [price for price in self.fresh if terms_of(price) == BASE]
        if not base or base[0].get("disputed"):
            return
        days = {price.get("since") for price in self.prices if terms_of(price) == BASE}
        for given in self.row.prices:
            ahead = given.since is not None and given.since > self.reading.day
            if not given.since or not ahead or given.listed or given.terms != BASE:
                continue
            if given.since in days:
                continue
            last = [
                price
                for price in self.prices
                if terms_of(price) == BASE and not price.get("disputed")
            ][-1]
            stops = guards.of_list(given, base[0], converted=False)
            ahead_of = {price.terms for price in self.row.prices if price.since == given.since}
            lacking = [terms for terms in self._every_terms() if terms not in ahead_of]
            stops += guards.of_move(given, amounts_of(base[0]), lacking)
            too_late = (last.get("since") or datetime.date.min) > given.since
            if too_late or self._stop(stops, given, base[0]):
                continue
            entry = entry_of(self.name, given, given.since)
            self._after(last, entry)
            self.fresh.append(entry)
            self._note("changed", given, base[0], since=given.since, why="announced")

    def _settle(self) -> None:
        """Move the source to the new state; what does not rest on it keeps the state it was of."""
        if self.before and self.before != self.reading.day:
            self._keep_old_state()
        source = dict(self.sources.get(self.name) or {"kind": "feed"})
        source["read"] = self.reading.day
        source["feed"] = self.reading.feed.id
        if self.row.url:
            source["url"] = self.row.url
        self.sources[self.name] = ordered(source, ("kind", "url", "title", "read", "feed"))
        if "listing" in self.reading.feed.prices["states"]:
            self._listed()
        self._keep_first_readings(self.held)
        used = names_used(self.data)
        self.data["sources"] = {
            name: self.sources[name] for name in sorted(self.sources) if name in used
        }

    def _keep_first_readings(self, before: Sequence[Table]) -> None:
        """A source that moves to a new state leaves behind when it first gave a price."""
        for price, read in zip(before, self.read, strict=True):
            known = min(read, price.get("first_read") or read)
            if price.get("since") or not is_in(price, self.prices):
                price.pop("first_read", None)
            elif known < first_reading(price, self.sources):
                price["first_read"] = known

    def _keep_old_state(self) -> None:
        kept = f"{self.name}-{self.before}"
        changed = False
        for place, name in places(self.data, self.fresh):
            if name == self.name:
                rename(place, name, kept)
                changed = True
        if changed and kept not in self.sources:
            self.sources[kept] = self.sources[self.name]

    def _listed(self) -> None:
        last = self.data["facts"].get("last_listed_on")
        if last and last[-1]["value"] < self.reading.day:
            last[-1] = {**last[-1], "value": self.reading.day, "source": self.name}
            last[-1].pop("agreeing", None)


def _says_input_again(held: Table, given: FeedPrices) -> bool:
    """Whether only the cache price differs, and the old one was the input price: never true."""
    rest = {name: value for name, value in held.items() if not name.startswith("cache")}
    reads = held.get("cache_read_per_mtok")
    return reads == held.get("input_per_mtok") and agrees(rest, given.amounts)


def _in_force(prices: Sequence[FeedPrices], terms: Terms, day: datetime.date) -> FeedPrices | None:
    found = [
        price
        for price in prices
        if price.terms == terms and not (price.since and price.since > day)
    ]
    return found[-1] if found else None
