"""The answers of `list` and `resolve`."""

from typing import Annotated, Literal, NotRequired

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer, OwnAnswer
from llmpick.render.records.plans import PlanRowRecord
from llmpick.render.records.values import (
    Amount,
    AtLeastOne,
    Count,
    Day,
    Effort,
    Ordinal,
    PartialDay,
    Positive,
    PrivacyLevel,
    Sector,
    Share,
    one_of,
)


class ListedQualityRecord(TypedDict):
    """With --task or --language: expected quality for it."""

    mean: Share
    """Expected score over the task's benchmarks, a share, 0 to 1."""
    interval: tuple[Share, Share]
    """Low and high end of the 80 % interval of `mean`, shares, 0 to 1."""
    stderr: Amount
    """Standard error of `mean`, a share."""
    theta_logit: float
    """Ability in the task, logits."""
    stderr_logit: Amount
    """Standard error of `theta_logit`, logits."""
    label: str
    """How well it is founded: `direct`, `some`, `general only`, `thin`."""
    n_scores: Count
    """Published scores that the estimate rests on, at this effort."""
    n_independent: Count
    """Those of them that the developer did not publish."""
    n_of_task: Count
    """Independent scores in the task's own domains."""


class ModelRowRecord(TypedDict):
    """A model; with --task or --language, a model at one effort."""

    id: str
    """Model, DEVELOPER/MODEL."""
    name: str
    """Name to show."""
    released: PartialDay | None
    """Day, month or year of release; null where unknown."""
    status: str | None
    """Where it is in its life, as its maker says; null where unknown."""
    retires_on: PartialDay | None
    """Day (or month) on which its maker ends it; null where none is announced."""
    context_window_tokens: Ordinal | None
    """Context window, tokens; null where unknown."""
    reads: list[str] | None
    """What it reads: text, image, pdf, audio, video; null where unknown."""
    tools: bool | None
    """Whether it calls tools; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    parameters_total_b: Amount | None
    """Parameters, thousands of millions; null where unknown."""
    offerings: Count
    """Offerings on sale."""
    effort: NotRequired[Effort | None]
    """With --task or --language: the effort that `quality` stands for; null where the model has no
    setting that was measured."""
    quality: NotRequired[ListedQualityRecord]
    """With --task or --language: expected quality for it."""


class OfferingRowRecord(TypedDict):
    """An offering; its prices are those of the base list."""

    id: str
    """Offering, MODEL@PROVIDER[/VARIANT]."""
    api_model: str
    """The model's name in the provider's API."""
    region: str | None
    """Region that it is pinned to; null where unknown or pinned by account."""
    listing: Literal["current", "retired", "removed", "forbidden"]
    """Whether it is on sale; others than `current` with --all only."""
    retires_on: PartialDay | None
    """Day (or month) on which the provider ends it; null where none is announced."""
    currency: str | None
    """Currency of the prices, ISO 4217; null where no price is known."""
    input_per_mtok: Amount | None
    """Input, in `currency` per million tokens."""
    output_per_mtok: Amount | None
    """Output, in `currency` per million tokens."""
    cache_read_per_mtok: Amount | None
    """Input read from a cache, in `currency` per million tokens."""
    price_read: Day | None
    """Day on which the prices were read; null where no price is known."""


class ProviderRowRecord(TypedDict):
    """A provider, with its terms as far as they are known."""

    id: str
    """Provider."""
    name: str
    """Name to show."""
    plan: str
    """Plan whose terms hold: api, cloud, ..."""
    deployment: str
    """Where the model runs: hosted, self, ..."""
    trains_on_inputs: str | None
    """Whether inputs train models; null where unknown."""
    retention_days: Amount | None
    """Days for which inputs are kept; null where unknown."""
    zero_data_retention: str | None
    """Whether and how nothing is kept; null where unknown."""
    dpa: bool | None
    """Whether there is an agreement on data processing; null where unknown."""
    regions: list[str] | None
    """Regions in which it can be made to process; null where unknown."""
    jurisdiction: str | None
    """Law that the operator is under: ISO 3166 code, or EU; null where unknown."""
    privacy_level: PrivacyLevel
    """Highest level that the facts of the provider prove."""
    offerings: Count
    """Offerings on sale."""


class BenchmarkRowRecord(TypedDict):
    """A benchmark."""

    id: str
    """Benchmark."""
    name: str
    """Name to show."""
    domain: str
    """Ability that it measures."""
    unit: str
    """Unit of its values."""
    board: str
    """Group whose questions or judges it shares."""
    in_fit: bool
    """Whether the ability fit reads it."""
    left_out_because: str | None
    """Reason, where `in_fit` is false."""


class LicenceRowRecord(TypedDict):
    """A licence of weights."""

    id: str
    """Licence."""
    name: str
    """Name to show."""
    commercial_use: Literal["yes", "no", "conditional"] | None
    """Whether it may be used in business; null where unknown."""
    cap: str | None
    """Size of the licensee beyond which it grants no rights, in words; null where there is none or
    it is unknown."""
    osi_approved: bool | None
    """Whether the Open Source Initiative has approved it; null where unknown."""
    outputs_train_other_models: str | None
    """Whether outputs may train other models; null where unknown."""
    display_duty: str | None
    """Words that a product must show; null where there are none or it is unknown."""
    models: Count
    """Models of the catalog under it."""


class RegulationRowRecord(TypedDict):
    """One duty of a regulation. Information, not legal advice."""

    id: str
    """REGULATION/DUTY."""
    name: str
    """Name of the regulation."""
    binding: bool
    """Whether it is law; false: guidance."""
    regions: list[str]
    """Where the user is: ISO 3166 codes, `EU` or `EEA`."""
    sectors: list[Sector] | None
    """Fields of work that it is about; null: all."""
    since: Day | None
    """First day in force; null where no day is recorded."""
    in_force: bool
    """Whether it is in force on the day of the answer."""
    asks: str
    """What it asks of a deployer, in our own words."""


class TaskRowRecord(TypedDict):
    """A task, with the workload that is assumed unless the user says."""

    id: str
    """Task."""
    name: str
    """Name to show."""
    aliases: list[str]
    """Further names."""
    requests_per_month: Count
    """Requests a month."""
    calls_per_request: AtLeastOne
    """Calls of the model that a request takes, on average."""
    input_tokens: Count
    """Tokens into a call."""
    output_tokens: Count
    """Visible tokens out of a call."""
    cache_read_share: Share
    """Share of the input read from a cache, 0 to 1."""
    reasoning_tokens: Count
    """Reasoning tokens of a call, of the median reasoning model at medium effort."""


class HardwareRowRecord(TypedDict):
    """An accelerator."""

    id: str
    """Accelerator."""
    name: str
    """Name to show."""
    memory_gib: Positive
    """Memory that can be used, GiB."""
    bandwidth_gb_per_s: Positive
    """Memory bandwidth, GB per second."""
    bf16_tflops: Positive | None
    """Dense peak in bf16, TFLOPS; null: not known."""
    fp16_tflops: Positive | None
    """Dense peak in fp16, TFLOPS; null: not known."""
    fp8_tflops: Positive | None
    """Dense peak in fp8, TFLOPS; null: none, or not known."""
    fp4_tflops: Positive | None
    """Dense peak in fp4, TFLOPS; null: none, or not known."""
    power_w: Positive | None
    """Power limit, W; null: not known."""
    usd_per_gpu_hour: Positive | None
    """Cheapest price on demand of one for an hour, US dollars; null: none was found."""
    rental_provider: str | None
    """Who asks it."""
    rental_read: Day | None
    """Day that the price is from."""


class FormatRowRecord(TypedDict):
    """A format in which weights are stored."""

    id: str
    """Format."""
    name: str
    """Name to show."""
    family: str
    """Kind of format."""
    bits: Positive
    """Effective bits a weight, without embedding and head."""
    embedding_bits: Positive
    """Effective bits a weight of embedding and head."""
    compute: str
    """Precision of the arithmetic."""
    engines: list[str]
    """Inference engines that run it."""
    quality_loss_logit: float | None
    """Loss of ability, logits; null: no source was read."""
    quality_loss_stderr_logit: Amount | None
    """Its standard error, logits."""


class FeedRowRecord(TypedDict):
    """A publication that values were taken from."""

    id: str
    """Feed, as `catalog fit --exclude-source` takes it."""
    name: str
    """Name to show."""
    licence: str
    """Licence its figures are used under; `facts, cited` where there is none."""
    dated: str | None
    """Date of the state that was taken; a day, a month or a year."""
    url: str | None
    """Address of the publication."""


class EmbeddingRowRecord(TypedDict):
    """An embedding model or a reranker."""

    id: str
    """Model, DEVELOPER/MODEL."""
    kind: Literal["embedding", "reranker"]
    """Whether it makes vectors of texts, or orders texts by a query."""
    dimensions: Ordinal | None
    """Dimensions of a vector; null where unknown, or of a reranker."""
    max_input_tokens: Ordinal | None
    """Longest text that is read whole, tokens; null where unknown."""
    languages: Ordinal | None
    """How many languages it is made for; null where unknown."""
    open_weights: bool | None
    """Whether the weights can be downloaded; null where unknown."""
    licence: str | None
    """Licence of the weights, its identifier or tag; null where unknown or closed."""
    parameters_b: Amount | None
    """Parameters, thousands of millions; null where unknown."""
    usd_per_mtok: Amount | None
    """Least price of a million tokens, US dollars; null where none was read."""
    usd_per_query: Amount | None
    """Least price of a query, US dollars; null where none was read."""
    providers: list[str]
    """Who sells it; empty where nobody is known to."""
    results: Count
    """Boards that it has a mean on."""


class ListAnswer(OwnAnswer):
    """
    Records of one kind. Exit code 0; 1 where none fit: `results` is then empty. With `--format
    jsonl`, each line is one of `results`.
    """

    kind: Annotated[
        str,
        one_of(
            "models",
            "offerings",
            "providers",
            "benchmarks",
            "licences",
            "regulations",
            "tasks",
            "hardware",
            "formats",
            "feeds",
            "plans",
            "embeddings",
        ),
    ]
    """Kind of record."""
    results: (
        list[ModelRowRecord]
        | list[OfferingRowRecord]
        | list[ProviderRowRecord]
        | list[BenchmarkRowRecord]
        | list[LicenceRowRecord]
        | list[RegulationRowRecord]
        | list[TaskRowRecord]
        | list[HardwareRowRecord]
        | list[FormatRowRecord]
        | list[FeedRowRecord]
        | list[PlanRowRecord]
        | list[EmbeddingRowRecord]
    )
    """One row a record, all of the one shape that `kind` says."""


class ResolvedNameRecord(TypedDict):
    """What one name means."""

    name: str
    """The name as asked for."""
    id: str | None
    """The model, DEVELOPER/MODEL, or the plan, VENDOR/PLAN; null where the name is unknown or fits
    several."""
    effort: Effort | None
    """Reasoning effort that the name says; null where it says none."""
    state: Literal["found", "ambiguous", "unknown"]
    """`ambiguous`: see `candidates`; `unknown`: see `suggestions`."""
    routes: list[str]
    """Offerings, MODEL@PROVIDER[/VARIANT], that the name is narrowed to; empty where it means the
    model wherever it runs."""
    rule: Literal["id", "route", "offering", "alias", "tokens", "squash", "subset", "plan", "none"]
    """How it was found: by identifier, as a route, by a provider's identifier, by a known other
    name, by the same words, by the same letters, by some of its words, as a plan by the seat, not
    at all."""
    note: str | None
    """How the name was understood, where that needs saying."""
    candidates: list[str]
    """Models that it may mean, the newest first; of an ambiguous name only."""
    suggestions: list[str]
    """Models of like names; of an unknown name only."""


class ResolveAnswer(CatalogAnswer):
    """
    What each name means. Exit code 0; 2 where one is unknown or fits several models: the answer
    stands all the same. With `--format jsonl`, each line is one of `results`.
    """

    kind: Literal["names"]
    """Kind of row."""
    results: list[ResolvedNameRecord]
    """One row a name, in the order asked for."""
