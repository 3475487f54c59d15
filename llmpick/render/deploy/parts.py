"""What all targets share: ports, health checks, images, the load test, and what was assumed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from llmpick.core.self_hosting import launch
from llmpick.core.self_hosting.launch import Launch

PORTS = {"vllm": 8000, "sglang": 30000, "llama.cpp": 8080, "ollama": 11434}
"""The port that each engine listens on where it is told none."""
HEALTH = {"vllm": "/health", "sglang": "/health", "llama.cpp": "/health", "ollama": "/api/version"}
"""What answers 200 once the engine serves."""
ADAPTER = {
    "vllm": "named by --lora-modules NAME=PATH",
    "sglang": "named by --lora-paths NAME=PATH",
    "llama.cpp": "named by --lora FILE",
    "ollama": "an ADAPTER of its Modelfile",
}
"""How an engine is told of an adapter; where they are is the user's own."""
MODELS = "/models"
"""Where containers find weights that are builds of one's own."""
DIGEST = "REPLACE_WITH_THE_DIGEST_YOU_CHECKED"
_IMAGES = {
    "vllm": "vllm/vllm-openai",
    "sglang": "lmsysorg/sglang",
    "llama.cpp": "ghcr.io/ggml-org/llama.cpp",
    "ollama": "ollama/ollama",
}
"""As public deployments of these engines name them, with the ports above; read 2026-12-01."""
_WORDS_OF_IMAGE = {"vllm": 2, "sglang": 0, "llama.cpp": 1, "ollama": 1}
"""Words of the command that the image's own entry point says."""


def words(found: Launch, weights: str, host: str = "127.0.0.1") -> list[str]:
    """The command with its host, its port and the name that requests use."""
    port = str(PORTS[found.engine])
    command = launch.arguments(found, weights)
    if found.engine == "ollama":
        return command
    command += ["--host", host, "--port", port]
    name = "--alias" if found.engine == "llama.cpp" else "--served-model-name"
    return [*command, name, found.name]


def container_words(found: Launch) -> list[str]:
    """The same for a container, without what its entry point says."""
    weights = found.weights or f"{MODELS}/{weights_file(found)}"
    # inside a container the port is open to it alone, until it is published
    return words(found, weights, "0.0.0.0")[_WORDS_OF_IMAGE[found.engine] :]


def weights_file(found: Launch) -> str:
    """What a build's file or folder is called."""
    stem = f"{found.name.rpartition('/')[2]}-{found.replica.form.id}"
    return f"{stem}.gguf" if not found.replica.engine.tensor_parallel else stem


def environment(found: Launch, host: str = "127.0.0.1") -> dict[str, str]:
    """What the engine is told by its environment."""
    if found.engine != "ollama":
        return {}
    return {"OLLAMA_HOST": host, **launch.ollama_environment(found)}


def image(found: Launch) -> str:
    """
    The engine's image, with a version where one was read, and the digest left to the user.

    Images of other makers' accelerators go by other names: there the user names it.
    """
    vendor = found.replica.accelerator.vendor
    if vendor not in ("NVIDIA", "CPU"):
        return f"REPLACE_WITH_AN_IMAGE_FOR_{vendor.upper()}@sha256:{DIGEST}"
    if found.engine == "llama.cpp":
        tag = "server" if found.is_on_processor else "server-cuda"
        return f"{_IMAGES[found.engine]}:{tag}@sha256:{DIGEST}"
    tag = f":v{found.version}" if found.version else ""
    return f"{_IMAGES[found.engine]}{tag}@sha256:{DIGEST}"


def assumptions(found: Launch) -> Iterator[str]:
    """What the estimate rests on, a line each."""
    replica = found.replica
    form = replica.form.name or replica.form.id
    yield f"{found.repository} in {form} on {found.gpus} x {found.hardware}, by {found.engine}"
    cache = {"bf16": "16 bits", "fp8": "fp8"}.get(replica.cache, replica.cache)
    room = f"room for {found.concurrency} requests of {found.context_tokens:,} tokens"
    yield f"{room}, cache in {cache}"
    if replica.accelerator.vendor != "Apple" and replica.engine.tensor_parallel:
        yield f"{replica.engine.usable_share:.0%} of the memory for the engine"
    if found.expected is not None:
        tps = found.expected
        yield (
            f"expected when full: {tps.value:,.0f} ({tps.low:,.0f}-{tps.high:,.0f}) tokens a second"
        )
    if found.adapters:
        each = f"of rank {found.adapter_rank}; each is {ADAPTER[found.engine]}"
        yield f"{found.adapters} adapters {each}"
    if found.copies > 1:
        yield f"{found.copies} copies of it take the load"
    if found.build:
        yield f"WEIGHTS: {found.build}"


def load_test(found: Launch) -> list[str]:
    """A command that measures what the estimate said, on the lengths it was made for."""
    base = f"http://localhost:{PORTS[found.engine]}"
    concurrency = found.concurrency
    return [
        *("vllm", "bench", "serve", "--backend", "openai", "--base-url", base),
        *("--endpoint", "/v1/completions", "--model", found.name),
        *("--tokenizer", found.repository, "--dataset-name", "random"),
        *("--random-input-len", str(max(1, found.prompt_tokens))),
        *("--random-output-len", str(max(1, found.output_tokens))),
        *("--max-concurrency", str(concurrency), "--num-prompts", str(10 * concurrency)),
        *("--save-result", "--result-filename", "load-test.json"),
        # what its result is to be compared with: `llmpick evidence import` reads it
        *("--metadata", f"llmpick_gpu={found.gpu}"),
        *(f"llmpick_format={found.replica.form.id}", f"llmpick_engine={found.engine}"),
    ]


def health(found: Launch) -> str:
    """A command that ends without a word where the engine serves."""
    return f"curl --fail --silent http://localhost:{PORTS[found.engine]}{HEALTH[found.engine]}"


def comments(found: Launch) -> str:
    """The assumptions, the health check and the load test as comments."""
    lines = [*assumptions(found), f"health: {health(found)}"]
    lines.append(f"load test: {shlex.join(load_test(found))}")
    return "".join(f"# {line}\n" for line in lines)


def slug(found: Launch) -> str:
    """A name for services: letters, digits and dashes, no longer than 50."""
    stem = found.name.rpartition("/")[2].lower()
    return "".join(sign if sign.isalnum() else "-" for sign in stem).strip("-")[:50].strip("-")


def yaml(value: Any, depth: int = 0) -> str:
    """Mappings, lists, texts, numbers and flags as YAML; texts are quoted as JSON quotes them."""
    import json

    pad = "  " * depth
    if isinstance(value, dict) and value:
        rows = []
        for key, item in value.items():
            is_block = isinstance(item, dict | list) and bool(item)
            rows.append(f"{pad}{key}:{yaml_block(item, depth) if is_block else ' ' + yaml(item)}")
        return "\n".join(rows)
    if isinstance(value, list) and value:
        rows = []
        for item in value:
            text = yaml(item, depth + 1)
            is_block = isinstance(item, dict | list) and bool(item)
            rows.append(f"{pad}- {text.lstrip() if is_block else yaml(item)}")
        return "\n".join(rows)
    return json.dumps(value, ensure_ascii=False)


def yaml_block(value: Any, depth: int) -> str:
    """What stands below a key."""
    return f"\n{yaml(value, depth + 1)}"
