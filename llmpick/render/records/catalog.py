"""The answers of `catalog validate`, `stats`, `sources` and `fit`."""

from typing import Annotated, NotRequired, TypeAlias

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer, PlainAnswer
from llmpick.render.records.values import (
    Amount,
    AtLeastOne,
    Correlation,
    Count,
    Day,
    Ordinal,
    Sha256,
    Share,
    every,
    named,
    one_of,
    some,
    told,
)


class NothingRecord(TypedDict):
    """Nothing: no key."""


class FitMetaRecord(TypedDict):
    """What the fit was made of."""

    made: Day
    """Day of the fit."""
    as_of: Day
    """Day the fit stands for."""
    scale_version: str
    """Version of scale.toml."""
    inputs_sha256: Sha256
    """SHA-256 over what it read."""
    code_version: str
    """Version of the fit's code."""
    rows: Count
    """Scores read."""
    cells: Count
    """Measurements that the scores made."""
    models: Count
    """Models fitted."""
    model_efforts: Count
    """Pairs of model and effort fitted."""
    benchmarks: Count
    """Benchmarks fitted."""
    iterations: Count
    """Rounds until it settled."""
    calibration: AtLeastOne
    """Factor on standard errors that makes an 80 % interval hold 80 % of scores left out; 1 or
    more."""


Coverage: TypeAlias = Annotated[dict[str, Share], every("80", "95")]
"""Share of measurements inside their 80 % and 95 % intervals, 0 to 1."""


class AccuracyRecord(TypedDict):
    """Errors over measurements that were held out; only `cells` where there are none."""

    cells: Count
    """Measurements held out."""
    rmse_pp: NotRequired[Amount]
    """Root mean square error, points of 100."""
    medae_pp: NotRequired[Amount]
    """Median absolute error, points of 100."""
    baseline_rmse_pp: NotRequired[Amount]
    """The same of an additive logit model, points of 100."""
    baseline_medae_pp: NotRequired[Amount]
    """The same of an additive logit model, points of 100."""
    calibration_c: NotRequired[AtLeastOne]
    """Factor on standard errors that makes an 80 % interval hold 80 %; 1 or more."""
    coverage: NotRequired[Coverage]
    """Share of measurements inside their 80 % and 95 % intervals, 0 to 1."""
    coverage_after_c: NotRequired[Coverage]
    """The same, with intervals made wider by `calibration_c`."""


class LeftOutBenchmarksRecord(TypedDict):
    """Benchmarks left out, one at a time."""

    benchmarks: Count
    """Benchmarks left out, one at a time."""
    spearman: NotRequired[Correlation | None]
    """Rank correlation of foretold and measured, -1 to 1. Null or absent: too few benchmarks."""
    raw_mean_spearman: NotRequired[Correlation | None]
    """The same, foretold by the mean of raw scores. Null or absent: too few benchmarks."""


class PairBinRecord(TypedDict):
    """Pairs foretold with like probability."""

    predicted: Share
    """Mean P(the first is better), 0 to 1."""
    observed: Share
    """Share of pairs in which it was, 0 to 1."""
    pairs: Count
    """Pairs."""


class ColdStartRecord(TypedDict):
    """Errors at this number of scores."""

    cells: Count
    """Measurements foretold."""
    rmse_pp: Amount
    """Root mean square error, points of 100."""
    coverage: Coverage
    """Share of measurements inside their 80 % and 95 % intervals, 0 to 1."""


class SingleBoardRecord(TypedDict):
    """Errors where one board only was known."""

    board: str
    """Board."""
    models: Count
    """Models."""
    cells: Count
    """Measurements foretold."""
    rmse_pp: Amount
    """Root mean square error, points of 100."""
    coverage: Coverage
    """Share of measurements inside their 80 % and 95 % intervals, 0 to 1."""


class DeveloperOffsetRecord(TypedDict):
    """How far developers' own numbers lie above others'."""

    general: float
    """Logits."""
    harness: float
    """Where a harness or a judge counts, logits."""


class WorstPredictedRecord(TypedDict):
    """A benchmark that is foretold badly."""

    benchmark: str
    """Benchmark."""
    models: Count
    """Models with it."""
    spearman: Correlation
    """Rank correlation of foretold and measured, -1 to 1."""


class ArenaRecord(TypedDict):
    """Rank correlation over these models."""

    models: Count
    """Models."""
    spearman: NotRequired[Correlation | None]
    """Rank correlation, -1 to 1. Null or absent: too few models."""


