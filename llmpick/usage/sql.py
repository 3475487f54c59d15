"""
The query that sums a log by model, day and length: whole numbers, in one dialect for all engines.

Prices are linear in tokens within a price list, so only these sums are ever priced (design for
speed, section 6). The query is written once, for DuckDB; sqlglot translates it for Spark and for
any other warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.answers.usage import Window
from llmpick.errors import MissingExtra, UserError, near_names, shown

MOST_TOKENS = 10**12
"""Of one row; more is a mistake."""

NAMES: dict[str, tuple[str, ...]] = {
    "model": ("model", "model_id", "model_name", "model_version"),
    "time": (
        *("time", "timestamp", "created_at", "created", "start_time", "starttime", "date", "day"),
        "usage_date_utc",
    ),
    "input": ("input", "input_tokens", "prompt_tokens"),
    "output": ("output", "output_tokens", "completion_tokens"),
    "cached": (
        *("cached", "cached_tokens", "input_cached_tokens", "cached_input_tokens"),
        *("cache_read_tokens", "cache_read_input_tokens"),
    ),
    "written": (
        *("written", "cache_write_tokens", "input_cache_write_tokens"),
        "cache_creation_input_tokens",
    ),
    "requests": ("requests", "num_model_requests", "num_requests"),
}
"""What the columns of a log are called."""

NEEDED = ("model", "time", "input", "output")
APART = {"cache_read_input_tokens", "cache_creation_input_tokens"}
"""Where the input is `input_tokens`, these are not in it: the fields of Anthropic's API."""


class Column(NamedTuple):
    """A column of a log: its name there, and the type that the engine gave it."""

    name: str
    type: str


Columns = dict[str, Column]


class SumPlan(NamedTuple):
    """
    What is summed apart.

    *ends* are input lengths, ascending: a length is coded by how many of them it exceeds;
    *windows* are hours of the week that have a price of their own.
    """

    ends: tuple[int, ...]
    windows: tuple[Window, ...] = ()


def columns_of(found: Iterable[Column]) -> Columns:
    """
    Find the columns of a log by their names, in any case.

    Args:
        found: All columns of the log.

    Returns:
        The column for each key of `NAMES` that the log has; of several spellings the first listed.

    Raises:
        UserError: one that is needed is not there.
    """
    by_name = {column.name.strip().lower(): column for column in found}
    chosen: Columns = {}
    for name, spellings in NAMES.items():
        match = next((by_name[item] for item in spellings if item in by_name), None)
        if match is not None:
            chosen[name] = match
        elif name in NEEDED:
            raise UserError(
                f"the log has no column `{name}` among {shown(', '.join(by_name), 120)}",
                hint=f"call it {' or '.join(spellings[:3])}",
            )
    return chosen


def query(columns: Columns, plan: SumPlan, besides: Sequence[str] = ()) -> str:
    """
    The query that sums the rows of a table `usage` that can be priced.

    Args:
        columns: Which column is which.
        plan: What is summed apart.
        besides: Models that are left out.

    Returns:
        Text in the dialect of DuckDB. Its columns: model, day, length, peak, rows, requests, and
        tokens of input, output, cache reads and cache writes.
    """
    left_out = f"\n  AND model NOT IN ({texts(besides)})" if besides else ""
    return f"""\
SELECT
  model,
  day,
  {_length(columns, plan.ends)} AS length,
  peak,
  {_sums(columns)}
FROM ({_named(columns, plan)}) AS named
WHERE {_sound(columns)}{left_out}
GROUP BY 1, 2, 3, 4"""


def coded_query(columns: Columns, plan: SumPlan, names: Sequence[str]) -> str | None:
    """
    The same sums for some names of models, in a form that DuckDB runs quickly.

    A model and a length are a byte each and the day has known bounds, so that DuckDB finds a sum
    of a month by position and hashes nothing; a model's place in the list is looked up once an
    entry of the file's dictionary. All other names are in the rows without a code, and what has no
    time in those without a day.

    Args:
        columns: Which column is which.
        plan: What is summed apart.
        names: Models to code, in the order of their codes from 1 on.

    Returns:
        The query; None without names, where a byte does not hold all of them, or where the plan
        has windows.
    """
    if plan.windows or not names or len(names) > 255:
        return None
    return f"""\
SELECT
  list_position([{texts(names)}], model)::UTINYINT AS code,
  day,
  {_length(columns, plan.ends, "::UTINYINT")} AS length,
  0 AS peak,
  {_sums(columns)}
FROM ({_named(columns, plan)}) AS named
WHERE {_countable(columns)}
GROUP BY 1, 2, 3"""


