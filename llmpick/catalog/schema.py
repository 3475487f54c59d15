"""
The shape of every file of the catalog, as pydantic models.

A record is one file and its path is its identifier. A fact is a list of dated values, each with a
source of the same file. Unknown is absent. Only this module imports pydantic.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

SCHEMA_VERSION = 1

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
ModelRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*$")]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=160, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Url = Annotated[str, StringConstraints(max_length=600, pattern=r"^https?://[^\s\x00-\x1f]+$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2})?$")]
Day = datetime.date
Region = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,32}$")]
Confidence = Literal["high", "medium", "low"]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "thinking"]
Modality = Literal["text", "image", "pdf", "audio", "video"]
Amount = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Tokens = Annotated[int, Field(gt=0, le=1_000_000_000)]


class Strict(BaseModel):
    """No unknown key, no silent conversion, no change after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Source(Strict):
    """Where a value was read, and when."""

    kind: Literal["vendor", "feed", "independent", "secondary", "aggregator", "policy"]
    url: Url | None = None
    title: Name | None = None
    read: Day
    feed: Slug | None = Field(None, description="the publication in feeds/ it was taken from")
    text_date: Day | PartialDate | None = Field(None, description="the date the text bears")

    @model_validator(mode="after")
    def named(self) -> Source:
        """A source nobody could find again is no source."""
        if self.url is None and self.feed is None and self.title is None:
            raise ValueError("a source needs a url, a feed or a title")
        return self


class Value(Strict):
    """One dated value of a fact; the subclasses say of what type."""

    source: Slug
    agreeing: list[Slug] | None = Field(None, description="further sources that say the same")
    since: Day | None = Field(None, description="first day in force")
    confidence: Confidence | None = None
    disputed: bool | None = Field(None, description="recorded, but not in force: another value is")
    note: Line | None = None


class Flag(Value):
    """A yes or a no."""

    value: bool


class Text(Value):
    """A name or a short word."""

    value: Name


class Number(Value):
    """A finite number, zero or more."""

    value: Amount


class Count(Value):
    """Tokens."""

    value: Tokens


class Date(Value):
    """A day, or a month or a year where no more is known."""

    value: Day | PartialDate


class FullDate(Value):
    """A day."""

    value: Day


class Modalities(Value):
    """What goes in or comes out."""

    value: list[Modality]


class Names(Value):
    """A list of names; an empty one is a known "none"."""

    value: list[Name]


class ModelStatus(Value):
    """The state of a model at its maker's own interface."""

    value: Literal[
        "active",
        "preview",
        "deprecated",
        "retired",
        "open-weights-only",
        "removed-from-first-party",
        "listed-on-hosts",
        "unverified",
    ]


class Reference(Value):
    """The identifier of another record."""

    value: Slug


class ModelReference(Value):
    """The identifier of another model, or a name as the maker gives it."""

    value: Name


class ModelFacts(Strict):
    """What is true of a model wherever it runs."""

    released: list[Date] | None = None
    knowledge_cutoff: list[Date] | None = None
    context_window_tokens: list[Count] | None = None
    max_output_tokens: list[Count] | None = None
    input_modalities: list[Modalities] | None = None
    output_modalities: list[Modalities] | None = None
    reasoning: list[Flag] | None = None
    tool_calling: list[Flag] | None = None
    structured_output: list[Flag] | None = None
    open_weights: list[Flag] | None = None
    licence: list[Reference] | None = None
    licence_tag: list[Text] | None = Field(None, description="as the weights' publisher tags it")
    parameters_total_b: list[Number] | None = None
    parameters_active_b: list[Number] | None = None
    weights_repository: list[Text] | None = None
    status: list[ModelStatus] | None = None
    deprecated_on: list[FullDate] | None = None
    retires_on: list[FullDate] | None = None
    earliest_retirement_on: list[FullDate] | None = None
    replacement: list[ModelReference] | None = None


