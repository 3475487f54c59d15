"""
Result files of evaluations.

The files of tools in tests/data/evidence were written by those tools (the version is in the name),
with names of models and paths changed, and inspect_ai's samples taken out of the JSON.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from llmpick.errors import UserError
from llmpick.evidence.formats import parse
from llmpick.evidence.rows import Choice, ResultRow, RowFault

DATA = Path(__file__).parents[1] / "data" / "evidence"


def read(name: str):
    """The rows of a file of the tests."""
    return parse(name, (DATA / name).read_bytes())


def test_csv():
    """Columns in any order, a byte-order mark, CRLF and blank lines."""
    text = "\ufeffscore,Model,n,effort,benchmark\r\n0.5,gpt-4o,20,,\r\n\r\n1,b,,low,quiz\r\n"
    assert parse("r.csv", text.encode()).rows == [
        ResultRow("2", "gpt-4o", 0.5, 20, None, None, False),
        ResultRow("4", "b", 1.0, None, "low", "quiz", False),
    ]


def test_json_lines():
    """One table a line; numbers as numbers or text."""
    text = '{"model": "a", "score": "71.5", "n": 10}\n{"model": "b", "score": 3, "items": 4.0}\n'
    found = parse("r.jsonl", text.encode())
    assert found.form == "JSON lines"
    assert [(row.model, row.score, row.items) for row in found.rows] == [
        ("a", 71.5, 10),
        ("b", 3.0, 4),
    ]
    assert parse("r.json", b'[{"model": "a", "score": 1}]').rows[0].model == "a"
    assert parse("r.jsonl", b'{"model": "a", "score": 1}').rows[0].model == "a"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,nan,5", "the score `nan` is no finite number"),
        ("a,inf,5", "the score `inf` is no finite number"),
        ("a,,5", "the score `` is no finite number"),
        ("a,0x1,5", "the score `0x1` is no finite number"),
        (",1,5", "no model"),
        ("a,1,0", "n `0` is no whole number from 1 up"),
        ("a,1,2.5", "n `2.5` is no whole number from 1 up"),
        ("a,1,-3", "n `-3` is no whole number from 1 up"),
        ("a,1", "2 cells, the header has 3"),
    ],
)
def test_a_bad_row_has_line_and_reason(row, reason):
    """Each row that cannot be taken says why, and where it stands."""
    found = parse("r.csv", f"model,score,n\nok,1,2\n{row}\n".encode())
    assert found.faults == [RowFault("3", reason)]
    assert len(found.rows) == 1


def test_a_bad_line_of_json():
    """A broken line among good ones is a fault of that line."""
    found = parse("r.jsonl", b'{"model": "a", "score": 1}\n{"model": \n[1]\n')
    assert [(fault.line, fault.reason) for fault in found.faults] == [
        ("2", "not JSON"),
        ("3", "not a table of model, score, n"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no column `model`"),
        (b"a,b\n1,2\n", "no column `model`"),
        (b"model,n\na,2\n", "no column `score`"),
        (b'model,score\n"a,1\n', "is not CSV"),
        (b"model,score\n\0,1\n", "is not text"),
        (b"\xff\xfe", "is UTF-16, not UTF-8"),
        (b"\xff", "is not UTF-8: byte 0"),
        (b'{"a": 1}', "holds no results that are known here"),
        (b'{"a": ', "is not JSON: line 1"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"score": ' + b"1" * 9000 + b"}", "is not JSON: Exceeds the limit"),
        (b"PK\x03\x04broken", "is a damaged .eval log"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_what_is_no_result_file(data, message):
    """One sentence says what the file is not."""
    with pytest.raises(UserError, match=message):
        parse("r", data)


def test_lm_evaluation_harness():
    """Its summary: one row a task, a share of what was asked."""
    found = read("results_lm-eval-0.4.13.json")
    assert found.form == "lm-evaluation-harness"
    assert found.faults == []
    (row,) = found.rows
    assert row[:7] == ("results.sums", "acme/atlas-2", 0.5, 4, None, "sums", True)
    assert row.stderr == pytest.approx(0.28867513)


def harness(**more):
    """A summary with a group, as the documentation of lm-evaluation-harness lays it out."""
    table = {
        "results": {
            "bbh": {"alias": "bbh", "acc_norm,none": 0.5, "acc_norm_stderr,none": "N/A"},
            "bbh_dates": {"acc_norm,none": 0.4},
            "wiki": {"word_perplexity,none": 8.1},
        },
        "group_subtasks": {"bbh": ["bbh_dates"]},
        "n-samples": {"bbh_dates": {"original": 250, "effective": 250}},
        "configs": {},
        "config": {"model": "hf", "model_args": "pretrained=birch/oak-70b,dtype=auto"},
    }
    return parse("r.json", json.dumps({**table, **more}).encode())


def test_a_group_of_the_harness_counts_once():
    """The parts of a group are in its row already; a perplexity is no share."""
    found = harness()
    assert found.faults == []
    assert found.rows == [
        ResultRow(
            *("results.bbh", "birch/oak-70b", 0.5, 250, None, "bbh", True, None),
            common="lm-eval/bbh acc_norm",
        )
    ]
    assert {note.line: note.reason.partition(":")[0] for note in found.notes} == {
        "results.bbh_dates": "left out",
        "results.wiki": "left out",
    }


def test_a_harness_file_without_a_model():
    """Older versions name the model in its arguments only; without any, no row is taken."""
    found = harness(config={})
    assert (found.rows, found.faults) == ([], [RowFault("model_name", "no model")])


def test_inspect():
    """The header of a log as JSON."""
    found = read("inspect-0.3.285.json")
    assert (found.form, found.faults) == ("inspect_ai", [])
    assert found.rows == [
        ResultRow(
            *("results.scores.0", "acme/atlas-3", 0.875, 8, None, "support_tickets", True, 0.125),
            common="inspect/support_tickets v0 match,accuracy",
        )
    ]


def test_inspect_zipped():
    """A log as .eval: its header is what the JSON log holds."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(DATA / "inspect-0.3.285.json", "header.json")
    assert parse("r.eval", packed.getvalue()).rows == read("inspect-0.3.285.json").rows


