"""
The shape of every file of the catalog, as pydantic models.

A record is one file and its path is its identifier. A fact is a list of dated values, each with a
source of the same file. Unknown is absent. Only the modules of the schema import pydantic.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from llmpick.catalog.schema_base import (
    Amount,
    Content,
    Count,
    Criterion,
    Date,
    Day,
    Dialect,
    Effort,
    Flag,
    FullDate,
    Grade,
    Line,
    Modalities,
    Modality,
    ModelRef,
    Name,
    Names,
    Number,
    PartialDate,
    Region,
    Slug,
    Source,
    Strict,
    Text,
    Tokens,
    Url,
    Utility,
    Value,
)

SCHEMA_VERSION = 1


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
    ] = Field(
        description="`deprecated` still answers; `retired` does not; `removed-from-first-party`"
        " may still run elsewhere; `open-weights-only` is not sold by its "
        "developer; `listed-on-hosts` is known from hosts alone.",
    )


class Reference(Value):
    """The identifier of another record."""

    value: Slug = Field(description="Identifier of a record.")


class ModelReference(Value):
    """The identifier of another model, or a name as the maker gives it."""

    value: Name = Field(description="Identifier or name of a model.")


class ModelFacts(Strict):
    """What is true of a model wherever it runs."""

    released: list[Date] | None = Field(None, description="Date from which it could be used.")
    knowledge_cutoff: list[Date] | None = Field(
        None, description="Date up to which its training data reaches."
    )
    context_window_tokens: list[Count] | None = Field(
        None, description="Context window: tokens of input and output together."
    )
    max_output_tokens: list[Count] | None = Field(
        None, description="Output limit: tokens that one request may return at most."
    )
    input_modalities: list[Modalities] | None = Field(None, description="Modalities that it takes.")
    output_modalities: list[Modalities] | None = Field(
        None, description="Modalities that it returns."
    )
    reasoning: list[Flag] | None = Field(
        None, description="Whether it can spend reasoning tokens before it answers."
    )
    tool_calling: list[Flag] | None = Field(None, description="Whether it supports tool calling.")
    structured_output: list[Flag] | None = Field(
        None, description="Whether its output can be bound to a schema."
    )
    open_weights: list[Flag] | None = Field(
        None, description="Whether its weights can be downloaded."
    )
    licence: list[Reference] | None = Field(
        None, description="Licence of its weights, a record of licences/."
    )
    licence_tag: list[Text] | None = Field(
        None, description="Licence as the publisher of the weights tags it."
    )
    parameters_total_b: list[Number] | None = Field(
        None, description="Parameters in total, billions."
    )
    parameters_active_b: list[Number] | None = Field(
        None, description="Parameters active for one token (mixture of experts), billions."
    )
    weights_repository: list[Text] | None = Field(
        None, description="Repository of its weights on Hugging Face, OWNER/NAME."
    )
    status: list[ModelStatus] | None = Field(None, description="State at its developer's own API.")
    deprecated_on: list[FullDate] | None = Field(
        None, description="Deprecation date, as its developer announced it."
    )
    retires_on: list[FullDate] | None = Field(
        None, description="Retirement date at its developer's own API."
    )
    earliest_retirement_on: list[FullDate] | None = Field(
        None, description="Day before which its developer will not retire it."
    )
    replacement: list[ModelReference] | None = Field(
        None, description="The model that its developer names in its place."
    )


class Score(Strict):
    """One result of one model on one benchmark, as one source gives it."""

    benchmark: Slug = Field(
        description="The benchmark, a record of benchmarks/, with its version and harness."
    )
    value: Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)] = Field(
        description="The result, in the benchmark's unit."
    )
    name: Name = Field(description="The model's name as the source writes it.")
    group: Name | None = Field(
        None, description="Of models without a record: rows of one group count as one model."
    )
    released: Day | PartialDate | None = Field(
        None, description="Of models without a record: when the model came out."
    )
    effort: Effort | None = Field(
        None,
        description="Reasoning effort of the run; `none` is off, `thinking` is on at an effort "
        "that is not named; absent: not stated.",
    )
    mode: Line | None = Field(
        None, description="How it was run otherwise: prompt mode, shots, budget, scaffold."
    )
    reported_by: Literal["independent", "developer", "third-party"] = Field(
        description="Who reports it: `independent` of the developer, the `developer` of the "
        "model, or a `third-party` whose ties are mixed or not known.",
    )
    source: Slug = Field(description="Name of the source, in this file, that gives it.")
    date: Day | PartialDate = Field(description="Date of the run, or of the table it stands in.")
    items: Annotated[int, Field(gt=0)] | None = Field(
        None, description="How many questions, tasks or votes it rests on."
    )
    stderr: Amount | None = Field(None, description="Standard error, in the benchmark's unit.")
    low: Annotated[float, Field(allow_inf_nan=False)] | None = Field(
        None, description="Lower end of the published 95 % interval, in the benchmark's unit."
    )
    high: Annotated[float, Field(allow_inf_nan=False)] | None = Field(
        None, description="Upper end of the published 95 % interval, in the benchmark's unit."
    )


class Claim(Strict):
    """A figure that is quoted but does not hold as quoted; it never enters a score."""

    benchmark: Slug = Field(description="The benchmark it is quoted for.")
    value: Annotated[float, Field(allow_inf_nan=False)] = Field(
        description="The figure as quoted, in the benchmark's unit."
    )
    source: Slug = Field(description="Name of the source, in this file, that quotes it.")
    verdict: Literal["right-for-one-version", "wrong", "another-benchmark"] = Field(
        description="What is wrong with it."
    )
    finding: Line = Field(description="What the originals say, in one line.")
    evidence: list[Slug] | None = Field(None, description="Names of the sources that show it.")


class ModelFile(Strict):
    """models/DEVELOPER/MODEL.toml: a model, wherever it runs."""

    name: Name = Field(description="Name to show.")
    family: Slug | None = Field(None, description="Family it belongs to.")
    aliases: list[Name] = Field(
        description="Names and identifiers that mean this model and no other."
    )
    rolling_aliases: list[Name] | None = Field(
        None,
        description="Aliases that move to another model in time (`-latest`); kept out of "
        "`aliases`.",
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: ModelFacts = Field(description="Facts, each a list of dated values.")
    scores: list[Score] | None = Field(None, description="Results on benchmarks, one a run.")
    claims: list[Claim] | None = Field(
        None, description="Figures that are quoted and do not hold; they enter no score."
    )


class Price(Strict):
    """
    One price list, in force from *since* until the next one of the same terms.

    Amounts are per million tokens in *currency*. Where *over_input_tokens* stands, it prices
    requests whose input is longer; where *window* stands, requests in those hours.
    """

    source: Slug = Field(description="Name of the source, in this file, that gives it.")
    agreeing: list[Slug] | None = Field(
        None, description="Names of further sources that give the same."
    )
    since: Day | None = Field(None, description="First day in force; absent: since the start.")
    disputed: bool | None = Field(None, description="Recorded, but not in force: another price is.")
    currency: Literal["USD", "JPY", "EUR", "CNY"] = Field(
        "USD", description="Currency of every amount of the entry."
    )
    service: Literal["standard", "batch", "flex", "priority"] = Field(
        "standard", description="Service tier it is the price of."
    )
    window: Literal["peak"] | None = Field(
        None, description="Hours it is the price of, see `hours`; absent: all others."
    )
    over_input_tokens: Tokens | None = Field(
        None,
        description="Prices requests whose input is longer than this many tokens, input and "
        "output whole.",
    )
    input_per_mtok: Amount | None = Field(None, description="Input price per Mtok, in *currency*.")
    output_per_mtok: Amount | None = Field(
        None,
        description="Output price per Mtok, in *currency*; reasoning tokens are billed as output.",
    )
    output_thinking_per_mtok: Amount | None = Field(
        None,
        description="Output price per Mtok while the model reasons, where it differs, in "
        "*currency*.",
    )
    cache_read_per_mtok: Amount | None = Field(
        None, description="Cache-read price per Mtok, in *currency*."
    )
    cache_write_per_mtok: Amount | None = Field(
        None, description="Cache-write price per Mtok at the usual lifetime, in *currency*."
    )
    cache_write_1h_per_mtok: Amount | None = Field(
        None, description="Cache-write price per Mtok at a lifetime of one hour, in *currency*."
    )
    input_audio_per_mtok: Amount | None = Field(
        None, description="Input price per Mtok of audio, in *currency*."
    )
    output_audio_per_mtok: Amount | None = Field(
        None, description="Output price per Mtok of audio, in *currency*."
    )
    per_request: Amount | None = Field(
        None, description="Fee of each request, in *currency*, beside its tokens."
    )
    per_image: Amount | None = Field(
        None, description="Fee of each image that goes in, in *currency*, beside its tokens."
    )
    note: Line | None = Field(None, description="What to know beside the price, in one line.")


class Hours(Strict):
    """When the prices of a window apply, in UTC."""

    window: Literal["peak"] = Field(description="The window that these hours make up.")
    days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        description="Days of the week, in UTC."
    )
    hours_utc: list[Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d-\d\d:\d\d$")]] = Field(
        description="Hours of such a day, from and until, `HH:MM-HH:MM` in UTC."
    )
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    note: Line | None = Field(None, description="What to know beside the hours, in one line.")


class OfferingFacts(Strict):
    """What one provider decides."""

    region: list[Text] | None = Field(
        None,
        description="Region that it is bound to, as the provider writes it; absent: not stated.",
    )
    listing: list[Listing] = Field(description="Whether the provider still sells it.")
    last_listed_on: list[FullDate] | None = Field(
        None, description="Last day on which a listing was seen to carry it."
    )
    retires_on: list[FullDate] | None = Field(
        None, description="Retirement date here: the first day on which it is no longer served."
    )
    quantised: list[Flag] | None = Field(
        None, description="Whether the build that is served is quantised."
    )
    other_terms: list[Flag] | None = Field(
        None,
        description="Whether it is sold on terms that are not the ordinary ones of its provider.",
    )
    volatile_price: list[Flag] | None = Field(
        None, description="Whether its price moves from day to day."
    )
    marginal_tiers: list[Flag] | None = Field(
        None,
        description="Whether a length prices only the tokens beyond it; absent: a request is "
        "billed whole at the length it reaches.",
    )
    free_variant: list[Flag] | None = Field(
        None, description="Whether the provider lists it free of charge as well."
    )


class Listing(Value):
    """Whether a listing of the provider's still carries it."""

    value: Literal["current", "retired", "removed"] = Field(
        description="`current` is on sale; `retired` is past its retirement date; `removed` is "
        "gone from the listing.",
    )


