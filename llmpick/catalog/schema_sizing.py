"""The shape of the files that speeds rest on: measured rows, and what was fitted on them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from llmpick.catalog.schema_base import Day, Line, Name, PartialDate, Slug, Source, Strict

Checkpoint = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$")
]
Positive = Annotated[float, Field(gt=0, le=1e15, allow_inf_nan=False)]
Number = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Whole = Annotated[int, Field(gt=0, le=10**13)]
Zero = Annotated[int, Field(ge=0, le=10**13)]
Layout = Annotated[str, StringConstraints(pattern=r"^(TP|DP|DEP|EP|PP)[0-9]{1,3}([A-Z0-9-]*)$")]
MeasuredTask = Literal[
    "decode",
    "prompt",
    "serving",
    "batch",
    "throughput-offline",
    "throughput-server",
    "throughput-interactive",
    "weights",
    "cache",
    "cache-tokens",
    "device-memory",
    "tuning-memory",
    "tuning-speed",
]


class Measurement(Strict):
    """One run of a model on hardware, and what was measured."""

    id: Slug = Field(description="Identifier of the row, unique in the file.")
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    task: MeasuredTask = Field(
        description="What was measured: `decode` one stream, `prompt` one prompt, `serving` time "
        "between tokens under load, `batch` the same of a static batch whose prompts came first, "
        "`throughput-*` at full load (offline, or with a limit on "
        "latency), `weights` of a file or per accelerator, `cache` of a sequence or a token, "
        "`cache-tokens` that have room, `device-memory` in use, `tuning-*` fine-tuning.",
    )
    value: Positive = Field(description="The measured value, in *unit*.")
    unit: Literal[
        "tokens/s", "tokens/s/accelerator", "ms", "GiB", "GB", "MiB", "bytes/token", "tokens"
    ] = Field(description="Unit of *value*; of weights and caches, per accelerator.")
    model: Checkpoint = Field(description="The checkpoint, DEVELOPER/NAME as on Hugging Face.")
    trust: Literal["high", "medium", "low"] = Field(
        description="How well it is founded: `high` published with its method, `medium` a run that "
        "a user uploaded, `low` with unknowns that matter."
    )
    date: Day | PartialDate = Field(description="Date of the run or of its publication.")
    hardware: Slug | None = Field(None, description="The accelerator, in hardware/.")
    accelerators: Whole | None = Field(None, description="How many of them.")
    layout: Layout | None = Field(
        None,
        description="How the model was laid out: TP tensor, DP data, EP expert, PP pipeline "
        "parallel, DEP attention by data and experts by expert, each with its degree.",
    )
    format: Slug | None = Field(None, description="How the weights were stored, see `formats`.")
    engine: Slug | None = Field(None, description="The program that ran it.")
    engine_version: Name | None = Field(None, description="Its version, as the source writes it.")
    concurrency: Positive | None = Field(
        None, description="Requests at a time; under given arrivals their mean."
    )
    request_rate: Positive | None = Field(
        None, description="Requests that arrive a second; absent: a new one when one ends."
    )
    cache: Literal["bf16", "fp8"] | None = Field(
        None, description="Precision of the cache; absent: bf16, or fp8 at full load in fp8 or fp4."
    )
    prompt_tokens: Zero | None = Field(None, description="Tokens of a prompt.")
    output_tokens: Whole | None = Field(None, description="Tokens of an answer.")
    context_tokens: Whole | None = Field(None, description="Context that was set aside.")
    first_token_ms: Positive | None = Field(
        None, description="Time to first token, ms; of a static batch, of all its prompts."
    )
    output_tps: Positive | None = Field(
        None, description="Tokens of all answers a second, where that was measured too."
    )
    memory_share: Annotated[float, Field(gt=0, le=1)] | None = Field(
        None, description="Part of the memory that the engine was given, 0 to 1."
    )
    method: Literal["full", "lora", "qlora"] | None = Field(None, description="Fine-tuning: how.")
    rank: Whole | None = Field(None, description="Fine-tuning: rank of the adapters.")
    batch: Whole | None = Field(None, description="Fine-tuning: sequences a step.")
    sequence_tokens: Whole | None = Field(None, description="Fine-tuning: tokens a sequence.")
    attention: Literal["flash", "eager"] | None = Field(
        None, description="Fine-tuning: kernel of the attention; `eager` keeps its scores."
    )
    checkpointing: bool | None = Field(
        None, description="Fine-tuning: whether activations are computed again."
    )
    rounding: Positive | None = Field(
        None, description="How far rounding at the source may have moved the value, in *unit*."
    )
    at_most: bool | None = Field(
        None, description="Whether the value is an upper limit: no more than it was taken."
    )
    note: Line | None = Field(None, description="What to know beside the row, in one line.")


class CheckpointArchitecture(Strict):
    """What memory and speed of a measured checkpoint follow from."""

    model: Checkpoint = Field(description="The checkpoint, as in the rows.")
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    parameters_total: Whole = Field(description="Parameters of the text model.")
    parameters_active: Whole = Field(
        description="Parameters that a token uses, embedding and head among them, without tables "
        "of which it only looks up a row."
    )
    layers: Whole = Field(description="Layers.")
    hidden_size: Whole = Field(description="Width between layers.")
    heads: Whole | None = Field(None, description="Heads of attention.")
    kv_heads: Whole | None = Field(None, description="Heads of keys and values.")
    head_dim: Whole | None = Field(None, description="Width of a head.")
    intermediate_size: Whole | None = Field(
        None, description="Width inside a feed-forward layer, or inside one expert."
    )
    vocabulary: Whole | None = Field(None, description="Tokens of the vocabulary.")
    tied_embeddings: bool = Field(description="Whether embedding and head are one table.")
    attention: Name = Field(description="Kind of attention.")
    experts: Whole | None = Field(None, description="Experts that the router chooses from.")
    experts_per_token: Whole | None = Field(None, description="How many of them it chooses.")
    kv_elements_per_token: Whole | None = Field(
        None, description="Elements of cache that every token adds; absent: unknown."
    )
    window_elements_per_token: Whole | None = Field(
        None, description="Elements that only the last `window_tokens` keep."
    )
    window_tokens: Whole | None = Field(None, description="Tokens in a window.")
    indexer_elements_per_token: Whole | None = Field(
        None, description="Elements of the index of sparse attention, one byte each."
    )
    state_bytes_per_sequence: Whole | None = Field(
        None, description="State of linear layers, bytes a sequence."
    )
    kv_shards: Whole = Field(description="Accelerators that the cache can be split over.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class CheckpointFormat(Strict):
    """How the weights of a measured checkpoint were stored."""

    id: Slug = Field(description="Identifier, as in the rows.")
    source: Slug = Field(description="Name of the source, in this file, that says so.")
    family: Slug = Field(description="Family, such as gguf.")
    bits: Annotated[float, Field(gt=0, le=32)] = Field(
        description="Bits a weight with its scales, embedding and head apart."
    )
    embedding_bits: Annotated[float, Field(gt=0, le=32)] = Field(
        description="Bits a weight of embedding and head, their mean."
    )
    compute: Literal["bf16", "fp16", "fp8", "int8", "fp4"] = Field(
        description="Precision of the arithmetic."
    )
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class MeasurementsFile(Strict):
    """measurements/SOURCE.toml: runs that others measured, which speed and memory are held to."""

    name: Name = Field(description="Name of the publication.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the rows of this file name, by a name of their own."
    )
    measurements: list[Measurement] | None = Field(None, description="The rows.")
    architectures: list[CheckpointArchitecture] | None = Field(
        None, description="Checkpoints that rows of any file name."
    )
    formats: list[CheckpointFormat] | None = Field(
        None, description="Formats that rows of any file name."
    )
    note: Line | None = Field(None, description="What to know beside the rows, in one line.")

    @model_validator(mode="after")
    def whole(self) -> MeasurementsFile:
        """A file without content, and a row twice, are mistakes."""
        if not (self.measurements or self.architectures or self.formats):
            raise ValueError("holds neither measurements, architectures nor formats")
        names = [row.id for row in self.measurements or ()]
        if len(set(names)) < len(names):
            raise ValueError("two measurements have the same id")
        return self


class Constant(Strict):
    """A fitted constant."""

    value: Annotated[float, Field(allow_inf_nan=False)] = Field(description="The constant.")
    stderr: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        description="Standard error of its logarithm; of an offset, of itself."
    )


class Residuals(Strict):
    """Logarithms of measured by predicted, of rows left out of the fit that predicts them."""

    low: Annotated[float, Field(allow_inf_nan=False)] = Field(description="Their 10 % point.")
    high: Annotated[float, Field(allow_inf_nan=False)] = Field(description="Their 90 % point.")
    rows: Zero = Field(description="How many rows.")


class SpeedMeta(Strict):
    """What a fit of speed was made of."""

    as_of: datetime.date = Field(description="Day of the catalog that it was made of.")
    inputs_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="SHA-256 over the rows, architectures, formats and accelerators that it read."
    )
    rows: Zero = Field(description="Rows read.")
    dev_rows: Zero = Field(description="Rows that the constants were fitted on.")
    test_rows: Zero = Field(description="Rows that they were not fitted on.")


class SpeedFile(Strict):
    """derived/speed.toml: written by `llmpick catalog fit-speed`, never by hand."""

    meta: SpeedMeta = Field(description="Which rows it was made of.")
    constants: dict[Name, Constant] = Field(
        description="Efficiencies (shares of a peak), latencies and factors, by name."
    )
    offsets: dict[Name, Constant] = Field(
        description="Logarithm by which an accelerator is slower than its kind, TASK/HARDWARE."
    )
    residuals: dict[Name, Residuals] = Field(description="Ends of the 80 % intervals, by class.")
    report: dict[str, Any] = Field(description="Errors on the dev and the test part, by task.")


SHAPES: dict[str, type[Strict]] = {"measurements": MeasurementsFile, "speed": SpeedFile}
