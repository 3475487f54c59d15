"""
The query that sums a log by model, day and length: whole numbers, in one dialect for all engines.

Prices are linear in tokens within a price list, so only these sums are ever priced (design for
speed, section 6). The query is written once, for DuckDB; sqlglot translates it for Spark and for
any other warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmpick.errors import UserError, shown
from llmpick.usage_logs import registry, rows
from llmpick.usage_logs.rows import Column, Columns, SumPlan, quoted, texts

MOST_TOKENS = 10**12
"""Of one row; more is a mistake."""

NEEDED = ("model", "input", "output")
KEYS = ("model", "day", "length", "peak", "service", "provider", "region", "variant")
AMOUNTS = (
    *("requests", "input", "output", "cached", "written", "written_1h"),
    *("audio_in", "audio_out", "searches", "cost", "cost_rows"),
)
"""What is summed; `cost` in billionths of a US dollar."""

LONG_WINDOW = 200_000
"""Where the second of Anthropic's two windows begins, in tokens."""

NO_REQUEST = "no request in it"
"""The fault of a row that nobody is billed for: it is in no count of what could not be priced."""


def columns_of(found: Iterable[Column], timeless: bool = False) -> Columns:
    """
    Find the columns of a log by their names, in any case.

    Args:
        found: All columns of the log.
        timeless: Whether a log without a time will do.

    Returns:
        The columns for each measure of the registry that the log has, the first listed first.

    Raises:
        UserError: one that is needed is not there.
    """
    by_name: dict[str, Column] = {}
    for column in found:
        by_name.setdefault(registry.bare(column.name), column)
    chosen = {
        measure.name: tuple(by_name[item] for item in measure.spellings if item in by_name)
        for measure in registry.REGISTRY
    }
    chosen = {name: columns for name, columns in chosen.items() if columns}
    if "fresh" in chosen and "input" not in chosen:
        chosen["input"] = ()
    for name in (*NEEDED, *(() if timeless else ("time",))):
        if name not in chosen:
            spellings = registry.BY_NAME[name].spellings
            raise UserError(
                f"the log has no column `{name}` among {shown(', '.join(by_name), 120)}",
                hint=f"call it {' or '.join(spellings[:3])}, or name its form: --log-format",
            )
    return chosen


def query(columns: Columns, plan: SumPlan, besides: Sequence[str] = ()) -> str:
    """
    The query that sums the rows of a table `usage` that can be priced.

    Args:
        columns: Which columns are what.
        plan: What is summed apart.
        besides: Models that are left out.

    Returns:
        Text in the dialect of DuckDB. Its columns: `KEYS`, number of rows, `AMOUNTS`.
    """
    left_out = f"\n  AND model NOT IN ({texts(besides)})" if besides else ""
    grouped = [name for name in KEYS if name in _grouped(columns)]
    keys = ",\n  ".join(
        _key(name, columns, plan) if name in grouped else f"{_UNSAID[name]} AS {name}"
        for name in KEYS
    )
    places = ", ".join(str(KEYS.index(name) + 1) for name in grouped)
    return f"""\
SELECT
  {keys},
  {_sums(columns)}
FROM ({rows.named(columns, plan)}) AS named
WHERE {_sound(columns)}{left_out}
GROUP BY {places}"""


_UNSAID = {"service": "'standard'", "provider": "''", "region": "''", "variant": "''"}


def _grouped(columns: Columns) -> set[str]:
    found = {"model", "day", "length", "peak"}
    if "batch" in columns or "tier" in columns:
        found.add("service")
    if any(name in columns for name in ("variant", "speed", "cache_hit")):
        found.add("variant")
    return found | {name for name in ("provider", "region") if name in columns}


def _key(name: str, columns: Columns, plan: SumPlan) -> str:
    return f"{_length(columns, plan.ends)} AS length" if name == "length" else name