class Score(Strict):
    """One result of one model on one benchmark, as one source gives it."""

    benchmark: Slug
    value: Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]
    name: Name = Field(description="the model's name as the source writes it")
    group: Name | None = Field(
        None, description="of models without a record: rows of one group count as one model"
    )
    released: Day | PartialDate | None = Field(
        None, description="of models without a record: when the model came out"
    )
    effort: Effort | None = None
    mode: Line | None = Field(None, description="scaffold, prompt mode, budget")
    reported_by: Literal["independent", "developer", "third-party"]
    source: Slug
    date: Day | PartialDate
    items: Annotated[int, Field(gt=0)] | None = None
    stderr: Amount | None = None
    low: Annotated[float, Field(allow_inf_nan=False)] | None = None
    high: Annotated[float, Field(allow_inf_nan=False)] | None = None


class Claim(Strict):
    """A figure that is quoted but does not hold as quoted; it never enters a score."""

    benchmark: Slug
    value: Annotated[float, Field(allow_inf_nan=False)]
    source: Slug
    verdict: Literal["right-for-one-version", "wrong", "another-benchmark"]
    finding: Line
    evidence: list[Slug] | None = None


class ModelFile(Strict):
    """models/DEVELOPER/MODEL.toml"""

    name: Name
    family: Slug | None = None
    aliases: list[Name]
    rolling_aliases: list[Name] | None = Field(None, description="names that move; never an alias")
    sources: dict[Slug, Source]
    facts: ModelFacts
    scores: list[Score] | None = None
    claims: list[Claim] | None = None


class Price(Strict):
    """
    One price list, in force from *since* (or ever) until the next one of the same terms.

    Amounts are per million tokens in *currency*. Where *over_input_tokens* stands, it prices
    requests whose input is longer; where *window* stands, requests in those hours.
    """

    source: Slug
    agreeing: list[Slug] | None = None
    since: Day | None = None
    disputed: bool | None = None
    currency: Literal["USD", "JPY", "EUR", "CNY"] = "USD"
    service: Literal["standard", "batch", "flex", "priority"] = "standard"
    window: Literal["peak"] | None = None
    over_input_tokens: Tokens | None = None
    input_per_mtok: Amount | None = None
    output_per_mtok: Amount | None = None
    output_thinking_per_mtok: Amount | None = None
    cache_read_per_mtok: Amount | None = None
    cache_write_per_mtok: Amount | None = None
    cache_write_1h_per_mtok: Amount | None = None
    input_audio_per_mtok: Amount | None = None
    output_audio_per_mtok: Amount | None = None
    note: Line | None = None


