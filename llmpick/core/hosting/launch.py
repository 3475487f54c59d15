"""
The command line that a deployment stands for: vLLM, llama.cpp or Ollama.

Options as their own pages have them: docs.vllm.ai "Engine Arguments", `llama-server --help` and
Ollama's FAQ, read 2026-11-23.
"""

from llmpick.core.hosting.serving import Replica

ON_THE_FLY = {"fp8": "fp8", "nf4": "bitsandbytes"}
"""Formats that vLLM makes of 16-bit weights as it loads them, by its name of the method."""
WEIGHTS = '"$WEIGHTS"'


def command(
    replica: Replica, repository: str, *, context_tokens: int, concurrency: int
) -> tuple[str, str | None]:
    """
    The command that starts one copy.

    Args:
        replica: The copy.
        repository: Where the model's own weights are published.
        context_tokens: Most tokens of a request.
        concurrency: Requests at a time.

    Returns:
        The command, and what `$WEIGHTS` in it stands for; None where it is not in it.
    """
    build = f"a build of {repository} in {replica.form.name or replica.form.id}"
    if replica.engine.id == "ollama":
        variables = f"OLLAMA_CONTEXT_LENGTH={context_tokens} OLLAMA_NUM_PARALLEL={concurrency}"
        return f"{variables} ollama serve & ollama run {WEIGHTS}", build
    if replica.engine.id == "llama.cpp":
        # llama-server divides its context among the slots
        held = f"--ctx-size {context_tokens * concurrency} --parallel {concurrency}"
        return f"llama-server --model {WEIGHTS} --n-gpu-layers 999 {held}", build
    native = replica.arch.native_format or "bf16"
    # only weights in 16 bits can be narrowed as they are loaded
    made = ON_THE_FLY.get(replica.form.id) if native == "bf16" else None
    is_release = replica.form.id == native
    parts = ["vllm serve", repository if is_release or made else WEIGHTS]
    if replica.layout.gpus > 1:
        parts.append(f"--tensor-parallel-size {replica.layout.gpus}")
    parts.append(f"--max-model-len {context_tokens}")
    if made:
        parts.append(f"--quantization {made}")
    return " ".join(parts), None if is_release or made else build
