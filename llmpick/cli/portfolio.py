"""`llmpick report --usage`: a page for all the traffic in a log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from llmpick.cli import options, out, page_file, usage
from llmpick.cli.need_options import as_typed
from llmpick.errors import UserError
from llmpick.inputs.options import stated

if TYPE_CHECKING:
    from llmpick.cli.options import AnswerOptions
    from llmpick.inputs.options import HostingOptions, NeedOptions


def report(
    need: NeedOptions,
    hosting: HostingOptions,
    how: AnswerOptions,
    log: usage.UsageOptions,
    page: tuple[str, str | None, bool],
) -> int:
    """
    Write what each kind of traffic in *log* should run on.

    Args:
        need: What all the work needs.
        hosting: Own hardware, which is not compared here.
        how: Where the facts come from.
        log: What ran.
        page: Its form, its file if one is named, and whether to open it.

    Raises:
        UserError: an option says what the log says; a log that cannot be read.
    """
    from llmpick.api import portfolio
    from llmpick.inputs.need import need_of
    from llmpick.render.page import portfolio as render

    usage.check(need)
    if stated(hosting):
        raise UserError(
            "own hardware and --usage cannot stand together",
            hint="llmpick selfhost MODEL --break-even says from which volume it pays",
        )
    form, target, open_it = page
    catalog = options.open_catalog(how.catalog, how.as_of)
    results = options.own_results(catalog, how.no_evidence)
    with out.progress() as step:
        found = portfolio.portfolio(
            catalog,
            lambda day: options.open_catalog(how.catalog, day),
            need_of(catalog, need),
            log.path,
            adjust=results.adjust if results else None,
            engine=log.engine,
            form=log.form,
            progress=step if sys.stderr.isatty() else None,
        )
    about = options.about(catalog, results)
    again = ["llmpick", "report", "--usage", log.path, *as_typed(stated(need))]
    again += ["--log-format", log.form] if log.form else []
    again += ["--catalog", how.catalog] if how.catalog else []
    again += ["--no-evidence"] if how.no_evidence else []
    with page_file.language(catalog):
        if form == "html":
            text, ending = render.html(found, about, again), "html"
        else:
            text, ending = render.markdown(found, about), "md"
    file = target or page_file.free_name("usage", about.day, ending)
    page_file.written(file, text)
    for note in options.notes(catalog):
        out.complain(note)
    if open_it:
        page_file.shown_in_browser(file)
    return 0 if found.kinds else 1
