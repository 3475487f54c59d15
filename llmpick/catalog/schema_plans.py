"""The shape of plans/ and of seats.toml: what is sold by the seat, and how much people use it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llmpick.catalog.schema_base import (
    Amount,
    Flag,
    Line,
    ModelRef,
    Name,
    Slug,
    Source,
    Strict,
    Value,
)
from llmpick.catalog.schema_providers import Country, Days, Regions, Training
from llmpick.catalog.schema_rates import Currency

Quantity = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]


class SeatPrice(Value):
    """A price a month, as it is listed, without tax."""

    value: Amount = Field(description="A month, in the currency of the list.")
    currency: Currency = Field(description="ISO 4217 code.")


class Status(Value):
    """Whether a plan can be bought."""

    value: Literal["current", "renewal-only", "closed"] = Field(
        description="`current`; `renewal-only` to those who have it; `closed` to new customers.",
    )


class PlanBuyers(Value):
    """Who can buy a plan."""

    value: Literal["per-seat", "individual", "account", "usage"] = Field(
        description="`per-seat` a team, by the seat; `individual` one person; `account` one a "
        "customer; `usage` no seat price, all use is metered.",
    )


class SeatCount(Value):
    """A number of seats."""

    value: Annotated[int, Field(ge=0, le=1_000_000)] = Field(description="Seats.")


class Included(Value):
    """What comes with a seat, in words."""

    value: Line = Field(description="In our words, in one line.")


class PlanAllowance(Value):
    """How much use comes with a seat, where that can be counted."""

    value: Quantity = Field(description="So much a seat and period; 0: all use is metered.")
    unit: Literal["usd", "calls", "tokens", "credits"] = Field(
        description="`usd` of use at prices of the API; `calls` of a model; `tokens`, in and out; "
        "`credits` of the vendor's own, which say nothing of tokens.",
    )
    period: Literal["day", "week", "month"] = Field(description="For which it holds.")


class Overage(Value):
    """What use above the allowance costs."""

    value: Literal["api-price", "credits", "none"] = Field(
        description="`api-price` what the tokens cost by API, or near it; `credits` of the "
        "vendor's own; `none` it stops.",
    )
    default: Literal["on", "off"] | None = Field(
        None, description="Whether it is charged unless somebody acts; absent: unknown."
    )


class Models(Value):
    """Models of the catalog that a plan gives."""

    value: list[ModelRef] = Field(min_length=1, description="Models.")


class Makers(Value):
    """Whose models a plan gives, where no page names the models."""

    value: list[Slug] = Field(min_length=1, description="Developers.")


class Tools(Value):
    """Where a plan can be used."""

    value: list[Name] = Field(min_length=1, description="Names of editors, tools and apps.")


class PlanFacts(Strict):
    """What is known of a plan; each fact is a list of dated values."""

    status: list[Status] = Field(description="Whether it can be bought.")
    billing: list[PlanBuyers] = Field(description="Who can buy it.")
    seat_month: list[SeatPrice] | None = Field(
        None, description="Price of a seat a month, billed by the month."
    )
    seat_year: list[SeatPrice] | None = Field(
        None, description="Price of a seat a month, billed by the year."
    )
    team_month: list[SeatPrice] | None = Field(
        None, description="Price a month for the whole team, beside its seats."
    )
    least_seats: list[SeatCount] | None = Field(None, description="Fewest seats sold.")
    most_seats: list[SeatCount] | None = Field(None, description="Most seats sold.")
    included: list[Included] | None = Field(None, description="What comes with a seat.")
    allowance: list[PlanAllowance] | None = Field(
        None, description="How much use comes with a seat; absent: not published."
    )
    pooled: list[Flag] | None = Field(
        None, description="Whether all seats draw on the allowances of all."
    )
    overage: list[Overage] | None = Field(None, description="What use above the allowance costs.")
    models: list[Models] | None = Field(None, description="Models that it gives.")
    makers: list[Makers] | None = Field(
        None, description="Whose models it gives, where no page names them."
    )
    tools: list[Tools] | None = Field(None, description="Where it can be used.")
    sso: list[Flag] | None = Field(None, description="Whether it has single sign-on.")
    policy_controls: list[Flag] | None = Field(
        None, description="Whether an administrator sets policies for all seats."
    )
    indemnity: list[Flag] | None = Field(
        None, description="Whether the vendor answers for claims on what it generates."
    )
    trains_on_inputs: list[Training] | None = Field(
        None, description="Whether what is sent trains models; else that of *terms*."
    )
    retention_days: list[Days] | None = Field(
        None, description="Days that content is kept at most; else that of *terms*."
    )
    dpa: list[Flag] | None = Field(
        None, description="Whether there is a data processing agreement; else that of *terms*."
    )
    processing_regions: list[Regions] | None = Field(
        None, description="Regions that can be pinned; else those of *terms*."
    )
    jurisdiction: list[Country] | None = Field(
        None, description="Whose law the vendor is under; else that of *terms*."
    )


class PlanFile(Strict):
    """plans/VENDOR/PLAN.toml: a product that is sold by the seat, or to one person."""

    name: Name = Field(description="Its name as people know it.")
    aliases: list[Name] | None = Field(None, description="Further names.")
    vendor: Name = Field(description="Company that sells it.")
    serves: list[Literal["coding", "chat"]] = Field(
        min_length=1, description="`coding` a coding tool or agent; `chat` an assistant to talk to."
    )
    terms: Slug | None = Field(
        None, description="Record under providers/ whose terms hold for what is sent."
    )
    facts: PlanFacts = Field(description="What is known of it.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )


class Use(Value):
    """How much a person uses a product for some tasks."""

    value: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] = Field(
        description="Requests of a person on a day of use."
    )
    tasks: list[Slug] = Field(min_length=1, description="Tasks that it holds for.")
    serves: Literal["coding", "chat"] = Field(description="Which plans serve them.")
    days_per_month: Annotated[float, Field(gt=0, le=31)] = Field(
        description="Days of use in a month."
    )
    heavy: Annotated[float, Field(ge=1, le=100)] | None = Field(
        None, description="What a heavy month is of a usual one; absent: unknown."
    )


class SeatsFile(Strict):
    """seats.toml: how many requests a person makes, as far as anyone publishes it."""

    use: list[Use] = Field(description="One entry a group of tasks.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )


SHAPES: dict[str, type[Strict]] = {"plans": PlanFile, "seats": SeatsFile}
