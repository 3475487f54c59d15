"""The targets that a deployment can be written for."""

from __future__ import annotations

from llmpick.core.self_hosting.launch import Launch

ENGINES = ("vllm", "sglang", "llama.cpp", "ollama")
"""Targets that are the engine's own command; the copy must run on it."""
TARGETS = (*ENGINES, "compose", "k8s", "systemd")


def text(target: str, found: Launch) -> str:
    """
    The file that starts *found*: a shell script, a Compose file, Kubernetes objects or a unit.

    Args:
        target: One of `TARGETS`.
        found: The copy, by the engine of that name where the target is an engine.
    """
    if target == "compose":
        from llmpick.render.deploy import compose

        return compose.text(found)
    if target == "k8s":
        from llmpick.render.deploy import k8s

        return k8s.text(found)
    if target == "systemd":
        from llmpick.render.deploy import systemd

        return systemd.text(found)
    from llmpick.render.deploy import script

    return script.text(found)
