"""`llmpick evidence`, `show --evidence`, and own results in other answers."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from pathlib import Path

import evidence_catalog
import pytest

DATA = Path(__file__).parents[1] / "data" / "evidence"
GOOD = "model,score,n,effort\natlas-2,90,200,\noak-70b,50,200,\natlas-3,70,200,low\n"


@pytest.fixture(scope="module")
def folder(small_catalog, tmp_path_factory):
    """The small catalog with its fit in full."""
    folder = tmp_path_factory.mktemp("cli") / "catalog"
    return str(evidence_catalog.make(small_catalog, folder))


@pytest.fixture
def ask(run, folder, tmp_path):
    """Run a command on that catalog, with results of the user's in a folder of the test's own."""

    def call(*arguments: str, **more):
        own = {"LLMPICK_EVIDENCE_DIR": str(tmp_path / "own"), **more.pop("env", {})}
        takes = arguments[:1] != ("evidence",) or arguments[1] == "import"
        catalog = ("--catalog", folder) if takes else ()
        return run(*arguments, *catalog, env=own, **more)

    return call


@pytest.fixture
def results(tmp_path):
    """Write a file of results: `results("a.csv", text)` gives its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def quality(found, model, effort=None):
    """The quality of a model in a listing."""
    assert found.code == 0, found.stderr
    rows = json.loads(found.stdout)["results"]
    return next(r["quality"] for r in rows if (r["id"], r["effort"]) == (model, effort))


def test_import_use_and_remove(ask, results):
    """Imported results move the quality, are announced, can be left out, and forgotten."""
    listing = ("list", "models", "--task", "coding", "--json")
    before = quality(ask(*listing), "acme/atlas-2")
    done = ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding")
    assert done.code == 0, done.stderr
    assert "Imported 3 results of 3 models as mine." in done.stdout
    after = ask(*listing)
    assert quality(after, "acme/atlas-2")["mean"] > before["mean"]
    assert quality(after, "acme/atlas-2")["n_scores"] == before["n_scores"] + 1
    assert json.loads(after.stdout)["own_evidence"] == [{"name": "mine", "models": 3}]
    assert quality(ask(*listing, "--no-evidence"), "acme/atlas-2") == before
    shown = ask("evidence", "list")
    assert "mine" in shown.stdout
    assert ask("evidence", "remove", "mine").code == 0
    assert quality(ask(*listing), "acme/atlas-2") == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "--task", "coding"),
        ("compare", "atlas-2", "oak-70b", "--task", "coding"),
        ("list", "models", "--task", "coding"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_answer_says_that_own_results_are_in_it(ask, results, arguments):
    """One line in text, one field in JSON; neither where they are left out."""
    line = "quality includes your own results: mine, 3 models"
    plain = ask(*arguments)
    assert line not in plain.stdout
    ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding")
    found = ask(*arguments)
    assert found.stdout.count(line) == 1
    assert "own_evidence" in json.loads(ask(*arguments, "--json").stdout)
    assert ask(*arguments, "--no-evidence").stdout == plain.stdout


def test_other_lists_do_not_read_own_results(ask, results):
    """A list without quality has nothing to say of them."""
    ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding")
    assert "own results" not in ask("list", "models").stdout


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("atlas-2,nan,5,", "the score `nan` is no finite number"),
        ("atlas-2,140,5,", "the score 140 is not from 0 to 100"),
        ("atlas-2,-1,5,", "the score -1 is not from 0 to 100"),
        ("atlas,60,5,", "`atlas` fits several models: acme/atlas-3, acme/atlas-2"),
        ("nothing-like-it,60,5,", "no model `nothing-like-it` in the catalog"),
        ("atlas-3,60,5,", "acme/atlas-3 has efforts, say which: high, low"),
        ("atlas-3,60,5,max", "no effort `max` of acme/atlas-3: high, low"),
        ("oak-70b,60,5,", "birch/oak-70b on mine stands at 3 already"),
    ],
)
def test_a_bad_row_stops_the_import(ask, results, tmp_path, row, reason):
    """Line and reason, and nothing is imported, not even the good rows."""
    path = results("mine.csv", f"model,score,n,effort\natlas-2,90,9,\noak-70b,50,9,\n{row}\n")
    if row.startswith("atlas-2"):
        path = results("mine.csv", f"model,score,n,effort\nsapling-8b,90,9,\noak-70b,5,9,\n{row}\n")
    found = ask("evidence", "import", path, "--task", "coding")
    assert found.code == 2
    assert f"mine.csv:4: {reason}" in found.stderr
    assert "nothing was imported" in found.stderr
    assert not (tmp_path / "own").exists()


