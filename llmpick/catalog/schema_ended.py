"""The shape of ended/, as a pydantic model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from llmpick.catalog.schema_base import Confidence, Day, Line, Name, Slug, Source, Strict

Identifier = Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=r"^[!-~]+$")]


class EndedRow(Strict):
    """An identifier of a request that its provider has ended, or has said when it will."""

    id: Identifier = Field(description="As the provider spells it.")
    ends_on: Day | None = Field(None, description="First day on which it no longer works.")
    replacement: Identifier | None = Field(
        None, description="What the provider names in its place, as it spells it."
    )
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    agreeing: list[Slug] | None = Field(None, description="Further sources that say the same.")
    confidence: Confidence | None = Field(None, description="How well it is founded.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class EndedFile(Strict):
    """
    ended/PROVIDER.toml: identifiers that a provider has ended and that no offering stands for.

    Old snapshots, and models of images, sound and embeddings: they are found in code, and nobody
    can choose them any more.
    """

    name: Name = Field(description="The provider.")
    identifiers: list[EndedRow] = Field(min_length=1, description="One an identifier.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the rows of this file name, by a name of their own."
    )


SHAPES: dict[str, type[Strict]] = {"ended": EndedFile}