class PartRecord(TypedDict):
    """Errors and coverage of a part of the measurements held out."""

    cells: Ordinal
    """Measurements held out."""
    models: Ordinal
    """Models that they are of."""
    rmse_pp: Amount
    """Root mean square error, points of 100."""
    medae_pp: Amount
    """Median absolute error, points of 100."""
    coverage: Coverage
    """Share inside their intervals, by the scatter of each domain as learnt from other models."""
    coverage_80_stderr: Amount
    """Standard error of the share that an 80 % interval held, by model."""
    coverage_80_as_fitted: NotRequired[Share]
    """The share that an 80 % interval holds with one scatter for all domains."""
    coverage_80_as_fitted_stderr: NotRequired[Amount]
    """Its standard error, by model."""


class CarriedLineRecord(TypedDict):
    """What was hidden of models in a domain; figures are absent for under ten models."""

    cases: Count
    """Models and efforts of which something was hidden."""
    models: Count
    """Models that they are of."""
    scores: NotRequired[Count]
    """Scores hidden."""
    rmse_pp: NotRequired[Amount]
    """Root mean square error of the mean of what was hidden, points of 100."""
    coverage_80_as_fitted: NotRequired[Share]
    """Share of the means inside their 80 % interval as fitted, 0 to 1."""
    coverage_80_as_fitted_stderr: NotRequired[Amount]
    """Its standard error, by model."""
    coverage_80: NotRequired[Share]
    """The same share with the factors that other models taught."""
    coverage_80_stderr: NotRequired[Amount]
    """Its standard error, by model."""
    factor: NotRequired[Amount]
    """On the error of the ability, of models of the last year."""
    factor_of_noise: NotRequired[Amount]
    """The same on the rest."""


CarriedDomainRecord: TypeAlias = Annotated[
    dict[str, CarriedLineRecord | int | float],
    told(
        "Figures of all models, those of the last year under its number, and `factor` and "
        "`factor_of_noise` on the error of the ability and of the rest, of models before that year."
    ),
]
"""What was hidden in a domain."""


class CarriedRecord(TypedDict):
    """Estimates carried over, by domain."""

    domains: dict[str, CarriedDomainRecord]
    """All scores of a model in a domain hidden."""
    efforts: dict[str, CarriedDomainRecord]
    """All scores of an effort hidden, those of other efforts known."""


class OrderRecord(TypedDict):
    """How well an order of models was foretold."""

    models: Count
    """Models compared."""
    spearman: NotRequired[Correlation | None]
    """Spearman correlation; null: too few."""


class FitReportRecord(TypedDict):
    """How well the fit foretells scores that it was not shown."""

    held_out: AccuracyRecord
    """Single measurements held out."""
    held_out_by_board: AccuracyRecord
    """Whole boards held out."""
    held_out_arenas_by_board: AccuracyRecord
    """Whole boards held out, arenas only."""
    left_out_benchmarks: LeftOutBenchmarksRecord
    pairs: list[PairBinRecord]
    """Pairs of models on benchmarks left out, by predicted probability."""
    cold_start: Annotated[dict[str, ColdStartRecord], named("^[0-9]+$")]
    """Errors by the number of scores that were known of a model."""
    single_board: list[SingleBoardRecord]
    """Errors where one board only was known of a model."""
    developer_offset: DeveloperOffsetRecord
    worst_predicted: list[WorstPredictedRecord]
    """Benchmarks that are foretold worst, the worst first."""
    arenas_left_out: NotRequired[dict[str, ArenaRecord]]
    """Arenas left out of the fit: how well the rest ranks their models, by which models are
    counted."""
    held_out_apart: NotRequired[dict[str, PartRecord]]
    """Single measurements held out, by parts."""
    held_out_by_board_apart: NotRequired[dict[str, PartRecord]]
    """Whole boards held out, by parts."""
    scatter: NotRequired[dict[str, dict[str, Amount]]]
    """How far scores lie off in stated errors, by domain: where their board is known (`scores`) and
    where it is not (`boards`)."""
    carried: NotRequired[CarriedRecord]
    """Estimates of domains and efforts without a score: how far they lie off, and the factors that
    make their intervals hold."""
    sources_left_out: NotRequired[
        dict[
            str,
            Annotated[
                dict[str, str | OrderRecord], told("Its main benchmark, and the order of models.")
            ],
        ]
    ]
    """Each larger independent source left out, by name: its order of models on its main benchmark,
    foretold by the rest."""


class CatalogFitAnswer(PlainAnswer):
    """
    What a fit was made of, and with --report how well it foretells. Exit code 0. With `--format
    jsonl`, one line: `meta`.
    """

    meta: FitMetaRecord
    report: NothingRecord | FitReportRecord
    """How well it foretells scores that it was not shown; empty without --report."""


