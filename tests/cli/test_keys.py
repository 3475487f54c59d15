"""`keys`: which providers have a key, by name alone."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "answers" / "keys.json"
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


def test_the_answer_is_as_its_schema_says(run, monkeypatch):
    """With a key and without one."""
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for value, code in (("x", 0), ("", 1)):
        monkeypatch.setenv("GROQ_API_KEY", value)
        done = run("keys", "--json")
        assert done.code == code
        schema.validate(json.loads(done.stdout))


def test_only_what_a_key_opens_is_ranked(run, monkeypatch):
    """`--have-keys` keeps to the providers that the environment has a key for."""
    monkeypatch.setenv("GROQ_API_KEY", MARKER)
    done = run("recommend", "--task", "chat", "--have-keys", "--format", "ids")
    found = done.stdout.split()
    assert found
    assert all(one.endswith("@groq") for one in found)
    other = run("recommend", "--have-keys", "--provider", "mistral")
    assert (other.code, "no key of mistral" in other.stderr) == (2, True)
    monkeypatch.delenv("GROQ_API_KEY")
    none = run("recommend", "--have-keys")
    assert (none.code, "no key of any provider" in none.stderr) == (2, True)
