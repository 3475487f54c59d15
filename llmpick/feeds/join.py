"""
Which entry of a feed is which offering.

By the exact identifier, else by case, else by a further identifier of the offering, else by a join
that the feed's record names; a date, a region or a version is never cut off.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from llmpick.feeds.records import StoredOffering
from llmpick.feeds.rows import FeedRow

EXACT, CASE, OTHER = 0, 1, 2


class Doubt(NamedTuple):
    """A join that is not made: *why* in a word, what stands against it in a line."""

    why: str
    offering: str
    key: str
    line: str


class JoinedFeed(NamedTuple):
    """Offerings on sale with their entry, entries that none has, and joins that are in doubt."""

    rows: dict[str, FeedRow]
    unknown: list[FeedRow]
    doubts: list[Doubt]


class _Match(NamedTuple):
    rank: int
    row: FeedRow


def join(
    rows: Sequence[FeedRow],
    offerings: Sequence[StoredOffering],
    feed: Mapping[str, Any],
    day: datetime.date,
    *,
    ended: bool = False,
) -> JoinedFeed:
    """
    The entries of a *feed*, its record's `price_feed`, and the offerings on sale on *day*.

    With *ended* also those that are no longer, or not yet.
    """
    names = FeedNames(offerings)
    wanted = {entry["key"]: entry["offering"] for entry in feed.get("joins") or ()}
    matches: dict[str, list[_Match]] = {}
    unknown = []
    for row in rows:
        providers = feed["providers"].get(row.provider)
        if providers is None:
            continue
        if row.key in wanted:
            found = [(EXACT, wanted[row.key])]
        else:
            found = [match for name in providers for match in names.matching(name, row.models)]
        for rank, offering in found:
            matches.setdefault(offering, []).append(_Match(rank, row))
        if not found:
            unknown.append(row)
    doubts: list[Doubt] = []
    joined: dict[str, FeedRow] = {}
    prefixes = _prefixes(offerings)
    for offering in offerings:
        if offering.id not in matches or not (ended or offering.on_sale(day)):
            continue
        chosen = _chosen(offering, matches[offering.id], feed.get("fallbacks") or (), doubts)
        if chosen:
            _check(offering, chosen, prefixes, names, day, doubts, joined)
    return JoinedFeed(joined, unknown, doubts)


class FeedNames:
    """Identifiers of offerings, by provider."""

    def __init__(self, offerings: Iterable[StoredOffering]) -> None:
        self._exact: dict[tuple[str, str], list[str]] = {}
        self._case: dict[tuple[str, str], list[str]] = {}
        self._other: dict[tuple[str, str], list[str]] = {}
        self.offerings = {offering.id: offering for offering in offerings}
        for offering in offerings:
            model = offering.data["api_model"]
            self._exact.setdefault((offering.provider, model), []).append(offering.id)
            self._case.setdefault((offering.provider, model.lower()), []).append(offering.id)
            for name in offering.data.get("other_api_models") or ():
                key = offering.provider, name.lower()
                self._other.setdefault(key, []).append(offering.id)

    def matching(self, provider: str, models: Sequence[str]) -> list[tuple[int, str]]:
        """The offerings of *provider* that *models* name, by the first way that finds some."""
        for rank, table in ((EXACT, self._exact), (CASE, self._case), (OTHER, self._other)):
            found = dict.fromkeys(
                offering
                for model in models
                for offering in table.get((provider, model if rank == EXACT else model.lower()), ())
            )
            if found:
                return [(rank, offering) for offering in found]
        return []

    def sharing(self, offering: StoredOffering) -> list[StoredOffering]:
        """All offerings of its provider with the identifier of *offering*, itself among them."""
        names = self._exact[offering.provider, offering.data["api_model"]]
        return [self.offerings[name] for name in names]


def _prefixes(offerings: Iterable[StoredOffering]) -> dict[str, set[str]]:
    """By provider, the regions that it writes before an identifier."""
    found: dict[str, set[str]] = {}
    for offering in offerings:
        first = offering.data["api_model"].partition(".")[0]
        if offering.region == first:
            found.setdefault(offering.provider, set()).add(first)
    return found


def _chosen(
    offering: StoredOffering,
    matches: Sequence[_Match],
    fallbacks: Sequence[str],
    doubts: list[Doubt],
) -> FeedRow | None:
    """The one entry that is the *offering*'s; None where several differ and none is plainly it."""
    best = min(match.rank for match in matches)
    rows = [match.row for match in matches if match.rank == best]
    first = [row for row in rows if row.provider not in fallbacks] or rows
    exact = [row for row in first if row.models[0] == offering.data["api_model"]] or first
    priced = [row for row in exact if row.base]
    if not priced:
        return None
    if len({str(row.base and sorted(row.base.amounts.items())) for row in priced}) > 1:
        line = "several entries of the feed differ in price: " + ", ".join(
            f"`{row.key}`" for row in priced[:4]
        )
        doubts.append(Doubt("ambiguous", offering.id, priced[0].key, line))
        return None
    return priced[0]