class Reviewed(Strict):
    """A value that breaks a rule of validation and is right all the same."""

    rule: Literal["price-move", "cache-above-input", "output-ratio"] = Field(
        description="The rule that is broken."
    )
    reason: Line = Field(description="Why the value is right all the same.")
    until: Day | None = Field(
        None, description="Last day of the exception; absent: until nothing breaks the rule."
    )


class OfferingFile(Strict):
    """offerings/PROVIDER/DEVELOPER/MODEL[@VARIANT].toml: what a provider sells of a model."""

    api_model: Name = Field(description="Identifier that a request to this provider names.")
    other_api_models: list[Name] | None = Field(
        None, description="Further identifiers that mean the same offering here."
    )
    first_party: bool = Field(description="Whether the provider is the model's own developer.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: OfferingFacts = Field(description="Facts, each a list of dated values.")
    prices: list[Price] | None = Field(
        None,
        description="Price lists; the base list is the one of standard service without a window"
        " or a length.",
    )
    hours: list[Hours] | None = Field(None, description="Hours of the windows that prices name.")
    reviewed: list[Reviewed] | None = Field(None, description="Exceptions to rules of validation.")


class Training(Value):
    """Whether a provider trains on what it is sent."""

    value: Literal["never", "opt-in", "opt-out", "yes"] = Field(
        description="`never`; `opt-in` only if the customer agrees; `opt-out` unless the "
        "customer objects; `yes` always.",
    )


class ZeroRetention(Value):
    """How a customer comes to zero data retention."""

    value: Literal["default", "self-serve", "by-approval", "none"] = Field(
        description="`default` without asking; `self-serve` by a switch; `by-approval` on "
        "request; `none` not at all.",
    )


class Regions(Value):
    """Regions a customer can pin; an empty list is a known "none"."""

    value: list[Region] = Field(
        description="Region codes: countries by ISO 3166, `EU`, or `any-of-the-cloud`; an empty"
        " list is a known none.",
    )


class Days(Value):
    """Days that content is kept at most, by default."""

    value: Annotated[int, Field(ge=0, le=36500)] = Field(description="Days.")


class Country(Value):
    """Whose law the operator is under: ISO 3166 code, or EU."""

    value: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        description="ISO 3166 code of a country, or `EU`."
    )


