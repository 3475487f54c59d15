"""A row of a log in our own columns, as SQL: aliases joined, ids once, times as days of UTC."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmpick.core.answers.usage_records import Window
from llmpick.errors import UserError
from llmpick.usage_logs import registry


class Column(NamedTuple):
    """A column of a log: its name there, and the type that the engine gave it."""

    name: str
    type: str


Columns = dict[str, tuple[Column, ...]]
"""The columns of each measure; where several have a value in a row, the first holds."""


class SumPlan(NamedTuple):
    """
    What is summed apart.

    *ends* are input lengths, ascending: a length is coded by how many of them it exceeds;
    *windows* are hours of the week that have a price of their own. *day* stands for the time of a
    log that has none. *single*: no request comes twice. *sizes*: count requests by their size too.
    """

    ends: tuple[int, ...]
    windows: tuple[Window, ...] = ()
    day: str | None = None
    single: bool = True
    sizes: bool = False


WHOLE = {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT"}
NUMBERS = WHOLE | {"DOUBLE", "FLOAT", "HUGEINT", "UBIGINT"}

OWN_NAMES = {
    **{"input": "tokens_in", "output": "tokens_out", "cached": "cached_read"},
    **{name: name for name in ("written", "written_1h", "audio_in", "audio_out", "searches")},
    "cost": "cost",
}
"""What an amount is called in `named`."""


def present(columns: Columns) -> set[str]:
    """The amounts that the log says anything of."""
    found = {name for name in OWN_NAMES if name in columns}
    if "written_5m" in columns or "written_1h" in columns:
        found |= {"written"}
    return found | {"input"}


def named(columns: Columns, plan: SumPlan, besides: str | None = None) -> str:
    """
    The rows of `usage` in columns of our own.

    Args:
        columns: Which columns are what.
        plan: What is summed apart.
        besides: One more column.

    Returns:
        A SELECT; NULL in an amount: no whole number.
    """
    model = _text(columns["model"], blank="")
    day = _day(columns["time"]) if "time" in columns else f"DATE '{plan.day}'"
    more = [f"{besides}"] if besides else []
    more += [f"{text} AS {name}" for name, text in _labels(columns)]
    if "cost" in columns:
        more.append(f"{_nano(columns['cost'])} AS cost")
    if "window" in columns:
        more.append(f"COALESCE({_text(columns['window'])}, '') AS context")
    if not plan.single:
        more.append(f"{identity(columns)} AS id")
    extra = "".join(f",\n    {text}" for text in more)
    found = f"""
  SELECT
    {model} AS model,
    {day} AS day,
    {_peak(columns.get("time", ()), plan.windows)} AS peak,
    {_input(columns)} AS tokens_in,
    {first(columns["output"])} AS tokens_out,
    {_amount(columns, "cached")} AS cached_read,
    {_written(columns)} AS written,
    {_amount(columns, "written_1h")} AS written_1h,
    {_amount(columns, "audio_in")} AS audio_in,
    {_amount(columns, "audio_out")} AS audio_out,
    {_amount(columns, "searches")} AS searches,
    {_amount(columns, "requests", 1)} AS requests{extra}
  FROM usage
"""
    if plan.single:
        return found
    # of a request that comes again, the fullest row: earlier ones may be of an unfinished answer
    fullest = [f"COALESCE({name}, -1) DESC" for name in ("tokens_out", "tokens_in")]
    rest = [*ALIKE, *(f"COALESCE({name}, '')" for name in ("model", *dict(_labels(columns))))]
    order = ", ".join([*fullest, *(f"{name} NULLS LAST" for name in rest)])
    return f"""
  SELECT * FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY {order}) AS place
    FROM ({found}) AS numbered
  ) AS once
  WHERE id IS NULL OR place = 1
