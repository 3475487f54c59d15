"""The shape of models, and of the scores and claims about them, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llmpick.catalog.schema_base import (
    Amount,
    Confidence,
    Count,
    Date,
    Day,
    Effort,
    Flag,
    FullDate,
    Line,
    Modalities,
    ModelRef,
    Name,
    Number,
    PartialDate,
    Slug,
    Source,
    Strict,
    Text,
    Value,
)


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


class DefaultEffort(Value):
    """The reasoning effort that a request gets which names none."""

    value: Effort = Field(
        description="`none` is off, `thinking` is on at an effort that is not named."
    )


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
    default_effort: list[DefaultEffort] | None = Field(
        None, description="Reasoning effort of a request that names none."
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
    effort_from: Literal["board", "default"] | None = Field(
        None,
        description="How an effort was read that the source does not state: `board` what its "
        "names stand for, `default` that of a request which names none; absent: stated.",
    )
    effort_confidence: Confidence | None = Field(
        None, description="How well founded that reading of the effort is."
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
    base: ModelRef | None = Field(
        None,
        description="In a layer of one's own: the model that it was tuned from, whose facts and"
        " expected quality it has where it has none of its own.",
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: ModelFacts = Field(description="Facts, each a list of dated values.")
    scores: list[Score] | None = Field(None, description="Results on benchmarks, one a run.")
    claims: list[Claim] | None = Field(
        None, description="Figures that are quoted and do not hold; they enter no score."
    )
