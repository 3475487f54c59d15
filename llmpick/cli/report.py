"""`llmpick report`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options, page_file, usage
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("report")


@app.command()
@need_command.takes_need(NEED, stated_by={"log": usage.STATED_BY_THE_LOG})
def report(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    target: Annotated[
        str | None,
        typer.Option(
            *page_file.OUT,
            metavar="FILE",
            help="The file to write. Default: llmpick-TASK-DAY.html in this folder.",
        ),
    ] = None,
    open_it: page_file.Open = False,
    log: usage.File = None,
    log_format: usage.Form = None,
    engine: usage.Engine = "duckdb",
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORM",
            help="html: one page that needs no network; markdown: a decision record. "
            "Default: by the end of FILE, else html.",
        ),
    ] = None,
    bare: options.Bare = None,
) -> int:
    """
    The answer of `recommend` as a page to hand on, or as a decision record.

    With --usage: what each kind of traffic in a log should run on, and what that saves.

    Exit codes: 0 written, 1 written, and nothing fits, 2 nothing was written.
    """
    from llmpick.api import report as reports
    from llmpick.cli import out, query
    from llmpick.cli.need_options import as_typed
    from llmpick.inputs.options import stated

    chosen = _form(form, target)
    if target is not None:
        page_file.checked(target)
    how = AnswerOptions(no_evidence, as_of, catalog)
    if log is not None:
        from llmpick.cli import portfolio

        source = usage.UsageOptions(log, engine, catalog, log_format)
        return portfolio.report(need, hosting, how, source, (chosen, target, open_it))
    found = query.opened(need, hosting, how)
    answer = reports.report(found.catalog, found.need, adjust=found.adjust, own=found.deployments)
    again = ["llmpick", "recommend", *as_typed(stated(need), "weights")]
    again += as_typed(stated(hosting), "self_host")
    again += ["--catalog", catalog] if catalog else []
    again += ["--no-evidence"] if no_evidence else []
    again += as_typed({"self_host": hosting.self_host})
    if chosen == "html":
        from llmpick.render.page.html import html

        with page_file.language(found.catalog):
            text = html(answer, found.about, again, need.weighting.weights)
    else:
        from llmpick.render.page.madr import markdown

        with page_file.language(found.catalog):
            text = markdown(answer, found.about, again, need.weighting.weights)
    ending = {"html": "html", "markdown": "md"}[chosen]
    file = target or page_file.free_name(found.need.task.id, found.about.day, ending)
    page_file.written(file, text)
    for note in (*options.notes(found.catalog), *found.notes):
        out.complain(note)
    if open_it:
        page_file.shown_in_browser(file)
    return 0 if answer.decision.ranking else 1


def _form(form: str | None, target: str | None) -> str:
    """
    The form asked for.

    Raises:
        UserError: no such form.
    """
    import os

    from llmpick.errors import UserError, shown

    ended = os.path.splitext(target or "")[1].lower()
    wanted = (form or ("markdown" if ended in (".md", ".markdown") else "html")).lower()
    wanted = {"md": "markdown", "htm": "html"}.get(wanted, wanted)
    if wanted not in ("html", "markdown"):
        raise UserError(f"no report as `{shown(form or '')}`", hint="html or markdown")
    return wanted