def fault_query(columns: Columns) -> str:
    """The query that counts the other rows by what is wrong with them."""
    return f"""\
SELECT fault, COUNT(*) AS lines
FROM (
  SELECT
    CASE
      WHEN model IS NULL OR model = '' THEN 'no model'
      WHEN day IS NULL THEN 'no time'
      WHEN tokens_in IS NULL OR tokens_out IS NULL OR cached_read IS NULL
        OR written IS NULL OR requests IS NULL THEN 'no whole number of tokens'
      WHEN tokens_in < 0 OR tokens_out < 0 OR cached_read < 0 OR written < 0
        THEN 'fewer tokens than none'
      WHEN requests < 1 THEN 'no requests'
      WHEN tokens_in > {MOST_TOKENS} OR tokens_out > {MOST_TOKENS}
        THEN 'more tokens than can be'
      WHEN cached_read + written > tokens_in THEN 'more cached than input tokens'
    END AS fault
  FROM ({_named(columns, SumPlan(()))}) AS named
) AS judged
WHERE fault IS NOT NULL
GROUP BY 1"""


def _sums(columns: Columns) -> str:
    kinds = {"input": "tokens_in", "output": "tokens_out"}
    kinds |= {name: _AMOUNTS[name] for name in ("cached", "written") if name in columns}
    # a sum of BIGINT is wider than BIGINT in DuckDB: cast back, so that engines give one type
    requests = "CAST(SUM(requests) AS BIGINT)" if "requests" in columns else "COUNT(*)"
    sums = [
        f"CAST({f'SUM({kinds[name]})' if name in kinds else 0} AS BIGINT) AS {name}_tokens"
        for name in ("input", "output", "cached", "written")
    ]
    return ",\n  ".join(["COUNT(*) AS lines", f"{requests} AS all_requests", *sums])


_AMOUNTS = {"cached": "cached_read", "written": "written"}


def _sound(columns: Columns) -> str:
    """What holds of a row that can be priced."""
    return f"model IS NOT NULL AND model <> '' AND day IS NOT NULL\n  AND {_countable(columns)}"


def _countable(columns: Columns) -> str:
    """What holds of the numbers of such a row; what the log has no column for needs no test."""
    tests = [f"tokens_in BETWEEN 0 AND {MOST_TOKENS} AND tokens_out BETWEEN 0 AND {MOST_TOKENS}"]
    parts = [_AMOUNTS[name] for name in _AMOUNTS if name in columns]
    tests += [f"{part} >= 0" for part in parts]
    if parts:
        tests.append(f"{' + '.join(parts)} <= tokens_in")
    if "requests" in columns:
        tests.append("requests >= 1")
    return "\n  AND ".join(tests)


def _length(columns: Columns, ends: Sequence[int], cast: str = "") -> str:
    """How many of the *ends* a request is over; of a row of several, its average request."""
    if not ends:
        return f"0{cast}"
    # tokens of a row over its requests, without a division: whole numbers on both sides
    many = " * requests" if "requests" in columns else ""
    cases = [f"WHEN tokens_in <= {end}{many} THEN {over}{cast}" for over, end in enumerate(ends)]
    return f"CASE {' '.join(cases)} ELSE {len(ends)}{cast} END"


def _named(columns: Columns, plan: SumPlan) -> str:
    def amount(name: str, otherwise: int = 0) -> str:
        if name not in columns:
            return f"CAST({otherwise} AS BIGINT)"
        return _whole(columns[name], empty=otherwise if name != "requests" else None)

    # some APIs report cached tokens beside the input, others within it: the latter from here on
    into = _whole(columns["input"])
    for name in ("cached", "written"):
        if _apart(columns, name):
            into += f" + {amount(name)}"
    return f"""
  SELECT
    CAST({quoted(columns["model"])} AS VARCHAR) AS model,
    {_day(columns["time"])} AS day,
    {_peak(columns["time"], plan.windows)} AS peak,
    {into} AS tokens_in,
    {_whole(columns["output"])} AS tokens_out,
    {amount("cached")} AS cached_read,
    {amount("written")} AS written,
    {amount("requests", 1)} AS requests
  FROM usage
"""


def _apart(columns: Columns, name: str) -> bool:
    """Whether the input of the log leaves out what is read from or written to the cache."""
    return (
        name in columns
        and columns["input"].name.strip().lower() == "input_tokens"
        and columns[name].name.strip().lower() in APART
    )


def quoted(column: Column) -> str:
    """The name of *column* as an SQL identifier, whatever is in it."""
    doubled = column.name.replace('"', '""')
    return f'"{doubled}"'


