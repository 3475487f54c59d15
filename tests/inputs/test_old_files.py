"""Files of 0.1.0, kept under tests/data/v0.1.0 with what it answered to them, are read alike."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import tomli_w

from llmpick.inputs import decision_file
from llmpick.inputs.options import stated

OLD = Path(__file__).parents[1] / "data" / "v0.1.0"
NAMES = ("atlas-3", "sapling-8b", "oak-70b", "nc-20b", "atlas-2", "atlas-3@relay")
ABOUT_THE_CATALOG = {"catalog", "same_catalog"}


@pytest.fixture
def ask(run, compiled_catalog):
    """Run a command on the day of the files."""

    def call(*arguments: str, **more):
        return run(*arguments, "--catalog", str(compiled_catalog), "--as-of", "2026-11-23", **more)

    return call


def answer(text: str) -> dict[str, object]:
    """A JSON answer without what it says of the catalog."""
    return {key: value for key, value in json.loads(text).items() if key not in ABOUT_THE_CATALOG}


def test_a_check_of_an_old_policy(ask, monkeypatch):
    """Each finding and each verdict is as it was."""
    monkeypatch.chdir(OLD)
    kept = answer((OLD / "check-policy.json").read_text(encoding="utf-8"))
    assert answer(ask("check", *NAMES, "--policy", "policy.toml", "--json").stdout) == kept


def test_a_check_of_an_old_decision(ask, monkeypatch):
    """What was decided is as it was; another method decides now, which is said and not shown."""
    monkeypatch.chdir(OLD)
    kept = answer((OLD / "check-decision.json").read_text(encoding="utf-8"))
    found = ask("check", "decision.toml", "--json")
    told = answer(found.stdout)
    assert told["decision"] == kept["decision"]
    assert told["same_method"] is False
    assert {row["kind"] for row in told["moves"]} == {"excluded", "entrant"}
    assert [(row["route"], row["what"]) for row in told["moves"] if row["kind"] == "excluded"] == [
        ("acme/atlas-2@acme", "lives")
    ]
    text = ask("check", "decision.toml").stdout
    assert text.count("another one scored it then") == 1


def test_an_old_decision_is_asked_again_by_its_own_weights(ask):
    """`recommend --decision` answers by today's method, from the need and the work on file."""
    old = decision_file.read(str(OLD / "decision.toml"))
    assert old.scale_version is None
    found = ask("recommend", "--decision", str(OLD / "decision.toml"), "--format", "json")
    assert found.code == 0
    need = json.loads(found.stdout)["need"]
    assert need["weights"] == pytest.approx(old.weights)
    assert need["workload"]["requests_per_month"] == old.workload.requests_per_month
    assert "note: the decision was made by another method" in found.stderr


@pytest.mark.parametrize("preset", ["balanced", "demanding"])
def test_a_preset_of_weights_that_is_no_more(ask, tmp_path, preset):
    """What it stood for is on file, and is what counts."""
    table = tomllib.loads((OLD / "decision.toml").read_text(encoding="utf-8"))
    table["need"]["weights"] = preset
    table["seal"] = {"marks": decision_file._seal(table)}
    path = tmp_path / "old.toml"
    path.write_text(tomli_w.dumps(table), encoding="utf-8")
    found = ask("recommend", "--decision", str(path), "--format", "json")
    assert found.code == 0, found.stderr
    assert json.loads(found.stdout)["need"]["weights"] == pytest.approx(table["weights"])
    assert ask("check", str(path)).code in (0, 1)


def test_a_row_of_today_holds_no_grade(ask, tmp_path):
    """What rows held up to 1.1 is read past there, and is an edit by hand in a file of today."""
    path = tmp_path / "new.toml"
    assert ask("recommend", "--save", str(path)).code == 0
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["schema_version"] == decision_file.SCHEMA
    table["shortlist"][0]["privacy_grade"] = "P2"
    table["seal"] = {"marks": decision_file._seal(table)}
    path.write_text(tomli_w.dumps(table), encoding="utf-8")
    found = ask("check", str(path))
    assert found.code == 2
    assert "no key `shortlist.1.privacy_grade`" in found.stderr


def test_an_old_profile(run):
    """Every value as it was stated."""
    found = run("profile", "show", "support", "--json", env={"LLMPICK_CONFIG_DIR": f"{OLD}/config"})
    [kept] = json.loads((OLD / "profile.json").read_text(encoding="utf-8"))["profiles"]
    [read] = json.loads(found.stdout)["profiles"]
    assert read["need"] == kept["need"]


def test_an_old_decision_with_deployments_of_ones_own():
    """What was said of the hardware, and the rows that have no price by the token."""
    found = decision_file.read(str(OLD / "own.toml"))
    assert stated(found.hosting) == {"self_host": "only", "gpu": "2xL40S", "people_usd": 100.0}
    assert (found.options.top, found.options.by) == (2, "route")
    own = [row for row in found.shortlist if row.accelerator]
    assert own
    assert {row.input_per_mtok for row in own} == {None}
