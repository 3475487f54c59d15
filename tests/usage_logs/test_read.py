"""A log is summed exactly; what cannot be priced is counted apart, with its reason."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from typing import ClassVar

import pytest

from llmpick.core.answers.usage_records import Window
from llmpick.errors import MissingExtra, UserError
from llmpick.usage_logs import dialects, duck
from llmpick.usage_logs.read import read
from llmpick.usage_logs.rows import Column
from llmpick.usage_logs.sql import columns_of

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: the extra `usage`")

HEAD = "model,time,input_tokens,output_tokens,cached_tokens\n"
ENDS = (32_000, 128_000, 200_000)


def made(count=5000):
    """Rows of a log, with whole numbers only."""
    draw = random.Random(3)
    for _ in range(count):
        into = draw.choice((0, 5, 32_000, 32_001, 128_000, 300_000))
        day = f"2026-11-{draw.randint(1, 28):02d}"
        yield draw.choice("abc"), day, into, draw.randint(0, 900), draw.randint(0, into)


def expected(rows):
    """The sums of *rows*, one by one."""
    found = {}
    for name, day, into, out, cached in rows:
        length = max([end for end in ENDS if into > end], default=0)
        row = found.setdefault((name, day, length, None), [0, 0, 0, 0, 0])
        for place, amount in enumerate((1, into, out, cached, 0)):
            row[place] += amount
    return sorted((*key, *row) for key, row in found.items())


def write(path, rows):
    """*rows* as the format that the name of *path* says."""
    if path.suffix == ".csv":
        path.write_text(HEAD + "".join(",".join(map(str, row)) + "\n" for row in rows))
    elif path.suffix == ".jsonl":
        keys = ("model", "timestamp", "prompt_tokens", "completion_tokens", "cached_tokens")
        lines = (json.dumps(dict(zip(keys, row, strict=True))) for row in rows)
        path.write_text("\n".join(lines))
    else:
        plain = path.with_suffix(".csv")
        write(plain, rows)
        duckdb.sql(f"COPY (FROM read_csv('{plain}')) TO '{path}'")


def sums(log):
    """The groups of a log as plain rows."""
    return [tuple(group)[:9] for group in log.groups]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_sums_are_exact(tmp_path, ending):
    """The same whole numbers from every format as from adding row by row."""
    rows = list(made())
    path = tmp_path / f"log.{ending}"
    write(path, rows)
    log = read(str(path), ends=ENDS)
    assert sums(log) == expected(rows)
    assert (log.faults, log.rows) == ({}, len(rows))


def test_a_model_that_the_sample_did_not_show(tmp_path, monkeypatch):
    """The quick query is told the first names only; the others are summed all the same."""
    rows = [("first", "2026-11-01", 7, 1, 0)] * 10 + list(made(500))
    path = tmp_path / "log.parquet"
    write(path, rows)
    monkeypatch.setattr(duck, "SAMPLE", 3)
    assert sums(read(str(path), ends=ENDS)) == expected(rows)


def test_more_models_than_a_byte_holds(tmp_path):
    """Where the quick query cannot be made, the plain one gives the same."""
    rows = [(f"model-{number}", "2026-11-01", number, 1, 0) for number in range(300)]
    path = tmp_path / "log.parquet"
    write(path, rows)
    assert sums(read(str(path), ends=ENDS)) == expected(rows)


BAD = [
    ("gpt-4o,2026-11-02,-5,10,0", "fewer tokens than none"),
    ("gpt-4o,2026-11-02,5,10,-1", "fewer tokens than none"),
    ("gpt-4o,2026-11-02,abc,10,0", "no whole number of tokens"),
    ("gpt-4o,2026-11-02,1.5,10,0", "no whole number of tokens"),
    ("gpt-4o,2026-11-02,,10,0", "no whole number of tokens"),
    ("gpt-4o,2026-11-02,5,10,some", "no whole number of tokens"),
    ("gpt-4o,2026-11-02,9999999999999,10,0", "more tokens than can be"),
    (",2026-11-02,5,10,0", "no model"),
    ("gpt-4o,yesterday,5,10,0", "no time"),
    ("gpt-4o,2026-11-02,5,10,9", "more cached than input tokens"),
    ("gpt-4o,2026-11-02,5", "not a line of the table"),
    ("gpt-4o,2026-11-02,5,10,0,7,7", "not a line of the table"),
]


def test_bad_rows_are_counted_apart(tmp_path):
    """Negative, missing and mixed values are not summed; each fault is counted."""
    path = tmp_path / "log.csv"
    sound = ["gpt-4o,2026-11-02,5,10,"] * 3
    path.write_text(HEAD + "\n".join([*sound, *(row for row, _ in BAD)]))
    log = read(str(path), ends=ENDS)
    assert sums(log) == [("gpt-4o", "2026-11-02", 0, None, 3, 15, 30, 0, 0)]
    assert log.faults == Counter(fault for _, fault in BAD)
    assert log.rows == 3 + len(BAD)


def test_bad_lines_of_json(tmp_path):
    """A line that is no JSON, one without a key, and one of another type."""
    good = {"model": "a", "time": "2026-11-02", "input": 5, "output": 1}
    rows = [good, {**good, "input": "many"}, {"model": "a", "time": "2026-11-02"}]
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join([*map(json.dumps, rows), "{broken"]))
    log = read(str(path), ends=ENDS)
    assert sums(log) == [("a", "2026-11-02", 0, None, 1, 5, 1, 0, 0)]
    assert (sum(log.faults.values()), log.rows) == (3, 4)


def test_nothing_and_mixed_numbers_in_parquet(tmp_path):
    """NULL in a column of numbers, numbers with a point, small and unsigned types."""
    path = tmp_path / "log.parquet"
    duckdb.sql(
        "COPY (SELECT * FROM (VALUES "
        "('a', TIMESTAMP '2026-11-02 23:00:00', 5::UTINYINT, 2.0::DOUBLE, NULL::INT), "
        "('a', TIMESTAMP '2026-11-02 23:00:00', NULL, 1.0, 0), "
        "('a', TIMESTAMP '2026-11-02 23:00:00', 5, 'nan'::DOUBLE, 0), "
        "(NULL, TIMESTAMP '2026-11-02 23:00:00', 5, 1.0, 0), "
        "('a', NULL, 5, 1.0, 0)"
        f") AS log(model, time, input, output, cached)) TO '{path}'"
    )
    log = read(str(path), ends=ENDS)
    assert sums(log) == [("a", "2026-11-02", 0, None, 1, 5, 2, 0, 0)]
    assert log.faults == {"no whole number of tokens": 2, "no model": 1, "no time": 1}


def test_sums_beyond_32_bits(tmp_path):
    """Numbers of 32 bits are summed in 64."""
    path = tmp_path / "log.parquet"
    duckdb.sql(
        "COPY (SELECT 'a' AS model, DATE '2026-11-02' AS time, 2000000000::INT AS input, "
        f"1::INT AS output FROM range(10)) TO '{path}'"
    )
    assert sums(read(str(path)))[0][5] == 20_000_000_000


TIMES = {
    "a day": ("2026-11-02", "2026-11-02"),
    "a time": ("2026-11-02 23:59:59.5", "2026-11-02"),
    "Zulu": ("2026-11-02T23:59:59Z", "2026-11-02"),
    "another zone": ("2026-11-02T23:30:00-05:00", "2026-11-03"),
    "east": ("2026-11-02T08:30:00+09:00", "2026-11-01"),
    "seconds": ("1793577599", "2026-11-01"),
    "milliseconds": ("1793577600000", "2026-11-02"),
}


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("text", TIMES)
def test_a_day_is_that_of_utc(tmp_path, text, ending):
    """Texts with and without a zone, and seconds or milliseconds since 1970."""
    said, day = TIMES[text]
    path = tmp_path / f"log.{ending}"
    write(path, [("a", said, 5, 1, 0)])
    assert [group.day for group in read(str(path)).groups] == [day]


def test_numbers_of_json_as_times(tmp_path):
    """`created` of OpenAI's API is a number."""
    path = tmp_path / "log.jsonl"
    row = {"model": "a", "created": 1793577599, "prompt_tokens": 5, "completion_tokens": 1}
    path.write_text(json.dumps(row))
    assert [group.day for group in read(str(path)).groups] == ["2026-11-01"]


