"""`llmpick cost`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options, usage
from llmpick.cli.app import command
from llmpick.inputs.options import BILLING, JOB, LIMITS, PRIVACY, WORK, NeedOptions

app = command("cost")


@app.command()
@need_command.takes_need(
    *(JOB, WORK, BILLING, PRIVACY, LIMITS),
    stated_by={"log": usage.STATED_BY_THE_LOG},
)
def cost(
    need: NeedOptions,
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME...]", help="Models or routes. Default: all that fit."),
    ] = None,
    effort: Annotated[
        str | None,
        typer.Option("--effort", metavar="EFFORT", help="none, low, medium, high, xhigh, max."),
    ] = None,
    workload: Annotated[
        str | None,
        typer.Option("--workload", metavar="FILE", help="The work, as TOML; options win."),
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="The price lists of the models, with sources.")
    ] = False,
    log: usage.File = None,
    log_format: usage.Form = None,
    advise: usage.Advise = False,
    engine: usage.Engine = "duckdb",
    emit_sql: usage.EmitSql = False,
    dialect: usage.Dialect = "duckdb",
    horizon: Annotated[
        int, typer.Option("--horizon", metavar="DAYS", help="Announced prices so far ahead.")
    ] = 90,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 20,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help="route (all) or model (its cheapest). Default: model where several are named.",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Terms and assumptions of every route.")
    ] = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
    bare: options.Bare = None,
) -> int:
    """
    A month's work priced route by route, term by term, with every assumption named.

    Exit codes: 0 there is a price, 1 nothing fits or has a price, 2 the question was wrong.
    """
    from llmpick.asking import cost as asking
    from llmpick.asking.query import check_top, is_by_route
    from llmpick.cli import out
    from llmpick.inputs.options import need_options, stated

    chosen = out.check_format(form, as_json)
    check_top(top, 100_000)
    asking.check_horizon(horizon)
    by_route = None if by is None else is_by_route(by)
    found = options.open_catalog(catalog, as_of)
    if emit_sql:
        return usage.query(found, dialect, log_format)
    if advise and log is None:
        usage.needs_a_log()
    if history and log is None:
        from llmpick.api import money
        from llmpick.render.answers import price_history

        answer = price_history.history(
            money.price_history(found, names or ()), options.about(found)
        )
        return options.emit(answer, chosen, found)
    if log is not None:
        others = {"workload": workload, "effort": effort, "history": history}
        usage.check(need, *(name for name, given in others.items() if given))
        source = usage.UsageOptions(log, engine, catalog, log_format)
        if advise:
            usage.no_names(names)
            return options.emit(usage.advice(found, need, source, top), chosen, found)
        logged = usage.answer(found, need, source, names or [], top)
        return options.emit(logged, chosen, found)
    if workload is not None:
        from llmpick.inputs.needfile import with_workload

        need = need_options(with_workload(stated(need), workload))
    made = asking.cost(
        found,
        need,
        names or (),
        effort=effort,
        horizon_days=horizon,
        top=top,
        explain=explain,
        by_route=by_route,
        bare=tuple(bare or ()),
    )
    return options.emit_answered(made, chosen, found)
