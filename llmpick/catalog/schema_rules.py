"""The shape of regulations/, as pydantic models; `shapes.SHAPES` lists it with the others."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from llmpick.catalog.schema_base import Day, Line, Name, Region, Slug, Source, Strict, Url, Value

Sector = Literal["health", "hiring", "credit", "education", "public"]


class Duty(Value):
    """What a regulation asks of who uses a model, from *since* on."""

    id: Slug = Field(description="Name of the duty within the file.")
    asks: Line = Field(description="What it asks of a deployer, in a few words of our own.")
    regions: list[Region] = Field(
        min_length=1, description="Where the user is: ISO 3166 codes, `EU` or `EEA`."
    )
    sectors: list[Sector] | None = Field(
        None, description="Fields of work that it is about; absent: all."
    )
    when: Literal["operator-elsewhere", "processing-elsewhere", "no-baa", "not-ismap"] | None = (
        Field(
            None,
            description="The fact of a route that it hangs on: the operator is under the law of "
            "no region named, requests are not processed in the user's region, no business "
            "associate agreement, not registered under ISMAP; absent: none.",
        )
    )
    operators: list[Region] | None = Field(
        None, description="Only for operators under the law of these; absent: any."
    )
    except_operators: list[Region] | None = Field(
        None, description="Not for operators under the law of these."
    )
    until: Day | None = Field(None, description="Last day in force; absent: no end is known.")


class RegulationFile(Strict):
    """regulations/NAME.toml: a law or guideline, and what it asks of who uses a model."""

    name: Name = Field(description="Name to show.")
    citation: Line = Field(description="The act with its number, and what amended it.")
    binding: bool = Field(description="Whether it is law; false: guidance.")
    official: Url | None = Field(
        None, description="Address of the official text, for the reader; facts name their source."
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the duties of this file name, by a name of their own."
    )
    duties: list[Duty] = Field(min_length=1, description="What it asks, one duty a date.")

    @model_validator(mode="after")
    def named_once(self) -> RegulationFile:
        """A duty is named once."""
        names = [duty.id for duty in self.duties]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"two duties are named `{twice}`")
        return self