class TestColumns:
    """Exports of others, by the names that they give."""

    ROWS: ClassVar = {
        "OpenAI's usage export": (
            "start_time,model,input_tokens,output_tokens,input_cached_tokens,num_model_requests\n"
            "1793577600,gpt-4o,100000,50,40000,4",
            ("gpt-4o", "2026-11-02", 0, None, 4, 100_000, 50, 40_000, 0),
        ),
        "LiteLLM's spend logs": (
            "request_id,startTime,model,prompt_tokens,completion_tokens\n"
            "x,2026-11-02 10:00:00,gpt-4o,100000,50",
            ("gpt-4o", "2026-11-02", 32_000, None, 1, 100_000, 50, 0, 0),
        ),
        "Anthropic's API: the cache is not in the input": (
            "model,time,input_tokens,output_tokens,cache_read_input_tokens,"
            "cache_creation_input_tokens\nclaude,2026-11-02,10,50,40000,3",
            ("claude", "2026-11-02", 32_000, None, 1, 40_013, 50, 40_000, 3),
        ),
        "the same through a proxy: it is": (
            "model,time,prompt_tokens,completion_tokens,cache_read_input_tokens\n"
            "claude,2026-11-02,40010,50,40000",
            ("claude", "2026-11-02", 32_000, None, 1, 40_010, 50, 40_000, 0),
        ),
    }

    @pytest.mark.parametrize("name", ROWS)
    def test_export(self, tmp_path, name):
        """Each is read as its maker means it."""
        text, row = self.ROWS[name]
        path = tmp_path / "log.csv"
        path.write_text(text)
        assert sums(read(str(path), ends=ENDS)) == [row]

    def test_a_name_with_a_quote(self, tmp_path):
        """Names of columns and files are never part of the query's words."""
        path = tmp_path / 'it\'s a "log".csv'
        path.write_text('"Model ",time,input,output\na,2026-11-02,1,1\n')
        assert len(read(str(path)).groups) == 1

    def test_a_column_that_is_missing(self):
        """The hint names what it may be called."""
        with pytest.raises(UserError, match="no column `output`") as caught:
            columns_of([Column(name, "BIGINT") for name in ("model", "time", "input")])
        assert "completion_tokens" in str(caught.value.hint)


