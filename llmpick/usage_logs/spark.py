"""The same sums by Spark, of a log that is a table."""

from __future__ import annotations

import os
from typing import Any

from llmpick.errors import MissingExtra, UserError, shown
from llmpick.usage_logs import dialects, rows, sql, stream
from llmpick.usage_logs.duck import Line, LogSums, Step, _readable
from llmpick.usage_logs.forms import Form
from llmpick.usage_logs.rows import Column


def summed(paths: list[str], form: Form, plan: rows.SumPlan, progress: Step | None) -> LogSums:
    """
    Sum the log in *paths*; arguments and errors as of `duck.summed`.

    Raises:
        UserError: the format is no table; Spark has no Java.
        MissingExtra: Spark is not installed.
    """
    import shutil

    if form.read is not None:
        raise UserError(
            f"the engine spark reads tables, and {form.name} is not one",
            hint="leave --engine out: DuckDB reads it row by row",
        )
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtra("the engine spark", "pyspark", "spark") from None
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise UserError("the engine spark needs Java 17", hint="install it, or --engine duckdb")
    if progress:
        progress(f"summing {shown(os.path.basename(paths[0]))}", 0, 0)
    builder = SparkSession.builder.master("local[*]").appName("llmpick")
    for key, value in SPARK.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        with _readable(paths[0], PySparkException):
            table = _spark_table(session, paths)
            table.createOrReplaceTempView("usage")
            found = [
                Column(name, SPARK_TYPES.get(kind, kind.upper())) for name, kind in table.dtypes
            ]
            return _summed(session, found, plan)
    finally:
        session.stop()


def _summed(session: Any, found: list[Column], plan: rows.SumPlan) -> LogSums:
    columns = sql.columns_of(found, timeless=plan.day is not None)

    def run(text: str) -> list[Line]:
        lines: list[Line] = session.sql(dialects.translated(text, "spark")).collect()
        return lines

    total = int(run("SELECT COUNT(*) AS lines FROM usage")[0][0])
    repeated = int(run(sql.repeat_query(columns, 0, 1))[0][0]) if "id" in columns else 0
    plan = plan._replace(single=not repeated)
    sums = run(sql.query(columns, plan))
    counted = sum(int(row[len(sql.KEYS)]) for row in sums)
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
    return LogSums(total, sums, faults, repeated, named, unlike, timeless, beside)


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


def _spark_table(session: Any, paths: list[str]) -> Any:
    ending = stream.ending_of(paths[0])
    if ending == ".parquet":
        return session.read.option("mergeSchema", True).parquet(*paths)
    if ending == ".csv":
        return session.read.option("header", True).csv(paths)
    return session.read.option("primitivesAsString", True).json(paths)
