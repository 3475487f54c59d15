"""Files that start a deployment: what they hold, and that the tools they are for take them."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from sizing_world import BF16, H100, LLAMA_70B, Q4_K_M

from llmpick.core.self_hosting import launch
from llmpick.core.self_hosting.memory import ENGINES
from llmpick.core.self_hosting.serving import Layout, Replica
from llmpick.core.self_hosting.speed import Interval
from llmpick.render.deploy import targets

ON = {"vllm": BF16, "sglang": BF16, "llama.cpp": Q4_K_M, "ollama": Q4_K_M}


def started(engine="vllm", card=H100, copies=1):
    """A copy of a model on two accelerators."""
    replica = Replica(LLAMA_70B, ON[engine], card, ENGINES[engine], Layout(2))
    found = launch.launch(
        replica, "acme/atlas", context_tokens=4000, concurrency=8, name="acme/atlas-70b"
    )
    return found._replace(
        hardware=card.name,
        prompt_tokens=600,
        output_tokens=150,
        copies=copies,
        version="1.2.3",
        expected=Interval(1000.0, 600.0, 1500.0),
    )


@pytest.mark.parametrize("engine", list(ON))
@pytest.mark.parametrize("target", ["script", "compose", "k8s", "systemd"])
def test_what_was_assumed_is_written(engine, target):
    """Context, requests at a time, speed, health check and load test stand in each file."""
    text = targets.text(engine if target == "script" else target, started(engine))
    for said in ("room for 8 requests of 4,000 tokens", "expected when full: 1,000 (600-1,500)"):
        assert said in text
    assert "curl --fail --silent http://localhost:" in text
    assert "vllm bench serve" in text
    assert "--random-input-len 600 --random-output-len 150 --max-concurrency 8" in text


@pytest.mark.parametrize("engine", list(ON))
def test_a_script_is_open_to_this_machine_alone(engine):
    """An engine without a key is not put on the network unasked."""
    text = targets.text(engine, started(engine))
    assert "127.0.0.1" in text
    assert "0.0.0.0" not in text


@pytest.mark.parametrize("engine", list(ON))
def test_a_script_is_one_that_a_shell_reads(engine, tmp_path):
    """No quote is left open."""
    script = tmp_path / "start.sh"
    script.write_text(targets.text(engine, started(engine)))
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0


def test_the_digest_is_left_to_the_user():
    """An image has the version that was read, and no digest that was not checked."""
    text = targets.text("compose", started())
    assert "vllm/vllm-openai:v1.2.3@sha256:REPLACE_WITH_THE_DIGEST_YOU_CHECKED" in text
    other = targets.text("compose", started(card=H100._replace(vendor="AMD")))
    assert "REPLACE_WITH_AN_IMAGE_FOR_AMD" in other


def test_kubernetes_gets_copies_and_accelerators():
    """As many replicas as the load takes, each with its accelerators and probes."""
    text = targets.text("k8s", started(copies=3))
    for said in ("replicas: 3", 'nvidia.com/gpu: "2"', "startupProbe:", "readinessProbe:"):
        assert said in text


def _accepts(program: str, *arguments: str) -> bool:
    """Whether a tool takes a file; the test is skipped where the tool is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    return subprocess.run([program, *arguments], check=False).returncode == 0


@pytest.mark.parametrize("engine", list(ON))
@pytest.mark.parametrize("vendor", ["NVIDIA", "AMD", "CPU"])
def test_compose_is_of_its_schema(engine, vendor, tmp_path):
    """check-jsonschema takes it for a Compose file."""
    file = tmp_path / "compose.yaml"
    file.write_text(targets.text("compose", started(engine, H100._replace(vendor=vendor))))
    schema = ("--builtin-schema", "vendor.compose-spec")
    assert _accepts("check-jsonschema", *schema, str(file))


@pytest.mark.parametrize("engine", list(ON))
def test_kubernetes_takes_it(engine, tmp_path):
    """kubernetes-validate finds nothing wrong with the objects, and none too many."""
    file = tmp_path / "deploy.yaml"
    file.write_text(targets.text("k8s", started(engine)))
    assert _accepts("kubernetes-validate", "--strict", str(file))