def test_hours_are_summed_apart(tmp_path):
    """Only times within the window, on its weekdays; its end is outside."""
    times = {
        "2026-11-02T01:00:00Z": True,
        "2026-11-02T03:59:59Z": True,
        "2026-11-02T04:00:00Z": False,
        "2026-11-02T00:59:59Z": False,
        "2026-11-01T02:00:00Z": False,
        "2026-11-02T10:30:00+09:00": True,
    }
    path = tmp_path / "log.csv"
    write(path, [(str(number), text, 5, 1, 0) for number, text in enumerate(times)])
    log = read(str(path), windows=[Window((0, 1, 2, 3, 4), 60, 240)])
    assert [group.peak for group in log.groups] == list(times.values())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("log.csv", "", "is empty", id="empty file"),
        pytest.param("log.csv", HEAD, "has no rows", id="header alone"),
        pytest.param("log.csv", "a,b\n1,2\n", "no column `model`", id="other columns"),
        pytest.param("log.parquet", "PAR1 cut off", "cannot be read", id="no Parquet"),
        pytest.param("log.xlsx", "x", "no log that can be read", id="another format"),
    ],
)
def test_a_log_that_cannot_be_read(tmp_path, name, text, said):
    """One sentence and a hint, for any broken file."""
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(UserError, match=said) as caught:
        read(str(path))
    assert caught.value.hint


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_parquet_that_is_cut_off(tmp_path, part):
    """Wherever it ends."""
    path = tmp_path / "log.parquet"
    write(path, list(made(500)))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(UserError, match="cannot be read"):
        read(str(path))


def test_more_names_than_memory_holds(tmp_path, monkeypatch):
    """A column of models that holds something else, with another name in every row."""
    path = tmp_path / "log.parquet"
    duckdb.sql(
        "COPY (SELECT 'request ' || i AS model, DATE '2026-11-02' AS time, 5 AS input, 1 AS output "
        f"FROM range(300000) numbers(i)) TO '{path}'"
    )
    settings = [text.replace(duck.MEMORY, "20MB") for text in duck.SETTINGS]
    monkeypatch.setattr(duck, "SETTINGS", settings)
    with pytest.raises(UserError, match="do not fit") as caught:
        read(str(path))
    assert "column of models" in caught.value.hint


