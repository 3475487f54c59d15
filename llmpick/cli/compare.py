"""`llmpick compare`"""

from typing import Annotated

import typer

from llmpick.cli import need_command, options, page_file
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("compare")


@app.command()
@need_command.takes_need(NEED)
def compare(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Two models or plans, or more.")
    ],
    effort: Annotated[
        str | None,
        typer.Option(
            "--effort",
            metavar="EFFORT",
            help="Of all that name none: low, high ...; default: each at its best for the need.",
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            *page_file.OUT, metavar="FILE", help="Write it as a page that needs no network."
        ),
    ] = None,
    open_it: page_file.Open = False,
    how: AnswerOptions,
) -> int:
    """
    Models, or plans by the seat, side by side: quality for the task, cost, privacy, terms.

    Exit codes: 0 answered, 2 a name that nothing or several models have.
    """
    from llmpick.asking import compare as asking
    from llmpick.cli import out

    chosen = out.check_format(how.form, how.as_json)
    if target is not None:
        page_file.checked(target)
        page_file.refuse_format(how.form, as_json=how.as_json)
    elif open_it:
        page_file.refuse_open()
    catalog = options.open_catalog(how.catalog, how.as_of)
    results = options.own_results(catalog, how.no_evidence)
    others = {"--no-evidence": how.no_evidence}
    made = asking.compare(catalog, names, need, hosting, results, effort=effort, others=others)
    if target is None:
        return options.emit_answered(made, chosen, catalog)
    from llmpick.cli.need_options import as_typed
    from llmpick.inputs.options import stated
    from llmpick.render.page import comparison

    again = ["llmpick", "compare", *names, *as_typed(stated(need)), *as_typed(stated(hosting))]
    again += ["--effort", effort] if effort else []
    again += ["--catalog", how.catalog] if how.catalog else []
    again += ["--no-evidence"] if how.no_evidence else []
    about = options.about(catalog, results)
    hosts = {one: str(catalog.record("providers", one)["name"]) for one in catalog.ids("providers")}
    with page_file.language(catalog):
        page = comparison.html(made.answer, about, again, hosts)
    page_file.written(target, page)
    for note in (*options.notes(catalog), *made.notes):
        out.complain(note)
    if open_it:
        page_file.shown_in_browser(target)
    return 0