"""


ALIKE = ("cached_read", "written", "written_1h", "audio_in", "requests", "day")
"""What tells rows of one request apart that are as full; so that it is not the engine that does."""


def _labels(columns: Columns) -> Iterable[tuple[str, str]]:
    """What a row is priced by beside its tokens."""
    service = []
    if "batch" in columns:
        batch = f"LOWER({_text(columns['batch'])})"
        service.append(f"WHEN {batch} IN ('true', '1', 'yes', 'batch') THEN 'batch'")
    if "tier" in columns:
        tier = f"LOWER({_text(columns['tier'])})"
        service.append(f"WHEN {tier} NOT IN ({texts(registry.PLAIN)}) THEN {tier}")
    if service:
        yield "service", f"CASE {' '.join(service)} ELSE 'standard' END"
    for name in ("provider", "region"):
        if name in columns:
            yield name, f"COALESCE({_text(columns[name])}, '')"
    variant = []
    if "cache_hit" in columns:
        variant.append(f"WHEN LOWER({_text(columns['cache_hit'])}) = 'true' THEN 'cache hit'")
    for name in ("variant", "speed"):
        if name in columns:
            label = f"LOWER({_text(columns[name])})"
            variant.append(f"WHEN {label} NOT IN ({texts(registry.PLAIN)}) THEN {label}")
    if variant:
        yield "variant", f"CASE {' '.join(variant)} ELSE '' END"


def nothing(columns: Columns) -> str:
    """Whether a row of `named` has no tokens; what was no number is something."""
    return "COALESCE(tokens_in, 0) = 0 AND COALESCE(tokens_out, 0) = 0"


def identity(columns: Columns) -> str:
    """What a request is known by, or NULL; an `id` only where it is one of an answer."""
    ids = columns.get("id", ())
    found = [
        _plain_text(one)
        if registry.bare(one.name) != "id"
        else f"CASE WHEN REGEXP_MATCHES({_plain_text(one)}, '{ANSWER_ID}') "
        f"THEN {_plain_text(one)} END"
        for one in ids
    ]
    return f"COALESCE({', '.join(found)})" if len(found) > 1 else (found or ["NULL"])[0]


ANSWER_ID = "^(msg|chatcmpl|resp|gen|cmpl|req|batch_req)[-_]"


def says_something(column: Column) -> str:
    """Whether a row has a value in *column* that is none of the usual ones."""
    text = f"LOWER(TRIM(CAST({quoted(column)} AS VARCHAR)))"
    return f"{text} NOT IN ({texts((*registry.PLAIN, *registry.SUCCESS))})"


# ---- amounts


def counts_beside(columns: Columns) -> bool | None:
    """Whether tokens of a cache are beside the input; None where no column counts them."""
    if not any(name in columns for name in ("cached", "written", "written_5m", "written_1h")):
        return None
    if not columns["input"]:
        return True
    apart = any(registry.bare(column.name) == "input_tokens" for column in columns["input"])
    return apart and any(True for _ in _beside(columns))


def first(columns: Sequence[Column], empty: int | None = None) -> str:
    """The first value of a row in *columns*, as a whole number or NULL; *empty* for none."""
    if len(columns) == 1:
        return whole(columns[0], empty)
    cases = [f"WHEN {_filled(column)} THEN {whole(column)}" for column in columns]
    return f"CASE {' '.join(cases)} ELSE {'NULL' if empty is None else empty} END"


def _amount(columns: Columns, name: str, otherwise: int = 0) -> str:
    if name not in columns:
        return f"CAST({otherwise} AS BIGINT)"
    return first(columns[name], otherwise)


def _written(columns: Columns) -> str:
    """All that is written to a cache: its own column, or the sum of the two lifetimes."""
    parts = [name for name in ("written_5m", "written_1h") if name in columns]
    if not parts:
        return _amount(columns, "written")
    both = " + ".join(_amount(columns, name) for name in parts)
    if "written" not in columns:
        return both
    filled = " OR ".join(map(_filled, columns["written"]))
    return f"CASE WHEN {filled} THEN {first(columns['written'])} ELSE {both} END"


def _input(columns: Columns) -> str:
    """
    Tokens in, those of a cache included.

    Some APIs report cached tokens beside the input, others within it: the latter from here on.
    """
    cases = []
    for column in columns["input"]:
        text = whole(column)
        if registry.bare(column.name) == "input_tokens":
            text += "".join(f" + {one}" for one in _beside(columns))
        cases.append((_filled(column), text))
    if "fresh" in columns:
        filled = " OR ".join(map(_filled, columns["fresh"]))
        cache = f"{_amount(columns, 'cached')} + {_written(columns)}"
        cases.append((filled, f"{first(columns['fresh'])} + {cache}"))
    if len(cases) == 1:
        return cases[0][1]
    return f"CASE {' '.join(f'WHEN {test} THEN {text}' for test, text in cases)} END"


def _beside(columns: Columns) -> Iterable[str]:
    """What is not in `input_tokens`, where a row says it in a column that counts beside it."""
    for name in ("cached", "written"):
        chosen = columns.get(name, ())
        before: list[str] = []
        for column in chosen:
            if registry.bare(column.name) in registry.APART:
                amount = whole(column, 0)
                if before:
                    amount = f"CASE WHEN {' OR '.join(before)} THEN 0 ELSE {amount} END"
                yield amount
                break
            before.append(_filled(column))


def _nano(columns: Sequence[Column]) -> str:
    """US dollars as whole billionths: sums of fractions would hang on their order."""
    found = [
        f"CAST(ROUND(TRY_CAST({quoted(column)} AS DOUBLE) * 1000000000) AS BIGINT)"
        for column in columns
    ]
    return f"COALESCE({', '.join(found)})" if len(found) > 1 else found[0]


def quoted(column: Column) -> str:
    """The name of *column* as an SQL identifier, whatever is in it."""
    doubled = column.name.replace('"', '""')
    return f'"{doubled}"'


def texts(names: Iterable[str]) -> str:
    """*names* as SQL literals, apart by commas."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def _plain_text(column: Column) -> str:
    """The text of a value, or NULL where it is blank."""
    return f"NULLIF(TRIM(CAST({quoted(column)} AS VARCHAR)), '')"


