"""The sums of a log by DuckDB: tables straight from their files, all else row by row."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from llmpick.errors import MissingExtra, UserError, shown
from llmpick.usage_logs import registry, rows, sql, stream
from llmpick.usage_logs.forms import NESTED, Form
from llmpick.usage_logs.rows import Column, Columns, SumPlan, quoted

MEMORY = "300MB"
"""What DuckDB may use; of a table only the sums are kept, whatever its length."""
BATCH = 20_000
"""Rows that are handed to DuckDB at once."""
PART = 4_000_000
"""Ids that are searched for repeated ones at once."""

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

BROKEN = "not a line of the table"
"""The fault of a line that is no row."""

Step = Callable[[str, int, int], None]
Line = Sequence[Any]
RunQuery = Callable[[str], Sequence[Line]]


class LogSums(NamedTuple):
    """
    Number of rows, sums of those that can be priced, counts of the others by fault.

    *repeated* rows are of requests that were there before. *named*: name of a column, rows that say
    something in it, their sum. *unlike*: rows whose total is not what their parts add up to.
    *beside*: whether tokens of a cache are counted beside the input; None: no column counts them.
    *sizes*: model, length and size of input, their requests and what they thought, where asked.
    """

    rows: int
    sums: Sequence[Line]
    faults: Sequence[Line]
    repeated: int = 0
    named: tuple[tuple[str, int, float | None], ...] = ()
    unlike: int = 0
    timeless: bool = False
    beside: bool | None = None
    sizes: Sequence[Line] = ()


def summed(
    paths: list[str], form: Form, plan: SumPlan, progress: Step | None, forced: bool = False
) -> LogSums:
    """
    Sum the log in *paths*.

    Args:
        paths: Files of one kind.
        form: How they are read.
        plan: What is summed apart.
        progress: Called with what is being done.
        forced: Whether the format was asked for.

    Raises:
        UserError: they cannot be read, or their sums do not fit into memory.
        MissingExtra: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtra("a usage log", "duckdb", "usage") from None
    with (
        _readable(paths[0], duckdb.Error),
        _within_memory(paths[0], duckdb.OutOfMemoryException),
        duckdb.connect(":memory:") as base,
    ):
        for setting in SETTINGS:
            base.execute(f"SET {setting}")
        ending = stream.ending_of(paths[0])
        broken = 0
        if form.read is None and ending in stream.LINES:
            counted = _lines(base, paths)
            if counted is None and forced:
                raise UserError(
                    f"`{shown(paths[0])}` is no {form.name}: its usage lies within objects",
                    hint="leave --log-format out, and the log says its form",
                )
            form, broken = (NESTED, 0) if counted is None else (form, counted)
        elif form.read is None:
            _table(base, paths, ending)
        if form.read is not None:
            broken = _rows(base, paths, form, progress)
        found = _summed(base, plan, _watched(base, paths[0], progress), ending == ".parquet")
        if form.read is None and ending == ".csv":
            # lines that are no row of the table are in no count but this
            broken = base.execute("SELECT COUNT(DISTINCT line) FROM reject_errors").fetchall()[0][0]
        within = form.read is None and ending in stream.LINES
        return _with_broken(found, broken, within)


def _with_broken(found: LogSums, broken: int, within: bool) -> LogSums:
    """*found* with lines that are no row; *within*: they were rows of nothing to the engine."""
    if not broken:
        return found
    faults = {str(fault): int(count) for fault, count in found.faults}
    if within:
        faults[sql.NO_REQUEST] -= broken
    counts = [(fault, count) for fault, count in faults.items() if count]
    rows = found.rows + (0 if within else broken)
    return found._replace(rows=rows, faults=[*counts, (BROKEN, broken)])


