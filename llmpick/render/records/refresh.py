"""The answer of `catalog refresh`."""

from typing import Annotated, TypeAlias

from typing_extensions import TypedDict

from llmpick.render.records.about import PlainAnswer
from llmpick.render.records.standing import StandingRecord
from llmpick.render.records.values import Amount, Count, Day, Ordinal, Service, one_of, some

SAID = ("changed", "contradicted", "refused", "withdrawn", "gone", "removed", "drafted", "new")
Outcomes: TypeAlias = Annotated[dict[str, Count], some(*SAID, "confirmed", "older")]
Amounts: TypeAlias = Annotated[
    dict[str, Amount],
    some(
        *("input_per_mtok", "output_per_mtok", "output_thinking_per_mtok"),
        *("cache_read_per_mtok", "cache_write_per_mtok", "cache_write_1h_per_mtok"),
        *("input_audio_per_mtok", "output_audio_per_mtok"),
    ),
]
Guard: TypeAlias = Annotated[
    str,
    one_of(
        *("five-fold", "zero", "shrink", "listing-day", "cache-equals-input", "currency", "terms"),
        "unlisted",
        "listed-after",
        *("region", "identifier", "ambiguous", "no-price"),
    ),
]


class RefreshChangeRecord(TypedDict):
    """One thing that the state of the feed says against the catalog."""

    outcome: Annotated[str, one_of(*SAID)]
    """`changed`: the feed's price takes the place of the old one; `contradicted`: the price in
    force stays, the feed's is kept beside it as disputed; `refused`: a guard stopped it;
    `withdrawn`: it was said to agree, and does not say so; `gone`: the feed names it no more;
    `removed`: nor did the state before, and it may say so; `drafted`: files for an
    entry that is no offering; `new`: one without a draft."""
    offering: str | None
    """Offering; null: `new`."""
    key: str
    """Entry of the feed; empty where it is gone."""
    service: Service
    """Service tier that the price list is of."""
    window: str | None
    """Hours that it is of; null: all others."""
    over_input_tokens: Ordinal | None
    """Length of input above which it holds; null: any."""
    old: Amounts | None
    """Prices in force, per million tokens; null: none is meant."""
    new: Amounts | None
    """The feed's prices, per million tokens in US dollars; null: none is meant."""
    since: Day | None
    """First day of the new price; null: no day is known."""
    fact: Annotated[str, one_of("retires_on", "earliest_retirement_on")] | None
    """Of a day on which something ends: the fact; null: a price, or the offering itself."""
    old_day: Day | None
    """The day that was in force; null: none, or no day is meant."""
    new_day: Day | None
    """The feed's day; null: no day is meant."""
    guard: Guard | None
    """What stopped it; null: nothing did. The last four cannot be accepted: mend the offering."""
    why: str
    """What decided, in words."""


class CatalogRefreshAnswer(PlainAnswer):
    """
    What a state of a feed would change. Exit code 0; 1 where a guard stopped something. With
    `--format jsonl`, each line is one of `changes`.
    """

    feed: str
    """Feed."""
    day: Day
    """Day of the state that was read."""
    previous_day: Day | None
    """Day of the newest state that the catalog held before; null: unknown."""
    applied: bool
    """Whether the catalog's files were changed."""
    files: Count
    """Offerings whose file it changes; where nothing moved but the day of the state, that alone."""
    rows: Count
    """Entries of the feed."""
    joined: Count
    """Offerings on sale that one of them is of."""
    counts: Outcomes
    """Offerings by outcome, entries of `new`; one that changes in several ways counts in each."""
    unread_fields: list[str]
    """Price fields of the feed that no reader knows yet."""
    answers: StandingRecord | None
    """What the standing needs would get otherwise, all of it written; no needs where no file would
    change. Null with --no-answers, or where the catalog has no estimates."""
    changes: list[RefreshChangeRecord]
    """All but what was confirmed, or is held of a later state."""
