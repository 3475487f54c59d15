"""How old the prices of an answer are: said by route, noted from 45 days on, refused on request."""

from __future__ import annotations

import json

import pytest

from llmpick.core.answers.age import NOTED_DAYS, ages

READ = "2026-11-20"
LATER = "2027-01-04"
"""45 days after the prices of the small catalog were read."""
COMMANDS = {
    "recommend": ("recommend", "--task", "coding"),
    "names": ("recommend", "--task", "coding", "--format", "ids", "--top", "1"),
    "compare": ("compare", "atlas-3", "sapling-8b"),
    "cost": ("cost", "atlas-3"),
    "report": ("report", "--format", "markdown", "--out", "/dev/stdout"),
    "alternatives": ("alternatives", "atlas-2"),
    "pareto": ("pareto",),
    "sensitivity": ("sensitivity",),
    "compare-methods": ("compare-methods",),
}


@pytest.fixture
def ask(run, compiled_catalog):
    """Ask the small catalog on a day."""

    def call(command, *more, day=LATER, env=None):
        asked = (*command, "--as-of", day, "--catalog", str(compiled_catalog), *more)
        return run(*asked, env=env)

    return call


def test_ages_rise_and_leave_out_what_has_no_day(known):
    """Of two offerings alike in age, the names decide."""
    offerings = [*known.offerings[:20], known.offerings[0]._replace(price_read=None)]
    found = ages(offerings, "2026-12-31")
    assert [one.days for one in found] == sorted(one.days for one in found)
    assert len(found) == len({one.id for one in offerings[:20] if one.price_read})


def test_json_has_the_age_by_route(ask):
    """Of every pick, and of every row."""
    document = json.loads(ask(COMMANDS["recommend"], "--json").stdout)
    use = document["picks"]["use"]
    assert (use["price_read"], use["price_age_days"]) == (READ, 45)
    for row in document["results"]:
        assert (row["price"]["read"], row["price"]["age_days"]) == (READ, 45)
    bill = json.loads(ask(COMMANDS["cost"], "--json").stdout)["results"][0]
    assert (bill["price"]["read"], bill["price"]["age_days"]) == (READ, 45)
    sides = json.loads(ask(COMMANDS["compare"], "--json").stdout)["results"]
    assert {side["best_route"]["price"]["age_days"] for side in sides} == {45}


@pytest.mark.parametrize("name", ["recommend", "compare", "cost"])
def test_a_person_reads_how_old_the_prices_are(ask, name):
    """On the line that names the catalog."""
    assert "prices read 10 days ago" in ask(COMMANDS[name], day="2026-11-30").stdout


@pytest.mark.parametrize("name", ["recommend", "compare", "cost"])
def test_from_45_days_on_a_note_names_the_oldest_and_what_to_run(ask, name):
    """Not a day before."""
    assert NOTED_DAYS == 45
    text = "was read 45 days ago: `llmpick catalog update`, or `catalog refresh"
    assert text in ask(COMMANDS[name]).stdout
    assert any(text in one for one in json.loads(ask(COMMANDS[name], "--json").stdout)["warnings"])
    assert "`llmpick catalog update`" not in ask(COMMANDS[name], day="2027-01-03").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_older_prices_than_a_pipeline_takes_are_no_answer(ask, name):
    """Exit 2, one sentence, nothing on stdout; one day younger, and there is an answer."""
    refused = ask(COMMANDS[name], env={"LLMPICK_MAX_AGE": "44"})
    assert refused.code == 2
    assert refused.raw == b""
    lines = [line for line in refused.stderr.splitlines() if not line.startswith("note:")]
    assert "was read 45 days ago, and --max-age takes 44" in lines[0]
    assert ask(COMMANDS[name], "--max-age", "45").code == 0


def test_an_option_wins_over_the_variable(ask):
    """As for every other setting."""
    found = ask(COMMANDS["names"], "--max-age", "60", env={"LLMPICK_MAX_AGE": "1"})
    assert found.code == 0


def test_the_project_may_state_it(ask, tmp_path, monkeypatch):
    """`max-age` of llmpick.toml."""
    (tmp_path / "llmpick.toml").write_text("max-age = 30\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = ask(COMMANDS["names"])
    assert found.code == 2
    assert "--max-age takes 30" in found.stderr


def test_what_is_no_number_of_days_is_a_mistake(ask):
    """Of the variable as of the option."""
    assert (
        "LLMPICK_MAX_AGE=`soon`" in ask(COMMANDS["names"], env={"LLMPICK_MAX_AGE": "soon"}).stderr
    )
    assert ask(COMMANDS["names"], "--max-age", "-1").code == 2


def test_a_decision_on_file_keeps_the_age_that_it_takes(ask, tmp_path):
    """Made again when its prices are too old, it is no answer."""
    path = tmp_path / "decision.toml"
    saved = ask(COMMANDS["recommend"], "--max-age", "50", "--save", str(path))
    assert saved.code == 0
    assert ask(("check", str(path))).code == 0
    later = ask(("check", str(path)), day="2027-01-20")
    assert later.code == 2
    assert "--max-age takes 50" in later.stderr
