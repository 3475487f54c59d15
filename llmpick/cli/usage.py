"""The options and the answer of `llmpick cost --usage`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmpick.catalog.contents import Catalog
    from llmpick.inputs.options import NeedOptions
    from llmpick.render.blocks import Answer

File = Annotated[
    str | None,
    typer.Option("--usage", metavar="PATH", help="A log of requests: a file, or a folder of them."),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--log-format", metavar="NAME", help="Of --usage, where its content does not say."
    ),
]
Engine = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="Sums the log: duckdb or spark.")
]
Advise = Annotated[
    bool,
    typer.Option(
        "--advise", help="Of --usage: what would cost less for each kind of request; next month."
    ),
]
EmitSql = Annotated[
    bool, typer.Option("--emit-sql", help="Print the query that sums a log, and stop.")
]
Dialect = Annotated[
    str, typer.Option("--dialect", metavar="NAME", help="Of --emit-sql: spark, bigquery ...")
]

STATED_BY_THE_LOG = (
    *("requests", "input_tokens", "output_tokens", "characters", "output_characters"),
    *("cache_share", "cache_write_share", "cache_write_1h_share", "reasoning_tokens", "retries"),
    *("images", "searches", "cache_hours", "turns", "context_growth", "calls", "budget"),
)


class UsageOptions(NamedTuple):
    """A log, what sums it, where the catalog is, and the log's format."""

    path: str
    engine: str
    folder: str | None
    form: str | None = None


def query(catalog: Catalog, dialect: str, form: str | None = None) -> int:
    """Print the query."""
    from llmpick.api import usage as replay
    from llmpick.cli import out
    from llmpick.usage_logs import dialects

    out.write(f"{dialects.emitted(dialect, replay.price_ends(catalog), form)}\n", data=True)
    return 0


def check(need: NeedOptions, *others: str) -> None:
    """
    A log says what its requests were.

    Raises:
        UserError: an option says it too.
    """
    from llmpick.errors import UserError
    from llmpick.inputs.options import stated

    given = stated(need)
    for name in (*(name for name in STATED_BY_THE_LOG if name in given), *others):
        option = f"--{name.replace('_', '-')}"
        raise UserError(
            f"{option} and --usage cannot stand together",
            hint="a log says what its requests were; leave one of both out",
        )


def no_names(names: Sequence[str] | None) -> None:
    """
    Advice is of all routes that meet the need.

    Raises:
        UserError: some are named.
    """
    from llmpick.errors import UserError

    if names:
        raise UserError(
            "names and --advise cannot stand together",
            hint="leave --advise out, and the log is priced at these; or state what a route needs",
        )


def needs_a_log() -> None:
    """
    Advice without a log.

    Raises:
        UserError: always.
    """
    from llmpick.errors import UserError

    raise UserError("--advise is of a log", hint="name it: --usage PATH")


def answer(
    catalog: Catalog,
    options: NeedOptions,
    log: UsageOptions,
    names: list[str],
    top: int,
) -> Answer:
    """What the log cost, and would have cost elsewhere."""
    import sys

    from llmpick.api import usage as replay
    from llmpick.cli import out
    from llmpick.cli.options import about, open_catalog
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import usage as render

    need = need_of(catalog, options)
    with out.progress() as step:
        found = replay.replay(
            catalog,
            lambda day: open_catalog(log.folder, day),
            need,
            log.path,
            names,
            engine=log.engine,
            form=log.form,
            progress=step if sys.stderr.isatty() else None,
        )
    code, given = need.money
    rates = replay.rates_of(catalog, need, found, code, given)
    money = (code, rates.mean if rates else given)
    return render.answer(found, about(catalog), money, need.workload, top, rates)


def advice(catalog: Catalog, options: NeedOptions, log: UsageOptions, top: int) -> Answer:
    """What would make the log cheaper, and the month after it."""
    import sys

    from llmpick.api.portfolio import portfolio
    from llmpick.cli import out
    from llmpick.cli.options import about, open_catalog
    from llmpick.inputs.need import need_of
    from llmpick.render.answers import advice as render

    need = need_of(catalog, options)
    with out.progress() as step:
        found = portfolio(
            catalog,
            lambda day: open_catalog(log.folder, day),
            need,
            log.path,
            engine=log.engine,
            form=log.form,
            progress=step if sys.stderr.isatty() else None,
        )
    return render.answer(found, about(catalog), need.money, top)