def test_inspect_compressed_by_zstandard():
    """What newer versions of inspect_ai write."""
    if sys.version_info < (3, 14):
        pytest.importorskip("backports.zstd")
    assert read("inspect-0.3.285.eval").rows[0].model == "acme/atlas-2"


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python reads it")
def test_without_a_reader_of_zstandard(monkeypatch):
    """What is missing, how to get it, and how to do without."""
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    with pytest.raises(UserError, match=r"compressed by Zstandard") as caught:
        read("inspect-0.3.285.eval")
    assert 'pip install "llmpick[inspect]"' in (caught.value.hint or "")
    assert "inspect log convert" in (caught.value.hint or "")


def test_an_unfinished_log():
    """Without its header, or with an error in it, a log is no result."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("_journal/start.json", "{}")
    with pytest.raises(UserError, match="has no header"):
        parse("r.eval", packed.getvalue())
    assert read("inspect-failed.json").faults == [
        RowFault("status", "its status is `error`, not `success`")
    ]


def test_promptfoo():
    """Passes over passes and failures, one row a provider."""
    found = read("promptfoo-0.121.20.json")
    assert (found.form, found.faults) == ("promptfoo", [])
    assert [(row.model, row.score, row.items) for row in found.rows] == [
        ("acme/atlas-3", pytest.approx(2 / 3), 3),
        ("acme/atlas-2", pytest.approx(2 / 3), 3),
    ]


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("openai:chat:gpt-4o", "openai/gpt-4o"),
        ("openai:gpt-4o", "openai/gpt-4o"),
        ("anthropic:messages:claude-opus-5-5", "anthropic/claude-opus-5-5"),
        ("ollama:chat:llama3.3:70b", "ollama/llama3.3:70b"),
        ("my label", "my label"),
    ],
)
def test_a_provider_of_promptfoo(provider, model):
    """The route of a provider is not part of the model's name."""
    metrics = {"testPassCount": 3, "testFailCount": 1, "testErrorCount": 2}
    table = {"results": {"prompts": [{"provider": provider, "metrics": metrics}]}}
    (row,) = parse("r.json", json.dumps(table).encode()).rows
    assert (row.model, row.score, row.items) == (model, 0.75, 4)


def test_promptfoo_with_errors_only():
    """A provider whose every test ended in an error has no score."""
    metrics = {"testPassCount": 0, "testFailCount": 0, "testErrorCount": 2}
    table = {"results": {"prompts": [{"provider": "a", "metrics": metrics}, {}]}}
    found = parse("r.json", json.dumps(table).encode())
    assert (found.rows, found.faults) == ([], [])
    assert [note.reason for note in found.notes] == [
        "left out: no provider",
        "left out: every test ended in an error",
    ]


