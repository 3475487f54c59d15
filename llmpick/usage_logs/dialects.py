"""The query for other engines than DuckDB."""

from __future__ import annotations

from collections.abc import Iterable

from llmpick.errors import MissingExtra, UserError, near_names, shown
from llmpick.usage_logs import forms, rows, sql
from llmpick.usage_logs.rows import Column


def emitted(dialect: str, ends: Iterable[int], form: str | None = None) -> str:
    """
    The query for a table `usage` in the words of a *dialect*.

    Args:
        dialect: `duckdb`, or a name that sqlglot knows.
        ends: Input lengths at which a price list begins.
        form: A format of logs, whose columns the table has; None: the usual ones.

    Raises:
        UserError: sqlglot knows no such dialect, or the format is no table.
        MissingExtra: sqlglot is not installed.
    """
    types = {"model": "VARCHAR", "time": "TIMESTAMP"}
    names = ("model", "time", "input", "output", "cached")
    found = [Column(name, types.get(name, "BIGINT")) for name in names]
    if form is not None:
        chosen = forms.named(form)
        if not chosen.columns:
            raise UserError(
                f"the format {form} is no table, so that one query cannot sum it",
                hint="price it with --usage, or load it into a table of --log-format table",
            )
        found = [Column(name, "VARCHAR") for name in chosen.columns]
    columns = sql.columns_of(found)
    text = sql.query(columns, rows.SumPlan(tuple(sorted(ends)), single="id" not in columns))
    return (
        f"-- the sums of a table usage({', '.join(one.name for one in found)}), times in UTC;\n"
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
