"""A deployment and its service for Kubernetes."""

from __future__ import annotations

from typing import Any

from llmpick.core.self_hosting.launch import Launch
from llmpick.render.deploy import parts

RESOURCES = {"NVIDIA": "nvidia.com/gpu", "AMD": "amd.com/gpu", "Intel": "gpu.intel.com/xe"}
"""What the device plugins of the makers call an accelerator."""
START_LIMIT = 120
"""Probes, 10 s apart, before a start counts as failed: weights have to be read first."""


def text(found: Launch) -> str:
    """Both objects: as many replicas as the load takes, with probes and accelerators."""
    name = parts.slug(found)
    port = parts.PORTS[found.engine]
    labels = {"app": name}
    probe = {"httpGet": {"path": parts.HEALTH[found.engine], "port": port}}
    container: dict[str, Any] = {"name": "engine", "image": parts.image(found)}
    if found.engine != "ollama":
        container["args"] = parts.container_words(found)
    told = [
        {"name": key, "value": value} for key, value in parts.environment(found, "0.0.0.0").items()
    ]
    mounts = [{"name": "shm", "mountPath": "/dev/shm"}]
    volumes: list[dict[str, Any]] = [{"name": "shm", "emptyDir": {"medium": "Memory"}}]
    if found.weights:
        secret = {"name": "huggingface", "key": "token", "optional": True}
        container["env"] = [*told, {"name": "HF_TOKEN", "valueFrom": {"secretKeyRef": secret}}]
        mounts.append({"name": "weights", "mountPath": "/root/.cache/huggingface"})
        volumes.append({"name": "weights", "emptyDir": {}})
    else:
        if told:
            container["env"] = told
        mounts.append({"name": "weights", "mountPath": parts.MODELS, "readOnly": True})  # type: ignore[dict-item]
        claim = {"claimName": f"{name}-weights", "readOnly": True}
        volumes.append({"name": "weights", "persistentVolumeClaim": claim})
    container["ports"] = [{"name": "http", "containerPort": port}]
    resource = RESOURCES.get(found.replica.accelerator.vendor)
    if resource:
        container["resources"] = {"limits": {resource: str(found.gpus)}}
    container["startupProbe"] = {**probe, "periodSeconds": 10, "failureThreshold": START_LIMIT}
    container["readinessProbe"] = {**probe, "periodSeconds": 10}
    container["livenessProbe"] = {**probe, "periodSeconds": 30, "failureThreshold": 3}
    container["volumeMounts"] = mounts
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": found.copies,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [container], "volumes": volumes},
            },
        },
    }
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "selector": labels,
            "ports": [{"name": "http", "port": port, "targetPort": "http"}],
        },
    }
    both = f"{parts.yaml(deployment)}\n---\n{parts.yaml(service)}"
    return f"{parts.comments(found)}{both}\n"
