"""`llmpick cost`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, need_options, options, usage
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("cost")


@app.command()
@need_command.takes_need(
    need_options.JOB,
    need_options.WORK,
    need_options.BILLED,
    need_options.PRIVACY,
    need_options.LIMITS,
    said_by={"log": usage.SAID_BY_THE_LOG},
)
def cost(
    asked: Wish,
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
    engine: usage.Engine = "duckdb",
    emit_sql: usage.EmitSql = False,
    dialect: usage.Dialect = "duckdb",
    horizon: Annotated[
        int, typer.Option("--horizon", metavar="DAYS", help="Announced prices so far ahead.")
    ] = 90,
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="Of the answer; needs its --rate.")
    ] = "USD",
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="How many.")] = 20,
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
    from llmpick.api import money
    from llmpick.cli import out
    from llmpick.errors import UserError
    from llmpick.inputs.need import money_of, need_of
    from llmpick.render.answers import bill as render

    chosen = out.check_format(form, as_json)
    if not 1 <= top <= 100_000:
        raise UserError(f"--top {top} is none", hint="from 1 to 100000")
    if not 0 <= horizon <= 36_500:
        raise UserError(f"a horizon of {horizon} days is none", hint="from 0 up")
    found = options.open_catalog(catalog, as_of)
    about = options.about(found)
    if emit_sql:
        return usage.query(found, dialect)
    if history and log is None:
        answer = render.history(money.price_history(found, names or ()), about)
        return out.emit(answer, chosen, options.notes(found))
    if log is not None:
        others = {"workload": workload, "effort": effort, "history": history}
        usage.check(asked, *(name for name, given in others.items() if given))
        source = usage.UsageOptions(log, engine, catalog)
        logged = usage.answer(found, asked, source, names or [], currency, top)
        return out.emit(logged, chosen, options.notes(found))
    if workload is not None:
        from llmpick.inputs.needfile import with_workload

        asked = with_workload(asked, workload)
    need = need_of(found, Wish(**asked, exact_reasoning=True))
    rate = money_of(currency, need.rates, found)
    bills = money.cost(found, need, names or (), effort=effort, horizon_days=horizon, top=top)
    answer = render.answer(bills, about, rate, explain=explain, bare=tuple(bare or ()))
    return out.emit(answer, chosen, options.notes(found))
