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
from llmpick.evidence.formats import ResultRow, RowFault, parse

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
        (b"\xff\xfe", "is not UTF-8: byte 0"),
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
    assert found.rows == [
        ResultRow("results.bbh", "birch/oak-70b", 0.5, 250, None, "bbh", True, None)
    ]
    assert [fault.line for fault in found.faults] == ["results.wiki"]


def test_a_harness_file_without_a_model():
    """Older versions name the model in its arguments only; without any, no row is taken."""
    assert {fault.reason for fault in harness(config={}).faults if "bbh" in fault.line} == {
        "no model"
    }


def test_inspect():
    """The header of a log as JSON."""
    found = read("inspect-0.3.285.json")
    assert (found.form, found.faults) == ("inspect_ai", [])
    assert found.rows == [
        ResultRow(
            "results.scores.0", "acme/atlas-3", 0.875, 8, None, "support_tickets", True, 0.125
        )
    ]


def test_inspect_zipped():
    """A log as .eval: its header is what the JSON log holds."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(DATA / "inspect-0.3.285.json", "header.json")
    assert parse("r.eval", packed.getvalue()).rows == read("inspect-0.3.285.json").rows


def test_inspect_compressed_by_zstandard():
    """What newer versions of inspect_ai write: read where Python can, else the way out is named."""
    if sys.version_info >= (3, 14):
        assert read("inspect-0.3.285.eval").rows[0].model == "acme/atlas-2"
        return
    with pytest.raises(UserError, match=r"reads from 3\.14 on") as caught:
        read("inspect-0.3.285.eval")
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
    assert sorted(fault.reason for fault in found.faults) == [
        "every test ended in an error",
        "no provider",
    ]
