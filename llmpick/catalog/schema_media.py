"""The shape of media/, as a pydantic model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from llmpick.catalog.schema_base import Confidence, Line, ModelRef, Name, Slug, Source, Strict

Pixels = Annotated[int, Field(gt=0, le=100_000)]
Counted = Annotated[int, Field(gt=0, le=1_000_000)]


class MediaRuleTable(Strict):
    """How many tokens of a model one image, page or second is."""

    medium: Literal["image", "pdf-page", "audio-second", "video-second"] = Field(
        description="What is counted."
    )
    models: list[ModelRef] = Field(min_length=1, description="Models that count so.")
    form: Literal["patches", "tiles", "fixed"] = Field(
        description="`patches`: squares of so many pixels, each a token; `tiles`: larger squares "
        "of so many tokens each; `fixed`: so many tokens whatever the size."
    )
    side_pixels: Pixels | None = Field(None, description="Side of a patch or tile.")
    multiple: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] | None = Field(
        None, description="Tokens for one patch; one where absent."
    )
    longest_edge_pixels: Pixels | None = Field(
        None, description="An image is scaled down to it before it is counted."
    )
    shortest_edge_pixels: Pixels | None = Field(None, description="And then to it.")
    smallest_pixels: Pixels | None = Field(
        None, description="Of tiles: an image with both edges up to it is one."
    )
    most_patches: Counted | None = Field(None, description="Scaled down to so many patches.")
    most_tokens: Counted | None = Field(None, description="No image is more tokens.")
    tokens: Counted | None = Field(
        None, description="Of `fixed`: tokens of one; of `tiles`: tokens beside the tiles."
    )
    tokens_a_tile: Counted | None = Field(None, description="Tokens of a tile.")
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    agreeing: list[Slug] | None = Field(None, description="Further sources that say the same.")
    confidence: Confidence | None = Field(None, description="How well it is founded.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")

    @model_validator(mode="after")
    def whole(self) -> MediaRuleTable:
        """A form has what it is counted by."""
        needed = {"patches": ("side_pixels",), "tiles": ("side_pixels", "tokens_a_tile")}
        for name in needed.get(self.form, ("tokens",)):
            if getattr(self, name) is None:
                raise ValueError(f"{self.form} without {name}")
        return self


class MediaFile(Strict):
    """media/DEVELOPER.toml: how images, pages, sound and film are counted in tokens."""

    name: Name = Field(description="Who makes the models.")
    rules: list[MediaRuleTable] = Field(description="One a medium and group of models.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the rules of this file name, by a name of their own."
    )


SHAPES: dict[str, type[Strict]] = {"media": MediaFile}
