"""The shape of the scale of values, and of the fit of abilities, in pydantic."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import Field, StringConstraints, model_validator

from llmpick.catalog.schema_base import (
    Amount,
    Criterion,
    Day,
    Effort,
    Line,
    Name,
    PrivacyLevel,
    Slug,
    Strict,
    Utility,
)


class TaskFrontier(Strict):
    """The best of a task."""

    score: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="Highest expected score of a model with evidence of the task, 0 to 1."
    )
    model: Name = Field(description="The model that has it.")
    effort: Effort | None = Field(None, description="Its reasoning effort.")


class ReferenceBill(Strict):
    """Prices of the bill that a cost is compared with, US dollars per million tokens."""

    input_usd_per_mtok: Amount = Field(description="Input, US dollars per Mtok.")
    output_usd_per_mtok: Amount = Field(
        description="Output, and what is thought at medium effort, US dollars per Mtok."
    )
    cache_read_usd_per_mtok: Amount = Field(
        description="Input read from a cache, US dollars per Mtok."
    )


Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class ScaleFile(Strict):
    """scale.toml: the fixed ends of every criterion, so that no candidate moves another."""

    scale_version: Name = Field(
        description="Version of the ends; scores of two versions do not compare."
    )
    as_of: Day = Field(description="Day the ends were set for.")
    why: Line = Field(description="How the ends were chosen.")
    quality_span_points: Annotated[float, Field(gt=0, le=100)] = Field(
        description="So many points under the best of a task a score is worth nothing."
    )
    customisability_stated: Points = Field(
        description="Weight of customisability, of 100, where the need asks for it and its preset "
        "gives it less."
    )
    reference_bill: ReferenceBill = Field(
        description="Prices of the bill that is worth half where no lower budget is given."
    )
    privacy_levels: dict[PrivacyLevel, Utility] = Field(
        description="Utility of each level of privacy that is proved, 0 to 1."
    )
    effort_multipliers: dict[Effort, Annotated[float, Field(ge=0, le=20)]] = Field(
        description="Reasoning tokens at each effort, as a multiple of those at medium."
    )
    why_efforts: Line = Field(description="Where each multiple of effort was measured.")
    weights: dict[Slug, dict[Criterion, Amount]] = Field(
        description="Presets of weights: preset, criterion, weight; only their proportion counts."
    )

    @model_validator(mode="after")
    def whole(self) -> ScaleFile:
        """Every level stands and rises, every preset weighs something, one is the default."""
        worth = [self.privacy_levels.get(level) for level in get_args(PrivacyLevel)]
        known = [one for one in worth if one is not None]
        if len(known) < len(worth) or known != sorted(known):
            raise ValueError("privacy_levels must name every level, rising")
        if "value" not in self.weights:
            raise ValueError("weights must hold the preset `value`")
        if not all(sum(preset.values()) > 0 for preset in self.weights.values()):
            raise ValueError("every preset must weigh something")
        return self


class NearDomains(Strict):
    """Which other domains tell of a domain."""

    near: list[Slug] = Field(description="Domains near it; empty: none.")
    why: Line = Field(description="What they share with it.")


class DomainsFile(Strict):
    """domains.toml: which domains are near which, an opinion that evidence is counted by."""

    as_of: Day = Field(description="Day the table was set.")
    why: Line = Field(description="What near means, and how it was judged.")
    domains: dict[Slug, NearDomains] = Field(description="What is near each domain.")

    @model_validator(mode="after")
    def of_others(self) -> DomainsFile:
        """A domain near itself, or near one that the table lacks, is a slip."""
        for name, found in self.domains.items():
            for other in found.near:
                if other == name or other not in self.domains:
                    raise ValueError(f"`{other}` cannot be near `{name}`: name another domain")
        return self


class FitMeta(Strict):
    """What a fit was made of."""

    made: Day = Field(description="Day of the fit.")
    as_of: Day = Field(description="Day the fit stands for; later scores were not read.")
    scale_version: Name = Field(description="Version of scale.toml that it was made under.")
    inputs_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="SHA-256 over the scores, benchmarks, tasks and release dates that it read."
    )
    code_version: Name = Field(description="Version of the fit's code.")
    rows: Annotated[int, Field(ge=0)] = Field(description="Scores read.")
    cells: Annotated[int, Field(ge=0)] = Field(
        description="Measurements that the scores made: one for each model, effort and benchmark."
    )
    models: Annotated[int, Field(ge=0)] = Field(description="Models fitted.")
    model_efforts: Annotated[int, Field(ge=0)] = Field(
        description="Pairs of model and effort fitted."
    )
    benchmarks: Annotated[int, Field(ge=0)] = Field(description="Benchmarks fitted.")
    iterations: Annotated[int, Field(ge=0)] = Field(description="Rounds until it settled.")
    calibration: Annotated[float, Field(ge=1, le=5)] = Field(
        description="Factor on standard errors that makes an 80 % interval hold 80 % of scores "
        "left out.",
    )


class FitFile(Strict):
    """derived/fit.toml: written by `llmpick catalog fit`, never by hand."""

    meta: FitMeta = Field(description="Which rows it was made of.")
    report: dict[str, Any] = Field(
        description="How well it foretells scores that it was not shown."
    )
    source_classes: dict[str, Any] = Field(
        description="Offset (logits) and extra variance of each class of reporter."
    )
    frontiers: dict[str, TaskFrontier] = Field(description="The best of each task.")
    benchmarks: dict[str, Any] = Field(
        description="What each benchmark asks and how sharply it tells models apart, on the "
        "fitted scale.",
    )
