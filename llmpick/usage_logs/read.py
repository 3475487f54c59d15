"""The sums of a log of requests: a file or a folder, any format, the same whole numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import exp, floor

from llmpick.core.answers.usage_records import Group, Log, Size, UnusedColumn, Window
from llmpick.errors import UserError, shown
from llmpick.usage_logs import duck, forms, registry, spark, sql, stream
from llmpick.usage_logs.duck import LogSums, Step
from llmpick.usage_logs.forms import Form
from llmpick.usage_logs.rows import SumPlan

ENGINES = ("duckdb", "spark")


def read(
    path: str,
    engine: str = "duckdb",
    ends: Iterable[int] = (),
    *,
    windows: Iterable[Window] = (),
    progress: Step | None = None,
    form: str | None = None,
    day: str | None = None,
    sizes: bool = False,
) -> Log:
    """
    The sums of the log at *path*.

    Args:
        path: A file, or a folder of files that are one log.
        engine: `duckdb` or `spark`.
        ends: Input lengths at which a price list begins.
        windows: Hours of the week that are summed apart.
        progress: Called with what is being done, and how many of a hundred parts are.
        form: The name of its format; None: its content says.
        day: The day that a log without any time is of; None: such a log is refused.
        sizes: Whether to count requests by the size of their input too; Spark does not.

    Returns:
        Whole numbers by model, day, length and hour, and how many rows have which fault.

    Raises:
        UserError: no such file, no such columns, or not the format that its name says.
        MissingExtra: the engine is not installed.
    """
    if engine not in ENGINES:
        raise UserError(f"no engine `{shown(engine)}`", hint=f"one of {', '.join(ENGINES)}")
    paths = stream.files(path)
    chosen = forms.named(form) if form else _form(paths)
    plan = SumPlan(tuple(sorted(ends)), tuple(windows), day, sizes=sizes)
    if engine == "spark":
        found = spark.summed(paths, chosen, plan, progress)
    else:
        found = duck.summed(paths, chosen, plan, progress, forced=form is not None)
    return _log(found, path, plan, chosen)


def _form(paths: list[str]) -> Form:
    ending = stream.ending_of(paths[0])
    if ending == ".csv":
        first = next(iter(stream.objects(paths[0])), None)
        return forms.of_columns(key for key in first or () if key)
    if ending == ".parquet":
        return forms.TABLE
    found = forms.of_files(paths)
    if found is not None:
        return found
    return forms.TABLE if ending in stream.LINES else forms.NESTED


def _log(found: LogSums, path: str, plan: SumPlan, form: Form) -> Log:
    if not found.rows:
        raise UserError(f"`{shown(path)}` has no rows", hint="a log needs a row at least")
    faults: dict[str, int] = defaultdict(int)
    for fault, count in found.faults:
        faults[str(fault)] += int(count)
    return Log(
        tuple(sorted(_group(row, plan, form) for row in found.sums)),
        dict(faults),
        found.rows,
        form=form.name,
        says=form.says,
        cache=_cache(form, found.beside),
        plan=form.plan,
        repeated=found.repeated,
        idle=faults.get(sql.NO_REQUEST, 0),
        unlike=found.unlike,
        timeless=found.timeless,
        named=tuple(_named(*row) for row in found.named),
        sizes=tuple(sorted(_size(row, plan) for row in found.sizes)),
    )


def _size(row: duck.Line, plan: SumPlan) -> Size:
    model, over, step, requests, thought = row
    shortest = floor(exp(int(step) / sql.STEPS)) - 1
    return Size(str(model), (0, *plan.ends)[int(over)], shortest, int(requests), int(thought))


def _cache(form: Form, beside: bool | None) -> str:
    if form.cache != forms.BY_NAME:
        return form.cache
    return "" if beside is None else (forms.BESIDE if beside else forms.WITHIN)


def _group(row: duck.Line, plan: SumPlan, form: Form) -> Group:
    keys, amounts = row[: len(sql.KEYS)], row[len(sql.KEYS) + 1 :]
    model, day, over, window, service, provider, region, variant = keys
    # the code of a length is its place among the starts of price lists
    starts = (0, *plan.ends)
    peak = bool(window) if plan.windows else None
    host = str(provider) or form.provider
    lines = int(row[len(sql.KEYS)])
    return Group._make(
        (
            *(str(model), str(day)[:10], starts[int(over)], peak, *map(int, amounts), lines),
            *(str(service), host, str(region), str(variant)),
        )
    )


def _named(column: str, rows: int, amount: float | None) -> UnusedColumn:
    measure = registry.KNOWN.get(registry.bare(column))
    return UnusedColumn(column, measure, rows, amount)