def test_all_bad_rows_are_named(ask, results):
    """One import tells all that is wrong, in the order of the file."""
    text = "model,score\nx1,1\natlas-2,nan\natlas-2\nx2,1\n"
    found = ask("evidence", "import", results("mine.csv", text), "--domain", "writing")
    lines = [line.split(":")[1] for line in found.stderr.splitlines() if "mine.csv:" in line]
    assert lines == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say what it measures by --task or --domain"),
        (("--task", "nope"), "no task `nope`"),
        (("--domain", "codng_gen"), "did you mean `coding_gen`?"),
        (("--benchmark", "quizbench"), "did you mean `quiz-bench`?"),
        (("--benchmark", "old-bench"), "the benchmark old-bench is not in the fit"),
        (("--task", "coding", "--domain", "writing"), "say the same thing"),
        (("--task", "coding", "--trust", "0"), "a trust of 0 cannot be used"),
        (("--task", "coding", "--trust", "1.5"), "a trust of 1.5 cannot be used"),
        (("--task", "coding", "--trust", "nan"), "a trust of nan cannot be used"),
        (("--task", "coding", "--full-marks", "10"), "full marks of 10 cannot be used"),
        (("--task", "coding", "--name", "../x"), "no name `../x` for a source"),
    ],
)
def test_a_bad_option(ask, results, tmp_path, options, message):
    """An option that does not fit says why; nothing is imported."""
    found = ask("evidence", "import", results("mine.csv", GOOD), *options)
    assert found.code == 2
    assert message in found.stderr
    assert not (tmp_path / "own").exists()


def test_a_benchmark_of_the_catalog(ask, results):
    """With --benchmark the score is one of that benchmark, on its own scale."""
    path = results("mine.csv", "model,score,n\natlas-2,0.9,200\n")
    found = ask("evidence", "import", path, "--benchmark", "quiz-bench", "--json")
    row = json.loads(found.stdout)["results"][0]
    assert (row["benchmark"], row["score"]) == ("quiz-bench", 90.0)
    path = results("elo.csv", "model,score\natlas-2,1350\n")
    assert ask("evidence", "import", path, "--benchmark", "duel-elo").code == 0


def test_a_file_that_is_too_large(ask, results):
    """A sentence that says what to give instead, whatever is in it."""
    found = ask("evidence", "import", results("large.csv", " " * 64_000_001))
    assert found.code == 2
    assert "is larger than 64,000,000 bytes" in found.stderr
    assert "hint: give the summary, not the samples" in found.stderr


def test_the_same_file_counts_once(ask, results):
    """A file that is imported already is refused, under whatever name."""
    path = results("mine.csv", GOOD)
    assert ask("evidence", "import", path, "--task", "coding").code == 0
    again = ask("evidence", "import", path, "--task", "coding", "--name", "other")
    assert again.code == 2
    assert "imported already, as `mine`" in again.stderr


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("results_lm-eval-0.4.13.json", [("acme/atlas-2", "lm-eval/sums v1 0-shot acc", 0.5, 4)]),
        ("promptfoo-0.121.20.json", None),
        (
            "inspect-0.3.285.json",
            [("acme/atlas-3", "inspect/support_tickets v0 match,accuracy", 0.875, 8)],
        ),
    ],
)
def test_files_of_tools(ask, name, rows):
    """A file as the tool wrote it goes in; atlas-3 needs an effort."""
    given = ("evidence", "import", str(DATA / name), "--task", "coding", "--name", "harness")
    found = ask(*given, "--effort", "high", "--json")
    if rows is None:
        assert found.code == 0, found.stderr
        return
    assert found.code == 0, found.stderr
    taken = json.loads(found.stdout)["results"]
    assert [(r["model"], r["test"], r["score"], r["items"]) for r in taken] == rows


def harness_file(model, strict, flexible=None, **more):
    """A summary of lm-evaluation-harness of one task, by two filters."""
    task = {"exact_match,strict-match": strict, "exact_match_stderr,strict-match": 0.01}
    if flexible is not None:
        task |= {"exact_match,flexible-extract": flexible}
    return json.dumps(
        {
            "results": {"sums": task},
            "versions": {"sums": 3},
            "n-shot": {"sums": 5},
            "n-samples": {"sums": {"effective": 1000}},
            "model_name": model,
            **more,
        }
    )