def texts(names: Iterable[str]) -> str:
    """*names* as SQL literals, apart by commas."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


_WHOLE = {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"}


def _whole(column: Column, empty: int | None = None) -> str:
    """A whole number or NULL; *empty* stands for nothing at all."""
    name = quoted(column)
    if column.type in _WHOLE:
        whole = f"CAST({name} AS BIGINT)" if column.type != "BIGINT" else name
        return whole if empty is None else f"COALESCE({whole}, {empty})"
    if column.type == "VARCHAR":
        name = f"NULLIF(TRIM({name}), '')"
    # a fraction, or a text that is no number, is NULL: never rounded in silence
    found = (
        f"CASE WHEN TRY_CAST({name} AS DOUBLE) = TRY_CAST({name} AS BIGINT) "
        f"THEN TRY_CAST({name} AS BIGINT) END"
    )
    return found if empty is None else f"CASE WHEN {name} IS NULL THEN {empty} ELSE {found} END"


def _day(column: Column) -> str:
    name = quoted(column)
    if column.type in _WHOLE or column.type == "DOUBLE":
        return _epoch_day(name)
    if column.type.startswith(("TIMESTAMP", "DATE")):
        return f"CAST({name} AS DATE)"
    # a text is a time, or else seconds since 1970 in digits
    text = f"CAST({name} AS VARCHAR)"
    moment = f"CAST(TRY_CAST({text} AS TIMESTAMPTZ) AS DATE)"
    return f"COALESCE({moment}, {_epoch_day(f'TRY_CAST({text} AS BIGINT)')})"


def _epoch_day(number: str) -> str:
    """The day of so many seconds since 1970, or milliseconds where seconds were far ahead."""
    # 100,000,000,000 seconds are the year 5138, as many milliseconds March 1973
    days = f"FLOOR({number} / CASE WHEN {number} > 100000000000 THEN 86400000.0 ELSE 86400.0 END)"
    return f"CAST(DATE '1970-01-01' + CAST({days} AS INTEGER) AS DATE)"


def _peak(column: Column, windows: Sequence[Window]) -> str:
    """1 where the time lies in one of the windows."""
    if not windows:
        return "0"
    if column.type in _WHOLE or not column.type.startswith(("TIMESTAMP", "VARCHAR")):
        raise UserError(
            "a model of the log has prices by the hour, and its times are no clock times",
            hint="log times such as 2026-11-02T08:30:00Z, or give --peak-share",
        )
    moment = f"TRY_CAST({quoted(column)} AS TIMESTAMPTZ)"
    minute = f"(EXTRACT(HOUR FROM {moment}) * 60 + EXTRACT(MINUTE FROM {moment}))"
    # 1970-01-05 was a Monday: weekdays from 0 on, without a function that engines count differently
    weekday = f"DATE_DIFF('day', DATE '1970-01-05', CAST({moment} AS DATE)) % 7"
    tests = [
        f"({weekday} IN ({', '.join(map(str, window.weekdays))})"
        f" AND {minute} >= {window.start_minute} AND {minute} < {window.end_minute})"
        for window in windows
    ]
    return f"CASE WHEN {' OR '.join(tests)} THEN 1 ELSE 0 END"


def emitted(dialect: str, ends: Iterable[int]) -> str:
    """
    The query for a table `usage` of the usual columns, in the words of a *dialect*.

    Args:
        dialect: `duckdb`, or a name that sqlglot knows.
        ends: Input lengths at which a price list begins.

    Raises:
        UserError: sqlglot knows no such dialect.
        MissingExtra: sqlglot is not installed.
    """
    types = {"model": "VARCHAR", "time": "TIMESTAMP"}
    names = ("model", "time", "input", "output", "cached")
    columns = {name: Column(name, types.get(name, "BIGINT")) for name in names}
    text = query(columns, SumPlan(tuple(sorted(ends))))
    return (
        "-- the sums of a table usage(model, time, input, output, cached), times in UTC;\n"
        "-- `length` counts the lengths of input, at which price lists begin, that are passed\n"
        f"{text if dialect == 'duckdb' else translated(text, dialect)}"
    )


def translated(text: str, dialect: str) -> str:
    """
    Translate a query.

    Args:
        text: A query in the dialect of DuckDB.
        dialect: A name that sqlglot knows.

    Raises:
        UserError: sqlglot knows no such dialect.
        MissingExtra: sqlglot is not installed.
    """
    try:
        import sqlglot
    except ImportError:
        raise MissingExtra("another dialect", "sqlglot", "spark") from None
    known = sorted(name for name in sqlglot.Dialect.classes if name)
    if dialect not in known:
        near = near_names(dialect, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(known)}"
        raise UserError(f"no dialect `{shown(dialect)}`", hint=hint)
    return str(sqlglot.transpile(text, read="duckdb", write=dialect, pretty=True)[0])
