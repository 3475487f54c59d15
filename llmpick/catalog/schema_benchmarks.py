"""The shape of benchmarks, and of scores of models that are not in the catalog, in pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llmpick.catalog.schema_base import (
    Date,
    Line,
    Name,
    Number,
    Slug,
    Source,
    Strict,
    Text,
    Value,
)
from llmpick.catalog.schema_models import Score


class BenchmarkFacts(Strict):
    """What is known of a benchmark."""

    scale_min: list[SignedNumber] | None = Field(
        None, description="Least value that can be scored, in *unit*."
    )
    scale_max: list[SignedNumber] | None = Field(
        None, description="Highest value that can be scored, in *unit*."
    )
    chance: list[Number] | None = Field(
        None, description="Value that blind guessing scores, in *unit*."
    )
    human_baseline: list[Text] | None = Field(
        None, description="What people score, and which people."
    )
    saturation: list[Text] | None = Field(
        None, description="How near the best models are to the end of the scale."
    )
    contamination: list[Text] | None = Field(
        None, description="How its questions may have come into training data."
    )
    year: list[Date] | None = Field(None, description="When it was published.")


class SignedNumber(Value):
    """A finite number."""

    value: Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)] = Field(
        description="A number, in the unit of the fact."
    )


class BenchmarkFile(Strict):
    """benchmarks/BENCHMARK.toml: a test with its version, harness and metric."""

    name: Name = Field(description="Name to show, with version and harness where they matter.")
    domain: Slug = Field(
        description="Ability it measures, as tasks weigh it (`coding_gen`, `japanese`); `other`"
        " counts for none of them.",
    )
    unit: Name = Field(description="Unit of its values, as its publisher writes it.")
    higher_is_better: bool = Field(description="Direction: true for a benefit, false for a cost.")
    board: Slug = Field(description="Group whose questions or judges it shares.")
    role: Literal["overall", "category", "single", "aggregate"] = Field(
        description="`single` test, `category` of a board, its `overall` row, or `aggregate` of"
        " other tests.",
    )
    link: Literal["logit", "elo", "none"] = Field(
        description="How a value becomes log-odds: `logit` of its place on the scale, `elo` "
        "rating, `none` not at all.",
    )
    in_fit: bool = Field(description="Whether the ability fit reads it.")
    left_out_because: Line | None = Field(None, description="Reason, where `in_fit` is false.")
    sources: dict[Slug, Source] | None = Field(
        None, description="Sources that the values of this file name, by a name of their own."
    )
    facts: BenchmarkFacts | None = Field(None, description="Facts, each a list of dated values.")


class ScoresFile(Strict):
    """scores/FEED.toml: results of models that the catalog does not otherwise hold."""

    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    scores: list[Score] = Field(description="Results on benchmarks, one a run.")
