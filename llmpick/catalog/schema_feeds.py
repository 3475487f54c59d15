"""The shape of what is known of a feed of prices: its form, its names, how they join."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from llmpick.catalog.schema_base import Confidence, Day, Line, Name, Slug, Strict, Url

OfferingRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*"
        r"(@[a-z0-9][a-z0-9._-]*)?$"
    ),
]


class Join(Strict):
    """An entry of the feed that means an offering under another name than a request uses."""

    key: Name = Field(description="Key of the entry in the feed.")
    offering: OfferingRef = Field(description="PROVIDER/DEVELOPER/MODEL[@VARIANT] that it means.")
    why: Line = Field(description="What makes them the same.")


class Newest(Strict):
    """The newest state of a feed that is known, whether it was read or not."""

    state: Name = Field(description="Its name: a release, or the day of a download.")
    day: Day = Field(description="Its day.")
    seen: Day = Field(description="Day on which somebody last looked for a newer one.")


class PriceFeed(Strict):
    """How a feed of prices is read: `llmpick catalog refresh`."""

    form: Literal[
        "litellm",
        "llmledger",
        "genai-prices",
        "models-dev",
        "pi-ai",
        "model-prices",
        "openrouter",
    ] = Field(description="Form of its files: the module of llmpick that reads them.")
    address: Url | None = Field(None, description="Address of the file itself, where one is known.")
    states: list[Literal["price", "listing", "history"]] = Field(
        description="What it may state of an offering; `listing`: that it is on sale, or gone; "
        "`history`: on which days its prices began."
    )
    joined_as: Slug | None = Field(
        None, description="Feed whose providers and joins hold for it: it is made from that one."
    )
    family: Slug = Field(
        description="What it is made from; two feeds of one family are one witness."
    )
    rank: Annotated[int, Field(ge=1, le=99)] = Field(
        description="Place among feeds read within a fortnight: of two that differ, the lower "
        "number holds."
    )
    preferred_at: list[Slug] | None = Field(
        None,
        description="Providers at which it holds before newer states of others, offerings of the "
        "region `global` excepted.",
    )
    providers: dict[Name, list[Slug]] = Field(
        description="Providers as the feed calls them, and those of the catalog that they mean."
    )
    fallbacks: list[Name] | None = Field(
        None,
        description="Of these, the ones whose entry counts only where no other has the identifier.",
    )
    converted: list[Name] | None = Field(
        None, description="Of these, the ones whose list is in another currency than it states."
    )
    joins: list[Join] | None = Field(
        None, description="Entries that do not bear the identifier of a request."
    )
    joins_checked: Day = Field(
        description="Day on which providers and joins were held against the catalog."
    )
    newest: Newest | None = Field(
        None, description="The newest state that is known, for `catalog validate --release`."
    )
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class EndFeed(Strict):
    """How a feed of days on which models end is read: `llmpick catalog refresh --ends`."""

    form: Literal["openai-sdk", "anthropic-sdk", "litellm", "llm-sunset", "end-list"] = Field(
        description="Form of its files: what of llmpick reads them."
    )
    page: Url | None = Field(
        None, description="Page that it says its days are from; absent: its rows say, or nothing."
    )
    kind: Literal["vendor", "feed"] = Field(
        description="Who speaks: `vendor` the maker itself, whose word stands first."
    )
    confidence: Confidence = Field(description="How well a day of it is founded.")
    providers: dict[Name, list[Slug]] = Field(
        description="Providers as the feed calls them, and those of the catalog that they mean."
    )
    floors_at: list[Slug] | None = Field(
        None, description="Providers at which a day of it is one before which nothing ends."
    )
    joins_checked: Day = Field(description="Day on which providers were held against the catalog.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class RateFeed(Strict):
    """How a feed of exchange rates is read: `llmpick catalog refresh`."""

    form: Literal["ecb"] = Field(description="Form of its files: the module that reads them.")
    rates: Slug = Field(description="The file of rates/ that it fills.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")
