"""The shape of files on what users may change: hosted tuning, libraries, parameters of requests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from llmpick.catalog.schema_base import (
    Amount,
    Day,
    Line,
    ModelRef,
    Name,
    Region,
    Slug,
    Source,
    Strict,
    Url,
    Value,
)

Method = Literal["sft", "dpo", "rft"]
Training = Literal["lora", "qlora", "full", "preference"]
Parameter = Literal[
    "temperature",
    "top-k",
    "min-p",
    "logit-bias",
    "seed",
    "logprobs",
    "json-mode",
    "structured-output",
    "system-prompt",
]
OfferingRef = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*(@[a-z0-9._-]+)?$")
]
Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


class TuningStatus(Value):
    """Whether a provider tunes models for its customers."""

    value: Literal["open", "closing", "restricted", "closed", "not-offered"] = Field(
        description="`open` to customers; `closing` to an announced day; `restricted` to some; "
        "`closed` since; `not-offered` as far as was read."
    )


class TuningFacts(Strict):
    """Facts about a provider's tuning."""

    status: list[TuningStatus] = Field(description="Whether it tunes models.")


class Tunable(Value):
    """Models that a provider tunes alike."""

    models: list[ModelRef] = Field(min_length=1, description="The models.")
    methods: list[Method] = Field(
        description="`sft` supervised, `dpo` on preferences, `rft` by a reward; a method that is "
        "not named is unknown. Empty: none, the models cannot be tuned."
    )
    preview: bool | None = Field(None, description="Whether it is not yet generally available.")
    jobs_end: Day | None = Field(None, description="First day on which no new job starts.")
    models_end: Day | None = Field(None, description="Day on which tuned models shut down.")
    regions: list[Region] | None = Field(
        None, description="Codes of where it trains, `US` or `EU`; absent: not stated."
    )
    everywhere: bool | None = Field(
        None, description="True: no other provider tunes them in any way but this."
    )


class TrainingPrice(Value):
    """What a million tokens of training cost, each epoch counted."""

    usd_per_mtok: Amount = Field(description="USD per million tokens trained on.")
    method: Method | None = Field(None, description="The method; absent: any.")
    models: list[ModelRef] | None = Field(None, description="For these models.")
    above_parameters_b: Amount | None = Field(
        None, description="For models of more parameters than this, in billions."
    )
    up_to_parameters_b: Amount | None = Field(
        None, description="For models of at most so many parameters, in billions."
    )


class TunedPrice(Value):
    """What a request to a tuned model costs, in USD per million tokens, as standard service."""

    identifier: Name = Field(description="The name of its base there, `ft:BASE`, in lower case.")
    model: ModelRef = Field(description="The model that was tuned.")
    input_per_mtok: Amount = Field(description="Input price per Mtok.")
    output_per_mtok: Amount = Field(description="Output price per Mtok.")
    cache_read_per_mtok: Amount | None = Field(None, description="Cache-read price per Mtok.")


class TuningFile(Strict):
    """tuning/PROVIDER.toml: which models a provider tunes, until when, at what price."""

    complete: bool = Field(
        description="Whether its list of models was read whole: one that is not named is not tuned."
    )
    note: Line | None = Field(None, description="What to know beside the list, in one line.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: TuningFacts = Field(description="Facts, each a list of dated values.")
    tunable: list[Tunable] | None = Field(None, description="Models it tunes.")
    training_prices: list[TrainingPrice] | None = Field(None, description="What training costs.")
    tuned_prices: list[TunedPrice] | None = Field(
        None, description="What requests to tuned models cost."
    )


class Trains(Value):
    """Models that a library trains alike."""

    named: Name = Field(description="What the library calls them: a family, an architecture.")
    models: list[ModelRef] = Field(min_length=1, description="The models.")
    methods: list[Training] = Field(
        min_length=1,
        description="`lora` and `qlora` adapters, `full` all weights, `preference` DPO or alike.",
    )


class LibraryFile(Strict):
    """libraries/LIBRARY.toml: a library that trains open weights, and which it takes."""

    name: Name = Field(description="Name to show.")
    url: Url = Field(description="Its repository.")
    commit: Commit = Field(description="The state that was read.")
    dated: Day = Field(description="Day of that state.")
    maintained: bool = Field(description="Whether it is; one that is not counts for nothing.")
    note: Line | None = Field(None, description="What to know beside the list, in one line.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    trains: list[Trains] = Field(description="What it trains.")


class Takes(Value):
    """Parameters that an offering takes in a request."""

    offering: OfferingRef = Field(
        description="DEVELOPER/MODEL or DEVELOPER/MODEL@VARIANT, as below offerings/PROVIDER/."
    )
    takes: list[Parameter] | None = Field(None, description="Those it takes.")
    lacks: list[Parameter] | None = Field(None, description="Those it is known not to take.")


class ParametersFile(Strict):
    """parameters/PROVIDER.toml: what a request to each of a provider's offerings may set."""

    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    routes: list[Takes] = Field(description="Offerings, one entry a source.")


SHAPES: dict[str, type[Strict]] = {
    "tuning": TuningFile,
    "libraries": LibraryFile,
    "parameters": ParametersFile,
}
