"""The shape of developers/, as a pydantic model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from llmpick.catalog.schema_base import Name, Slug, Source, Strict, Text, Value

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Seat(Value):
    """Where a developer has its seat."""

    value: Country = Field(description="ISO 3166-1 alpha-2 code of the country.")


class DeveloperFacts(Strict):
    """What is known of who trains models; each fact is a list of dated values."""

    country: list[Seat] | None = Field(
        None, description="Country of its seat, whoever runs its models elsewhere."
    )
    parent: list[Text] | None = Field(None, description="Who controls it, where a text says so.")


class DeveloperFile(Strict):
    """developers/DEVELOPER.toml: who trains models; the first part of a model's identifier."""

    name: Name = Field(description="Its name as people know it.")
    facts: DeveloperFacts = Field(description="What is known of it.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )


SHAPES: dict[str, type[Strict]] = {"developers": DeveloperFile}
