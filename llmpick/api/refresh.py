"""What a state of a feed would change in the catalog; and the change itself, where it is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from llmpick.api.standing import Effect, effect_of_files
from llmpick.errors import UserError, near_names
from llmpick.feeds import ecb, end_rows, ends, guards, history, records
from llmpick.feeds.apply import apply
from llmpick.feeds.fetch import fetch
from llmpick.feeds.merge import FeedChange, Reading
from llmpick.feeds.proposal import Proposal, chosen, propose
from llmpick.feeds.readers import opened, state


class Refreshed(NamedTuple):
    """
    A proposal, and the files of the catalog that were changed by it.

    *effect* is what it does to the standing answers, None where that was not asked for.
    """

    proposal: Proposal
    paths: list[str]
    effect: Effect | None = None


def refresh(
    folder: str,
    name: str,
    place: str,
    *,
    day: str | None,
    only: Sequence[str] = (),
    accepted: Iterable[str] = (),
    new: bool = False,
    only_ends: bool = False,
    past: bool = False,
    write: bool = False,
    answers: bool = False,
) -> Refreshed:
    """
    Hold the feed *name*, as *place* has it, against the catalog in *folder*.

    Args:
        folder: The catalog, as files.
        name: A feed of prices, of ends or of rates.
        place: A file, a package or an https address.
        day: ISO day of the state: of its commit or release; None where the file bears it.
        only: Models, providers or offerings to change; none: all.
        accepted: Guards that a person has answered.
        new: Whether to draft files for entries that are no offering yet.
        only_ends: Whether to read the days on which models end of a feed that has prices as well.
        past: Take the days on which prices began, and older prices, and leave today's alone.
        write: Whether to change the catalog's files.
        answers: Whether to say what it does to the standing answers, which takes some seconds.

    Raises:
        UserError: no such feed, guard or name; a file of another form; a file that would be wrong.
    """
    may = frozenset(accepted)
    for guard in sorted(may - set(guards.GUARDS)):
        near = near_names(guard, guards.GUARDS, 1) or list(guards.GUARDS)
        raise UserError(f"no guard `{guard}`", hint=f"one of {', '.join(near)}")
    feeds = records.feeds(folder)
    feed = records.feed(feeds, name, ("end_feed",) if only_ends else records.READ)
    if "rate_feed" in feed.data:
        proposal = _rates(folder, feed, place, day)
    elif only_ends or "price_feed" not in feed.data:
        proposal = _ends(folder, feed, place, day, only, may)
    else:
        proposal = _prices(folder, feeds, feed, place, day, only, may, new=new, past=past)
    is_whole = not only and not past and not (only_ends and "price_feed" in feed.data)
    day_of_state = proposal.day.isoformat()
    turned = effect_of_files(folder, proposal.files, day_of_state) if answers else None
    paths = apply(folder, proposal, feed, whole=is_whole) if write else []
    return Refreshed(proposal, paths, turned)


def _prices(
    folder: str,
    feeds: Mapping[str, records.Feed],
    feed: records.Feed,
    place: str,
    day: str | None,
    only: Sequence[str],
    may: frozenset[str],
    *,
    new: bool,
    past: bool,
) -> Proposal:
    found = state(feed.prices["form"], place, fetch)
    own = found.day.isoformat() if found.day else None
    if own and day and own != day:
        raise UserError(
            f"the file is the state of {own}, not of {day}",
            hint="leave --day out: it bears its day",
        )
    reading = Reading(feed, feeds, _day(feed.id, own or day), may)
    offerings = records.offerings(folder)
    if past:
        wanted = frozenset(chosen(offerings, only)) if only else None
        return history.propose(found, offerings, reading, records.released(folder), wanted)
    if "price" not in feed.prices["states"]:
        raise UserError(f"{feed.id} knows the past of prices alone", hint="add --history")
    models = records.models(folder) if new else None
    return propose(found, offerings, reading, only, models)


def _ends(
    folder: str,
    feed: records.Feed,
    place: str,
    day: str | None,
    only: Sequence[str],
    may: frozenset[str],
) -> Proposal:
    form = feed.data["end_feed"]["form"]

    def read(files: Mapping[str, bytes]) -> list[end_rows.EndRow]:
        return end_rows.rows(form, files)

    found = opened(form, place, fetch, end_rows.FORMS[form].file, read)
    offerings = records.offerings(folder)
    reading = ends.EndReading(feed, _day(feed.id, day), may)
    wanted = frozenset(chosen(offerings, only)) if only else None
    joined, changes, files = ends.propose_ends(
        found, offerings, records.models(folder), reading, wanted
    )
    return Proposal(feed.id, reading.day, feed.dated, joined, len(found), changes, files, unread=())


def _rates(folder: str, feed: records.Feed, place: str, day: str | None) -> Proposal:
    found = opened("ecb", place, fetch, ecb.FILE, ecb.rates)
    on, rates = ecb.latest(found, _day(feed.id, day))
    name = feed.data["rate_feed"]["rates"]
    old = records.rates(folder, name)
    new = ecb.table(old, feed, on, rates)
    outcome = "confirmed" if new == old else "changed"
    count = len(new["exchange"]) - len(old["exchange"])
    change = FeedChange(outcome, f"rates/{name}", f"{on}", why=f"{count} rates of {on}")
    files = {} if new == old else {f"rates/{name}.toml": new}
    return Proposal(feed.id, on, feed.dated, 1, len(found), [change], files, unread=())


def _day(feed: str, day: str | None) -> datetime.date:
    if not day:
        raise UserError(
            f"a file of {feed} does not bear its day",
            hint="name the day of its commit, release or download with --day",
        )
    found = datetime.date.fromisoformat(day)
    # a day more, for it may have begun elsewhere; a later one would make all that follow older
    if found > datetime.date.today() + datetime.timedelta(days=1):
        raise UserError(
            f"{day} is still to come, and no state of {feed} can be of it",
            hint="name the day of its commit, release or download with --day; is the clock right?",
        )
    return found
