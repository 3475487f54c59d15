"""A log is the same log in every format, and as slow and plain code sums it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from plain_usage import ENDS, as_lines, as_table, made, plain_sums, read_sums

from llmpick.errors import UserError
from llmpick.usage_logs import duck
from llmpick.usage_logs.read import read
from llmpick.usage_logs.registry import REGISTRY

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

NOUGHT = {"model": "a", "time": "2026-11-02", "input_tokens": "900", "output_tokens": "7"}
LATE = {
    "batch": "true",
    "tier": "flex",
    "provider": "x",
    "region": "eu",
    "variant": "fast",
    "speed": "fast",
    "cache_hit": "true",
    "id": "msg_1",
    "cost": "0.25",
    "window": "200k-1M",
    "host": "x",
    "status": "failure",
    "time": "2026-11-04",
    "model": "b",
}
"""What a column that comes late says; all others say 3."""


def parsed(log):
    """All of a log that bears on its bill."""
    return log.groups, log.faults, log.rows, log.named, log.repeated


def late_rows():
    """For every measure of the registry, two rows that say it."""
    for measure in REGISTRY:
        row = NOUGHT | {measure.spellings[0]: LATE.get(measure.name, "3")}
        yield from (row, row | {"output_tokens": "8"})


def test_every_column_after_any_sample(tmp_path):
    """First values beyond row 30,000: JSON lines, CSV and Parquet give one bill, and the right."""
    rows = list(late_rows())
    columns = sorted({key for row in rows for key in row})
    (tmp_path / "log.jsonl").write_text(as_lines([NOUGHT]) * 30_000 + as_lines(rows))
    lines = [",".join(row.get(name, "") for name in columns) for row in (NOUGHT, *rows)]
    text = "\n".join([",".join(columns), *lines[:1] * 30_000, *lines[1:], ""])
    (tmp_path / "log.csv").write_text(text)
    table = f"read_csv('{tmp_path}/log.csv', all_varchar = true, delim = ',', header = true)"
    duckdb.sql(f"COPY (FROM {table}) TO '{tmp_path}/log.parquet' (FORMAT parquet)")
    found = [parsed(read(str(tmp_path / f"log.{end}"))) for end in ("jsonl", "csv", "parquet")]
    assert found[0] == found[1] == found[2]
    (tmp_path / "last.jsonl").write_text(as_lines(rows))
    last = read(str(tmp_path / "last.jsonl"))
    groups, faults, count, named, repeated = found[0]
    assert (named, repeated, count) == (last.named, last.repeated, last.rows + 30_000)
    assert faults == last.faults
    for name in ("requests", "input_tokens", "cached_tokens", "long_written_tokens", "searches"):
        more = 30_000 * {"requests": 1, "input_tokens": 900}.get(name, 0)
        whole, small = (sum(getattr(group, name) for group in of) for of in (groups, last.groups))
        assert whole == small + more


@pytest.mark.parametrize("measure", REGISTRY, ids=lambda measure: measure.name)
def test_no_column_is_dropped_unsaid(tmp_path, measure):
    """Every column of the registry moves the sums, or is named."""
    rows = [NOUGHT, NOUGHT | {measure.spellings[0]: LATE.get(measure.name, "3")}]
    rows += rows[1:] * (measure.name == "id")
    (tmp_path / "log.jsonl").write_text(as_lines(rows))
    (tmp_path / "plain.jsonl").write_text(as_lines([NOUGHT] * len(rows)))
    log, plain = (
        read(str(tmp_path / f"{name}.jsonl"), ends=(200_000,), sizes=True)
        for name in ("log", "plain")
    )
    # what is fresh is no news where the input is there; a total checks, and is none of the sums
    if measure.name == "total":
        assert (log.unlike, plain.unlike) == (1, 0)
    elif measure.name == "reasoning":
        assert [sum(size.thought for size in one.sizes) for one in (log, plain)] == [3, 0]
    else:
        assert measure.name == "fresh" or parsed(log) != parsed(plain)


@given(st.randoms(use_true_random=False), st.sampled_from(["jsonl", "csv"]))
@examples(5, suppress_health_check=list(HealthCheck))
def test_as_plain_code_sums_it(draw, ending):
    """Columns missing, late, empty, renamed, mixed, ids twice: see `bench/usage_random.py`."""
    rows = made(draw)
    if not any(rows):
        ending = "jsonl"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"log.{ending}"
        path.write_text(as_lines(rows) if ending == "jsonl" else as_table(rows))
        try:
            found = read_sums(read(str(path), ends=ENDS))
        except UserError:
            found = None
    assert found == plain_sums(rows)


def test_repeated_ids_beyond_what_is_searched_at_once(tmp_path, monkeypatch):
    """Ids are searched in parts, and none is lost between them."""
    rows = [NOUGHT | {"request_id": f"r{number % 70}"} for number in range(100)]
    (tmp_path / "log.jsonl").write_text(as_lines(rows))
    whole = read(str(tmp_path / "log.jsonl"))
    monkeypatch.setattr(duck, "PART", 9)
    assert read(str(tmp_path / "log.jsonl")) == whole
    assert (whole.repeated, sum(group.requests for group in whole.groups)) == (30, 70)


def test_an_id_that_is_no_answer_s(tmp_path):
    """A column `id` of something else, such as a user, makes no request another's."""
    (tmp_path / "log.jsonl").write_text(as_lines([NOUGHT | {"id": "user-7"}] * 3))
    assert read(str(tmp_path / "log.jsonl")).repeated == 0