# ---- metrics, filters, reducers


def run_of(results, choice=None, **more):
    """A summary of lm-evaluation-harness of 1,000 items a task."""
    table = {
        "results": results,
        "n-samples": {task: {"effective": 1000} for task in results},
        "versions": dict.fromkeys(results, 2),
        "n-shot": dict.fromkeys(results, 5),
        "model_name": "acme/atlas-2",
        **more,
    }
    return parse("r.json", json.dumps(table).encode(), choice)


def filters(strict, flexible, stderr=0.01):
    """A task scored by two filters of one metric."""
    return {
        "exact_match,strict-match": strict,
        "exact_match_stderr,strict-match": stderr,
        "exact_match,flexible-extract": flexible,
        "exact_match_stderr,flexible-extract": stderr,
    }


def test_filters_that_agree():
    """Within their error the first one is taken, and named."""
    (row,) = run_of({"sums": filters(0.90, 0.91)}).rows
    assert (row.score, row.common) == (0.9, "lm-eval/sums v2 5-shot exact_match,strict-match")


def test_filters_that_differ_are_never_chosen_by_guess():
    """Both are named with their values; nothing is taken."""
    found = run_of({"sums": filters(0.02, 0.91)})
    assert found.rows == []
    assert "exact_match,strict-match 0.02 and exact_match,flexible-extract 0.91" in (
        found.faults[0].reason
    )


@pytest.mark.parametrize("name", ["flexible-extract", "exact_match,flexible-extract"])
def test_a_metric_of_choice(name):
    """By its filter or its whole name."""
    found = run_of({"sums": filters(0.02, 0.91)}, Choice((name,)))
    assert [row.score for row in found.rows] == [0.91]
    assert found.rows[0].common == "lm-eval/sums v2 5-shot exact_match,flexible-extract"


def test_metrics_that_differ():
    """acc and acc_norm are two questions; without a stated error that of the items counts."""
    near = run_of({"arc": {"acc,none": 0.55, "acc_norm,none": 0.57}})
    far = run_of({"arc": {"acc,none": 0.55, "acc_norm,none": 0.61}})
    assert [row.score for row in near.rows] == [0.57]
    assert "acc_norm 0.61 and acc 0.55 differ" in far.faults[0].reason
    told = run_of({"arc": {"acc,none": 0.55, "acc_norm,none": 0.61}}, Choice(("acc,none",)))
    assert [(row.score, row.common) for row in told.rows] == [(0.55, "lm-eval/arc v2 5-shot acc")]


def test_a_metric_that_only_a_choice_takes():
    """A metric of one's own is a share if its user says so and it is one."""
    results = {"mine": {"solved,none": 0.4, "words,none": 40.0}}
    assert run_of(results).rows == []
    assert [row.score for row in run_of(results, Choice(("solved",))).rows] == [0.4]
    assert run_of(results, Choice(("words",))).rows == []
    lower = run_of(
        {"mine": {"acc,none": 0.4}}, Choice(("acc",)), higher_is_better={"mine": {"acc": False}}
    )
    assert lower.rows == []


def test_tasks_of_choice():
    """What is not named is not looked at, however it disagrees."""
    results = {"sums": filters(0.02, 0.91), "quiz": {"acc,none": 0.5}, "wiki": {"ppl,none": 8.0}}
    found = run_of(results, Choice(only=("quiz",)))
    assert [row.test for row in found.rows] == ["quiz"]
    assert (found.faults, found.notes) == ([], ())


def test_a_group_without_a_share_leaves_its_parts():
    """A heading is no result; its parts are."""
    results = {"all": {"alias": "all"}, "one": {"acc,none": 0.5}, "two": {"acc,none": 0.7}}
    found = run_of(results, group_subtasks={"all": ["one", "two"]})
    assert [row.test for row in found.rows] == ["one", "two"]


def test_a_group_of_groups_counts_once():
    """Parts of parts are in the whole too."""
    results = {"all": {"acc,none": 0.6}, "half": {"acc,none": 0.5}, "one": {"acc,none": 0.5}}
    found = run_of(results, group_subtasks={"all": ["half"], "half": ["one"]})
    assert [row.test for row in found.rows] == ["all"]


