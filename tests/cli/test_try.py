"""`llmpick try` against servers on the loopback address."""

from __future__ import annotations

import json
import os

import evidence_catalog
import pytest
from model_server import Plays, reached, serving

from llmpick.api import reached as reaching

ROUTES = ("oak-70b@borealis", "atlas-2@acme")
QUESTIONS = [{"input": f"two and two, {n}?", "target": "four", "id": f"q{n}"} for n in range(8)]
KEY = "key-MARKERKEY-1"


@pytest.fixture(scope="module")
def folder(small_catalog, tmp_path_factory):
    """The small catalog with its fit in full."""
    folder = tmp_path_factory.mktemp("try") / "catalog"
    return str(evidence_catalog.make(small_catalog, folder))


@pytest.fixture
def ask(run, folder, tmp_path, monkeypatch):
    """Try prompts on a server: `ask(model, *arguments)`."""
    path = tmp_path / "tickets.given"
    path.write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS))

    def call(model, *arguments, prompts=path, catalog=folder, task=("--task", "coding"), env=None):
        def connected(catalog, need, offering, urls, environment):
            return reached(model.url, "openai-chat", "SOME_KEY", offering.api_model)

        monkeypatch.setattr(reaching, "connected", connected)
        own = {
            "LLMPICK_EVIDENCE_DIR": str(tmp_path / "own"),
            "LLMPICK_TRIES_DIR": str(tmp_path / "tries"),
            "SOME_KEY": KEY,
            **(env or {}),
        }
        words = ("try", str(prompts), *arguments, *task, "--privacy", "public")
        return run(*words, "--catalog", catalog, env=own)

    return call


def right_for(good):
    """A server where the model *good* is right, and others at every other prompt."""

    def plays(told, number):
        right = told.body["model"] == good or int(told.prompt.split()[3][:-1]) % 2
        return Plays(words=("four",) if right else ("five",), usage=(10, 2, 0))

    return plays


def test_routes_are_tried_and_the_decision_is_made_again(ask):
    """Quality with an interval, tokens, money, and the answer with it; kept as own evidence."""
    with serving(right_for("oak-70b")) as model:
        found = ask(model, *ROUTES, "--yes", "--json")
    assert found.code == 0, found.stderr
    answer = json.loads(found.stdout)
    first, second = answer["results"]
    assert (first["quality"], second["quality"]) == (1.0, 0.5)
    assert first["quality_interval_95"] == pytest.approx([0.6756, 1.0], abs=1e-4)
    assert (first["input_tokens"], first["output_tokens"]) == (10, 2)
    assert first["usd"] == pytest.approx(8 * first["usd"] / 8)
    assert answer["pairs"][0]["apart"] is False
    assert answer["stored"] == "tickets"
    gained = [row["expected_after"] - row["expected_before"] for row in (first, second)]
    assert gained[0] > gained[1]
    assert len(model.served) == 16


def test_the_next_answer_has_it(ask, run, folder, tmp_path):
    """`recommend` says that own results are in it, and `evidence list` names them."""
    with serving() as model:
        ask(model, *ROUTES, "--yes")
    own = {"LLMPICK_EVIDENCE_DIR": str(tmp_path / "own")}
    found = run("recommend", "--task", "coding", "--catalog", folder, env=own)
    assert "quality includes your own results: tickets, 2 models" in found.stdout
    listed = run("evidence", "list", env=own)
    assert "tickets" in listed.stdout
    assert "llmpick try" in listed.stdout


def test_the_first_of_the_need_are_tried_where_none_is_named(ask):
    """So many models, each by its best route that can be called."""
    with serving() as model:
        found = ask(model, "--top", "2", "--yes", "--json")
    assert found.code == 0, found.stderr
    assert len(json.loads(found.stdout)["results"]) == 2


def test_nothing_is_spent_unasked(ask):
    """Without a terminal and without --yes nothing is sent; the most it can cost is said."""
    with serving() as model:
        found = ask(model, *ROUTES)
    assert found.code == 2
    assert "16 calls can cost" in found.stderr
    assert "--yes" in found.stderr
    assert model.told == []


def test_a_dry_run_sends_and_writes_nothing(ask, tmp_path):
    """Where each prompt would go, as what, and the most that it can cost."""
    with serving() as model:
        found = ask(model, *ROUTES, "--dry-run", "--json", env={"SOME_KEY": None})
    answer = json.loads(found.stdout)
    assert [row["calls"] for row in answer["results"]] == [8, 8]
    assert answer["results"][0]["base_url"] == model.url
    assert answer["results"][0]["key_is_set"] is False
    assert answer["usd_at_most"] > 0
    assert model.told == []
    assert {path.name for path in tmp_path.iterdir()} == {"tickets.given"}


def test_a_missing_key_is_named(ask):
    """By its variable, before anything is sent."""
    with serving() as model:
        found = ask(model, *ROUTES, "--yes", env={"SOME_KEY": None})
    assert found.code == 2
    assert "no key in SOME_KEY" in found.stderr
    assert model.told == []