class Review(Value):
    """Whether people at the provider read content."""

    value: Literal["none", "flagged", "yes"] = Field(
        description="`none`; `flagged` only what a filter marks as abuse; `yes` more than that.",
    )


class Dialects(Value):
    """Formats of request and answer that an endpoint speaks."""

    value: list[Dialect] = Field(
        min_length=1,
        description="Wire formats: `openai-chat` chat completions, `openai-responses`, "
        "`anthropic-messages`, `gemini` generateContent, `bedrock-converse`, `cohere-chat`, "
        "`watsonx-chat`, `oci-chat`, `sap-orchestration`.",
    )


class RegionalUplift(Value):
    """What a price is multiplied by where a customer pins a region."""

    value: Annotated[float, Field(gt=1, le=10, allow_inf_nan=False)] = Field(
        description="Factor on every price."
    )
    home: list[Region] | None = Field(None, description="Regions without it; absent: none.")
    models_since: Day | None = Field(
        None, description="Only for models released from this day on; absent: all."
    )


class ProviderFacts(Strict):
    """Terms that are true of all of a provider's offerings."""

    jurisdiction: list[Country] | None = Field(
        None, description="Country whose law the operator is under."
    )
    trains_on_inputs: list[Training] | None = Field(
        None, description="Whether what a customer sends trains models."
    )
    retention_days: list[Days] | None = Field(
        None,
        description="Days that prompts and outputs are kept at most by default, abuse "
        "monitoring included; 0: not stored.",
    )
    zero_data_retention: list[ZeroRetention] | None = Field(
        None, description="How a customer comes to zero data retention (ZDR)."
    )
    human_review: list[Review] | None = Field(
        None, description="Whether people at the provider may read content."
    )
    api_dialects: list[Dialects] | None = Field(
        None,
        description="Dialects of API that its endpoint speaks: those that a source names; a layer "
        "that the provider calls a trial is left out.",
    )
    regional_uplift: list[RegionalUplift] | None = Field(
        None, description="What pinning a region adds to the list price."
    )
    subprocessors: list[Text] | None = Field(
        None, description="Address of its list of sub-processors."
    )
    processing_regions: list[Regions] | None = Field(
        None,
        description="Regions to which a customer can pin processing: ISO 3166 codes, `EU`, or "
        "`any-of-the-cloud`; an empty list is a known none.",
    )
    storage_regions: list[Regions] | None = Field(
        None,
        description="Regions to which a customer can pin what is stored, where that differs from "
        "processing; an empty list is a known none.",
    )
    certifications: list[Names] | None = Field(
        None, description="Certificates and reports it holds; an empty list is a known none."
    )
    dpa: list[Flag] | None = Field(
        None, description="Whether it offers a data processing agreement (DPA)."
    )
    hipaa_baa: list[Flag] | None = Field(
        None,
        description="Whether it signs a business associate agreement under HIPAA (US health data).",
    )
    fedramp: list[Text] | None = Field(
        None, description="Level of its FedRAMP authorisation (US federal agencies)."
    )
    ismap: list[Flag] | None = Field(
        None, description="Whether it is registered under ISMAP (Japanese government)."
    )
    c5: list[Flag] | None = Field(
        None, description="Whether it holds a C5 attestation (BSI, Germany)."
    )
    pci_dss: list[Flag] | None = Field(
        None, description="Whether it is certified under PCI DSS (card payments)."
    )
    customer_managed_keys: list[Flag] | None = Field(
        None, description="Whether data at rest can be encrypted with the customer's own keys."
    )
    private_network: list[Flag] | None = Field(
        None, description="Whether it can be reached without the public internet."
    )
    air_gap: list[Flag] | None = Field(
        None, description="Whether it can run without any connection to the outside."
    )


