"""Files that llmpick 0.1.0 wrote, and policies for it, are read as they were meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from llmpick.inputs.options import keys

FILES = Path(__file__).parents[1] / "data" / "v0.1.0" / "requirements"
DAY = "2026-11-23"
FIRST = "delta/nc-20b@borealis"


@pytest.fixture
def where(compiled_catalog) -> tuple[str, ...]:
    """The small catalog, which they were made from."""
    return ("--catalog", str(compiled_catalog), "--as-of", DAY, "--json")


def test_a_decision_of_0_1_0_is_still_read(run, where):
    """Its seal is whole and its need understood; its first still meets all that was asked."""
    found = run("check", str(FILES / "decision.toml"), *where)
    assert found.code == 1, found.stderr
    answer = json.loads(found.stdout)
    assert answer["decision"]["first"] == FIRST
    assert answer["same_method"] is False
    assert [row for row in answer["moves"] if row["route"] == FIRST] == []


def test_a_profile_of_0_1_0_states_what_it_stated(run, where, tmp_path):
    """Every option of it, by its own name; facts that were renamed are those of today."""
    (tmp_path / "profiles").mkdir()
    shutil.copy(FILES / "profile.toml", tmp_path / "profiles" / "old.toml")
    found = run("recommend", "--profile", "old", *where, env={"LLMPICK_CONFIG_DIR": str(tmp_path)})
    assert found.code == 1, found.stderr
    need: dict[str, Any] = json.loads(found.stdout)["need"]
    assert need["demands"] == {
        "no_training": True,
        "max_retention_days": 30,
        "dpa": True,
        "certifications": ["soc2", "iso27001"],
        "baa": True,
        "customer_managed_keys": True,
        "private_network": True,
        "no_human_review": True,
        "exclude_jurisdictions": ["CN", "RU"],
    }
    assert {"customer-managed-keys", "private-network", "retention"} < set(need["allow_unknown"])
    assert need["tools"] is need["structured_output"] is need["open_weights"] is True
    text = (FILES / "profile.toml").read_text(encoding="utf-8")
    stated = {line.partition(" = ")[0] for line in text.splitlines() if " = " in line}
    assert stated <= set(keys())


def test_a_policy_of_0_1_0_asks_what_it_asked(run, where):
    """Old keys of rules, and old rules of exceptions, stand for those of today."""
    policy = ("--policy", str(FILES / "policy.toml"))
    found = run("check", "birch/oak-70b@dojo", *policy, *where)
    assert found.code == 1, found.stderr
    findings = json.loads(found.stdout)["findings"]
    assert [(row["rule"], row["wanted"]) for row in findings] == [
        ("privacy.level", "internal"),
        ("privacy.region", "EU"),
        ("privacy.training", "opt-in"),
        ("privacy.max_retention_days", 30),
        ("privacy.certifications", "soc2-type2"),
        ("privacy.certifications", "iso27001"),
        ("privacy.dpa", True),
        ("privacy.baa", True),
        ("exceptions.unused", "privacy.baa"),
        ("exceptions.unused", "privacy.exclude_jurisdictions"),
    ]


def test_an_old_name_is_read_and_not_offered(run, where, tmp_path):
    """Who mistypes a key is told the names of today."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[privacy]\nxyzzy = true\n", encoding="utf-8")
    found = run("check", "atlas-2", "--policy", str(policy), *where)
    assert found.code == 2
    assert "baa" in found.stderr
    assert "exclude_jurisdictions" in found.stderr
    assert "hipaa_baa" not in found.stderr
    assert "denied_jurisdictions" not in found.stderr