@pytest.mark.parametrize("score", [float("nan"), 57, -0.2, "many", None, 10**400, [1]])
def test_a_score_that_is_no_share(score):
    """It is named with its place and key; the other tasks are taken."""
    found = run_of({"bad": {"acc,none": score}, "good": {"acc,none": 0.5}})
    assert [row.test for row in found.rows] == ["good"]
    assert found.notes[0].line == "results.bad"
    assert "acc,none" in found.notes[0].reason


@pytest.mark.parametrize("stderr", [1e300, -1, "wide", 0.7, {}])
def test_a_standard_error_that_is_none(stderr):
    """The score counts by its items, and it is said."""
    found = run_of({"sums": {"acc,none": 0.5, "acc_stderr,none": stderr}})
    assert [(row.score, row.items, row.stderr) for row in found.rows] == [(0.5, 1000, None)]
    assert "acc_stderr,none" in found.notes[0].reason


@pytest.mark.parametrize(
    ("config", "effort"),
    [
        ({"gen_kwargs": {"reasoning_effort": "high"}}, "high"),
        ({"gen_kwargs": "temperature=0,reasoning_effort=low"}, "low"),
        ({"model_args": "pretrained=x,enable_thinking=False"}, "none"),
        ({"model_args": {"enable_thinking": True}}, "thinking"),
        ({"gen_kwargs": {}}, None),
    ],
)
def test_the_effort_of_a_run(config, effort):
    """It stands among the arguments."""
    (row,) = run_of({"sums": {"acc,none": 0.5}}, config=config).rows
    assert row.effort == effort


def log_of(*scores, choice=None, **more):
    """A log of inspect_ai with these scores of 4 epochs."""
    table = {
        "status": "success",
        "eval": {
            "task": "mine",
            "task_version": 1,
            "model": "acme/atlas-2",
            "dataset": {"samples": 50},
            "config": {"epochs": 4},
        },
        "plan": {"config": {"reasoning_effort": "high"}},
        "results": {"total_samples": 200, "completed_samples": 200, "scores": list(scores)},
        **more,
    }
    return parse("log.json", json.dumps(table).encode(), choice)


def reduced(reducer, value, scorer="match", metric="accuracy", **more):
    """A score of a scorer by a reducer of its epochs."""
    metrics = {metric: {"value": value}, "stderr": {"value": 0.05}}
    return {
        **{"name": scorer, "scorer": scorer, "scored_samples": 50, "reducer": reducer},
        **{"metrics": metrics, **more},
    }


def test_reducers():
    """The mean over epochs is taken, in whatever order they stand; a choice takes another."""
    scores = reduced("pass_at_4", 0.9), reduced("mean", 0.72), reduced("at_least_2", 0.8)
    (row,) = log_of(*scores).rows
    assert (row.score, row.items, row.effort) == (0.72, 50, "high")
    assert row.common == "inspect/mine v1 match,accuracy"
    (row,) = log_of(*scores, choice=Choice(("pass_at_4",))).rows
    assert (row.score, row.common) == (0.9, "inspect/mine v1 match,accuracy,pass_at_4")


def test_a_reducer_alone_is_named():
    """Without a mean the one that there is; two that differ are not chosen between."""
    (row,) = log_of(reduced("pass_at_4", 0.9)).rows
    assert row.common == "inspect/mine v1 match,accuracy,pass_at_4"
    found = log_of(reduced("pass_at_2", 0.5), reduced("pass_at_4", 0.9))
    assert "pass_at_2 0.5 and match,accuracy,pass_at_4 0.9 differ" in found.faults[0].reason


def test_two_scorers_are_two_tests():
    """Each has its own name."""
    found = log_of(reduced("mean", 0.7), reduced("mean", 0.4, scorer="judge", metric="mean"))
    assert [row.common for row in found.rows] == [
        "inspect/mine v1 match,accuracy",
        "inspect/mine v1 judge,mean",
    ]


def test_errors_are_counted_apart():
    """What failed to run is no wrong answer, and is told."""
    results = {"total_samples": 200, "completed_samples": 180, "scores": [reduced("mean", 0.7)]}
    found = log_of(results=results)
    assert [note.reason for note in found.notes] == [
        "20 of 200 samples ended in an error and are not counted"
    ]
    metrics = {"testPassCount": 3, "testFailCount": 1, "testErrorCount": 2}
    table = {"results": {"prompts": [{"provider": "a", "metrics": metrics}]}}
    found = parse("r.json", json.dumps(table).encode())
    assert [(row.score, row.items) for row in found.rows] == [(0.75, 4)]
    assert "2 of 6 tests ended in an error" in found.notes[0].reason