class ProviderFile(Strict):
    """providers/PROVIDER.toml: who serves models, and on which terms."""

    name: Name = Field(description="Name to show.")
    operator: Name | None = Field(None, description="Company that runs it.")
    plan: Literal["api", "free-api", "cloud", "consumer", "business", "developer-tool"] = Field(
        description="Which terms are meant: a paid `api`, a `free-api`, a `cloud` platform, a "
        "`consumer` or `business` app, a `developer-tool`.",
    )
    deployment: Literal["hosted", "router", "private", "self"] = Field(
        description="`hosted` by the provider; a `router` passes requests on to others; "
        "`private` runs for one customer; `self` runs on one's own machines.",
    )
    token_priced: bool = Field(description="Whether the catalog holds offerings of it.")
    sources: dict[Slug, Source] | None = Field(
        None, description="Sources that the values of this file name, by a name of their own."
    )
    facts: ProviderFacts | None = Field(None, description="Facts, each a list of dated values.")
    own_terms: dict[ModelRef, ProviderFacts] | None = Field(
        None,
        description="By model of the catalog: facts that are other for it than for the rest of "
        "what the provider serves.",
    )


class Permission(Value):
    """Whether a licence lets something be done."""

    value: Literal["yes", "conditional", "no"] = Field(
        description="`conditional` below a cap, or with duties."
    )


