"""The answer of `catalog refresh`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from llmpick.errors import EXIT_ANSWER, EXIT_NO
from llmpick.render import words
from llmpick.render.blocks import Answer, Block, Grid, Sentence
from llmpick.render.wording import standing
from llmpick.render.wording.about import head

if TYPE_CHECKING:
    from llmpick.api.standing import Effect
    from llmpick.feeds.merge import FeedChange
    from llmpick.feeds.proposal import Proposal
    from llmpick.render.records.refresh import CatalogRefreshAnswer, RefreshChangeRecord

TITLES = {
    "changed": "changed",
    "contradicted": "contradicted: the price in force stays",
    "refused": "stopped by a guard",
    "drafted": "new, as drafts of files",
    "withdrawn": "agreement taken back",
    "gone": "named no more",
    "removed": "no longer on sale",
}


def refreshed(found: Proposal, *, applied: bool, effect: Effect | None = None) -> Answer:
    """
    All forms of a proposal; exit code 1 where a guard stopped something.

    Args:
        found: The proposal.
        applied: Whether it was written.
        effect: What it does to the standing answers; None: not asked.
    """
    rows = [_record(change) for change in found.changes if change.outcome not in QUIET]
    counts = dict(sorted(found.counts().items()))
    payload: CatalogRefreshAnswer = {
        **head("catalog refresh"),
        "feed": found.feed,
        "day": found.day.isoformat(),
        "previous_day": found.before.isoformat() if found.before else None,
        "applied": applied,
        "files": len(found.files),
        "rows": found.rows,
        "joined": found.joined,
        "counts": counts,
        "unread_fields": list(found.unread),
        "answers": standing.payload(effect) if effect else None,
        "changes": rows,
    }
    return Answer(
        payload=payload,
        records=rows,
        ids=list(dict.fromkeys(one.offering for one in found.changes if one.outcome in _FOR_IDS)),
        blocks=list(_blocks(found, counts, applied=applied, effect=effect)),
        code=EXIT_NO if counts.get("refused") else EXIT_ANSWER,
    )


QUIET = ("confirmed", "older")
_FOR_IDS = ("changed", "removed", "drafted")


def _record(change: FeedChange) -> RefreshChangeRecord:
    service, window, over = change.terms
    return {
        "outcome": change.outcome,
        "offering": change.offering or None,
        "key": change.key,
        "service": service,
        "window": window,
        "over_input_tokens": over,
        "old": dict(change.old) if change.old else None,
        "new": dict(change.new) if change.new else None,
        "since": change.since.isoformat() if change.since else None,
        "fact": change.fact,
        "old_day": change.was.isoformat() if change.was else None,
        "new_day": change.now.isoformat() if change.now else None,
        "guard": change.guard,
        "why": change.why,
    }


def _blocks(
    found: Proposal, counts: Mapping[str, int], *, applied: bool, effect: Effect | None
) -> Iterator[Block]:
    before = f", after that of {found.before}" if found.before else ""
    yield Sentence(
        f"{found.feed}, state of {found.day}{before}: "
        f"{words.plural(found.joined, 'offering')} joined",
        strong=True,
    )
    said = [f"{words.count(number)} {outcome}" for outcome, number in counts.items()]
    yield Sentence(", ".join(said) or "nothing")
    for outcome, title in TITLES.items():
        changes = [change for change in found.changes if change.outcome == outcome]
        if changes:
            yield _grid(title, changes)
    if counts.get("new"):
        likely = sum(
            change.outcome == "new" and change.why.startswith("perhaps") for change in found.changes
        )
        yield Sentence(
            f"{words.count(counts['new'])} entries are no offering of the catalog, "
            f"{words.count(likely)} of them perhaps of a model that it has; --json names them."
        )
    if found.unread:
        yield Sentence(f"Price fields that nobody reads yet: {words.listed(list(found.unread))}.")
    guards = Counter(change.guard for change in found.changes if change.outcome == "refused")
    if guards:
        yield Sentence("What a guard stopped is left as it was; --accept GUARD lets it through.")
    if effect and effect.asked:
        yield from standing.blocks(effect, verb="get" if applied else "would get")
    if found.files and not applied:
        yield Sentence(
            f"Nothing is written; --apply changes {words.plural(len(found.files), 'file')}."
        )


def _grid(title: str, changes: Sequence[FeedChange]) -> Grid:
    rows = tuple(
        (
            change.offering,
            change.fact.replace("_", " ") if change.fact else _terms(change),
            _held(change),
            _given(change),
            change.since.isoformat() if change.since else "",
            f"{change.guard}: {change.why}" if change.guard else change.why,
        )
        for change in changes
    )
    heads = ("offering", "list", "old in/out/cache", "new in/out/cache", "since", "why")
    return Grid(heads, rows, title=title, minor=("list", "since"), key=1)


def _terms(change: FeedChange) -> str:
    service, window, over = change.terms
    parts = [
        *([service] if service != "standard" else []),
        *([window] if window else []),
        *([f"over {words.short_count(over)}"] if over else []),
    ]
    return " ".join(parts)


def _held(change: FeedChange) -> str:
    return (change.was.isoformat() if change.was else "") if change.fact else _prices(change.old)


def _given(change: FeedChange) -> str:
    return (change.now.isoformat() if change.now else "") if change.fact else _prices(change.new)


def _prices(amounts: Mapping[str, float] | None) -> str:
    """Input, output and cache-read price per Mtok."""
    if not amounts:
        return ""
    names = ("input_per_mtok", "output_per_mtok", "cache_read_per_mtok")
    return " / ".join(words.price(amounts.get(name)) for name in names)
