"""Files of 0.1.0, kept under tests/data/v0.1.0 with what it answered to them, are read alike."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("name", ["policy", "decision"])
def test_a_check_of_an_old_file(ask, monkeypatch, name):
    """Each finding and each verdict is as it was."""
    monkeypatch.chdir(OLD)
    path = f"{name}.toml"
    asked = ("check", *NAMES, "--policy", path) if name == "policy" else ("check", path)
    kept = answer((OLD / f"check-{name}.json").read_text(encoding="utf-8"))
    assert answer(ask(*asked, "--json").stdout) == kept


SPREAD = ("monthly_cost_interval_80_usd", "p_best", "p_beats_first", "acceptability.")
"""Columns that hang on how far models differ in what they think, which 0.1.0 took as less."""


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV answer without what hangs on that spread."""
    return [
        {key: value for key, value in row.items() if not key.startswith(SPREAD)}
        for row in csv.DictReader(io.StringIO(text))
    ]


def test_an_old_decision_is_repeated_to_the_byte(ask):
    """`recommend --decision` prints what 0.1.0 printed, under the map of keys."""
    found = ask("recommend", "--decision", str(OLD / "decision.toml"), "--format", "csv")
    kept = (OLD / "recommend-decision.csv").read_text(encoding="utf-8")
    law, certified = "need=jurisdiction, asked=['not CN'], state=met", "need=certifications, asked"
    assert law in kept
    mapped = re.sub(
        f'{re.escape(law)}(, is=[^;]*); {certified}(=[^;"]*)',
        r"need=certification, asked\2; need=exclude-jurisdiction, asked=['CN'], state=met\1",
        kept,
    )
    assert rows(found.raw.decode()) == rows(mapped)


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
