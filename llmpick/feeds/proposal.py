"""What a state of a feed would change in a catalog, offering by offering, and what stops it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmpick.catalog.price_lists import BASE, amounts_of, terms_of
from llmpick.errors import UnknownName, UserError, near_names
from llmpick.feeds import guards
from llmpick.feeds.agreement import without_unfounded
from llmpick.feeds.drafts import Draft, drafted
from llmpick.feeds.join import JoinedFeed, is_named, join, likely_models, lost, squashed
from llmpick.feeds.merge import FeedChange, Reading, merged
from llmpick.feeds.records import StoredModel, StoredOffering, Table
from llmpick.feeds.rows import FeedRow, FeedState

MANY = 10


class Proposal(NamedTuple):
    """Changes by offering, files to write by their path, and price fields that nobody reads yet."""

    feed: str
    day: datetime.date
    before: datetime.date | None
    joined: int
    rows: int
    changes: list[FeedChange]
    files: dict[str, Table]
    unread: tuple[str, ...]

    def counts(self) -> Counter[str]:
        """Offerings by outcome; one with several price lists counts once an outcome."""
        return Counter(
            outcome
            for outcome, _ in {(one.outcome, one.offering or one.key) for one in self.changes}
        )


def propose(
    state: FeedState,
    offerings: Sequence[StoredOffering],
    reading: Reading,
    names: Sequence[str] = (),
    models: Sequence[StoredModel] | None = None,
) -> Proposal:
    """
    What *state* changes.

    Args:
        state: The feed, as its file has it.
        offerings: Every offering of the catalog.
        reading: The feed, its day, and the guards that are accepted.
        names: Models, providers or offerings to change; none: all.
        models: Every model of the catalog, to draft new offerings; None: draft none.

    Raises:
        UserError: nothing of it joins, or most prices are in another unit, or a name means nothing.
    """
    feed, day = reading.feed, reading.day
    found = join(state.rows, offerings, feed.prices, day)
    _check_unit(found, offerings, reading)
    shrunk = _shrunk(found, offerings, reading)
    drafts = [] if models is None else drafted(found.unknown, offerings, models, reading)
    every = [*offerings, *(draft.offering for draft in drafts)]
    only = frozenset(chosen(every, names)) if names else None
    changes: list[FeedChange] = []
    files: dict[str, Table] = {}
    for offering in offerings:
        row = found.rows.get(offering.id)
        if row is None or (only is not None and offering.id not in only):
            continue
        if offering.provider in shrunk:
            changes.append(_stopped(offering, row, shrunk[offering.provider]))
            continue
        data, made = merged(offering, row, reading)
        changes += made
        if data is not offering.data:
            files[offering.path] = data
    for offering in offerings:
        named = offering.id in found.rows and not _is_refused(offering, changes)
        is_meant = only is None or offering.id in only
        if named or offering.path in files or not is_meant or not offering.on_sale(day):
            continue
        table = without_unfounded(offering, feed.id, day)
        if table:
            why = "its agreement, which this state does not bear out, is taken back"
            changes.append(FeedChange("withdrawn", offering.id, "", why=why))
            files[offering.path] = table
    changes += _doubts(found, only)
    changes += _gone(found, offerings, reading, only, shrunk, files)
    drafts = [draft for draft in drafts if only is None or draft.offering.id in only]
    changes += [_drafted(draft) for draft in drafts]
    for draft in drafts:
        if not draft.stops:
            files |= {draft.offering.path: draft.offering.data, **draft.models}
    if only is None:
        known = {draft.key for draft in drafts}
        changes += _new([row for row in found.unknown if row.key not in known], offerings)
    return Proposal(
        feed=feed.id,
        day=day,
        before=feed.dated,
        joined=len(found.rows),
        rows=len(state.rows),
        changes=changes,
        files=files,
        unread=state.unread,
    )


def _check_unit(found: JoinedFeed, offerings: Sequence[StoredOffering], reading: Reading) -> None:
    """Stop the whole file where most of its prices are not those of the catalog."""
    pairs = []
    for offering in offerings:
        row = found.rows.get(offering.id)
        held = [
            price
            for price in offering.data.get("prices") or ()
            if terms_of(price) == BASE and not price.get("disputed")
        ]
        if not row or not row.base or not held or offering.fact("volatile_price"):
            continue
        one = amounts_of(held[-1]).get("input_per_mtok")
        other = row.base.amounts.get("input_per_mtok")
        if one and other:
            pairs.append((one, other))
    if not found.rows:
        raise UserError(
            f"no entry of the file is an offering of the catalog that is sold on {reading.day}",
            hint="is it the file of this feed?",
        )
    if guards.is_other_unit(pairs):
        raise UserError(
            f"most prices of the file are not those of the catalog ({len(pairs)} compared): "
            "another unit, or another form",
            hint="the catalog stays as it was; look at the file",
        )


def _shrunk(
    found: JoinedFeed, offerings: Sequence[StoredOffering], reading: Reading
) -> dict[str, guards.Stop]:
    """Providers that lost too many of the offerings that the feed named before."""
    if "shrink" in reading.accepted:
        return {}
    named = [
        one
        for one in offerings
        if one.on_sale(reading.day) and is_named(one, reading.feed.id) and _was_there(one, reading)
    ]
    before = Counter(one.provider for one in named)
    in_doubt = {doubt.offering for doubt in found.doubts}
    gone = Counter(
        one.provider for one in named if one.id not in found.rows and one.id not in in_doubt
    )
    return {
        provider: guards.Stop(
            "shrink", f"{gone[provider]} of its {before[provider]} offerings are named no more"
        )
        for provider in gone
        if guards.is_shrunk(before[provider], gone[provider])
    }


def _was_there(offering: StoredOffering, reading: Reading) -> bool:
    """Whether the last state that was read, before this one, had the offering."""
    read = _read(offering, reading.feed.id)
    dated = reading.feed.dated
    return bool(read and dated and read >= dated and dated < reading.day)


def _read(offering: StoredOffering, feed: str) -> datetime.date | None:
    """The newest state of *feed* that the offering was found in."""
    days = [
        source["read"] for source in offering.data["sources"].values() if source.get("feed") == feed
    ]
    return max(days, default=None)


def _drafted(draft: Draft) -> FeedChange:
    stop = draft.stops[0] if draft.stops else None
    return FeedChange(
        "refused" if stop else "drafted",
        draft.offering.id,
        draft.key,
        new=draft.prices,
        guard=stop.guard if stop else None,
        why=stop.why if stop else draft.why,
    )


def chosen(offerings: Sequence[StoredOffering], names: Iterable[str]) -> list[str]:
    """
    The offerings that *names* mean: of a provider, of a model, or one.

    Raises:
        UnknownName: a name means none.
    """
    found: list[str] = []
    for name in names:
        here = [one.id for one in offerings if name in _names(one)]
        if not here:
            known = {each for one in offerings for each in _names(one)}
            kind = "model, provider or offering"
            raise UnknownName(kind, name, near_names(name, known), "llmpick list offerings")
        found += here
    return found


def _names(offering: StoredOffering) -> tuple[str, ...]:
    provider, _, rest = offering.id.partition("/")
    model = rest.partition("@")[0]
    return offering.id, provider, model, model.partition("/")[2]


def _is_refused(offering: StoredOffering, changes: Sequence[FeedChange]) -> bool:
    return any(one.outcome == "refused" and one.offering == offering.id for one in changes)


def _stopped(offering: StoredOffering, row: FeedRow, stop: guards.Stop) -> FeedChange:
    return FeedChange("refused", offering.id, row.key, guard=stop.guard, why=stop.why)


def _doubts(found: JoinedFeed, only: frozenset[str] | None) -> list[FeedChange]:
    return [
        FeedChange("refused", doubt.offering, doubt.key, guard=doubt.why, why=doubt.line)
        for doubt in found.doubts
        if only is None or doubt.offering in only
    ]


def _gone(
    found: JoinedFeed,
    offerings: Sequence[StoredOffering],
    reading: Reading,
    only: frozenset[str] | None,
    shrunk: Mapping[str, guards.Stop],
    files: dict[str, Table],
) -> list[FeedChange]:
    """
    Offerings that the feed named before: gone, or removed where it may say so and says it twice.

    A state that is read again says nothing twice.
    """
    changes = []
    in_doubt = {doubt.offering for doubt in found.doubts}
    for offering in lost(offerings, found.rows, reading.feed.id, reading.day):
        skip = offering.id in in_doubt or offering.provider in shrunk
        if skip or (only is not None and offering.id not in only):
            continue
        if _was_there(offering, reading):
            changes.append(
                FeedChange("gone", offering.id, "", why=f"named until {reading.feed.dated}")
            )
        elif _is_second(offering, reading):
            changes.append(
                FeedChange("removed", offering.id, "", why="not in two states, one after the other")
            )
            files[offering.path] = _removed(offering, reading)
    return changes


def _is_second(offering: StoredOffering, reading: Reading) -> bool:
    """Whether its last listing was this feed's, and the state before this one lacked it as well."""
    dated = reading.feed.dated
    if "listing" not in reading.feed.prices["states"] or not dated or dated >= reading.day:
        return False
    last = (offering.data["facts"].get("last_listed_on") or [None])[-1]
    if not last or offering.data["sources"][last["source"]].get("feed") != reading.feed.id:
        return False
    return bool(last["value"] < dated)


def _removed(offering: StoredOffering, reading: Reading) -> Table:
    """Its table, with the listing that ends on the day of the state."""
    name = f"{reading.feed.id}-{reading.day}"
    source = {"kind": "feed", "read": reading.day, "feed": reading.feed.id}
    facts = offering.data["facts"]
    listing = [*facts["listing"], {"value": "removed", "source": name, "since": reading.day}]
    sources = offering.data["sources"] | {name: source}
    return {
        **offering.data,
        "sources": dict(sorted(sources.items())),
        "facts": {**facts, "listing": listing},
    }


def _new(unknown: Sequence[FeedRow], offerings: Sequence[StoredOffering]) -> list[FeedChange]:
    """Entries of our providers that are no offering, with the model that they may be of."""
    models = likely_models(offerings)
    return [
        FeedChange(
            "new",
            "",
            row.key,
            new=row.base.amounts,
            why=f"perhaps {model}" if model else "no model of the catalog",
        )
        for row in unknown
        if row.base and row.base.amounts.get("input_per_mtok")
        for model in [
            next((models[key] for key in map(squashed, row.models) if key in models), None)
        ]
    ]
