"""Trials against servers of three dialects that misbehave."""

from __future__ import annotations

import json

import pytest
from model_server import Plays, reached, serving

from llmpick.files.log import AppendedFile
from llmpick.trying import stream
from llmpick.trying.calls import Gate, Refusals
from llmpick.trying.dialects import Settings
from llmpick.trying.graders import NONE, Grader, includes
from llmpick.trying.journal import Journal
from llmpick.trying.prompts import Prompt
from llmpick.trying.purse import Purse
from llmpick.trying.registry import DIALECTS
from llmpick.trying.run import Lane, StopSignal, Trial, run

PROMPTS = tuple(Prompt(str(n), f"two and two, {n}", ("four",)) for n in range(4))
USD_A_TOKEN = 1e-3


@pytest.fixture(scope="module")
def web():
    """One client for all."""
    with stream.client(16, 2.0) as client:
        yield client


@pytest.fixture
def trial(web, tmp_path):
    """Makes a trial of a server; a second one of the same journal is a later run."""
    opened = []

    def make(model, dialect="openai-chat", *, prompts=PROMPTS, limit=None, **more):
        known = DIALECTS[dialect]
        settings = more.pop("settings", Settings(20))
        connection = reached(model.url, dialect, "SOME_KEY")
        headers = {name: value.replace("$SOME_KEY", "KEY") for name, value in connection.headers}
        target = stream.TrialEndpoint(model.url, known, headers)
        lane = Lane(
            "m@p",
            connection,
            known,
            settings,
            lambda request: stream.attempt(web, target, request),
            lambda usage, _: USD_A_TOKEN * (usage.input + usage.output + (usage.reasoning or 0)),
            lambda prompt: USD_A_TOKEN * (len(prompt.input) + 20),
            lambda prompt: len(prompt.input),
            more.pop("gate", Gate(wait=lambda seconds: True)),
            Refusals(),
        )
        journal = Journal(str(tmp_path / "journal.jsonl"), "trial")
        opened.append(journal)
        before = journal.before
        spent = sum(one.spent_usd for one in before.ended.values()) + sum(before.lost.values())
        made = Trial(
            prompts,
            [lane],
            more.pop("grader", Grader("includes", "", includes)),
            None,
            Purse(limit, spent),
            journal,
            more.pop("keep", None),
            more.pop("concurrency", 2),
            3,
            StopSignal(),
        )
        assert not more
        return made

    yield make
    for journal in opened:
        journal.close()


def ran(trial):
    """The results of a trial."""
    found = run(trial, lambda done, of: None)
    trial.journal.close()
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_reply_is_read_graded_and_billed(trial, dialect):
    """In each dialect: text, tokens as billed, thought apart, and what they cost."""
    with serving(lambda told, number: Plays(usage=(10, 2, 3), thinks_s=0.0)) as model:
        found = ran(trial(model, dialect))
    assert [one.grade for one in found] == [1.0] * 4
    assert {one[7:10] for one in found} == {(10, 2, 3)}
    assert found[0].usd == pytest.approx(15 * USD_A_TOKEN)
    assert all(one.first_reasoning_s <= one.first_text_s <= one.last_s for one in found)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_key_goes_where_the_dialect_has_it(trial, dialect):
    """Bearer, x-api-key or x-goog-api-key; never in the address."""
    with serving() as model:
        ran(trial(model, dialect, prompts=PROMPTS[:1]))
    headers = model.told[0].headers
    sent = [name for name, value in headers.items() if "KEY" in value]
    wanted = {"openai-chat": "authorization", "anthropic-messages": "x-api-key"}
    assert sent == [wanted.get(dialect, "x-goog-api-key")]
    assert "KEY" not in model.told[0].path


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_what_the_server_did_not_do_is_asked_again(trial, status):
    """A retry is counted, its wait is the one asked for, and no time of an answer holds it."""
    waits = []

    def plays(told, number):
        return Plays(status=status, retry_after="7") if number == 0 else Plays()

    gate = Gate(clock=lambda: float(len(waits) * 10), wait=waits.append)
    with serving(plays) as model:
        (found,) = ran(trial(model, prompts=PROMPTS[:1], gate=gate))
    assert found.failed is None
    assert found.retries == 1
    assert waits == [7.0]
    assert found.first_text_s < 1
    assert len(model.served) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "the key was refused (401)"), (404, "no such address or model (404)")],
)
def test_what_will_not_change_is_not_asked_again(trial, status, words):
    """A wrong key or model fails at once, and costs nothing."""
    with serving(lambda told, number: Plays(status=status)) as model:
        found = ran(trial(model, concurrency=1))
    assert {one.failed for one in found} == {words}
    assert {one.spent_usd for one in found} == {0.0}
    assert len(model.told) == 4


def test_it_gives_up_after_some_retries(trial):
    """Three retries, each wait longer than the last."""
    with serving(lambda told, number: Plays(status=500)) as model:
        (found,) = ran(trial(model, prompts=PROMPTS[:1]))
    assert found.failed == "the server failed (500)"
    assert found.retries == 3
    assert len(model.told) == 4


def test_a_wait_beyond_patience_is_a_failure(trial):
    """A server that asks to come back tomorrow is not waited for."""
    with serving(lambda told, number: Plays(status=429, retry_after="86400")) as model:
        (found,) = ran(trial(model, prompts=PROMPTS[:1]))
    assert found.failed == "too many requests (429): it asks to come back in 86400 s"
    assert len(model.told) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("how", [{"cut": True}, {"drop": True}])
