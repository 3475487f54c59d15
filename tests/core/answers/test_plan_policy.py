"""A policy asked of plans by the seat."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def checked(run, small_catalog, tmp_path):
    """What a policy says to names: state by name, and (rule, state, record) of its findings."""

    def call(policy, *names):
        file = tmp_path / "policy.toml"
        file.write_text(policy, encoding="utf-8")
        found = run(
            *("check", *names, "--policy", str(file)),
            *("--catalog", str(small_catalog), "--as-of", "2026-11-23", "--json"),
        )
        answer = json.loads(found.stdout)
        states = {row["name"]: row["state"] for row in answer["names"]}
        rules = [(row["rule"], row["state"], row["record"]) for row in answer["findings"]]
        return states, rules

    return call


def test_a_plan_is_judged_by_its_terms(checked):
    """The record of its provider is named where that decides."""
    states, rules = checked('[privacy]\ntraining = "never"\n', "acme desk", "Dojo Pass")
    assert states == {"acme desk": "kept", "Dojo Pass": "broken"}
    assert rules == [("privacy.training", "broken", "providers/dojo")]


def test_a_plan_that_gives_a_denied_model_breaks_the_policy(checked):
    """By the model where a page names it; unknown where only its maker is known."""
    _, rules = checked('[models]\ndenied = ["acme/atlas-3"]\n', "acme desk", "birch club")
    assert rules == [
        ("models.denied", "broken", "plans/acme/desk"),
        ("models.denied", "unknown", "plans/birch/club"),
    ]
    _, rules = checked('[developers]\ndenied = ["birch"]\n', "birch for teams")
    assert rules == [("developers.denied", "broken", "plans/birch/club")]


def test_a_vendor_that_is_not_allowed(checked):
    """By its own name or by that of its terms."""
    assert checked('[providers]\nallowed = ["cumulus"]\n', "birch/club")[1] == []
    _, rules = checked('[providers]\ndenied = ["acme"]\n', "acme/desk")
    assert rules == [("providers.denied", "broken", "plans/acme/desk")]


def test_models_and_plans_are_checked_together(checked):
    """In the order asked for."""
    states, _ = checked('[privacy]\ntraining = "never"\n', "acme desk", "atlas-3")
    assert list(states) == ["acme desk", "atlas-3"]
