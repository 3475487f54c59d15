"""The shape of rates/, as a pydantic model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from llmpick.catalog.schema_base import Name, Slug, Source, Strict, Value

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class ListedRate(Value):
    """What one unit of the base is in a currency, from a day on."""

    currency: Currency = Field(description="ISO 4217 code.")
    value: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)] = Field(
        description="Units of the currency for one of the base."
    )


class RatesFile(Strict):
    """rates/PUBLISHER.toml: exchange rates, as their publisher states them."""

    name: Name = Field(description="Who publishes them.")
    base: Currency = Field(description="ISO 4217 code of the currency that they are for.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    exchange: list[ListedRate] = Field(description="Rates, one a currency and day.")


SHAPES: dict[str, type[Strict]] = {"rates": RatesFile}
