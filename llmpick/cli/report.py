"""`llmpick report`"""

from typing import Annotated, Any

import typer

from llmpick.cli import need_command, need_options, options
from llmpick.cli.app import command
from llmpick.core.need.need import Wish

app = command("report")


@app.command()
@need_command.takes_need(
    need_options.JOB,
    need_options.WEIGHTS,
    need_options.WORK,
    need_options.PRIVACY,
    need_options.LIMITS,
    need_options.BILLED,
)
@need_command.takes_hosting
def report(
    asked: Wish,
    hosting: dict[str, Any],
    target: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="The file to write.")],
    self_host: options.SelfHost = None,
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

    Exit codes: 0 written, 1 written, and nothing fits, 2 nothing was written.
    """
    from llmpick.api import report as reports
    from llmpick.cli import out
    from llmpick.files import write
    from llmpick.inputs.need import need_of

    chosen = _form(form, target)
    found = options.open_catalog(catalog, as_of)
    own = options.own_results(found, no_evidence)
    need = need_of(found, asked)
    adjust = own.adjust if own else None
    routes = options.own_routes(found, need, self_host, hosting, adjust)
    answer = reports.report(found, need, adjust=adjust, own=routes)
    about = options.about(found, own)
    again = ["llmpick", "recommend", *need_options.typed({**asked, **hosting}, "weights")]
    again += ["--catalog", catalog] if catalog else []
    again += ["--no-evidence"] if no_evidence else []
    again += ["--self-host", self_host] if self_host else []
    if chosen == "html":
        from llmpick.render.page.html import html

        text = html(answer, about, again, asked.get("weights"))
    else:
        from llmpick.render.page.madr import markdown

        text = markdown(answer, about, again, asked.get("weights"))
    with out.interruptible():
        write.replace(target, text.encode("utf-8", "replace"))
    for note in (*options.notes(found), *options.own_route_notes(routes, hosting)):
        out.complain(note)
    written = f"{target}: {_size(len(text.encode()))}"
    if write.is_stream(target):  # which may be stdout, and that holds the page
        out.complain(written)
    else:
        out.write(f"{written}\n")
    return 0 if answer.decision.ranking else 1


def _form(form: str | None, target: str) -> str:
    """
    The form asked for.

    Raises:
        UserError: no such form, or no file to write to.
    """
    import os

    from llmpick.errors import UserError, shown

    ended = os.path.splitext(target)[1].lower()
    wanted = (form or ("markdown" if ended in (".md", ".markdown") else "html")).lower()
    wanted = {"md": "markdown", "htm": "html"}.get(wanted, wanted)
    if wanted not in ("html", "markdown"):
        raise UserError(f"no report as `{shown(form or '')}`", hint="html or markdown")
    if not os.path.basename(target) or "\0" in target or os.path.isdir(target):
        raise UserError(f"`{shown(target, 200)}` is no file", hint="as --out report.html")
    return wanted


def _size(count: int) -> str:
    return f"{count / 1000:,.0f} kB"
