"""A copy as a service of Docker Compose."""

from __future__ import annotations

from typing import Any

from llmpick.core.self_hosting.launch import Launch
from llmpick.render.deploy import parts


def text(found: Launch) -> str:
    """The file: one service with its accelerators, its weights and a health check."""
    port = parts.PORTS[found.engine]
    probe = f"http://localhost:{port}{parts.HEALTH[found.engine]}"
    service: dict[str, Any] = {"image": parts.image(found)}
    if found.engine != "ollama":
        service["command"] = parts.container_words(found)
    environment = parts.environment(found, "0.0.0.0")
    volumes = []
    if found.weights:
        environment["HF_TOKEN"] = "${HF_TOKEN:-}"
        volumes.append("huggingface:/root/.cache/huggingface")
    else:
        volumes.append(f"${{MODELS_FOLDER:-./models}}:{parts.MODELS}:ro")
    if environment:
        service["environment"] = environment
    service["ports"] = [f"127.0.0.1:{port}:{port}"]
    service["volumes"] = volumes
    service["ipc"] = "host"
    service["restart"] = "unless-stopped"
    service["healthcheck"] = {
        "test": ["CMD-SHELL", f"curl --fail --silent {probe} || exit 1"],
        "interval": "30s",
        "timeout": "10s",
        "retries": 3,
        "start_period": "20m",
    }
    vendor = found.replica.accelerator.vendor
    if vendor == "NVIDIA":
        device = {"driver": "nvidia", "count": found.gpus, "capabilities": ["gpu"]}
        service["deploy"] = {"resources": {"reservations": {"devices": [device]}}}
    elif vendor == "AMD":
        service["devices"] = ["/dev/kfd:/dev/kfd", "/dev/dri:/dev/dri"]
        service["group_add"] = ["video"]
    file: dict[str, Any] = {"services": {parts.slug(found): service}}
    if found.weights:
        file["volumes"] = {"huggingface": {}}
    return f"{parts.comments(found)}{parts.yaml(file)}\n"
