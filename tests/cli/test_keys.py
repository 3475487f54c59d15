"""`keys`: which providers have a key, by name alone."""

from __future__ import annotations

import json

MARKER = "sk-planted-and-never-printed"


def test_keys_are_named_and_never_shown(run, monkeypatch):
    """A planted value is in no form of the answer."""
    monkeypatch.setenv("GROQ_API_KEY", MARKER)
    monkeypatch.setenv("MISTRAL_API_KEY", "")
    for form in ("text", "json", "csv", "ids"):
        done = run("keys", "--format", form)
        assert "groq" in done.stdout
        assert MARKER not in done.stdout + done.stderr
    found = {
        one["provider"]: one["found"] for one in json.loads(run("keys", "--json").stdout)["results"]
    }
    assert found["groq"] == "GROQ_API_KEY"
    assert found["mistral"] is None
