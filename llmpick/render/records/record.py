"""The answer of `show`."""

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.evidence import BenchmarkEvidenceRecord, ModelEvidenceRecord
from llmpick.render.records.values import (
    Amount,
    Commit,
    Count,
    Day,
    Effort,
    HostedMethod,
    Level,
    Share,
    one_of,
)


class TaskEstimateRecord(TypedDict):
    """Expected quality for one task at one effort."""

    task: str
    """Task, its identifier; with +LANGUAGE where the task is asked in another language."""
    effort: Effort | None
    """Reasoning effort; null where the model has no setting that was measured."""
    score: Share
    """Expected score over the task's benchmarks, a share, 0 to 1."""
    interval_80: tuple[Share, Share]
    """Low and high end of the 80 % interval of `score`, shares, 0 to 1."""
    theta_logit: float
    """Ability in the task, logits."""
    stderr_logit: Amount
    """Standard error of `theta_logit`, logits."""
    scores: Count
    """Published scores that the estimate rests on, at this effort."""
    independent_scores: Count
    """Those of `scores` that the developer did not publish."""
    scores_of_this_task: Count
    """Independent scores in the task's own domains."""
    label: str
    """How well it is founded, in a word or two: `direct` (three independent scores or more in the
    task's own domains, and a standard error of .35 logit at most), `some` (scores of the model in
    them), `general only` (none in them), `thin` (fewer than two scores of the model)."""


class ShownOfferingRecord(TypedDict):
    """An offering of the model: `route`, and the keys of ../files/offerings.json."""

    route: str
    """Offering, MODEL@PROVIDER[/VARIANT]."""


class TrainingPriceRecord(TypedDict):
    """What training costs."""

    usd_per_mtok: Amount
    """USD per million tokens trained on."""
    method: HostedMethod | None
    """Method; null: any."""
    confidence: Level | None
    """How well it is founded; null where that is not stated."""
    source: str
    """Address or title of what was read."""
    read: Day
    """Day on which it was read."""


class HostedTuningRecord(TypedDict):
    """What a provider says of tuning the model."""

    provider: str
    """Provider."""
    methods: list[HostedMethod]
    """Supervised (sft), on preferences (dpo), by a reward (rft); empty: it cannot be tuned."""
    preview: bool
    """Whether it is not yet generally available."""
    jobs_end: Day | None
    """First day on which no new job starts, as announced or as the base model ends there; null
    where none is known."""
    models_end: Day | None
    """Day on which tuned models shut down; null where none is announced."""
    lasts: bool
    """Whether it takes jobs and does not end within 180 days, so that it counts."""
    regions: list[str] | None
    """Where it trains; null where that is not known."""
    prices: list[TrainingPriceRecord]
    """Prices of training; empty where none is known."""
    confidence: Level | None
    """How well it is founded; null where that is not stated."""
    note: str | None
    """What to know beside it."""
    source: str
    """Address or title of what was read."""
    read: Day
    """Day on which it was read."""


class LibraryRecord(TypedDict):
    """A library that trains the weights."""

    library: str
    """Library."""
    named: str
    """What it calls the model, its family or its architecture."""
    methods: list[Literal["lora", "qlora", "full", "preference"]]
    """Ways it trains it."""
    maintained: bool
    """Whether the library is maintained."""
    commit: Commit
    """State of the library that was read."""
    dated: Day
    """Day of that state."""
    source: str
    """Address or title of what was read."""
    read: Day
    """Day on which it was read."""


class WithEvidence(TypedDict, total=False):
    """What is known of the scores, where that was asked for."""

    evidence: ModelEvidenceRecord | BenchmarkEvidenceRecord
    """Of a benchmark: its leaders and its part in the fit. Of a model with --evidence: its scores
    and what the estimates rest on."""


class ShowAnswer(CatalogAnswer, WithEvidence):
    """
    One record with every value, its source and its day. Exit code 0. With `--format jsonl`, each
    line is one value of one fact.
    """

    kind: Annotated[
        str,
        one_of(
            "model",
            "offering",
            "provider",
            "benchmark",
            "licence",
            "regulation",
            "task",
            "feed",
            "hardware",
            "format",
            "electricity",
            "architecture",
            "embedding",
            "embedding_board",
        ),
    ]
    """Kind of record."""
    id: str
    """Identifier; of an offering, MODEL@PROVIDER[/VARIANT]."""
    note: str | None
    """How the name was understood, where that needs saying."""
    record: dict[str, Any]
    """The record's file, days as ISO 8601 texts: see ../files/, the schema of the kind (models.json
    of `model`, ...). A key that is unknown is absent."""
    estimates: list[TaskEstimateRecord]
    """Of a model: expected quality, one row a task and effort; empty elsewhere."""
    offerings: list[ShownOfferingRecord]
    """Of a model: its offerings, those on sale first; empty elsewhere."""
    hosted_tuning: list[HostedTuningRecord]
    """Of a model: who tunes it; empty elsewhere."""
    libraries: list[LibraryRecord]
    """Of a model: what trains its weights; empty elsewhere."""
