"""`export`: routes and decisions as files of other tools."""

from __future__ import annotations

import pytest


def test_routes_are_written_in_the_order_of_trying(run, tmp_path):
    """The pick, then its fallback, into the file that is named."""
    path = tmp_path / "config.yaml"
    routes = ("openai/gpt-5@openai", "openai/gpt-5-mini@openai")
    assert run("export", "litellm", *routes, "--write", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    assert text.index("gpt-5@openai") < text.index("gpt-5-mini@openai")
    assert "fallbacks: [{primary: [fallback-1]}]" in text


def test_a_fallback_that_leaves_the_region_stops_the_whole_file(run):
    """Nothing is written that breaks what was asked."""
    done = run("export", "litellm", "openai/gpt-5@openai", "openai/gpt-5@azure", "--region", "EU")
    assert done.code == 2
    assert done.stdout == ""
    assert "no address of azure is known that keeps requests in EU" in done.stderr


def test_a_tool_of_one_model_takes_one(run):
    """And names what to leave."""
    done = run("export", "aider", "openai/gpt-5@openai", "openai/gpt-5-mini@openai")
    assert "aider takes one route" in done.stderr


def test_a_model_is_not_one_route(run):
    """Which of its hosts is meant is not guessed."""
    assert "is not one route" in run("export", "curl", "openai/gpt-5").stderr


@pytest.mark.parametrize("target", ["vllm", "compose", "k8s", "systemd", "ollama"])
def test_what_serves_a_model_is_what_selfhost_emits(run, tmp_path, target):
    """The same bytes, to stdout and into a file; the same options of hardware and work."""
    asked = ("--gpu", "1xl40s", "--task", "chat", "--requests", "2000")
    emitted = run("selfhost", "gpt-oss-20b", *asked, "--emit", target)
    assert emitted.code == 0, emitted.stderr
    assert run("export", target, "gpt-oss-20b", *asked).stdout == emitted.stdout
    path = tmp_path / "served"
    assert run("export", target, "gpt-oss-20b", *asked, "--write", str(path)).code == 0
    assert path.read_text(encoding="utf-8") == emitted.stdout


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("export", "compose"), "compose serves one model"),
        (("export", "compose", "gpt-oss-20b", "--region", "EU"), "runs on your own hardware"),
        (("export", "litellm", "openai/gpt-5@openai", "--gpu", "l4"), "own hardware serves no"),
    ],
)
def test_what_goes_with_another_target_is_a_mistake(run, line, told):
    """One sentence, and what to do."""
    done = run(*line)
    assert (done.code, done.stdout) == (2, "")
    assert told in done.stderr
    assert "hint: " in done.stderr
