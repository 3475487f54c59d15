"""The shape of engines/: which inference engine runs which format on which hardware."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llmpick.catalog.schema_base import Line, Name, Slug, Source, Strict, Text

Generation = Literal[
    "nvidia-ampere",
    "nvidia-ada",
    "nvidia-hopper",
    "nvidia-blackwell-dc",
    "nvidia-blackwell-rtx",
    "amd-mi300",
    "amd-mi350",
    "amd-rdna",
    "apple",
    "cpu-x86",
    "intel-arc",
    "intel-gaudi",
]
Supported = Literal["yes", "partial", "no", "unknown"]


class EngineRuns(Strict):
    """Formats that an engine treats alike on some hardware."""

    formats: list[Slug] = Field(
        min_length=1, description="Records of formats/, `gguf` for all of that family, or others."
    )
    hardware: list[Generation] = Field(min_length=1, description="Generations of accelerators.")
    supported: Supported = Field(
        description="`yes` in that precision or as its own format; `partial` widened, weights "
        "only, as an experiment or by a plug-in; `no`; `unknown` where no source was read."
    )
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    since: Name | None = Field(None, description="First version or day, as the source has it.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class EngineOption(Strict):
    """What an engine can be told that memory or speed hang on."""

    kind: Literal["kv-cache", "multi-gpu", "mixed-gpus", "cpu-offload", "parallel", "memory"] = (
        Field(description="What it is about.")
    )
    values: list[Name] | None = Field(None, description="What may be stated, as the source has it.")
    default: Name | None = Field(None, description="What holds where nothing is stated.")
    option: Name | None = Field(None, description="The option of its command.")
    supported: Supported | None = Field(None, description="Whether it can; absent: by its values.")
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class EngineFactsTable(Strict):
    """Facts about an engine."""

    version: list[Text] | None = Field(None, description="Version that the rows were read of.")


class EngineFile(Strict):
    """engines/ENGINE.toml: an inference engine, and what it runs on which hardware."""

    name: Name = Field(description="Name to show.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: EngineFactsTable = Field(description="Facts, each a list of dated values.")
    runs: Annotated[list[EngineRuns], Field(min_length=1)] = Field(
        description="What it runs; a format on hardware that no row names is unknown."
    )
    options: list[EngineOption] | None = Field(None, description="What it can be told.")


SHAPES: dict[str, type[Strict]] = {"engines": EngineFile}
