"""What a state of a feed would change in the catalog; and the change itself, where it is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.api.standing import Effect, effect_of_files
from llmpick.errors import UnknownName, UserError, near_names
from llmpick.feeds import guards, records
from llmpick.feeds.apply import apply
from llmpick.feeds.fetch import fetch
from llmpick.feeds.merge import Reading
from llmpick.feeds.proposal import Proposal, propose
from llmpick.feeds.readers import state
from llmpick.feeds.records import Offering


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
    write: bool = False,
    answers: bool = False,
) -> Refreshed:
    """
    Hold the feed *name*, as *place* has it, against the catalog in *folder*.

    Args:
        folder: The catalog, as files.
        name: A feed of prices.
        place: A file, a package or an https address.
        day: ISO day of the state: of its commit or release; None where the file bears it.
        only: Models, providers or offerings to change; none: all.
        accepted: Guards that a person has answered.
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
    feed = records.feed(feeds, name)
    found = state(feed.prices["form"], place, fetch)
    own = found.day.isoformat() if found.day else None
    if own and day and own != day:
        raise UserError(
            f"the file is the state of {own}, not of {day}",
            hint="leave --day out: it bears its day",
        )
    if not (own or day):
        raise UserError(
            f"a file of {name} does not bear its day",
            hint="name the day of its commit, release or download with --day",
        )
    offerings = records.offerings(folder)
    reading = Reading(feed, feeds, datetime.date.fromisoformat(own or day or ""), may)
    wanted = frozenset(chosen(offerings, only)) if only else None
    proposal = propose(found, offerings, reading, wanted)
    state_day = proposal.day.isoformat()
    turned = effect_of_files(folder, proposal.files, state_day) if answers else None
    paths = apply(folder, proposal, feed, whole=wanted is None) if write else []
    return Refreshed(proposal, paths, turned)


def chosen(offerings: Sequence[Offering], names: Iterable[str]) -> list[str]:
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


def _names(offering: Offering) -> tuple[str, ...]:
    provider, _, rest = offering.id.partition("/")
    model = rest.partition("@")[0]
    return offering.id, provider, model, model.partition("/")[2]
