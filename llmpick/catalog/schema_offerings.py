"""The shape of offerings: prices, hours, what a provider serves, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from llmpick.catalog.schema_base import (
    Amount,
    Confidence,
    Day,
    Flag,
    FullDate,
    Line,
    Name,
    Slug,
    Source,
    Strict,
    Text,
    Tokens,
    Value,
)

LEAST_PER_MTOK = 1e-4
MOST_PER_MTOK = {"USD": 10_000, "EUR": 10_000, "CNY": 100_000, "JPY": 1_000_000}


class Price(Strict):
    """
    One price list, in force from *since* until the next one of the same terms.

    Without *since* it is in force from the start, and known from its first reading on.

    Amounts are per million tokens in *currency*. Where *over_input_tokens* stands, it prices
    requests whose input is longer; where *window* stands, requests in those hours.
    """

    source: Slug = Field(description="Name of the source, in this file, that gives it.")
    agreeing: list[Slug] | None = Field(
        None, description="Names of further sources that give the same."
    )
    since: Day | None = Field(
        None,
        description="First day in force, where a source states it or the price was seen to "
        "move; absent: in force from the start, and known from its first reading on.",
    )
    first_read: Day | None = Field(
        None,
        description="Day of the earliest state of a source that gave it, where that is before "
        "those of its sources; without `since` the price is not known before it.",
    )
    dated_by: Slug | None = Field(
        None,
        description="Name of the source that states `since` or `first_read`, where it is another.",
    )
    confidence: Confidence | None = Field(
        None, description="How well `since` is founded, where that is not well."
    )
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
        None, description="FeeEntry of each request, in *currency*, beside its tokens."
    )
    per_image: Amount | None = Field(
        None, description="FeeEntry of each image that goes in, in *currency*, beside its tokens."
    )
    note: Line | None = Field(None, description="What to know beside the price, in one line.")

    @model_validator(mode="after")
    def _per_mtok(self) -> Self:
        """No price is a thousand times the dearest or a thousandth of the cheapest ever seen."""
        most = MOST_PER_MTOK[self.currency]
        for name in type(self).model_fields:
            amount = getattr(self, name) if name.endswith("_per_mtok") else None
            if amount and not LEAST_PER_MTOK <= amount <= most:
                raise ValueError(
                    f"{name} of {amount:g} {self.currency} is not from {LEAST_PER_MTOK:g} to "
                    f"{most:,} per Mtok: is it in another unit?"
                )
        return self


class FeeEntry(Strict):
    """
    What is charged beside the tokens, at any service and length.

    Of one *per* there is one amount, or one for each size of the context of a search.
    """

    source: Slug = Field(description="Name of the source, in this file, that gives it.")
    per: Literal["request", "web-search", "cached-mtok-hour"] = Field(
        description="What is counted: each request; each search of the web that a request makes; "
        "an hour for which a million tokens are kept in a cache."
    )
    usd: Amount = Field(description="US dollars for one of them.")
    search_context: Literal["low", "medium", "high"] | None = Field(
        None, description="Size of the context of a search that it is the fee of; absent: any."
    )
    confidence: Confidence | None = Field(
        None, description="How well it is founded, where that is not well."
    )
    note: Line | None = Field(None, description="What to know beside the fee, in one line.")


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


class Limit(Value):
    """A rate limit of the tier that whoever pays by use has; its note names the tier."""

    value: Annotated[int, Field(ge=1, le=10**12)] = Field(description="Most in a minute.")


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
    earliest_retirement_on: list[FullDate] | None = Field(
        None, description="Day before which the provider will not retire it; never an end."
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
    requests_per_minute: list[Limit] | None = Field(
        None, description="Requests a minute that the least paid tier open to all allows."
    )
    tokens_per_minute: list[Limit] | None = Field(
        None, description="Tokens a minute, in and out, that the least paid tier allows."
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
    fees: list[FeeEntry] | None = Field(None, description="Fees beside the tokens.")
    hours: list[Hours] | None = Field(None, description="Hours of the windows that prices name.")
    reviewed: list[Reviewed] | None = Field(None, description="Exceptions to rules of validation.")
