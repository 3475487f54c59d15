"""The shape of a layer's short table: negotiated discounts and what is forbidden, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from llmpick.catalog.schema_base import Day, Line, ModelRef, Name, Slug, Strict

Route = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9._-]+/[a-z0-9._-]+@[a-z0-9._-]+(/[a-z0-9._-]+)?$")
]
Share = Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]


class NamedRoutes(Strict):
    """Which routes are meant: all that fit what is named."""

    provider: Slug | None = Field(None, description="Routes of this provider of the catalog.")
    model: ModelRef | None = Field(None, description="Routes of this model of the catalog.")
    offering: Route | None = Field(None, description="One route, MODEL@PROVIDER[/VARIANT].")

    @model_validator(mode="after")
    def named(self) -> NamedRoutes:
        """An entry that names nothing would mean everything."""
        if self.provider is None and self.model is None and self.offering is None:
            raise ValueError("names no provider, model or offering")
        return self


class DiscountTable(NamedRoutes):
    """What is taken off every price of the routes that are named."""

    discount: Share = Field(description="Share of the list price that is taken off, 0.15 for 15 %.")
    service: Literal["standard", "batch", "flex", "priority"] | None = Field(
        None, description="Of this service tier alone; absent: of all."
    )
    contract: Name = Field(description="The contract or the offer that grants it.")
    signed: Day = Field(description="Day of that contract.")
    since: Day | None = Field(None, description="First day in force; absent: the day it is signed.")
    until: Day | None = Field(None, description="Last day in force; absent: no end is known.")

    @model_validator(mode="after")
    def ends_after_its_start(self) -> DiscountTable:
        """An end before the start is a slip."""
        if self.until is not None and self.until < (self.since or self.signed):
            raise ValueError("ends before it begins")
        return self


class Forbidden(NamedRoutes):
    """Routes that are never to be used."""

    reason: Line = Field(description="Why, in one line; answers repeat it.")


class OverlayFile(Strict):
    """overlay.toml: discounts and bans of a layer of one's own; also [overlay] of llmpick.toml."""

    discounts: list[DiscountTable] | None = Field(None, description="Negotiated discounts.")
    forbidden: list[Forbidden] | None = Field(None, description="Models and providers not to use.")
    folder: Name | None = Field(
        None,
        description="In llmpick.toml alone: the folder beside it that holds further files of the"
        " layer.",
    )


SHAPES = {"overlay": OverlayFile}