def test_a_row_of_the_whole_answer_is_kept(tmp_path):
    """Of a request that comes again, the row with the most output, whichever comes first."""
    rows = [NOUGHT | {"message_id": "m", "output_tokens": out} for out in ("1", "500", "20")]
    (tmp_path / "log.jsonl").write_text(as_lines(rows))
    assert [group.output_tokens for group in read(str(tmp_path / "log.jsonl")).groups] == [500]


def test_structures_of_parquet(tmp_path):
    """A column that holds others is read as they are named."""
    duckdb.sql(
        "COPY (SELECT 'a' AS model, DATE '2026-11-02' AS time, {'prompt_tokens': 9, "
        "'completion_tokens': 2, 'prompt_tokens_details': {'cached_tokens': 4}} AS usage) "
        f"TO '{tmp_path}/log.parquet' (FORMAT parquet)"
    )
    (group,) = read(str(tmp_path / "log.parquet")).groups
    assert group[4:8] == (1, 9, 2, 4)


def test_objects_within_lines_that_come_late(tmp_path):
    """A usage within an object, first seen after many plain rows, is read all the same."""
    nested = {"model": "a", "time": "2026-11-02", "usage": {"input_tokens": 5, "output_tokens": 1}}
    (tmp_path / "log.jsonl").write_text(as_lines([NOUGHT]) * 500 + json.dumps(nested) + "\n")
    groups = read(str(tmp_path / "log.jsonl")).groups
    assert sum(group.input_tokens for group in groups) == 500 * 900 + 5


def test_a_total_that_says_otherwise(tmp_path):
    """Rows whose total fits neither reading of the input are counted."""
    rows = [NOUGHT | {"total_tokens": total} for total in ("907", "1000", "")]
    (tmp_path / "log.jsonl").write_text(as_lines(rows))
    assert read(str(tmp_path / "log.jsonl")).unlike == 1


def test_a_key_that_nobody_knows_and_that_looks_like_a_price_is_named(tmp_path):
    """Nothing that may bear on a price is passed over unsaid."""
    rows = [NOUGHT | {"video_tokens": 12}, NOUGHT | {"video_tokens": 0}]
    (tmp_path / "log.jsonl").write_text(as_lines(rows))
    (row,) = read(str(tmp_path / "log.jsonl")).named
    assert tuple(row) == ("video_tokens", None, 1, 12.0)
