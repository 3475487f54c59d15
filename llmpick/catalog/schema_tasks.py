"""The shape of tasks, tokenizers, thinking and feeds, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from llmpick.catalog.schema_base import (
    Content,
    Day,
    Effort,
    Line,
    Modality,
    ModelRef,
    Name,
    PartialDate,
    Slug,
    Source,
    Strict,
    Url,
    Value,
)
from llmpick.catalog.schema_feeds import EndFeed, PriceFeed, RateFeed

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Thought = Annotated[int, Field(ge=0, le=1_000_000)]


class TaskThinking(Strict):
    """
    Reasoning tokens of a call at each effort, of the median model that reasons.

    What is left out follows from `low` and `high`: `minimal` lies halfway from none to low and
    `medium` halfway from low to high, both in the logarithm of one token more; the others are
    multiples of `high` as in scale.toml. At `none` nothing is thought.
    """

    minimal: Thought | None = Field(None, description="Tokens a call at minimal effort.")
    low: Thought = Field(description="Tokens a call at low effort.")
    medium: Thought | None = Field(None, description="Tokens a call at medium effort.")
    thinking: Thought | None = Field(
        None, description="Tokens a call of a model that thinking is only switched on of."
    )
    high: Thought = Field(description="Tokens a call at high effort.")
    xhigh: Thought | None = Field(None, description="Tokens a call at xhigh effort.")
    max: Thought | None = Field(None, description="Tokens a call at max effort.")
    why: Line = Field(description="Where they were counted; what is a judgement says so.")

    @model_validator(mode="after")
    def rises(self) -> TaskThinking:
        """More effort thinks no less."""
        stated = [self.minimal, self.low, self.medium, self.high, self.xhigh, self.max]
        known = [tokens for tokens in stated if tokens is not None]
        if known != sorted(known):
            raise ValueError("more effort must not think fewer tokens")
        return self


class Direction(Strict):
    """How long a translation is beside its original."""

    source: LanguageCode = Field(description="Language of the original, ISO 639-1.")
    target: LanguageCode = Field(description="Language of the translation, ISO 639-1.")
    value: Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)] = Field(
        description="Reference tokens out for one in; the way back takes the reciprocal."
    )


class TaskWorkload(Strict):
    """A month's work: requests, each of so many calls of the model; tokens are those of a call."""

    requests_per_month: Annotated[int, Field(gt=0)] = Field(description="Requests a month.")
    calls_per_request: Annotated[float, Field(ge=1, le=10_000)] | None = Field(
        None, description="Calls of the model that a request takes, on average; absent: one."
    )
    input_tokens: Annotated[int, Field(ge=0)] = Field(description="Tokens into a call.")
    image_tokens: Annotated[int, Field(ge=0)] | None = Field(
        None, description="Those of the tokens into a call that are of images."
    )
    output_tokens: Annotated[int, Field(ge=0)] = Field(description="Visible tokens out of a call.")
    cache_read_share: Annotated[float, Field(ge=0, le=1)] = Field(
        description="Share of the input that is read from the cache, 0 to 1."
    )
    thinking: TaskThinking = Field(
        description="Reasoning tokens of a call by effort, of the median model that reasons."
    )
    content: Content | None = Field(
        None, description="What the text is, for tokenizers; absent: its language, else English."
    )
    directions: list[Direction] | None = Field(
        None, description="Of a translation: how long it is, by direction."
    )
    why: Line = Field(
        description="Where the tokens of a call, and the calls, are from; what is a judgement "
        "says so."
    )
    why_requests: Line = Field(description="Whose month the requests are.")


class TaskFile(Strict):
    """tasks/TASK.toml: a preset. Opinions, kept apart from facts."""

    name: Name = Field(description="Name to show.")
    aliases: list[Slug] | None = Field(None, description="Further names of the task.")
    language: LanguageCode | None = Field(None, description="Language of the work, ISO 639-1 code.")
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
        None, description="Preset of scale.toml that weighs its criteria; `value` where absent."
    )
    patience_tokens: Annotated[int, Field(ge=0)] | None = Field(
        None,
        description="Reasoning tokens of a call that a waiting person can bear; absent: nobody "
        "waits.",
    )
    why_patience: Line | None = Field(None, description="What that number rests on.")
    floor_points: Annotated[float, Field(gt=0, le=100)] = Field(
        description="Points under the task's frontier, of 100, from which a route is of no use "
        "for it, however cheap."
    )
    why_floor: Line = Field(description="What that number rests on.")
    workload: TaskWorkload = Field(description="What a month of it is, unless the user says.")
    why: Line = Field(description="What the weights are meant to measure.")
    caution: Line | None = Field(
        None, description="What an estimate of the task lacks; said with every answer."
    )

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


Prompts = Literal["knowledge", "puzzle", "mathematics", "questions", "agents"]
MedianEffort = Literal["minimal", "low", "medium", "high", "xhigh", "max", "thinking"]


class Multiple(Value):
    """Tokens of a model beside those of the median model, on the same prompts."""

    model: ModelRef = Field(description="The model.")
    effort: Effort | None = Field(None, description="Reasoning effort of the run.")
    prompts: Prompts = Field(
        description="Class of the prompts; `agents` are runs of many turns, the others one answer."
    )
    value: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = Field(
        description="Its tokens by those of the median model: geometric mean over prompts, or "
        "where single prompts are not published the ratio of the means."
    )
    spread: Annotated[float, Field(ge=0, le=5)] | None = Field(
        None, description="Standard deviation of the logarithm, over prompts; absent: unknown."
    )


class ThinkingFile(Strict):
    """thinking/STUDY.toml: how many tokens models spend on the same prompts."""

    name: Name = Field(description="Name of the study.")
    counts: Literal["completion", "reasoning"] | None = Field(
        None,
        description="What is counted: all tokens of a `completion`, which is meant where absent, "
        "or those of `reasoning` alone.",
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    median_tokens: dict[Prompts, Annotated[float, Field(gt=0)]] = Field(
        description="Tokens of the median model, by class of prompts."
    )
    median_efforts: dict[Prompts, MedianEffort] | None = Field(
        None, description="Effort that the median model ran at; absent: as at medium."
    )
    multiples: list[Multiple] = Field(description="Models, one row a class of prompts.")


class EffortName(Strict):
    """How the names of a feed's rows show a reasoning effort."""

    named: Name = Field(description="What the name of a row shows, as seen in the feed.")
    effort: Effort | None = Field(
        None, description="The effort that it stands for; absent: no effort can be read from it."
    )
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class FeedFile(Strict):
    """feeds/FEED.toml: a publication that values were taken from, and its licence."""

    name: Name = Field(description="Name to show.")
    url: Url | None = Field(None, description="Address of the publication.")
    licence: Name = Field(
        description="Licence its figures are used under; `facts, cited` where there is none."
    )
    attribution: Line | None = Field(None, description="What NOTICE says.")
    dated: Day | PartialDate | None = Field(None, description="Date of the state that was taken.")
    effort_names: list[EffortName] | None = Field(
        None, description="Of a feed of scores: how the names of its rows show efforts."
    )
    price_feed: PriceFeed | None = Field(
        None, description="Of a feed of prices: how it is read, and how its entries join."
    )
    end_feed: EndFeed | None = Field(
        None, description="Of a feed of ends: how it is read, and what its days mean."
    )
    rate_feed: RateFeed | None = Field(
        None, description="Of a feed of exchange rates: how it is read."
    )
