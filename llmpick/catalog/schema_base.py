"""What the shapes of all files share: names, sources, and values that carry one."""

from __future__ import annotations

import datetime
from math import copysign
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+$"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
ModelRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=_PLAIN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=_PLAIN)]
Url = Annotated[str, StringConstraints(max_length=600, pattern=r"^https?://[^\s\x00-\x1f]+$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2})?$")]
Day = datetime.date
Region = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{2,32}$")]
Confidence = Literal["high", "medium", "low"]
PrivacyLevel = Literal["public", "internal", "confidential", "regulated", "air-gapped"]
Utility = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Criterion = Literal["performance", "cost", "privacy", "customisability"]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "thinking"]
Modality = Literal["text", "image", "pdf", "audio", "video"]
Dialect = Literal[
    "openai-chat",
    "openai-responses",
    "anthropic-messages",
    "gemini",
    "bedrock-converse",
    "cohere-chat",
    "watsonx-chat",
    "oci-chat",
    "sap-orchestration",
]
Content = Literal[
    "en",
    "ja",
    "zh",
    "ko",
    "de",
    "fr",
    "es",
    "ru",
    "hi",
    "th",
    "vi",
    "code_python",
    "code_js",
    "json",
    "markdown_en",
]
LEAST_AMOUNT = 1e-9


def _counted(amount: float) -> float:
    if copysign(1.0, amount) < 0 or 0 < amount < LEAST_AMOUNT:
        raise ValueError(f"an amount of {amount:g} is 0, or a slip of the pen")
    return amount


Amount = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False), AfterValidator(_counted)]
Tokens = Annotated[int, Field(gt=0, le=1_000_000_000)]


class Strict(BaseModel):
    """No unknown key, no silent conversion, no change after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Source(Strict):
    """Where a value was read, and when."""

    kind: Literal[
        "vendor",
        "feed",
        "independent",
        "secondary",
        "aggregator",
        "policy",
        "contract",
        "own",
    ] = Field(
        description="Who speaks: `vendor` the maker or seller itself, `feed` a publication "
        "under feeds/, `independent` a measurement by others, `secondary` someone "
        "who quotes, `aggregator` a collection of quotes, `policy` a decision of "
        "this catalog; in a layer of one's own also a `contract` that one has, or `own` "
        "statements.",
    )
    url: Url | None = Field(None, description="Address of the page or file.")
    title: Name | None = Field(None, description="Title of the page or document.")
    read: Day = Field(
        description="Day on which a person or an importer saw the page; of a feed, the day of "
        "the state that was taken.",
    )
    feed: Slug | None = Field(None, description="The publication in feeds/ it was taken from.")
    text_date: Day | PartialDate | None = Field(
        None, description="Date that the text itself bears."
    )

    @model_validator(mode="after")
    def named(self) -> Source:
        """A source nobody could find again is no source."""
        if self.url is None and self.feed is None and self.title is None:
            raise ValueError("a source needs a url, a feed or a title")
        return self


class Value(Strict):
    """What a dated value of a fact carries beside the value itself."""

    source: Slug = Field(description="Name of the source, in this file, that says so.")
    agreeing: list[Slug] | None = Field(
        None, description="Names of further sources that say the same."
    )
    since: Day | None = Field(None, description="First day in force; absent: since the start.")
    confidence: Confidence | None = Field(
        None,
        description="How well it is founded: `high` the vendor's page in full, `medium` an "
        "excerpt of it or two others, `low` one other.",
    )
    disputed: bool | None = Field(None, description="Recorded, but not in force: another value is.")
    note: Line | None = Field(None, description="What to know beside the value, in one line.")


class Flag(Value):
    """A yes or a no."""

    value: bool = Field(description="True or false.")


class Text(Value):
    """A name or a short word."""

    value: Name = Field(description="A name or a short word.")


class Number(Value):
    """A finite number, zero or more."""

    value: Amount = Field(description="A number, in the unit of the fact.")


class Count(Value):
    """Tokens."""

    value: Tokens = Field(description="Tokens.")


class Date(Value):
    """A day, or a month or a year where no more is known."""

    value: Day | PartialDate = Field(description="A day; a month or a year where no more is known.")


class FullDate(Value):
    """A day."""

    value: Day = Field(description="A day.")


class Modalities(Value):
    """What goes in or comes out."""

    value: list[Modality] = Field(description="Modalities, in any order.")


class Names(Value):
    """A list of names; an empty one is a known "none"."""

    value: list[Name] = Field(description="Names; an empty list is a known none.")