def _table(base: Any, paths: list[str], ending: str) -> None:
    """CSV as text throughout: types are decided by the query, so that one odd value in a column
    does not change how all are read, and a broken line does not end the reading."""
    several = ", union_by_name = true" if len(paths) > 1 else ""
    files = f"[{rows.texts(paths)}]"
    reader = (
        f"read_parquet({files}{several})"
        if ending == ".parquet"
        else f"read_csv({files}, all_varchar = true, header = true, store_rejects = true{several})"
    )
    base.execute(f"CREATE VIEW usage AS FROM {reader}")
    if ending == ".parquet":
        _unpacked(base, reader)


def _unpacked(base: Any, reader: str) -> None:
    """A view whose structures are columns, by the path to each."""
    found = base.execute("DESCRIBE usage").fetchall()
    if not any(str(row[1]).startswith("STRUCT") for row in found):
        return
    wanted = []
    for name, kind in ((str(row[0]), row[1]) for row in found):
        wanted += _fields(base, reader, [name], str(kind))
    base.execute(f"CREATE OR REPLACE VIEW usage AS SELECT {', '.join(wanted)} FROM {reader}")


def _fields(base: Any, reader: str, path: list[str], kind: str) -> list[str]:
    place = ".".join(quoted(Column(name, "")) for name in path)
    if not kind.startswith("STRUCT"):
        return [f"{place} AS {quoted(Column('.'.join(path), ''))}"]
    inner = base.execute(f"DESCRIBE SELECT unnest({place}) FROM {reader}").fetchall()
    return [
        text
        for name, inside, *_ in inner
        for text in _fields(base, reader, [*path, str(name)], str(inside))
    ]


def _lines(base: Any, paths: list[str]) -> int | None:
    """
    A view of lines of JSON, each key of the whole file a column of text.

    Returns:
        How many lines are no object; None where objects lie within them, or keys differ in case
        alone: then the rows are read one by one.
    """
    files = f"[{rows.texts(paths)}]"
    raw = f"read_ndjson_objects({files}, ignore_errors = true)"
    keys = [
        row[0]
        for row in base.execute(
            f"SELECT DISTINCT unnest(json_keys(json)) FROM {raw} WHERE json_type(json) = 'OBJECT'"
        ).fetchall()
    ]
    if len({key.lower() for key in keys}) < len(keys) or not keys:
        return None
    holders = [key for key in keys if key.lower().endswith("_details") or key.lower() in HOLDERS]
    tests = [f"json_type(json, '$.\"{key}\"') = 'OBJECT'" for key in holders if '"' not in key]
    nested = f"SELECT 1 FROM {raw} WHERE {' OR '.join(tests)} LIMIT 1"
    if tests and base.execute(nested).fetchall():
        return None
    known = [key for key in keys if _wanted(registry.bare(key))]
    broken = base.execute(
        f"SELECT COUNT(*) FROM {raw} WHERE json IS NULL OR json_type(json) <> 'OBJECT'"
    ).fetchall()[0][0]
    columns = ", ".join(f"{quoted(Column(key, ''))}: 'VARCHAR'" for key in known or keys[:1])
    base.execute(
        f"CREATE VIEW usage AS FROM read_json({files}, format = 'newline_delimited', "
        f"ignore_errors = true, columns = {{{columns}}})"
    )
    return int(broken)


HOLDERS = {*registry.WRAPPERS, "server_tool_use", "cache_creation", "attributes", "metadata"}


def _wanted(name: str) -> bool:
    return name in registry.KNOWN or registry.bears_on_a_price(name)