class Redistribution(Value):
    """Whether the weights may be passed on."""

    value: Literal["yes", "conditional", "non-commercial", "no"] = Field(
        description="`conditional` with duties; `non-commercial` not in the course of business."
    )


class OutputTraining(Value):
    """Whether outputs may train other models."""

    value: Literal["yes", "conditional", "no"] = Field(
        description="`conditional` with duties or limits."
    )


class Cap(Value):
    """A size beyond which the licence asks for another agreement, or gives no rights."""

    measure: Literal[
        "monthly-active-users",
        "monthly-revenue",
        "annual-revenue",
        "users-or-monthly-revenue",
        "service-revenue",
    ] = Field(description="What is counted.")
    value: Annotated[int, Field(gt=0)] = Field(
        description="Size of the cap: users, or money in *currency*."
    )
    users: Annotated[int, Field(gt=0)] | None = Field(
        None, description="Second size, monthly active users, where either of two breaks the cap."
    )
    currency: Literal["USD", "JPY"] | None = Field(None, description="Currency of a cap in money.")
    binds: Literal["anyone", "hosts"] | None = Field(
        None, description="`hosts`: only who sells the model as a service; absent: anyone."
    )


class ExcludedRegions(Regions):
    """Regions in which a licence grants no rights; an empty list is a known "none"."""

    only: Literal["multimodal"] | None = Field(
        None, description="`multimodal`: models that take more than text; absent: all."
    )


class LicenceFacts(Strict):
    """What a licence allows, asks and excludes."""

    commercial_use: list[Permission] | None = Field(
        None, description="Whether it may be used in business."
    )
    internal_use: list[Permission] | None = Field(
        None,
        description="Whether an organisation may use it for its own work; absent: as business use, "
        "where that is allowed.",
    )
    research_use: list[Permission] | None = Field(
        None,
        description="Whether it may be used in research; absent: as business use, where that is "
        "allowed.",
    )
    cap: list[Cap] | None = Field(
        None,
        description="Size of the licensee beyond which it grants no rights or asks for another "
        "agreement.",
    )
    display_cap: list[Cap] | None = Field(
        None, description="Size beyond which `display_duty` binds; absent: it always binds."
    )
    hosting: list[Permission] | None = Field(
        None,
        description="Whether the model itself may be sold as a service; absent: as business use, "
        "where the text was read.",
    )
    redistribution: list[Redistribution] | None = Field(
        None, description="Whether the weights, changed or not, may be passed on."
    )
    osi_approved: list[Flag] | None = Field(
        None, description="Whether the Open Source Initiative has approved the licence."
    )
    outputs_train_other_models: list[OutputTraining] | None = Field(
        None, description="Whether outputs may train other models."
    )
    display_duty: list[Text] | None = Field(None, description="Words that a product must show.")
    naming_duty: list[Text] | None = Field(
        None, description="Word that the name of a derived model must carry."
    )
    notice_duty: list[Text] | None = Field(
        None, description="What must go with weights that are passed on."
    )
    registration_duty: list[Text] | None = Field(
        None, description="What must be done before use in business, such as an application."
    )
    acceptable_use_policy: list[Flag] | None = Field(
        None, description="Whether a policy of acceptable use binds the licensee."
    )
    excluded_regions: list[ExcludedRegions] | None = Field(
        None,
        description="Regions of establishment in which it grants no rights: ISO 3166 codes, or "
        "`EU`.",
    )
    reserved_rights: list[Text] | None = Field(
        None, description="What the licensor keeps to itself, or what ends the licence."
    )
    governing_law: list[Text] | None = Field(None, description="Law and courts that it names.")
    text_read: list[Flag] | None = Field(
        None,
        description="Whether the whole text was read for this record: then a clause that is absent "
        "here is absent there.",
    )