def test_what_may_be_billed_is_not_sent_again(trial, dialect, how):
    """A cut stream has no grade, counts as the most that it can have cost, and is asked once."""
    with serving(lambda told, number: Plays(**how)) as model:
        (found,) = ran(trial(model, dialect, prompts=PROMPTS[:1]))
    assert found.failed in ("the stream was cut", "no answer came")
    assert found.grade is None
    assert found.usd is None
    assert found.spent_usd == found.most_usd > 0
    assert len(model.told) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_tokens_that_the_server_does_not_tell_are_unknown(trial, dialect):
    """No usage: no tokens and no cost are made up, and the bound counts the most."""
    with serving(lambda told, number: Plays(usage=None)) as model:
        (found,) = ran(trial(model, dialect, prompts=PROMPTS[:1]))
    assert found.grade == 1.0
    assert (found.usd, found.input_tokens, found.output_tokens) == (None, None, None)
    assert found.spent_usd == found.most_usd


def test_no_tokens_for_a_reply_are_unknown(trial):
    """A usage of nothing for words that were seen is no count."""
    with serving(lambda told, number: Plays(usage=(10, 0, 0))) as model:
        (found,) = ran(trial(model, prompts=PROMPTS[:1]))
    assert found.usd is None


def test_more_than_was_allowed_is_billed_and_told(trial):
    """A server that makes 500 tokens where 20 were allowed is charged as it says."""
    with serving(lambda told, number: Plays(usage=(10, 500, 0))) as model:
        made = trial(model, limit=1.0, concurrency=1)
        found = ran(made)
    assert [one.over for one in found] == [True, True]
    assert made.purse.overrun_usd == pytest.approx(2 * 0.51 - 1.0)
    assert made.purse.refused


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        ("openai-chat", "temperature"),
        ("openai-chat", "stream_options"),
        ("openai-chat", "max_tokens"),
        ("anthropic-messages", "temperature"),
        ("gemini", "temperature"),
    ],
)
def test_a_parameter_that_is_refused_is_left_out_and_told(trial, dialect, name):
    """The route is asked once for it: later calls go without."""

    def plays(told, number):
        has = name in told.body or name in told.body.get("generationConfig", {})
        return Plays(status=400, says=f'{{"error": "no {name} here"}}') if has else Plays()

    with serving(plays) as model:
        found = ran(trial(model, dialect, concurrency=1))
    assert [one.grade for one in found] == [1.0] * 4
    assert [one.retries for one in found] == [0] * 4
    assert found[0].dropped == (name,)
    assert len(model.told) == 5
    if name == "max_tokens":
        assert model.told[1].body["max_completion_tokens"] == 20


def test_an_effort_that_is_refused_is_no_answer(trial):
    """It is what was to be tried: to leave it out would measure something else."""
    settings = Settings(20, effort="high")
    with serving(lambda told, number: Plays(status=400, says="no reasoning_effort")) as model:
        (found,) = ran(trial(model, prompts=PROMPTS[:1], settings=settings))
    assert model.told[0].body["reasoning_effort"] == "high"
    assert found.failed == "the request was refused (400)"


def test_the_bound_holds_with_calls_in_flight(trial):
    """Never more is under way than the money reaches for, and it is used as it comes back."""
    with serving(lambda told, number: Plays(first_s=0.005)) as model:
        made = trial(model, limit=0.1, concurrency=4, prompts=PROMPTS * 10)
        found = ran(made)
    assert made.purse.refused
    assert made.purse.spent_usd <= 0.1
    assert made.purse.spent_usd == pytest.approx(12e-3 * len(model.served))
    assert len(found) == len(model.served) >= 5
    assert model.busiest <= 2


def test_a_second_run_pays_for_nothing_twice(trial):
    """What was answered is read from the journal, and the bound holds over both runs."""
    begun = []

    def plays(told, number):
        if number == 1:
            begun[0].stop.ask()
        return Plays()

    with serving(plays) as model:
        begun.append(trial(model, concurrency=1))
        first = ran(begun[0])
        second = ran(trial(model))
    assert len(first) == 2
    assert [one.resumed for one in second] == [True, True, False, False]
    assert sorted(told.prompt for told in model.served) == [item.input for item in PROMPTS]


def test_what_was_under_way_when_a_run_died_is_not_sent_again(trial):
    """A call with a beginning and no end may have been billed: it counts, and is left."""
    with serving() as model:
        killed = trial(model)
        killed.journal.begin("m@p", 2, 0.5)
        killed.journal.close()
        after = trial(model)
        assert after.purse.spent_usd == 0.5
        found = ran(after)
    assert [one.item for one in found] == [0, 1, 3]
    assert after.journal.before.lost == {("m@p", 2): 0.5}


def test_replies_are_kept_on_demand_alone(trial, tmp_path):
    """The journal has no word of them; the file of --keep does, for its owner alone."""
    keep = AppendedFile(str(tmp_path / "kept.jsonl"))
    with serving() as model:
        ran(trial(model, prompts=PROMPTS[:1], keep=keep))
    keep.close()
    assert json.loads((tmp_path / "kept.jsonl").read_text())["reply"] == "four"
    journal = (tmp_path / "journal.jsonl").read_text()
    assert "four" not in journal
    assert "two and two" not in journal
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_nothing_is_graded_without_a_grader(trial):
    """Time and cost are measured all the same."""
    with serving() as model:
        found = ran(trial(model, grader=NONE))
    assert {one.grade for one in found} == {None}
    assert all(one.usd for one in found)