class Hours(Strict):
    """When the prices of a window apply, in UTC."""

    window: Literal["peak"]
    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]]
    hours_utc: list[Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d-\d\d:\d\d$")]]
    source: Slug
    note: Line | None = None


class OfferingFacts(Strict):
    """What one provider decides."""

    region: list[Text] | None = None
    listing: list[Listing]
    last_listed_on: list[FullDate] | None = None
    retires_on: list[FullDate] | None = None
    quantised: list[Flag] | None = None
    volatile_price: list[Flag] | None = None
    free_variant: list[Flag] | None = None


class Listing(Value):
    """Whether a listing of the provider's still carries it."""

    value: Literal["current", "retired", "removed"]


class Reviewed(Strict):
    """A value that breaks a rule of validation and is right all the same."""

    rule: Literal["price-move", "cache-above-input", "output-ratio"]
    reason: Line
    until: Day | None = None


class OfferingFile(Strict):
    """offerings/PROVIDER/DEVELOPER/MODEL[@VARIANT].toml"""

    api_model: Name
    other_api_models: list[Name] | None = None
    first_party: bool
    sources: dict[Slug, Source]
    facts: OfferingFacts
    prices: list[Price] | None = None
    hours: list[Hours] | None = None
    reviewed: list[Reviewed] | None = None


class Training(Value):
    """Whether a provider trains on what it is sent."""

    value: Literal["never", "opt-in", "opt-out", "yes"]


class ZeroRetention(Value):
    """How a customer comes to zero data retention."""

    value: Literal["default", "self-serve", "by-approval", "none"]


class Regions(Value):
    """Regions a customer can pin; an empty list is a known "none"."""

    value: list[Region]


class Days(Value):
    """Days that content is kept at most, by default."""

    value: Annotated[int, Field(ge=0, le=36500)]


class Country(Value):
    """Whose law the operator is under: ISO 3166 code, or EU."""

    value: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class ProviderFacts(Strict):
    """Terms that are true of all of a provider's offerings."""

    jurisdiction: list[Country] | None = None
    trains_on_inputs: list[Training] | None = None
    retention_days: list[Days] | None = None
    zero_data_retention: list[ZeroRetention] | None = None
    human_review: list[Text] | None = None
    processing_regions: list[Regions] | None = None
    certifications: list[Names] | None = None
    dpa: list[Flag] | None = None
    hipaa_baa: list[Flag] | None = None
    fedramp: list[Text] | None = None
    ismap: list[Flag] | None = None
    c5: list[Flag] | None = None
    pci_dss: list[Flag] | None = None
    customer_managed_keys: list[Flag] | None = None
    private_network: list[Flag] | None = None
    air_gap: list[Flag] | None = None


class ProviderFile(Strict):
    """providers/PROVIDER.toml"""

    name: Name
    operator: Name | None = None
    plan: Literal["api", "free-api", "cloud", "consumer", "business", "developer-tool"]
    deployment: Literal["hosted", "router", "private", "self"]
    token_priced: bool = Field(description="whether offerings of the catalog are sold here")
    sources: dict[Slug, Source] | None = None
    facts: ProviderFacts | None = None


class Permission(Value):
    """Whether a licence lets it be used in business."""

    value: Literal["yes", "conditional", "no"]


class OutputTraining(Value):
    """Whether outputs may train other models."""

    value: Literal["yes", "conditional", "no"]


class Cap(Value):
    """A size beyond which the licence asks for another agreement, or gives no rights."""

    measure: Literal[
        "monthly-active-users",
        "monthly-revenue",
        "annual-revenue",
        "users-or-monthly-revenue",
        "service-revenue",
    ]
    value: Annotated[int, Field(gt=0)]
    users: Annotated[int, Field(gt=0)] | None = None
    currency: Literal["USD", "JPY"] | None = None


class LicenceFacts(Strict):
    """What a licence allows, asks and excludes."""

    commercial_use: list[Permission] | None = None
    cap: list[Cap] | None = None
    osi_approved: list[Flag] | None = None
    outputs_train_other_models: list[OutputTraining] | None = None
    display_duty: list[Text] | None = None
    naming_duty: list[Text] | None = None
    acceptable_use_policy: list[Flag] | None = None
    excluded_regions: list[Regions] | None = None


class LicenceFile(Strict):
    """licences/LICENCE.toml"""

    name: Name
    spdx: Name | None = None
    tags: list[Name] | None = Field(None, description="tags of weights that mean this licence")
    sources: dict[Slug, Source]
    facts: LicenceFacts


class BenchmarkFacts(Strict):
    """What is known of a benchmark."""

    scale_min: list[SignedNumber] | None = None
    scale_max: list[SignedNumber] | None = None
    chance: list[Number] | None = None
    human_baseline: list[Text] | None = None
    saturation: list[Text] | None = None
    contamination: list[Text] | None = None
    year: list[Date] | None = None


class SignedNumber(Value):
    """A finite number."""

    value: Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]


class BenchmarkFile(Strict):
    """benchmarks/BENCHMARK.toml"""

    name: Name
    domain: Slug
    unit: Name
    higher_is_better: bool
    board: Slug = Field(description="whose questions or judges it shares")
    role: Literal["overall", "category", "single", "aggregate"]
    link: Literal["logit", "elo", "none"]
    in_fit: bool
    left_out_because: Line | None = None
    sources: dict[Slug, Source] | None = None
    facts: BenchmarkFacts | None = None


class ScoresFile(Strict):
    """scores/FEED.toml: results of models that the catalog does not otherwise hold."""

    sources: dict[Slug, Source]
    scores: list[Score]


class Workload(Strict):
    """A month's work; tokens are those of a request."""

    requests_per_month: Annotated[int, Field(gt=0)]
    input_tokens: Annotated[int, Field(ge=0)]
    output_tokens: Annotated[int, Field(ge=0)]
    cache_read_share: Annotated[float, Field(ge=0, le=1)]
    reasoning_tokens: Annotated[int, Field(ge=0)] = Field(
        description="of a reasoning model at medium effort"
    )
    why: Line


