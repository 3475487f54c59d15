"""
The shape of the files that sizing reads: hardware, electricity, formats and architectures.

In the manner of `schema`: a fact is a list of dated values, each with a source of the same file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from llmpick.catalog.schema_base import (
    Confidence,
    Flag,
    Line,
    Name,
    Slug,
    Source,
    Strict,
    Text,
    Value,
)
from llmpick.catalog.schema_engines import Generation

Positive = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Quantity(Value):
    """A finite number above zero."""

    value: Positive = Field(description="A number above zero, in the unit of the fact.")


class Tally(Value):
    """A whole number, zero or more."""

    value: Whole = Field(description="A whole number, in the unit of the fact.")


class Parameters(Value):
    """A count of parameters."""

    value: Annotated[int, Field(gt=0, le=100_000_000_000_000)] = Field(description="Parameters.")


class Bytes(Value):
    """Bytes."""

    value: Annotated[int, Field(ge=0, le=1_000_000_000_000)] = Field(description="Bytes.")


class Reals(Value):
    """A finite number, zero or more, that may be a fraction of an element."""

    value: Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)] = Field(
        description="A number, zero or more, in the unit of the fact."
    )


class Rate(Strict):
    """What a provider asked for one accelerator-hour on the day of the source."""

    source: Slug = Field(description="Name of the source, in this file, that gives it.")
    provider: Name = Field(
        description="Who rents it out, as the source names it; need not be one of providers/."
    )
    provider_kind: Literal["hyperscaler", "neocloud", "marketplace"] = Field(
        description="`hyperscaler` a general cloud, `neocloud` one of accelerators, "
        "`marketplace` a broker of other people's machines.",
    )
    region: Name | None = Field(
        None, description="Where, as the source writes it; absent: the same everywhere."
    )
    terms: Literal["on-demand", "spot", "reserved"] = Field(
        description="`on-demand` until stopped, `spot` until somebody pays more, `reserved` for "
        "a term that is paid in advance.",
    )
    usd_per_gpu_hour: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = Field(
        description="Price of one accelerator for one hour, US dollars."
    )
    gpus: Annotated[int, Field(ge=1, le=1024)] = Field(
        description="Accelerators of the smallest machine at this price."
    )
    listed_as: Name | None = Field(None, description="Name of the product in the price list.")
    trend_only: bool | None = Field(
        None, description="Kept for the trend: older than another of the same provider, or old."
    )
    disputed: bool | None = Field(None, description="Recorded, but not in force: another price is.")
    note: Line | None = Field(None, description="What to know beside the price, in one line.")


class HardwareFacts(Strict):
    """What an accelerator brings; peaks are dense, without structured sparsity."""

    memory_gib: list[Quantity] = Field(description="Memory (VRAM) that can be used, GiB.")
    bandwidth_gb_per_s: list[Quantity] = Field(
        description="Memory bandwidth, GB (10^9 bytes) per second."
    )
    bf16_tflops: list[Quantity] | None = Field(
        None, description="Dense peak in bf16, accumulated in fp32, TFLOPS."
    )
    fp16_tflops: list[Quantity] | None = Field(None, description="Dense peak in fp16, TFLOPS.")
    fp8_tflops: list[Quantity] | None = Field(None, description="Dense peak in fp8, TFLOPS.")
    int8_tops: list[Quantity] | None = Field(None, description="Dense peak in int8, TOPS.")
    fp4_tflops: list[Quantity] | None = Field(None, description="Dense peak in fp4, TFLOPS.")
    power_w: list[Quantity] | None = Field(None, description="Power limit of its design, W.")
    interconnect: list[Text] | None = Field(
        None, description="How it reaches its neighbours, as the source writes it."
    )
    unified_memory: list[Flag] | None = Field(
        None, description="Whether it shares its memory with the CPU."
    )
    purchase_usd: list[Quantity] | None = Field(
        None, description="Price of one, US dollars; `note` says which price it is."
    )


class MemoryConfiguration(Strict):
    """A size in which a chip with unified memory is sold."""

    memory_gib: Positive = Field(description="Memory that is sold with it, GiB.")
    bandwidth_gb_per_s: Positive = Field(description="Memory bandwidth of that size, GB/s.")
    source: Slug = Field(description="Name of the source, in this file, that gives both.")
    gpu_gib: Positive | None = Field(
        None, description="What the system lets the GPU take by default, GiB; absent: not known."
    )
    gpu_source: Slug | None = Field(None, description="Name of the source of `gpu_gib`.")
    gpu_cores: Annotated[int, Field(gt=0, le=1024)] | None = Field(
        None, description="Cores of the GPU, where bins differ."
    )
    confidence: Confidence | None = Field(None, description="How well it is founded.")
    note: Line | None = Field(None, description="What to know beside it, in one line.")


class HardwareFile(Strict):
    """hardware/NAME.toml: an accelerator, or a chip that holds one."""

    name: Name = Field(description="Name to show.")
    vendor: Name = Field(description="Who makes it.")
    generation: Generation | None = Field(
        None, description="The generation by which engines/ tells what runs on it."
    )
    aliases: list[Name] | None = Field(
        None, description="Further names that people type for it and for no other."
    )
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: HardwareFacts = Field(description="Facts, each a list of dated values.")
    rentals: list[Rate] | None = Field(
        None, description="What providers asked for an hour of it, one a provider, place and terms."
    )
    configurations: list[MemoryConfiguration] | None = Field(
        None, description="Sizes in which a chip with unified memory is sold."
    )


class PowerPrice(Value):
    """A price of electricity."""

    value: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = Field(
        description="Price of one kWh, in *currency*."
    )
    currency: Literal["USD", "EUR", "JPY"] = Field(description="Currency of the price.")


class ElectricityFacts(Strict):
    """What a kilowatt-hour costs."""

    industrial_per_kwh: list[PowerPrice] | None = Field(
        None, description="Price to industry of one kWh."
    )
    wholesale_per_kwh: list[PowerPrice] | None = Field(
        None, description="Price on the exchange of one kWh, without grid and taxes."
    )


class ElectricityFile(Strict):
    """electricity/REGION.toml: what electricity costs in a region."""

    name: Name = Field(description="Name to show.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: ElectricityFacts = Field(description="Facts, each a list of dated values.")


class Loss(Strict):
    """One benchmark of one model before and after it was brought into the format."""

    source: Slug = Field(description="Name of the source, in this file, that gives both.")
    model: Name = Field(description="The model, as the source writes it.")
    benchmark: Name = Field(description="The benchmark, as the source writes it.")
    unit: Literal["percent", "perplexity"] = Field(
        description="`percent` solved, which the loss in logits is made of, or `perplexity`."
    )
    before: Positive = Field(description="Result before, in *unit*.")
    after: Positive = Field(description="Result in the format, in *unit*.")
    note: Line | None = Field(None, description="What to know beside the two, in one line.")


class FormatFacts(Strict):
    """How a format stores weights."""

    bits: list[Quantity] = Field(
        description="Effective bits a weight, scales included, of all but embedding and head."
    )
    embedding_bits: list[Quantity] = Field(
        description="Effective bits a weight of input embedding and output head, on average."
    )
    compute: list[Precision] = Field(description="Precision of the arithmetic.")
    engines: list[Engines] = Field(description="Inference engines that run it.")


class Precision(Value):
    """A precision of arithmetic."""

    value: Literal["fp32", "bf16", "fp16", "fp8", "int8", "fp4"] = Field(
        description="Precision in which weights and activations are multiplied."
    )


class Engines(Value):
    """Inference engines."""

    value: list[Literal["vllm", "sglang", "tensorrt-llm", "llama.cpp", "ollama"]] = Field(
        description="Inference engines."
    )


class WholeFile(Strict):
    """One model's file in the format."""

    source: Slug = Field(description="Name of the source, in this file, that gives it.")
    model: Name = Field(description="The model, as the source writes it.")
    bits: Positive = Field(description="Bits of the whole file by parameters of the model.")


