"""`llmpick sensitivity`"""

from llmpick.cli import need_command
from llmpick.cli.app import command
from llmpick.cli.options import AnswerOptions, By
from llmpick.cli.recommend import Method
from llmpick.inputs.options import NEED, HostingOptions, NeedOptions

app = command("sensitivity")


@app.command()
@need_command.takes_need(NEED)
def sensitivity(
    need: NeedOptions,
    hosting: HostingOptions,
    *,
    method: Method = "additive",
    by: By = "model",
    how: AnswerOptions,
) -> int:
    """
    What would change the answer: weights moved from 0 to 1, draws, break-evens.

    Exit codes: 0 there is an answer, 1 nothing fits, 2 the question was wrong.
    """
    from llmpick.api import robustness
    from llmpick.asking.query import is_by_route
    from llmpick.asking.recommend import check_method
    from llmpick.cli import out, query
    from llmpick.render.answers import sensitivity as render

    chosen = out.check_format(how.form, how.as_json)
    check_method(method)
    by_route = is_by_route(by)
    found = query.opened(need, hosting, how)
    field, answer = robustness.sensitivity(
        found.catalog,
        found.need,
        method=method,
        by_route=by_route,
        adjust=found.adjust,
        own=found.deployments,
    )
    return query.emit(found, render.answer(field, answer, found.about), chosen)