class TaskFile(Strict):
    """tasks/TASK.toml: a preset. Opinions, kept apart from facts."""

    name: Name
    aliases: list[Slug] | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = None
    domains: dict[Slug, Annotated[float, Field(gt=0, le=1)]]
    needs_modality: Modality | None = None
    needs_tool_calling: bool | None = None
    workload: Workload
    why: Line

    @field_validator("domains")
    @classmethod
    def adds_to_one(cls, domains: dict[str, float]) -> dict[str, float]:
        """Weights of a basket are shares."""
        if domains and abs(sum(domains.values()) - 1) > 1e-9:
            raise ValueError(f"domain weights add to {sum(domains.values()):g}, not to 1")
        return domains


class FeedFile(Strict):
    """feeds/FEED.toml: a publication that values were taken from, and its licence."""

    name: Name
    url: Url | None = None
    licence: Name
    attribution: Line | None = Field(None, description="what NOTICE says")
    dated: Day | PartialDate | None = None


class Anchor(Strict):
    """One end of a task's quality scale."""

    theta: Annotated[float, Field(allow_inf_nan=False)]
    model: Name
    effort: Effort | None = None


class TaskAnchors(Strict):
    """Worth 0, worth .85, worth 1."""

    low: Anchor
    knee: Anchor
    high: Anchor


class CostScale(Strict):
    """Ends of the cost scale where no budget is given, per million tokens."""

    worst_input_usd_per_mtok: Amount
    worst_output_usd_per_mtok: Amount
    best_input_usd_per_mtok: Amount
    best_output_usd_per_mtok: Amount
    floor_usd_per_month: Amount
    best_share_of_budget: Annotated[float, Field(gt=0, lt=1)]


class ScaleFile(Strict):
    """scale.toml: the fixed ends of every criterion, so that no candidate moves another."""

    scale_version: Name
    as_of: Day
    knee_utility: Annotated[float, Field(gt=0, lt=1)]
    why: Line
    cost: CostScale
    privacy_grades: dict[Annotated[str, StringConstraints(pattern=r"^P[0-5]$")], float]
    effort_multipliers: dict[Effort, Annotated[float, Field(ge=0, le=20)]]
    weights: dict[Slug, dict[Slug, Annotated[float, Field(ge=0)]]]


class FitMeta(Strict):
    """Which rows a fit was made of, and how well it did."""

    made: Day
    as_of: Day
    scale_version: Name
    inputs_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    rows: Annotated[int, Field(ge=0)]
    model_efforts: Annotated[int, Field(ge=0)]
    benchmarks: Annotated[int, Field(ge=0)]
    iterations: Annotated[int, Field(ge=0)]
    calibration: Annotated[float, Field(ge=1, le=5)]


class FittedBenchmark(Strict):
    """What a benchmark asks and how sharply it tells models apart, on the fitted scale."""

    difficulty: float
    general_loading: float
    domain_loading: float
    residual_variance: float
    live: bool


class FitFile(Strict):
    """derived/fit.toml: written by `llmpick catalog fit`, never by hand."""

    meta: FitMeta
    report: dict[str, Any]
    sources: dict[str, Any]
    anchors: dict[str, TaskAnchors]
    benchmarks: dict[str, FittedBenchmark]


class HardwareFile(Strict):
    """hardware/NAME.toml: an accelerator."""

    name: Name
    sources: dict[Slug, Source]
    facts: HardwareFacts


class HardwareFacts(Strict):
    """What an accelerator brings."""

    memory_gib: list[Number] | None = None
    bandwidth_gb_per_s: list[Number] | None = None


SHAPES: dict[str, type[Strict]] = {
    "models": ModelFile,
    "offerings": OfferingFile,
    "providers": ProviderFile,
    "licences": LicenceFile,
    "benchmarks": BenchmarkFile,
    "scores": ScoresFile,
    "tasks": TaskFile,
    "feeds": FeedFile,
    "hardware": HardwareFile,
    "scale": ScaleFile,
    "derived": FitFile,
}

for _shape in SHAPES.values():
    _shape.model_rebuild()


def json_schema(kind: str) -> dict[str, Any]:
    """
    The JSON Schema (2020-12) of the files of one *kind*, for editors.

    Raises:
        KeyError: *kind* is none of `SHAPES`.
    """
    schema = SHAPES[kind].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
