"""The answers of `evidence`, and the evidence in that of `show`."""

from typing import Annotated

from typing_extensions import TypedDict

from llmpick.render.records.about import PlainAnswer
from llmpick.render.records.values import (
    Amount,
    Count,
    Day,
    Effort,
    NonEmpty,
    Ordinal,
    PositiveShare,
    one_of,
)


class OwnSourceRecord(TypedDict):
    """A source of own results."""

    id: str
    """Its name: `llmpick evidence remove NAME` forgets it."""
    results: Ordinal
    """Results in it, one a model, effort and test."""
    models: Ordinal
    """Models that it has results of."""
    measures: str
    """The task or the domain that its own tests measure; else that its tests are benchmarks of the
    catalog."""
    trust: PositiveShare
    """Its weight beside public scores: the variance of its results is divided by it."""
    imported: Day
    """The day it was taken in."""
    format: str
    """What the file is: CSV, JSON lines, lm-evaluation-harness, inspect_ai or promptfoo."""
    file: str
    """Name of the file."""


class ImportedScoreRecord(TypedDict):
    """A result of a model at an effort on a test."""

    model: str
    """Id of the model in the catalog."""
    effort: str | None
    """Its reasoning effort; null where none was named."""
    test: str
    """Name of the test, as the file has it."""
    benchmark: str | None
    """Id of the catalog's benchmark that it is; null where the test is the user's own."""
    score: float
    """In the unit of the benchmark; of an own test a share of 0 to 1."""
    items: int | None
    """Questions that the score rests on."""
    stderr: float | None
    """Standard error of the score, in its unit."""


class EstimateMoveRecord(TypedDict):
    """A model at an effort, at a task that the results bear on."""

    task: str
    """Id of the task."""
    model: str
    """Id of the model."""
    effort: str | None
    """Its reasoning effort; null where it has none."""
    before: float | None
    """Expected quality without these results, points of 100; null where it had no estimate."""
    after: float
    """Expected quality with them, points of 100."""
    points: float | None
    """The difference."""


class EvidenceImportAnswer(PlainAnswer):
    """What was taken in, row by row. With `--format jsonl`, each line is one of `results`."""

    source: OwnSourceRecord
    results: NonEmpty[ImportedScoreRecord]
    """What was taken in, by the order of the files; with --append what was there before comes
    first."""
    notes: list[str]
    """What of the files was left out or not used, as FILE:PLACE: REASON, and efforts taken by
    default."""
    moved: list[EstimateMoveRecord]
    """What the results moved, the largest moves first: every row that was measured, and others that
    moved by .05 points or more."""
    path: str
    """The file that keeps it."""


class EvidenceListAnswer(PlainAnswer):
    """
    The user's own results, a line a source. With `--format jsonl`, each line is one of `results`.
    """

    folder: str
    """Where they are kept."""
    results: list[OwnSourceRecord]
    """Sources, by name."""


class ShownScoreRecord(TypedDict):
    """One score, against what the fit expects of the model."""

    benchmark: str
    """Id of the benchmark."""
    value: float
    """As published, in `unit`."""
    unit: str
    """Unit of `value` and `expected`."""
    expected: float | None
    """What the fit expects, in `unit`; null where it cannot tell."""
    residual_errors: float | None
    """Value less expected, in standard errors of the expectation; null where it cannot tell."""
    outlier: bool
    """Whether it is too far from what is expected to be chance."""
    effort: Effort | None
    """Reasoning effort; null where none was named."""
    mode: str | None
    """Setting of the test beside the effort; null where none was named."""
    reported_by: Annotated[str, one_of("independent", "developer", "third_party")]
    """Who measured it."""
    source: str
    """Publication or page that says so."""
    url: str | None
    """Address of the page; null where there is none."""
    date: str | None
    """Day, month or year of the score; null where unknown."""
    not_in_the_fit_because: str | None
    """Why the fit does not use it; null where it does."""


class LeaderRecord(ShownScoreRecord):
    """A score among the best on a benchmark."""

    rank: Ordinal
    """Place among the leaders."""
    model: str
    """Id of the model."""


class OwnResultRecord(TypedDict):
    """A result of your own."""

    source: str
    """Name of your source, as `evidence list` says."""
    trust: PositiveShare
    """Weight beside public scores, above 0 and up to 1."""
    test: str
    """Your test, or the benchmark of the catalog that it is."""
    value: float
    """Your result, in `unit`."""
    unit: str
    """Unit of `value` and `expected`; `share` (0 to 1) on a test of your own."""
    n: int | None
    """Questions; null where the file did not say."""
    expected: float | None
    """What the public scores alone make one expect, in `unit`; null on a test of your own."""
    residual_errors: float | None
    """Value less expected, in standard errors of the expectation."""
    effort: str | None
    """Reasoning effort."""
    imported: Day
    """Day of the catalog that it was imported on."""
    not_judged_because: str | None
    """Why nothing is expected of it."""


class EffortEvidenceRecord(TypedDict):
    """What the estimates of a model at one effort rest on."""

    effort: Effort | None
    """Reasoning effort; null where none was named."""
    benchmarks: Count
    """Benchmarks that it has a score on."""
    usual_benchmarks_reported: Count
    """Those of `usual_benchmarks` that it has a score on."""
    usual_benchmarks: Count
    """Benchmarks that models of that time usually report."""
    selfreport_shift_logit: float | None
    """How far the developer's own numbers move the general ability, logits; null where there are
    no others."""
    general_stderr_logit: Amount
    """Standard error of the general ability, logits, to compare the shift with."""


class ModelEvidenceRecord(TypedDict):
    """The scores of a model, and what its estimates rest on."""

    fitted: bool
    """Whether the fit estimates the model."""
    outlier_above_errors: Amount
    """Standard errors beyond which a score is an outlier."""
    efforts: list[EffortEvidenceRecord]
    """What the estimates rest on, by effort."""
    scores: list[ShownScoreRecord]
    """Its scores."""
    own_results: list[OwnResultRecord]
    """Results of your own, apart from its scores."""


class BenchmarkEvidenceRecord(TypedDict):
    """The leaders of a benchmark, and its part in the fit."""

    models: Count
    """Models with a score on the benchmark."""
    scores: Count
    """Scores on the benchmark."""
    in_fit: bool
    """Whether the fit uses the benchmark."""
    not_in_the_fit_because: str | None
    """Why the fit does not use it; null where it does."""
    live: bool | None
    """Whether a task still measures by it; null outside the fit."""
    typical_value: float | None
    """Value of a model at the scale's zero, in the benchmark's unit; null outside the fit."""
    difficulty_logit: float | None
    """Difficulty, logits; null outside the fit."""
    own_noise_logit: float | None
    """Spread that no ability explains, logits; null outside the fit."""
    loadings_logit: dict[str, float]
    """By ability: how much a standard deviation of it moves the score, logits."""
    leaders: list[LeaderRecord]
    """The ten best models on the benchmark."""