def test_one_model_a_file(ask, results):
    """Files of a tool in one import, or in two of other names, are as one file of both models."""
    listing = ("list", "models", "--task", "coding", "--json")
    one = results("a.json", harness_file("atlas-2", 0.3))
    other = results("b.json", harness_file("oak-70b", 0.9, versions={"sums": 3.0}))
    assert ask("evidence", "import", one, other, "--task", "coding").code == 0
    together = [quality(ask(*listing), name) for name in ("acme/atlas-2", "birch/oak-70b")]
    assert ask("evidence", "remove", "a").code == 0
    assert ask("evidence", "import", one, "--task", "coding", "--name", "x").code == 0
    second = ask("evidence", "import", other, "--task", "coding", "--name", "y")
    assert "says little" not in second.stdout
    apart = [quality(ask(*listing), name) for name in ("acme/atlas-2", "birch/oak-70b")]
    assert apart == together
    assert ask("evidence", "remove", "y").code == 0
    later = results("c.json", harness_file("oak-70b", 0.9, versions={"sums": 4}))
    found = ask("evidence", "import", later, "--task", "coding")
    assert "says little" in found.stdout  # another version is another test


def test_rows_of_many_files(ask, results):
    """Files of rows in one import are one test; one that came before is not counted again."""
    one = results("a.csv", "model,score,n\natlas-2,90,200\n")
    other = results("b.csv", "model,score,n\noak-70b,50,200\n")
    found = json.loads(ask("evidence", "import", one, other, "--task", "coding", "--json").stdout)
    assert {row["test"] for row in found["results"]} == {"a"}
    assert found["source"]["file"] == "a.csv, b.csv"
    again = ask("evidence", "import", other, "--task", "coding", "--name", "z")
    assert "imported already, as `a`" in again.stderr
    both = ask("evidence", "import", *[results("c.csv", GOOD)] * 2, "--task", "coding")
    assert "are the same file" in both.stderr


def test_files_that_read_otherwise_are_not_mixed(ask, results):
    """Shares in one file and points in another: nobody guesses."""
    one = results("a.csv", "model,score\natlas-2,0.9\n")
    other = results("b.csv", "model,score\noak-70b,50\n")
    found = ask("evidence", "import", one, other, "--task", "coding")
    assert "no score of `a.csv` is above 1" in found.stderr


def test_append(ask, results):
    """Results of another model are added to a source, on its test; doubles are refused."""
    one = results("a.csv", "model,score,n\natlas-2,90,200\n")
    assert ask("evidence", "import", one, "--task", "coding").code == 0
    other = results("b.csv", "model,score,n\noak-70b,50,200\n")
    found = json.loads(ask("evidence", "import", other, "--append", "a", "--json").stdout)
    assert [(row["model"], row["test"]) for row in found["results"]] == [
        ("acme/atlas-2", "a"),
        ("birch/oak-70b", "a"),
    ]
    third = results("c.csv", "model,score,n\noak-70b,60,200\n")
    assert "stands in a already" in ask("evidence", "import", third, "--append", "a").stderr
    wrong = ask("evidence", "import", third, "--append", "a", "--task", "general")
    assert "have the task coding, not general" in wrong.stderr
    assert "cannot be read" in ask("evidence", "import", third, "--append", "nope").stderr


def test_filters_that_differ(ask, results):
    """Refused with both values and the option that chooses; taken by it."""
    path = results("a.json", harness_file("atlas-2", 0.02, 0.91))
    found = ask("evidence", "import", path, "--task", "coding")
    assert found.code == 2
    assert "--metric exact_match,flexible-extract" in found.stderr
    given = ("evidence", "import", path, "--task", "coding", "--metric", "flexible-extract")
    taken = json.loads(ask(*given, "--json").stdout)["results"]
    assert [(row["score"], row["test"]) for row in taken] == [
        (0.91, "lm-eval/sums v3 5-shot exact_match,flexible-extract")
    ]