class SourceUseRecord(TypedDict):
    """A feed, or cited pages of one kind."""

    id: str
    """Feed, or `cited KIND pages`."""
    name: str
    """Name to show."""
    licence: str
    """Licence its figures are used under."""
    values: Count
    """Values that rest on it."""
    records: Count
    """Records with such a value."""
    read_first: Day
    """First day on which it was read."""
    read_last: Day
    """Last day on which it was read."""
    url: str | None
    """Address; null for cited pages, whose addresses stand in the records."""


class CatalogSourcesAnswer(CatalogAnswer):
    """
    Where the values come from. Exit code 0. With `--format jsonl`, each line is one of `results`.
    """

    results: list[SourceUseRecord]
    """By number of values, the most first."""


FileCounts: TypeAlias = Annotated[
    dict[str, Count],
    every(
        "models",
        "offerings",
        "providers",
        "plans",
        "licences",
        "benchmarks",
        "tasks",
        "feeds",
        "hardware",
        "formats",
        "architectures",
        "electricity",
        "embeddings",
    ),
]
ModelCounts: TypeAlias = Annotated[
    dict[str, Count],
    every(
        "with an offering on sale",
        "with open weights",
        "with scores",
        "with a quality estimate",
        "on sale with a quality estimate",
    ),
]
OfferingCounts: TypeAlias = Annotated[
    dict[str, Count],
    some(
        "current",
        "retired",
        "removed",
    ),
]
ScoreCounts: TypeAlias = Annotated[
    dict[str, Count],
    every(
        "of models in the catalog",
        "of other models",
        "in all",
        "benchmarks with five models or more",
        "benchmarks with scores",
    ),
]
KnownShares: TypeAlias = Annotated[
    dict[str, Share],
    every(
        "models: released",
        "models: context window tokens",
        "models: input modalities",
        "models: tool calling",
        "models: structured output",
        "models: open weights",
        "models: reasoning",
        "models: knowledge cutoff",
        "offerings: trains on inputs",
        "offerings: retention days",
        "offerings: jurisdiction",
        "offerings: dpa",
        "offerings: processing regions",
    ),
]
PriceAges: TypeAlias = Annotated[
    dict[str, Day],
    some(
        "oldest price",
        "median price",
        "newest price",
    ),
]


class FitRecord(FitMetaRecord):
    """The ability fit that the catalog holds."""

    report: NothingRecord | FitReportRecord
    """How well it foretells scores that it was not shown; empty without --report."""


class CatalogStatsAnswer(CatalogAnswer):
    """
    What the catalog holds, and how old it is. Exit code 0. With `--format jsonl`, each line is one
    number: group, name, value.
    """

    counts: FileCounts
    """Records by kind."""
    models: ModelCounts
    """Models of which this holds."""
    offerings: OfferingCounts
    """Offerings by listing; a listing without any is absent."""
    prices: dict[str, Count]
    """Price lists of which this holds; what holds of none may be absent."""
    scores: ScoreCounts
    """Scores, and benchmarks."""
    coverage: KnownShares
    """Share of models, and of offerings on sale, of which it is known, 0 to 1."""
    ages: PriceAges
    """Days on which prices of offerings on sale were read; empty where there are none."""
    fit: NothingRecord | FitRecord
    """The ability fit; empty where there is none."""


class GapRecord(TypedDict):
    """A score that nobody has."""

    task: str
    """Task."""
    model: str
    """Model."""
    effort: str | None
    """Reasoning effort; null: not stated."""
    benchmark: str
    """Test that the model was not put to at that effort."""
    stderr: Amount
    """Standard error of the model's ability in the task, logits."""
    stderr_after: Amount
    """The same with a score on the test."""
    narrower: Amount
    """Their difference."""


class CatalogGapsAnswer(CatalogAnswer):
    """
    Which test of which leading model would narrow the answers most. Exit code 0. With `--format
    jsonl`, each line is one of `results`.
    """

    results: list[GapRecord]
    """What would narrow most first."""


class CatalogFindingRecord(TypedDict):
    """One finding."""

    level: Annotated[str, one_of("error", "warning")]
    """Level."""
    file: str
    """File, from the catalog's folder."""
    line: Count
    """Line, from 1; 0 where unknown."""
    fact: str
    """Key in the file; empty where the file as a whole is meant."""
    message: str
    """What is wrong."""
    tip: str
    """How to mend it."""


class CatalogValidateAnswer(PlainAnswer):
    """
    Findings about the catalog's files. Exit code 0; 1 where one is an error. With `--format jsonl`,
    each line is one of `findings`.
    """

    errors: Count
    """Findings that are errors."""
    warnings: Count
    """Findings that are warnings."""
    findings: list[CatalogFindingRecord]
    """Findings, by file."""