class LicenceFile(Strict):
    """licences/LICENCE.toml: what a licence of weights allows."""

    name: Name = Field(description="Name with version or date.")
    spdx: Name | None = Field(None, description="SPDX identifier.")
    tags: list[Name] | None = Field(
        None, description="Licence tags of weights that mean this licence."
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: LicenceFacts = Field(description="Facts, each a list of dated values.")


class BenchmarkFacts(Strict):
    """What is known of a benchmark."""

    scale_min: list[SignedNumber] | None = Field(
        None, description="Least value that can be scored, in *unit*."
    )
    scale_max: list[SignedNumber] | None = Field(
        None, description="Highest value that can be scored, in *unit*."
    )
    chance: list[Number] | None = Field(
        None, description="Value that blind guessing scores, in *unit*."
    )
    human_baseline: list[Text] | None = Field(
        None, description="What people score, and which people."
    )
    saturation: list[Text] | None = Field(
        None, description="How near the best models are to the end of the scale."
    )
    contamination: list[Text] | None = Field(
        None, description="How its questions may have come into training data."
    )
    year: list[Date] | None = Field(None, description="When it was published.")


class SignedNumber(Value):
    """A finite number."""

    value: Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)] = Field(
        description="A number, in the unit of the fact."
    )


class BenchmarkFile(Strict):
    """benchmarks/BENCHMARK.toml: a test with its version, harness and metric."""

    name: Name = Field(description="Name to show, with version and harness where they matter.")
    domain: Slug = Field(
        description="Ability it measures, as tasks weigh it (`coding_gen`, `japanese`); `other`"
        " counts for none of them.",
    )
    unit: Name = Field(description="Unit of its values, as its publisher writes it.")
    higher_is_better: bool = Field(description="Direction: true for a benefit, false for a cost.")
    board: Slug = Field(description="Group whose questions or judges it shares.")
    role: Literal["overall", "category", "single", "aggregate"] = Field(
        description="`single` test, `category` of a board, its `overall` row, or `aggregate` of"
        " other tests.",
    )
    link: Literal["logit", "elo", "none"] = Field(
        description="How a value becomes log-odds: `logit` of its place on the scale, `elo` "
        "rating, `none` not at all.",
    )
    in_fit: bool = Field(description="Whether the ability fit reads it.")
    left_out_because: Line | None = Field(None, description="Reason, where `in_fit` is false.")
    sources: dict[Slug, Source] | None = Field(
        None, description="Sources that the values of this file name, by a name of their own."
    )
    facts: BenchmarkFacts | None = Field(None, description="Facts, each a list of dated values.")


class ScoresFile(Strict):
    """scores/FEED.toml: results of models that the catalog does not otherwise hold."""

    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    scores: list[Score] = Field(description="Results on benchmarks, one a run.")


class Workload(Strict):
    """A month's work; tokens are those of a request."""

    requests_per_month: Annotated[int, Field(gt=0)] = Field(description="Requests a month.")
    input_tokens: Annotated[int, Field(ge=0)] = Field(description="Tokens into a request.")
    output_tokens: Annotated[int, Field(ge=0)] = Field(
        description="Visible tokens out of a request."
    )
    cache_read_share: Annotated[float, Field(ge=0, le=1)] = Field(
        description="Share of the input that is read from the cache, 0 to 1."
    )
    reasoning_tokens: Annotated[int, Field(ge=0)] = Field(
        description="Reasoning tokens of a request, of a reasoning model at medium effort."
    )
    content: Content | None = Field(
        None, description="What the text is, for tokenizers; absent: its language, else English."
    )
    turns: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        None,
        description="Turns of a loop: a request is then a run of so many, of which the first "
        "sends `input_tokens`.",
    )
    context_growth_tokens: Annotated[int, Field(ge=0)] | None = Field(
        None, description="Tokens by which the context of a loop grows with each turn."
    )
    why: Line = Field(description="What the numbers are thought from.")


class TaskFile(Strict):
    """tasks/TASK.toml: a preset. Opinions, kept apart from facts."""

    name: Name = Field(description="Name to show.")
    aliases: list[Slug] | None = Field(None, description="Further names of the task.")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = Field(
        None, description="Language of the work, ISO 639-1 code."
    )
    domains: dict[Slug, Annotated[float, Field(gt=0, le=1)]] = Field(
        description="Weight of each domain, shares that add to 1; empty: every domain that is "
        "measured counts the same.",
    )
    needs_modality: Modality | None = Field(
        None, description="Input modality without which a model is excluded."
    )
    needs_tool_calling: bool | None = Field(
        None, description="Whether a model without tool calling is excluded."
    )
    weights: Slug | None = Field(
        None, description="Preset of scale.toml that weighs its criteria; `balanced` where absent."
    )
    workload: Workload = Field(description="What a month of it is, unless the user says.")
    why: Line = Field(description="What the weights are meant to measure.")

    @field_validator("domains")
    @classmethod
    def adds_to_one(cls, domains: dict[str, float]) -> dict[str, float]:
        """Weights of a basket are shares."""
        if domains and abs(sum(domains.values()) - 1) > 1e-9:
            raise ValueError(f"domain weights add to {sum(domains.values()):g}, not to 1")
        return domains