def test_a_task_without_a_share_is_left_out(ask, results):
    """The others are taken, and what was left out is told; alone it is no result."""
    table = json.loads(harness_file("atlas-2", 0.5))
    table["results"]["wiki"] = {"word_perplexity,none": 6.1}
    path = results("a.json", json.dumps(table))
    alone = ask("evidence", "import", path, "--task", "coding", "--only", "wiki")
    assert (alone.code, "no result to import" in alone.stderr) == (2, True)
    found = json.loads(ask("evidence", "import", path, "--task", "coding", "--json").stdout)
    assert len(found["results"]) == 1
    assert found["notes"] == [
        "a.json:results.wiki: left out: no metric that is a share of solved items"
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--only", "sum"), "no task `sum` in the files"),
        (("--metric", "f1"), "no metric `f1` in the files"),
        (("--scale", "1-5"), "no scale `1-5`"),
        (("--scale", "3:3"), "no scale `3:3`"),
        (("--effort", "hgh"), "did you mean `high`?"),
        (("--effort", "nobody=high"), "--effort: no model `nobody` in the catalog"),
    ],
)
def test_a_bad_choice(ask, results, options, message):
    """A choice that nothing fits says so."""
    path = results("a.json", harness_file("atlas-2", 0.5))
    found = ask("evidence", "import", path, "--task", "coding", *options)
    assert (found.code, message in found.stderr) == (2, True), found.stderr


def test_efforts_by_model(ask, results):
    """One for a model, another for all others; a row's own comes first."""
    rows = "model,score,n,effort\natlas-3,70,200,\natlas-3,60,200,low\natlas-2,50,200,\n"
    given = ("evidence", "import", results("a.csv", rows), "--task", "coding", "--json")
    found = ask(*given, "--effort", "atlas-3=high", "--effort", "low")
    assert found.code == 0, found.stderr
    taken = json.loads(found.stdout)["results"]
    assert [row["effort"] for row in taken] == ["high", "low", None]


@pytest.mark.parametrize(("default", "code"), [("none", 0), ("high", 2)])
def test_thinking_that_is_off_by_default(run, folder, results, tmp_path, default, code):
    """Then a row without an effort is one at none, and told; else the effort must be said."""
    catalog = tmp_path / "catalog"
    shutil.copytree(folder, catalog, ignore=shutil.ignore_patterns(".compiled"))
    for path in (catalog / "derived").glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("atlas-3@low", "atlas-3@none")
        path.write_text(text.replace("atlas-3,low,", "atlas-3,none,"), encoding="utf-8")
    model = catalog / "models" / "acme" / "atlas-3.toml"
    text = model.read_text(encoding="utf-8")
    source = next(iter(tomllib.loads(text)["sources"]))
    fact = f'\n[[facts.default_effort]]\nvalue = "{default}"\nsource = "{source}"\n'
    model.write_text(text + fact, encoding="utf-8")
    path = results("a.csv", "model,score,n\natlas-3,70,200\noak-70b,50,200\n")
    given = ("evidence", "import", path, "--task", "coding", "--json", "--catalog", str(catalog))
    found = run(*given, env={"LLMPICK_EVIDENCE_DIR": str(tmp_path / "own")})
    assert found.code == code, found.stderr
    if code:
        assert "by default its API runs high" in found.stderr
        return
    document = json.loads(found.stdout)
    assert document["results"][0]["effort"] == "none"
    assert "is taken at effort none" in document["notes"][0]


def test_what_moved(ask, results):
    """Estimates of the task before and after, of the models measured and of those beside them."""
    listing = ("list", "models", "--task", "coding", "--json")
    before = quality(ask(*listing), "acme/atlas-2")["mean"]
    given = ("evidence", "import", results("mine.csv", GOOD), "--task", "coding")
    moved = json.loads(ask(*given, "--json").stdout)["moved"]
    after = quality(ask(*listing), "acme/atlas-2")["mean"]
    row = next(row for row in moved if row["model"] == "acme/atlas-2")
    assert row["task"] == "coding"
    assert (row["before"], row["after"]) == (
        pytest.approx(100 * before),
        pytest.approx(100 * after),
    )
    assert row["points"] == pytest.approx(row["after"] - row["before"])
    assert ("acme/atlas-3", "high") in {(row["model"], row["effort"]) for row in moved}
    text = ask("evidence", "import", results("more.csv", GOOD + "\n"), "--task", "coding").stdout
    assert "What moved" in text


def test_a_benchmark_moves_its_tasks(ask, results):
    """Without --task the tasks are those of the benchmark's domain."""
    path = results("mine.csv", "model,score,n\natlas-2,99,500\n")
    found = ask("evidence", "import", path, "--benchmark", "patch-bench", "--json")
    assert "coding" in {row["task"] for row in json.loads(found.stdout)["moved"]}


