"""`llmpick catalog diff`: two states of a catalog, by fact, by name and by answer."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest
from two_states import make_newer, replace, repository


@pytest.fixture
def newer(small_catalog, tmp_path):
    """The small catalog a week later."""
    folder = tmp_path / "newer"
    shutil.copytree(small_catalog, folder)
    make_newer(folder)
    return folder


@pytest.fixture
def diff(run):
    """The JSON of two states."""

    def call(*arguments):
        found = run("catalog", "diff", *map(str, arguments), "--json")
        assert found.code == 0, found.stderr
        return json.loads(found.stdout)

    return call


def change(answer, record, fact):
    """The one change of a fact."""
    (found,) = [one for one in answer["changes"] if (one["record"], one["fact"]) == (record, fact)]
    return found


def test_each_fact_has_its_values_its_source_and_its_day(diff, small_catalog, newer):
    """What a reviewer asks of a change: from what to what, who says so, when that was read."""
    answer = diff(small_catalog, newer, "--no-answers")
    price = change(answer, "acme/acme/atlas-3", "prices")
    assert price["what"] == "changed"
    assert price["old"]["input_per_mtok"] == 2.0
    assert price["new"]["input_per_mtok"] == 1.0
    assert price["price_factor"] == 0.5
    assert (price["source"], price["source_kind"]) == ("price-list", "feed")
    assert price["read"] == "2026-11-20"
    assert (price["model"], price["provider"]) == ("acme/atlas-3", "acme")
    end = change(answer, "acme/atlas-3", "retires_on")
    assert (end["what"], end["old"], end["new"]) == ("new", None, "2027-06-01")
    assert end["source"] == "https://models.example/card"
    term = change(answer, "acme", "retention_days")
    assert (term["old"], term["new"], term["model"]) == (30, 60, None)


def test_counts_are_those_of_the_changes(diff, small_catalog, newer):
    """By kind, by model and by provider: what is counted is what is listed."""
    answer = diff(small_catalog, newer, "--no-answers")
    assert answer["answers"] is None
    kinds = {one["kind"]: one for one in answer["counts"]}
    assert kinds["models"]["records"] == {"new": 1, "changed": 1}
    assert kinds["offerings"]["records"] == {"changed": 2}
    for kind, one in kinds.items():
        listed = [row["what"] for row in answer["changes"] if row["kind"] == kind]
        assert one["facts"] == {what: listed.count(what) for what in dict.fromkeys(listed)}
    models = {one["name"]: sum(one["facts"].values()) for one in answer["models"]}
    assert models["acme/atlas-3"] == 3  # its price, its end, and the listing at the relay
    assert {one["name"] for one in answer["providers"]} == {"acme", "relay"}


def test_the_answers_that_change_are_said(run, diff, small_catalog, newer):
    """Every preset for the main tasks that the catalog has, before and after."""
    answer = diff(small_catalog, newer)["answers"]
    assert answer["needs"] >= 5
    assert answer["answers"]
    for one in answer["answers"]:
        assert one["before"] != one["after"]
    asked = ("recommend", "--as-of", "2026-11-27", "--json")
    for one in answer["answers"]:
        need = ("--task", one["task"], "--weights", one["weights"])
        for folder, side in ((small_catalog, "before"), (newer, "after")):
            found = json.loads(run(*asked, *need, "--catalog", str(folder)).stdout)["picks"]
            picked = found["use"]["route"], found["use"]["monthly_cost_usd"]
            use = one[side]["use"]
            assert (use["route"], use["monthly_cost_usd"]) == pytest.approx(picked)


def test_the_same_state_differs_in_nothing(run, diff, small_catalog):
    """A state against itself."""
    answer = diff(small_catalog, small_catalog)
    assert answer["changes"] == []
    found = run("catalog", "diff", str(small_catalog), str(small_catalog))
    assert found.stdout == "Catalog 2026.11.20 against 2026.11.20: nothing differs.\n"


def test_a_person_reads_what_matters_first(run, small_catalog, newer):
    """Short by default; --all lists each fact."""
    asked = ("catalog", "diff", str(small_catalog), str(newer), "--no-answers")
    short = run(*asked).stdout
    for title in (
        *("largest moves of a price", "ends", "new models", "routes no longer on sale"),
        *("terms that changed", "changes by model", "changes by provider"),
    ):
        assert f"\n{title}\n" in short
    assert "context_window_tokens" not in short
    every = run(*asked, "--all").stdout
    assert "context_window_tokens" in every
    assert "each fact" in every


def test_rows_are_cut_where_there_are_many(run, small_catalog, newer):
    """--top says how many rows of each table; the title says of how many."""
    found = run("catalog", "diff", str(small_catalog), str(newer), "--no-answers", "--top", "1")
    assert "changes by model, 1 of 2" in found.stdout


def test_markdown_is_for_release_notes(run, small_catalog, newer):
    """Headings and tables."""
    asked = ("catalog", "diff", str(small_catalog), str(newer), "--format", "markdown")
    found = run(*asked).stdout
    assert found.startswith("**Catalog 2026.11.27 against 2026.11.20: ")
    assert "\n### largest moves of a price\n\n| record |" in found


def test_rows_for_tools_are_the_changes(run, diff, small_catalog, newer):
    """jsonl and csv have a row a fact."""
    asked = ("catalog", "diff", str(small_catalog), str(newer), "--no-answers")
    changes = diff(small_catalog, newer, "--no-answers")["changes"]
    lines = run(*asked, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == changes
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert [row["fact"] for row in rows] == [one["fact"] for one in changes]


def test_revisions_of_the_repository_of_the_catalog(run, diff, small_catalog, tmp_path):
    """HEAD~1 against HEAD, by name alone and with its folder."""
    repository(tmp_path, small_catalog)
    home = ("--catalog", tmp_path / "catalog", "--no-answers")
    whole = diff("HEAD~1", "HEAD", *home)
    assert whole["old"] == {"name": "HEAD~1", "version": "2026.11.20"}
    assert whole["changes"]
    assert diff("HEAD~1:catalog", *home)["changes"] == whole["changes"]
    shutil.rmtree(tmp_path / ".git")
    found = run("catalog", "diff", "HEAD~1", *map(str, home))
    assert found.code == 2
    assert found.stderr.startswith("error: Git cannot read it: not a git repository")


def test_without_git_a_revision_is_one_sentence(run, small_catalog, tmp_path):
    """And a folder still does."""
    asked = ("catalog", "diff", "HEAD", "--catalog", str(small_catalog))
    found = run(*asked, env={"PATH": str(tmp_path)})
    assert found.code == 2
    assert found.stderr.splitlines()[0] == "error: a revision needs Git, which cannot be run"


def test_facts_of_an_earlier_schema_are_still_held_against_each_other(
    diff, small_catalog, newer, tmp_path
):
    """An old catalog without estimates, or with a scale of old, is answered by the new one's."""
    old = tmp_path / "old"
    shutil.copytree(small_catalog, old)
    shutil.rmtree(old / "derived")
    replace(old, "scale.toml", "quality_span_points", "span_points")
    replace(old, "licences/unread.toml", 'name = "', 'title = "')
    answer = diff(old, newer)
    assert answer["method_of"] == "new"
    assert answer["left_out"] == ["licences/unread.toml"]
    assert answer["answers"]["needs"]
    assert change(answer, "acme/acme/atlas-3", "prices")["new"]["input_per_mtok"] == 1.0


def test_a_new_state_of_another_schema_is_answered_by_the_method_of_today(
    diff, small_catalog, newer
):
    """Its own scale cannot be read; estimates that come with llmpick are of no made-up model."""
    replace(newer, "scale.toml", "quality_span_points", "span_points")
    answer = diff(small_catalog, newer)
    assert (answer["method_of"], answer["answers"]) == ("shipped", None)
    assert change(answer, "acme/acme/atlas-3", "prices")["new"]["input_per_mtok"] == 1.0


def test_a_state_that_is_none_is_one_sentence(run, small_catalog, tmp_path):
    """No folder, no catalog in it, no TOML in it."""
    (tmp_path / "empty").mkdir()
    broken = tmp_path / "broken"
    shutil.copytree(small_catalog, broken)
    (broken / "models" / "acme" / "atlas-2.toml").write_text("name = ", encoding="utf-8")
    for name, said in (
        ("empty", "is not a catalog"),
        ("broken", "models/acme/atlas-2.toml of"),
    ):
        found = run("catalog", "diff", str(small_catalog), str(tmp_path / name))
        assert found.code == 2
        assert found.raw == b""
        assert said in found.stderr.splitlines()[0]