class Ratio(Value):
    """Tokens for one token of the reference tokenizer, of the same text."""

    content: Content = Field(description="What the text was: a language, or a kind of data.")
    value: Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)] = Field(
        description="Tokens for one reference token."
    )


class Density(Value):
    """Tokens a character."""

    content: Content = Field(description="What the text was: a language, or a kind of data.")
    value: Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)] = Field(
        description="Tokens a character."
    )


class TokenizerFile(Strict):
    """tokenizers/TOKENIZER.toml: how many tokens it makes of a text, and whose it is."""

    name: Name = Field(description="Name to show.")
    published: bool = Field(
        description="Whether it was measured itself; false: another stands in for it."
    )
    spread: Annotated[float, Field(ge=0, le=2)] = Field(
        description="Standard deviation of the logarithm of its ratios, from text to text."
    )
    reference: bool | None = Field(
        None, description="Whether workloads are stated in its tokens; true of one."
    )
    families: list[ModelRef] | None = Field(
        None, description="Families of models that use it, DEVELOPER/FAMILY."
    )
    models: list[ModelRef] | None = Field(
        None, description="Models that use it, where not all of a family do."
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    ratios: list[Ratio] = Field(description="Tokens for one reference token, by content.")
    tokens_per_character: list[Density] | None = Field(
        None, description="Tokens a character, by content."
    )
    note: Line | None = Field(None, description="What to know beside the ratios, in one line.")


Prompts = Literal["knowledge", "puzzle", "mathematics"]


class Multiple(Value):
    """Completion tokens of a model beside those of the median model, on the same prompts."""

    model: ModelRef = Field(description="The model.")
    effort: Effort | None = Field(None, description="Reasoning effort of the run.")
    prompts: Prompts = Field(description="Class of the prompts.")
    value: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = Field(
        description="Geometric mean over prompts of its tokens by those of the median model."
    )
    spread: Annotated[float, Field(ge=0, le=5)] = Field(
        description="Standard deviation of the logarithm, over prompts."
    )


class ThinkingFile(Strict):
    """thinking/STUDY.toml: how many completion tokens models spend on the same prompts."""

    name: Name = Field(description="Name of the study.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    median_tokens: dict[Prompts, Annotated[float, Field(gt=0)]] = Field(
        description="Completion tokens of the median model, by class of prompts."
    )
    multiples: list[Multiple] = Field(description="Models, one row a class of prompts.")


class FeedFile(Strict):
    """feeds/FEED.toml: a publication that values were taken from, and its licence."""

    name: Name = Field(description="Name to show.")
    url: Url | None = Field(None, description="Address of the publication.")
    licence: Name = Field(
        description="Licence its figures are used under; `facts, cited` where there is none."
    )
    attribution: Line | None = Field(None, description="What NOTICE says.")
    dated: Day | PartialDate | None = Field(None, description="Date of the state that was taken.")


class Anchor(Strict):
    """One end of a task's quality scale."""

    theta: Annotated[float, Field(allow_inf_nan=False)] = Field(
        description="Ability in the task, logits."
    )
    model: Name = Field(description="The model that stands there.")
    effort: Effort | None = Field(None, description="Its reasoning effort.")


class TaskAnchors(Strict):
    """The three points that set a task's quality scale."""

    low: Anchor = Field(description="Ability worth 0.")
    knee: Anchor = Field(description="Ability worth `knee_utility` of scale.toml.")
    high: Anchor = Field(description="Ability worth 1.")

    @model_validator(mode="after")
    def rising(self) -> TaskAnchors:
        """Ends that do not rise are no scale."""
        if not self.low.theta < self.knee.theta < self.high.theta:
            raise ValueError("low, knee and high must rise")
        return self


class CostScale(Strict):
    """Ends of the cost scale where no budget is given, per million tokens."""

    worst_input_usd_per_mtok: Amount = Field(
        description="Input price of the cost worth 0, US dollars per Mtok."
    )
    worst_output_usd_per_mtok: Amount = Field(
        description="Output price of the cost worth 0, US dollars per Mtok."
    )
    best_input_usd_per_mtok: Amount = Field(
        description="Input price of the cost worth 1, US dollars per Mtok."
    )
    best_output_usd_per_mtok: Amount = Field(
        description="Output price of the cost worth 1, US dollars per Mtok."
    )
    floor_usd_per_month: Amount = Field(
        description="Cost under which cheaper is worth no more, US dollars a month."
    )
    best_share_of_budget: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="Share of a budget, 0 to 1, at which a cost is worth 1."
    )