def test_a_route_that_breaks_the_need_is_refused_before_the_first_byte(ask, run):
    """Named or judge: what is not shown to hold gets no prompt."""
    with serving() as model:
        found = ask(model, *ROUTES, "--yes", "--processing-region", "JP")
    assert found.code == 2
    assert "nothing is sent to" in found.stderr
    assert model.told == []


def test_a_second_run_sends_nothing_again(ask, tmp_path):
    """All that was answered is in the journal; the answer is the same."""
    with serving(right_for("oak-70b")) as model:
        first = ask(model, *ROUTES, "--yes", "--json")
        second = ask(model, *ROUTES, "--json")
        third = ask(model, *ROUTES, "--json", "--max-output", "100")
    assert len(model.told) == 16
    assert (first.code, second.code) == (0, 0), second.stderr
    one, two = (json.loads(found.stdout) for found in (first, second))
    assert [row["quality"] for row in one["results"]] == [row["quality"] for row in two["results"]]
    assert one["spent_usd_at_most"] == pytest.approx(two["spent_usd_at_most"])
    assert [row["resumed"] for row in two["results"]] == [8, 8]
    assert third.code == 2, "other settings are another trial"


def test_money_ends_it(ask):
    """The bound holds, it is said, and the same command goes on with more."""
    with serving(lambda told, number: Plays(usage=(10, 2000, 0))) as model:
        found = ask(model, ROUTES[0], "--yes", "--json", "--max-usd", "0.005")
        answer = json.loads(found.stdout)
        more = ask(model, ROUTES[0], "--yes", "--json")
    assert found.code == 1
    assert "--max-usd" in answer["stopped_because"]
    assert answer["spent_usd_at_most"] <= 0.005
    assert 0 < answer["results"][0]["calls"] < 8
    assert more.code == 0
    assert len(model.served) == 8


def test_a_judge_has_its_own_line(ask):
    """A model that is named grades; what it costs stands apart."""

    def plays(told, number):
        judging = "INCORRECT" in told.prompt
        return Plays(words=("all good\n", "CORRECT")) if judging else Plays()

    with serving(plays) as model:
        found = ask(model, ROUTES[1], "--yes", "--json", "--grader", f"judge:{ROUTES[0]}")
    assert found.code == 0, found.stderr
    row = json.loads(found.stdout)["results"][0]
    assert row["quality"] == 1.0
    assert row["judge_usd"] > 0
    assert len(model.told) == 16


@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv"])
@pytest.mark.parametrize(
    "plays",
    [
        Plays(words=("MARKERREPLY four",)),
        Plays(status=400, says=f"MARKERPROMPT {KEY} MARKERSERVER"),
        Plays(status=401, says=f"bad key {KEY}"),
        Plays(words=("MARKERREPLY", "x"), cut=True),
    ],
    ids=["answered", "refused", "key", "cut"],
)
def test_no_word_of_prompt_reply_or_key_is_left(ask, tmp_path, plays, form):
    """Not on the screen, not in a file of ours."""
    rows = [{"input": "MARKERPROMPT", "target": "four MARKERTARGET", "id": "MARKERID"}]
    given = tmp_path / "given" / "marked.given"
    given.parent.mkdir()
    given.write_text(json.dumps(rows[0]) + "\n")
    with serving(lambda told, number: plays) as model:
        found = ask(model, *ROUTES, "--yes", "--format", form, prompts=given)
    assert len(model.told) == 2
    assert "MARKER" in model.told[0].headers["authorization"]
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".given"]
    assert [path.suffix for path in written if path.parent.name == "tries"] == [".jsonl"]
    texts = [path.read_text() for path in written]
    assert not [text for text in (found.stdout, found.stderr, *texts) if "MARKER" in text]
    modes = {path.stat().st_mode & 0o777 for path in written if path.name != ".lock"}
    assert modes <= {0o600} or os.name == "nt"


def test_replies_are_kept_on_demand(ask, tmp_path):
    """With --keep alone, in a file of the user's own."""
    with serving() as model:
        ask(model, ROUTES[0], "--yes", "--keep", str(tmp_path / "replies.jsonl"))
    rows = [json.loads(line) for line in (tmp_path / "replies.jsonl").read_text().splitlines()]
    assert {row["reply"] for row in rows} == {"four"}
    assert {row["id"] for row in rows} == {f"q{n}" for n in range(8)}


def test_without_a_task_nothing_is_kept(ask, tmp_path):
    """Which work the prompts stand for is the user's to say."""
    with serving() as model:
        found = ask(model, ROUTES[0], "--yes", "--json", task=())
    answer = json.loads(found.stdout)
    assert answer["stored"] is None
    assert "--task" in answer["not_stored_because"]
    assert not (tmp_path / "own").exists()


def test_prompts_without_targets_are_timed_alone(ask, tmp_path):
    """One a line: no grade, no evidence, but times and cost."""
    plain = tmp_path / "plain.txt"
    plain.write_text("first\n\nsecond\n")
    with serving() as model:
        found = ask(model, ROUTES[0], "--yes", "--json", prompts=plain)
    row = json.loads(found.stdout)["results"][0]
    assert (row["answered"], row["graded"], row["quality"]) == (2, 0, None)
    assert row["first_text_s"]["p50"] > 0
    assert row["usd"] > 0