def _rows(base: Any, paths: list[str], form: Form, progress: Step | None) -> int:
    """A table `usage` of the rows that *form* makes of the files; how many lines are none."""
    assert form.read is not None
    columns: list[str] = []
    waiting: list[stream.Row] = []
    broken = 0

    def hand_over() -> None:
        new = sorted({key for row in waiting for key in row} - set(columns))
        for name in new:
            column = f"{quoted(Column(name, ''))} VARCHAR"
            base.execute(
                f"ALTER TABLE usage ADD COLUMN {column}"
                if columns
                else f"CREATE TABLE usage ({column})"
            )
            columns.append(name)
        if waiting and columns:
            places = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
            values = [[row.get(name) for row in waiting] for name in columns]
            base.execute(f"INSERT INTO usage SELECT {places}", values)
        waiting.clear()

    for place, path in enumerate(paths):
        if progress and place % 20 == 0:
            progress(f"reading {len(paths):,} files", place * 100 // len(paths), 100)
        for row in form.read(stream.objects(path, form.needles)):
            if row:
                waiting.append(row)
            else:
                broken += 1
            if len(waiting) >= BATCH:
                hand_over()
    hand_over()
    if not columns:
        base.execute(
            "CREATE TABLE usage (model VARCHAR, time VARCHAR, input VARCHAR, output VARCHAR)"
        )
    return broken


def _summed(base: Any, plan: SumPlan, run: RunQuery, quick: bool) -> LogSums:
    described = base.execute("DESCRIBE usage").fetchall()
    found = [Column(str(row[0]), str(row[1])) for row in described]
    columns = sql.columns_of(found, timeless=plan.day is not None)
    total = int(run("SELECT COUNT(*) FROM usage")[0][0])
    parts = -(-total // PART) if "id" in columns else 1
    repeated = 0
    if "id" in columns:
        repeated = sum(
            int(run(sql.repeat_query(columns, part, parts))[0][0]) for part in range(parts)
        )
    plan = plan._replace(single=not repeated)
    # only Parquet has the dictionaries of names that make the quick query quick
    sums = _coded(run, columns, plan) if quick else None
    if sums is None:
        sums = list(run(sql.query(columns, plan)))
    counted = sum(int(row[len(sql.KEYS)]) for row in sums)
    # rows at fault are counted only where the sums do not hold all: it is a second pass
    faults = () if counted == total - repeated else run(sql.fault_query(columns, plan))
    names, text = sql.named_query(found, columns, plan)
    said = run(text)[0] if names else ()
    named = tuple(
        (name, int(said[2 * place]), said[2 * place + 1])
        for place, name in enumerate(names)
        if said[2 * place]
    )
    unlike = int(run(sql.total_query(columns, plan))[0][0]) if "total" in columns else 0
    timeless, beside = "time" not in columns, rows.counts_beside(columns)
    sizes = run(sql.size_query(columns, plan)) if plan.sizes and sums else ()
    return LogSums(total, sums, faults, repeated, named, unlike, timeless, beside, sizes)


def _coded(run: RunQuery, columns: Columns, plan: SumPlan) -> list[Line] | None:
    """The sums by `coded_query`, and those of the names that the sample did not have."""
    if len(columns["model"]) > 1:
        return None
    model = quoted(columns["model"][0])
    some = f"(SELECT CAST({model} AS VARCHAR) AS model FROM usage LIMIT {SAMPLE})"
    found = run(f"SELECT DISTINCT model FROM {some} WHERE model <> '' AND model <> '<synthetic>'")
    names = sorted(str(row[0]) for row in found)
    text = sql.coded_query(columns, plan, names)
    if text is None:
        return None
    coded = run(text)
    # a row without a code holds all names outside the sample: their sums need the general query
    known = [row for row in coded if row[0] is not None]
    # SQL counts positions from 1
    sums: list[Line] = [(names[row[0] - 1], *row[1:]) for row in known if row[1] is not None]
    return sums if len(known) == len(coded) else [*sums, *run(sql.query(columns, plan, names))]


def _watched(base: Any, path: str, progress: Step | None) -> RunQuery:
    """Runs queries on DuckDB, and reports to *progress* meanwhile."""

    def run(text: str) -> Sequence[Line]:
        if progress is None:
            found: Sequence[Line] = base.execute(text).fetchall()
            return found
        from concurrent.futures import ThreadPoolExecutor, wait

        # the query in another thread, as it blocks and this one has to look after it
        with ThreadPoolExecutor(1) as pool:
            pending = pool.submit(lambda: base.execute(text).fetchall())
            while not wait([pending], 0.2).done:
                done = max(0, min(100, int(base.query_progress())))
                progress(f"summing {shown(os.path.basename(path))}", done, 100)
            answer: Sequence[Line] = pending.result()
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
