"""The shape of the scale of values, and of the fit of abilities, in pydantic."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from llmpick.catalog.schema_base import (
    Amount,
    Criterion,
    Day,
    Effort,
    Grade,
    Line,
    Name,
    Slug,
    Strict,
    Utility,
)


class QualityAnchor(Strict):
    """One end of a task's quality scale."""

    theta: Annotated[float, Field(allow_inf_nan=False)] = Field(
        description="Ability in the task, logits."
    )
    model: Name = Field(description="The model that stands there.")
    effort: Effort | None = Field(None, description="Its reasoning effort.")


class TaskAnchors(Strict):
    """The three points that set a task's quality scale."""

    low: QualityAnchor = Field(description="Ability worth 0.")
    knee: QualityAnchor = Field(description="Ability worth `knee_utility` of scale.toml.")
    high: QualityAnchor = Field(description="Ability worth 1.")

    @model_validator(mode="after")
    def rising(self) -> TaskAnchors:
        """Ends that do not rise are no scale."""
        if not self.low.theta < self.knee.theta < self.high.theta:
            raise ValueError("low, knee and high must rise")
        return self


class CostScale(Strict):
    """Ends of the cost scale where no budget is given, per million tokens."""

    worst_input_usd_per_mtok: Amount = Field(
        description="Input price of the cost worth 0, US dollars per Mtok."
    )
    worst_output_usd_per_mtok: Amount = Field(
        description="Output price of the cost worth 0, US dollars per Mtok."
    )
    best_input_usd_per_mtok: Amount = Field(
        description="Input price of the cost worth 1, US dollars per Mtok."
    )
    best_output_usd_per_mtok: Amount = Field(
        description="Output price of the cost worth 1, US dollars per Mtok."
    )
    floor_usd_per_month: Amount = Field(
        description="Cost under which cheaper is worth no more, US dollars a month."
    )
    best_share_of_budget: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="Share of a budget, 0 to 1, at which a cost is worth 1."
    )


class ScaleFile(Strict):
    """scale.toml: the fixed ends of every criterion, so that no candidate moves another."""

    scale_version: Name = Field(
        description="Version of the ends; scores of two versions do not compare."
    )
    as_of: Day = Field(description="Day the ends were set for.")
    knee_utility: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="Utility at the knee of the quality scale, 0 to 1."
    )
    why: Line = Field(description="How the ends were chosen.")
    cost: CostScale = Field(description="Ends of the cost scale.")
    privacy_grades: dict[Grade, Utility] = Field(
        description="Utility of each privacy grade, 0 to 1."
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
        """Every grade stands and rises, every preset weighs something, one is the default."""
        grades = [self.privacy_grades.get(f"P{number}") for number in range(6)]
        known = [grade for grade in grades if grade is not None]
        if len(known) < 6 or known != sorted(known):
            raise ValueError("privacy_grades must name P0 to P5, rising from 0 to 1")
        if "balanced" not in self.weights:
            raise ValueError("weights must hold the preset `balanced`")
        if not all(sum(preset.values()) > 0 for preset in self.weights.values()):
            raise ValueError("every preset must weigh something")
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
    anchors: dict[str, TaskAnchors] = Field(description="Ends of the quality scale, by task.")
    benchmarks: dict[str, Any] = Field(
        description="What each benchmark asks and how sharply it tells models apart, on the "
        "fitted scale.",
    )