def _check(
    offering: StoredOffering,
    row: FeedRow,
    prefixes: Mapping[str, set[str]],
    names: FeedNames,
    day: datetime.date,
    doubts: list[Doubt],
    joined: dict[str, FeedRow],
) -> None:
    """Join, if region and identifier agree and no other offering has a better claim to it."""
    written = prefixes.get(offering.provider, set())
    first = _matched(offering, row).partition(".")[0]
    named = first if first in written else None
    expected = offering.region if offering.region in written else None
    if named != expected or (named and offering.region != named):
        line = (
            f"the identifier is of {named or 'no region'}, the offering of "
            f"{offering.region or 'none'}"
        )
        doubts.append(Doubt("region", offering.id, row.key, line))
        return
    regions = {first for name in row.models if (first := name.partition(".")[0]) in written}
    if "global" in regions and len(regions) > 1:
        line = "the feed has one entry for the region `global` and for others"
        doubts.append(Doubt("region", offering.id, row.key, line))
        return
    rivals = [one for one in names.sharing(offering) if one.id != offering.id and one.on_sale(day)]
    if offering.region != named and rivals:
        line = f"shares its identifier with `{rivals[0].id}`, and the feed has one price of it"
        doubts.append(Doubt("identifier", offering.id, row.key, line))
        return
    joined[offering.id] = row


def _matched(offering: StoredOffering, row: FeedRow) -> str:
    """The name of the entry by which it is the *offering*'s; its own first name else."""
    model = offering.data["api_model"].lower()
    others = {name.lower() for name in offering.data.get("other_api_models") or ()}
    by_name = [name for name in row.models if name.lower() == model]
    by_other = [name for name in row.models if name.lower() in others]
    return (by_name or by_other or [row.models[0]])[0]


def likely_models(offerings: Iterable[StoredOffering]) -> dict[str, str]:
    """Models by the last part of their identifiers, dots and dashes left out: a hint, no join."""
    found: dict[str, str] = {}
    for offering in offerings:
        model = offering.id.partition("/")[2].partition("@")[0]
        for name in (offering.data["api_model"], model):
            found.setdefault(squashed(name), model)
    return found


def squashed(name: str) -> str:
    """The last part of an identifier without dots, dashes and case."""
    last = name.rpartition("/")[2].lower()
    return "".join(char for char in last if char.isalnum())


def lost(
    offerings: Iterable[StoredOffering],
    joined: Mapping[str, FeedRow],
    feed: str,
    day: datetime.date,
) -> Iterator[StoredOffering]:
    """Offerings on sale that a price of the catalog has from *feed*, and that it names no more."""
    for offering in offerings:
        if offering.on_sale(day) and offering.id not in joined and is_named(offering, feed):
            yield offering


def is_named(offering: StoredOffering, feed: str) -> bool:
    """Whether a price of the offering that is in force names *feed*."""
    sources = offering.data["sources"]
    return any(
        sources[name].get("feed") == feed
        for price in offering.data.get("prices") or ()
        if not price.get("disputed")
        for name in (price["source"], *(price.get("agreeing") or ()))
    )