def _text(columns: Sequence[Column], blank: str | None = None) -> str:
    if blank is not None and len(columns) == 1:
        return f"CAST({quoted(columns[0])} AS VARCHAR)"
    found = [_plain_text(column) for column in columns]
    return f"COALESCE({', '.join(found)})" if len(found) > 1 else found[0]


def _filled(column: Column) -> str:
    if column.type == "VARCHAR":
        return f"{_plain_text(column)} IS NOT NULL"
    return f"{quoted(column)} IS NOT NULL"


def whole(column: Column, empty: int | None = None) -> str:
    """A whole number or NULL; *empty* stands for nothing at all."""
    name = quoted(column)
    if column.type in WHOLE:
        found = f"CAST({name} AS BIGINT)" if column.type != "BIGINT" else name
        return found if empty is None else f"COALESCE({found}, {empty})"
    if column.type == "VARCHAR":
        name = f"NULLIF(TRIM({name}), '')"
    # a fraction, or a text that is no number, is NULL: never rounded in silence
    found = (
        f"CASE WHEN TRY_CAST({name} AS DOUBLE) = TRY_CAST({name} AS BIGINT) "
        f"THEN TRY_CAST({name} AS BIGINT) END"
    )
    return found if empty is None else f"CASE WHEN {name} IS NULL THEN {empty} ELSE {found} END"


# ---- times


def _day(columns: Sequence[Column]) -> str:
    if len(columns) == 1:
        return _one_day(columns[0])
    cases = [f"WHEN {_filled(column)} THEN {_one_day(column)}" for column in columns]
    return f"CASE {' '.join(cases)} END"


def _one_day(column: Column) -> str:
    name = quoted(column)
    if column.type in WHOLE or column.type == "DOUBLE":
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


def _peak(columns: Sequence[Column], windows: Sequence[Window]) -> str:
    """1 where the time lies in one of the windows."""
    if not windows:
        return "0"
    if not columns or any(
        one.type in WHOLE or not one.type.startswith(("TIMESTAMP", "VARCHAR")) for one in columns
    ):
        raise UserError(
            "a model of the log has prices by the hour, and its times are no clock times",
            hint="log times such as 2026-11-02T08:30:00Z, or give --peak-share",
        )
    found = [f"TRY_CAST({quoted(column)} AS TIMESTAMPTZ)" for column in columns]
    moment = f"COALESCE({', '.join(found)})" if len(found) > 1 else found[0]
    minute = f"(EXTRACT(HOUR FROM {moment}) * 60 + EXTRACT(MINUTE FROM {moment}))"
    # 1970-01-05 was a Monday: weekdays from 0 on, without a function that engines count differently
    weekday = f"DATE_DIFF('day', DATE '1970-01-05', CAST({moment} AS DATE)) % 7"
    tests = [
        f"({weekday} IN ({', '.join(map(str, window.weekdays))})"
        f" AND {minute} >= {window.start_minute} AND {minute} < {window.end_minute})"
        for window in windows
    ]
    return f"CASE WHEN {' OR '.join(tests)} THEN 1 ELSE 0 END"
