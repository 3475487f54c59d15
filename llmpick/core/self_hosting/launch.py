"""
What a deployment is started with: every option that its estimate assumed.

Options as their own pages have them: docs.vllm.ai "Engine Arguments", SGLang's server arguments,
`llama-server --help` and Ollama's FAQ, read 2026-11-23 and 2026-11-30.
"""

from typing import NamedTuple

from llmpick.core.self_hosting.serving import Replica
from llmpick.core.self_hosting.speed import Interval
from llmpick.lang.said import said

ON_THE_FLY = {"fp8": "fp8", "nf4": "bitsandbytes"}
"""Formats that vLLM makes of 16-bit weights as it loads them, by its name of the method."""
WEIGHTS = '"$WEIGHTS"'
VLLM_CACHES = {"fp8": "fp8"}
VLLM_RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
"""What --max-lora-rank may be."""
LLAMA_CACHES = {"q8_0": "q8_0", "q4_0": "q4_0"}


class Launch(NamedTuple):
    """
    A copy, as it is started.

    *weights* is the repository, or None where it is a build that the user names: *build* says of
    what. *context_tokens* a request may grow to, *concurrency* requests have room.
    """

    replica: Replica
    repository: str
    weights: str | None
    build: str | None
    context_tokens: int
    concurrency: int
    name: str
    """Of the model, as requests name it."""
    version: str | None = None
    """Of the engine, that the catalog's facts are of; None: not read."""
    hardware: str = ""
    prompt_tokens: int = 0
    output_tokens: int = 0
    copies: int = 1
    gpu: str = ""
    """The accelerators of a copy as --gpu takes them: 2xl40s."""
    expected: Interval | None = None
    """Tokens a second of a full copy; None: not known."""
    adapters: int = 0
    adapter_rank: int = 16
    spilled_layers: int = 0
    """Layers whose experts stay in main memory."""

    @property
    def engine(self) -> str:
        """The engine that runs it."""
        return self.replica.engine.id

    @property
    def gpus(self) -> int:
        """Accelerators of the copy."""
        return self.replica.layout.gpus

    @property
    def is_on_processor(self) -> bool:
        """Whether it runs without an accelerator."""
        return self.replica.accelerator.vendor == "CPU"


def is_made_on_load(replica: Replica) -> bool:
    """Whether vLLM makes the format of the release's 16-bit weights as it loads them."""
    native = replica.arch.native_format or "bf16"
    return replica.engine.id == "vllm" and native == "bf16" and replica.form.id in ON_THE_FLY


def launch(
    replica: Replica, repository: str, *, context_tokens: int, concurrency: int, name: str = ""
) -> Launch:
    """
    How a copy is started.

    Args:
        replica: The copy.
        repository: Where the model's own weights are published.
        context_tokens: Most tokens of a request.
        concurrency: Requests at a time.
        name: What requests call the model.
    """
    is_release = replica.form.id == (replica.arch.native_format or "bf16")
    # a GGUF is always a build of its own, and llama.cpp reads nothing else
    is_direct = replica.engine.tensor_parallel and (is_release or is_made_on_load(replica))
    build = said(
        "a build of {repository} in {form}",
        repository=repository,
        form=replica.form.name or replica.form.id,
    )
    return Launch(
        replica,
        repository,
        repository if is_direct else None,
        None if is_direct else build,
        context_tokens,
        concurrency,
        name or replica.arch.model,
    )


def arguments(found: Launch, weights: str) -> list[str]:
    """
    The words of the command that starts a copy, its program first; Ollama takes none.

    Args:
        found: The copy.
        weights: What stands for the weights: a repository, a path or a variable.
    """
    builders = {"vllm": _vllm, "sglang": _sglang, "llama.cpp": _llama_cpp}
    builder = builders.get(found.engine)
    return builder(found, weights) if builder else ["ollama", "serve"]


def _vllm(found: Launch, weights: str) -> list[str]:
    replica = found.replica
    words = ["vllm", "serve", weights]
    if found.gpus > 1:
        words += ["--tensor-parallel-size", str(found.gpus)]
    words += ["--max-model-len", str(found.context_tokens)]
    words += ["--gpu-memory-utilization", f"{replica.engine.usable_share:g}"]
    if is_made_on_load(replica):
        words += ["--quantization", ON_THE_FLY[replica.form.id]]
    if replica.cache in VLLM_CACHES:
        words += ["--kv-cache-dtype", VLLM_CACHES[replica.cache]]
    if found.adapters:
        rank = next((one for one in VLLM_RANKS if one >= found.adapter_rank), VLLM_RANKS[-1])
        words += ["--enable-lora", "--max-loras", str(found.adapters), "--max-lora-rank", str(rank)]
    return words


def _sglang(found: Launch, weights: str) -> list[str]:
    replica = found.replica
    words = ["python3", "-m", "sglang.launch_server", "--model-path", weights]
    if found.gpus > 1:
        words += ["--tp-size", str(found.gpus)]
    words += ["--context-length", str(found.context_tokens)]
    words += ["--mem-fraction-static", f"{replica.engine.usable_share:g}"]
    if replica.cache == "fp8":
        words += ["--kv-cache-dtype", "fp8_e4m3"]
    if found.adapters:
        words += ["--enable-lora", "--max-loras-per-batch", str(found.adapters)]
        words += ["--max-lora-rank", str(found.adapter_rank)]
        words += ["--lora-target-modules", "q_proj", "k_proj", "v_proj", "o_proj"]
    return words


def _llama_cpp(found: Launch, weights: str) -> list[str]:
    words = ["llama-server", "--model", weights]
    if not found.is_on_processor:
        words += ["--n-gpu-layers", "999"]
    if found.spilled_layers:
        words += ["--n-cpu-moe", str(found.spilled_layers)]
    # llama-server divides its context among the slots
    held = found.context_tokens * found.concurrency
    words += ["--ctx-size", str(held), "--parallel", str(found.concurrency)]
    cache = LLAMA_CACHES.get(found.replica.cache)
    if cache:
        # a quantised cache of values needs flash attention
        words += ["--cache-type-k", cache, "--cache-type-v", cache, "--flash-attn", "on"]
    return words


def ollama_environment(found: Launch) -> dict[str, str]:
    """What Ollama's server is told by its environment."""
    told = {
        "OLLAMA_CONTEXT_LENGTH": str(found.context_tokens),
        "OLLAMA_NUM_PARALLEL": str(found.concurrency),
    }
    if found.replica.cache in LLAMA_CACHES:
        told["OLLAMA_FLASH_ATTENTION"] = "1"
        told["OLLAMA_KV_CACHE_TYPE"] = found.replica.cache
    return told


def line(found: Launch) -> str:
    """The command that starts one copy, in a line; `$WEIGHTS` stands for a build."""
    if found.engine == "ollama":
        told = " ".join(f"{name}={value}" for name, value in ollama_environment(found).items())
        return f"{told} ollama serve & ollama run {WEIGHTS}"
    return " ".join(arguments(found, found.weights or WEIGHTS))