def test_grades_and_preferences(ask, results):
    """What people say moves estimates too; preferences stand in a file of their own."""
    graded = results("g.csv", "item,model,grade\n1,atlas-2,5\n2,atlas-2,4\n1,oak-70b,1\n")
    assert "--scale WORST:BEST" in ask("evidence", "import", graded, "--task", "coding").stderr
    found = ask("evidence", "import", graded, "--task", "coding", "--scale", "1:5", "--json")
    rows = json.loads(found.stdout)["results"]
    assert [(row["model"], row["score"], row["items"]) for row in rows] == [
        ("acme/atlas-2", 0.875, 2),
        ("birch/oak-70b", 0.0, 1),
    ]
    voted = results("p.csv", "a,b,winner\n" + "atlas-2,oak-70b,a\n" * 9)
    both = ask("evidence", "import", voted, results("x.csv", GOOD), "--task", "coding")
    assert "preferences are fitted together" in both.stderr
    found = ask("evidence", "import", voted, "--task", "coding", "--json")
    document = json.loads(found.stdout)
    assert document["source"]["format"] == "preferences"
    moved = {row["model"]: row["points"] for row in document["moved"]}
    assert moved["acme/atlas-2"] > 0 > moved["birch/oak-70b"]


def test_a_missing_file(ask):
    """A name that is no file."""
    assert "does not exist" in ask("evidence", "import", "nope.csv", "--task", "coding").stderr


def test_a_broken_source_stops_an_answer_with_the_way_out(ask, results, tmp_path):
    """A damaged file is never left out in silence."""
    ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding")
    (tmp_path / "own" / "mine.toml").write_text("form = 9\n")
    found = ask("recommend", "--task", "coding")
    assert found.code == 2
    assert "--no-evidence" in found.stderr
    assert ask("recommend", "--task", "coding", "--no-evidence").code == 0
    assert ask("evidence", "remove", "mine").code == 0


def test_a_broken_source_is_left_out_of_the_list(ask, results, tmp_path):
    """And named with what is wrong; the others are listed."""
    ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding")
    (tmp_path / "own" / "other.toml").write_text("form = 9\n")
    found = ask("evidence", "list", "--json")
    assert found.code == 0
    assert [row["id"] for row in json.loads(found.stdout)["results"]] == ["mine"]
    assert "`other` cannot be read: `form` is `9`" in found.stderr


def test_where_own_results_lie(ask, results, tmp_path):
    """XDG_DATA_HOME where it is an absolute path, else the home folder."""
    for home, data in ((tmp_path / "a", "relative"), (tmp_path / "b", str(tmp_path / "data"))):
        env = {"LLMPICK_EVIDENCE_DIR": "", "HOME": str(home), "XDG_DATA_HOME": data}
        path = results(f"{home.name}.csv", GOOD)
        assert ask("evidence", "import", path, "--task", "coding", env=env).code == 0
    assert (tmp_path / "a/.local/share/llmpick/evidence/a.toml").exists()
    assert (tmp_path / "data/llmpick/evidence/b.toml").exists()
    assert not os.path.exists("relative")


# ---- show


def test_show_evidence(ask):
    """Every score with what was expected of it; the same in JSON."""
    text = ask("show", "atlas-3", "--evidence").stdout
    assert "usual benchmarks reported" in text
    assert "expected" in text
    found = json.loads(ask("show", "atlas-3:high", "--evidence", "--json").stdout)["evidence"]
    scores = {score["benchmark"]: score for score in found["scores"]}
    assert {score["effort"] for score in scores.values()} == {"high"}
    patch = scores["patch-bench"]
    assert patch["outlier"] is (abs(patch["residual_errors"]) > 2)
    assert patch["source"] == "leaderboard"
    assert found["efforts"][0]["usual_benchmarks"] == 4
    assert scores["nihongo-bench"]["expected"] is None