def coded_query(columns: Columns, plan: SumPlan, names: Sequence[str]) -> str | None:
    """
    The same sums for some names of models, in a form that DuckDB runs quickly.

    A model and a length are a byte each and the day has known bounds, so that DuckDB finds a sum
    of a month by position and hashes nothing; a model's place in the list is looked up once an
    entry of the file's dictionary. All other names are in the rows without a code, and what has no
    time in those without a day.

    Args:
        columns: Which columns are what.
        plan: What is summed apart.
        names: Models to code, in the order of their codes from 1 on.

    Returns:
        The query; None without names, where a byte does not hold all of them, or where more than
        model, day and length is summed apart.
    """
    more = plan.windows or not plan.single or len(_grouped(columns)) > 4
    if more or not names or len(names) > 255:
        return None
    unsaid = ",\n  ".join(f"{text} AS {name}" for name, text in _UNSAID.items())
    return f"""\
SELECT
  list_position([{texts(names)}], model)::UTINYINT AS code,
  day,
  {_length(columns, plan.ends, "::UTINYINT")} AS length,
  0 AS peak,
  {unsaid},
  {_sums(columns)}
FROM ({rows.named(columns, plan)}) AS named
WHERE {_countable(columns)}
GROUP BY 1, 2, 3"""


def fault_query(columns: Columns, plan: SumPlan) -> str:
    """The query that counts the other rows by what is wrong with them."""
    return f"""\
SELECT fault, COUNT(*) AS lines
FROM (
  SELECT
    CASE
      WHEN model = '<synthetic>' OR ((model IS NULL OR model = '') AND {rows.nothing(columns)})
        THEN '{NO_REQUEST}'
      WHEN model IS NULL OR model = '' THEN 'no model'
      WHEN day IS NULL THEN 'no time'
      WHEN tokens_in IS NULL OR tokens_out IS NULL OR cached_read IS NULL OR written IS NULL
        OR written_1h IS NULL OR requests IS NULL OR audio_in IS NULL OR audio_out IS NULL
        OR searches IS NULL THEN 'no whole number of tokens'
      WHEN tokens_in < 0 OR tokens_out < 0 OR cached_read < 0 OR written < 0 OR written_1h < 0
        OR audio_in < 0 OR audio_out < 0 OR searches < 0
        THEN 'fewer tokens than none'
      WHEN requests < 1 THEN 'no requests'
      WHEN tokens_in > {MOST_TOKENS} OR tokens_out > {MOST_TOKENS}
        THEN 'more tokens than can be'
      WHEN cached_read + written > tokens_in THEN 'more cached than input tokens'
      WHEN written_1h > written THEN 'more written for an hour than written'
    END AS fault
  FROM ({rows.named(columns, plan._replace(ends=(), windows=()))}) AS named
) AS judged
WHERE fault IS NOT NULL
GROUP BY 1"""


def repeat_query(columns: Columns, part: int, parts: int) -> str:
    """How many rows are of a request that was there before, among a part of the ids."""
    some = f" AND hash(id) % {parts} = {part}" if parts > 1 else ""
    return f"""\
SELECT COALESCE(SUM(lines - 1), 0) FROM (
  SELECT COUNT(*) AS lines FROM (SELECT {rows.identity(columns)} AS id FROM usage) AS ids
  WHERE id IS NOT NULL{some} GROUP BY id HAVING COUNT(*) > 1
) AS repeated"""


def named_query(
    found: Iterable[Column], columns: Columns, plan: SumPlan
) -> tuple[tuple[str, ...], str]:
    """
    What the log says of prices that moves no bill.

    Args:
        found: All columns of the log.
        columns: Which columns are what.
        plan: Whether a request comes twice.

    Returns:
        Names of columns, and the query of one row: for each, how many rows say something in it,
        and their sum. No names: there is nothing to ask.
    """
    wanted = [
        column
        for name, chosen in columns.items()
        if registry.BY_NAME[name].used is None
        for column in chosen
    ]
    wanted += [one for one in found if registry.bears_on_a_price(registry.bare(one.name))]
    parts = []
    for column in wanted:
        said = rows.says_something(column)
        number = f"TRY_CAST({quoted(column)} AS DOUBLE)"
        if column.type not in rows.NUMBERS and column.type != "VARCHAR":
            number = "NULL"
        parts += [f"COUNT(*) FILTER (WHERE {said})", f"SUM({number})"]
    table = "usage"
    if not plan.single:
        own = rows.identity(columns)
        numbered = f"SELECT *, {own} AS own_id, ROW_NUMBER() OVER (PARTITION BY {own}) AS own_place"
        once = f"SELECT * FROM ({numbered} FROM usage) AS numbered"
        table = f"({once} WHERE own_id IS NULL OR own_place = 1) AS once"
    return tuple(column.name for column in wanted), f"SELECT {', '.join(parts)} FROM {table}"