class ScaleFile(Strict):
    """scale.toml: the fixed ends of every criterion, so that no candidate moves another."""

    scale_version: Name = Field(
        description="Version of the ends; scores of two versions do not compare."
    )
    as_of: Day = Field(description="Day the ends were set for.")
    knee_utility: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="Utility at the knee of the quality scale, 0 to 1."
    )
    why: Line = Field(description="How the ends were chosen.")
    cost: CostScale = Field(description="Ends of the cost scale.")
    privacy_grades: dict[Grade, Utility] = Field(
        description="Utility of each privacy grade, 0 to 1."
    )
    effort_multipliers: dict[Effort, Annotated[float, Field(ge=0, le=20)]] = Field(
        description="Reasoning tokens at each effort, as a multiple of those at medium."
    )
    weights: dict[Slug, dict[Criterion, Amount]] = Field(
        description="Presets of weights: preset, criterion, weight; only their proportion counts."
    )

    @model_validator(mode="after")
    def whole(self) -> ScaleFile:
        """Every grade stands and rises, every preset weighs something, one is the default."""
        grades = [self.privacy_grades.get(f"P{number}") for number in range(6)]
        known = [grade for grade in grades if grade is not None]
        if len(known) < 6 or known != sorted(known):
            raise ValueError("privacy_grades must name P0 to P5, rising from 0 to 1")
        if "balanced" not in self.weights:
            raise ValueError("weights must hold the preset `balanced`")
        if not all(sum(preset.values()) > 0 for preset in self.weights.values()):
            raise ValueError("every preset must weigh something")
        return self


class FitMeta(Strict):
    """What a fit was made of."""

    made: Day = Field(description="Day of the fit.")
    as_of: Day = Field(description="Day the fit stands for; later scores were not read.")
    scale_version: Name = Field(description="Version of scale.toml that it was made under.")
    inputs_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="SHA-256 over the scores, benchmarks, tasks and release dates that it read."
    )
    code_version: Name = Field(description="Version of the fit's code.")
    rows: Annotated[int, Field(ge=0)] = Field(description="Scores read.")
    cells: Annotated[int, Field(ge=0)] = Field(
        description="Measurements that the scores made: one for each model, effort and benchmark."
    )
    models: Annotated[int, Field(ge=0)] = Field(description="Models fitted.")
    model_efforts: Annotated[int, Field(ge=0)] = Field(
        description="Pairs of model and effort fitted."
    )
    benchmarks: Annotated[int, Field(ge=0)] = Field(description="Benchmarks fitted.")
    iterations: Annotated[int, Field(ge=0)] = Field(description="Rounds until it settled.")
    calibration: Annotated[float, Field(ge=1, le=5)] = Field(
        description="Factor on standard errors that makes an 80 % interval hold 80 % of scores "
        "left out.",
    )


class FitFile(Strict):
    """derived/fit.toml: written by `llmpick catalog fit`, never by hand."""

    meta: FitMeta = Field(description="Which rows it was made of.")
    report: dict[str, Any] = Field(
        description="How well it foretells scores that it was not shown."
    )
    source_classes: dict[str, Any] = Field(
        description="Offset (logits) and extra variance of each class of reporter."
    )
    anchors: dict[str, TaskAnchors] = Field(description="Ends of the quality scale, by task.")
    benchmarks: dict[str, Any] = Field(
        description="What each benchmark asks and how sharply it tells models apart, on the "
        "fitted scale.",
    )


SHAPES: dict[str, type[Strict]] = {
    "models": ModelFile,
    "offerings": OfferingFile,
    "providers": ProviderFile,
    "licences": LicenceFile,
    "benchmarks": BenchmarkFile,
    "scores": ScoresFile,
    "tasks": TaskFile,
    "tokenizers": TokenizerFile,
    "thinking": ThinkingFile,
    "feeds": FeedFile,
    "scale": ScaleFile,
    "derived": FitFile,
}

for _shape in SHAPES.values():
    _shape.model_rebuild()