def test_show_evidence_lists_own_results(ask, results):
    """Own results stand apart, with their trust, against what public scores make one expect."""
    assert "Your own results" not in ask("show", "atlas-3", "--evidence").stdout
    ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding", "--trust", "0.5")
    quiz = results("quiz.csv", "model,score,n,effort\natlas-3,70,200,low\natlas-3,99,50,high\n")
    assert ask("evidence", "import", quiz, "--benchmark", "quiz-bench").code == 0
    text = ask("show", "atlas-3", "--evidence").stdout
    assert "Your own results" in text
    assert "only your results tell its difficulty" in text
    found = json.loads(ask("show", "atlas-3:low", "--evidence", "--json").stdout)["evidence"]
    own = {row["source"]: row for row in found["own_results"]}
    assert {row["effort"] for row in own.values()} == {"low"}
    assert (own["mine"]["trust"], own["mine"]["value"], own["mine"]["n"]) == (0.5, 0.7, 200)
    assert own["mine"]["expected"] is None
    assert own["quiz"]["value"] == 70
    assert own["quiz"]["expected"] is not None
    assert own["quiz"]["not_judged_because"] is None
    assert all(row["source"] != "mine" for row in found["scores"])


def test_show_evidence_of_a_task(ask):
    """What has no scores says so."""
    found = ask("show", "coding", "--evidence")
    assert found.code == 2
    assert "have no scores" in found.stderr


def test_show_benchmark(ask):
    """Who leads, whether it is in the fit, and how hard it is."""
    text = ask("show", "quiz-bench").stdout
    assert "Who leads" in text
    assert "a model of average ability scores" in text
    left = ask("show", "old-bench").stdout
    assert "not in it: fewer than five models" in left
    found = json.loads(ask("show", "quiz-bench", "--json").stdout)["evidence"]
    assert found["leaders"][0]["rank"] == 1
    assert found["models"] >= len(found["leaders"])


def test_a_benchmark_without_a_fit(run, small_catalog):
    """A catalog that holds estimates only still shows who leads."""
    found = run("show", "quiz-bench", "--catalog", str(small_catalog))
    assert "Who leads" in found.stdout
    assert "not in it: the catalog holds no fit" in found.stdout


# ---- list, recommend, compare


@pytest.mark.parametrize("task", ["general", "coding"])
def test_quality_in_a_listing(ask, task):
    """Mean, error and interval in one unit; label and counts."""
    for row in json.loads(ask("list", "models", "--task", task, "--json").stdout)["results"]:
        found = row["quality"]
        low, high = found["interval"]
        assert 0 <= low <= found["mean"] <= high <= 1
        assert found["stderr"] == pytest.approx((high - low) / 2.5631031, rel=1e-6)
        assert found["stderr_logit"] > 0
        assert isinstance(found["label"], str)
        assert found["n_scores"] >= 1
        assert "effort" in row


def test_explain_names_the_evidence(ask):
    """Label, counts, usual benchmarks, and what the maker's own numbers do."""
    found = ask("recommend", "--task", "coding", "--explain").stdout
    line = next(line for line in found.splitlines() if line.startswith("evidence"))
    assert "of 4 usual benchmarks" in line
    assert "independent" in line
    results = json.loads(ask("recommend", "--task", "coding", "--json").stdout)["results"]
    assert results[0]["quality"]["usual_benchmarks"] == 4


def test_compare_has_a_row_of_evidence(ask):
    """The label stands in a row of its own."""
    found = ask("compare", "atlas-2", "oak-70b", "--task", "coding").stdout
    assert any(line.startswith("evidence") for line in found.splitlines())


def test_own_results_that_came_or_went_move_a_decision(ask, results, tmp_path):
    """A decision names the results that were in it; others now are told, with what they moved."""
    before, after = str(tmp_path / "before.toml"), str(tmp_path / "after.toml")
    assert ask("recommend", "--task", "coding", "--save", before).code == 0
    assert ask("evidence", "import", results("mine.csv", GOOD), "--task", "coding").code == 0
    assert ask("recommend", "--task", "coding", "--save", after).code == 0
    came = json.loads(ask("check", before, "--json").stdout)
    rows = {row["kind"]: (row["before"], row["after"]) for row in came["moves"]}
    assert rows["own-evidence"] == (None, "mine")
    assert "quality" in rows
    assert came["own_evidence"] == [{"name": "mine", "models": 3}]
    assert json.loads(ask("check", after, "--json").stdout)["moves"] == []
    assert ask("evidence", "remove", "mine").code == 0
    went = json.loads(ask("check", after, "--json").stdout)
    rows = {row["kind"]: (row["before"], row["after"]) for row in went["moves"]}
    assert rows["own-evidence"] == ("mine", None)
