"""`llmpick compare-methods`"""

from llmpick.cli import need_command
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions, By
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("compare-methods")


@app.command()
@need_command.takes_need(NEED)
def compare_methods(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    by: By = "model",
    how: AnswerOptions,
) -> int:
    """
    What each way of ranking picks for a job: sum, product, topsis, promethee.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import robustness
    from llmpick.asking.query import is_by_route
    from llmpick.cli import out, query
    from llmpick.render.answers import methods as render

    chosen = out.check_format(how.form, how.as_json)
    by_route = is_by_route(by)
    found = query.opened(need, hosting, how)
    field, picks = robustness.compare_methods(
        found.catalog,
        found.need,
        by_route=by_route,
        adjust=found.adjust,
        own=found.deployments,
    )
    return query.emit(found, render.answer(field, picks, found.about), chosen)
