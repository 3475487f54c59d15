"""`llmpick recommend` in plain words: what was heard is shown, and options win."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def ask(run, compiled_catalog):
    """Run `recommend` on the small catalog."""

    def call(*arguments: str):
        return run(
            "recommend", *arguments, "--catalog", str(compiled_catalog), "--as-of", "2026-11-23"
        )

    return call


def test_words_are_the_same_as_the_command_that_was_heard(ask):
    """The answer is that of the options; the first lines say which they are, and what is left."""
    found = ask("coding", "for", "penguins", "under", "300", "USD", "--format", "text")
    plain = ask("--task", "coding", "--budget", "300USD/month", "--format", "text")
    heard, _, rest = found.stdout.partition("\n\n")
    assert heard.splitlines() == [
        "heard   llmpick recommend --task coding --budget 300USD/month",
        "missed  “penguins”: not understood, and nothing was made of it",
    ]
    assert rest == plain.stdout
    assert found.code == plain.code


def test_an_option_wins_over_words(ask):
    """What is typed as an option is what counts, and stands in the command."""
    found = json.loads(ask("coding, cheapest", "--weights", "quality", "--json").stdout)
    assert found["need"]["preset"] == "quality"
    assert found["heard"]["command"] == "llmpick recommend --task coding --weights quality"
    assert found["heard"]["understood"] == [
        {"words": "coding", "options": "--task coding"},
        {"words": "cheapest", "options": "--weights cheap"},
    ]


def test_without_words_nothing_is_heard(ask):
    """Options alone are what they say."""
    assert json.loads(ask("--task", "coding", "--json").stdout)["heard"] is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["xyzzy"], "nothing of `xyzzy` is understood"),
        (["no " * 2000], "is too long"),
        (["coding", "--decision", "none.toml"], "--decision is a need of its own"),
    ],
)
def test_what_cannot_be_heard_is_a_sentence(ask, words, message):
    """One sentence and a hint, exit code 2."""
    found = ask(*words)
    assert found.code == 2
    assert message in found.stderr


def test_no_job_is_said(ask):
    """A need without a job is judged as general work, and says so."""
    found = ask("under 300 USD", "--format", "text")
    assert "“the job”: none is named, so it is judged as general work" in found.stdout
