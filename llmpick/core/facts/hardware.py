"""The facts of sizing: accelerators, their rental prices, architectures and formats."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Accelerator(NamedTuple):
    """One accelerator (or one Apple chip); peaks are dense, without sparsity."""

    id: str
    name: str
    vendor: str
    memory_gib: float
    bandwidth_gb_per_s: float
    bf16_tflops: float | None
    fp16_tflops: float | None
    fp8_tflops: float | None
    int8_tops: float | None
    fp4_tflops: float | None
    power_w: float | None
    interconnect: str | None
    unified_memory: bool
    purchase_usd: float | None = None
    purchase_read: str | None = None


class Configuration(NamedTuple):
    """
    A size in which a chip with unified memory is sold.

    *gpu_gib* is what the system lets its GPU take by default, None where that is not known.
    """

    accelerator: str
    memory_gib: float
    bandwidth_gb_per_s: float
    gpu_gib: float | None


class EngineFacts(NamedTuple):
    """
    What is known of an inference engine.

    *runs* tells by format and generation of hardware: yes, partial, no or unknown; *caches* are
    the types of cache that it can be told, as it names them.
    """

    name: str
    version: str | None
    caches: tuple[str, ...]
    runs: Mapping[tuple[str, str], str]


class Rental(NamedTuple):
    """A provider's price of an accelerator-hour; *gpus* are those of the smallest machine."""

    accelerator: str
    provider: str
    provider_kind: str
    region: str | None
    terms: str
    """`on-demand`, `spot` or `reserved`."""
    usd_per_gpu_hour: float
    gpus: int
    read: str


class Architecture(NamedTuple):
    """
    What memory and speed follow from; parameters are counts, cache sizes elements a token.

    *window_elements_per_token* are those of layers that keep only *window_tokens*;
    *state_bytes_per_sequence* is the constant state of linear layers (fp32). *kv_shards* is the
    most tensor-parallel ranks the cache can be split over (1: it is replicated, as with MLA).
    """

    model: str
    parameters_total: int
    parameters_active: int
    layers: int
    hidden_size: int
    heads: int | None
    kv_heads: int | None
    head_dim: int | None
    intermediate_size: int | None
    vocabulary: int | None
    tied_embeddings: bool
    attention: str
    experts: int | None
    experts_per_token: int | None
    native_format: str | None
    kv_elements_per_token: int | None
    window_elements_per_token: int
    window_tokens: int
    indexer_elements_per_token: int
    state_bytes_per_sequence: int
    kv_shards: int
    context_window_tokens: int | None
    source: str
    text_parameters: int | None = None
    """Without vision and draft layers, which a GGUF leaves out; None: not known apart."""
    confidence: str | None = None
    """In the cache sizes: low where a part of them is an estimate."""


class Format(NamedTuple):
    """
    How weights are stored: effective *bits* a weight, and those of embedding and head.

    *quality_loss* is the sourced loss of general ability, in logits, with its standard error; None
    where no source was read. *engines* name what runs it: vllm, llama.cpp, ollama ...
    """

    id: str
    family: str
    bits: float
    embedding_bits: float
    compute: str
    """The precision of the arithmetic: fp32, bf16, fp16, fp8, int8 or fp4."""
    engines: tuple[str, ...]
    quality_loss: tuple[float, float] | None = None
    name: str | None = None


class Electricity(NamedTuple):
    """What a kilowatt-hour costs in a region, in *currency*; *kind* is industrial or wholesale."""

    region: str
    name: str
    kind: str
    per_kwh: float
    currency: str
    confidence: str | None
    read: str


class SpeedFit(NamedTuple):
    """
    What was fitted on measured rows.

    *constants* are the named efficiencies and latencies; *offsets* the logarithm by which an
    accelerator (`decode/rtx-4090`) is slower than its kind; *residuals* the 10 % and 90 % points
    of log(measured / predicted) by class, of rows left out.
    """

    constants: Mapping[str, float]
    offsets: Mapping[str, float]
    residuals: Mapping[str, tuple[float, float]]


class HostingFacts(NamedTuple):
    """The part of the facts that deployments are made of; *fit* None: memory only."""

    accelerators: Mapping[str, Accelerator]
    rentals: Sequence[Rental]
    formats: Mapping[str, Format]
    fit: SpeedFit | None
    engines: Mapping[str, EngineFacts] = {}
    generations: Mapping[str, str] = {}
    """Accelerator → its generation, as *engines* name it."""
    found: dict[Any, Any] | None = None
    """What was worked out of these tables once already, by what it is of; None: nothing is kept."""

    def once(self, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """What *work* makes, worked out once for a *key*."""
        if self.found is None:
            return work()
        known = self.found.get(key)
        if known is None:
            known = self.found[key] = work()
        return known

    def supported(self, engine: str, form: Format, accelerator: str) -> str:
        """Whether an engine runs a format on an accelerator: yes, partial, no or unknown."""
        known = self.engines.get(engine)
        generation = self.generations.get(accelerator)
        if known is None or generation is None:
            return "unknown"
        return known.runs.get((form.id, generation), "unknown")