def test_the_effort_of_a_provider():
    """promptfoo's configuration names it, by label or id."""
    metrics = {"testPassCount": 3, "testFailCount": 1}
    config = {
        "providers": [{"id": "openai:x", "label": "x", "config": {"reasoning_effort": "low"}}]
    }
    table = {"config": config, "results": {"prompts": [{"provider": "x", "metrics": metrics}]}}
    assert parse("r.json", json.dumps(table).encode()).rows[0].effort == "low"


# ---- what may be in a file


BAD = (
    *(1e300, -1, float("nan"), float("inf"), 10**400, "x", "", None, True, [], {}, [[]], [{}]),
    *({"a": 5}, "\ud800", "a\nb", "12", [None]),
)


def places(value, above=()):
    """Every place of a document, lists by their first two."""
    yield above
    inner = value.items() if isinstance(value, dict) else ()
    inner = list(enumerate(value))[:2] if isinstance(value, list) else inner
    for key, below in inner:
        yield from places(below, (*above, key))


def put(document, place, value):
    """A copy of the document with *value* at a place."""
    if not place:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[place[0]] = put(document[place[0]], place[1:], value)
    return copy


@pytest.mark.parametrize(
    "document",
    [
        {
            "model_name": "a",
            "results": {"x": {**filters(0.9, 0.9)}, "y": {"acc,none": 0.5}},
            "group_subtasks": {"x": ["y"]},
            "n-samples": {"x": {"effective": 9}},
            "versions": {"x": 1},
            "higher_is_better": {"x": {"exact_match": True}},
            "configs": {"x": {"num_fewshot": 5}},
            "config": {"model_args": {"pretrained": "a"}, "gen_kwargs": "a=b"},
        },
        {
            "status": "success",
            "eval": {"task": "t", "model": "a", "task_args": {"k": 1}, "config": {"epochs": 2}},
            "results": {"total_samples": 9, "completed_samples": 8, "scores": [reduced("mean", 1)]},
        },
        {
            "config": {"providers": [{"id": "a", "config": {"reasoning": {"effort": "low"}}}]},
            "results": {"prompts": [{"provider": "a", "metrics": {"testPassCount": 1}}]},
        },
        [{"model": "a", "score": 0.5, "n": 9, "effort": "low", "benchmark": "b"}],
        [{"model": "a", "grade": 3, "item": 1, "effort": "low"}],
        [{"a": "a", "b": "b", "winner": "a"}, {"a": "a", "b": "c", "winner": "tie"}],
    ],
    ids=["harness", "inspect", "promptfoo", "rows", "grades", "preferences"],
)
def test_nothing_that_stands_in_a_file_is_a_bug(document):
    """Whatever stands at any place: rows, faults, or one sentence; never a traceback."""
    for place in places(document):
        for value in BAD:
            data = json.dumps(put(document, place, value)).encode()
            try:
                found = parse("r.json", data, Choice(scale=(1.0, 5.0)))
            except UserError:
                continue
            for row in found.rows:
                assert row.score == row.score
                assert row.items is None or 1 <= row.items <= 10**9
                assert row.stderr is None or 0 < row.stderr <= 0.5


def zipped(text: bytes, method=zipfile.ZIP_DEFLATED) -> bytearray:
    """A log as .eval with this header."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("header.json", text)
    return bytearray(packed.getvalue())


def test_a_damaged_zip():
    """Encrypted, broken inside, nested without end: one sentence each."""
    encrypted = zipped(b'{"status": "success"}', zipfile.ZIP_STORED)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + at] |= 1
    with pytest.raises(UserError, match=r"header\.json of `r\.eval` is encrypted"):
        parse("r.eval", bytes(encrypted))
    with pytest.raises(UserError, match="is a damaged"):
        parse("r.eval", bytes(zipped(b"[" * 200_000)))
    whole = zipped(b'{"status": "success", "eval": {"task": "some text to pack"}}' * 20)
    for at in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        with pytest.raises(UserError):
            parse("r.eval", bytes(broken))


def test_too_many_groups():
    """Groups in groups cost the square of their number: a bound is said at the door."""
    chain = {f"g{n}": [f"g{n + 1}"] for n in range(400)}
    results = {name: {"acc,none": 0.5} for name in chain}
    data = {"results": results, "group_subtasks": chain, "configs": {}, "model_name": "m"}
    found = parse("r.json", json.dumps(data).encode())
    assert found.faults == [RowFault("group_subtasks", "more than 300 groups")]