def total_query(columns: Columns, plan: SumPlan) -> str:
    """How many rows have a total of their own that is not what their parts add up to."""
    total = rows.first(columns["total"], 0)
    return f"""\
SELECT COUNT(*) FROM ({rows.named(columns, plan._replace(windows=()), f"{total} AS said")}) AS named
WHERE said > 0 AND {_sound(columns)} AND said NOT IN
  (tokens_in + tokens_out, tokens_in + tokens_out - cached_read - written)"""


def size_query(columns: Columns, plan: SumPlan) -> str:
    """
    The query that counts requests by model, length and size of their input.

    Sizes are steps of an eighth of the natural logarithm, so that there are few and no order of
    rows moves them; what was thought is summed over the rows that say so.
    """
    thought = rows.first(columns["reasoning"], 0) if "reasoning" in columns else "0"
    table = rows.named(columns, plan, f"COALESCE({thought}, 0) AS thought")
    return f"""\
SELECT
  model,
  {_length(columns, plan.ends)} AS length,
  CAST(FLOOR(LN(1 + tokens_in / CAST(requests AS DOUBLE)) * {STEPS}) AS INTEGER) AS step,
  CAST(SUM(requests) AS BIGINT) AS all_requests,
  CAST(SUM(thought) AS BIGINT) AS all_thought
FROM ({table}) AS named
WHERE {_sound(columns)}
GROUP BY 1, 2, 3"""


STEPS = 8
"""Sizes of input that are told apart, for each factor e."""


def _sums(columns: Columns) -> str:
    # a sum of BIGINT is wider than BIGINT in DuckDB: cast back, so that engines give one type
    requests = "CAST(SUM(requests) AS BIGINT)" if "requests" in columns else "COUNT(*)"
    present = rows.present(columns)
    sums = [
        f"CAST({f'COALESCE(SUM({rows.OWN_NAMES[name]}), 0)' if name in present else 0} AS BIGINT)"
        f" AS sum_{name}"
        for name in AMOUNTS[1:-1]
    ]
    own = "COUNT(cost)" if "cost" in columns else "CAST(0 AS BIGINT)"
    return ",\n  ".join(
        ["COUNT(*) AS lines", f"{requests} AS all_requests", *sums, f"{own} AS cost_rows"]
    )


def _sound(columns: Columns) -> str:
    """What holds of a row that can be priced."""
    return (
        "model IS NOT NULL AND model <> '' AND model <> '<synthetic>' AND day IS NOT NULL\n"
        f"  AND {_countable(columns)}"
    )


def _countable(columns: Columns) -> str:
    """What holds of the numbers of such a row; what the log has no column for needs no test."""
    tests = [f"tokens_in BETWEEN 0 AND {MOST_TOKENS} AND tokens_out BETWEEN 0 AND {MOST_TOKENS}"]
    present = rows.present(columns)
    parts = [rows.OWN_NAMES[name] for name in ("cached", "written") if name in present]
    others = ("written_1h", "audio_in", "audio_out", "searches")
    tests += [f"{part} >= 0" for part in parts]
    tests += [f"{rows.OWN_NAMES[name]} >= 0" for name in others if name in present]
    if parts:
        tests.append(f"{' + '.join(parts)} <= tokens_in")
    if "written_1h" in present:
        tests.append("written_1h <= written")
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
    if "window" in columns:
        # Anthropic's reports sum the requests of a day by whether they were over 200,000 tokens
        over = sum(end <= LONG_WINDOW for end in ends)
        cases.insert(0, f"WHEN context LIKE '{LONG_WINDOW // 1000}k%' THEN {over}{cast}")
        cases.insert(1, f"WHEN context LIKE '%200k%' THEN 0{cast}")
    return f"CASE {' '.join(cases)} ELSE {len(ends)}{cast} END"
