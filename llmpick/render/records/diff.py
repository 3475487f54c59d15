"""The answer of `catalog diff`."""

from typing import Annotated, Any, TypeAlias

from typing_extensions import TypedDict

from llmpick.render.records.about import PlainAnswer
from llmpick.render.records.standing import StandingRecord
from llmpick.render.records.values import Count, Day, Positive, one_of, some, told

OF_RECORDS = ("new", "gone", "changed")
OF_FACTS = (*OF_RECORDS, "recorded", "dropped")
Records: TypeAlias = Annotated[dict[str, Count], some(*OF_RECORDS)]
Facts: TypeAlias = Annotated[dict[str, Count], some(*OF_FACTS)]


class CatalogStateRecord(TypedDict):
    """A state of a catalog."""

    name: str
    """How it was named: `shipped`, a folder, a revision."""
    version: str
    """Its dated version."""


class KindCountsRecord(TypedDict):
    """What differs of one kind of record."""

    kind: str
    """Kind of record, the name of its folder."""
    records: Records
    """Records by outcome."""
    facts: Facts
    """Values of facts by outcome, as in `changes`."""
    read_again: Count
    """Values that stayed, from another source or day."""


class NamedCountsRecord(TypedDict):
    """What differs of one model or provider."""

    name: str
    """Identifier."""
    facts: Facts
    """Values of facts by outcome."""


class FactChangeRecord(TypedDict):
    """One fact that differs."""

    what: Annotated[str, one_of(*OF_FACTS)]
    """`new`, `gone`, `changed`: of the value in force; `recorded`, `dropped`: of a value beside it,
    of another day or disputed."""
    kind: str
    """Kind of record, the name of its folder."""
    record: str
    """Identifier of the record, its path below that folder."""
    model: str | None
    """Model that it is about; null: of none alone."""
    provider: str | None
    """Provider that it is about; null: of none alone."""
    fact: str
    """Name of the fact, or of the key of the file."""
    of: str
    """Which of several: a service tier, a benchmark, a model of own terms; empty: there is one."""
    old: Annotated[Any, told("Value of the old state; null where there is none.")]
    new: Annotated[Any, told("Value of the new state; null where there is none.")]
    old_confidence: str | None
    """How well the old value is founded; null where nothing is said."""
    new_confidence: str | None
    """How well the new value is founded; null where nothing is said."""
    price_factor: Positive | None
    """By how much the input or output price moved, whichever moved more; null where neither did."""
    since: Day | None
    """First day of the value; null: since the start."""
    source: str | None
    """Where the new value is from, of what is gone the old: address, title or feed; null: none."""
    source_kind: str | None
    """Who speaks: `vendor`, `feed`, `independent`, `secondary`, `aggregator`, `policy`."""
    read: Day | None
    """Day on which that source was read; of a feed, the day of the state that was taken."""


class CatalogDiffAnswer(PlainAnswer):
    """
    What differs between two states of a catalog. Exit code 0. With `--format jsonl`, each line is
    one of `changes`.
    """

    old: Annotated[CatalogStateRecord, told("The state that is held against.")]
    new: Annotated[CatalogStateRecord, told("The state that is looked at.")]
    day: Day
    """Day on which values in force are held against each other: the later of the two."""
    counts: list[KindCountsRecord]
    """What differs, by kind of record."""
    models: list[NamedCountsRecord]
    """Models by changes, the most first."""
    providers: list[NamedCountsRecord]
    """Providers by changes, the most first."""
    answers: StandingRecord | None
    """What the standing needs get otherwise; null with --no-answers."""
    method_of: Annotated[str, one_of("each", "new", "shipped")]
    """Whose scale, presets and estimates the answers are by: each state's own; where those of the
    old one do not fit the present schema, the new one's for both; where neither's do, those that
    come with llmpick."""
    left_out: list[str]
    """Files of facts that do not fit the present schema: they took no part in the answers."""
    changes: list[FactChangeRecord]
    """Every fact that differs, by file."""