def test_no_file(tmp_path):
    """A path that is not there, and one that is a folder."""
    with pytest.raises(UserError, match="no file"):
        read(str(tmp_path / "none.csv"))
    (tmp_path / "log.csv").mkdir()
    with pytest.raises(UserError, match="no file"):
        read(str(tmp_path / "log.csv"))


def test_an_engine_that_is_none(tmp_path):
    """Another engine is refused by name."""
    with pytest.raises(UserError, match="no engine `dask`"):
        read(str(tmp_path / "log.csv"), "dask")


def test_progress_is_told(tmp_path):
    """The sums are the same, told about or not."""
    path = tmp_path / "log.parquet"
    write(path, list(made(500)))
    assert read(str(path), progress=lambda stage, done, of: None) == read(str(path))


@pytest.mark.parametrize("dialect", ["spark", "bigquery", "snowflake", "clickhouse", "postgres"])
def test_the_query_in_another_dialect(dialect):
    """sqlglot says it for any warehouse."""
    pytest.importorskip("sqlglot", reason="sqlglot is not installed: the extra `spark`")
    text = dialects.emitted(dialect, ENDS)
    assert "usage" in text
    assert "128000" in text


def test_a_dialect_that_nobody_knows():
    """It is refused with the near names."""
    pytest.importorskip("sqlglot", reason="sqlglot is not installed: the extra `spark`")
    with pytest.raises(UserError, match="no dialect") as caught:
        dialects.emitted("bigqery", ENDS)
    assert "bigquery" in caught.value.hint


def test_the_query_that_is_printed_runs(tmp_path):
    """What `--emit-sql` prints gives the sums that the log is priced by."""
    rows = list(made(500))
    path = tmp_path / "log.parquet"
    write(path, rows)
    base = duckdb.connect()
    base.execute(
        f"CREATE VIEW usage AS SELECT model, time, input_tokens AS input, "
        f"output_tokens AS output, cached_tokens AS cached FROM '{path}'"
    )
    found = sorted(base.execute(dialects.emitted("duckdb", ENDS)).fetchall())
    starts = (0, *ENDS)
    assert [(row[0], str(row[1]), starts[row[2]], None, *row[9:14]) for row in found] == expected(
        rows
    )


needs_spark = pytest.mark.skipif(
    shutil.which("java") is None, reason="no Java on this machine: Spark 4 needs Java 17"
)


@needs_spark
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_sums_the_same(tmp_path, monkeypatch):
    """Spark in this process gives the same whole numbers for the same files, faults included."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: the extra `spark`")
    pytest.importorskip("sqlglot", reason="sqlglot is not installed: the extra `spark`")
    bad = [row for row, fault in BAD if fault != "not a line of the table"]
    times = [("a", said, 5, 1, 0) for said, _ in TIMES.values()]
    (tmp_path / "bad.csv").write_text(HEAD + "\n".join(["gpt-4o,2026-11-02,5,10,", *bad]))
    logs = {"log.parquet": made(2000), "log.csv": made(200), "times.csv": times}
    logs["log.jsonl"] = made(200)
    for name, rows in logs.items():
        write(tmp_path / name, list(rows))
    windows = [Window((0, 1, 2, 3, 4), 60, 240)]
    for name in (*logs, "bad.csv"):
        path = str(tmp_path / name)
        assert read(path, "spark", ENDS) == read(path, "duckdb", ENDS), name
    path = str(tmp_path / "times.csv")
    assert read(path, "spark", windows=windows) == read(path, windows=windows)


def test_spark_that_is_not_installed(tmp_path, monkeypatch):
    """The extra is named."""
    import sys

    path = tmp_path / "log.csv"
    path.write_text(HEAD + "gpt-4o,2026-11-02,5,10,0\n")
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(MissingExtra, match="pyspark") as caught:
        read(str(path), "spark")
    assert "llmpick[spark]" in caught.value.hint


def test_duckdb_that_is_not_installed(tmp_path, monkeypatch):
    """The extra is named."""
    import sys

    path = tmp_path / "log.csv"
    path.write_text(HEAD + "gpt-4o,2026-11-02,5,10,0\n")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtra, match="duckdb") as caught:
        read(str(path))
    assert "llmpick[usage]" in caught.value.hint