class FormatFile(Strict):
    """formats/FORMAT.toml: a format in which weights are stored."""

    name: Name = Field(description="Name to show.")
    family: Literal["native", "fp8", "int", "fp4", "bitsandbytes", "gguf"] = Field(
        description="Formats of one kind: `native` floating point, `gguf` of llama.cpp, and so on."
    )
    aliases: list[Name] | None = Field(None, description="Further names of it.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: FormatFacts = Field(description="Facts, each a list of dated values.")
    files: list[WholeFile] | None = Field(
        None, description="Files whose size was read, which `bits` follow from."
    )
    losses: list[Loss] | None = Field(
        None, description="Benchmarks before and after, one a model and benchmark."
    )


class ArchitectureFacts(Strict):
    """What memory and speed of a model follow from; cache sizes are elements, not bytes."""

    parameters_total: list[Parameters] = Field(
        description="Parameters that serving holds in memory, all experts included."
    )
    parameters_text: list[Parameters] | None = Field(
        None, description="Parameters of the language model alone, without vision or draft layers."
    )
    parameters_active: list[Parameters] | None = Field(
        None, description="Parameters active for one token (mixture of experts)."
    )
    layers: list[Tally] | None = Field(None, description="Layers, of any kind.")
    hidden_size: list[Tally] | None = Field(None, description="Width of the residual stream.")
    heads: list[Tally] | None = Field(None, description="Query heads.")
    kv_heads: list[Tally] | None = Field(None, description="Key-value heads.")
    head_dim: list[Tally] | None = Field(None, description="Width of a head's keys.")
    value_dim: list[Tally] | None = Field(
        None, description="Width of a head's values, where it is not that of its keys."
    )
    intermediate_size: list[Tally] | None = Field(
        None, description="Width of a dense feed-forward layer."
    )
    expert_intermediate_size: list[Tally] | None = Field(
        None, description="Width of one expert's feed-forward layer."
    )
    vocabulary: list[Tally] | None = Field(None, description="Tokens of the vocabulary.")
    tied_embeddings: list[Flag] | None = Field(
        None, description="Whether input embedding and output head are one matrix."
    )
    experts: list[Tally] | None = Field(None, description="Experts that a layer routes between.")
    experts_per_token: list[Tally] | None = Field(
        None, description="Experts that a token is routed to, without shared ones."
    )
    shared_experts: list[Tally] | None = Field(
        None, description="Experts of a layer that every token passes."
    )
    attention: list[Attention] | None = Field(None, description="Kind of attention.")
    full_cache_layers: list[Tally] | None = Field(
        None, description="Layers that keep keys and values of the whole context."
    )
    window_cache_layers: list[Tally] | None = Field(
        None, description="Layers that keep keys and values of the last `window_tokens` alone."
    )
    full_kv_heads: list[Tally] | None = Field(
        None, description="Key-value heads of layers with the whole context, where they differ."
    )
    full_head_dim: list[Tally] | None = Field(
        None, description="Width of a head of layers with the whole context, where it differs."
    )
    window_kv_heads: list[Tally] | None = Field(
        None, description="Key-value heads of layers with a window, where they differ."
    )
    latent_dim: list[Tally] | None = Field(
        None,
        description="Width of the latent that MLA keeps instead of keys and values, rotary "
        "part included.",
    )
    index_dim: list[Tally] | None = Field(
        None, description="Width of the key that an indexer of sparse attention keeps."
    )
    state_layers: list[Tally] | None = Field(
        None, description="Layers with a state of constant size (linear attention, Mamba)."
    )
    kv_elements_per_token: list[Reals] | None = Field(
        None, description="Elements of cache that every token adds, over all layers."
    )
    window_elements_per_token: list[Tally] | None = Field(
        None, description="Elements of cache that a token adds within the window, all layers."
    )
    window_tokens: list[Tally] | None = Field(
        None, description="Tokens that layers with a window or a chunk keep."
    )
    indexer_elements_per_token: list[Tally] | None = Field(
        None, description="Elements that the indexer of sparse attention adds for each token."
    )
    state_bytes_per_sequence: list[Bytes] | None = Field(
        None, description="State of linear or Mamba layers of one sequence, bytes in fp32."
    )
    position_limit_tokens: list[Tally] | None = Field(
        None, description="Positions that the configuration allows, without scaling."
    )
    native_format: list[FormatReference] | None = Field(
        None, description="Format in which its developer publishes the weights, of formats/."
    )


class Attention(Value):
    """A kind of attention."""

    value: Literal[
        "mha",
        "gqa",
        "mqa",
        "mla",
        "gqa+sliding",
        "mha+sliding",
        "mqa+sliding",
        "gqa+chunked",
        "gqa+block-sparse",
        "gqa+none",
        "mla+indexer",
        "gqa+linear",
        "gqa+mamba",
        "mla+linear",
        "compressed",
    ] = Field(
        description="How keys and values are kept: by each head, by groups, as a latent (`mla`), "
        "`compressed` over tokens; after the plus what other layers do, or what is added."
    )


class FormatReference(Value):
    """The identifier of a format."""

    value: Slug = Field(description="Identifier of a record of formats/.")


class ArchitectureFile(Strict):
    """architectures/DEVELOPER/MODEL.toml: what sizing needs to know of open weights."""

    repository: Name = Field(description="Repository of the weights on Hugging Face, OWNER/NAME.")
    sources: dict[Slug, Source] = Field(
        description="Sources that the values of this file name, by a name of their own."
    )
    facts: ArchitectureFacts = Field(description="Facts, each a list of dated values.")


SHAPES: dict[str, type[Strict]] = {
    "hardware": HardwareFile,
    "electricity": ElectricityFile,
    "formats": FormatFile,
    "architectures": ArchitectureFile,
}
