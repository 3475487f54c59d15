"""The sums of a log of requests: one file, one engine, the same whole numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from llmpick.core.answers.usage import Group, Log, Window
from llmpick.errors import MissingExtra, UserError, shown
from llmpick.usage import sql
from llmpick.usage.sql import Column, Columns, SumPlan

ENGINES = ("duckdb", "spark")
MEMORY = "300MB"
"""What DuckDB may use; only the sums are kept, whatever the length of the log."""

# CSV as text throughout: types are decided by the query, so that one odd value in a column does not
# change how all are read. A broken line does not end the reading.
READERS = {
    ".parquet": "read_parquet({path})",
    ".csv": "read_csv({path}, all_varchar = true, header = true, store_rejects = true)",
    ".jsonl": "read_json({path}, format = 'newline_delimited', ignore_errors = true)",
    ".ndjson": "read_json({path}, format = 'newline_delimited', ignore_errors = true)",
}
Step = Callable[[str, int, int], None]


def read(
    path: str,
    engine: str = "duckdb",
    ends: Iterable[int] = (),
    *,
    windows: Iterable[Window] = (),
    progress: Step | None = None,
) -> Log:
    """
    The sums of the log at *path*.

    Args:
        path: CSV with a header, JSON lines or Parquet.
        engine: `duckdb` or `spark`.
        ends: Input lengths at which a price list begins.
        windows: Hours of the week that are summed apart.
        progress: Called with what is being done, and how many of a hundred parts are.

    Returns:
        Whole numbers by model, day, length and hour, and how many rows have which fault.

    Raises:
        UserError: no such file, no such columns, or not the format that its name says.
        MissingExtra: the engine is not installed.
    """
    if engine not in ENGINES:
        raise UserError(f"no engine `{shown(engine)}`", hint=f"one of {', '.join(ENGINES)}")
    ending = _ending(path)
    plan = SumPlan(tuple(sorted(ends)), tuple(windows))
    summed = _duckdb if engine == "duckdb" else _spark
    return _log(summed(path, ending, plan, progress), path, plan)


def _ending(path: str) -> str:
    # both engines unpack .gz by themselves
    ending = os.path.splitext(path.removesuffix(".gz"))[1].lower()
    if ending not in READERS:
        raise UserError(
            f"`{shown(path)}` is no log that can be read", hint="a file .csv, .jsonl or .parquet"
        )
    if not os.path.isfile(path):
        raise UserError(f"no file `{shown(path)}`", hint="check the path of --usage")
    if not os.path.getsize(path):
        raise UserError(f"`{shown(path)}` is empty", hint="a log needs a row at least")
    return ending


Row = Sequence[Any]
RunQuery = Callable[[str], Sequence[Row]]


class LogSums(NamedTuple):
    """Number of rows, sums of those that can be priced, counts of the others by fault."""

    rows: int
    sums: Sequence[Row]
    faults: Sequence[Row]


def _found(run: RunQuery, columns: Columns, sums: Sequence[Row]) -> LogSums:
    """Rows at fault are counted only where the sums do not hold all rows: it is a second pass."""
    rows = int(run("SELECT COUNT(*) AS lines FROM usage")[0][0])
    complete = sum(int(row[4]) for row in sums) == rows  # the fifth column counts a sum's rows
    return LogSums(rows, sums, () if complete else run(sql.fault_query(columns)))


def _duckdb(path: str, ending: str, plan: SumPlan, progress: Step | None) -> LogSums:
    try:
        import duckdb
    except ImportError:
        raise MissingExtra("a usage log", "duckdb", "usage") from None
    with (
        _readable(path, duckdb.Error),
        _within_memory(path, duckdb.OutOfMemoryException),
        duckdb.connect(":memory:") as base,
    ):
        for setting in SETTINGS:
            base.execute(f"SET {setting}")
        base.execute(f"CREATE VIEW usage AS FROM {READERS[ending].format(path=sql.texts([path]))}")
        described = base.execute("DESCRIBE usage").fetchall()
        columns = sql.columns_of(Column(str(row[0]), str(row[1])) for row in described)
        run = _watched(base, path, progress)
        # only Parquet has the dictionaries of names that make the quick query quick
        sums = _coded(run, columns, plan) if ending == ".parquet" else None
        found = _found(run, columns, run(sql.query(columns, plan)) if sums is None else sums)
        if ending != ".csv":
            return found
        # lines that are no row of the table are in no count but this
        broken = run("SELECT COUNT(DISTINCT line) FROM reject_errors")[0][0]
        return LogSums(
            found.rows + broken,
            found.sums,
            [*found.faults, *([("not a line of the table", broken)] if broken else [])],
        )


SETTINGS = (
    f"memory_limit = '{MEMORY}'",
    "temp_directory = ''",  # nothing of the log is written to disk
    "preserve_insertion_order = false",
    "perfect_ht_threshold = 18",  # a byte of model, a nibble of length, a month of days
    # pushed below the columns, a condition has every number and day worked out twice
    "disabled_optimizers = 'filter_pushdown'",
    "TimeZone = 'UTC'",
    "enable_progress_bar = true",  # without it there is no `query_progress`; printing is ours
    "enable_progress_bar_print = false",
    "progress_bar_time = 0",
)
SAMPLE = 100_000
"""Rows that are searched for the names of models."""


def _coded(run: RunQuery, columns: Columns, plan: SumPlan) -> list[Row] | None:
    """The sums by `coded_query`, and those of the names that the sample did not have."""
    model = sql.quoted(columns["model"])
    some = f"(SELECT CAST({model} AS VARCHAR) AS model FROM usage LIMIT {SAMPLE})"
    found = run(f"SELECT DISTINCT model FROM {some} WHERE model <> ''")
    names = sorted(str(row[0]) for row in found)
    text = sql.coded_query(columns, plan, names)
    if text is None:
        return None
    rows = run(text)
    # a row without a code holds all names outside the sample: their sums need the general query
    known = [row for row in rows if row[0] is not None]
    # SQL counts positions from 1
    sums: list[Row] = [(names[row[0] - 1], *row[1:]) for row in known if row[1] is not None]
    return sums if len(known) == len(rows) else [*sums, *run(sql.query(columns, plan, names))]


def _watched(base: Any, path: str, progress: Step | None) -> RunQuery:
    """Runs queries on DuckDB, and reports to *progress* meanwhile."""

    def run(text: str) -> Sequence[Row]:
        if progress is None:
            found: Sequence[Row] = base.execute(text).fetchall()
            return found
        from concurrent.futures import ThreadPoolExecutor, wait

        # the query in another thread, as it blocks and this one has to look after it
        with ThreadPoolExecutor(1) as pool:
            pending = pool.submit(lambda: base.execute(text).fetchall())
            while not wait([pending], 0.2).done:
                done = max(0, min(100, int(base.query_progress())))
                progress(f"summing {shown(os.path.basename(path))}", done, 100)
            answer: Sequence[Row] = pending.result()
            return answer

    return run


@contextmanager
def _within_memory(path: str, fault: type[Exception]) -> Iterator[None]:
    try:
        yield
    except fault:
        raise UserError(
            f"the sums of `{shown(path)}` do not fit into {MEMORY} of memory",
            hint="look at its column of models: it may hold too many names to be models",
        ) from None


@contextmanager
def _readable(path: str, fault: type[Exception]) -> Iterator[None]:
    try:
        yield
    except fault as error:
        first = str(error).strip().partition("\n")[0]
        raise UserError(
            f"`{shown(path)}` cannot be read: {shown(first, 160)}",
            hint="it may be cut off, or not of the format that its name says",
        ) from None


def _spark(path: str, ending: str, plan: SumPlan, progress: Step | None) -> LogSums:
    import shutil

    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtra("the engine spark", "pyspark", "spark") from None
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise UserError("the engine spark needs Java 17", hint="install it, or --engine duckdb")
    if progress:
        progress(f"summing {shown(os.path.basename(path))}", 0, 0)
    builder = SparkSession.builder.master("local[*]").appName("llmpick")
    for key, value in SPARK.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        with _readable(path, PySparkException):
            table = _spark_table(session, path, ending)
            table.createOrReplaceTempView("usage")
            columns = sql.columns_of(
                Column(name, SPARK_TYPES.get(kind, kind.upper())) for name, kind in table.dtypes
            )

            def run(text: str) -> Sequence[Row]:
                rows: Sequence[Row] = session.sql(sql.translated(text, "spark")).collect()
                return rows

            return _found(run, columns, run(sql.query(columns, plan)))
    finally:
        session.stop()


# UTC as in DuckDB, or days differ. Without ANSI, a cast that fails gives NULL as `TRY_CAST` does.
SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.ansi.enabled": "false",
}
# Spark's names of types that are not DuckDB's in capitals.
SPARK_TYPES = {"string": "VARCHAR", "int": "INTEGER", "timestamp_ntz": "TIMESTAMP"}


def _spark_table(session: Any, path: str, ending: str) -> Any:
    if ending == ".parquet":
        return session.read.parquet(path)
    if ending == ".csv":
        return session.read.option("header", True).csv(path)
    return session.read.json(path)


def _log(found: LogSums, path: str, plan: SumPlan) -> Log:
    if not found.rows:
        raise UserError(f"`{shown(path)}` has no rows", hint="a log needs a row at least")
    # the code of a length is its place among the starts of price lists
    starts = (0, *plan.ends)
    peak = bool(plan.windows)
    groups = (
        Group(
            str(model),
            str(day)[:10],
            starts[int(over)],
            bool(window) if peak else None,
            *map(int, amounts),
        )
        for model, day, over, window, _, *amounts in found.sums
    )
    faults = sorted((str(fault), int(count)) for fault, count in found.faults)
    return Log(tuple(sorted(groups)), dict(faults), found.rows)
